"""A pandas DataFrame or an Arrow table as a batch: judged as typed. Text stays text, and each cell of a column of mixed
objects what it is. Only the way from Python opens this file: pandas and pyarrow are heavy."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec
import pyarrow as pa

from ..batch import Batch, BatchColumn, plainly
from ..spec.spec import ColumnSpec, ColumnType, Dialect, Spec
from ..sql import mixed
from ._columns import called, declared_as, undeclared, unique

_TYPES: Mapping[str, ColumnType] = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT"), "integer"),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT"), "integer"),
    **dict.fromkeys(("FLOAT", "DOUBLE"), "number"),
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIME": "time",
}
_PHYSICAL = {
    pa.int8(): "TINYINT", pa.int16(): "SMALLINT", pa.int32(): "INTEGER", pa.int64(): "BIGINT",
    pa.uint8(): "UTINYINT", pa.uint16(): "USMALLINT", pa.uint32(): "UINTEGER", pa.uint64(): "UBIGINT",
    pa.float32(): "FLOAT", pa.float64(): "DOUBLE", pa.bool_(): "BOOLEAN", pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP", pa.time64("us"): "TIME", pa.string(): "VARCHAR",
}  # fmt: skip
_ARROW = {
    "integer": pa.int64(), "number": pa.float64(), "text": pa.string(), "boolean": pa.bool_(), "date": pa.date32(),
    "datetime": pa.timestamp("us"), "time": pa.time64("us"),
}  # fmt: skip
_ALIKE = {"string": "text", "integer": "integer", "floating": "number", "boolean": "boolean"}
"""What pandas calls objects of one kind. Dates are not among them: it calls dates and datetimes so."""


class Column(msgspec.Struct, frozen=True):
    """One column's cells in Arrow: of one kind, or apart by kind."""

    cells: Mapping[str, Any]
    physical: str | None = None


def batch_of(source: Any, uri: str, declared: Spec) -> Batch:
    """`source`: a DataFrame, an Arrow table, or whatever hands out Arrow's C stream."""
    if hasattr(source, "iloc"):
        given, found = source.columns, [_of_series(source.iloc[:, i]) for i in range(source.shape[1])]
    else:
        source = source if isinstance(source, pa.Table) else pa.table(source)
        given, found = source.column_names, [_of_arrow(cells) for cells in source.columns]
    arrays = {f"c{i}{kind and '_' + kind}": cells for i, c in enumerate(found) for kind, cells in c.cells.items()}
    rows = len(source)
    names, wanted = unique(map(str, given)), declared.columns or ()
    by = declared_as(names, wanted)
    columns = tuple(
        msgspec.structs.replace(
            _column(i, name, by.get(name) or undeclared(name, by, wanted), c), called=called(name, by)
        )
        for i, (name, c) in enumerate(zip(names, found, strict=True))
    )
    return Batch(
        uri=uri,
        columns=columns,
        dialect=Dialect(missing=declared.dialect.missing),
        reading=partial(plainly, "batch"),
        rows_estimate=rows,
        arrow=pa.table({**arrays, "row": pa.nulls(rows)}),  # a table without columns would have no rows
    )


def _column(i: int, name: str, known: ColumnSpec, column: Column) -> BatchColumn:
    kinds = tuple(column.cells) if column.physical is None else ()
    physical = column.physical or mixed.TYPE
    spec = msgspec.structs.replace(
        known, name=name, type=_TYPES.get(physical, "number" if physical.startswith("DECIMAL") else "text"),
        format=None, declared_type=known.type is not None,
    )  # fmt: skip
    if physical == "HUGEINT":  # which Arrow has as a decimal
        return BatchColumn(spec=spec, sql=f"CAST(c{i} AS HUGEINT)", physical=physical)
    cells = " ".join(f"WHEN c{i}_{kind} IS NOT NULL THEN {mixed.of(kind, f'c{i}_{kind}')}" for kind in kinds)
    return BatchColumn(spec=spec, sql=f"(CASE {cells} END)" if kinds else f"c{i}", physical=physical, kinds=kinds)


def _of_series(series: Any) -> Column:
    """A pandas column; what Arrow has no type for is its text."""
    import pandas  # who hands in a DataFrame has it; an Arrow table needs none

    if hasattr(series, "sparse"):
        series = series.sparse.to_dense()
    if series.dtype == object:
        kind = _ALIKE.get(pandas.api.types.infer_dtype(series, skipna=True))
        try:  # one by one takes some 2 s for a million
            return _of_objects(list(series)) if kind is None else _plain(pa.array(series, _ARROW[kind], from_pandas=True))
        except (OverflowError, UnicodeEncodeError, pa.ArrowInvalid):  # integers beyond 64 bits, halves of characters
            return _of_objects(list(series))
    if type(series.dtype).__name__ in ("PeriodDtype", "IntervalDtype"):  # Arrow would have their ordinals
        return _of_text(series)
    try:
        return _of_arrow(pa.chunked_array([pa.array(series, from_pandas=True)]))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        return _of_text(series)


def _of_text(series: Any) -> Column:
    return _of_objects([None if missing else str(v) for v, missing in zip(series, series.isna(), strict=True)])


def _of_arrow(cells: Any) -> Column:
    """An Arrow column in the type that native judges: moments in UTC without a zone, categories as their values."""
    type_ = cells.type
    if isinstance(type_, pa.BaseExtensionType):
        cells = pa.chunked_array([chunk.storage for chunk in cells.chunks], type_.storage_type)
        type_ = cells.type
    if pa.types.is_dictionary(type_):
        return _of_arrow(cells.cast(type_.value_type))
    wanted = (
        pa.timestamp("us") if pa.types.is_timestamp(type_)
        else pa.time64("us") if pa.types.is_time(type_)
        else pa.date32() if pa.types.is_date(type_)
        else pa.float32() if pa.types.is_float16(type_)
        else pa.string() if pa.types.is_large_string(type_) or pa.types.is_string_view(type_) or pa.types.is_null(type_)
        else type_
    )  # fmt: skip
    if pa.types.is_decimal(wanted) and wanted.precision <= 38:
        return Column({"": cells}, f"DECIMAL({wanted.precision},{wanted.scale})")
    if wanted not in _PHYSICAL:
        return _of_objects(cells.to_pylist())
    cells = cells if wanted == type_ else cells.cast(wanted, safe=False)
    if pa.types.is_floating(wanted):  # NaN is pandas' missing number
        cells = pa.compute.if_else(pa.compute.is_nan(cells), None, cells)
    return Column({"": cells}, _PHYSICAL[wanted])


def _of_objects(cells: Sequence[Any]) -> Column:
    """Python's objects, each by its own type."""
    told = [_kind(cell) for cell in cells]
    kinds = [kind for kind in mixed.MEMBERS if kind in {k for k, _ in told}]
    apart = {kind: _array([v if k == kind else None for k, v in told], kind) for kind in kinds or ["text"]}
    if len(apart) > 1:
        return Column(apart)
    return _plain(*apart.values())


def _plain(array: Any) -> Column:
    physical = "HUGEINT" if pa.types.is_decimal(array.type) else _PHYSICAL[array.type]
    return Column({"": array}, physical)


def _array(values: Sequence[Any], kind: str) -> Any:
    try:
        return pa.array(values, _ARROW[kind])
    except (OverflowError, pa.ArrowInvalid):  # integers beyond 64 bits
        return pa.array([None if v is None else Decimal(v) for v in values], pa.decimal128(38, 0))


def _kind(cell: Any) -> tuple[str | None, Any]:
    """What a cell is, and its value; (None, None) where it is missing, as pandas says."""
    if hasattr(cell, "item") and not hasattr(cell, "__len__"):  # numpy's scalars
        cell = cell.item()
    match cell:
        case bool():
            return "boolean", cell
        case int():
            return ("integer", cell) if abs(cell) < 10**38 else ("number", float(cell))
        case float() | Decimal():
            return (None, None) if math.isnan(cell) else ("number", float(cell))
        case str():
            return "text", _encodable(cell)
        case datetime():
            return (None, None) if cell != cell else ("datetime", _in_utc(cell))  # NaT equals nothing
        case date():
            return "date", cell
        case time():
            return "time", cell.replace(tzinfo=None)
        case None:
            return None, None
    return (None, None) if type(cell).__name__ in ("NAType", "NaTType") else ("text", _encodable(str(cell)))


def _encodable(text: str) -> str:
    """Half a character, which is no text to anyone but Python, as its escape."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _in_utc(moment: datetime) -> datetime:
    """Without a zone; the first and last hours of the calendar as they are written."""
    try:
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:
        return moment.replace(tzinfo=None)
