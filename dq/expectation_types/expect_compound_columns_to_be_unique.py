"""Several columns together never repeat. Missing equals missing; by default a row with nothing in them is left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..result import Outcome
from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.table import Cell
from ._families import Format, Look, MulticolumnMapExpectation, Wrong, repeats


class ExpectCompoundColumnsToBeUnique(MulticolumnMapExpectation, frozen=True, kw_only=True):
    says = {"en": "{column_list} together never repeat", "ja": "{column_list} の組に重複がない"}
    told = {"en": "{unexpected} of {judged} {word_do}", "ja": "{judged} 行中 {unexpected} 行が重複"}
    example = {"column_list": ["受渡日", "時刻コード"]}

    def asked(self, cells: Sequence[Cell], judged: Condition) -> dict[str, Measure]:
        return {"keys": measures.hashes([c.value.key for c in cells], judged)}

    def looks(self, got: Mapping[str, Any]) -> bool:
        return repeats(got)

    def sought(self, cells: Sequence[Cell], judged: Condition) -> Wrong:
        return Wrong(keys=tuple(c.value.key for c in cells), where=judged)

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        return super().outcome(got if look or repeats(got) else {**got, "unexpected_count": 0}, form, look)
