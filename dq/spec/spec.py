"""Spec: what a file looks like. One shape whether declared, observed or remembered; None is unknown, never different."""

from typing import Any, Literal, TypeAlias

import msgspec

ColumnType: TypeAlias = Literal["text", "integer", "number", "date", "datetime", "time", "boolean"]


class Dialect(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the bytes of a file become cells.

    `header_rows`: physical 0-based lines, every line counted; () where there is no header.
    `preamble`: the physical lines before the header, as text. `skip`: globs of raw lines that are no data.
    `table_starts_at`, `table_ends_at`: a glob, or "blank"; which of several tables in one file is meant.
    """

    format: str | None = None  # a reader's name: csv, parquet
    compression: str | None = None  # gzip
    encoding: str | None = None  # Python's codec name: utf-8, cp932, utf-16
    bom: bool | None = None
    line_ending: str | None = None  # lf, crlf, cr, mixed
    delimiter: str | None = None
    quote: str | None = None
    quoting: str | None = None  # minimal, all, none
    header_rows: tuple[int, ...] | None = None
    preamble: tuple[str, ...] | None = None
    skip: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    table_starts_at: str | None = None
    table_ends_at: str | None = None


class Turned(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A format that turns within a file: `count` cells, the first in physical line `line` (1-based; None where a file has
    no lines) and data row `row` (0-based), are written in `format`, or are of another `type`. `mixed`: some cells behind
    the first still read as before. `first`: some of them, with their lines."""

    format: str | None = None
    type: ColumnType | None = None
    line: int | None = None
    row: int = 0
    count: int
    mixed: bool = False
    first: tuple[tuple[int | None, str], ...] = ()

    @property
    def begins(self) -> int:
        """Where: the line, or the row from 1 where a file has no lines."""
        return self.row + 1 if self.line is None else self.line


class Glued(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another table begins within a file, in physical line `line` and data row `row`. `cells`: of its header. `rows`:
    that are its header where they fit the table (several files, one behind the other), else all that do not fit, from
    there to the end of the file. `fits`: which of the two. `delimiter`: where that is what changes."""

    line: int | None = None
    row: int = 0
    rows: int
    cells: tuple[str, ...] = ()
    fits: bool = False
    delimiter: str | None = None

    @property
    def begins(self) -> int:
        return self.row + 1 if self.line is None else self.line


class Statistics(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a scan saw in one column, over all its cells. Counts add up over parts of a file.

    `min`, `max`: of the readable values, as JSON (dates ISO). `first`: the first filled cells with their physical lines,
    for showing; both empty for `pii` columns. `order`: of the head's dates, 1 ascending to -1 descending. `absent`: a
    token for "no value" (its `format`) among cells that would read without it.
    """

    missing: int = 0
    unreadable: int = 0
    min: Any = None
    max: Any = None
    first: tuple[tuple[int | None, str], ...] = ()
    order: float | None = None
    turned: Turned | None = None
    absent: Turned | None = None


class ColumnSpec(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One column. `declared_type` is False where the type was inferred from the head of the file."""

    name: str
    type: ColumnType | None = None
    format: str | None = None  # strptime's directives for dates and times
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    required: bool = False
    values: tuple[Any, ...] | None = None
    pii: bool = False
    declared_type: bool = True
    missing: tuple[str, ...] | None = None  # tokens of this column's own
    statistics: Statistics | None = None


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of a file, chosen by the lowest hashes of their key: the same keys come back in every file of a source.

    `key`: the columns that were hashed, by value, so that another way of writing a date changes nothing. `keys`: each
    row's key values as text, None where the key is only a makeshift. `rows`: the cells as text, in the order of the
    Spec's columns (hashes in place of `pii` cells), sorted by hash. `hashes` are all below `limit`; `whole`: these are
    all rows of the file, in its order.
    """

    key: tuple[str, ...] = ()
    limit: int = 0
    whole: bool = False
    hashes: tuple[int, ...] = ()
    keys: tuple[str, ...] | None = None
    rows: tuple[tuple[str | None, ...], ...] = ()


class Spec(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`rows` counts every data row, malformed ones included. `steps`: the columns that tell days and steps of a day, and
    how many steps a day has (48: half-hours)."""

    dialect: Dialect = Dialect()
    columns: tuple[ColumnSpec, ...] | None = None
    rows: int | None = None
    key: tuple[str, ...] = ()
    sample: Sample | None = None
    steps: tuple[tuple[str, ...], int] | None = None
    glued: Glued | None = None

    def column(self, name: str) -> ColumnSpec | None:
        return next((c for c in self.columns or () if c.name == name), None)


class Landing(msgspec.Struct, frozen=True):
    """What a file is known by beside its Spec: where it lies, a digest of its bytes, the period that its name declares
    (first and last day, ISO), and its size in bytes."""

    uri: str | None = None
    digest: str | None = None
    period: tuple[str, str] | None = None
    size: int | None = None
