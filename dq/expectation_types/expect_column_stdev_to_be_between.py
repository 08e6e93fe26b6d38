"""The standard deviation of a sample (n - 1) lies between two bounds. Fewer than two values have none."""

from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell
from ._families import BoundedAggregateExpectation, numeric


class ExpectColumnStdevToBeBetween(BoundedAggregateExpectation, frozen=True, kw_only=True):
    says = {"en": "the standard deviation of {column} is {bounds}", "ja": "{column} の標準偏差は {bounds}"}
    example = {"column": "価格", "max_value": 50}

    def measure(self, cell: Cell, where: Condition) -> Measure:
        return measures.stdev(numeric(cell), where)
