"""The lines before the header are other ones. Stamps change daily and mean nothing: figures are masked."""

import csv
import re
from collections.abc import Iterator, Sequence

from ..regex import later
from ..sentences import Text, same
from ..spec.spec import Dialect
from ._kind import Diff, Finding, Kind, found
from ._words import cell

kind = Kind(
    grade="breaking",
    yields_to=frozenset({"header_rows_changed", "unit_changed"}),
    says={"en": "{what} before the header{now}", "ja": "見出しの前の行が{what}{now}"},
)

_DIGITS = later(r"[0-9０-９]+|元(?=年)")
_CALENDAR = later(
    r"\b(?:jan(?:uar|uary|vier)?|feb(?:ruar|ruary)?|mar(?:ch|zo)?|märz|apr(?:il)?|ma[iy]|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?"
    r"|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|am|pm)\b"
    r"|[月火水木金土日]曜日?|(?<=[(（])[月火水木金土日](?=[)）])|午前|午後",
    re.IGNORECASE,
)


def find(diff: Diff) -> Iterator[Finding]:
    before, after = diff.before.dialect.preamble, diff.after.dialect.preamble
    if before is None or after is None:
        return
    old, new = _masked(before), _masked(after)
    if old == new or _follows_the_columns(diff, before, after):
        return
    if len(before) == len(after) and diff.before.dialect.delimiter != diff.after.dialect.delimiter:
        return  # cut into other cells
    if len(before) != len(after):
        n = len(after) - len(before)
        lines = f"{abs(n)} line{'s' if abs(n) != 1 else ''}"
        what = Text(f"{lines} {'more' if n > 0 else 'fewer'}", f" {abs(n)} 行{'増え' if n > 0 else '減り'}ました")
        extra = [line for line in after if _masked([line])[0] not in old] if n > 0 else []
        now = (
            Text(f": {cell(extra[0]).en if extra[0] else 'an empty line'}", f": {cell(extra[0]).ja if extra[0] else '空行'}")
            if extra
            else same("")
        )
        yield found(kind, before=list(before), after=list(after), what=what, now=now)
        return
    changed = next(n for n, (x, y) in enumerate(zip(old, new, strict=True)) if x != y)
    now = Text(
        f": {cell(after[changed]).en} (was {cell(before[changed]).en})",
        f": {cell(after[changed]).ja}(以前は{cell(before[changed]).ja})",
    )
    what = Text("another text stands", "変わりました")
    yield found(kind, before=list(before), after=list(after), grade="compatible", what=what, now=now)


def _follows_the_columns(diff: Diff, before: Sequence[str], after: Sequence[str]) -> bool:
    """As many lines, and above every column that stayed the same cell: another width, order or quoting alone."""
    if len(before) != len(after):
        return False
    for x, y in zip(before, after, strict=True):
        old, new = _cells(x, diff.before.dialect), _cells(y, diff.after.dialect)
        stayed = [(p.a.position, p.b.position) for p in diff.pairs]
        if max(len(old), len(new)) < 2 or not all(_at(old, i) == _at(new, j) for i, j in stayed):
            return False
    return True


def _cells(line: str, dialect: Dialect) -> list[str]:
    cells = next(csv.reader([line], delimiter=dialect.delimiter or ",", quotechar=dialect.quote or '"'), [])
    return _masked(cells)


def _at(cells: Sequence[str], i: int) -> str:
    return cells[i] if i < len(cells) else ""


def _masked(lines: Sequence[str]) -> list[str]:
    """Figures as 0, months and weekdays as such, and the padding of a line to the table's width left out."""
    return [_CALENDAR.sub("day", _DIGITS.sub("0", line)).rstrip(",;\t| ") for line in lines]
