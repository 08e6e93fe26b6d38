"""Values are members of a set. Members that the column's type can never equal ("1" among integers) are none."""

from typing import Any

from ..sql.conditions import Condition, Value
from ._families import ColumnMapExpectation


class ExpectColumnValuesToBeInSet(ColumnMapExpectation, frozen=True, kw_only=True):
    value_set: tuple[Any, ...]

    says = {"en": "{column} is one of {value_set}", "ja": "{column} は {value_set} のいずれか"}
    example = {"column": "区分", "value_set": ["実績", "計画"]}

    def unexpected(self, value: Value) -> Condition:
        return ~value.is_in(self.value_set)
