"""The columns that both files have stand in another order."""

from collections.abc import Iterator, Sequence

from ._kind import Diff, Finding, Kind, found
from ._words import columns

kind = Kind(
    grade="compatible",
    explains=frozenset({"columns"}),
    says={"en": "columns stand in another order: {names} moved", "ja": "列の順序が変わりました: {names} が移動"},
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
    runs: list[tuple[int, ...]] = []
    for n, place in enumerate(places):
        before: tuple[int, ...] = ()
        for run in runs:
            if places[run[-1]] < place and len(run) > len(before):
                before = run
        runs.append((*before, n))
    return frozenset(sorted(runs, key=len)[-1]) if runs else frozenset()
