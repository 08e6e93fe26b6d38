"""Every case of every type: native says what the case says, and so does GX."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import _gx
import pytest
from _agreement import alike, difference
from _both import brief, grid, native, opened
from ruamel.yaml import YAML

from dq.expectation_types._families import Format

FOLDER = Path(__file__).parent / "cases"
OURS = {"expect_column_values_to_read_as", "expect_table_rows_to_be_well_formed"}
FORM = Format(level="COMPLETE")


@cache
def document(name: str) -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return read


NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
CASES = [(name, case) for name in NAMES for case in document(name)["cases"]]


def setting(name: str, case: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The case's data, the types of its columns and what is missing: its own, else the file's."""
    of = {**document(name), **case}
    return of["data"], tuple((of.get("types") or {}).items()), tuple(of.get("missing", [""]))


@cache
def judged(name: str, data: str, types: tuple[tuple[str, str], ...], missing: tuple[str, ...]) -> dict[str, Any]:
    """All cases of a file that share their data, by one suite each: native's result, and GX's where it has the type."""
    cases = {n: c for n, c in document(name)["cases"].items() if setting(name, c) == (data, types, missing)}
    configs = [{"type": name, "kwargs": c["kwargs"]} for c in cases.values()]
    with TemporaryDirectory() as folder:
        batch = opened(data, Path(folder), types=dict(types), missing=missing)
        ours = native(batch, configs, FORM)
    frame = grid(data, batch).frame() if name not in OURS else None
    theirs = [None if frame is None else _gx.validate(frame, [config])[0] for config in configs]
    return dict(zip(cases, zip(ours, theirs, strict=True), strict=True))


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n.removeprefix('expect_')}:{c}" for n, c in CASES])
def test_native_and_gx_say_what_the_case_says(name: str, case: str) -> None:
    declared = document(name)["cases"][case]
    ours, theirs = judged(name, *setting(name, declared))[case]
    for key, expected in declared["result"].items():
        shown = ours["success"] if key == "success" else ours["result"].get(key, "absent")
        shown = brief(ours)["raised"] if key == "raised" else shown
        assert alike(shown, expected), f"{key}: {shown!r} is not {expected!r} ({ours})"
    if theirs is not None:
        assert difference(brief(ours), brief(theirs)) is None


@pytest.mark.parametrize("level", ["BOOLEAN_ONLY", "BASIC", "SUMMARY"])
@pytest.mark.parametrize("name", [n for n in NAMES if n not in OURS])
def test_less_is_told_as_gx_tells_less(name: str, level: str) -> None:
    """The other levels, whole results: one suite for all cases that share their data, which GX does not confuse.
    differences.yaml: samples_of_what_mostly_allows, which is of what the scan itself counts: not of repeated keys."""
    for data, types, missing in {setting(name, c) for c in document(name)["cases"].values()}:
        cases = [c for c in document(name)["cases"].values() if setting(name, c) == (data, types, missing)]
        configs = [{"type": name, "kwargs": c["kwargs"]} for c in cases]
        with TemporaryDirectory() as folder:
            batch = opened(data, Path(folder), types=dict(types), missing=missing)
            ours = native(batch, configs, Format(level=level))
        suites = [[c] for c in configs] if "quantile" in name else [configs]
        theirs = [said for suite in suites for said in _gx.validate(grid(data, batch).frame(), suite, level)]
        for config, mine, said in zip(configs, ours, theirs, strict=True):
            unlisted = mine["success"] and mine["result"].get("unexpected_count") and not name.endswith("unique")
            if unlisted:
                assert mine["result"]["partial_unexpected_list"] == []
                assert {"partial_unexpected_counts", "partial_unexpected_index_list"}.isdisjoint(mine["result"])
            assert difference(*(brief(listless(r) if unlisted else r) for r in (mine, said))) is None, config


def listless(result: Mapping[str, Any]) -> dict[str, Any]:
    told = {k: v for k, v in result["result"].items() if not k.startswith("partial_")}
    return {**result, "result": told}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_shows_both_verdicts(name: str) -> None:
    """A type whose cases all succeed proves nothing."""
    assert {case["result"]["success"] for case in document(name)["cases"].values()} == {True, False}
