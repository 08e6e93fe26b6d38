"""Integers: an optional sign and ASCII digits, in 64 bits. No `1.5`, `1e3`, `0x10`, `1_000`, ` 1 `. `007` is 7."""

import re
from collections.abc import Sequence
from functools import cache

from ..sentences import Says, Text, same
from ..sql.conditions import quote
from . import _figures

duckdb = "BIGINT"
says = {"en": "an integer", "ja": "整数"}

_PLAIN = _figures.Style("", "")


def value(text: str, format: str | None) -> str:  # noqa: A002
    """What a cast writes back unchanged is an integer; only the rest (`007`, `+7`, `1.5`) pays for a regex."""
    style = _style(format)
    plain = style.plain_sql(text)
    number = f"TRY_CAST({plain} AS BIGINT)"
    quick = f"WHEN CAST({number} AS VARCHAR) = {text} THEN {number} " if style == _PLAIN else ""
    written = f"{text} >= '+' AND {text} < ':' AND " if style == _PLAIN else ""  # a sign or a figure: spares empty cells
    return f"CASE {quick}WHEN {written}regexp_full_match({text}, {quote(style.pattern)}) THEN {number} END"


def reads(cells: Sequence[str], format: str | None) -> bool:  # noqa: A002
    style = _style(format)
    fits = _compiled(style.pattern).fullmatch
    return all(fits(c) and -(2**63) <= _int(style.plain(c)) < 2**63 for c in cells)


def formats(cells: Sequence[str]) -> tuple[str | None, ...]:
    """`1.234` is never offered: it is a number first."""
    if not cells:
        return ()
    return (None,) if reads(cells, None) else tuple(f for f in ("1,234", "1 234") if reads(cells, f))


def refuses(format: str | None) -> Says | None:  # noqa: A002
    return _figures.refuses(format, tuple(_figures.INTEGERS))


def words(format: str | None) -> Text:  # noqa: A002
    return same(format or "1234")


def _style(format: str | None) -> _figures.Style:  # noqa: A002
    return _PLAIN if format is None else _figures.INTEGERS[format]


def _int(digits: str) -> int:
    """Python refuses to convert thousands of digits; so do 64 bits."""
    return int(digits) if len(digits.lstrip("+-").lstrip("0")) < 20 else 2**63


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
