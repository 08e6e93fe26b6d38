"""Columns that were split into several, or merged into one."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from .names import folded, tail
from .profile import Profile
from .rows import ALIGNED_ROWS


class Regrouped(msgspec.Struct, frozen=True, eq=False):
    """A column that became several, or several that became one."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    score: float = 1.0


def splits_of(
    a: Sequence[Profile], b: Sequence[Profile], named: Mapping[int, int], rows: Sequence[tuple[int, int]]
) -> tuple[Regrouped, ...]:
    """ "X" gone and several new "X(…)"; or the new ones put together are the old one on aligned rows."""
    found: list[Regrouped] = []
    new = [p for j, p in enumerate(b) if j not in named.values()]
    for i, old in enumerate(a):
        if i in named:
            continue
        used = {n for s in found for n in s.after}
        stem = folded(tail(old.name))
        parts = [p for p in new if p.name not in used and _part_of(stem, folded(tail(p.name)))]
        if len(parts) >= 2:
            found.append(Regrouped((old.name,), tuple(p.name for p in parts)))
            continue
        free = [p for p in new if p.name not in used and p.filled]
        put = next((c for c in combinations(free[:8], 2) if _put_together(old, c, [(i, j) for i, j in rows])), None)
        if put is not None:
            found.append(Regrouped((old.name,), tuple(p.name for p in put), 0.95))
    return tuple(found)


def merges_of(
    a: Sequence[Profile],
    b: Sequence[Profile],
    named: Mapping[int, int],
    rows: Sequence[tuple[int, int]],
    taken: tuple[set[str], set[str]],
) -> tuple[Regrouped, ...]:
    old = [p for i, p in enumerate(a) if i not in named and p.name not in taken[0]]
    found: list[Regrouped] = []
    for j, new in enumerate(b):
        if j in named.values() or new.name in taken[1]:
            continue
        used = {n for m in found for n in m.before}
        stem = folded(tail(new.name))
        parts = [p for p in old if p.name not in used and _part_of(stem, folded(tail(p.name)))]
        backwards = [(j, i) for i, j in rows]
        free = [p for p in old if p.name not in used and p.filled][:8]
        put = next((c for c in combinations(free, 2) if _put_together(new, c, backwards)), None)
        if put is not None or len(parts) >= 2:
            chosen = put or tuple(parts)
            found.append(Regrouped(tuple(p.name for p in chosen), (new.name,), 0.95 if put else 1.0))
    return tuple(found)


def _part_of(stem: str, name: str) -> bool:
    """`火力(LNG)` is a part of `火力`: the stem, then something in brackets or behind a separator."""
    return len(stem) >= 2 and name.startswith(stem) and name[len(stem) :].lstrip()[:1] in tuple("([（【_-:/・")


def _put_together(whole: Profile, parts: Sequence[Profile], rows: Sequence[tuple[int, int]]) -> bool:
    """Whether the parts' cells with one separator between them are the whole's, in 90 % of the aligned rows."""
    seen = [(whole.cells[i], [p.cells[j] for p in parts]) for i, j in rows]
    filled = [(w, ps) for w, ps in seen if w is not None and all(p is not None for p in ps)]
    if len(filled) < ALIGNED_ROWS:
        return False
    for order in (0, 1):
        hits = 0
        for w, ps in filled:
            first, last = (ps[0], ps[1]) if order == 0 else (ps[1], ps[0])
            hits += w.startswith(first) and w.endswith(last) and len(w) - len(first) - len(last) in (0, 1, 2, 3)  # type: ignore[arg-type]  # filled
        if hits >= 0.9 * len(filled):
            return True
    return False
