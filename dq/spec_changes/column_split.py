"""One column became several."""

from collections.abc import Iterator

from ..sentences import same
from ._kind import Diff, Finding, Kind, found
from ._words import columns

kind = Kind(
    grade="breaking",
    explains=frozenset({"columns", "types", "text", "values", "missing"}),
    says={"en": "column {old} was split into {names}", "ja": "列「{old}」が {names} に分かれました"},
)


def find(diff: Diff) -> Iterator[Finding]:
    for s in diff.splits:
        yield found(
            kind,
            columns=(*s.before, *s.after),
            before=list(s.before),
            after=list(s.after),
            confidence=s.score,
            old=same(s.before[0]),
            names=columns(s.after),
        )
