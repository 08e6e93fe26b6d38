"""Somewhere in each value's text the regular expression matches, as Python's `re.search` does."""

from ..sql.conditions import Condition, Value
from ._families import ColumnMapExpectation, Predicate
from ._texts import compiles, matching


class ExpectColumnValuesToMatchRegex(ColumnMapExpectation, frozen=True, kw_only=True):
    regex: str = "(?s).*"

    needs = compiles("regex")
    says = {"en": "{column} matches {regex}", "ja": "{column} は {regex} に一致"}
    told = {"en": "{unexpected} of {judged} {word_do} not", "ja": "{judged} 件中 {unexpected} 件が一致しません"}
    aspects = frozenset({"columns", "text"})
    example = {"column": "銘柄コード", "regex": "^JC[0-9]{3}$"}

    def unexpected(self, value: Value) -> Condition | Predicate:
        return matching(value, self.regex, wanted=True)
