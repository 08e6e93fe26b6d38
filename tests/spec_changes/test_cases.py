"""Every kind of spec change, case by case: two Specs, the findings, and what they say."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from ruamel.yaml import YAML

from dq import by_name, gate
from dq.result import Finding
from dq.spec.align import Landing, align
from dq.spec.rhythm import steps_a_day
from dq.spec.spec import ColumnSpec, Spec
from dq.spec_changes._compare import compare, kinds

CASES = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        for name, case in YAML(typ="safe").load(path.read_text("utf-8"))["cases"].items():
            found.append(pytest.param(case, id=f"{path.stem}-{name}"))
    return found


def _told(case: dict[str, Any], folder: Path) -> tuple[Finding, ...]:
    """Of two Specs, with how they landed where it matters; or of two files."""
    if "before_csv" not in case:
        before, after = (msgspec.convert(case[side], Spec) for side in ("before", "after"))
        landed = [msgspec.convert(facts, Landing) for facts in case.get("landed", ({}, {}))]
        diff = align(before, after, case.get("against", "declared"), landed=(landed[0], landed[1]))
        return compare(diff, case.get("changes"))
    paths = [folder / f"{side}.csv" for side in ("before", "after")]
    for path in paths:
        path.write_text(case[f"{path.stem}_csv"], "utf-8")
    return gate.compare(*map(str, paths)).spec_changes


@pytest.mark.parametrize("case", _cases())
def test_the_findings_are_these(case: dict[str, Any], tmp_path: Path) -> None:
    told = _told(case, tmp_path)
    plain = msgspec.json.decode(msgspec.json.encode(told))
    assert [{k: f[k] for k in want} for f, want in zip(plain, case["findings"], strict=True)] == case["findings"]
    for lang, text in case.get("says", {}).items():
        assert told[0].sentence[lang] == text


def test_every_kind_has_a_case() -> None:
    assert {p.stem for p in CASES.glob("*.yaml")} == set(by_name.names("spec_changes"))


def test_causes_come_before_what_yields_to_them() -> None:
    order = [name for name, _ in kinds()]
    for name, module in kinds():
        assert all(order.index(cause) < order.index(name) for cause in module.kind.yields_to & set(order))


def test_findings_survive_json() -> None:
    [finding] = compare(align(Spec(dialect=_d("utf-8")), Spec(dialect=_d("cp932"))))
    assert msgspec.json.decode(msgspec.json.encode(finding), type=Finding) == finding


def _d(encoding: str) -> Any:
    from dq.spec.spec import Dialect

    return Dialect(encoding=encoding)


def test_a_format_without_a_head_has_no_rhythm() -> None:
    columns = [ColumnSpec(name="d", type="date"), ColumnSpec(name="t", type="text"), ColumnSpec(name="n", type="integer")]
    assert steps_a_day({}, columns) is None
