"""The number of rows lies between two bounds."""

from collections.abc import Mapping
from typing import Any

from ..result import Outcome
from ..sql import measures
from ..sql.measures import Measure
from ..sql.table import Table
from ._families import Format, Look, TableExpectation, bounds, table_outcome, within


class ExpectTableRowCountToBeBetween(TableExpectation, frozen=True, kw_only=True):
    min_value: int | None = None
    max_value: int | None = None
    strict_min: bool = False
    strict_max: bool = False

    says = {"en": "the number of rows is {bounds}", "ja": "行数は {bounds}"}
    aspects = frozenset({"rows"})
    example = {"min_value": 48, "max_value": 17568}

    def words(self) -> dict[str, object]:
        return {"bounds": bounds(self)}

    def measures(self, table: Table) -> dict[str, Measure]:
        return {"rows": measures.count(table.where(self.row_condition))}

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return table_outcome(within(got["rows"], self), form, got["rows"])
