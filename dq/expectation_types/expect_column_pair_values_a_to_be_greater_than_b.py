"""In each row A is greater than B (or equal, where that is allowed). A missing side is unexpected."""

from ..sentences import Text
from ..sql.conditions import Condition, Value
from ._families import ColumnPairMapExpectation


class ExpectColumnPairValuesAToBeGreaterThanB(ColumnPairMapExpectation, frozen=True, kw_only=True):
    or_equal: bool | None = None

    says = {"en": "{column_A} is {than} {column_B}", "ja": "{column_A} は {column_B} {than}"}
    example = {"column_A": "高値", "column_B": "安値", "or_equal": True}

    def words(self) -> dict[str, object]:
        than = Text("at least", "以上") if self.or_equal else Text("greater than", "より大きい")
        return {"than": than}

    def unexpected(self, a: Value, b: Value) -> Condition:
        return ~(a >= b if self.or_equal else a > b).surely()
