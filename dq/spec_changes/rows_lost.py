"""Rows of the file before are no longer there, though it only ever grew: what is left are rows it had."""

from collections.abc import Iterator

from ..sentences import Text
from ..spec.rows import equal_rows
from ._kind import Diff, Evidence, Finding, Kind, found
from ._words import percent

kind = Kind(
    grade="breaking",
    explains=frozenset({"rows"}),
    says={"en": "{what} of the rows before are gone", "ja": "以前あった行の{what}がなくなりました"},
)

SAME, REVISED = 0.5, 0.1  # of them say what they said: those of another run-off, round or day do not
KEPT = 0.9  # of the rows that are there were there before: a file that accumulates
LOST, ROWS = 0.05, 3
LINES = 4


def find(diff: Diff) -> Iterator[Finding]:
    x, y = diff.before.sample, diff.after.sample
    before, after = diff.before.rows, diff.after.rows
    if x is None or y is None or x.keys is None or y.keys is None or x.key != y.key or not before or not after:
        return
    if before - after < max(ROWS, LOST * before / 2) or not _kept(diff):
        return  # as many came as went: a register lives
    if _cut_at_one_size(diff, before, after):
        return
    limit = min(x.limit, y.limit)
    old = {k for k, h in zip(x.keys, x.hashes, strict=True) if h < limit}
    new = {k for k, h in zip(y.keys, y.hashes, strict=True) if h < limit}
    gone = len(old - new)
    if len(new & old) >= KEPT * len(new) and gone >= max(ROWS, LOST * len(old)):
        share = gone / len(old)
        yield found(
            kind,
            columns=(),
            before=before,
            after=after,
            evidence=Evidence(gone, len(old)),
            confidence=0.9,
            what=Text(percent(share), f" {percent(share)} "),
        )


def _cut_at_one_size(diff: Diff, before: int, after: int) -> bool:
    """Fewer rows in as many bytes, to a few lines: an export or a preview with a limit, whose lines became longer."""
    x, y = (side.size for side in diff.landed)
    if x is None or y is None:
        return False
    return abs(x - y) * before <= x * min(LINES, (before - after) / 2)


def _kept(diff: Diff) -> bool:
    """A row of a day is that day's for ever, but for what is revised."""
    dated = any(p.b.type in ("date", "datetime") and p.after.name in diff.key for p in diff.pairs)
    cells = [(p.a, p.b) for p in diff.pairs if p.a.cells and p.b.cells]
    return equal_rows(cells, diff.rows) >= (REVISED if dated else SAME) * len(diff.rows)
