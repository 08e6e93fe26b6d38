"""The header stands in other lines of the file, or has more or fewer of them."""

from collections.abc import Iterator, Sequence

from ..sentences import Text
from ._kind import Diff, Finding, Kind, found

kind = Kind(
    grade="breaking",
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
