"""A column's times of day are written in another format."""

from collections.abc import Iterator

from ..by_name import load
from ._kind import Diff, Finding, Kind, Pair, alike, found
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


def find(diff: Diff) -> Iterator[Finding]:
    yield from alike(_changed(diff), lambda pairs, how: _told(pairs, diff.after.rows, *how))
    yield from turned(diff, kind, ("time",))


def _changed(diff: Diff) -> Iterator[tuple[Pair, tuple[str, str]]]:
    for pair in diff.pairs:
        a, b = pair.a, pair.b
        if a.type == b.type == "time" and a.format and b.format and a.format != b.format:
            yield pair, (a.format, b.format)


def _told(pairs: list[Pair], rows: int | None, before: str, after: str) -> Finding:
    words = load("column_types", "time").words
    seen = evidence(pairs[0], rows)
    return found(
        kind,
        columns=tuple(p.after.name for p in pairs),
        before=before,
        after=after,
        evidence=seen,
        names=columns([p.after.name for p in pairs]),
        share=share(seen.count, seen.of, type_word("time")),
        before_words=words(before),
        after_words=words(after),
    )
