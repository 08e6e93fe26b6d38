"""The column takes no value outside a set. The result lists each such value once."""

from collections.abc import Mapping
from typing import Any

from ..result import Evidence, Outcome
from ..sentences import Text, plural
from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell, Table
from ._families import ColumnAggregateExpectation, Format, Look, Wrong, listed, not_empty, raw, shown, unjudged


class ExpectColumnDistinctValuesToBeInSet(ColumnAggregateExpectation, frozen=True, kw_only=True):
    value_set: tuple[Any, ...]

    needs = not_empty("value_set")
    says = {"en": "{column} takes only the values {value_set}", "ja": "{column} の値は {value_set} のみ"}
    example = {"column": "区分", "value_set": ["実績", "計画"]}

    def measure(self, cell: Cell, where: Condition) -> Measure:
        return measures.count(where & cell.filled & ~cell.value.is_in(self.value_set))

    def looks(self, got: Mapping[str, Any]) -> bool:
        return bool(got["figure"] > 0)

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong:
        cell = table.cell(self.column)
        outside = table.where(self.row_condition) & cell.filled & ~cell.value.is_in(self.value_set)
        return Wrong(condition=outside, distinct=cell.value.key, shown=shown(cell), raw=raw(cell))

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        most = min(form.partial_unexpected_count, 20)  # GX never lists more
        count, values = (look.count, list(look.values[:most])) if look else (0, [])
        result = {"observed_value": None, "unexpected_count": count, "partial_unexpected_list": values, **unjudged(got)}
        if form.partial_unexpected_count == 0:
            del result["partial_unexpected_list"]
        others = Text(f"{count:,} other {plural(count, 'value')}", f"ほかに {count:,} 種類")
        seen = listed(values)
        return Outcome(
            success=got["figure"] == 0,
            result={} if form.level == "BOOLEAN_ONLY" else result,
            evidence=Evidence(got["figure"], None, look.examples() if look else ()),
            observed=Text(f"{others.en}: {seen.en}", f"{others.ja}: {seen.ja}") if values else others,
        )
