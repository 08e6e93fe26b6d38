"""The largest value lies between two bounds. A figure without values never does."""

from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell
from ._families import BoundedAggregateExpectation, ordered


class ExpectColumnMaxToBeBetween(BoundedAggregateExpectation, frozen=True, kw_only=True):
    says = {"en": "the largest {column} is {bounds}", "ja": "{column} の最大値は {bounds}"}
    example = {"column": "価格", "max_value": 999}

    def measure(self, cell: Cell, where: Condition) -> Measure:
        return measures.maximum(ordered(cell), where)
