"""Several columns became one."""

from collections.abc import Iterator

from ..sentences import same
from ._kind import Diff, Finding, Kind, found
from ._words import columns

kind = Kind(
    grade="breaking",
    explains=frozenset({"columns", "types", "text", "values", "missing"}),
    says={"en": "columns {names} were merged into {new}", "ja": "{names} が列「{new}」にまとめられました"},
)


def find(diff: Diff) -> Iterator[Finding]:
    for m in diff.merges:
        yield found(
            kind,
            columns=(*m.before, *m.after),
            before=list(m.before),
            after=list(m.after),
            confidence=m.score,
            names=columns(m.before),
            new=same(m.after[0]),
        )
