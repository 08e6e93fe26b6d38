"""Mutations of rows: steps of a day, order, coverage, loss; and harmless variation that no mutation may hide behind."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from .columns_of import DATES, STAMPS, filled, format_of, measured, of_sort
from .table import Table
from .truth import Change, Mutant

Mutation = Callable[[Table, Random], Mutant | None]


def _steps(t: Table) -> tuple[int, ...] | None:
    """The places of a date and a time (or settlement period) that step through each day."""
    dates, times = of_sort(t, "date"), of_sort(t, "time")
    if dates and times:
        return dates[0], times[0]
    stamps = [i for i in of_sort(t, "stamp") if len(set(t.column(i))) == len(t.rows)]
    return (stamps[0],) if stamps else None


def every_second_row(t: Table, rng: Random) -> Mutant | None:
    """Half-hours become hours."""
    steps = _steps(t)
    if steps is None or len({t.rows[n][steps[0]][:10] for n in range(len(t.rows))}) < 6:
        return None
    days = len({row[steps[0]].split(" ")[0].split("T")[0] for row in t.rows})
    seen = [r[i].partition(" ")[2] or r[i].partition("T")[2] if len(steps) == 1 else r[i] for r in t.rows for i in steps[-1:]]
    if len(t.rows) / days < 20 or len(set(seen)) > 1.3 * len(t.rows) / days:
        return None
    kept = set(list(dict.fromkeys(seen))[::2])  # steps of the day, not rows: where one is lost the others stay the hours
    return Mutant(t.replace(rows=tuple(r for r, step in zip(t.rows, seen, strict=True) if step in kept)), (Change("granularity_changed"),))


def twice_as_many(t: Table, rng: Random) -> Mutant | None:
    """Hours become half-hours."""
    dates, times = of_sort(t, "date"), of_sort(t, "time")
    if not dates or not times or any(not r[times[0]].endswith(":00") for r in t.rows):
        return None
    i = times[0]
    rows = [r for row in t.rows for r in (row, (*row[:i], row[i][:-2] + "30", *row[i + 1 :]))]
    return Mutant(t.replace(rows=tuple(rows)), (Change("granularity_changed"),))


def _ordered(t: Table) -> int | None:
    for i in of_sort(t, "date", "stamp"):
        cells = t.column(i)
        format_ = format_of(tuple(filled(t, i)), (*DATES, *STAMPS))
        if format_ is None or not all(cells):
            continue
        stamps = [datetime.strptime(c, format_) for c in cells]
        ups = sum(a < b for a, b in itertools.pairwise(stamps))
        if stamps == sorted(stamps) and ups > 3:
            return i
    return None


def reversed_rows(t: Table, rng: Random) -> Mutant | None:
    """Newest first."""
    return None if _ordered(t) is None else Mutant(t.replace(rows=t.rows[::-1]), (Change("row_order_changed"),))


def longer_past(t: Table, rng: Random) -> Mutant | None:
    """The file now begins earlier: older rows in front, or in front of the rows of each group."""
    i = _ordered(t)
    grouped = i is None
    i = _ordered_in_groups(t) if i is None else i
    if i is None or len({c[:10] for c in t.column(i)}) < 3:
        return None
    format_ = str(format_of(t.column(i), (*DATES, *STAMPS)))
    stamps = [datetime.strptime(c, format_) for c in t.column(i)]
    back = max(stamps) - min(stamps) + timedelta(days=1)
    old = [(*row[:i], (s - back).strftime(format_), *row[i + 1 :]) for row, s in zip(t.rows, stamps, strict=True)]
    if not grouped:
        return Mutant(t.replace(rows=(*old, *t.rows)), (Change("coverage_changed"),))
    both = {group: [row for row in (*old, *t.rows) if row[:i] == group] for group in dict.fromkeys(row[:i] for row in t.rows)}
    return Mutant(t.replace(rows=tuple(row for rows in both.values() for row in rows)), (Change("coverage_changed"),))


def _ordered_in_groups(t: Table) -> int | None:
    """The place of a day that ascends among the rows that share what stands left of it."""
    for i in of_sort(t, "date"):
        groups: dict[tuple[str, ...], list[str]] = {}
        for row in t.rows:
            groups.setdefault(row[:i], []).append(row[i])
        format_ = format_of(t.column(i), DATES)
        if i == 0 or format_ is None or len(groups) < 3 or [row for g in groups for row in t.rows if row[:i] == g] != list(t.rows):
            continue
        stamps = [[datetime.strptime(c, format_) for c in cells] for cells in groups.values()]
        if all(len(s) > 3 and sorted(set(s)) == s for s in stamps):
            return i
    return None


def rows_gone(t: Table, rng: Random) -> Mutant | None:
    """A third of the rows of a file that only ever grew."""
    return Mutant(t.replace(rows=tuple(r for n, r in enumerate(t.rows) if n % 3)), (Change("rows_lost"),)) if len(t.rows) > 30 else None


ROWS: tuple[Mutation, ...] = (every_second_row, twice_as_many, reversed_rows, longer_past, rows_gone)


# --- harmless variation ----------------------------------------------------------------------------------------------


def some_rows_less(t: Table, rng: Random) -> Table:
    """Three rows in a hundred are not there."""
    kept = tuple(row for row in t.rows if rng.random() > 0.03)
    return t.replace(rows=kept) if len(kept) > 20 else t


def jittered(t: Table, rng: Random) -> Table:
    """Figures move by a few hundredths, each in its own style; what is whole stays whole."""
    places = measured(t)
    whole = {i for i in places if all(float(c) == int(float(c)) for c in filled(t, i))}

    def moved(cell: str, i: int) -> str:
        if not cell:
            return cell
        value = float(cell) * rng.uniform(0.97, 1.03)
        return f"{round(value) if i in whole else value:.{len(cell.partition('.')[2])}f}"

    wanted = frozenset(places)
    return t.replace(rows=tuple(tuple(moved(c, i) if i in wanted else c for i, c in enumerate(r)) for r in t.rows))
