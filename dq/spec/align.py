"""Which column is which, and which row is which: the one place that pairs two Specs.

Exact names first, then declared aliases; splits and merges; then renames, by name, values and position, one to one, with
aligned rows as by far the strongest evidence. What is left was removed or added.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from .names import alike, tail
from .profile import Profile, profiles
from .regroup import Regrouped, merges_of, splits_of
from .rows import ALIGNED_ROWS, aligned_rows, equal_cells
from .spec import ColumnSpec, Spec

ACCEPT = 0.55
MARGIN = 0.1
NAME, VALUES, POSITION = 0.45, 0.35, 0.20
SAME_CELLS = 0.95
NAME_ALONE = 0.7  # where there are no values to compare, a name must be that much alike


class Pair(msgspec.Struct, frozen=True, eq=False):
    """One column on both sides. `score`: how sure, 1 where the names say so; `equal` of `aligned` rows have equal cells."""

    before: ColumnSpec
    after: ColumnSpec
    a: Profile
    b: Profile
    score: float = 1.0
    aligned: int = 0
    equal: int = 0

    @property
    def renamed(self) -> bool:
        return self.before.name != self.after.name and self.after.name not in self.before.aliases


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
    rows: tuple[tuple[int, int], ...] = ()
    known: bool = True  # False: nothing is known of one side's columns

    @property
    def relabelled(self) -> bool:
        """The header has more or fewer lines: a label above a name came or went, which is not ten renames."""
        a, b = self.before.dialect.header_rows, self.after.dialect.header_rows
        return a is not None and b is not None and len(a) != len(b)


def align(before: Spec, after: Spec, against: Literal["declared", "last_good", "history"] = "declared") -> Diff:
    """Undeclared is unknown: a side without columns pairs with nothing."""
    if before.columns is None or after.columns is None:
        return Diff(before=before, after=after, against=against, known=False)
    a, b = profiles(before, other=after), profiles(after, other=before)
    named = _by_name(before.columns, after.columns)
    key, rows = aligned_rows(before, after, [(a[i], b[j]) for i, j in named.items()])
    splits = splits_of(a, b, named, rows)
    taken = {n for s in splits for n in s.before}, {n for s in splits for n in s.after}
    merges = merges_of(a, b, named, rows, taken)
    gone = {n for g in (*splits, *merges) for n in g.before}, {n for g in (*splits, *merges) for n in g.after}
    scores = _renames(a, b, named, rows, gone)
    both = {**named, **dict(scores.keys())}
    pairs = tuple(
        Pair(before.columns[i], after.columns[j], a[i], b[j], scores.get((i, j), 1.0), *equal_cells(a[i], b[j], rows))
        for i, j in sorted(both.items())
    )
    return Diff(
        before=before,
        after=after,
        against=against,
        pairs=pairs,
        splits=splits,
        merges=merges,
        removed=tuple(c for i, c in enumerate(before.columns) if i not in both and c.name not in gone[0]),
        added=tuple(c for j, c in enumerate(after.columns) if j not in both.values() and c.name not in gone[1]),
        key=key,
        rows=rows,
    )


def _by_name(before: Sequence[ColumnSpec], after: Sequence[ColumnSpec]) -> dict[int, int]:
    """Exact names, then aliases, then the last line of a header that has more lines on one side."""
    places = {c.name: j for j, c in enumerate(after)}
    found: dict[int, int] = {}
    for names in (lambda c: (c.name,), lambda c: c.aliases):
        for i, column in enumerate(before):
            j = next((places[n] for n in names(column) if n in places), None)
            if i not in found and j is not None and j not in found.values():
                found[i] = j
    tails: dict[str, list[int]] = {}
    for j, c in enumerate(after):
        tails.setdefault(tail(c.name), []).append(j)
    for i, column in enumerate(before):
        same = [j for j in tails.get(tail(column.name), []) if j not in found.values()]
        if i not in found and len(same) == 1 and ("|" in column.name) != ("|" in after[same[0]].name):
            found[i] = same[0]
    return found


# --- renames ---------------------------------------------------------------------------------------------------------


def _renames(
    a: Sequence[Profile],
    b: Sequence[Profile],
    named: Mapping[int, int],
    rows: Sequence[tuple[int, int]],
    gone: tuple[set[str], set[str]],
) -> dict[tuple[int, int], float]:
    """One to one, best scores first; a rival within the margin makes it less sure."""
    old = [i for i, p in enumerate(a) if i not in named and p.name not in gone[0]]
    new = [j for j, p in enumerate(b) if j not in named.values() and p.name not in gone[1]]
    scores = {(i, j): score(a[i], b[j], _place(i, j, named, len(a), len(b)), rows) for i in old for j in new}
    accepted: dict[tuple[int, int], float] = {}
    free = dict(sorted(scores.items(), key=lambda kv: -kv[1]))
    while free:
        (i, j), best = next(iter(free.items()))
        if best < ACCEPT:
            break
        rivals = [s for (x, y), s in free.items() if (x == i) != (y == j)]
        unsure = bool(rivals) and best - max(rivals) < MARGIN
        accepted[i, j] = round(min(best, 0.7) if unsure else best, 2)
        free = {(x, y): s for (x, y), s in free.items() if x != i and y != j}
    left = [i for i in old if all(i != x for x, _ in accepted)], [j for j in new if all(j != y for _, y in accepted)]
    accepted.update(_eliminated(a, b, left))
    return accepted


def score(a: Profile, b: Profile, place: float, rows: Sequence[tuple[int, int]]) -> float:
    """How likely b is a under another name. Equal cells in aligned rows outweigh everything."""
    aligned, equal = equal_cells(a, b, rows)
    if aligned >= ALIGNED_ROWS and equal >= SAME_CELLS * aligned and len(a.counts) > 3:
        return 0.9 + 0.1 * equal / aligned
    name, values = alike(tail(a.name), tail(b.name)), values_alike(a, b)
    if values is None or (values < 0 and name >= 0.9):  # nothing to compare, or another type under nearly the same name
        alone = (NAME * name + POSITION * place) / (NAME + POSITION)
        return min(alone, 0.9) if name >= NAME_ALONE else min(alone, ACCEPT - 0.01)
    if values < 0:
        return 0.0  # types that exclude each other
    return NAME * name + VALUES * max(values, 0.0) + POSITION * place


def _place(i: int, j: int, named: Mapping[int, int], before: int, after: int) -> float:
    """1 in the same place of a gap between the same neighbours, less the further away."""
    left = max((x for x in named if x < i), default=-1)
    right = min((x for x in named if x > i), default=before)
    lo = named[left] if left >= 0 else -1
    hi = named[right] if right < before else after
    if lo < j < hi:
        return 1.0 if j - lo == i - left or hi - j == right - i else 0.8
    return 0.5 * (1 - abs(i / max(before - 1, 1) - j / max(after - 1, 1)))


def values_alike(a: Profile, b: Profile) -> float | None:
    """-1 where the types exclude each other, None where a side shows no values."""
    if not a.known or not b.known:
        return None if a.type is None or b.type is None or _kind(a) == _kind(b) else -1.0
    if not a.filled or not b.filled:
        return None
    if _kind(a) != _kind(b):
        return -1.0
    if a.numeric:
        return _numbers_alike(a, b)
    if a.temporal:
        return _dates_alike(a, b)
    return _texts_alike(a, b)


def _kind(p: Profile) -> str | None:
    return {"integer": "number", "code": "text"}.get(p.type or "", p.type)


def _numbers_alike(a: Profile, b: Profile) -> float:
    """Five quantiles, and whether both are whole numbers."""
    x, y = a.quantiles(), b.quantiles()
    if not x or not y:
        return 0.3
    spread = max(x[-1], y[-1]) - min(x[0], y[0])
    apart = sum(abs(p - q) for p, q in zip(x, y, strict=True)) / (5 * spread) if spread else 0.0
    return max(0.0, 1 - 2 * apart) * (1.0 if a.type == b.type else 0.8)


def _dates_alike(a: Profile, b: Profile) -> float:
    """The digits of year and month that both show."""
    x, y = ({"".join(ch for ch in c if ch.isdigit())[:6] for c in p.counts} for p in (a, b))
    return 0.6 + 0.4 * len(x & y) / max(1, min(len(x), len(y)))


def _texts_alike(a: Profile, b: Profile) -> float:
    """The mass of values that both have; ids and disjoint categories by length, number of values and frequency."""
    shared = sum(min(n / a.filled, b.counts.get(c, 0) / b.filled) for c, n in a.counts.items())
    lengths = [sum(len(c) * n for c, n in p.counts.items()) / p.filled for p in (a, b)]
    distinct = [len(p.counts) / p.filled if not p.categorical else len(p.counts) for p in (a, b)]
    if a.categorical != b.categorical:
        return max(shared, 0.1)
    profile = 0.5 * _ratio(lengths) + 0.5 * _ratio(distinct)
    if a.categorical and len(a.counts) == len(b.counts) <= 6:
        x, y = ([n / p.filled for n in p.counts.values()] for p in (a, b))
        profile = max(profile, 1 - sum(abs(p - q) for p, q in zip(x, y, strict=True)))
    return max(shared, 0.7 * profile)


def _ratio(two: Sequence[float]) -> float:
    return min(two) / max(two) if max(two) > 0 else 1.0


def _eliminated(
    a: Sequence[Profile], b: Sequence[Profile], left: tuple[Sequence[int], Sequence[int]]
) -> dict[tuple[int, int], float]:
    """The only date left on both sides, the only category of that many values: probably the same."""
    found: dict[tuple[int, int], float] = {}
    for pick in (
        lambda p: p.type if p.temporal else None,
        lambda p: f"{len(p.counts)}" if p.categorical and len(p.counts) > 1 else None,
    ):
        for wanted in {pick(a[i]) for i in left[0]} - {None}:
            old = [i for i in left[0] if pick(a[i]) == wanted]
            new = [j for j in left[1] if pick(b[j]) == wanted and all(j != y for _, y in found)]
            if len(old) == len(new) == 1:
                found[old[0], new[0]] = ACCEPT
    return found
