"""A column's dates are written in another format."""

from collections.abc import Iterator

from ..by_name import load
from ..sentences import Text, same
from ..spec.spec import ColumnSpec
from ._kind import Diff, Evidence, Example, Finding, Kind, found

kind = Kind(
    grade="breaking",
    explains=frozenset({"types", "text"}),
    yields_to=frozenset({"column_split", "type_changed"}),
    says={
        "en": "{column}: {share} are now {after_words} (were {before_words})",
        "ja": "{column}: {share}が {after_words} になりました(以前は {before_words})",
    },
)

TYPES = ("date", "datetime")


def find(diff: Diff) -> Iterator[Finding]:
    for before, after in diff.pairs:
        if before.type in TYPES and before.type == after.type and before.format and after.format != before.format:
            yield _finding(before, after, diff.after.rows)


def _finding(before: ColumnSpec, after: ColumnSpec, rows: int | None) -> Finding:
    words = load("column_types", str(after.type)).words
    statistics = after.statistics
    filled = None if statistics is None or rows is None else rows - statistics.missing
    read = None if statistics is None or filled is None else filled - statistics.unreadable
    first = () if statistics is None or after.pii else statistics.first
    return found(
        kind,
        columns=(after.name,),
        before=before.format,
        after=after.format,
        evidence=Evidence(read, filled, tuple(Example(line, after.name, text) for line, text in first)),
        column=same(after.name),
        share=_share(read, filled, "datetimes" if after.type == "datetime" else "dates"),
        before_words=same(words(before.format)),
        after_words=same(words(after.format)),
    )


def _share(read: int | None, filled: int | None, things: str) -> Text:
    noun = "日時" if things == "datetimes" else "日付"
    if read is None or filled is None:
        return Text(things, noun)
    if read == filled:
        return Text(f"all {filled:,} {things}", f"{filled:,} 件すべての{noun}")
    return Text(f"{read:,} of {filled:,} {things}", f"{filled:,} 件中 {read:,} 件の{noun}")
