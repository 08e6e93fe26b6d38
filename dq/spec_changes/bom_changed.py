"""The file begins with a byte order mark, or no longer does."""

from collections.abc import Iterator

from ..sentences import Text
from ._kind import Diff, Finding, Kind, found

kind = Kind(
    grade="compatible",
    yields_to=frozenset({"encoding_changed"}),
    says={"en": "the file {word} with a byte order mark (BOM)", "ja": "ファイルの先頭に BOM が{word}"},
)


def find(diff: Diff) -> Iterator[Finding]:
    before, after = diff.before.dialect.bom, diff.after.dialect.bom
    if before is not None and after is not None and before != after:
        word = Text("now begins", "付きました") if after else Text("no longer begins", "付かなくなりました")
        yield found(kind, before=before, after=after, word=word)
