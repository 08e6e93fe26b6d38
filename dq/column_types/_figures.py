"""Styles of figures with marks: `1,234.5` (thousands comma), `1.234,5`, `1 234,5`, and `1234,5` (decimal comma).

Thousands are grouped by threes or not at all: `1234` reads in `1,234.5`, `12,34` and `0,123` do not.
"""

from collections.abc import Sequence

import msgspec

from ..sentences import Says
from ..sql.conditions import quote


class Style(msgspec.Struct, frozen=True):
    """`thousands`: characters that group, "" for none. `decimal`: the mark, "" for integers."""

    thousands: str = ""
    decimal: str = "."

    @property
    def pattern(self) -> str:
        """A regex that RE2 and Python read alike."""
        grouped = f"[1-9][0-9]{{0,2}}(?:[{self.thousands}][0-9]{{3}})+" if self.thousands else ""
        if not self.decimal:
            return f"[+-]?(?:{grouped}|[0-9]+)" if grouped else "[+-]?[0-9]+"
        mark = f"[{self.decimal}]"
        whole = f"{grouped}(?:{mark}[0-9]*)?|" if grouped else ""
        return f"[+-]?(?:{whole}[0-9]+(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][+-]?[0-9]+)?"

    def plain(self, cell: str) -> str:
        """The cell in the plain style."""
        for mark in self.thousands:
            cell = cell.replace(mark, "")
        return cell.replace(self.decimal, ".") if self.decimal else cell

    def plain_sql(self, text: str) -> str:
        for mark in self.thousands:
            text = f"replace({text}, {quote(mark)}, '')"
        return f"replace({text}, {quote(self.decimal)}, '.')" if self.decimal not in ("", ".") else text


_BLANKS = " \u00a0\u202f"
NUMBERS = {
    "1,234.5": Style(",", "."),
    "1.234,5": Style(".", ","),
    "1 234,5": Style(_BLANKS, ","),
    "1 234.5": Style(_BLANKS, "."),
    "1234,5": Style("", ","),
}
INTEGERS = {"1,234": Style(",", ""), "1.234": Style(".", ""), "1 234": Style(_BLANKS, "")}


def refuses(format: str | None, known: Sequence[str]) -> Says | None:  # noqa: A002
    if format is None or format in known:
        return None
    listed = ", ".join(f"`{k}`" for k in known)
    return {"en": f"format `{format}` is none of {listed}", "ja": f"書式 `{format}` は {listed} のいずれでもありません"}
