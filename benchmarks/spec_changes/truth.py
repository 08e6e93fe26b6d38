"""Truth and score: what a pair of files must be told, and what `dq compare` told of it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from .table import Table

MAPPING = frozenset({"column_renamed", "column_split", "columns_merged"})
NAMED = frozenset({"column_added", "column_removed"})
CELLS = frozenset(
    {"type_changed", "date_format_changed", "time_format_changed", "number_format_changed", "unit_changed"}
    | {"value_domain_changed", "null_pattern_changed"}
)
SOFT = frozenset({"value_domain_changed", "null_pattern_changed", "coverage_changed", "row_order_changed"} | {"granularity_changed", "rows_lost"})


class Change(msgspec.Struct, frozen=True):
    """One thing that must be told. `columns`: names before or after; mappings use `before` and `after`."""

    kind: str
    columns: tuple[str, ...] = ()
    before: Any = None
    after: Any = None
    optional: bool = False
    alternatives: tuple[str, ...] = ()  # other kinds that tell it as well


class Mutant(msgspec.Struct, frozen=True):
    table: Table
    truth: tuple[Change, ...] = ()


class Told(msgspec.Struct, frozen=True):
    """How one pair was told: what was missed, what was told and is not so, and compatible notes that cost nothing."""

    missed: tuple[Change, ...] = ()
    false: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        return not self.missed and not self.false


def listed(value: Any) -> list[str]:
    return [] if value is None else [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)]


def score(truth: Sequence[Change], findings: Sequence[Any]) -> Told:
    """`findings`: dq's own. Kinds about cells count as told where at least half of their columns are named."""
    renames = [(str(c.before), str(c.after)) for c in truth if c.kind == "column_renamed"]
    used: set[int] = set()
    missed: list[Change] = []
    stray: dict[int, set[str]] = {n: set(f.columns) for n, f in enumerate(findings) if f.kind in CELLS | NAMED}
    for change in truth:
        hits = [n for n, f in enumerate(findings) if _told(change, f, renames)]
        if change.kind in CELLS | NAMED:
            got: set[str] = set()
            for n in hits:
                pairs = {(c, d) for c in change.columns for d in findings[n].columns if _one(c, d, renames)}
                stray[n] -= {d for _, d in pairs}
                got |= {c for c, _ in pairs}
            enough = len(got) == len(change.columns) if change.kind in NAMED else 2 * len(got) >= len(change.columns)
        else:
            enough = bool(hits)
        used.update(hits)
        if not enough and not change.optional:
            missed.append(change)
    false, notes = [], []
    for n, finding in enumerate(findings):
        if n in used and not stray.get(n):
            continue
        words = f"{finding.kind} {finding.grade} {list(finding.columns)[:4]} {str(finding.before)[:50]} -> {str(finding.after)[:50]}"
        (notes if finding.kind in SOFT and finding.grade == "compatible" else false).append(words)
    return Told(tuple(missed), tuple(false), tuple(notes))


def _told(change: Change, finding: Any, renames: Iterable[tuple[str, str]]) -> bool:
    kinds = {change.kind, finding.kind}
    if len(kinds) > 1 and kinds != {"date_format_changed", "time_format_changed"} and finding.kind not in change.alternatives:
        return False
    if change.kind in MAPPING:
        return same_names(listed(change.before), listed(finding.before)) and same_names(listed(change.after), listed(finding.after))
    if change.kind in NAMED | CELLS:
        return any(_one(c, d, renames) for c in change.columns for d in finding.columns)
    return change.after is None or change.after == finding.after


def _one(a: str, b: str, renames: Iterable[tuple[str, str]]) -> bool:
    return same_name(a, b) or any((same_name(a, x) and same_name(b, y)) or (same_name(a, y) and same_name(b, x)) for x, y in renames)


def same_name(a: str, b: str) -> bool:
    """A column without a name goes by its place; where one side joined header lines, the last one decides."""
    a, b = ("" if re.fullmatch(r"column_\d+", x) else x.strip() for x in (a, b))
    return a == b or (("|" in a) != ("|" in b) and a.rsplit("|", 1)[-1].strip() == b.rsplit("|", 1)[-1].strip())


def same_names(a: Sequence[str], b: Sequence[str]) -> bool:
    return len(a) == len(b) and all(any(same_name(x, y) for y in b) for x in a)
