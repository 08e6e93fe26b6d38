"""Profile: what the sampled cells of one column look like. What spec changes compare; nothing here touches a file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

import msgspec

from ..regex import later
from . import days, figures
from .null_tokens import is_token
from .spec import ColumnSpec, Spec

SHAPED = 0.8  # of the cells one way of writing dates

_RUN_OF_DIGITS, _RUN_OF_LETTERS = later(r"[0-9]+"), later(r"[^\W\d_]+")


class Profile(msgspec.Struct, frozen=True, eq=False):
    """`cells` in the order of the sample's rows, None where missing; `counts` of the filled ones, commonest first.

    `type` and `format` are those of at least 90 % of the filled cells (`code`: digits with leading zeros, all of one
    length), or as declared where there is no sample; `formats`: of dates, all that the cells allow. `padding`: of month
    and day, of the hour. `values`: of the cells that are numbers, each read once; `numbers`: of all of them, sorted. Both
    empty where the column holds none.
    """

    name: str
    position: int
    columns: int
    type: str | None
    format: str | None
    cells: tuple[str | None, ...]
    counts: Mapping[str, int]
    filled: int
    numbers: tuple[float, ...]
    known: bool
    unit: str | None = None
    formats: tuple[str, ...] = ()
    padding: tuple[str, str] = ("", "")
    values: Mapping[str, float] = {}

    @property
    def missing_share(self) -> float:
        return 1 - self.filled / len(self.cells) if self.cells else 0.0

    @property
    def categorical(self) -> bool:
        """Few values, each many times: at most 20, or a tenth of the cells."""
        return self.type in ("text", "code", "boolean") and 0 < len(self.counts) <= max(20, self.filled // 10)

    @property
    def numeric(self) -> bool:
        return self.type in ("integer", "number")

    @property
    def temporal(self) -> bool:
        return self.type in days.TYPES

    def quantiles(self) -> tuple[float, ...]:
        n = len(self.numbers) - 1
        return tuple(self.numbers[round(q * n)] for q in (0.05, 0.25, 0.5, 0.75, 0.95)) if n >= 0 else ()

    def value(self, row: int) -> float | None:
        """The cell as a number."""
        cell = self.cells[row]
        return None if cell is None else self.values.get(cell)

    def takes(self, cell: str) -> bool:
        """Whether a cell reads as this column does."""
        if self.numeric:
            return figures.bare(cell) is not None
        return days.reads(cell, str(self.type), self.format) if self.temporal else self.type == "text"

    def reading_as(self, type_: str | None, format_: str | None) -> float:
        """The share of the cells that read as another column's type; null tokens are not asked."""
        kept = without_tokens(self.counts)
        total = sum(kept.values())
        if type_ in ("integer", "number"):
            hits = sum(n for c, n in kept.items() if figures.bare(c) is not None)
        elif type_ in days.TYPES:
            hits = sum(n for c, n in kept.items() if days.reads(c, str(type_), format_))
        else:
            return 1.0
        return hits / total if total else 0.0


def profiles(spec: Spec, *, other: Spec | None = None) -> tuple[Profile, ...]:
    """One for each column, in the order of the file. Where the `other` side has no sample there is nothing to compare
    cells with: a column whose cells all read as its type is taken at its word."""
    brief = other is not None and other.sample is None
    columns = spec.columns or ()
    missing = spec.dialect.missing if spec.dialect.missing is not None else ("",)
    cells = list(zip(*spec.sample.rows, strict=True)) if spec.sample is not None and spec.sample.rows else None
    return tuple(
        _profile(spec, i, c, missing, len(columns), brief, () if cells is None else cells[i])
        for i, c in enumerate(columns)
    )


def _profile(
    spec: Spec, i: int, column: ColumnSpec, missing: Sequence[str], columns: int, brief: bool,
    cells: tuple[str | None, ...],
) -> Profile:  # fmt: skip
    declared: tuple[str | None, ...] = () if column.format is None else (column.format,)
    reads = column.statistics is not None and column.statistics.unreadable == 0
    if spec.sample is None or (brief and reads and column.declared_type and column.type is not None):
        taken = tuple(f for f in declared if f is not None)
        known = spec.sample is not None
        return Profile(column.name, i, columns, column.type, column.format, (), {}, 0, (), known, column.unit, taken)
    tokens = frozenset(column.missing if column.missing is not None else missing) | {""}
    counted = Counter(cells)
    absent = [c for c in counted if c is None or c in tokens or not c.strip()]
    if absent != [None] and absent:
        cells = tuple(None if c is None or c in tokens or not c.strip() else c for c in cells)
    counts: dict[str, int] = {c: n for c, n in counted.most_common() if c is not None and c not in absent}
    of_cells = None if column.pii or not counts else typed(counts, column)
    type_, formats = (column.type, declared) if of_cells is None else of_cells
    format_ = formats[0] if formats else None
    read = ((c, figures.value(c, format_)) for c in counts) if type_ in ("integer", "number") else ()
    values = {c: v for c, v in read if v is not None}
    numbers = sorted(v for c, v in values.items() for _ in range(counts[c]))
    pads = days.padding(list(islice(counts, days.READ)), format_) if type_ in days.TYPES else ("", "")
    return Profile(
        column.name, i, columns, type_, format_, cells, counts, sum(counts.values()), tuple(numbers), True, column.unit,
        tuple(f for f in formats if f is not None), pads, values,
    )  # fmt: skip


def without_tokens(counts: Mapping[str, int]) -> Mapping[str, int]:
    """The cells that are no null tokens; all where nothing else is there."""
    return {c: n for c, n in counts.items() if not is_token(c)} or counts


def typed(counts: Mapping[str, int], column: ColumnSpec | None = None) -> tuple[str, tuple[str | None, ...]]:
    """The type and the formats of at least 90 % of the cells (null tokens apart); `text` where there is none."""
    kept = without_tokens(counts)
    style = figures.style_of(kept)
    if style is not None:
        if style == ("integer", None) and all(c.isdecimal() for c in kept):
            if padded_codes(kept):
                return "code", ()
            if len(kept) > 2 and all(len(c) == 8 for c in kept) and days.formats_of("date", list(kept)[: days.READ]):
                return "date", ("%Y%m%d",)
        return style[0], () if style[1] is None else (style[1],)
    return _dated(kept, column) or ("text", ())


def _dated(kept: Mapping[str, int], column: ColumnSpec | None) -> tuple[str, tuple[str | None, ...]] | None:
    """A date, a datetime or a time: one shape of most cells that reads in one way."""
    by_shape: Counter[str] = Counter()
    for cell, n in kept.items():
        by_shape[shape(cell)] += n
    (most, n), *_ = by_shape.most_common(1)
    if n < SHAPED * sum(kept.values()) or not any(ch == "9" for ch in most) or len(most) > 40:
        return None
    found = days.told(list(islice((c for c in kept if shape(c) == most), days.READ)))
    if found is None:
        return None
    type_, formats = found
    if column is not None and column.format in formats:
        formats = (str(column.format), *(f for f in formats if f != column.format))
    return type_, formats


def padded_codes(kept: Mapping[str, int]) -> bool:
    lengths = {len(c) for c in kept}
    return len(lengths) == 1 and lengths != {1} and any(c[0] == "0" for c in kept)


def shape(text: str) -> str:
    """Runs of digits as 9, of letters as a: `2026/04/01` -> `9/9/9`, `JC105` -> `a9`."""
    return _RUN_OF_LETTERS.sub("a", _RUN_OF_DIGITS.sub("9", text))
