"""No value is a member of a set."""

from typing import Any

from ..sql.conditions import Condition, Value
from ._families import ColumnMapExpectation


class ExpectColumnValuesToNotBeInSet(ColumnMapExpectation, frozen=True, kw_only=True):
    value_set: tuple[Any, ...]

    says = {"en": "{column} is none of {value_set}", "ja": "{column} は {value_set} のいずれでもない"}
    told = {"en": "{unexpected} of {judged} {word_are}", "ja": "{judged} 件中 {unexpected} 件が該当します"}
    example = {"column": "価格", "value_set": [9999, -1]}

    def unexpected(self, value: Value) -> Condition:
        return value.is_in(self.value_set)
