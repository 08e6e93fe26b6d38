"""Cells that need no quotes are quoted, or no longer are."""

from collections.abc import Iterator

from ..sentences import Text
from ._kind import Diff, Finding, Kind, found

kind = Kind(
    grade="compatible",
    says={
        "en": "cells are now quoted {after_name} (were {before_name})",
        "ja": "引用符が{after_name}付くようになりました(以前は{before_name})",
    },
)

_NAMES = {
    "all": Text("always", "すべてのセルに"),
    "text": Text("where they are text", "文字列のセルにだけ"),
    "minimal": Text("only where needed", "必要なセルにだけ"),
    "none": Text("only where needed", "必要なセルにだけ"),
}


def find(diff: Diff) -> Iterator[Finding]:
    before, after = diff.before.dialect.quoting, diff.after.dialect.quoting
    if before is None or after is None or _NAMES[before] == _NAMES[after]:
        return
    yield found(kind, before=before, after=after, before_name=_NAMES[before], after_name=_NAMES[after])
