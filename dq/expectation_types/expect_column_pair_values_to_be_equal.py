"""In each row both columns hold the same value. A missing side, or one of another kind, equals nothing."""

from ..sql.conditions import ALWAYS, Condition, Value
from ._families import ColumnPairMapExpectation


class ExpectColumnPairValuesToBeEqual(ColumnPairMapExpectation, frozen=True, kw_only=True):
    says = {"en": "{column_A} equals {column_B}", "ja": "{column_A} は {column_B} と等しい"}
    told = {"en": "{unexpected} of {judged} {word_do} not", "ja": "{judged} 行中 {unexpected} 行が異なります"}
    example = {"column_A": "受渡日", "column_B": "約定日"}

    def unexpected(self, a: Value, b: Value) -> Condition:
        return ~a.equals(b).surely() if a.comparable(b) else ALWAYS
