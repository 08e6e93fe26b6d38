"""Where a table stands in its file: which physical lines are its header.

Declared header rows hold until they do not hold the declared names and exactly one other place does, or data stands
where the header should be. Where nothing is declared the structure tells: shared width, typed cells below, names above.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

import msgspec

from ..regex import later
from ..spec.null_tokens import is_token
from ..spec.units import is_unit
from ._dialect import TYPED, names_in
from ._globs import Glob, dropped
from ._records import Record, records

_LOOK = 400  # records that tell the structure
_DEEPEST = 200  # physical lines in which a moved header is looked for
_TALLEST = 4
_PERIODS = 3  # names that are periods make a header
_PERIOD = later(r"\d[/:年月日時-]|\d\.\d+\.\d|^(?:19|20)\d\d(?:0[1-9]|1[0-2])$")
_A_TABLE = 8  # rows that make a section of several a table, not a block of facts


class Place(msgspec.Struct, frozen=True):
    """Physical 0-based lines. `header` () where there is none. `ends_at`: observed, where tables follow each other."""

    header: tuple[int, ...]
    data: int
    ends_at: str | None = None


class Page(msgspec.Struct, frozen=True):
    """The head as it is looked at: its lines, how they are cut, and the lines that are no data."""

    lines: Sequence[str]
    delimiter: str
    quote: str | None
    whole: bool
    skip: tuple[Glob, ...] = ()

    def records(self, first: int) -> Iterator[Record]:
        """Records from a line on, without those that are skipped."""
        found = records(self.lines, self.delimiter, self.quote, first=first, whole=self.whole)
        if not self.skip:
            return found
        return (r for r in found if r.lines > 1 or not dropped(self.lines[r.line], self.skip))

    def at(self, line: int) -> Record | None:
        return next(records(self.lines, self.delimiter, self.quote, first=line, whole=True), None)


def rows_at(page: Page, header: Sequence[int]) -> list[Record]:
    """The records that begin on these lines; NotReadable is the caller's where a line is not there."""
    return [r for r in (page.at(line) for line in header if line < len(page.lines)) if r is not None]


def table_from(page: Page, data: int, ends_at: Glob | None, most: int) -> list[Record]:
    """The head's data rows."""
    return list(islice((r for r in _before(page.records(data), page, ends_at) if not r.blank), most))


def start_of(lines: Sequence[str], starts_at: Glob | None) -> int | None:
    """The line at which the table that is meant begins: the one that matches, or the one behind a blank one."""
    if starts_at is None:
        return 0
    found = next((i for i, line in enumerate(lines) if starts_at.matches(line)), None)
    return found if found is None or starts_at.text != "blank" else found + 1


def place_of(
    page: Page, start: int, declared: tuple[int, ...] | None, wanted: Sequence[frozenset[str]], ends_at: Glob | None
) -> Place | None:
    """`wanted`: for each declared column the names it may have. None where no table stands there."""
    if declared == ():
        return Place((), start)
    if declared is not None:
        held = _held(page, declared, wanted)
        if held < len(wanted):
            few = held * 2 < len(wanted)  # else only a place that holds them all is a better one
            moved = _where_names_are(
                page, start, wanted, at_least=max(held + 1, -(-len(wanted) // 2)) if few else len(wanted)
            )
            if moved is not None:
                return moved
            seen = by_structure(_before(page.records(start), page, ends_at)) if not held else None
            if seen is not None and seen.data <= declared[-1]:
                return seen
        if declared[-1] < len(page.lines):
            return _placed(page, declared)
    elif wanted:
        moved = _where_names_are(page, start, wanted, at_least=-(-len(wanted) // 2))
        if moved is not None:
            return moved
    if ends_at is not None or start:
        return by_structure(_before(page.records(start), page, ends_at))
    return _of_several(page)


def _placed(page: Page, header: tuple[int, ...]) -> Place:
    last = page.at(header[-1])
    return Place(header, header[-1] + (last.lines if last and not last.open else 1))


def _held(page: Page, header: Sequence[int], wanted: Sequence[frozenset[str]]) -> int:
    """How many of the declared columns have their name in these header rows."""
    rows = [r.cells for r in map(page.at, (h for h in header if h < len(page.lines))) if r is not None]
    if len(rows) != len(header):
        return 0
    names = set(names_in(rows, max(map(len, rows), default=0)))
    return sum(not names.isdisjoint(w) for w in wanted)


def _where_names_are(page: Page, start: int, wanted: Sequence[frozenset[str]], at_least: int) -> Place | None:
    """The one place that holds most of the declared names, and so many; the fewest rows that do. None where two places
    hold as many."""
    parts = {part for names in wanted for name in names for part in (name, *name.split("|"))}
    best: list[tuple[int, tuple[int, ...]]] = []
    for first in range(start, min(len(page.lines), start + _DEEPEST)):
        top = page.at(first)
        if top is None or parts.isdisjoint(top.cells):
            continue
        for height in range(1, _TALLEST + 1):
            header = tuple(range(first, first + height))
            held = _held(page, header, wanted)
            if held >= at_least:
                best.append((held, header))
    if not best:
        return None
    most = max(held for held, _ in best)
    fewest = min(len(header) for held, header in best if held == most)
    places = [header for held, header in best if held == most and len(header) == fewest]
    return _placed(page, places[0]) if len(places) == 1 else None


def by_structure(rows: Iterable[Record]) -> Place | None:
    """Width: the commonest. First data row: the first of that width of whose filled cells in typed columns at least
    half carry the type (the first of full width but one where all is text). Header: the row above, and those above it
    while they fill its blanks."""
    filled = list(islice((r for r in rows if not r.blank), _LOOK))
    if not filled:
        return None
    width = _width(filled)
    full = [i for i, r in enumerate(filled) if len(r.cells) == width]
    typed = _typed_columns([filled[i].cells for i in full], width)
    if not typed:
        return _with_header(filled, 0 if _ends_in_delimiters(filled[0].cells, width) else _names_below(filled, full[0]))
    first = next((i for i in full if _is_data(filled[i].cells, typed)), None)
    if first is None:
        return _with_header(filled, _names_below(filled, full[0]))
    below = next((filled[i].cells for i in full if i > first), None)
    if below is not None and _names_are_periods(filled[first].cells, below, typed):
        return _with_header(filled, first)
    if not first:
        return Place((), filled[0].line)
    while first and _looks_like_data(filled[first - 1].cells):  # malformed rows above the first whole one
        first -= 1
    first = _behind_names(filled, first, typed)
    if not first or len(filled[first - 1].cells) < 2 <= width:  # a line of prose is no header
        return Place((), filled[first].line)
    return _with_header(filled, first - 1)


def _names_below(rows: Sequence[Record], at: int) -> int:
    """Of a table of text: titles are padded to its width, with one cell filled, above the row that names every column."""
    below = at
    while below + 1 < len(rows) and len(rows[below].cells) > 2 and _filled(rows[below]) == 1:
        below += 1
    return below if _filled(rows[below]) == len(rows[at].cells) == len(rows[below].cells) else at


def _filled(row: Record) -> int:
    return sum(bool(c.strip()) for c in row.cells)


def _with_header(rows: Sequence[Record], at: int) -> Place:
    bottom = rows[at]
    data = bottom.line + bottom.lines
    top, cells, width = at, list(bottom.cells), len(bottom.cells)
    while top and len(rows[top].cells) and at - top < _TALLEST - 1:
        above = rows[top - 1]
        parts = [*above.cells, *[""] * (width - len(above.cells))][:width]
        named = sum(bool(p.strip()) for p in parts)
        adjoining = above.line + above.lines == rows[top].line
        fills = any(p.strip() and not c.strip() for p, c in zip(parts, cells, strict=True))
        spans = any(x == y and x.strip() for x, y in pairwise(parts))
        groups = top < at and len(above.cells) == width and (named * 2 >= width or spans)
        units = top == at and len(above.cells) == width and 2 * named > width and _only_qualifies(bottom.cells)
        if not adjoining or named < 2 or not (fills or groups or units) or any(TYPED.fullmatch(p) for p in parts if p.strip()):
            break
        cells = [c if c.strip() else p for p, c in zip(parts, cells, strict=True)]
        top -= 1
    return Place(tuple(r.line for r in rows[top : at + 1]), data)


def _only_qualifies(cells: Sequence[str]) -> bool:
    """Units, or the same word over and over: what stands above are the names."""
    named = [c for c in cells[1:] if c.strip()]
    repeated = len(named) - len(set(named))
    return len(named) > 1 and (2 * repeated >= len(named) or 4 * sum(is_unit(c) for c in named) >= 3 * len(named))


def _width(rows: Sequence[Record]) -> int:
    widths = Counter(len(r.cells) for r in rows)
    return max(widths, key=lambda w: (widths[w], w))


def _typed_columns(rows: Sequence[tuple[str, ...]], width: int) -> frozenset[int]:
    """Columns most of whose filled cells are numbers, dates or times; the header and what stands above it
    do not count."""
    below, lower = rows[1:], rows[len(rows) // 2 :]
    return frozenset(j for j in range(width) if _are_typed(below, j) or (len(rows) > 3 and _are_typed(lower, j)))


def _are_typed(rows: Sequence[tuple[str, ...]], j: int) -> bool:
    cells = [row[j] for row in rows if row[j].strip() and not is_token(row[j])]
    return bool(cells) and sum(bool(TYPED.fullmatch(c)) for c in cells) >= 0.8 * len(cells)


def _looks_like_data(cells: tuple[str, ...]) -> bool:
    """Or like nothing: a row of empty cells above the first filled one."""
    filled = [c for c in cells if c.strip()]
    return sum(bool(TYPED.fullmatch(c)) for c in filled) * 2 >= len(filled)


def _ends_in_delimiters(cells: tuple[str, ...], width: int) -> bool:
    """`name,address,live,` above rows of three: names all the same."""
    return len(cells) > width and all(c.strip() for c in cells[:width]) and not any(c.strip() for c in cells[width:])


def _behind_names(rows: Sequence[Record], first: int, typed: frozenset[int]) -> int:
    """`Tokyo,-,-` and `Tokyo,,`: rows of which nothing was measured are data too, below a row that names the columns."""
    at, data = first, rows[first].cells
    while at and _nothing_measured(rows[at - 1].cells, data, typed):
        at -= 1
    return at or first


def _nothing_measured(cells: tuple[str, ...], data: tuple[str, ...], typed: frozenset[int]) -> bool:
    """No value in a typed column, and words only where the data have words."""
    if len(cells) != len(data):
        return False
    filled = [j for j, c in enumerate(cells) if c.strip() and not is_token(c)]
    return not typed.intersection(filled) and not any(TYPED.fullmatch(data[j]) for j in filled)


def _is_data(cells: tuple[str, ...], typed: frozenset[int]) -> bool:
    """`<10` and `≥ 65` are figures too."""
    filled = [cells[j].lstrip("<>≤≥ ") for j in typed if cells[j].strip() and not is_token(cells[j])]
    return bool(filled) and sum(bool(TYPED.fullmatch(c)) for c in filled) * 2 >= len(filled)


def _names_are_periods(first: tuple[str, ...], second: tuple[str, ...], typed: frozenset[int]) -> bool:
    """`country,2019,2020,2021` over figures is a header: a word, then years (or months, days, hours) in equal steps, of
    which the row below has none. So is `area,2026年4月,2026年5月`: months, days or times, no two alike, over figures."""
    written = [j for j in typed if _PERIOD.search(first[j])]
    if len(written) >= _PERIODS and 2 * len(written) >= len(typed) and len({first[j] for j in written}) == len(written):
        return not any(_PERIOD.search(second[j]) for j in written)
    if all(TYPED.fullmatch(c) for c in first if c.strip()):
        return False
    numbers = [int(first[j]) for j in sorted(typed) if first[j].isdecimal()]
    below = [second[j] for j in sorted(typed) if first[j].isdecimal()]
    steps = {b - a for a, b in pairwise(numbers)}
    return (
        len(steps) == 1
        and steps <= {1, 5, 10}
        and (1800 <= numbers[0] <= 2200 or (numbers[0] in (0, 1) and len(numbers) >= 12))
        and not all(c.isdecimal() and 1800 <= int(c) <= 2200 for c in below)
    )


def _before(rows: Iterable[Record], page: Page, ends_at: Glob | None) -> Iterable[Record]:
    """Rows of the section: leading blank ones do not end it."""
    if ends_at is None:
        return rows
    kept: list[Record] = []
    begun = False
    for row in rows:
        if row.lines == 1 and ends_at.matches(page.lines[row.line]) and (begun or ends_at.text != "blank"):
            break
        begun = begun or not row.blank
        kept.append(row)
    return kept


def _of_several(page: Page) -> Place | None:
    """Where blank lines part tables of different widths, the first that is a table; else the file is one."""
    blanks = " \t"
    if not any(not line.strip(blanks) for line in page.lines):
        return by_structure(page.records(0))
    rows = list(page.records(0))
    sections: list[list[Record]] = [[]]
    for row in rows:
        if row.blank:
            sections.append([])
        else:
            sections[-1].append(row)
    widths = [_width(s) if s else 0 for s in sections]
    tables = [
        (width, s)
        for width, s in zip(widths, sections, strict=True)
        if width > 1 and sum(len(r.cells) == width for r in s) >= _A_TABLE
    ]
    if len({width for width, _ in tables}) < 2:
        return by_structure(rows)
    seen = by_structure(tables[0][1])
    return None if seen is None else msgspec.structs.replace(seen, ends_at="blank")
