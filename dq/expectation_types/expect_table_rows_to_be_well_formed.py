"""Every row has as many cells as there are columns, and quotes close where cells end. Ours: GX has no such expectation."""

from collections.abc import Mapping
from typing import Any

from ..result import Outcome
from ..sql import measures
from ..sql.measures import Measure
from ..sql.table import Table
from ._families import Format, Look, Mostly, TableExpectation, Wrong, map_outcome


class ExpectTableRowsToBeWellFormed(TableExpectation, frozen=True, kw_only=True):
    mostly: Mostly = 1.0

    says = {
        "en": "every row is well formed (as many cells as columns, quotes closed)",
        "ja": "どの行も形が正しい(セルの数が列と同じで、引用符が閉じている)",
    }
    aspects = frozenset({"columns", "text", "rows"})
    example = {"mostly": 0.999}

    def measures(self, table: Table) -> dict[str, Measure]:
        where = table.where(self.row_condition)
        return {
            "element_count": measures.count(where),
            "unexpected_count": measures.count(where & table.malformed),
        }

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong:
        return Wrong(condition=table.where(self.row_condition) & table.malformed)

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        told = {"en": "{unexpected} of {judged} {word_are} not", "ja": "{judged} 行中 {unexpected} 行が不正です"}
        return map_outcome(got, self.mostly, form, look, null_type=True, told=told)
