"""The columns that both files have stand in another order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ._kind import Diff, Finding, Kind, found
from ._words import columns

kind = Kind(
    grade="compatible",
    explains=frozenset({"columns"}),
    says={"en": "columns moved: {names}", "ja": "列の位置が変わりました: {names}"},
)


def find(diff: Diff) -> Iterator[Finding]:
    if diff.before.sample is None and diff.against == "declared":
        return  # a suite lists columns in the order its author likes; expect_table_columns_to_match_ordered_list judges it
    pairs = sorted(diff.pairs, key=lambda p: p.b.position)
    stay = _longest_increasing([p.a.position for p in pairs])
    moved = [p.after.name for n, p in enumerate(pairs) if n not in stay]
    if moved:
        before = [p.before.name for p in sorted(diff.pairs, key=lambda p: p.a.position)]
        yield found(
            kind, columns=tuple(moved), before=before, after=[p.after.name for p in pairs], names=columns(moved)
        )


def _longest_increasing(places: Sequence[int]) -> frozenset[int]:
    """The numbers of a longest increasing run: what stands in it did not move."""
    ends: list[int] = []  # of the runs of each length, the number with the lowest place at the end
    lows: list[int] = []
    back: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(lows, place)
        back.append(ends[at - 1] if at else -1)
        ends[at : at + 1] = [n]
        lows[at : at + 1] = [place]
    run, n = [], ends[-1] if ends else -1
    while n >= 0:
        run.append(n)
        n = back[n]
    return frozenset(run)
