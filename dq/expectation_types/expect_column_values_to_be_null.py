"""Every cell is missing. A cell that holds something unreadable is not."""

from ..sql.conditions import Condition
from ..sql.table import Cell
from ._families import ColumnCellsExpectation


class ExpectColumnValuesToBeNull(ColumnCellsExpectation, frozen=True, kw_only=True):
    says = {"en": "{column} is always missing", "ja": "{column} はすべて欠損"}
    told = {"en": "{unexpected} of {judged} are not", "ja": "{judged} 件中 {unexpected} 件に値があります"}
    aspects = frozenset({"columns", "missing"})
    example = {"column": "備考"}
    null_type = True

    def unexpected_cell(self, cell: Cell) -> Condition:
        return ~cell.missing
