"""Which row is which: sampled rows of two files that have the same key."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from .profile import Profile, number
from .spec import Spec

ALIGNED_ROWS = 8  # fewer prove nothing


def aligned_rows(
    before: Spec, after: Spec, pairs: Sequence[tuple[Profile, Profile]]
) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The key and the sampled rows that are one row: by the samples' own key, else by some columns that are unique in
    both samples and share values."""
    x, y = before.sample, after.sample
    if x is None or y is None:
        return (), ()
    if x.keys is not None and y.keys is not None and x.key == y.key:
        return x.key, _joined(x.keys, y.keys)
    candidates = [p for p in pairs if p[0].filled and p[1].filled and p[0].type != "number" and p[1].type != "number"][
        :8
    ]
    for size in (1, 2, 3):
        for chosen in combinations(candidates, size):
            left, right = ([_cells(p[side] for p in chosen)][0] for side in (0, 1))
            if len(set(left)) == len(left) and len(set(right)) == len(right):
                rows = _joined(left, right)
                if len(rows) >= ALIGNED_ROWS and 3 * len(rows) >= min(len(left), len(right)):
                    return tuple(p[0].name for p in chosen), rows
    return (), ()


def _cells(columns: object) -> list[tuple[str | None, ...]]:
    return list(zip(*(c.cells for c in columns), strict=True))  # type: ignore[attr-defined]  # Profiles of one sample


def _joined(left: Sequence[object], right: Sequence[object]) -> tuple[tuple[int, int], ...]:
    """Rows of equal keys; a key that repeats on a side aligns nothing."""
    once = [{k for k, n in Counter(side).items() if n == 1} for side in (left, right)]
    at = {k: j for j, k in enumerate(right) if k in once[1]}
    return tuple((i, at[k]) for i, k in enumerate(left) if k in once[0] and k in at)


def equal_cells(a: Profile, b: Profile, rows: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Of the aligned rows with a filled cell on some side: how many, and how many are equal (numbers by value)."""
    both = [(a.cells[i], b.cells[j]) for i, j in rows if a.cells[i] is not None or b.cells[j] is not None]
    return len(both), sum(x == y or _same_number(x, y, a, b) for x, y in both)


def _same_number(x: str | None, y: str | None, a: Profile, b: Profile) -> bool:
    if x is None or y is None or not (a.numeric and b.numeric):
        return False
    m, n = number(x, a.format), number(y, b.format)
    return m is not None and n is not None and abs(m - n) <= 1e-9 * max(abs(m), abs(n))
