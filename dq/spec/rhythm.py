"""Rhythm: in which order a file's rows stand, and how many steps a day has. Both need neighbours: they come from the head."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from ..by_name import load
from ..regex import later
from .spec import ColumnSpec

MOVES = 5  # from one row to the next; fewer are no order
DAYS = 3  # fewer prove no rhythm
CONSTANT = 0.7  # of the days have the same steps
MOST_STEPS = 1500  # a day of minutes, and some
RETURN = 1.25  # the same steps come back every day: of all days together there are not many more
ABOUT = 0.1  # by which a day of 46 or 50 half-hours, or one with a row missing, differs
_CLOCK = later(r"[0-9]{1,2}(?:[:：][0-9]{2}(?::[0-9]{2})?|時(?:[0-9]{2}分)?)")


def order(cells: Sequence[str], column: ColumnSpec) -> float | None:
    """1 where dates only ascend, -1 where they only descend, between for a mix; None where too little moves."""
    when = _reader(column)
    known = {c: when(c) for c in dict.fromkeys(cells)}
    stamps = [t for c in cells for t in [known[c]] if t is not None]
    ups = sum(x < y for x, y in pairwise(stamps))
    downs = sum(x > y for x, y in pairwise(stamps))
    return (ups - downs) / (ups + downs) if ups + downs >= MOVES else None


def steps_a_day(head: Mapping[str, Sequence[str]], columns: Sequence[ColumnSpec]) -> tuple[tuple[str, ...], int] | None:
    """The columns that tell days and steps, and how many steps most days have; None where the head shows no rhythm.

    Where there are times, they are the steps; else numbers that count them."""
    for column in columns:
        cells = head.get(column.name, ())
        if column.type == "datetime":
            stamps = [c.replace("T", " ").partition(" ") for c in cells]
            found = _constant([(day, time) for day, _, time in stamps])
            if found:
                return (column.name,), found
        elif column.type == "date":
            clocks = [c for c in columns if c is not column and _clock(c, head.get(c.name, ()))]
            for other in clocks or [c for c in columns if c is not column and _counts_steps(c, head.get(c.name, ()))]:
                stamped = list(zip(cells, head[other.name], strict=False))
                found = _constant(stamped) if clocks or _evenly(stamped) else None
                if found:
                    return (column.name, other.name), found
    return None


def _constant(stamps: Sequence[tuple[str, str]]) -> int | None:
    """Distinct steps a day, where most whole days have about as many; the last day of the head may be cut."""
    days: dict[str, set[str]] = {}
    for day, step in stamps:
        days.setdefault(day, set()).add(step)
    whole = list(days.values())[:-1]
    if len(whole) < DAYS:
        return None
    most = max(Counter(map(len, whole)).items(), key=lambda kn: (kn[1], kn[0]))[0]
    usual = sum(most * (1 - ABOUT) <= len(steps) <= most * (1 + ABOUT) for steps in whole)
    if not 1 < most <= MOST_STEPS or usual < CONSTANT * len(whole):
        return None
    return most if len(set().union(*whole)) <= RETURN * most + 2 else None


def _clock(column: ColumnSpec, cells: Sequence[str]) -> bool:
    """Times, or text such as 24:00 and 1時 that would be."""
    if not cells:
        return False
    if column.type == "time":
        return True
    steps = set(cells)
    return column.type == "text" and 4 * len(steps) <= len(cells) and all(_CLOCK.fullmatch(s) for s in steps)


def _counts_steps(column: ColumnSpec, cells: Sequence[str]) -> bool:
    """Whole numbers that count the steps of a day from 0 or 1."""
    if not cells:
        return False
    steps = set(cells)
    if column.type not in ("integer", "text") or 4 * len(steps) > len(cells) or len(steps) > MOST_STEPS:
        return False
    if not all(s.isdecimal() and s.isascii() and len(s) <= 4 for s in steps):
        return False
    counted = {int(s) for s in steps}
    return min(counted) in (0, 1) and max(counted) - min(counted) + 1 <= RETURN * len(counted)


def _evenly(stamps: Sequence[tuple[str, str]]) -> bool:
    """Every step comes as often as the others; a measured figure does not."""
    often = Counter(step for _, step in stamps)
    usual = sorted(often.values())[len(often) // 2]
    return sum(abs(n - usual) <= max(1, ABOUT * usual) for n in often.values()) >= 0.9 * len(often)


def _reader(column: ColumnSpec) -> Callable[[str], datetime | None]:
    read = load("column_types", str(column.type)).read

    def when(cell: str) -> datetime | None:
        found: datetime | None = read(cell, column.format)
        return found

    return when
