"""Findings and unsuccessful expectations as the page shows them: the sentence, what proves it, what stands under it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from markupsafe import Markup

from ...result import Evidence, Example, ExpectationResult, Finding
from ...sentences import Text, number, plural
from .. import _words
from . import words
from .markup import LONG, both, cell, safe, said, turned
from .plots import margin, scales
from .seen import NUMBERS, Seen, values

SAMPLES = 3
NAMED = 5  # columns that a sentence names before it counts
NEAR = 0.05  # of the way between two bounds
_T = TypeVar("_T")


class Fold(msgspec.Struct, frozen=True):
    """What opens on demand: its title, its lines, and how many more there are."""

    title: Markup
    lines: tuple[Markup, ...]
    rest: int = 0


class Side(msgspec.Struct, frozen=True):
    """A name or cell before or after, and the line it stands in."""

    text: Markup
    at: Markup | None = None


class Table(msgspec.Struct, frozen=True):
    """Sample rows. Cells of the column in question are `marked`; those of `figures` stand to the right."""

    heads: tuple[Markup, ...]
    rows: tuple[tuple[Markup, ...], ...]
    marked: frozenset[int]
    figures: frozenset[int]
    caption: Markup | None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """`mark`: a grade or a severity; `tag`: its word, None where it would be loud about nothing."""

    id: str
    mark: str
    tag: Markup | None
    sentence: Markup
    facts: tuple[Markup, ...] = ()
    note: Markup | None = None
    plot: Markup | None = None
    plot_says: Markup | None = None
    twin: tuple[Side, Side] | None = None
    table: Table | None = None
    folds: tuple[Fold, ...] = ()
    where: tuple[Markup, ...] = ()


class Shown(msgspec.Struct, frozen=True):
    """Some in full, others as a line each, the rest as a number. `anchors`: the id that tells of a column."""

    items: tuple[Item, ...] = ()
    others: Fold | None = None
    anchors: dict[str, tuple[str, str]] = {}


# --- findings --------------------------------------------------------------------------------------------------------


def findings(view: Seen, prefix: str, full: int, listed: int) -> Shown:
    told = words.worst_first(view.result.spec_changes)
    excused: dict[str, list[ExpectationResult]] = {}
    for entry in view.result.results:
        if entry.not_evaluated_because is not None:
            excused.setdefault(entry.not_evaluated_because, []).append(entry)
    items = [_finding(f, view, f"{prefix}c{n}", excused.get(f.id, []), listed) for n, f in enumerate(told[:full], 1)]
    anchors: dict[str, tuple[str, str]] = {}
    for item, finding in zip(items, told[:full], strict=True):
        for name in finding.columns:
            anchors.setdefault(name, (item.id, item.mark))
    more = len(told) - full
    title = words.say("{n} more " + plural(more, "change"), "ほかの変更 {n} 件", n=more)
    others = fold(told[full:], listed, title, _one_line)
    return Shown(tuple(items), others, anchors)


def _one_line(finding: Finding) -> Markup:
    return Markup("{} <b>{}</b>").format(said(finding.sentence, finding.columns), said(_words_of(finding)))


def _words_of(finding: Finding) -> Text:
    return words.twice(_words.grade, finding)


def _finding(finding: Finding, view: Seen, id_: str, excused: Sequence[ExpectationResult], listed: int) -> Item:
    sure = words.say("confidence {c}", "確度 {c}", c=round(finding.confidence, 2))
    facts = [sure] if finding.confidence < 0.9 else []
    since = finding.since if words.since(view.result) is None else None  # one day for all stands above
    facts += [words.twice(_words.since, since)] if since else []
    facts += [words.twice(_words.known, finding.known_issue)] if finding.known_issue else []
    if finding.kind == "column_renamed":
        under = sum((e.meta.get("judged_as") or {}).get(finding.before) == finding.after for e in view.result.results)
        facts += [words.judged_as(under)] if under else []
    twin, plot = _before_and_after(finding, view), None
    if finding.kind == "unit_changed" and finding.columns:
        column = view.now.get(finding.columns[0])
        past = view.before(finding.columns[0])
        if column is not None and past is not None:
            both_ = (view.cells_before(column[1].name), view.cells(column[1].name))
            plot = scales(values(both_[0], past), values(both_[1], column[1]), (words.BEFORE, words.AFTER))
    folds = [fold(excused, listed, words.twice(_words.excused, len(excused)), lambda e: _entry_line(e, view))]
    if len(finding.columns) > NAMED:
        all_ = words.say("all {n} columns", "{n} 列すべて", n=len(finding.columns))
        folds.append(fold(finding.columns, listed, all_, cell))
    return Item(
        id=id_,
        mark=finding.grade,
        tag=said(_words_of(finding)),
        sentence=said(finding.sentence, finding.columns),
        facts=tuple(said(f, most=LONG) for f in facts),
        plot=plot,
        twin=twin,
        table=None if twin is not None and twin[1].at is not None else _samples(finding.evidence, view),
        folds=tuple(f for f in folds if f is not None),
    )


def _before_and_after(finding: Finding, view: Seen) -> tuple[Side, Side] | None:
    """The two names of a rename; else the first cell of the one column that changed, in the last good file and now."""
    old, new = finding.before, finding.after
    if finding.kind == "column_renamed" and isinstance(old, str) and isinstance(new, str):
        names = turned(old, new)
        return Side(names[0]), Side(names[1])
    if len(finding.columns) != 1 or finding.kind not in _SEEN_IN_A_CELL:
        return None
    name = finding.columns[0]
    now, past = view.now.get(name), view.before(name)
    if now is None or past is None or name in view.secret or past.name in view.secret:
        return None
    first = [c.statistics.first[0] for c in (past, now[1]) if c.statistics is not None and c.statistics.first]
    if len(first) < 2 or first[0][1] == first[1][1]:
        return None
    lines = [said(words.twice(_words.line, line)) if line is not None else Markup() for line, _ in first]
    cells = turned(first[0][1], first[1][1])
    return Side(cells[0], lines[0]), Side(cells[1], lines[1])


_SEEN_IN_A_CELL = (
    "date_format_changed",
    "time_format_changed",
    "number_format_changed",
    "type_changed",
    "unit_changed",
)


# --- expectations ----------------------------------------------------------------------------------------------------


def unsuccessful(view: Seen, prefix: str, full: int, listed: int) -> Shown:
    """Those that differ in columns only are told once, the others under the first."""
    groups: dict[Any, list[ExpectationResult]] = {}
    for entry in words.unsuccessful(view.result):
        groups.setdefault(_alike(entry), []).append(entry)
    told = [(first, others) for first, *others in groups.values()]
    items: list[Item] = []
    anchors: dict[str, tuple[str, str]] = {}
    for n, (entry, others) in enumerate(told[:full], 1):
        items.append(_entry(entry, others, view, f"{prefix}e{n}", listed))
        for name in (c for e in (entry, *others) for c in (*e.columns, *words.columns(e))):
            anchors.setdefault(name, (items[-1].id, entry.severity))
    left = [entry for first, others in told[full:] for entry in (first, *others)]
    title = words.say("{n} more unsuccessful", "ほかに不成立 {n} 件", n=len(left))
    return Shown(tuple(items), fold(left, listed, title, lambda e: _entry_line(e, view)), anchors)


def _alike(entry: ExpectationResult) -> tuple[object, ...]:
    config = entry.expectation_config
    kwargs = {k: v for k, v in config.get("kwargs", {}).items() if not k.startswith("column")}
    return (
        config.get("type"),
        entry.severity,
        str(kwargs),
        str(config.get("notes")),
        entry.exception_info.raised_exception,
    )


def _entry(entry: ExpectationResult, others: Sequence[ExpectationResult], view: Seen, id_: str, listed: int) -> Item:
    config, message = entry.expectation_config, entry.exception_info.exception_message
    unjudged = entry.exception_info.raised_exception and message and message not in entry.sentence.en
    facts = [words.twice(_words.unjudged, message)] if unjudged else []
    notes = config.get("notes")
    note = " ".join(map(str, notes)) if isinstance(notes, list) else str(notes) if notes else ""
    plot, plot_says = room(entry, view) or (None, None)
    title = words.say("{n} more like it", "同様のものがほかに {n} 件", n=len(others))
    folds = [fold(others, listed, title, lambda e: _entry_line(e, view))]
    where = [Markup("<code>{}</code>").format(safe(str(w))) for w in (entry.meta.get("at"), config.get("type")) if w]
    return Item(
        id=id_,
        mark=entry.severity,
        tag=said(_words.TAG[entry.severity]),
        sentence=said(entry.sentence, entry.columns),
        facts=tuple(said(f, most=LONG) for f in facts),
        note=safe(note) if note else None,
        plot=plot,
        plot_says=plot_says,
        table=_samples(entry.evidence, view),
        folds=tuple(f for f in folds if f is not None),
        where=tuple(where),
    )


def _entry_line(entry: ExpectationResult, view: Seen) -> Markup:
    told = words.statement(entry) if entry.not_evaluated_because else entry.sentence
    return said(told, entry.columns)


def room(entry: ExpectationResult, view: Seen) -> tuple[Markup, Markup] | None:
    """What was seen beside the bounds, drawn and said; None where they are no numbers."""
    between = _between(entry, view)
    if between is None:
        return None
    (least, most), low, high = between
    ends = tuple(number(b) if b is not None else "" for b in (low, high))
    seen_ = (
        words.say("This file: {n}.", "今回: {n}。", n=most)
        if least == most
        else words.say("This file: {a} to {b}.", "今回: {a} から {b} まで。", a=least, b=most)
    )
    return margin((least, most), low, high, (ends[0], ends[1])), said(seen_)


def _between(entry: ExpectationResult, view: Seen) -> tuple[tuple[float, float], float | None, float | None] | None:
    """Least and greatest seen, and the bounds."""
    config = entry.expectation_config
    kwargs, type_ = config.get("kwargs", {}), str(config.get("type"))
    low, high = (_figure(kwargs.get(k)) for k in ("min_value", "max_value"))
    name = words.columns(entry)[0] if kwargs.get("column") is not None else ""
    if (low is None and high is None) or (low is not None and high is not None and low >= high) or name in view.secret:
        return None
    if type_ == "expect_column_values_to_be_between":
        column = view.now.get(name)
        statistics = column[1].statistics if column is not None and column[1].type in NUMBERS else None
        seen_ = [_figure(v) for v in (statistics.min, statistics.max)] if statistics is not None else [None]
    else:
        seen_ = [_figure(entry.result.get("observed_value"))] * 2
    least, most = seen_[0], seen_[-1]
    return None if least is None or most is None else ((least, most), low, high)


def _figure(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value or abs(value) > 1e300:
        return None
    return value


def nearest(view: Seen, prefix: str, most: int) -> tuple[Item, ...]:
    """Of the successful ones those nearest to a bound: what may close the gate next. Nothing that has plenty of room."""
    close: list[tuple[float, int, ExpectationResult]] = []
    for n, entry in enumerate(view.result.results):
        found = _between(entry, view) if entry.success else None
        if found is None:
            continue
        (least, greatest), low, high = found
        if low is None or high is None:
            continue
        left = min(least - low, high - greatest) / (high - low)
        if 0 < left < NEAR:
            close.append((left, n, entry))
    told = [entry for _, _, entry in sorted(close, key=lambda c: c[:2])[:most]]
    items = (_entry(entry, (), view, f"{prefix}n{n}", 0) for n, entry in enumerate(told, 1))
    return tuple(msgspec.structs.replace(item, tag=None) for item in items)


# --- what both have --------------------------------------------------------------------------------------------------


def fold(entries: Sequence[_T], listed: int, title: Text, tell: Callable[[_T], Markup]) -> Fold | None:
    if not entries:
        return None
    return Fold(said(title), tuple(tell(e) for e in entries[:listed]), max(0, len(entries) - listed))


def _samples(evidence: Evidence, view: Seen) -> Table | None:
    """A row a line: where, the key's cells where they are known, and the cells in question as they stand in the file."""
    examples = evidence.examples[:SAMPLES]
    if not examples:
        return None
    rows: dict[tuple[int | None, int | None], dict[str, Markup]] = {}
    named: dict[str, bool] = {}
    for e in examples:
        row = rows.setdefault((e.line, None if e.line is not None else e.row), {})
        for name, beside in view.beside(e):
            row.setdefault(name, cell(beside))
            named.setdefault(name, False)
        if e.column is not None:
            row[e.column] = _value(e, view)
            named[e.column] = True
    if all(where == (None, None) for where in rows) and not named:
        return None
    order = sorted(named, key=lambda name: (named[name], view.now[name][0] if name in view.now else len(view.now)))
    lines = any(line is not None for line, _ in rows)
    first = words.say("line", "行") if lines else words.say("row, from 0", "行(0 から)")
    heads = (said(first), *(cell(name) for name in order))
    blank = Markup()
    told = tuple(
        (safe(str(line if line is not None else "" if row is None else row)), *(cells.get(n, blank) for n in order))
        for (line, row), cells in rows.items()
    )
    marked = frozenset(n for n, name in enumerate(order, 1) if named[name])
    figures = frozenset(n for n, name in enumerate(order, 1) if name in view.now and view.now[name][1].type in NUMBERS)
    return Table(heads, told, marked, figures | {0}, _caption(evidence.count, len(rows)))


def _caption(count: int | None, shown: int) -> Markup | None:
    if count is None or count <= shown:
        return None
    return said(words.say("The first {k} of {n}.", "{n} 件のうち先頭 {k} 件。", k=shown, n=count))


def _value(example: Example, view: Seen) -> Markup:
    if example.column in view.secret:
        return Markup('<span class="q">{}</span>').format(both("not shown", "非表示"))
    if example.value is None:
        return Markup('<span class="ctl">{}</span>').format(both("missing", "欠損"))
    return cell(example.value) if example.value else Markup('<span class="ctl">{}</span>').format(both("empty", "空"))
