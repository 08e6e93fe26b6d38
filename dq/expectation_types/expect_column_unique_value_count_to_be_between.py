"""The number of different values lies between two bounds."""

from typing import Any

from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell
from ._families import ColumnAggregateExpectation, bounds, different, within


class ExpectColumnUniqueValueCountToBeBetween(ColumnAggregateExpectation, frozen=True, kw_only=True):
    min_value: int | None = None
    max_value: int | None = None
    strict_min: bool = False
    strict_max: bool = False

    says = {"en": "{column} has {bounds} different values", "ja": "{column} の異なる値の数は {bounds}"}
    example = {"column": "時刻コード", "min_value": 48, "max_value": 48}
    discloses = False

    def words(self) -> dict[str, object]:
        return {"bounds": bounds(self)}

    def measure(self, cell: Cell, where: Condition) -> Measure:
        return different(cell, where)

    def observed(self, figure: Any) -> Any:
        return figure[1]

    def holds(self, observed: Any) -> bool:
        return within(observed, self)
