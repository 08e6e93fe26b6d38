"""Dialect: delimiter, quoting, line ending, and where the table's header stands, from the head of a file.

What is declared holds until it reads nothing there and exactly one other reading reads everything.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ..regex import later
from ._records import records

DELIMITERS = (",", ";", "\t", "|")
_LOOK = 400  # records that decide the delimiter
TYPED = later(r"\s*(?:[-+(]?\d[\d.,:/\-+TZ 年月日時分秒%eE]*\)?|[-+]?\.\d+|true|false)\s*", re.IGNORECASE)


def names_in(row: Sequence[Sequence[str]], width: int) -> list[str]:
    """Header rows as names: joined with "|", blank parts left out; "" where all are blank.

    >>> names_in([["DATE", "", "supply"], ["", "", "coal"]], 3)
    ['DATE', '', 'supply|coal']
    """
    rows = [[*cells, *[""] * (width - len(cells))] for cells in row]
    return ["|".join(cells[i] for cells in rows if cells[i].strip()) for i in range(width)]


def line_ending(text: str, delimiter: str = ",", quote: str | None = '"') -> str | None:
    """The majority outside quotes; `mixed` where a tenth or more end otherwise; None where there is no line end."""
    if quote is not None and quote in text and "\r" in text:
        d, q = re.escape(delimiter), re.escape(quote)
        text = re.sub(f"(?:(?<=[\r\n])|(?<={d})|\\A){q}[^{q}]*+{q}", "", text)
    crlf = text.count("\r\n")
    counts = {"crlf": crlf, "lf": text.count("\n") - crlf, "cr": text.count("\r") - crlf}
    total = sum(counts.values())
    if not total:
        return None
    most = max(counts, key=lambda k: counts[k])
    return most if counts[most] > 0.9 * total else "mixed"


def quoting(text: str, delimiter: str, quote: str | None) -> str | None:
    """Only needless quotes count: others come and go with the data. None between the two."""
    if quote is None:
        return "none"
    if quote not in text:
        return "minimal"
    d, q = re.escape(delimiter), re.escape(quote)
    quoted = re.findall(f"{q}(?:(?<=^{q})|(?<={d}{q}))((?:[^{q}]|{q}{q})*+){q}(?={d}|\r?$)", text, re.MULTILINE)
    needless = sum(
        cell == cell.strip() and not any(c in cell for c in (delimiter, quote, "\n", "\r")) for cell in quoted
    )
    share = needless / (text.count(delimiter) + text.count("\n") + 1)
    return "all" if share > 0.05 else "minimal" if share < 0.005 else None


def delimiter_of(lines: Sequence[str], declared: str | None, quote: str | None, names: frozenset[str]) -> str:
    """The declared one until it sets no declared name free (cuts no row into cells, where none is declared) and exactly
    one other does. Undeclared: the one that gives most rows one width above 1 and most typed cells."""
    look = [line for line in lines[:_LOOK] if line]
    tried = dict.fromkeys((declared or ",", *DELIMITERS))
    cut = {d: _rows(look, d, quote) for d in tried if d == declared or any(d in line for line in look)}
    parts = {part for name in names for part in (name, *name.split("|"))}
    free = [
        d
        for d, rows in cut.items()
        if max((len(parts.intersection(r)) for r in rows), default=0) >= min(2, max(1, len(names)))
    ]
    if len(free) == 1:
        return free[0]
    if free and (declared is None or declared in free):
        return declared if declared in free else max(free, key=lambda d: _score(cut[d]))
    wide = [d for d, rows in cut.items() if _common_width(rows) > 1]
    if declared is not None:
        return wide[0] if len(wide) == 1 else declared
    return max(wide, key=lambda d: _score(cut[d]), default=",")


def _rows(lines: Sequence[str], delimiter: str, quote: str | None) -> list[tuple[str, ...]]:
    return [r.cells for r in records(lines, delimiter, quote)]


def _common_width(rows: Sequence[tuple[str, ...]]) -> int:
    return max(Counter(map(len, rows)).items(), key=lambda wn: (wn[1], wn[0]), default=(0, 0))[0]


def _score(rows: Sequence[tuple[str, ...]]) -> float:
    """CleverCSV's idea: how alike the rows are, times how many cells have a type."""
    widths = Counter(map(len, rows))
    alike = sum(n * n * (w - 1) / w for w, n in widths.items()) / len(rows) ** 2
    cells = [c for row in rows for c in row]
    return alike * (0.05 + sum(not c or bool(TYPED.fullmatch(c)) for c in cells) / len(cells))
