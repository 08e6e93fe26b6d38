"""Families of one column: its cells, its values, its figures.

GX's semantics: missing cells are ignored, no values pass. A cell that does not read as its column's type, or stands in
a malformed row, is neither missing nor judged.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from ..errors import CannotJudge
from ..result import Outcome
from ..sentences import Says, Text
from ..sql import measures
from ..sql.conditions import Condition, Value
from ..sql.measures import Measure
from ..sql.table import Cell, Table
from ._bounds import Bound, bounds, within
from ._expectation import Expectation, Mostly, raw, shown
from ._outcomes import NOT, Format, Look, Predicate, Wrong, map_outcome, observed_as, unjudged


class ColumnCellsExpectation(Expectation, frozen=True, kw_only=True):
    """Each cell of a column is judged by itself; `mostly` of them must hold. `null_type`: missing cells are judged too,
    and unreadable ones, as by the expectations about what is missing."""

    column: str
    mostly: Mostly = 1.0

    told: ClassVar[Says] = NOT
    null_type: ClassVar[bool] = False
    shape: ClassVar[Literal["value", "pair"]] = "value"

    def unexpected_cell(self, cell: Cell) -> Condition:
        """True for a cell that does not hold."""
        raise NotImplementedError

    def counts(self, table: Table) -> dict[str, Measure]:
        """Rows, and the cells among them that are not judged."""
        cell, where = table.cell(self.column), table.where(self.row_condition)
        unjudged = cell.malformed if self.null_type else cell.unjudged
        rows = {"element_count": measures.count(where), "unreadable_count": measures.count(where & unjudged)}
        return rows if self.null_type else {**rows, "missing_count": measures.count(where & cell.missing)}

    def measures(self, table: Table) -> dict[str, Measure]:
        return {**self.counts(table), "unexpected_count": measures.count(self._found(table))}

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong | None:
        cell = table.cell(self.column)
        return Wrong(condition=self._found(table), shown=self.samples(cell), shape=self.shape, raw=raw(cell))

    def _found(self, table: Table) -> Condition:
        cell = table.cell(self.column)
        return table.where(self.row_condition) & ~cell.malformed & self.unexpected_cell(cell)

    def samples(self, cell: Cell) -> dict[str, str]:
        """SQL of what is shown of an unexpected cell."""
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
    """One figure of a column is judged. `discloses`: the figure may be a cell's own value (the mean of one is), and is
    not shown of a `pii` column.

    As with values, a clash of types is raised only where there is a value.
    """

    column: str

    discloses: ClassVar[bool] = True

    def measure(self, cell: Cell, where: Condition) -> Measure:
        """The figure. CannotJudge where values of the column's type have none."""
        raise NotImplementedError

    def observed(self, figure: Any) -> Any:
        """The figure as it is judged; the figure of no values may be None."""
        return figure

    def holds(self, observed: Any) -> bool:
        raise NotImplementedError

    def told(self, observed: Any) -> dict[str, Any]:
        """GX's result."""
        return {"observed_value": observed}

    def seen(self, observed: Any) -> Text:
        return observed_as(observed)

    def measures(self, table: Table) -> dict[str, Measure]:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        unreadable = {"unreadable_count": measures.count(where & cell.unjudged)}
        try:
            return {"figure": self.measure(cell, where), **unreadable}
        except CannotJudge:
            return {"values": measures.count(where & cell.filled), **unreadable}

    def facts(self, table: Table) -> dict[str, Any]:
        cell = table.cell(self.column)
        hidden = {"hidden": self.discloses and cell.pii}
        try:
            self.measure(cell, table.where(self.row_condition))
        except CannotJudge as reason:
            return {"figure": None, "cannot": str(reason), **hidden}
        return hidden

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        if got.get("values"):
            raise CannotJudge(got["cannot"])
        observed = self.observed(got["figure"])
        told, seen = self.told(observed), self.seen(observed)
        if got["hidden"]:
            told, seen = {}, Text("the value is not shown", "値は非表示")
        result = {} if form.level == "BOOLEAN_ONLY" else {**told, **unjudged(got)}
        return Outcome(success=self.holds(observed), result=result, observed=seen)


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


def numeric(cell: Cell, *, also: frozenset[str] = frozenset()) -> str:
    """SQL of the cell's value as a number; CannotJudge for other types, as GX raises. `also`: other types that do."""
    if not cell.value.numeric and cell.type not in also:
        raise CannotJudge(f'column "{cell.name}" is {cell.type}: it has no such figure')
    return cell.value.number()


def ordered(cell: Cell) -> str:
    """SQL of the cell's value where its column has an order; CannotJudge for cells of several kinds, as GX raises."""
    if cell.value.kinds and not cell.value.numeric:
        raise CannotJudge(f'column "{cell.name}" holds {", ".join(cell.value.kinds)}: they have no order')
    return cell.value.number() if cell.value.kinds else cell.value.sql
