"""The length of each value, in characters of its text, lies between two bounds, both inclusive unless strict."""

from ..sql.conditions import NEVER, Condition, Value
from ._families import ColumnMapExpectation, at_least_one, bounds


class ExpectColumnValueLengthsToBeBetween(ColumnMapExpectation, frozen=True, kw_only=True):
    min_value: int | None = None
    max_value: int | None = None
    strict_min: bool = False
    strict_max: bool = False

    needs = at_least_one("min_value", "max_value")
    says = {"en": "{column} has {bounds} characters", "ja": "{column} の文字数は {bounds}"}
    told = {"en": "{unexpected} of {judged} {word_have} not", "ja": "{judged} 件中 {unexpected} 件が満たしていません"}
    aspects = frozenset({"columns", "text"})
    example = {"column": "備考", "max_value": 200}

    def words(self) -> dict[str, object]:
        return {"bounds": bounds(self)}

    def unexpected(self, value: Value) -> Condition:
        length, low, high = value.length(), self.min_value, self.max_value
        below = NEVER if low is None else length <= low if self.strict_min else length < low
        above = NEVER if high is None else length >= high if self.strict_max else length > high
        return below | above
