"""The columns are these, in this order."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from ..result import Outcome
from ..sentences import Text
from ._families import Format, Look, TableExpectation, table_outcome


class ExpectTableColumnsToMatchOrderedList(TableExpectation, frozen=True, kw_only=True):
    column_list: tuple[str, ...] | None = None

    says = {"en": "the columns are, in this order, {column_list}", "ja": "列は順に {column_list}"}
    example = {"column_list": ["受渡日", "時刻コード", "価格"]}

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        columns = got["columns"]
        if self.column_list is None or tuple(columns) == self.column_list:
            return table_outcome(True, form, columns)
        paired = list(zip_longest(self.column_list, columns))
        mismatched = [
            {"Expected Column Position": n, "Expected": expected, "Found": found}
            for n, (expected, found) in enumerate(paired)
            if expected != found
        ]
        n, have = next((n, found) for n, (expected, found) in enumerate(paired) if expected != found)
        seen = Text(f"column {n + 1} is {have or 'not there'}", f"{n + 1} 列目は {have or 'ありません'}")
        return table_outcome(False, form, columns, {"mismatched": mismatched}, seen)
