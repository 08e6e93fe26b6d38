"""Families: what expectation types share. A type says only what differs: its arguments, its condition, its sentence.

A family knows which measures it asks for and how they become an outcome; the meaning of `mostly` stands in one place.
GX's semantics: nulls are ignored, no values pass a map expectation. A cell that does not read as its column's type is
neither missing nor judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from ..errors import CannotJudge
from ..result import Outcome
from ..sentences import Says, Text, fill, same
from ..sql import measures
from ..sql.conditions import ALWAYS, NEVER, NUMERIC, Condition, Value
from ..sql.measures import Measure
from ..sql.row_conditions import RowCondition
from ..sql.table import Cell, Table
from ._bounds import Bound, Needs, at_least_one, bounds, upright, within
from ._outcomes import NOT, Format, Look, Predicate, Wrong, listed, map_outcome, observed_as, unjudged

__all__ = [
    "Bound",
    "BoundedAggregateExpectation",
    "ColumnAggregateExpectation",
    "ColumnCellsExpectation",
    "ColumnMapExpectation",
    "ColumnPairMapExpectation",
    "Expectation",
    "Format",
    "Look",
    "Mostly",
    "MulticolumnMapExpectation",
    "Needs",
    "Predicate",
    "RowMapExpectation",
    "TableExpectation",
    "Wrong",
    "at_least_one",
    "bounds",
    "every",
    "listed",
    "map_outcome",
    "not_empty",
    "numeric",
    "observed_as",
    "raw",
    "repeats",
    "shown",
    "some",
    "table_outcome",
    "unjudged",
    "upright",
    "within",
]

Mostly = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """The base of all. Class variables: `says` fills from the arguments and `words()`; `aspects` of a Spec it speaks
    about (columns types text missing values rows), by which spec changes excuse it; `example` is YAML kwargs.

    The engine asks `measures`, `facts` and `predicates`, and merges what it has of them into `got`: of a predicate the
    number of rows that do not hold, and a condition that is true for them. Where `looks(got)`, it finds what `wrong`
    says, and `outcome` is given what it found.
    """

    row_condition: RowCondition | None = None
    condition_parser: str | None = None

    says: ClassVar[Says]
    aspects: ClassVar[frozenset[str]] = frozenset({"columns", "types", "text", "values"})
    needs: ClassVar[Needs | None] = None
    example: ClassVar[dict[str, Any]]

    def measures(self, table: Table) -> dict[str, Measure]:
        """The figures it asks of the scan, by a name of its own. CannotJudge where the columns do not allow it."""
        return {}

    def facts(self, table: Table) -> dict[str, Any]:
        """What it knows before the scan."""
        return {}

    def predicates(self, table: Table) -> dict[str, Predicate]:
        """What Python must tell over distinct values, because SQL cannot."""
        return {}

    def looks(self, got: Mapping[str, Any]) -> bool:
        """Whether there is something to look at again; where it succeeds too, for GX then lists unexpected values."""
        return bool(got.get("unexpected_count", 0) > 0)

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong | None:
        """What the second look is to find, or None where the figures say all."""
        return None

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        raise NotImplementedError

    def named_columns(self) -> tuple[str, ...]:
        single = (getattr(self, name, None) for name in ("column", "column_A", "column_B"))
        several = (getattr(self, name, None) or () for name in ("column_list", "column_set"))
        return tuple(dict.fromkeys([*(c for c in single if c is not None), *(c for group in several for c in group)]))

    def words(self) -> dict[str, object]:
        """What `says` is filled with, beside the arguments."""
        return {}

    def statement(self) -> Text:
        """What it expects, as a sentence without its outcome."""
        given = {name: _spoken(getattr(self, name)) for name in self.__struct_fields__}
        said = fill(self.says, **{**given, **self.words()})
        mostly = getattr(self, "mostly", 1.0)
        if mostly < 1:
            of = {"en": "{said} (at least {share:g} % of them)", "ja": "{said}({share:g} % 以上)"}
            said = Text(*(of[lang].format(said=said[lang], share=100 * mostly) for lang in ("en", "ja")))
        return said


class ColumnCellsExpectation(Expectation, frozen=True, kw_only=True):
    """Each cell of a column is judged by itself; `mostly` of them must hold. `null_type`: missing cells are judged too,
    as by the expectations about them."""

    column: str
    mostly: Mostly = 1.0

    told: ClassVar[Says] = NOT
    null_type: ClassVar[bool] = False

    def unexpected_cell(self, cell: Cell) -> Condition:
        """True for a cell that does not hold."""
        raise NotImplementedError

    def counts(self, table: Table) -> dict[str, Measure]:
        """Rows, and the cells among them that are not judged."""
        cell, where = table.cell(self.column), table.where(self.row_condition)
        rows = {"element_count": measures.count(where)}
        return rows if self.null_type else rows | {
            "missing_count": measures.count(where & cell.missing),
            "unreadable_count": measures.count(where & cell.unreadable),
        }

    def measures(self, table: Table) -> dict[str, Measure]:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return {**self.counts(table), "unexpected_count": measures.count(where & self.unexpected_cell(cell))}

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong | None:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return Wrong(condition=where & self.unexpected_cell(cell), shown=self.samples(cell), raw=raw(cell))

    def samples(self, cell: Cell) -> dict[str, str]:
        return shown(cell)

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return map_outcome(got, self.mostly, form, look, null_type=self.null_type, told=self.told)


class ColumnMapExpectation(ColumnCellsExpectation, frozen=True, kw_only=True):
    """Each value of a column is judged by itself. A clash of types is raised only over a value, as in GX: a column of
    nothing but missing cells passes."""

    def unexpected(self, value: Value) -> Condition | Predicate:
        """True for a value that does not hold, or, where SQL cannot tell, what Python is to test. Never asked of a
        missing or unreadable cell."""
        raise NotImplementedError

    def measures(self, table: Table) -> dict[str, Measure]:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        asked, judged = self.counts(table), self._judged(cell)
        if isinstance(judged, Condition):
            asked["unexpected_count"] = measures.count(where & cell.filled & judged)
        return asked

    def facts(self, table: Table) -> dict[str, Any]:
        judged = self._judged(table.cell(self.column))
        return {"cannot": str(judged)} if isinstance(judged, CannotJudge) else {}

    def predicates(self, table: Table) -> dict[str, Predicate]:
        cell = table.cell(self.column)
        judged = self._judged(cell)
        if not isinstance(judged, Predicate):
            return {}
        where = table.where(self.row_condition) & cell.filled & judged.where
        return {"unheld": Predicate(value=judged.value, where=where, test=judged.test)}

    def looks(self, got: Mapping[str, Any]) -> bool:
        return "cannot" not in got and bool(_unexpected(got) > 0)

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong | None:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        judged = self._judged(cell)
        if isinstance(judged, CannotJudge):
            return None
        found = judged if isinstance(judged, Condition) else judged.where & got["unheld"][1]
        return Wrong(condition=where & cell.filled & found, shown=self.samples(cell), raw=raw(cell))

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        if "cannot" in got:
            if got["element_count"] > got["missing_count"] + got["unreadable_count"]:
                raise CannotJudge(got["cannot"])
            got = {**got, "unexpected_count": 0}
        return super().outcome({**got, "unexpected_count": _unexpected(got)}, form, look)

    def _judged(self, cell: Cell) -> Condition | Predicate | CannotJudge:
        try:
            return self.unexpected(cell.value)
        except CannotJudge as reason:
            return reason


def _unexpected(got: Mapping[str, Any]) -> int:
    """From the scan, or from Python's pass."""
    count: int = got["unheld"][0] if "unheld" in got else got["unexpected_count"]
    return count


class ColumnAggregateExpectation(Expectation, frozen=True, kw_only=True):
    """One figure of a column is judged. `discloses`: the figure is a cell's own value, not shown of a `pii` column."""

    column: str

    discloses: ClassVar[bool] = False

    def measure(self, cell: Cell, where: Condition) -> Measure:
        raise NotImplementedError

    def holds(self, observed: Any) -> bool:
        raise NotImplementedError

    def observed(self, figure: Any) -> Any:
        """The figure as it is judged."""
        return figure

    def measures(self, table: Table) -> dict[str, Measure]:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return {"figure": self.measure(cell, where), "unreadable_count": measures.count(where & cell.unreadable)}

    def facts(self, table: Table) -> dict[str, Any]:
        return {"hidden": self.discloses and table.cell(self.column).pii}

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        observed = self.observed(got["figure"])
        success = self.holds(observed)
        if got["hidden"] and observed is not None:
            told, seen = {}, Text("the value is not shown", "値は非表示")
        else:
            told, seen = self.told(observed), self.seen(observed)
        result = {} if form.level == "BOOLEAN_ONLY" else {**told, **unjudged(got)}
        return Outcome(success=success, result=result, observed=seen)

    def told(self, observed: Any) -> dict[str, Any]:
        """GX's result."""
        return {"observed_value": observed}

    def seen(self, observed: Any) -> Text:
        return observed_as(observed)


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


class RowMapExpectation(Expectation, frozen=True, kw_only=True):
    """Several columns of each row are judged together; `ignore_row_if` says which missing cells leave a row out."""

    mostly: Mostly = 1.0

    told: ClassVar[Says] = NOT
    shape: ClassVar[Literal["pair", "record"]]

    def cells(self, table: Table) -> tuple[Cell, ...]:
        raise NotImplementedError

    def unexpected_rows(self, cells: Sequence[Cell]) -> Condition:
        """True for an unexpected row; its values may be NULL where its cells are missing."""
        raise NotImplementedError

    def asked(self, cells: Sequence[Cell], judged: Condition) -> dict[str, Measure]:
        return {"unexpected_count": measures.count(judged & self.unexpected_rows(cells))}

    def sought(self, cells: Sequence[Cell], judged: Condition) -> Wrong:
        return Wrong(condition=judged & self.unexpected_rows(cells))

    def measures(self, table: Table) -> dict[str, Measure]:
        cells, where = self.cells(table), table.where(self.row_condition)
        unreadable, ignored = some(*(c.unreadable for c in cells)), self._ignored(cells)
        return {
            "element_count": measures.count(where),
            "missing_count": measures.count(where & ignored & ~unreadable),
            "unreadable_count": measures.count(where & unreadable),
            **self.asked(cells, self._judged(table, cells)),
        }

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong | None:
        cells = self.cells(table)
        found = self.sought(cells, self._judged(table, cells))
        return msgspec.structs.replace(found, shown=shown(*cells, shape=self.shape), shape=self.shape, raw=raw(*cells))

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return map_outcome(got, self.mostly, form, look, told=self.told)

    def _judged(self, table: Table, cells: Sequence[Cell]) -> Condition:
        unreadable = some(*(c.unreadable for c in cells))
        return table.where(self.row_condition) & ~unreadable & ~self._ignored(cells)

    def _ignored(self, cells: Sequence[Cell]) -> Condition:
        rule: str = self.ignore_row_if  # type: ignore[attr-defined]  # each family declares it, with a default of its own
        if rule.startswith(("both", "all")):
            return every(*(c.missing for c in cells))
        return some(*(c.missing for c in cells)) if rule.startswith(("either", "any")) else NEVER


class ColumnPairMapExpectation(RowMapExpectation, frozen=True, kw_only=True):
    """Two columns of each row are judged together."""

    column_A: str  # noqa: N815  GX's name
    column_B: str  # noqa: N815  GX's name
    ignore_row_if: Literal["both_values_are_missing", "either_value_is_missing", "neither"] = "both_values_are_missing"

    shape = "pair"

    def unexpected(self, a: Value, b: Value) -> Condition:
        """True for an unexpected pair; either may be NULL."""
        raise NotImplementedError

    def cells(self, table: Table) -> tuple[Cell, ...]:
        return table.cell(self.column_A), table.cell(self.column_B)

    def unexpected_rows(self, cells: Sequence[Cell]) -> Condition:
        return self.unexpected(cells[0].value, cells[1].value)


class MulticolumnMapExpectation(RowMapExpectation, frozen=True, kw_only=True):
    """Two or more columns of each row are judged together."""

    column_list: Annotated[tuple[str, ...], msgspec.Meta(min_length=2)]
    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "all_values_are_missing"

    shape = "record"

    def cells(self, table: Table) -> tuple[Cell, ...]:
        return tuple(map(table.cell, self.column_list))


class TableExpectation(Expectation, frozen=True, kw_only=True):
    """The table as a whole: its columns or its rows."""

    aspects = frozenset({"columns"})

    def facts(self, table: Table) -> dict[str, Any]:
        return {"columns": list(table.cells)}


def table_outcome(
    success: bool, form: Format, observed: Any, details: Mapping[str, Any] | None = None, seen: Text | None = None
) -> Outcome:
    """What a table expectation found; `seen` says it in words where a number would not."""
    result = {"observed_value": observed} | ({} if details is None else {"details": details})
    return Outcome(
        success=success,
        result={} if form.level == "BOOLEAN_ONLY" else result,
        observed=seen or observed_as(observed if isinstance(observed, int) else len(observed)),
    )


def some(*conditions: Condition) -> Condition:
    """Any of them."""
    return reduce(Condition.__or__, conditions, NEVER)


def every(*conditions: Condition) -> Condition:
    """All of them."""
    return reduce(Condition.__and__, conditions, ALWAYS)


def repeats(got: Mapping[str, Any]) -> bool:
    """Whether hashes of keys met twice: then the keys may repeat, which the second look tells exactly."""
    rows, distinct = got["keys"]
    return bool(rows > distinct)


def not_empty(name: str) -> Needs:
    """A set or list that must hold something."""

    def need(expectation: Any) -> dict[str, str] | None:
        if getattr(expectation, name):
            return None
        return {"en": f"`{name}` is empty", "ja": f"`{name}` が空です"}

    return need


def raw(*cells: Cell) -> dict[str, str]:
    """What evidence may show: the raw text of columns that are not `pii`."""
    return {c.name: c.text for c in cells if not c.pii}


def shown(*cells: Cell, shape: str = "value") -> dict[str, str]:
    """What a sample shows: values, but never of a `pii` column; a pair keeps its two places."""
    if all(c.pii for c in cells):
        return {}
    if shape == "pair":
        return {f"{place}": "NULL" if c.pii else c.value.sql for place, c in zip("AB", cells, strict=True)}
    return {c.name: c.value.sql for c in cells if not c.pii}


def numeric(cell: Cell, *, also: frozenset[str] = frozenset()) -> str:
    """SQL of the cell's value as a number; CannotJudge for other types, as GX raises. `also`: other types that do."""
    if cell.type not in NUMERIC | also:
        raise CannotJudge(f'column "{cell.name}" is {cell.type}: it has no such figure')
    return cell.value.number()


def _spoken(value: object) -> object:
    if isinstance(value, Bound):
        return same(str(value))
    return listed(value) if isinstance(value, (list, tuple)) else value
