"""The rows stand in another order: a column of dates turned round, or rows that are the same ones are shuffled."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..sentences import Text
from ..spec.profile import Profile
from ._kind import Diff, Finding, Kind, Pair, found

kind = Kind(
    grade="compatible",
    explains=frozenset({"rows"}),
    says={"en": "{what}", "ja": "{what}"},
)

CLEAR = 0.8  # ascending, or descending
SHUFFLED = 0.5  # of the aligned rows still stand in one order
SHARED = 0.2
ROWS = 20


def find(diff: Diff) -> Iterator[Finding]:
    turned = next((p for p in diff.pairs if _turned(p)), None)
    if turned is not None:
        up = _order(turned, "after") > 0
        words = ("descending", "ascending") if up else ("ascending", "descending")
        ja = {"ascending": "昇順", "descending": "降順"}
        name = turned.after.name
        what = Text(
            f"rows are now in {words[1]} order of {name} (were {words[0]})",
            f"行が {name} の{ja[words[1]]}になりました(以前は{ja[words[0]]})",
        )
        yield found(kind, columns=(name,), before=words[0], after=words[1], what=what)
    elif _shuffled(diff):
        yield found(
            kind,
            confidence=0.8,
            what=Text("the same rows stand in another order", "同じ行の並び順が変わりました"),
        )


def _order(pair: Pair, side: str) -> float:
    statistics = getattr(pair, side).statistics
    return 0.0 if statistics is None or statistics.order is None else statistics.order


def _turned(pair: Pair) -> bool:
    x, y = _order(pair, "before"), _order(pair, "after")
    return abs(x) >= CLEAR and abs(y) >= CLEAR and x * y < 0


def _shuffled(diff: Diff) -> bool:
    """Only where the samples are whole files: others have no order."""
    a, b = diff.before.sample, diff.after.sample
    if a is None or b is None or not (a.whole and b.whole) or len(diff.rows) < ROWS:
        return False
    return _longest(sorted(diff.rows)) < SHUFFLED * len(diff.rows) and _same_rows(diff) and not any(map(_ranked, diff.pairs))


def _same_rows(diff: Diff) -> bool:
    """Beside their key they share a fifth of what they say; a new season's fixtures share the teams alone."""
    others = [p for p in diff.pairs if p.before.name not in diff.key and p.aligned]
    return not others or sum(p.equal / p.aligned for p in others) >= SHARED * len(others)


def _ranked(pair: Pair) -> bool:
    """A table of ranks moves with its figures: both sides stand in their order."""
    return pair.a.numeric and pair.b.numeric and _monotone(pair.a) and _monotone(pair.b) and pair.equal < pair.aligned


def _monotone(p: Profile) -> bool:
    values = [v for row in range(len(p.cells)) for v in [p.value(row)] if v is not None]
    ups, downs = sum(x < y for x, y in pairwise(values)), sum(x > y for x, y in pairwise(values))
    return len(p.counts) > 2 and min(ups, downs) <= 0.02 * (ups + downs)


def _longest(rows: Sequence[tuple[int, int]]) -> int:
    """The length of a longest run that stands in the same order on both sides."""
    tails: list[int] = []
    for _, j in rows:
        at = bisect_left(tails, j)
        tails[at : at + 1] = [j]
    return len(tails)
