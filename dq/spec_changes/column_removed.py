"""Columns that are no longer there."""

from collections.abc import Iterator

from ..sentences import Text
from ._kind import Diff, Finding, Kind, found
from ._words import columns

kind = Kind(
    grade="breaking",
    explains=frozenset({"columns", "types", "text", "values", "missing"}),
    says={"en": "{what} removed: {names}", "ja": "{what}がなくなりました: {names}"},
)


def find(diff: Diff) -> Iterator[Finding]:
    names = [c.name for c in diff.removed]
    if names:
        what = Text(f"{len(names):,} column{'s' if len(names) != 1 else ''}", f"{len(names):,} 列")
        yield found(kind, columns=tuple(names), before=names, what=what, names=columns(names))
