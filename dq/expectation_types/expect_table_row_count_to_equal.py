"""There are exactly so many rows."""

from collections.abc import Mapping
from typing import Any

from ..result import Outcome
from ..sql import measures
from ..sql.measures import Measure
from ..sql.table import Table
from ._families import Format, Look, TableExpectation, table_outcome


class ExpectTableRowCountToEqual(TableExpectation, frozen=True, kw_only=True):
    value: int

    says = {"en": "the number of rows is exactly {value}", "ja": "行数はちょうど {value}"}
    aspects = frozenset({"rows"})
    example = {"value": 48}

    def measures(self, table: Table) -> dict[str, Measure]:
        return {"rows": measures.count(table.where(self.row_condition))}

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return table_outcome(got["rows"] == self.value, form, got["rows"])
