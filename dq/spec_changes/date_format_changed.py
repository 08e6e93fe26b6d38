"""A column's dates are written in another format."""

from collections.abc import Iterator

from ..spec.days import unpadded, words
from ..spec.profile import Profile
from ._kind import Diff, Evidence, Finding, Kind, Pair, alike, found
from ._turned import turned
from ._words import columns, evidence, share, type_word

kind = Kind(
    grade="breaking",
    explains=frozenset({"types", "text"}),
    yields_to=frozenset({"column_split", "columns_merged"}),
    says={
        "en": "{names}: {share} are now {after_words} (were {before_words})",
        "ja": "{names}: {share}が {after_words} になりました(以前は {before_words})",
    },
)

TYPES = ("date", "datetime")


def find(diff: Diff) -> Iterator[Finding]:
    within = tuple(turned(diff, kind, TYPES))
    told = {f.columns[0] for f in within}
    changed = (how for how in _changed(diff) if how[0].after.name not in told)
    yield from alike(changed, lambda pairs, how: _told(pairs, diff.after.rows, *how))
    yield from within


def _changed(diff: Diff) -> Iterator[tuple[Pair, tuple[str, str, str, str]]]:
    for pair in diff.pairs:
        a, b = pair.a, pair.b
        if a.type in TYPES and b.type in TYPES and a.format and b.format:
            before, after = written(a, b)
            if before != after:
                yield pair, (a.type or "", before, b.type or "", after)


def written(a: Profile, b: Profile) -> tuple[str, str]:
    """The formats of both sides. Cells that read in several formats have the one that the other side's have too; zero
    padding counts where one side shows that it pads and the other that it does not."""
    before, after = a.format or "", b.format or ""
    shared = [f for f in a.formats if f in b.formats]
    if shared and a.type == b.type:
        before = after = shared[0]
        if before not in (a.format, b.format):
            before = after = a.format or ""
        told = tuple(x if {x, y} == {"padded", "unpadded"} else "" for x, y in zip(a.padding, b.padding, strict=True))
        if any(told):
            against = tuple(y if {x, y} == {"padded", "unpadded"} else "" for x, y in zip(a.padding, b.padding, strict=True))
            return unpadded(before, (told[0], told[1])), unpadded(after, (against[0], against[1]))
    return before, after


def _told(pairs: list[Pair], rows: int | None, before_type: str, before: str, type_: str, after: str) -> Finding:
    first = pairs[0].after
    read = None
    if len(pairs) == 1 and first.format == after and first.statistics is not None and rows is not None:
        read = rows - first.statistics.missing - first.statistics.unreadable
    seen: Evidence = evidence(pairs[0], rows, read)
    return found(
        kind,
        columns=tuple(p.after.name for p in pairs),
        before=before,
        after=after,
        evidence=seen,
        confidence=0.9 if pairs[0].b.known and len(pairs[0].b.counts) < 3 else 1.0,
        names=columns([p.after.name for p in pairs]),
        share=share(seen.count, seen.of, type_word("date")),
        before_words=words(before_type, before),
        after_words=words(type_, after),
    )
