"""Parquet: columns and types from the footer; the rows are DuckDB's to read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import msgspec

from ..batch import Batch, BatchColumn
from ..errors import NoPermission, NotLanded, NotReadable
from ..spec.spec import ColumnSpec, ColumnType, Dialect, Spec
from ..sql.conditions import identifier, quote
from ..storage import LandedFile
from ._columns import called, declared_as, undeclared, unique
from ._footer import Column, Malformed, columns_in
from ._opening import literally, real

_MAGIC = b"PAR1"
_TYPES: dict[str, ColumnType] = {  # by how DuckDB's name begins
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT"), "integer"),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"), "integer"),
    **dict.fromkeys(("FLOAT", "DOUBLE", "DECIMAL"), "number"),
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIME": "time",
}


def recognises(landed: LandedFile, head: bytes) -> bool:
    """By its first bytes (the magic, then Thrift: no text), else by its name: then it is a broken one."""
    binary = head.startswith(_MAGIC) and head[4:5] not in b'\r\n,;\t|"' and not head[4:5].isalnum()
    return binary or landed.uri.lower().endswith((".parquet", ".pq"))


def observe(landed: LandedFile, declared: Spec) -> Dialect:
    """Nothing of a Parquet file's dialect varies: its footer reads, or the file does not."""
    _schema(landed)
    return Dialect(format="parquet", missing=declared.dialect.missing)


def open(landed: LandedFile, dialect: Dialect, declared: Spec) -> Batch:  # noqa: A001  the Protocol's word
    """The file as a batch of typed cells; text columns have their declared types, which are converted by our rules."""
    schema, rows = _schema(landed)
    names, wanted = unique(c.name for c in schema), declared.columns or ()
    by = declared_as(names, wanted)
    columns = tuple(
        BatchColumn(
            spec=_spec(name, column, by.get(name) or undeclared(name, by, wanted)),
            sql=_cell(sql, column.duckdb),
            physical=column.duckdb,
            called=called(name, by),
        )
        for column, name, sql in zip(schema, names, _as_duckdb_calls(schema), strict=True)
    )
    return Batch(
        uri=landed.uri,
        path=real(landed.path),
        columns=columns,
        dialect=dialect,
        reading=partial(_reading, landed.path),
        size=landed.size,
        rows_estimate=rows,
    )


def _cell(name: str, type_: str) -> str:
    """NaN is a missing number, as pandas has it."""
    return f"nullif({identifier(name)}, 'nan'::{type_})" if type_ in ("FLOAT", "DOUBLE") else identifier(name)


@contextmanager
def _reading(path: str) -> Iterator[str]:
    with literally(path) as openable:
        yield f"read_parquet({quote(openable)}, hive_partitioning=false)"


def _spec(name: str, column: Column, known: ColumnSpec) -> ColumnSpec:
    """A typed cell has the type it has; text has the declared one."""
    typed = column.duckdb != "VARCHAR"
    text: ColumnType = "text"
    found = next((t for begin, t in _TYPES.items() if column.duckdb.startswith(begin)), text)
    type_ = found if typed else known.type or text
    return msgspec.structs.replace(
        known,
        name=name,
        type=type_,
        format=None if typed else known.format,
        declared_type=known.type is not None,
    )


def _as_duckdb_calls(schema: tuple[Column, ...]) -> list[str]:
    """DuckDB's names are case-insensitive: of `a` and `A` the second is called `A_1`."""
    taken: dict[str, int] = {}
    names = []
    for column in schema:
        name, n = column.name, 0
        while name.lower() in taken:
            n += 1
            name = f"{column.name}_{n}"
        taken[name.lower()] = 0
        names.append(name)
    return names


def _schema(landed: LandedFile) -> tuple[tuple[Column, ...], int]:
    try:
        return columns_in(_footer(landed))
    except FileNotFoundError:
        raise NotLanded(uri=landed.uri) from None
    except PermissionError:
        raise NoPermission(uri=landed.uri) from None
    except Malformed as error:
        en, ja = f"it is no whole Parquet file ({error})", f"Parquet ファイルとして壊れています({error})"
        raise NotReadable({"en": en, "ja": ja}, uri=landed.uri) from None


def _footer(landed: LandedFile) -> bytes:
    file = os.open(landed.path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        size = os.fstat(file).st_size
        tail = os.pread(file, 8, max(size - 8, 0))
        if size < 12 or os.pread(file, 4, 0) not in (_MAGIC, b"PARE"):
            raise Malformed("it does not begin as one")
        if tail[4:] == b"PARE":
            raise Malformed("it is encrypted")
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != _MAGIC or length > size - 12:
            raise Malformed("its end is missing")
        return os.pread(file, length, size - 8 - length)
    finally:
        os.close(file)
