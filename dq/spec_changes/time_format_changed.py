"""A column's times of day are written in another format."""

from collections.abc import Iterator

from ..spec.days import words
from ..spec.profile import Profile
from ._kind import Diff, Finding, Kind, Pair, alike, found
from ._turned import turned
from ._words import columns, evidence, share, type_word
from .date_format_changed import written

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
    within = tuple(turned(diff, kind, ("time",)))
    told = {f.columns[0] for f in within}
    changed = (how for how in _changed(diff) if how[0].after.name not in told)
    yield from alike(changed, lambda pairs, how: _told(pairs, diff.after.rows, *how))
    yield from within


def _changed(diff: Diff) -> Iterator[tuple[Pair, tuple[str, str]]]:
    for pair in diff.pairs:
        a, b = pair.a, pair.b
        if a.type == b.type == "time" and a.format and b.format:
            before, after = written(a, b)
            if before != after:
                yield pair, (before, after)
        elif a.type == "time" and a.format and _clock(b):
            yield pair, (a.format, "%H%M")
        elif b.type == "time" and b.format and _clock(a):
            yield pair, ("%H%M", b.format)


def _clock(p: Profile) -> bool:
    """Four figures that are all hours and minutes, where the other side has times: `0030`."""
    cells = [c for c in p.counts if c.isdecimal()]
    return (
        p.type in ("code", "integer")
        and len(cells) == len(p.counts) > 2
        and all(len(c) in (3, 4) and int(c[:-2]) < 25 and int(c[-2:]) < 60 for c in cells if c != "0")
    )


def _told(pairs: list[Pair], rows: int | None, before: str, after: str) -> Finding:
    seen = evidence(pairs[0], rows)
    return found(
        kind,
        columns=tuple(p.after.name for p in pairs),
        before=before,
        after=after,
        evidence=seen,
        names=columns([p.after.name for p in pairs]),
        share=share(seen.count, seen.of, type_word("time")),
        before_words=words("time", before),
        after_words=words("time", after),
    )
