"""Profile: what the sampled cells of one column look like. What spec changes compare; nothing here touches a file."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ..by_name import load
from .spec import ColumnSpec, Spec

NULL_TOKENS = frozenset(
    {"na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "-", "--", "---", "—", "…", "*", "**", "***", "..", "?"}
    | {"－", "ー", "欠測", "欠損", "なし", "不明", "該当なし", "#value!", "#ref!", "#div/0!", "-9999", "missing", "unknown"}
)  # fmt: skip
TYPED = 0.9  # of the filled cells make a type
SHAPED = 0.8  # of them one way of writing dates
DISTINCT_READ = 300  # cells that are looked at to tell a type

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+|[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_RUN_OF_DIGITS, _RUN_OF_LETTERS = re.compile(r"[0-9]+"), re.compile(r"[^\W\d_]+")


class Profile(msgspec.Struct, frozen=True, eq=False):
    """`cells` in the order of the sample's rows, None where missing; `counts` of the filled ones, commonest first.

    `type` and `format` are those of at least 90 % of the filled cells (`code`: digits with leading zeros, all of one
    length), or as declared where there is no sample. `numbers`: sorted; () where the column holds none.
    """

    name: str
    position: int
    columns: int
    type: str | None
    format: str | None
    cells: tuple[str | None, ...]
    counts: Mapping[str, int]
    numbers: tuple[float, ...]
    known: bool
    unit: str | None = None

    @property
    def filled(self) -> int:
        return sum(self.counts.values())

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
        return self.type in ("date", "datetime", "time")

    def quantiles(self) -> tuple[float, ...]:
        n = len(self.numbers) - 1
        return tuple(self.numbers[round(q * n)] for q in (0.05, 0.25, 0.5, 0.75, 0.95)) if n >= 0 else ()


def profiles(spec: Spec, *, other: Spec | None = None) -> tuple[Profile, ...]:
    """One for each column, in the order of the file. Where the `other` side has no sample there is nothing to compare
    cells with: a column whose cells all read as its type is taken at its word."""
    brief = other is not None and other.sample is None
    columns = spec.columns or ()
    missing = spec.dialect.missing if spec.dialect.missing is not None else ("",)
    return tuple(_profile(spec, i, c, missing, len(columns), brief) for i, c in enumerate(columns))


def _profile(spec: Spec, i: int, column: ColumnSpec, missing: Sequence[str], columns: int, brief: bool) -> Profile:
    reads = column.statistics is not None and column.statistics.unreadable == 0
    if brief and spec.sample is not None and reads and column.declared_type and column.type is not None:
        return Profile(column.name, i, columns, column.type, column.format, (), {}, (), True, column.unit)
    if spec.sample is None:
        return Profile(column.name, i, columns, column.type, column.format, (), {}, (), False, column.unit)
    tokens = frozenset(column.missing if column.missing is not None else missing) | {""}
    cells = tuple(None if row[i] is None or row[i] in tokens else row[i] for row in spec.sample.rows)
    counts = dict(Counter(c for c in cells if c is not None).most_common())
    type_, format_ = (column.type, column.format) if column.pii or not counts else typed(counts, column)
    numbers = tuple(sorted(n for c in cells if c is not None for n in [number(c, format_)] if n is not None))
    kept = numbers if type_ in ("integer", "number") else ()
    return Profile(column.name, i, columns, type_, format_, cells, counts, kept, True, column.unit)


def typed(counts: Mapping[str, int], column: ColumnSpec | None = None) -> tuple[str, str | None]:
    """The type and format of at least 90 % of the cells (null tokens apart); `text` where there is none."""
    kept = {c: n for c, n in counts.items() if c.strip().casefold() not in NULL_TOKENS} or counts
    total = sum(kept.values())
    shares = {
        name: sum(n for c, n in kept.items() if pattern.fullmatch(c)) / total
        for name, pattern in (("integer", _INTEGER), ("number", _NUMBER), ("thousands", _THOUSANDS), ("comma", _COMMA))
    }
    if shares["integer"] >= TYPED:
        if _padded_codes(kept):
            return "code", None
        if shares["integer"] == 1 and all(len(c) == 8 for c in kept) and _formats("date", list(kept)):
            return "date", "%Y%m%d"
        return "integer", None
    if shares["number"] >= TYPED:
        return "number", None
    if shares["thousands"] > 0 and shares["thousands"] + shares["number"] >= TYPED:
        return "number", "1,234.5"
    if shares["comma"] + shares["integer"] >= TYPED:
        return "number", "1234,5"
    return _dated(kept, total, column) or ("text", None)


def _dated(kept: Mapping[str, int], total: int, column: ColumnSpec | None) -> tuple[str, str | None] | None:
    """A date, a datetime or a time: one shape of most cells that reads in one way."""
    by_shape: Counter[str] = Counter()
    for cell, n in kept.items():
        by_shape[shape(cell)] += n
    (most, n), *_ = by_shape.most_common(1)
    if n / total < SHAPED or "9" not in most:
        return None
    cells = [c for c in kept if shape(c) == most][:DISTINCT_READ]
    for type_ in ("date", "datetime", "time"):
        formats = _formats(type_, cells)
        if formats:
            declared = column.format if column is not None and column.format in formats else None
            return type_, declared or formats[0]
    return None


def _formats(type_: str, cells: Sequence[str]) -> tuple[Any, ...]:
    found: tuple[Any, ...] = load("column_types", type_).formats(cells[:DISTINCT_READ])
    return found


def _padded_codes(kept: Mapping[str, int]) -> bool:
    lengths = {len(c) for c in kept}
    return len(lengths) == 1 and lengths != {1} and any(c[0] == "0" for c in kept)


def shape(text: str) -> str:
    """Runs of digits as 9, of letters as a: `2026/04/01` -> `9/9/9`, `JC105` -> `a9`."""
    return _RUN_OF_LETTERS.sub("a", _RUN_OF_DIGITS.sub("9", text))


def number(text: str, format_: str | None = None) -> float | None:
    """A cell as a number, by the column's style; None where it is none."""
    if format_ == "1,234.5":
        text = text.replace(",", "")
    elif format_ == "1234,5":
        text = text.replace(".", "").replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else None
