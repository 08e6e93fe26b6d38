"""No cell is missing."""

from collections.abc import Mapping
from typing import Any

from ..result import Outcome
from ..sql import measures
from ..sql.measures import Measure
from ..sql.table import Table
from ._families import ColumnMapExpectation, Format, Look, Wrong, map_outcome


class ExpectColumnValuesToNotBeNull(ColumnMapExpectation, frozen=True, kw_only=True):
    says = {"en": "{column} is never missing", "ja": "{column} に欠損がない"}
    aspects = frozenset({"columns", "missing"})
    example = {"column": "受渡日"}

    def measures(self, table: Table) -> dict[str, Measure]:
        cell, where = table.cell(self.column), table.where(self.row_condition)
        return {"element_count": measures.count(where), "unexpected_count": measures.count(where & cell.missing)}

    def wrong(self, table: Table) -> Wrong | None:
        cell = table.cell(self.column)
        return Wrong(condition=table.where(self.row_condition) & cell.missing, shown={self.column: "NULL"})

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return map_outcome(got, self.mostly, form, look, null_type=True)
