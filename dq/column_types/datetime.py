"""Dates with a time of day. Without a format: ISO's, with T or a blank, with or without seconds. With an offset (%z)
the value is the instant in UTC; without one it is the clock's time as written."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from ..sentences import Says, Text, same
from . import _formats

duckdb = "TIMESTAMP"
says = {"en": "a date and time", "ja": "日時"}

_ISO = tuple(f"%Y-%m-%d{sep}%H:%M{rest}" for rest in (":%S", ":%S.%f", "") for sep in " T")


def value(text: str, format: str | None) -> str:  # noqa: A002
    return _formats.timestamp(text, _ISO if format is None else (format,))


def reads(cells: Sequence[str], format: str | None) -> bool:  # noqa: A002
    wanted = _ISO if format is None else (format,)
    return all(_formats.read(c, wanted) is not None for c in cells)


def read(cell: str, format: str | None) -> datetime | None:  # noqa: A002
    """The cell's moment, None where it does not read."""
    return _formats.read(cell, _ISO if format is None else (format,))


def formats(cells: Sequence[str]) -> tuple[str | None, ...]:
    if not cells:
        return ()
    found = _formats.every(cells, _likely(_formats.shape(cells[0])))
    if found and found[0].startswith("%Y%m%d"):  # digits alone are more often a number
        return found if all("1900" <= c[:4] <= "2100" for c in cells) else ()
    return _formats.day_varies_most(found, cells)


def refuses(format: str | None) -> Says | None:  # noqa: A002
    return _formats.refuses(format, ("Yy", "mbB", "d", "HI"))


def words(format: str | None) -> Text:  # noqa: A002
    return same("ISO 8601") if format is None else _formats.words(format)


def _likely(shape: str) -> list[str]:
    """The formats of a cell's shape: a day, a separator and a clock, or the clock first."""
    if shape == "9":
        return ["%Y%m%d%H%M%S", "%Y%m%d%H%M"]
    days, clocks = _tables()
    found = []
    for day, day_formats in days.items():
        if shape.startswith(day):
            rest = shape[len(day) :]
            for sep in ("T", " ", ""):
                clock_formats = clocks.get(rest[len(sep) :], ()) if rest.startswith(_formats.shape(sep)) else ()
                found += [d + sep + c for d in day_formats for c in clock_formats if sep or d[-1] == "日"]
        if shape.endswith(" " + day):
            clock_formats = clocks.get(shape[: -len(day) - 1], ())
            found += [f"{c} {d}" for d in day_formats for c in clock_formats if "z" not in c]
    return found


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    clocks = (*_formats.CLOCKS, "%H%M%S", "%H%M")
    zoned = [clock + zone for clock in clocks for zone in ("", "%z", " %z")]
    return _formats.by_shape(_formats.DATES), _formats.by_shape(zoned)
