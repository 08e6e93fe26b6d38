"""The sum lies between two bounds. The sum of no values is 0, and judged."""

from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell
from ._families import BoundedAggregateExpectation, numeric


class ExpectColumnSumToBeBetween(BoundedAggregateExpectation, frozen=True, kw_only=True):
    says = {"en": "the sum of {column} is {bounds}", "ja": "{column} の合計は {bounds}"}
    example = {"column": "約定量", "min_value": 0}

    def observed(self, figure: object) -> object:
        return 0 if figure is None else figure

    def measure(self, cell: Cell, where: Condition) -> Measure:
        return measures.total(numeric(cell), where)
