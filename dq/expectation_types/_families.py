"""Families: what expectation types share. A type says only what differs: its arguments, its condition, its sentence.

A family knows which measures it asks for and how they become an outcome; the meaning of `mostly` stands here once.
GX's semantics, from GX.md: nulls are ignored, no values pass, `success` is (n - u) / n >= mostly in floats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import msgspec

from ..errors import CannotJudge
from ..result import Evidence, Example, Outcome
from ..sentences import Says, Text, fill, number, same
from ..sql import measures
from ..sql.conditions import ALWAYS, NEVER, NUMERIC, Condition, Value
from ..sql.measures import Measure
from ..sql.row_conditions import RowCondition
from ..sql.table import Cell, Table

Mostly = Annotated[float, msgspec.Meta(ge=0, le=1)]
Needs = Callable[["Expectation"], dict[str, str] | None]
"""A precondition over several arguments: None, or the mistake in both languages."""


class Bound(msgspec.Struct, frozen=True):
    """A bound as GX coerces it: a number, a date or a datetime. Texts of numbers are numbers."""

    value: float | int | date | datetime

    @classmethod
    def read(cls, given: object) -> Bound:
        """ValueError with what was expected where it is none of them."""
        if isinstance(given, Bound):
            return given
        if isinstance(given, bool):
            return cls(float(given))
        if isinstance(given, (int, float, date, datetime)):
            return cls(given)
        if isinstance(given, str):
            try:
                return cls(float(given))
            except ValueError:
                pass
            try:
                return cls(date.fromisoformat(given) if len(given) == 10 else datetime.fromisoformat(given))
            except ValueError:
                pass
        raise ValueError(f"Expected a number, a date or a datetime, got {given!r}")

    def __str__(self) -> str:
        return number(self.value) if isinstance(self.value, (int, float)) else str(self.value)

    def __json__(self) -> object:
        return self.value


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """GX's result_format: how much of an outcome is told."""

    level: str = "SUMMARY"
    partial_unexpected_count: int = 20

    @property
    def values(self) -> int:
        """How many unexpected values are kept: GX stops at 200 even at COMPLETE."""
        return 200 if self.level == "COMPLETE" else self.partial_unexpected_count


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """What the second look is to find: the rows where `condition` holds, or whose `keys` repeat (among `where`).

    `shown`: name -> SQL of what a sample shows. `pair`, `record`: values are lists, or records, as GX shows them.
    `raw`: column -> SQL of the raw text for evidence; empty for `pii` columns.
    """

    condition: Condition = NEVER
    keys: tuple[str, ...] = ()
    where: Condition = ALWAYS
    nulls: bool = False  # keys: rows with some key missing count too
    shown: dict[str, str] = {}
    shape: str = "value"  # value, pair, record
    raw: dict[str, str] = {}


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What the second look found: rows in file order, bounded; `count` is exact."""

    count: int
    rows: tuple[int, ...] = ()
    lines: tuple[int | None, ...] = ()
    values: tuple[Any, ...] = ()
    raw: tuple[tuple[tuple[str, str | None], ...], ...] = ()
    all_rows: tuple[int, ...] = ()

    def examples(self) -> tuple[Example, ...]:
        found = []
        for row, line, cells in zip(self.rows, self.lines, self.raw, strict=False):
            found += [Example(line, column, value, row) for column, value in cells] or [Example(line, None, None, row)]
            if len(found) >= 3:
                break
        return tuple(found[:3])


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """The base of all. Class variables: `says` fills from the arguments and `words()`; `aspects` of a Spec it speaks
    about (columns types text missing values rows), by which spec changes excuse it; `example` is YAML kwargs."""

    row_condition: RowCondition | None = None
    condition_parser: str | None = None

    says: ClassVar[Says]
    aspects: ClassVar[frozenset[str]] = frozenset({"columns", "types", "text", "values"})
    needs: ClassVar[Needs | None] = None
    example: ClassVar[dict[str, Any]]

    def measures(self, table: Table) -> dict[str, Measure]:
        """The figures it asks of the scan, by a name of its own. CannotJudge where the columns do not allow it."""
        raise NotImplementedError

    def succeeds(self, got: Mapping[str, Any]) -> bool:
        """Whether the figures already tell success; False asks for the second look, where `wrong` names one."""
        return self.outcome(got, Format(), None).success is True

    def wrong(self, table: Table) -> Wrong | None:
        """What the second look is to find, or None where the figures say all."""
        return None

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        raise NotImplementedError

    def named_columns(self) -> tuple[str, ...]:
        named = (getattr(self, "column", None), getattr(self, "column_A", None), getattr(self, "column_B", None))
        return tuple(c for c in (*named, *(getattr(self, "column_list", None) or ())) if c is not None)

    def words(self) -> dict[str, object]:
        """What `says` is filled with, beside the arguments."""
        return {}

    def statement(self) -> Text:
        """What it expects, as a sentence without its outcome."""
        given = {name: _spoken(getattr(self, name)) for name in self.__struct_fields__}
        return fill(self.says, **{**given, **self.words()})


class ColumnMapExpectation(Expectation, frozen=True, kw_only=True):
    """Each value of a column is judged by itself; `mostly` of them must hold."""

    column: str
    mostly: Mostly = 1.0

    def unexpected(self, value: Value) -> Condition:
        """True for a value that does not hold. Never asked of a missing or unreadable cell."""
        raise NotImplementedError

    def measures(self, table: Table) -> dict[str, Measure]:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return {
            "element_count": measures.count(where),
            "missing_count": measures.count(where & cell.missing),
            "unreadable_count": measures.count(where & cell.unreadable),
            "unexpected_count": measures.count(where & cell.filled & self.unexpected(cell.value)),
        }

    def wrong(self, table: Table) -> Wrong | None:
        cell = table.cell(self.column)
        condition = table.where(self.row_condition) & cell.filled & self.unexpected(cell.value)
        return Wrong(condition=condition, shown={self.column: cell.value.sql}, raw=raw(cell))

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return map_outcome(got, self.mostly, form, look)


class ColumnAggregateExpectation(Expectation, frozen=True, kw_only=True):
    """One figure of a column is judged."""

    column: str

    aspects = frozenset({"columns", "types", "text", "values"})

    def measures(self, table: Table) -> dict[str, Measure]:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return {
            "observed_value": self.measure(cell, where),
            "unreadable_count": measures.count(where & cell.unreadable),
        }

    def measure(self, cell: Cell, where: Condition) -> Measure:
        raise NotImplementedError

    def holds(self, observed: Any) -> bool:
        raise NotImplementedError

    def observed(self, got: Mapping[str, Any]) -> Any:
        return got["observed_value"]

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        observed = self.observed(got)
        result = {} if form.level == "BOOLEAN_ONLY" else {"observed_value": observed, **unjudged(got)}
        return Outcome(success=self.holds(observed), result=result, observed=observed_as(observed))


class BoundedAggregateExpectation(ColumnAggregateExpectation, frozen=True, kw_only=True):
    """One figure of a column lies between two bounds. No figure (no values) never holds, as in GX."""

    min_value: Bound | None = None
    max_value: Bound | None = None
    strict_min: bool = False
    strict_max: bool = False

    def holds(self, observed: Any) -> bool:
        return within(observed, self)

    def words(self) -> dict[str, object]:
        return {"bounds": bounds(self)}


class ColumnPairMapExpectation(Expectation, frozen=True, kw_only=True):
    """Two columns of each row are judged together."""

    column_A: str  # noqa: N815  GX's name
    column_B: str  # noqa: N815  GX's name
    ignore_row_if: str = "both_values_are_missing"
    mostly: Mostly = 1.0

    needs = None

    def unexpected(self, a: Value, b: Value) -> Condition:
        """SQL that is true for an unexpected pair; either may be NULL."""
        raise NotImplementedError

    def _ignored(self, a: Cell, b: Cell) -> Condition:
        a_missing, b_missing = ~a.filled, ~b.filled
        rules = {
            "both_values_are_missing": a_missing & b_missing,
            "either_value_is_missing": a_missing | b_missing,
            "neither": NEVER,
        }
        if self.ignore_row_if not in rules:
            raise CannotJudge(f'Unknown value of ignore_row_if: "{self.ignore_row_if}"')
        return rules[self.ignore_row_if]

    def measures(self, table: Table) -> dict[str, Measure]:
        a, b, where = table.cell(self.column_A), table.cell(self.column_B), table.where(self.row_condition)
        ignored = self._ignored(a, b)
        return {
            "element_count": measures.count(where),
            "missing_count": measures.count(where & ignored),
            "unexpected_count": measures.count(where & ~ignored & self.unexpected(a.value, b.value)),
        }

    def wrong(self, table: Table) -> Wrong | None:
        a, b, where = table.cell(self.column_A), table.cell(self.column_B), table.where(self.row_condition)
        return Wrong(
            condition=where & ~self._ignored(a, b) & self.unexpected(a.value, b.value),
            shown={self.column_A: a.value.sql, self.column_B: b.value.sql},
            shape="pair",
            raw=raw(a, b),
        )

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return map_outcome({"unreadable_count": 0, **got}, self.mostly, form, look)


class TableExpectation(Expectation, frozen=True, kw_only=True):
    """The table as a whole: its columns or its rows."""

    aspects = frozenset({"columns"})

    def measures(self, table: Table) -> dict[str, Measure]:
        return {}


# --- what families and types share -----------------------------------------------------------------------------------


def at_least_one(*names: str) -> Needs:
    """One of these arguments must be given."""

    def need(expectation: Expectation) -> dict[str, str] | None:
        if any(getattr(expectation, name) is not None for name in names):
            return None
        listed = ", ".join(f"`{n}`" for n in names)
        return {"en": f"one of {listed} must be given", "ja": f"{listed} のいずれかを指定してください"}

    return need


def upright(expectation: Expectation) -> dict[str, str] | None:
    """Bounds the right way up: `min_value` is at most `max_value`. Asked of every expectation that has both."""
    low, high = getattr(expectation, "min_value", None), getattr(expectation, "max_value", None)
    low, high = getattr(low, "value", low), getattr(high, "value", high)
    try:
        upside_down = low is not None and high is not None and bool(_plain(low) > _plain(high))
    except TypeError:
        return {
            "en": f"`min_value` {low} and `max_value` {high} are not of one kind",
            "ja": f"`min_value` {low} と `max_value` {high} の種類が異なります",
        }
    if not upside_down:
        return None
    return {
        "en": f"bounds upside down: `min_value` {low} is above `max_value` {high}",
        "ja": f"上下限が逆です: `min_value` {low} が `max_value` {high} を超えています",
    }


def _plain(bound: Any) -> Any:
    """Dates and datetimes on one scale: a date is its midnight."""
    if isinstance(bound, date) and not isinstance(bound, datetime):
        return datetime(bound.year, bound.month, bound.day)  # noqa: DTZ001  data without a zone stays without one
    return bound


def raw(*cells: Cell) -> dict[str, str]:
    """What evidence may show: the raw text of columns that are not `pii`."""
    return {c.name: c.text for c in cells if not c.pii}


def numeric(cell: Cell) -> str:
    """The cell's value as a number; CannotJudge for other types, as GX raises."""
    if cell.type not in NUMERIC:
        raise CannotJudge(f'column "{cell.name}" is {cell.type}: only numbers have this figure')
    return cell.value.number()


def within(observed: Any, b: BoundedAggregateExpectation) -> bool:
    """Between the bounds, inclusive unless strict; None lies nowhere."""
    if observed is None:
        return False
    low = None if b.min_value is None else b.min_value.value
    high = None if b.max_value is None else b.max_value.value
    seen = _plain(observed)
    try:
        above = low is None or (seen > _plain(low) if b.strict_min else seen >= _plain(low))
        below = high is None or (seen < _plain(high) if b.strict_max else seen <= _plain(high))
    except TypeError:
        raise CannotJudge(f"{observed!r} cannot be compared with the bounds") from None
    return bool(above and below)


def bounds(e: Any) -> Text:
    """Bounds in words: "between 1 and 48", "at most 999", "more than 0"."""
    low, high, strict_low, strict_high = e.min_value, e.max_value, e.strict_min, e.strict_max
    if low is not None and high is not None and not (strict_low or strict_high):
        if str(low) == str(high):
            return Text(f"exactly {low}", f"ちょうど {low}")
        return Text(f"between {low} and {high}", f"{low} 以上 {high} 以下")
    parts_en, parts_ja = [], []
    if low is not None:
        parts_en.append(f"{'more than' if strict_low else 'at least'} {low}")
        parts_ja.append(f"{low} {'超' if strict_low else '以上'}")
    if high is not None:
        parts_en.append(f"{'less than' if strict_high else 'at most'} {high}")
        parts_ja.append(f"{high} {'未満' if strict_high else '以下'}")
    return Text(" and ".join(parts_en) or "any value", " ".join(parts_ja) or "任意")


def unjudged(got: Mapping[str, Any]) -> dict[str, int]:
    """How many cells could not be judged because they do not read as their type; their own expectation shows them."""
    return {"unreadable_count": got["unreadable_count"]} if got.get("unreadable_count") else {}


def observed_as(value: Any) -> Text:
    if value is None:
        return Text("there are no values", "値がありません")
    shown = number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
    return Text(f"it is {shown}", f"実際は {shown}")


def listed(values: Sequence[object], most: int = 5) -> Text:
    """Some of several values: `A, B, C and 4 more`."""
    shown = [str(v) for v in values[:most]]
    rest = len(values) - len(shown)
    if not rest:
        return Text(", ".join(shown), "、".join(shown))
    return Text(f"{', '.join(shown)} and {rest:,} more", f"{'、'.join(shown)} ほか {rest:,} 件")


def map_outcome(
    got: Mapping[str, Any],
    mostly: float,
    form: Format,
    look: Look | None,
    *,
    null_type: bool = False,
) -> Outcome:
    """The map families' outcome from their counts, cumulative by level as GX's.

    `null_type`: expectations about missing cells judge all rows, and have no missing_* of their own.
    """
    element, missing = got["element_count"], 0 if null_type else got["missing_count"]
    unexpected = look.count if look is not None else got["unexpected_count"]
    judged = element - missing - got.get("unreadable_count", 0)
    success = judged == 0 or (judged - unexpected) / judged >= mostly
    result: dict[str, Any] = {}
    if form.level != "BOOLEAN_ONLY":
        values = list(look.values) if look else []
        partial = values[: form.partial_unexpected_count]
        result = {
            "element_count": element,
            "unexpected_count": unexpected,
            "unexpected_percent": percent(unexpected, judged),
            "partial_unexpected_list": partial,
        }
        if not null_type:
            result |= {
                "missing_count": missing,
                "missing_percent": percent(missing, element),
                "unexpected_percent_total": percent(unexpected, element),
                "unexpected_percent_nonmissing": percent(unexpected, judged),
                **unjudged(got),
            }
        if form.level in ("SUMMARY", "COMPLETE") and form.partial_unexpected_count > 0:
            counts = counted(partial)
            result |= {} if counts is None else {"partial_unexpected_counts": counts}
            result["partial_unexpected_index_list"] = list(look.rows[: form.partial_unexpected_count]) if look else []
        if form.level == "COMPLETE":
            result |= {
                "unexpected_list": values[:200],
                "unexpected_index_list": list(look.all_rows) if look else [],
            }
    evidence = Evidence(unexpected, judged, look.examples() if look else ())
    seen = Text(f"{unexpected:,} of {judged:,} are not", f"{judged:,} 件中 {unexpected:,} 件が満たしていません")
    return Outcome(success=success, result=result, evidence=evidence, observed=seen)


def percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def counted(values: Sequence[Any]) -> list[dict[str, Any]] | None:
    """`[{value, count}]` of the cut list, sorted by (-count, value); None where the values do not compare."""
    seen: dict[str, tuple[Any, int]] = {}
    for value in values:
        key = repr(value)
        seen[key] = (value, seen.get(key, (value, 0))[1] + 1)
    try:
        return [{"value": v, "count": n} for v, n in sorted(seen.values(), key=lambda vn: (-vn[1], vn[0]))]
    except TypeError:
        return None


def _spoken(value: object) -> object:
    if isinstance(value, Bound):
        return same(str(value))
    return listed(value) if isinstance(value, (list, tuple)) else value
