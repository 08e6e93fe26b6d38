"""Every value has exactly so many characters."""

from ..sql.conditions import Condition, Value
from ._families import ColumnMapExpectation


class ExpectColumnValueLengthsToEqual(ColumnMapExpectation, frozen=True, kw_only=True):
    value: float

    says = {"en": "{column} has exactly {value} characters", "ja": "{column} の文字数はちょうど {value}"}
    told = {"en": "{unexpected} of {judged} {word_have} not", "ja": "{judged} 件中 {unexpected} 件が満たしていません"}
    aspects = frozenset({"columns", "text"})
    example = {"column": "郵便番号", "value": 7}

    def unexpected(self, value: Value) -> Condition:
        return ~value.length().equals(self.value)
