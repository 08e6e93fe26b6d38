"""What identifies a row, where nobody declared it: the fewest columns that repeat in no head."""

from collections.abc import Mapping, Sequence
from itertools import combinations

CANDIDATES = 12
MOST = 3


def key_of(*heads: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The smallest unique combination of columns that all heads have, leftmost first; () where there is none.

    >>> key_of({"d": ["1", "1", "2"], "h": ["1", "2", "1"], "v": ["5", "5", "5"]})
    ('d', 'h')
    """
    common = [name for name in heads[0] if all(name in head for head in heads[1:])]
    rows = [max((len(cells) for cells in head.values()), default=0) for head in heads]
    if min(rows, default=0) < 2:
        return ()
    telling: list[str] = []
    for name in common:
        if len(telling) < CANDIDATES and all(_filled(head[name]) and _keylike(head[name]) for head in heads):
            if all(_unique([head[name]]) for head in heads):
                return (name,)
            telling.append(name)
    for size in range(2, MOST + 1):
        for names in combinations(telling, size):
            if all(_unique([head[n] for n in names]) for head in heads):
                return names
    return ()


def _filled(cells: Sequence[str]) -> bool:
    return len(cells) - cells.count("") >= 0.95 * len(cells)


def _keylike(cells: Sequence[str]) -> bool:
    """Not a measured figure: those have decimals."""
    dotted = [c for c in cells if "." in c]
    return len(dotted) < 0.5 * len(cells) or sum(map(_decimal, dotted)) < 0.5 * len(cells)


def _decimal(cell: str) -> bool:
    whole, mark, fraction = cell.partition(".")
    return bool(mark) and fraction.isdigit() and whole.lstrip("-+").isdigit()


def _unique(columns: Sequence[Sequence[str]]) -> bool:
    rows = list(zip(*columns, strict=False))
    return len(set(rows)) == len(rows)
