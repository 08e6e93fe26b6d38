"""A column's dates are written in another format."""

from collections.abc import Iterator

from ..by_name import load
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
    yield from alike(_changed(diff), lambda pairs, how: _told(pairs, diff.after.rows, *how))
    yield from turned(diff, kind, TYPES)


def _changed(diff: Diff) -> Iterator[tuple[Pair, tuple[str, str, str, str]]]:
    for pair in diff.pairs:
        a, b = pair.a, pair.b
        if a.type in TYPES and b.type in TYPES and a.format and b.format and a.format != b.format:
            yield pair, (a.type or "", a.format, b.type or "", b.format)


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
        before_words=load("column_types", before_type).words(before),
        after_words=load("column_types", type_).words(after),
    )
