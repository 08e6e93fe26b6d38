"""The mean lies between two bounds. A figure without values never does."""

from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell
from ._families import BoundedAggregateExpectation, numeric


class ExpectColumnMeanToBeBetween(BoundedAggregateExpectation, frozen=True, kw_only=True):
    says = {"en": "the mean of {column} is {bounds}", "ja": "{column} の平均は {bounds}"}
    example = {"column": "価格", "min_value": 5, "max_value": 30}

    def measure(self, cell: Cell, where: Condition) -> Measure:
        return measures.mean(numeric(cell, also=frozenset({"datetime"})), where)
