"""The gate's word as a number. 1 is the data's, 2 the caller's, 3 ours, 75 nobody's and worth a retry."""

from collections.abc import Iterable

OPEN = 0
CLOSED = 1
CALLER = 2
OURS = 3
TRANSIENT = 75
INTERRUPTED = 130
TERMINATED = 143

_WORST_FIRST = (TERMINATED, INTERRUPTED, OURS, CALLER, TRANSIENT, CLOSED, OPEN)


def worst(codes: Iterable[int]) -> int:
    """The code of several files in one call; 0 for none.

    >>> worst([0, 1, 75])
    75
    """
    return min(codes, key=_WORST_FIRST.index, default=OPEN)


def gate_of(code: int) -> str:
    """`open`, `closed` or `undecided`.

    >>> [gate_of(code) for code in (0, 1, 75)]
    ['open', 'closed', 'undecided']
    """
    return {OPEN: "open", CLOSED: "closed"}.get(code, "undecided")
