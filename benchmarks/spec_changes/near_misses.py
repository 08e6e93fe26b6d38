"""Near misses: what looks like a change and is none. Of each pair nothing may be told."""

from collections.abc import Callable
from random import Random

from .columns_of import filled, measured, of_sort
from .table import Table

NearMiss = Callable[[Table, Table, Random], tuple[Table, Table] | None]


def next_period(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    return before, after


def previous_period(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    return None if accumulates(before, after) else (after, before)


def itself(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    return before, before


def header_alone(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """A file with zero rows."""
    return (before, after.replace(rows=(), footer=())) if len(after.header) == 1 and not after.preamble else None


def new_category(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    able = of_sort(after, "category")
    if not able:
        return None
    i = rng.choice(able)
    new = "新区分" if not filled(after, i)[0].isascii() else "Newcomer"
    return before, after.with_column(i, lambda c: new if c and rng.random() < 0.12 else c)


def another_sample(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """Two thirds of the rows."""
    if len(after.rows) < 60 or accumulates(before, after):
        return None
    return before, after.replace(rows=tuple(r for r in after.rows if rng.random() < 0.67))


def accumulates(before: Table, after: Table) -> bool:
    """The same things come back: rows, the days of a file that grows from one first day, or the values of a column that identifies them."""
    if same_rows(before, after) or any(set(before.column(i)) < set(after.column(i)) for i in of_sort(before, "date") if i < after.width):
        return True
    ids = [i for i in of_sort(before, "id", "code") if i < after.width and len(set(before.column(i))) == len(before.rows)]
    return any(len(set(before.column(i)) & set(after.column(i))) > 0.9 * len(before.rows) for i in ids)


def same_rows(before: Table, after: Table) -> bool:
    """Most rows come back as they were."""
    return len(set(before.rows) & set(after.rows)) > 0.5 * len(before.rows)


def fewer_decimals_here_and_there(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """Some values happen to be round."""
    able = [i for i in measured(after) if any("." in c for c in filled(after, i))]
    if not able:
        return None
    return before, after.with_columns(able, lambda c: f"{round(float(c)):.{len(c.partition('.')[2])}f}" if c and rng.random() < 0.1 else c)


def season(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """Each figure has its own way of growing: × 0.5 to × 3, with noise."""
    places = measured(after)
    if not places or accumulates(before, after):
        return None
    factors = {i: rng.choice((0.5, 0.7, 1.6, 2.2, 3.0)) for i in places}
    out = after
    for i, f in factors.items():
        out = out.with_column(i, lambda c, f=f: f"{float(c) * f * rng.uniform(0.8, 1.25):.{len(c.partition('.')[2])}f}" if c else c)  # type: ignore[misc]  # bound now
    return before, out


def everything_grows(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """All figures are 2.6 times what they were, with noise: an epidemic, not a unit."""
    places = measured(after)
    if not places or accumulates(before, after):
        return None
    return before, after.with_columns(places, lambda c: f"{float(c) * 2.6 * rng.uniform(0.85, 1.15):.{len(c.partition('.')[2])}f}" if c else c)


def ascii_only(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """A day without notes: the file of a CP932 source happens to be ASCII."""
    if before.encoding != "cp932" or not all(n.isascii() for n in after.names):
        return None
    rows = tuple(r for r in after.rows if all(c.isascii() for c in r))
    return (before, after.replace(rows=rows)) if len(rows) > 20 else None


def a_day_of_46(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """The clock is put forward: two half-hours less on one day."""
    dates = of_sort(after, "date")
    if not dates or len(after.rows) < 200:
        return None
    days = list(dict.fromkeys(after.column(dates[0])))
    if len(after.rows) // len(days) not in (48, 24, 96):
        return None
    day = days[len(days) // 2]
    gone = [n for n, r in enumerate(after.rows) if r[dates[0]] == day][2:4]
    return before, after.replace(rows=tuple(r for n, r in enumerate(after.rows) if n not in gone))


def half_as_long(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """A shorter month."""
    if len(after.rows) < 100 or accumulates(before, after):
        return None
    return before, after.replace(rows=after.rows[: 2 * len(after.rows) // 3])


def needed_quotes(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """A note with the delimiter in it must be quoted."""
    able = of_sort(after, "empty", "text")
    able = [i for i in able if after.names[i].strip() and not any(ch.isdigit() for c in filled(after, i)[:20] for ch in c)]
    if not able or after.quoting != "minimal":
        return None
    n = rng.randrange(len(after.rows))
    word = f"see note{after.delimiter} page 2"
    rows = tuple((*r[: able[0]], word, *r[able[0] + 1 :]) if k == n else r for k, r in enumerate(after.rows))
    return before, after.replace(rows=rows)


def some_missing(before: Table, after: Table, rng: Random) -> tuple[Table, Table] | None:
    """One figure in ten is not there today."""
    places = measured(after)
    return (before, after.with_columns(places[:3], lambda c: "" if rng.random() < 0.1 else c)) if places else None


NEAR_MISSES: tuple[NearMiss, ...] = (
    next_period, previous_period, itself, header_alone, new_category, another_sample, fewer_decimals_here_and_there, season,
    everything_grows, ascii_only, a_day_of_46, half_as_long, needed_quotes, some_missing,
)  # fmt: skip
