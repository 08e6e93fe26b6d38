"""Every cell is missing. A cell that holds something unreadable is not, and shows its text."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ..result import Outcome
from ..sql.conditions import Condition
from ..sql.table import Cell
from ._families import ColumnCellsExpectation, Format, Look


class ExpectColumnValuesToBeNull(ColumnCellsExpectation, frozen=True, kw_only=True):
    says = {"en": "{column} is always missing", "ja": "{column} はすべて欠損"}
    told = {"en": "{unexpected} of {judged} {word_are} not", "ja": "{judged} 件中 {unexpected} 件に値があります"}
    aspects = frozenset({"columns", "missing"})
    example = {"column": "備考"}
    null_type = True
    shape = "pair"

    def unexpected_cell(self, cell: Cell) -> Condition:
        return ~cell.missing

    def samples(self, cell: Cell) -> dict[str, str]:
        return {} if cell.pii else {"value": cell.value.sql, "text": cell.text}

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        if look is not None:
            look = msgspec.structs.replace(look, values=tuple(t if v is None else v for v, t in look.values))
        return super().outcome(got, form, look)
