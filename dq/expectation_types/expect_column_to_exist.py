"""The column is there, by its exact name; with `column_index` (0-based, negative from the end) at that place."""

from collections.abc import Mapping
from typing import Any

from ..by_name import near
from ..result import Outcome
from ..sentences import Text
from ._families import Format, Look, TableExpectation


class ExpectColumnToExist(TableExpectation, frozen=True, kw_only=True):
    column: str
    column_index: int | None = None

    says = {"en": "the column {column} is there{place}", "ja": "列 {column} がある{place}"}
    example = {"column": "受渡日"}

    def words(self) -> dict[str, object]:
        n = self.column_index
        return {"place": Text("", "") if n is None else Text(f" at index {n}", f"(位置 {n})")}

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        columns, n = got["columns"], self.column_index
        there = self.column in columns if n is None else self.column in columns[n : n + 1 or None]
        closest = None if there else near(self.column, columns)
        seen = f': "{closest}" is' if closest else "", f'(「{closest}」があります)' if closest else ""
        return Outcome(success=there, observed=Text(f"it is not{seen[0]}", f"ありません{seen[1]}"))
