"""Batch: a landed file, opened. Names, and cells as a SQL relation or an Arrow table; what an engine is given."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import msgspec

from .errors import NotReadable
from .spec.spec import ColumnSpec, Dialect


class ReadAgain(NotReadable):
    """Raised on leaving `reading()`: the bytes contradicted how they were read, and what was read of them counts for
    nothing. `batch` reads them as they are."""

    batch: "Batch"


class BatchColumn(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a batch. `sql` names its cell in the relation. `physical` is None for text cells, which are read
    and converted by our own rules; for typed sources (Parquet, Arrow) it is the DuckDB type of the cell. `kinds`: the
    types of its cells where they have several (sql/mixed.py). `called`: its declared name, where the file has it under
    an accepted alias."""

    spec: ColumnSpec
    sql: str
    physical: str | None = None
    kinds: tuple[str, ...] = ()
    called: str | None = None

    @property
    def name(self) -> str:
        return self.spec.name


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """`reading()` gives, for the time of one SQL statement, the text that stands behind FROM. Leaving it raises what
    went wrong with the bytes meanwhile (a truncated gzip, an encoding that turned): that error outranks the engine's.

    `ragged`: SQL that is true for a malformed row, or None where the format has none. `lines(rows)`: for 0-based
    numbers of data rows, their physical 1-based lines, None where the file has no lines. `arrow`: the table instead of
    a relation for data that never was a file.
    """

    uri: str
    path: str | None = None  # what DuckDB may open; None where there is no file
    columns: tuple[BatchColumn, ...]
    dialect: Dialect
    reading: Callable[[], AbstractContextManager[str]]
    ragged: str | None = None
    lines: Callable[[Sequence[int]], Mapping[int, int]] | None = None
    size: int | None = None  # bytes, decompressed where that is known
    rows_estimate: int | None = None
    head: Mapping[str, Sequence[str]] = {}  # the head's raw cells by column name, for what is judged before the scan
    arrow: Any = None
    reread: "Callable[[str], Batch | None] | None" = None  # after an engine's error: the same file, read otherwise

    def column(self, name: str) -> BatchColumn | None:
        """By exact name, else case-insensitively where only one fits, as GX looks columns up."""
        exact = next((c for c in self.columns if c.name == name), None)
        if exact is not None:
            return exact
        folded = [c for c in self.columns if c.name.casefold() == name.casefold()]
        return folded[0] if len(folded) == 1 else None


@contextmanager
def plainly(relation: str) -> Iterator[str]:
    """`reading` for a relation that needs nothing running beside it."""
    yield relation
