"""A format that turns within the file: told with the line where it begins."""

from collections.abc import Collection, Iterator

from ..by_name import load
from ..sentences import Text
from ..spec.spec import Turned
from ._kind import Diff, Evidence, Example, Finding, Kind, Pair, found
from ._words import filled


def turned(diff: Diff, kind: Kind, types: Collection[str]) -> Iterator[Finding]:
    """One finding a column; silent where the file before did the same."""
    for pair in diff.pairs:
        column = pair.after
        now = None if column.statistics is None else column.statistics.turned
        before = None if pair.before.statistics is None else pair.before.statistics.turned
        if now is not None and before is None and column.type in types and column.format is not None:
            yield _told(pair, now, kind, filled(column, diff.after.rows))


def _told(pair: Pair, now: Turned, kind: Kind, of: int | None) -> Finding:
    column = pair.after
    words = load("column_types", str(column.type)).words
    old, new = words(column.format), words(now.format)
    line = Text(f" from line {now.line:,} on,", f" {now.line:,} 行目から") if now.line is not None else Text("", "")
    things = Text("times" if column.type == "time" else "dates", "時刻" if column.type == "time" else "日付")
    count = f"{now.count:,} of {of:,}" if of is not None else f"{now.count:,}"
    count_ja = f"{of:,} 件中 {now.count:,} 件" if of is not None else f"{now.count:,} 件"
    return found(
        kind,
        columns=(column.name,),
        before=column.format,
        after=now.format,
        evidence=Evidence(now.count, of, tuple(Example(at, column.name, text) for at, text in now.first)),
        sentence=Text(
            f"{column.name}:{line.en} {count} {things.en} are {new.en} (the others {old.en})",
            f"{column.name}:{line.ja} {count_ja}の{things.ja}が {new.ja} です(ほかは {old.ja})",
        ),
    )
