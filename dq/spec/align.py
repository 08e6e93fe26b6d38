"""Which column is which: the one place that pairs two Specs.

Exact names first, then declared aliases and names that are a period; splits and merges; then renames. What is left was
removed or added.
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Literal

import msgspec

from ..regex import later
from .names import folded, period_of, placeholder, tail, tokens
from .profile import Profile, profiles
from .regroup import Regrouped, merges, splits
from .renames import renames
from .rows import Rows, aligned_rows, equal_cells
from .spec import ColumnSpec, Landing, Spec

__all__ = ["Diff", "Landing", "Pair", "Regrouped", "align"]

MONTH_ASIDE, SHORTEST_MONTH = "1 to 31", 28  # one column for each day of a month
PROVED = 0.9  # the score of a rename that the last good file's rows leave no doubt of
SERIES = 3  # columns named by periods alike make a series that grows or slides


_DAY = later("(?:day ?)?([0-9]{1,2})日?")


class Pair(msgspec.Struct, frozen=True, eq=False):
    """One column on both sides. `score`: how sure, 1 where the names say so; `equal` of `aligned` rows have equal cells.
    `unnamed`: the names prove nothing, because a side has none there, or because they are periods that moved on."""

    before: ColumnSpec
    after: ColumnSpec
    a: Profile
    b: Profile
    score: float = 1.0
    aligned: int = 0
    equal: int = 0
    unnamed: bool = False

    @property
    def renamed(self) -> bool:
        return not self.unnamed and self.before.name != self.after.name and self.after.name not in self.before.aliases


class Diff(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Two Specs held against each other. `rows`: pairs of numbers of sampled rows that are one row, by `key`."""

    before: Spec
    after: Spec
    against: Literal["declared", "last_good", "history"] = "declared"
    pairs: tuple[Pair, ...] = ()
    splits: tuple[Regrouped, ...] = ()
    merges: tuple[Regrouped, ...] = ()
    removed: tuple[ColumnSpec, ...] = ()
    added: tuple[ColumnSpec, ...] = ()
    key: tuple[str, ...] = ()
    rows: Rows = ()
    known: bool = True  # False: nothing is known of one side's columns
    landed: tuple[Landing, Landing] = (Landing(), Landing())

    @property
    def relabelled(self) -> bool:
        """The header has more or fewer lines: a label above a name came or went, which is not ten renames."""
        a, b = self.before.dialect.header_rows, self.after.dialect.header_rows
        return a is not None and b is not None and len(a) != len(b)


def align(
    before: Spec,
    after: Spec,
    against: Literal["declared", "last_good", "history"] = "declared",
    *,
    landed: tuple[Landing, Landing] = (Landing(), Landing()),
    since: Diff | None = None,
) -> Diff:
    """Undeclared is unknown: a side without columns pairs with nothing. `since`: the same file held against the last good
    one, whose rows say more of a rename or a split than what is declared can."""
    if before.columns is None or after.columns is None:
        return Diff(before=before, after=after, against=against, known=False, landed=landed)
    a, b = profiles(before, other=after), profiles(after, other=before)
    nameless = (before.dialect.header_rows == ()) != (after.dialect.header_rows == ())
    named, unnamed = _in_place(a, b) if nameless else _by_name(before, after, a, b)
    periods = _Periods({}, (set(), set()), (set(), set()))
    if against != "declared" and not nameless:
        periods = _periods(a, b, named)
        named.update(periods.moved)
        unnamed |= set(periods.moved)
    key, rows = aligned_rows(before, after, [(a[i], b[j]) for i, j in {**named, **_nearly(a, b, named)}.items()])
    proved = {} if since is None or nameless else _proved(before.columns, after.columns, named, since.pairs)
    named |= dict(proved.keys())
    parted = () if nameless else splits(a, b, named, rows)
    merged = () if nameless else merges(a, b, named, rows, _gone(parted))
    if since is not None and not nameless:
        parted += _regrouped(a, b, named, since.splits, _gone((*parted, *merged)))
        merged += _regrouped(a, b, named, since.merges, _gone((*parted, *merged)))
    gone = _gone((*parted, *merged))
    past = {a[i].name for i in periods.slid[0]} | gone[0], {b[j].name for j in periods.slid[1]} | gone[1]
    scores = renames(a, b, named, rows, past, nameless=nameless)
    both = {**named, **dict(scores.keys())}
    pairs = tuple(
        Pair(
            before.columns[i], after.columns[j], a[i], b[j], scores.get((i, j), 1.0),
            *equal_cells(a[i], b[j], rows), unnamed=nameless or i in unnamed,
        )
        if (i, j) not in proved
        else Pair(before.columns[i], after.columns[j], a[i], b[j], *proved[i, j])
        for i, j in sorted(both.items())
    )  # fmt: skip
    taken = set(both.values())
    if nameless and len(a) != len(b):  # which columns went or came cannot be said without names
        past = {p.name for p in a}, {p.name for p in b}
    return Diff(
        before=before,
        after=after,
        against=against,
        pairs=pairs,
        splits=parted,
        merges=merged,
        removed=tuple(
            c for i, c in enumerate(before.columns) if i not in both and i not in periods.loose[0] and c.name not in past[0]
        ),
        added=tuple(c for j, c in enumerate(after.columns) if j not in taken and j not in periods.loose[1] and c.name not in past[1]),
        key=key,
        rows=rows,
        landed=landed,
    )


def _proved(
    before: Sequence[ColumnSpec], after: Sequence[ColumnSpec], named: Mapping[int, int], pairs: Sequence[Pair]
) -> dict[tuple[int, int], tuple[float, int, int]]:
    """Renames that the last good file proves, of columns that have no namesake: score, aligned rows, equal cells."""
    old, new = ({c.name: n for n, c in enumerate(side)} for side in (before, after))
    taken = set(named.values())
    return {
        (old[p.before.name], new[p.after.name]): (p.score, p.aligned, p.equal)
        for p in pairs
        if p.renamed and p.score >= PROVED and p.before.name in old and p.after.name in new
        and old[p.before.name] not in named and new[p.after.name] not in taken
    }  # fmt: skip


def _regrouped(
    a: Sequence[Profile], b: Sequence[Profile], named: Mapping[int, int], groups: Sequence[Regrouped],
    gone: tuple[set[str], set[str]],
) -> tuple[Regrouped, ...]:  # fmt: skip
    """Splits or merges of columns that have no namesake and are told by no other."""
    taken = set(named.values())
    free = {p.name for i, p in enumerate(a) if i not in named} - gone[0], {p.name for j, p in enumerate(b) if j not in taken} - gone[1]
    return tuple(g for g in groups if free[0].issuperset(g.before) and free[1].issuperset(g.after))


def _gone(groups: Sequence[Regrouped]) -> tuple[set[str], set[str]]:
    return {n for g in groups for n in g.before}, {n for g in groups for n in g.after}


def _in_place(a: Sequence[Profile], b: Sequence[Profile]) -> tuple[dict[int, int], set[int]]:
    """One side has no header: of as many columns each is where it was."""
    found = {i: i for i in range(len(a))} if len(a) == len(b) else {}
    return found, set(found)


def _by_name(one: Spec, other: Spec, a: Sequence[Profile], b: Sequence[Profile]) -> tuple[dict[int, int], set[int]]:
    """Exact names, then aliases, then the last line of a header that has more lines on one side; columns without a name
    in the order in which they stand. A filled column that got its first name, or lost it, in a header of as many lines
    is renamed; else a label above may name it."""
    before, after = one.columns or (), other.columns or ()
    as_tall = len(one.dialect.header_rows or ()) == len(other.dialect.header_rows or ())
    blank = [[n for n, c in enumerate(side) if placeholder(c.name, n)] for side in (before, after)]
    found: dict[int, int] = dict(zip(*blank, strict=True)) if len(blank[0]) == len(blank[1]) else {}
    unnamed, taken = set(found), set(found.values())
    places = {c.name: j for j, c in enumerate(after)}
    for alias in (False, True):
        for i, column in enumerate(before):
            names = column.aliases if alias else (column.name,)
            j = next((places[n] for n in names if n in places), None)
            if i not in found and j is not None and j not in taken:
                found[i] = j
                taken.add(j)
    tails: dict[str, list[int]] = {}
    for j, c in enumerate(after):
        tails.setdefault(tail(c.name), []).append(j)
    for i, column in enumerate(before):
        same = [] if i in found else [j for j in tails.get(tail(column.name), []) if j not in taken]
        if len(same) == 1 and ("|" in column.name) != ("|" in after[same[0]].name):
            found[i] = same[0]
            taken.add(same[0])
    if len(before) == len(after) and len(blank[0]) != len(blank[1]):  # named by a label above, or no longer
        for i in set(blank[0]) ^ set(blank[1]):
            if i not in found and i not in taken:
                found[i] = i
                if not (as_tall and a[i].filled and b[i].filled and a[i].type == b[i].type):
                    unnamed.add(i)
    return found, unnamed


def _nearly(a: Sequence[Profile], b: Sequence[Profile], named: Mapping[int, int]) -> dict[int, int]:
    """Names that differ only in case, width or separators: good enough to align rows by."""
    taken = set(named.values())
    places: dict[str, list[int]] = {}
    for j, p in enumerate(b):
        if j not in taken:
            places.setdefault(_plain(p.name), []).append(j)
    told = {i: places.get(_plain(p.name), []) for i, p in enumerate(a) if i not in named}
    return {i: js[0] for i, js in told.items() if len(js) == 1}


def _plain(name: str) -> str:
    return "".join(tokens(name)) or folded(name)


class _Periods(msgspec.Struct, frozen=True, eq=False):
    """Columns named by periods. `moved`: another period in the same place; `slid`: a window moved on; `loose`: ends of a
    series that came or went, unless they turn out to be renamed. Each a number before, or after."""

    moved: dict[int, int]
    slid: tuple[set[int], set[int]]
    loose: tuple[set[int], set[int]]


def _periods(a: Sequence[Profile], b: Sequence[Profile], named: Mapping[int, int]) -> _Periods:
    """As many columns went as came in the same places of a series, so they moved on; or the series slid or grew."""
    taken = set(named.values())
    sides = [_series(a), _series(b)]
    found = _Periods({}, (set(), set()), (set(), set()))
    for pattern in sides[0].keys() & sides[1].keys():
        old, new = sides[0][pattern], sides[1][pattern]
        same = {folded(a[i].name) for i in old if i not in named} & {folded(b[j].name) for j in new if j not in taken}
        gone = [i for i in old if i not in named and folded(a[i].name) not in same]
        come = [j for j in new if j not in taken and folded(b[j].name) not in same]  # the same period is the same column
        if pattern == MONTH_ASIDE:
            found.loose[0].update(_run(old[::-1], gone))
            found.loose[1].update(_run(new[::-1], come))
        elif not come:
            continue
        elif gone == old and come == new and len(gone) == len(come):
            found.moved.update(zip(gone, come, strict=True))
        elif min(len(old), len(new)) >= (2 if len(gone) == len(come) else SERIES):
            for left, came in ((_run(old, gone), _run(new[::-1], come)), (_run(old[::-1], gone), _run(new, come))):
                n = min(len(left), len(came))
                found.slid[0].update(left[:n])
                found.slid[1].update(came[:n])
                found.loose[1].update(came[n:])
                if n or len(gone) == len(old):
                    found.loose[0].update(left[n:])
    return found


def _run(series: Sequence[int], some: Sequence[int]) -> list[int]:
    """Those of `some` that begin the series."""
    return list(takewhile(frozenset(some).__contains__, series))


def _series(columns: Sequence[Profile]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for p in columns:
        pattern = period_of(tail(p.name))
        if pattern is not None:
            found.setdefault(pattern, []).append(p.position)
    days = [(int(hit[1]), p.position) for p in columns for hit in [_DAY.fullmatch(folded(tail(p.name)))] if hit]
    if len(days) >= SHORTEST_MONTH and [n for n, _ in days] == list(range(1, len(days) + 1)):
        found[MONTH_ASIDE] = [at for _, at in days]
    return found
