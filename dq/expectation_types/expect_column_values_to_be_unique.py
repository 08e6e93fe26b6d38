"""No value repeats. Missing cells are skipped; every member of a repeated group is unexpected."""

from collections.abc import Mapping
from typing import Any

from ..result import Outcome
from ..sql.measures import Measure
from ..sql.table import Table
from ._families import ColumnCellsExpectation, Format, Look, Wrong, different, raw, repeats


class ExpectColumnValuesToBeUnique(ColumnCellsExpectation, frozen=True, kw_only=True):
    says = {"en": "{column} never repeats", "ja": "{column} に重複がない"}
    told = {"en": "{unexpected} of {judged} {word_do}", "ja": "{judged} 件中 {unexpected} 件が重複"}
    example = {"column": "注文番号"}

    def measures(self, table: Table) -> dict[str, Measure]:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return {**self.counts(table), "keys": different(cell, where)}

    def looks(self, got: Mapping[str, Any]) -> bool:
        return repeats(got)

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return Wrong(keys=(cell.value.key,), where=where & cell.filled, shown=self.samples(cell), raw=raw(cell))

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return super().outcome(got if look or repeats(got) else {**got, "unexpected_count": 0}, form, look)
