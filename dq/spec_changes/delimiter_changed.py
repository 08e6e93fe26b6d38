"""The cells of a line are separated by another character."""

from collections.abc import Iterator

from ..sentences import Text, same
from ._kind import Diff, Evidence, Finding, Kind, found

kind = Kind(
    grade="breaking",
    within=frozenset({"columns", "types", "text", "values", "missing", "rows"}),
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
    turned = diff.after.glued
    if turned is not None and turned.delimiter is not None and after is not None and diff.before.glued is None:
        old, new = (_NAMES.get(mark, same(mark)) for mark in (after, turned.delimiter))
        of = diff.after.rows or 0
        yield found(
            kind,
            before=after,
            after=turned.delimiter,
            begins=turned.begins,
            evidence=Evidence(turned.rows, diff.after.rows),
            sentence=Text(
                f"from line {turned.begins:,} on, cells are separated by {new.en} (before by {old.en}): {turned.rows:,} of {of:,} rows",
                f"{turned.begins:,} 行目から区切り文字が{new.ja}です(それまでは{old.ja}): {of:,} 行中 {turned.rows:,} 行",
            ),
        )
