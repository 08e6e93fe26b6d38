"""Cells that are not missing read as the type, in the format where one is given. Ours: GX has no such expectation."""

from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell, Table
from ._families import ColumnCellsExpectation, raw
from ._types import kind, known, reads_not


class ExpectColumnValuesToReadAs(ColumnCellsExpectation, frozen=True, kw_only=True):
    type_: str
    format: str | None = None

    needs = known("type_", "format")
    says = {"en": "{column} reads as {kind}", "ja": "{column} は{kind}として読める"}
    told = {"en": "{unexpected} of {judged} {word_do} not", "ja": "{judged} 件中 {unexpected} 件が読めません"}
    aspects = frozenset({"columns", "types", "text"})
    example = {"column": "受渡日", "type_": "date", "format": "%Y/%m/%d"}

    def words(self) -> dict[str, object]:
        return {"kind": kind(self.type_, self.format)}

    def counts(self, table: Table) -> dict[str, Measure]:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return {**super().counts(table), "unreadable_count": measures.count(where & cell.malformed)}

    def unexpected_cell(self, cell: Cell) -> Condition:
        return reads_not(cell, self.type_, self.format)

    def samples(self, cell: Cell) -> dict[str, str]:
        return raw(cell)
