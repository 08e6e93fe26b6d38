"""Nowhere in any value's text does the regular expression match, as Python's `re.search` does."""

from ..sql.conditions import Condition, Value
from ._families import ColumnMapExpectation, Predicate
from ._texts import compiles, matching


class ExpectColumnValuesToNotMatchRegex(ColumnMapExpectation, frozen=True, kw_only=True):
    regex: str

    needs = compiles("regex")
    says = {"en": "{column} does not match {regex}", "ja": "{column} は {regex} に一致しない"}
    told = {"en": "{unexpected} of {judged} {word_do}", "ja": "{judged} 件中 {unexpected} 件が一致します"}
    aspects = frozenset({"columns", "text"})
    example = {"column": "備考", "regex": "訂正"}

    def unexpected(self, value: Value) -> Condition | Predicate:
        return matching(value, self.regex, wanted=False)
