"""The header stands in other lines of the file, or has more or fewer of them."""

from collections.abc import Iterator, Sequence

from ..sentences import Text
from ._kind import Diff, Evidence, Finding, Kind, found
from ._words import columns

kind = Kind(
    grade="breaking",
    within=frozenset({"columns", "types", "text", "values", "missing", "rows"}),
    says={
        "en": "the header is now {after_lines} (was {before_lines})",
        "ja": "見出しが{after_lines}になりました(以前は{before_lines})",
    },
)


def find(diff: Diff) -> Iterator[Finding]:
    before, after = diff.before.dialect.header_rows, diff.after.dialect.header_rows
    if before is not None and after is not None and before != after and not _pushed_down(diff):
        words = {"before_lines": lines(before), "after_lines": lines(after)}
        yield found(kind, before=list(before), after=list(after), **words)
    yield from _within(diff)


def _within(diff: Diff) -> Iterator[Finding]:
    """A header among the rows: the same once more, another one, or one of other columns, which the rows behind it have."""
    again = diff.after.glued
    if again is None or again.delimiter is not None or diff.before.glued is not None:
        return
    names = [c.name for c in diff.after.columns or ()]
    named = columns([c for c in again.cells if c])
    line = f"{again.begins:,}"
    if again.fits and list(again.cells) == names:
        more = again.rows > 1
        en = f"the header stands again in {f'{again.rows:,} lines, first in ' if more else ''}line {line}"
        ja = f"{line} 行目{f'をはじめ {again.rows:,} 行' if more else ''}に見出しがもう一度あります"
        says = Text(f"{en}: several files in one", f"{ja}(複数のファイルの連結)")
    elif again.fits:
        says = Text(
            f"another header stands in line {line}: {named.en}", f"{line} 行目に別の見出しがあります: {named.ja}"
        )
    else:
        of = diff.after.rows or 0
        en, ja = f"{again.rows:,} of {of:,} rows do not fit", f"{of:,} 行中 {again.rows:,} 行が合いません"
        says = Text(
            f"from line {line} on there is another table ({named.en}): {en} the first one",
            f"{line} 行目から別の表({named.ja})になっています: {ja}",
        ) if again.cells else Text(
            f"from line {line} on, rows have another number of cells: {en}",
            f"{line} 行目から行のセル数が変わっています: {ja}",
        )  # fmt: skip
    rows = list(diff.after.dialect.header_rows or ())
    yield found(
        kind,
        before=rows,
        after=[*rows, again.begins - 1],
        begins=again.begins,
        evidence=Evidence(again.rows, diff.after.rows),
        sentence=says,
    )


def _pushed_down(diff: Diff) -> bool:
    """The same header behind more or fewer lines: preamble_changed tells it, where both preambles are known."""
    known = diff.before.dialect.preamble is not None and diff.after.dialect.preamble is not None
    return known and len(diff.before.dialect.header_rows or ()) == len(diff.after.dialect.header_rows or ())


def lines(rows: Sequence[int]) -> Text:
    """Physical rows, 0-based, as an editor's lines: `[1]` -> "in line 2"."""
    if not rows:
        return Text("missing", "なし")
    numbers = [f"{row + 1:,}" for row in rows]
    if len(rows) == 1:
        return Text(f"in line {numbers[0]}", f" {numbers[0]} 行目")
    if list(rows) == list(range(rows[0], rows[-1] + 1)):
        return Text(f"in lines {numbers[0]} to {numbers[-1]}", f" {numbers[0]}~{numbers[-1]} 行目")
    return Text(f"in lines {', '.join(numbers)}", f" {'、'.join(numbers)} 行目")
