"""Each deliberate difference from GX still is one: both say what differences.yaml says of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import _gx
import pytest
from _agreement import alike, difference
from _both import brief, grid, native, opened
from ruamel.yaml import YAML

from dq.errors import SuiteError
from dq.expectation_types._families import Format

FILE = Path(__file__).parent / "differences.yaml"
DIFFERENCES: dict[str, dict[str, Any]] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))


def shown(config: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Any]:
    info = result["exception_info"]
    return {
        **result["result"],
        "success": result["success"],
        "raised": _gx.raised(result),
        "flat": "raised_exception" in info,
        "column": config["kwargs"].get("column"),
    }


def wrong(said: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[str]:
    assert len(said) == len(expected)
    return [
        f"{key}: {one.get(key, 'absent')!r} is not {value!r}"
        for one, wanted in zip(said, expected, strict=True)
        for key, value in wanted.items()
        if not alike(one.get(key, "absent"), value)
    ]


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_deliberate_difference_still_is_one(name: str, tmp_path: Path) -> None:
    entry = DIFFERENCES[name]
    configs = entry["expectations"]
    batch = opened(entry["data"], tmp_path, types=entry.get("types", {}))
    level, most = entry.get("result_format", "COMPLETE"), entry.get("partial_unexpected_count", 20)
    form = Format(level=level, partial_unexpected_count=most)
    asked = {"result_format": form.level, "partial_unexpected_count": form.partial_unexpected_count}
    theirs = _gx.results(grid(entry["data"], batch).frame(), configs, asked)
    if not entry.get("in_its_own_order"):
        theirs.sort(key=lambda r: r["expectation_config"]["meta"]["n"])
    assert wrong([shown(r["expectation_config"], r) for r in theirs], entry["gx"]) == []
    if entry["native"] == "refused":
        with pytest.raises(SuiteError):
            native(batch, configs, form)
        return
    ours = native(batch, configs, form)
    assert wrong([shown(c, r) for c, r in zip(configs, ours, strict=True)], entry["native"]) == []
    assert entry["native"] != entry["gx"]


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_has_its_reason(name: str) -> None:
    assert len(DIFFERENCES[name]["reason"]) > 5


def test_what_is_held_against_each_other_can_differ() -> None:
    one = {"success": True, "raised": False, "result": {"observed_value": 1}}
    assert difference({**one, "result": {"observed_value": 1, "unreadable_count": 3}}, one) is None
    assert difference(one, {**one, "result": {"observed_value": 2}}) == "observed_value: 1 is not GX's 2"
    assert difference(one, {**one, "success": False}) == "success: True is not GX's False"
    assert brief({"success": 1, "result": {}, "exception_info": {"raised_exception": True}})["raised"]
