"""Splits and merges: one column became several, or several one. By names, by aligned rows, or by what the cells are made of."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, islice, permutations

import msgspec

from ..regex import later
from .days import moment
from .names import folded, tail, tokens
from .profile import Profile, shape
from .rows import ENOUGH, Rows

LOOK = 300  # distinct cells that tell what a whole is made of
MADE_OF = 0.9
CANDIDATES = 8
FEW = 4  # values that tell one column from another
_YEAR = later(r"(?<![0-9])(?:19|20)[0-9]{2}")
_SEPARATORS = 3  # characters between two parts, at most


class Regrouped(msgspec.Struct, frozen=True, eq=False):
    """A column that became several, or several that became one."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    score: float = 1.0


def splits(a: Sequence[Profile], b: Sequence[Profile], named: Mapping[int, int], rows: Rows) -> tuple[Regrouped, ...]:
    """"X" gone and several new "X(…)"; or the new ones put together are the old one."""
    taken = set(named.values())
    new = [p for j, p in enumerate(b) if j not in taken]
    old = [p for i, p in enumerate(a) if i not in named]
    return tuple(Regrouped((whole.name,), parts, score) for whole, parts, score in _regrouped(old, new, rows))


def merges(
    a: Sequence[Profile], b: Sequence[Profile], named: Mapping[int, int], rows: Rows, gone: tuple[Collection[str], Collection[str]]
) -> tuple[Regrouped, ...]:
    taken = set(named.values())
    old = [p for i, p in enumerate(a) if i not in named and p.name not in gone[0]]
    new = [p for j, p in enumerate(b) if j not in taken and p.name not in gone[1]]
    backwards = tuple((j, i) for i, j in rows)
    return tuple(Regrouped(parts, (whole.name,), score) for whole, parts, score in _regrouped(new, old, backwards))


def _regrouped(
    wholes: Sequence[Profile], parts: Sequence[Profile], rows: Rows
) -> list[tuple[Profile, tuple[str, ...], float]]:
    found: list[tuple[Profile, tuple[str, ...], float]] = []
    if len(parts) < 2 or len(wholes) * len(parts) > 10_000:
        return found
    used: set[str] = set()
    for whole in wholes:
        free = [p for p in parts if p.name not in used]
        stem = folded(tail(whole.name))
        named = tuple(p.name for p in free if part_of(stem, folded(tail(p.name))))
        made = _made_of(whole, _near(whole, free), rows)
        if made is not None or len(named) >= 2:
            found.append((whole, named if made is None else made, 1.0 if made is None else 0.95))
            used.update(found[-1][1])
    return found


def _near(whole: Profile, free: Sequence[Profile]) -> list[Profile]:
    """The parts that could be: filled, nearest to the whole's place first where there are many."""
    filled = [p for p in free if p.filled]
    return filled if len(filled) <= CANDIDATES else sorted(filled, key=lambda p: abs(p.position - whole.position))[:CANDIDATES]


def part_of(stem: str, name: str) -> bool:
    """`火力(LNG)` is a part of `火力`: the stem, then something in brackets or behind a separator."""
    return len(stem) >= 2 and name.startswith(stem) and name[len(stem) :].lstrip()[:1] in tuple("([（【_-:/・")


def _made_of(whole: Profile, parts: Sequence[Profile], rows: Rows) -> tuple[str, ...] | None:
    if not whole.filled or whole.type in ("integer", "number", "boolean") or any(_same_values(whole, p) for p in parts):
        return None
    for two in combinations(parts, 2):
        for first, last in (two, two[::-1]):
            if _in_rows(whole, first, last, rows) or _in_sets(whole, first, last) or _in_shape(whole, first, last):
                return first.name, last.name
    if whole.type == "date":
        for year, month in permutations(parts, 2):
            if _year_month(whole, year, month):
                return year.name, month.name
        for three in permutations(parts, 3):
            if _year_month_day(whole, three):
                return tuple(p.name for p in three)
    return None


def _same_values(whole: Profile, part: Profile) -> bool:
    """A column that holds the whole's own values is the whole under another name."""
    return len(whole.counts) >= FEW and sum(cell in part.counts for cell in whole.counts) >= MADE_OF * len(whole.counts)


def _in_rows(whole: Profile, first: Profile, last: Profile, rows: Rows) -> bool:
    """In nine of ten aligned rows the parts stand at the ends of the whole, little between them."""
    filled = [(w, x, y) for i, j in rows for w, x, y in [(whole.cells[i], first.cells[j], last.cells[j])] if w and x and y]
    if len(filled) < ENOUGH or len(last.counts) == len(first.counts) == 1:
        return False
    hits = sum(w.startswith(x) and w.endswith(y) and 0 <= len(w) - len(x) - len(y) <= _SEPARATORS for w, x, y in filled)
    return hits >= MADE_OF * len(filled)


def _in_sets(whole: Profile, first: Profile, last: Profile) -> bool:
    """Whatever the rows: nearly every whole is a value of the one, a separator, and a value of the other."""
    if max(first.filled, last.filled) < ENOUGH or len(whole.counts) < 2 or len(whole.counts) < max(len(first.counts), len(last.counts)) / 2:
        return False
    heads, tails = first.counts, last.counts
    seen = hits = 0
    for cell in islice(whole.counts, LOOK):
        seen += 1
        hits += any(
            cell[:k] in heads and any(cell[k + s :] in tails for s in range(_SEPARATORS + 1) if not _worded(cell[k : k + s]))
            for k in range(1, len(cell))
        )
        if seen - hits > (1 - MADE_OF) * min(LOOK, len(whole.counts)):
            return False
    return hits >= MADE_OF * seen


def _worded(text: str) -> bool:
    return any(ch.isalnum() and ch not in "TtZz" for ch in text)


def _in_shape(whole: Profile, first: Profile, last: Profile) -> bool:
    """A day and a time, or names that together are the whole's name, and cells of the joined shape."""
    days = first.type == "date" and last.type == "time" and whole.type == "datetime"
    named = set(tokens(whole.name)) >= set(tokens(first.name)) | set(tokens(last.name)) and len(tokens(whole.name)) > 1
    if not (days or named):
        return False
    shapes = [{shape(c) for c in islice(p.counts, LOOK)} for p in (whole, first, last)]
    if max(map(len, shapes)) > 40:
        return False
    joined = {x + sep + y for x in shapes[1] for y in shapes[2] for sep in (" ", "T", "a", "-", "_", "/", ",", ", ", "", ":", "　")}
    return sum(s in joined for s in shapes[0]) >= MADE_OF * len(shapes[0])


def _year_month(whole: Profile, year: Profile, month: Profile) -> bool:
    """Whole numbers side by side that are the years and months of dates which are all first days, or months."""
    if not all(p.type in ("integer", "code") for p in (year, month)) or abs(year.position - month.position) != 1:
        return False
    dates = [d for c in islice(whole.counts, LOOK) for d in [moment(c, "date", whole.format)] if d is not None]
    pairs = {(int(y), int(m)) for y, m in zip(year.cells, month.cells, strict=True) if y and m and (y + m).isdecimal()}
    if len(pairs) < ENOUGH or any(d.day != 1 for d in dates) or not all(1 <= m <= 12 for _, m in pairs):
        return False
    return sum((d.year, d.month) in pairs for d in dates) >= MADE_OF * min(len(dates), len(pairs))


def _year_month_day(whole: Profile, three: Sequence[Profile]) -> bool:
    """Whole numbers that can only be years, months and days, of the years that the dates have."""
    if not all(p.type in ("integer", "code") for p in three):
        return False
    years, months, dates = ({int(c) for c in p.counts if c.isdecimal()} for p in three)
    if not (years and months and dates) or not (min(years) >= 1900 and max(years) <= 2100):
        return False
    if not (months <= set(range(1, 13)) and dates <= set(range(1, 32)) and (len(dates) > 12 or max(dates) > 12 or len(months) == 1)):
        return False
    text = "".join(islice(whole.counts, LOOK))
    near = {int(y) + n for y in _YEAR.findall(text) for n in (-1, 0, 1)}  # the file of the year after, too
    return not years.isdisjoint(near) and three[0].position < three[1].position < three[2].position
