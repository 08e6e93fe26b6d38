"""The share of cells that are not missing lies between two bounds, from 0 to 1. Of no rows it is 0, and judged."""

from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell, Table
from ._families import BoundedAggregateExpectation


class ExpectColumnProportionOfNonNullValuesToBeBetween(BoundedAggregateExpectation, frozen=True, kw_only=True):
    min_value: float | None = None  # type: ignore[assignment]  # a share, where others take any bound
    max_value: float | None = None  # type: ignore[assignment]  # likewise

    says = {"en": "the share of {column} that is filled is {bounds}", "ja": "{column} の充足率は {bounds}"}
    aspects = frozenset({"columns", "missing"})
    example = {"column": "当日実績(万kW)", "min_value": 0.99}
    discloses = False

    def measures(self, table: Table) -> dict[str, Measure]:
        """A cell that does not read is filled; only of a malformed row nobody knows."""
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return {"figure": self.measure(cell, where), "unreadable_count": measures.count(where & cell.malformed)}

    def measure(self, cell: Cell, where: Condition) -> Measure:
        return measures.mean(f"(CASE WHEN {cell.missing.sql} THEN 0 ELSE 1 END)", where & ~cell.malformed)

    def observed(self, figure: float | None) -> float:
        return figure or 0.0
