"""Families of several columns, judged together in each row."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from ..result import Outcome
from ..sentences import Says
from ..sql import measures
from ..sql.conditions import ALWAYS, NEVER, Condition, Value
from ..sql.measures import Measure
from ..sql.table import Cell, Table
from ._expectation import Expectation, Mostly, raw, shown
from ._outcomes import NOT, Format, Look, Wrong, map_outcome


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
        unjudged, ignored = some(*(c.unjudged for c in cells)), self._ignored(cells)
        return {
            "element_count": measures.count(where),
            "missing_count": measures.count(where & ignored & ~unjudged),
            "unreadable_count": measures.count(where & unjudged),
            **self.asked(cells, self._judged(table, cells)),
        }

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong | None:
        cells = self.cells(table)
        found = self.sought(cells, self._judged(table, cells))
        return msgspec.structs.replace(found, shown=shown(*cells, shape=self.shape), shape=self.shape, raw=raw(*cells))

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return map_outcome(got, self.mostly, form, look, told=self.told)

    def _judged(self, table: Table, cells: Sequence[Cell]) -> Condition:
        unjudged = some(*(c.unjudged for c in cells))
        return table.where(self.row_condition) & ~unjudged & ~self._ignored(cells)

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


def some(*conditions: Condition) -> Condition:
    """Any of them."""
    return reduce(Condition.__or__, conditions, NEVER)


def every(*conditions: Condition) -> Condition:
    """All of them."""
    return reduce(Condition.__and__, conditions, ALWAYS)
