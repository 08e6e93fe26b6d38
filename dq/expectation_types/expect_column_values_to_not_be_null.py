"""No cell is missing."""

from ..sql.conditions import Condition
from ..sql.table import Cell
from ._families import ColumnCellsExpectation


class ExpectColumnValuesToNotBeNull(ColumnCellsExpectation, frozen=True, kw_only=True):
    says = {"en": "{column} is never missing", "ja": "{column} に欠損がない"}
    told = {"en": "{unexpected} of {judged} {word_are}", "ja": "{judged} 件中 {unexpected} 件が欠損"}
    aspects = frozenset({"columns", "missing"})
    example = {"column": "受渡日"}
    null_type = True

    def unexpected_cell(self, cell: Cell) -> Condition:
        return cell.missing

    def samples(self, cell: Cell) -> dict[str, str]:
        return {cell.name: "NULL"}
