"""The columns are these, in any order; without `exact_match` there may be others."""

from collections.abc import Mapping
from typing import Any

from ..result import Outcome
from ..sentences import Text, joined
from ._families import Format, Look, TableExpectation, listed, table_outcome


class ExpectTableColumnsToMatchSet(TableExpectation, frozen=True, kw_only=True):
    column_set: tuple[str, ...] | None = None
    exact_match: bool = True

    says = {"en": "the columns {are} {column_set}", "ja": "列{are} {column_set}"}
    example = {"column_set": ["受渡日", "時刻コード", "価格"], "exact_match": False}

    def words(self) -> dict[str, object]:
        return {"are": Text("are", "は") if self.exact_match else Text("include", "に含むべきもの:")}

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        columns, wanted = set(got["columns"]), set(self.column_set or ())
        unexpected, missing = sorted(columns - wanted), sorted(wanted - columns)
        mismatched = {name: names for name, names in (("unexpected", unexpected), ("missing", missing)) if names}
        seen = [Text(f"{t.en} missing", f"{t.ja} がありません") for t in [listed(missing)] if missing]
        if self.exact_match:
            seen += [Text(f"{t.en} unexpected", f"{t.ja} は想定外です") for t in [listed(unexpected)] if unexpected]
        success = not missing and not (self.exact_match and unexpected)
        details = {"mismatched": mismatched} if mismatched else None
        return table_outcome(success, form, sorted(columns), details, joined(seen))
