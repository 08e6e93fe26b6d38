"""There are exactly so many columns."""

from collections.abc import Mapping
from typing import Any

from ..result import Outcome
from ._families import Format, Look, TableExpectation, table_outcome


class ExpectTableColumnCountToEqual(TableExpectation, frozen=True, kw_only=True):
    value: int

    says = {"en": "the number of columns is exactly {value}", "ja": "列数はちょうど {value}"}
    example = {"value": 15}

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        count = len(got["columns"])
        return table_outcome(count == self.value, form, count)
