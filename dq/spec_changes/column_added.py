"""Columns that were not there before."""

from collections.abc import Iterator

from ..sentences import Text
from ._kind import Diff, Finding, Kind, found
from ._words import columns

kind = Kind(
    grade="compatible",
    explains=frozenset({"columns"}),
    says={"en": "{what} added: {names}", "ja": "{what}が追加されました: {names}"},
)


def find(diff: Diff) -> Iterator[Finding]:
    names = [c.name for c in diff.added]
    if names and not (diff.against == "declared" and _partly_declared(diff)):
        yield found(kind, columns=tuple(names), after=names, what=counted(len(names)), names=columns(names))


def _partly_declared(diff: Diff) -> bool:
    """A suite that leaves a quarter of the columns undeclared means some of them: the others are unknown, not new."""
    return 4 * len(diff.added) >= len(diff.before.columns or ())


def counted(n: int) -> Text:
    return Text(f"{n:,} column{'s' if n != 1 else ''}", f"{n:,} 列")
