"""What a table's columns hold: told here by other means than dq's, so that dq is not measured against itself."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from .table import Table

DATES = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%Y年%m月%d日")
STAMPS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S.%f")
TIMES = ("%H:%M", "%H:%M:%S")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PERIOD = re.compile(r"\d{1,4}([-/年.]\d{1,2}){1,2}月?日?|\d{4}-W\d\d")


def filled(table: Table, i: int) -> list[str]:
    return [c for c in table.column(i) if c]


@cache
def format_of(cells: tuple[str, ...], formats: Sequence[str]) -> str | None:
    """The one of these formats that reads every cell; of two orders the one whose day varies more."""
    fits = [(len({d.day for d in read}), -n, f) for n, f in enumerate(formats) if (read := _read(cells, f))]
    return max(fits)[2] if fits else None


def _read(cells: Sequence[str], format_: str) -> list[datetime]:
    try:
        return [datetime.strptime(c, format_) for c in dict.fromkeys(cells)]
    except ValueError:
        return []


def sort_of(table: Table, i: int) -> str:
    """empty, date, stamp, time, integer, number, code, category, id, text."""
    cells = tuple(filled(table, i))
    if not cells:
        return "empty"
    for sort, formats in (("date", DATES), ("stamp", STAMPS), ("time", TIMES)):
        if len(cells) > 2 and format_of(cells, tuple(formats)) is not None:
            return sort
    if all(_NUMBER.fullmatch(c) for c in cells):
        if any(re.fullmatch(r"0\d+", c) for c in cells):
            return "code"
        return "number" if any("." in c for c in cells) else "integer"
    if any(_PERIOD.fullmatch(c.strip()) for c in cells):
        return "text"
    kinds = len(set(cells))
    return "category" if 1 < kinds <= 20 and kinds * 4 <= len(cells) else "id" if kinds == len(cells) else "text"


def of_sort(table: Table, *sorts: str) -> list[int]:
    return [i for i in range(table.width) if sort_of(table, i) in sorts]


def measured(table: Table) -> list[int]:
    """Columns of figures that vary: quantities, no codes, flags, coordinates or years."""
    found = []
    for i in of_sort(table, "integer", "number"):
        values = [float(c) for c in filled(table, i)]
        if len(set(values)) < 12 or len(values) < 20:
            continue
        whole = all(v == int(v) for v in values)
        if whole and (set(values) <= set(range(1, 51)) or sorted(values) == values or min(values) > 99_999_999):
            continue
        if re.search(r"(?i)\blat|\blon|緯度|経度|epoch|コード|_id$|code|番号", table.own_name(i)):
            continue
        found.append(i)
    return found
