"""Values lie between two bounds, both inclusive unless strict."""

from ..sql.conditions import NEVER, Condition, Value
from ._families import Bound, ColumnMapExpectation, at_least_one, bounds


class ExpectColumnValuesToBeBetween(ColumnMapExpectation, frozen=True, kw_only=True):
    min_value: Bound | None = None
    max_value: Bound | None = None
    strict_min: bool = False
    strict_max: bool = False

    needs = at_least_one("min_value", "max_value")
    says = {"en": "{column} is {bounds}", "ja": "{column} は {bounds}"}
    example = {"column": "時刻コード", "min_value": 1, "max_value": 48}

    def words(self) -> dict[str, object]:
        return {"bounds": bounds(self)}

    def unexpected(self, value: Value) -> Condition:
        low, high = self.min_value, self.max_value
        below = NEVER if low is None else value <= low if self.strict_min else value < low
        above = NEVER if high is None else value >= high if self.strict_max else value > high
        return below | above
