"""Quantiles lie between bounds, inclusive and with a tolerance of 0.01 %; the nearest value counts, as in pandas."""

from collections.abc import Mapping
from typing import Any

from ..errors import CannotJudge
from ..sentences import Text
from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell
from ._families import ColumnAggregateExpectation, listed, numeric
from ._quantiles import QuantileRanges, at, holding, mistaken, said


class ExpectColumnQuantileValuesToBeBetween(ColumnAggregateExpectation, frozen=True, kw_only=True):
    quantile_ranges: QuantileRanges
    allow_relative_error: bool | str = False

    needs = mistaken
    says = {"en": "{column}: {ranges}", "ja": "{column}: {ranges}"}
    example = {"column": "価格", "quantile_ranges": {"quantiles": [0.05, 0.95], "value_ranges": [[0, 10], [20, 80]]}}
    def words(self) -> dict[str, object]:
        return {"ranges": said(self.quantile_ranges)}

    def measure(self, cell: Cell, where: Condition) -> Measure:
        if cell.type == "boolean" and self.allow_relative_error in ("linear", "midpoint"):
            raise CannotJudge(f'column "{cell.name}" is boolean: there is nothing between true and false')
        value = cell.value.sql if cell.type == "boolean" else numeric(cell)
        return measures.neighbours(value, self.quantile_ranges.quantiles, where)

    def observed(self, figure: Mapping[str, Any] | None) -> list[Any]:
        return at(figure, self.quantile_ranges.quantiles, self.allow_relative_error or "nearest")

    def holds(self, observed: list[Any]) -> bool:
        return all(holding(self.quantile_ranges, observed))

    def told(self, observed: list[Any]) -> dict[str, Any]:
        values = {"quantiles": list(self.quantile_ranges.quantiles), "values": observed}
        return {"observed_value": values, "details": {"success_details": holding(self.quantile_ranges, observed)}}

    def seen(self, observed: list[Any]) -> Text:
        values = listed(["?" if v is None else v for v in observed])
        return Text(f"they are {values.en}", f"実際は {values.ja}")
