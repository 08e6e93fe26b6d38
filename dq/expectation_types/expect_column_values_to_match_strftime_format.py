"""Each text is a date or time written in the format, as Python's `strptime` reads it: with or without zero padding."""

from ..errors import CannotJudge
from ..sql.conditions import Value
from ._families import ColumnMapExpectation, Predicate
from ._texts import parses, surely_reads, written_as


class ExpectColumnValuesToMatchStrftimeFormat(ColumnMapExpectation, frozen=True, kw_only=True):
    strftime_format: str

    needs = parses("strftime_format")
    says = {"en": "{column} is written as {strftime_format}", "ja": "{column} の書式は {strftime_format}"}
    aspects = frozenset({"columns", "text"})
    example = {"column": "更新時刻", "strftime_format": "%Y/%m/%d %H:%M"}

    def unexpected(self, value: Value) -> Predicate:
        if value.type != "text":
            raise CannotJudge(f"a {value.type} column has no written form any more: its values are not text")
        unproven = ~surely_reads(value.sql, self.strftime_format)
        return Predicate(value=value.sql, where=unproven, test=written_as(self.strftime_format))
