"""Which row is which: sampled rows of two files that are one row, by a key that both have."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from .days import moment
from .profile import Profile
from .spec import Spec

ENOUGH = 8  # fewer aligned rows prove nothing
CANDIDATES = 8

Rows = tuple[tuple[int, int], ...]


def aligned_rows(before: Spec, after: Spec, pairs: Sequence[tuple[Profile, Profile]]) -> tuple[tuple[str, ...], Rows]:
    """The key and the sampled rows that are one row: by the samples' own key, else by some columns that are unique in
    both samples and share values."""
    x, y = before.sample, after.sample
    if x is None or y is None:
        return (), ()
    if x.keys is not None and y.keys is not None and x.key == y.key:
        return x.key, _joined(x.keys, y.keys)
    usable = [p for p in pairs if _keylike(p[0]) and _keylike(p[1])][:CANDIDATES]
    cells = [(_normal_cells(a), _normal_cells(b)) for a, b in usable]
    for size in (1, 2, 3):
        for chosen in combinations(range(len(usable)), size):
            left, right = (list(zip(*(cells[n][side] for n in chosen), strict=True)) for side in (0, 1))
            if len(set(left)) == len(left) and len(set(right)) == len(right):
                rows = _joined(left, right)
                if len(rows) >= ENOUGH and 3 * len(rows) >= min(len(left), len(right)):
                    return tuple(usable[n][0].name for n in chosen), rows
    return (), ()


def _keylike(p: Profile) -> bool:
    return p.type != "number" and len(p.counts) > 1 and 20 * p.filled >= 19 * len(p.cells)


def _normal_cells(p: Profile) -> list[object]:
    known = {c: normal(c, p) for c in p.counts}
    return [None if c is None else known[c] for c in p.cells]


def normal(cell: str, p: Profile) -> object:
    """A cell by what it says, not by how it is written."""
    if p.temporal:
        found = moment(cell, str(p.type), p.format)
        return cell if found is None else (found.date() if p.type != "time" and found.hour == found.minute == 0 else found)
    if p.numeric:
        read = p.values.get(cell)
        return cell if read is None else read
    return cell.strip()


def _joined(left: Sequence[object], right: Sequence[object]) -> Rows:
    """Rows of equal keys; a key that repeats on a side aligns nothing."""
    once = [{k for k, n in Counter(side).items() if n == 1} for side in (left, right)]
    at = {k: j for j, k in enumerate(right) if k in once[1]}
    return tuple((i, at[k]) for i, k in enumerate(left) if k in once[0] and k in at)


def equal_cells(a: Profile, b: Profile, rows: Rows) -> tuple[int, int]:
    """Of the aligned rows with a filled cell on some side: how many, and how many say the same."""
    x, y = a.cells, b.cells
    seen = equal = 0
    for i, j in rows:
        p, q = x[i], y[j]
        if p is None and q is None:
            continue
        seen += 1
        equal += _equal(p, q, a, b)
    return seen, equal


def equal_rows(pairs: Sequence[tuple[Profile, Profile]], rows: Rows) -> int:
    """How many of the aligned rows say the same in every column."""
    return sum(all(_equal(a.cells[i], b.cells[j], a, b) for a, b in pairs) for i, j in rows)


def _equal(p: str | None, q: str | None, a: Profile, b: Profile) -> bool:
    return p == q or (p is not None and q is not None and _same(p, q, a, b))


def scaled(a: Profile, b: Profile, rows: Rows) -> float | None:
    """The factor that nearly all aligned rows share, where there is one: the same figures in another unit."""
    both = [(x, y) for i, j in rows for x, y in [(a.value(i), b.value(j))] if x and y]
    if not (a.numeric and b.numeric) or len(both) < ENOUGH or len({x for x, _ in both}) < 4:
        return None
    middle = sorted(y / x for x, y in both)[len(both) // 2]
    fits = sum(abs(y - x * middle) <= abs(x * middle) * 1e-3 for x, y in both)
    return middle if fits >= 0.95 * len(both) else None


def _same(p: str, q: str, a: Profile, b: Profile) -> bool:
    if a.numeric and b.numeric:
        m, n = a.values.get(p), b.values.get(q)
        return m is not None and n is not None and abs(m - n) <= 1e-9 * max(abs(m), abs(n))
    if a.temporal and b.temporal:
        return normal(p, a) == normal(q, b)
    return p.strip() == q.strip()
