"""Numbers: what Python and SQL write as a float, and finite. No `nan`, `inf`, `1e400`, `1_000`, `0x10`, ` 1 `."""

import re
from collections.abc import Sequence
from functools import cache

from ..sentences import Says, Text, same
from ..sql.conditions import quote
from . import _figures

duckdb = "DOUBLE"
says = {"en": "a number", "ja": "数値"}

_PLAIN = _figures.Style("", ".")


def value(text: str, format: str | None) -> str:  # noqa: A002
    """Plain figures take a short way at half the cost: what the cast accepts beyond them is told by the first character
    (blanks, `nan`), by an exponent behind the cell (`1 e0`, `-infe0` and `1e3e0` are no numbers) and by `_`; under 300
    figures are finite."""
    style = _style(format)
    number = f"TRY_CAST({style.plain_sql(text)} AS DOUBLE)"
    exact = f"CASE WHEN regexp_full_match({text}, {quote(style.pattern)}) AND isfinite({number}) THEN {number} END"
    if format is not None:
        return exact
    plain = f"{text} >= '-' AND strlen({text}) < 300 AND NOT contains({text}, '_')"
    quick = f"CASE WHEN {plain} THEN TRY_CAST({text} || 'e0' AS DOUBLE) END"
    return f"CASE WHEN {text} >= '+' AND {text} < ':' THEN coalesce({quick}, {exact}) END"


def reads(cells: Sequence[str], format: str | None) -> bool:  # noqa: A002
    style = _style(format)
    fits = _compiled(style.pattern).fullmatch
    return all(fits(c) and abs(float(style.plain(c))) < float("inf") for c in cells)


def formats(cells: Sequence[str]) -> tuple[str | None, ...]:
    """Several where the cells do not tell: `1,234` alone is thousands first, a decimal comma second. Grouping is
    offered only where some cell is grouped, a decimal comma where a tenth of the cells have one: fewer are lists
    (`2,2` among 2s)."""
    if not cells:
        return ()
    if reads(cells, None):
        return (None,)
    without = {",": reads(cells, "1234,5"), ".": False}
    commas = sum("," in c for c in cells) * 10 >= len(cells)
    return tuple(
        name
        for name, style in _figures.NUMBERS.items()
        if reads(cells, name) and (not without[style.decimal] if style.thousands else commas)
    )


def refuses(format: str | None) -> Says | None:  # noqa: A002
    return _figures.refuses(format, tuple(_figures.NUMBERS))


def words(format: str | None) -> Text:  # noqa: A002
    return same(format or "1234.5")


def _style(format: str | None) -> _figures.Style:  # noqa: A002
    return _PLAIN if format is None else _figures.NUMBERS[format]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
