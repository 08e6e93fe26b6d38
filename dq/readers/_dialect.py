"""Dialect: delimiter, quoting, line ending, and where the table's header stands, from the head of a file.

What is declared holds until it reads nothing there and exactly one other reading reads everything.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ._records import records

DELIMITERS = (",", ";", "\t", "|")
_LOOK = 400  # records that decide the delimiter
TYPED = re.compile(r"\s*(?:[-+(]?\d[\d.,:/\-+TZ 年月日時分秒%eE]*\)?|[-+]?\.\d+|true|false)\s*", re.IGNORECASE)


def names_in(row: Sequence[Sequence[str]], width: int) -> list[str]:
    """Header rows as names: joined with "|", blank parts left out; "" where all are blank.

    >>> names_in([["DATE", "", "supply"], ["", "", "coal"]], 3)
    ['DATE', '', 'supply|coal']
    """
    rows = [[*cells, *[""] * (width - len(cells))] for cells in row]
    return [
        "|".join(filter(None, (cells[i].strip() if not cells[i].strip() else cells[i] for cells in rows)))
        for i in range(width)
    ]


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
    quoted = re.findall(f"(?:^|{d}){q}((?:[^{q}]|{q}{q})*+){q}(?={d}|\r?$)", text, re.MULTILINE)
    needless = sum(
        cell == cell.strip() and not any(c in cell for c in (delimiter, quote, "\n", "\r")) for cell in quoted
    )
    share = needless / (text.count(delimiter) + text.count("\n") + 1)
    return "all" if share > 0.05 else "minimal" if share < 0.005 else None


def delimiter_of(lines: Sequence[str], declared: str | None, quote: str | None, names: frozenset[str]) -> str:
    """The declared one until it cuts nothing: no row into cells, no declared name free. Then the one other that does.
    Undeclared: the one that gives most rows one width above 1 and most typed cells."""
    look = lines[:_LOOK]
    scores = {d: _score(look, d, quote, names) for d in dict.fromkeys((declared or ",", *DELIMITERS))}
    best = max(scores, key=lambda d: scores[d])  # of equals the first
    if declared is None:
        return best if scores[best] > 0 else ","
    rivals = [d for d in scores if d != declared and scores[d] > 0]
    return declared if scores[declared] > 0 or len(names) == 1 or not rivals else max(rivals, key=lambda d: scores[d])


def _score(lines: Sequence[str], delimiter: str, quote: str | None, names: frozenset[str]) -> float:
    if not any(delimiter in line for line in lines):
        return 0.0
    rows = [r.cells for r in records(lines, delimiter, quote) if not r.blank]
    if not rows:
        return 0.0
    if names and max(len(names.intersection(cells)) for cells in rows) > 1:
        return 2.0  # it sets the declared names free: nothing is surer
    widths = Counter(map(len, rows))
    consistent = sum(n * (n and (w - 1) / w) * (n / len(rows)) for w, n in widths.items()) / len(rows)
    cells = [c for row in rows for c in row]
    typed = sum(not c or bool(TYPED.fullmatch(c)) for c in cells) / len(cells)
    return consistent * (0.05 + typed)
