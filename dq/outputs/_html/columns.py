"""The observed Spec as the page shows it: how the bytes became cells, and a row a column."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import msgspec
from markupsafe import Markup

from ...sentences import Text, number, plural
from ...spec import days
from ...spec.spec import ColumnSpec, Dialect
from ...spec_changes._words import encoding_name
from . import words
from .items import Fold
from .markup import both, cell, said
from .plots import BINS, Bins, binned, distribution, middle, track
from .seen import NUMBERS, Seen, values

PREAMBLE = 5  # lines of one
EXAMPLES = 3  # values of a text column
STEPS = 48
FAR = 0.1  # of the values beyond the last good file's range: then both share one axis


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """`shows`: of a column that has no least and greatest, some of what stands in it. `links`: (anchor, its mark)."""

    name: Markup
    was: Markup | None
    type: Markup
    missing: Markup
    whole: bool  # nothing is missing
    plot: Markup | None
    least: Markup | None
    greatest: Markup | None
    shows: Markup | None
    links: tuple[tuple[str, str], ...]


class Table(msgspec.Struct, frozen=True):
    rows: tuple[Row, ...] = ()
    others: Fold | None = None
    whole: bool = False  # the plots are of all rows
    lined: bool = False  # some plot has the last good file's line
    beyond: bool = False  # some plot has an arrow


def table(view: Seen, full: int, listed: int, *anchors: Mapping[str, tuple[str, str]]) -> Table:
    """All columns in a small file; in a wide one those that something is said of, the others a line each."""
    columns = [column for _, column in view.now.values()]
    told = {name for found in anchors for name in found}
    if len(columns) <= full:
        shown, others = columns, []
    else:
        shown = [c for c in columns if c.name in told][:full]
        shown = shown or columns[: min(full, 12)]
        names = {c.name for c in shown}
        others = [c for c in columns if c.name not in names]
    drawn = [_row(c, view, *anchors) for c in shown]
    title = words.say("{n} more " + plural(len(others), "column"), "ほか {n} 列", n=len(others))
    rest = Fold(said(title), tuple(map(_line, others[:listed])), max(0, len(others) - listed)) if others else None
    spec = view.result.spec
    whole = spec is not None and spec.sample is not None and spec.sample.whole
    rows, lined, beyond = zip(*drawn, strict=True) if drawn else ((), (), ())
    return Table(rows, rest, whole, any(lined), any(beyond))


def _row(column: ColumnSpec, view: Seen, *anchors: Mapping[str, tuple[str, str]]) -> tuple[Row, bool, bool]:
    secret = column.name in view.secret
    statistics = column.statistics
    plotted = _plot(column, view)
    old = view.renamed.get(column.name)
    least, greatest = (None, None) if statistics is None or secret else (statistics.min, statistics.max)
    links = [found[column.name] for found in anchors if column.name in found]
    row = Row(
        name=cell(column.name),
        was=cell(old) if old is not None else None,
        type=_type(column),
        missing=_missing(column, view),
        whole=statistics is not None and not statistics.missing and not statistics.unreadable,
        plot=plotted[0] if plotted else None,
        least=None if least is None else _value(least),
        greatest=None if greatest is None else _value(greatest),
        shows=both("personal data, not shown", "個人情報のため非表示") if secret else _shows(column, view),
        links=tuple(dict.fromkeys(links)),
    )
    return row, bool(plotted and plotted[1]), bool(plotted and plotted[2])


def _type(column: ColumnSpec) -> Markup:
    if column.type is None:
        return both("unknown", "不明")
    told = said(words.TYPES[column.type])
    if column.type in days.TYPES and column.format:
        told += Markup(" <code>{}</code>").format(said(days.words(column.type, column.format)))
    elif column.format:
        told += Markup(" <code>{}</code>").format(cell(column.format))
    if column.unit:
        told += Markup(' <span class="xs">{}</span>').format(cell(column.unit))
    return told


def _missing(column: ColumnSpec, view: Seen) -> Markup:
    statistics, rows = column.statistics, view.result.spec.rows if view.result.spec is not None else None
    if statistics is None:
        return Markup()
    told = Markup("{}").format(f"{statistics.missing:,}")
    if statistics.missing and rows:
        told = Markup('<span class="miss">{}{}</span>').format(track(statistics.missing / rows), told)
    if statistics.unreadable:
        n = statistics.unreadable
        told += Markup('<span class="was c-critical">{}</span>').format(
            said(words.say("{n} unreadable", "読めない値 {n}", n=n))
        )
    return told


def _shows(column: ColumnSpec, view: Seen) -> Markup | None:
    """The values of a text column that stand in most of the sampled rows, else the first."""
    if column.type not in ("text", "boolean", None):
        return None
    counted = Counter(c for c in view.cells(column.name) if c.strip())
    first = column.statistics.first if column.statistics is not None else ()
    found = [c for c, _ in counted.most_common(EXAMPLES)] or [text for _, text in first]
    if not found:
        return None
    return Markup(" · ").join(cell(c, 24) for c in found)


def _value(value: Any) -> Markup:
    """As JSON keeps it: numbers as people write them, dates ISO."""
    return cell(number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value), 32)


def _plot(column: ColumnSpec, view: Seen) -> tuple[Markup, bool, bool] | None:
    """The plot, whether it has the last good file's line, and whether values lie beyond it."""
    now = values(view.cells(column.name), column)
    if len(now) < 2 or min(now) == max(now):
        return None
    after, line = _bins(now, _comparable(column, view))
    return distribution(after, line), line is not None, bool(after.under or after.over)


def _comparable(column: ColumnSpec, view: Seen) -> list[float]:
    """The last good file's values, where they are figures of the same unit: days and times move on by themselves."""
    past = view.before(column.name)
    rescaled = any(f.kind == "unit_changed" and column.name in f.columns for f in view.result.spec_changes)
    if past is None or rescaled or column.type not in NUMBERS or (past.type, past.unit) != (column.type, column.unit):
        return []
    return values(view.cells_before(column.name), past)


def _bins(now: list[float], before: list[float]) -> tuple[Bins, Bins | None]:
    """The axis is the last good file's range; where much lies beyond it, that of both; without one, this file's own."""
    lined = len(set(before)) > 1
    low, high = (min(before), max(before)) if lined else middle(now)
    if lined and sum(not low <= v <= high for v in now) > FAR * len(now):
        low, high = min(low, min(now)), max(high, max(now))
    if low == high:
        low, high = min(now), max(now)
    step = _step([v for v in (*now, *before) if low <= v <= high])
    count = round((high - low) / step) + 1 if step else BINS
    if step:  # a bar a step
        low, high = low - step / 2, high + step / 2
    return binned(now, low, high, count), binned(before, low, high, count) if lined else None


def _step(among: list[float]) -> float | None:
    """The distance between neighbours, where few values stand on a regular grid: days, hours, codes."""
    distinct = sorted(set(among))
    if not 2 <= len(distinct) <= STEPS:
        return None
    step = min(b - a for a, b in pairwise(distinct))
    return step if (distinct[-1] - distinct[0]) / step < STEPS - 0.5 else None


def _line(column: ColumnSpec) -> Markup:
    statistics = column.statistics
    told = Markup('{} <span class="q">{}</span>').format(cell(column.name), _type(column))
    if statistics is None or column.pii:
        return told
    if statistics.missing:
        told += said(words.say(", {n} missing", "、欠損 {n}", n=statistics.missing))
    if statistics.min is not None and statistics.max is not None:
        told += Markup(" {} – {}").format(_value(statistics.min), _value(statistics.max))
    return told


# --- the dialect -----------------------------------------------------------------------------------------------------


def dialect(found: Dialect) -> tuple[tuple[Markup, Markup], ...]:
    """How the bytes became cells, as pairs of a name and what was seen."""
    facts: list[tuple[Text, Markup | None]] = [
        (words.say("Format", "形式"), cell(found.format.upper()) if found.format else None),
        (words.say("Compression", "圧縮"), cell(found.compression) if found.compression else None),
        (words.say("Encoding", "文字コード"), _encoding(found)),
        (words.say("Delimiter", "区切り"), _code(found.delimiter)),
        (words.say("Lines end with", "改行"), _code(found.line_ending.upper() if found.line_ending else None)),
        (words.say("Header", "見出し"), _header(found)),
        (words.say("Above it", "見出しの前"), _preamble(found)),
    ]
    return tuple((said(name), told) for name, told in facts if told is not None)


def _encoding(found: Dialect) -> Markup | None:
    if found.encoding is None:
        return None
    bom = Markup(" + BOM") if found.bom else Markup()
    return cell(encoding_name(found.encoding)) + bom


def _code(text: str | None) -> Markup | None:
    return Markup("<code>{}</code>").format(cell(text)) if text else None


def _header(found: Dialect) -> Markup | None:
    rows = found.header_rows
    if rows is None:
        return None
    if not rows:
        return both("none", "なし")
    lines = ", ".join(str(n + 1) for n in rows[:8])
    en, ja = ("line {n}", "{n} 行目") if len(rows) == 1 else ("lines {n}", "{n} 行目")
    return said(words.say(en, ja, n=lines))


def _preamble(found: Dialect) -> Markup | None:
    lines = [line for line in found.preamble or () if line.strip()]
    if not lines:
        return None
    more = Markup(" …") if len(lines) > PREAMBLE else Markup()
    return Markup("<br>").join(cell(line) for line in lines[:PREAMBLE]) + more
