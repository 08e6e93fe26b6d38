"""The median, linear between the two middle values, lies between two bounds."""

from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell
from ._families import BoundedAggregateExpectation, numeric


class ExpectColumnMedianToBeBetween(BoundedAggregateExpectation, frozen=True, kw_only=True):
    says = {"en": "the median of {column} is {bounds}", "ja": "{column} の中央値は {bounds}"}
    example = {"column": "価格", "min_value": 5, "max_value": 30}

    def measure(self, cell: Cell, where: Condition) -> Measure:
        return measures.median(numeric(cell, also=frozenset({"datetime"})), where)
