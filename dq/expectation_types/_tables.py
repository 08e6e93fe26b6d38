"""The family of the table as a whole: its columns, or the number of its rows."""

from collections.abc import Mapping
from typing import Any

from ..result import Outcome
from ..sentences import Text
from ..sql.table import Table
from ._expectation import Expectation
from ._outcomes import Format, observed_as


class TableExpectation(Expectation, frozen=True, kw_only=True):
    """The table as a whole: its columns or its rows."""

    aspects = frozenset({"columns"})

    def facts(self, table: Table) -> dict[str, Any]:
        return {"columns": table.names()}


def table_outcome(
    success: bool, form: Format, observed: Any, details: Mapping[str, Any] | None = None, seen: Text | None = None
) -> Outcome:
    """What a table expectation found; `seen` says it in words where a number would not."""
    result = {"observed_value": observed} | ({} if details is None else {"details": details})
    return Outcome(
        success=success,
        result={} if form.level == "BOOLEAN_ONLY" else result,
        observed=seen or observed_as(observed if isinstance(observed, int) else len(observed)),
    )
