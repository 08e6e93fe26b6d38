"""Times of day, 00:00 to 23:59:59.999999. 24:00 does not read: a day that ends is the next one's 00:00. Without a
format: HH:MM, with or without seconds."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from ..sentences import Says, Text, same
from . import _formats

duckdb = "TIME"
says = {"en": "a time of day", "ja": "時刻"}

_ISO = ("%H:%M", "%H:%M:%S")


def value(text: str, format: str | None) -> str:  # noqa: A002
    return f"CAST({_formats.timestamp(text, _ISO if format is None else (format,))} AS TIME)"


def reads(cells: Sequence[str], format: str | None) -> bool:  # noqa: A002
    wanted = _ISO if format is None else (format,)
    return all(_formats.read(c, wanted) is not None for c in cells)


def read(cell: str, format: str | None) -> datetime | None:  # noqa: A002
    """The cell's moment, None where it does not read."""
    return _formats.read(cell, _ISO if format is None else (format,))


def formats(cells: Sequence[str]) -> tuple[str | None, ...]:
    return _formats.every(cells, _shapes().get(_formats.shape(cells[0]), ())) if cells else ()


def refuses(format: str | None) -> Says | None:  # noqa: A002
    return _formats.refuses(format, ("HI",), "YymbBdaAz")


def words(format: str | None) -> Text:  # noqa: A002
    return same("HH:MM[:SS]") if format is None else _formats.words(format)


@cache
def _shapes() -> dict[str, tuple[str, ...]]:
    return _formats.by_shape(_formats.CLOCKS)
