"""A change that begins within the file: told with the line where it does, and how many cells it touches."""

from collections.abc import Callable, Collection, Iterator

from ..by_name import load
from ..sentences import Text
from ..spec.days import words
from ..spec.spec import ColumnSpec, Turned
from ._kind import Diff, Evidence, Example, Finding, Kind, Pair, found
from ._words import cell, filled, type_word

NUMERIC, TEMPORAL = ("integer", "number"), ("date", "datetime", "time")
NUMBERS = {"1,234.5": "thousands", "1,234": "thousands", "1 234.5": "thousands", "1 234": "thousands",
           "1.234,5": "decimal comma", "1 234,5": "decimal comma", "1234,5": "decimal comma"}  # fmt: skip
OTHERWISE = {"thousands": "no thousands", "decimal comma": "decimal point"}


def turns(diff: Diff, types: Collection[str]) -> Iterator[tuple[Pair, Turned]]:
    """Columns of these types that turn, in this file and not in the one before."""
    for pair in diff.pairs:
        now = None if pair.after.statistics is None else pair.after.statistics.turned
        before = None if pair.before.statistics is None else pair.before.statistics.turned
        if now is not None and before is None and pair.after.type in types:
            yield pair, now


def turned(diff: Diff, kind: Kind, types: Collection[str]) -> Iterator[Finding]:
    """Days and times in another format, one finding a column."""
    for pair, now in turns(diff, types):
        if now.format is not None and now.type in (None, *TEMPORAL):
            column = pair.after
            old = load("column_types", str(column.type)).words(column.format)
            new = words(now.type or str(column.type), now.format)
            things = type_word(column.type)
            yield told(
                kind, pair, now, diff.after.rows, column.format, now.format, things,
                Text(f"are {new.en}", f"が {new.ja} です"),
                Text(f" (the others {old.en})", f"(ほかは {old.ja})"),
            )  # fmt: skip


def numbers_turned(diff: Diff, kind: Kind, name: Callable[[str], Text]) -> Iterator[Finding]:
    """Figures in another style. `name`: of a style, in words."""
    for pair, now in turns(diff, NUMERIC):
        before, after = _styles(pair.after, now)
        if after is not None and now.type != "text":
            new = name(after)
            yield told(
                kind, pair, now, diff.after.rows, before, after, Text("numbers", "数値"),
                Text(f"are written {new.en}", f"が{new.ja}です"), Text("", ""),
            )  # fmt: skip


def types_turned(diff: Diff, kind: Kind) -> Iterator[Finding]:
    """Integers that get decimals, and cells of which none reads any more."""
    for pair, now in turns(diff, (*NUMERIC, *TEMPORAL)):
        column, numeric = pair.after, pair.after.type in NUMERIC
        if now.type is None or (now.type != "text" and (not numeric or now.format is not None)):
            continue
        if now.type == "text":
            none = load("column_types", str(column.type)).says
            shown = cell(now.first[0][1]) if now.first else None
            en, ja = ("", "") if shown is None else (f": {shown.en}", f": {shown.ja}")
            says = Text(f"do not read as {none['en']}{en}", f"が{none['ja']}として読めません{ja}")
            others = Text("", "")
        else:
            says = Text("have decimals", "が小数です")
            others = Text(f" (the others are {type_word(column.type).en})", f"(ほかは{type_word(column.type).ja})")
        yield told(
            kind, pair, now, diff.after.rows, column.type, now.type, Text("cells", "セル"),
            says, others,
        )  # fmt: skip


def _styles(column: ColumnSpec, now: Turned) -> tuple[str | None, str | None]:
    if now.format is not None and now.format.startswith("unit "):
        return f"no {now.format}", now.format
    after = NUMBERS.get(now.format or "")
    before = NUMBERS.get(column.format or "")
    if after is None and before is not None and now.format is None and now.type is None:
        return before, OTHERWISE[before]
    return (None, None) if after is None else (before or OTHERWISE[after], after)


def told(
    kind: Kind, pair: Pair, now: Turned, rows: int | None, before: object, after: object, things: Text,
    said: Text, others: Text,
) -> Finding:  # fmt: skip
    """`from line 40,002 on, 60,000 of 100,000 dates are …`, or, where cells of both kinds follow each other, which is
    the first."""
    column, of = pair.after, filled(pair.after, rows)
    count = f"{now.count:,} of {of:,}" if of is not None else f"{now.count:,}"
    count_ja = f"{of:,} 件中 {now.count:,} 件" if of is not None else f"{now.count:,} 件"
    where, first = Text("", ""), Text("", "")
    if now.line is not None and now.mixed:
        first = Text(f", first in line {now.line:,}", f"(最初は {now.line:,} 行目)" if not others.ja else "")
        others = Text(others.en, others.ja.replace("(", f"(最初は {now.line:,} 行目、", 1))
    elif now.line is not None:
        where = Text(f" from line {now.line:,} on,", f" {now.line:,} 行目から、")
    return found(
        kind,
        columns=(column.name,),
        before=before,
        after=after,
        begins=now.begins,
        evidence=Evidence(now.count, of, tuple(Example(at, column.name, text) for at, text in now.first)),
        sentence=Text(
            f"{column.name}:{where.en} {count} {things.en} {said.en}{first.en}{others.en}",
            f"{column.name}:{where.ja or ' '}{count_ja}の{things.ja}{said.ja}{first.ja}{others.ja}",
        ),
    )
