"""Dates. A format is strptime's (`%Y/%m/%d`); without one, ISO's. A month without a day is its first."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from ..sentences import Says, Text
from . import _formats

duckdb = "DATE"
says = {"en": "a date", "ja": "日付"}

_ISO = "%Y-%m-%d"
_DAY_FIRST, _MONTH_FIRST = "%d/%m/%Y", "%m/%d/%Y"


def value(text: str, format: str | None) -> str:  # noqa: A002
    return f"CAST({_formats.timestamp(text, (format or _ISO,))} AS DATE)"


def reads(cells: Sequence[str], format: str | None) -> bool:  # noqa: A002
    return all(_formats.read(c, (format or _ISO,)) is not None for c in cells)


def read(cell: str, format: str | None) -> datetime | None:  # noqa: A002
    """The cell's moment, None where it does not read."""
    return _formats.read(cell, (format or _ISO,))


def formats(cells: Sequence[str]) -> tuple[str | None, ...]:
    """Where no figure above 12 tells the day from the month, both orders: the likelier day is what varies more."""
    if not cells:
        return ()
    found = _formats.every(cells, _shapes().get(_formats.shape(cells[0]), ()))
    if found[:1] == ("%Y%m%d",):  # eight digits are more often a number
        return found if all("1900" <= c[:4] <= "2100" for c in cells) else ()
    return _formats.day_varies_most(found, cells)


def refuses(format: str | None) -> Says | None:  # noqa: A002
    return _formats.refuses(format, ("Yy", "mbB"), "HIMSfpz")


def words(format: str | None) -> Text:  # noqa: A002
    return _formats.words(format or _ISO)


@cache
def _shapes() -> dict[str, tuple[str, ...]]:
    return _formats.by_shape((*_formats.DATES, *_formats.MONTHS))
