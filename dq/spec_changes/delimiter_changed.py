"""The cells of a line are separated by another character."""

from collections.abc import Iterator

from ..sentences import Text, same
from ._kind import Diff, Finding, Kind, found

kind = Kind(
    grade="breaking",
    says={
        "en": "cells are now separated by {after_name} (were by {before_name})",
        "ja": "区切り文字が{after_name}になりました(以前は{before_name})",
    },
)

_NAMES = {
    ",": Text("commas", "カンマ"),
    ";": Text("semicolons", "セミコロン"),
    "\t": Text("tabs", "タブ"),
    "|": Text("bars (|)", "縦棒(|)"),
}


def find(diff: Diff) -> Iterator[Finding]:
    before, after = diff.before.dialect.delimiter, diff.after.dialect.delimiter
    if before is not None and after is not None and before != after:
        names = {"before_name": _NAMES.get(before, same(before)), "after_name": _NAMES.get(after, same(after))}
        yield found(kind, before=before, after=after, **names)
