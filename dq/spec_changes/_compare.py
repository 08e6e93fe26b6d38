"""Two Specs held against each other: every kind asked once, causes before symptoms, one cause one finding."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

import msgspec

from ..by_name import load, names
from ..result import Finding, Grade
from ..spec.align import Diff


@cache
def kinds() -> tuple[tuple[str, ModuleType], ...]:
    """Every kind of the shelf by name, those that others yield to before those that yield. A circle is a bug (KeyError)."""
    modules = {name: load("spec_changes", name) for name in names("spec_changes")}
    waiting = {name: {k for k in module.kind.yields_to if k in modules} for name, module in modules.items()}
    order: list[tuple[str, ModuleType]] = []
    while waiting:
        name = next(name for name in sorted(waiting) if not waiting[name])
        order.append((name, modules[name]))
        del waiting[name]
        for still in waiting.values():
            still.discard(name)
    return tuple(order)


def compare(diff: Diff, grades: Mapping[str, Grade] | None = None) -> tuple[Finding, ...]:
    """The findings of one comparison, breaking ones first. `grades`: the source's own; `ignore` leaves a kind out."""
    told: list[Finding] = []
    for name, module in kinds():
        grade = (grades or {}).get(name, module.kind.grade)
        told += [] if grade == "ignore" else _of_kind(name, module, diff, grades, told)
    told.sort(key=lambda f: f.grade != "breaking")
    return tuple(msgspec.structs.replace(f, id=f"c{n}") for n, f in enumerate(told, 1))


def _of_kind(
    name: str, module: ModuleType, diff: Diff, grades: Mapping[str, Grade] | None, told: list[Finding]
) -> Iterator[Finding]:
    for finding in module.find(diff):
        if any(t.kind in module.kind.yields_to and _touch(t, finding) for t in told):
            continue
        grade = (grades or {}).get(name, finding.grade)
        yield msgspec.structs.replace(finding, kind=name, grade=grade, against=diff.against)


def _touch(cause: Finding, finding: Finding) -> bool:
    """A dialect finding names no columns and touches all."""
    return not cause.columns or not finding.columns or bool(set(cause.columns) & set(finding.columns))
