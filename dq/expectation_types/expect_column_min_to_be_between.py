"""The smallest value lies between two bounds. A figure without values never does."""

from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell
from ._families import BoundedAggregateExpectation, ordered


class ExpectColumnMinToBeBetween(BoundedAggregateExpectation, frozen=True, kw_only=True):
    says = {"en": "the smallest {column} is {bounds}", "ja": "{column} の最小値は {bounds}"}
    example = {"column": "価格", "min_value": 0}

    def measure(self, cell: Cell, where: Condition) -> Measure:
        return measures.minimum(ordered(cell), where)
