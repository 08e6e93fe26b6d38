"""The column's type, declared or inferred, is what pandas, numpy or Python call so: `int64`, `float`, `str`, `date`."""

from collections.abc import Mapping
from typing import Any

from ..errors import CannotJudge
from ..result import Outcome
from ..sql.measures import Measure
from ..sql.table import Table
from ._families import ColumnCellsExpectation, Format, Look, observed_as
from ._types import dtype, is_dtype


class ExpectColumnValuesToBeOfType(ColumnCellsExpectation, frozen=True, kw_only=True):
    type_: str

    says = {"en": "{column} is of type {type_}", "ja": "{column} の型は {type_}"}
    aspects = frozenset({"columns", "types"})
    example = {"column": "価格", "type_": "float64"}

    def measures(self, table: Table) -> dict[str, Measure]:
        return {}

    def facts(self, table: Table) -> dict[str, Any]:
        cell = table.named(self.column)
        if cell is None:
            raise CannotJudge(f'there is no column "{self.column}" (its type is asked by the exact name)')
        return {"unexpected_count": 0, "dtype": dtype(cell)}

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        result = {} if form.level == "BOOLEAN_ONLY" else {"observed_value": got["dtype"]}
        return Outcome(success=is_dtype(got["dtype"], self.type_), result=result, observed=observed_as(got["dtype"]))
