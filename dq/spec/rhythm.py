"""Rhythm: in which order a file's rows stand, and how many steps a day has. Both need neighbours: they come from the head."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from ..by_name import load
from .spec import ColumnSpec

DAYS = 3  # fewer prove no rhythm
CONSTANT = 0.7  # of the days have the same steps
MOST_STEPS = 1500  # a day of minutes, and some
RETURN = 1.25  # the same steps come back every day: of all days together there are not many more
_STEP = re.compile(r"[0-9]{1,2}(?:[:：時][0-9]{0,2}分?(?::[0-9]{2})?)?")


def order(cells: Sequence[str], column: ColumnSpec) -> float | None:
    """1 where dates only ascend, -1 where they only descend, between for a mix; None where nothing moves."""
    when = _reader(column)
    stamps = [t for c in cells for t in [when(c)] if t is not None]
    ups = sum(x < y for x, y in pairwise(stamps))
    downs = sum(x > y for x, y in pairwise(stamps))
    return (ups - downs) / (ups + downs) if ups + downs else None


def steps_a_day(head: Mapping[str, Sequence[str]], columns: Sequence[ColumnSpec]) -> tuple[tuple[str, ...], int] | None:
    """The columns that tell days and steps, and how many steps most days have; None where the head shows no rhythm."""
    for column in columns:
        cells = head.get(column.name, ())
        if column.type == "datetime":
            stamps = [c.replace("T", " ").partition(" ") for c in cells]
            found = _constant([(day, time) for day, _, time in stamps])
            if found:
                return (column.name,), found
        elif column.type == "date":
            for other in columns:
                if other.type in ("time", "integer", "text") and other is not column:
                    found = _constant(list(zip(cells, head.get(other.name, ()), strict=False)))
                    if found and _steplike(other, head[other.name]):
                        return (column.name, other.name), found
    return None


def _constant(stamps: Sequence[tuple[str, str]]) -> int | None:
    """Distinct steps a day, where most whole days have as many; the last day of the head may be cut."""
    days: dict[str, set[str]] = {}
    for day, step in stamps:
        days.setdefault(day, set()).add(step)
    whole = list(days.values())[:-1]
    if len(whole) < DAYS:
        return None
    (most, n), *_ = Counter(map(len, whole)).most_common(1)
    if not 1 < most <= MOST_STEPS or n < CONSTANT * len(whole):
        return None
    return most if len(set().union(*whole)) <= RETURN * most + 2 else None


def _steplike(column: ColumnSpec, cells: Sequence[str]) -> bool:
    """Times, or numbers that count the steps of a day from 0 or 1."""
    steps = set(cells)
    if column.type == "time":
        return True
    if 4 * len(steps) > len(cells) or not all(_STEP.fullmatch(s) for s in steps):
        return False
    if not all(s.isdecimal() for s in steps):
        return True
    counted = {int(s) for s in steps}
    return min(counted) in (0, 1) and max(counted) - min(counted) + 1 <= RETURN * len(counted)


def _reader(column: ColumnSpec) -> Callable[[str], datetime | None]:
    read = load("column_types", str(column.type)).read

    def when(cell: str) -> datetime | None:
        found: datetime | None = read(cell, column.format)
        return found

    return when
