"""A Parquet footer's schema, without a library: Thrift's compact protocol, read as far as columns and the row count.

pyarrow would take 0.1 s to import for what stands in a few hundred bytes. After parquet-format's parquet.thrift.
"""

from typing import Any

import msgspec

_SCHEMA, _ROWS, _ROW_GROUPS = 2, 3, 4  # fields of FileMetaData; row groups come last and are not read
_PHYSICAL = ("BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")
_PLAIN = {
    "BOOLEAN": "BOOLEAN",
    "INT32": "INTEGER",
    "INT64": "BIGINT",
    "INT96": "TIMESTAMP",
    "FLOAT": "FLOAT",
    "DOUBLE": "DOUBLE",
}
_CONVERTED = dict(  # ConvertedType by its number, of writers before logical types
    enumerate(
        (
            *("VARCHAR", "MAP", "MAP", "LIST", "VARCHAR", "", "DATE", "TIME", "TIME"),
            *("TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE"),
            *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "TINYINT", "SMALLINT", "INTEGER", "BIGINT"),
            *("VARCHAR", "BLOB", "INTERVAL"),
        )
    )
)


class Column(msgspec.Struct, frozen=True):
    """A top-level column; `duckdb`: the type that DuckDB's `read_parquet` gives it (LIST, STRUCT, MAP where nested)."""

    name: str
    duckdb: str


class Malformed(ValueError):
    """The footer is not what the format says."""


def columns_in(footer: bytes) -> tuple[tuple[Column, ...], int]:
    """The top-level columns and the number of rows. Malformed where the bytes are no footer."""
    try:
        found = _Compact(footer).struct(until=_ROW_GROUPS)
        root, *elements = found[_SCHEMA]
        columns, at = [], 0
        for _ in range(root.get(5, 0)):
            columns.append(Column(elements[at][4].decode("utf-8", "replace"), _type(elements[at], elements[at + 1 :])))
            at = _behind(elements, at)
        return tuple(columns), int(found.get(_ROWS, 0))
    except Malformed:
        raise
    except (IndexError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Malformed(f"its schema: {error}") from error


def _behind(elements: list[dict[int, Any]], at: int) -> int:
    """The element behind this one and all below it: the schema is a tree in prefix order."""
    left = 1
    while left:
        left += elements[at].get(5, 0) - 1
        at += 1
    return at


def _type(element: dict[int, Any], below: list[dict[int, Any]]) -> str:
    converted: int = element.get(6, -1)
    logical: tuple[int | None, dict[int, Any]] = next(iter(element.get(10, {}).items()), (None, {}))
    if element.get(5, 0):
        return (
            "MAP"
            if converted in (1, 2) or logical[0] == 2
            else "LIST"
            if converted == 3 or logical[0] == 3
            else "STRUCT"
        )
    if element.get(3) == 2:  # repeated without a LIST around it
        return "LIST"
    physical = _PHYSICAL[element[1]]
    if logical[0] == 5 or converted == 5:
        precision = logical[1].get(2) or element.get(8, 18)
        return f"DECIMAL({precision},{logical[1].get(1) or element.get(7, 0)})" if precision <= 38 else "DOUBLE"
    return _logical(*logical) or _CONVERTED.get(converted, "") or _PLAIN.get(physical, "BLOB")


def _logical(kind: int | None, detail: dict[int, Any]) -> str | None:
    """LogicalType's union: its field tells the type."""
    match kind:
        case 1 | 4 | 12:  # STRING, ENUM, JSON
            return "VARCHAR"
        case 6:
            return "DATE"
        case 7:
            return "TIME WITH TIME ZONE" if detail.get(1) else "TIME_NS" if 3 in detail.get(2, {}) else "TIME"
        case 8:
            fine = 3 in detail.get(2, {})  # nanoseconds
            if detail.get(1):
                return "TIMESTAMPTZ_NS" if fine else "TIMESTAMP WITH TIME ZONE"
            return "TIMESTAMP_NS" if fine else "TIMESTAMP"
        case 10:
            size = {8: "TINYINT", 16: "SMALLINT", 32: "INTEGER", 64: "BIGINT"}[detail.get(1, 32)]
            return size if detail.get(2) else "U" + size
        case 11:
            return '"NULL"'
        case 14:
            return "UUID"
        case 15:
            return "FLOAT"
    return None


class _Compact:
    """Thrift's compact protocol: structs as {field id: value}. Only what a footer holds."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def struct(self, until: int = 1 << 15) -> dict[int, Any]:
        fields: dict[int, Any] = {}
        field = 0
        while (head := self._byte()) != 0:
            field = field + (head >> 4) if head >> 4 else self._zigzag()
            if field >= until:
                break
            fields[field] = self._value(head & 15)
        return fields

    def _value(self, kind: int) -> Any:
        match kind:
            case 1 | 2:
                return kind == 1
            case 3:
                return self._byte()
            case 4 | 5 | 6:
                return self._zigzag()
            case 7:
                return self._take(8)
            case 8:
                return self._take(self._varint())
            case 9 | 10:
                head = self._byte()
                count = head >> 4 if head >> 4 != 15 else self._varint()
                return [self._element(head & 15) for _ in range(count)]
            case 12:
                return self.struct()
        raise Malformed(f"a field of type {kind}")

    def _element(self, kind: int) -> Any:
        return self._byte() == 1 if kind in (1, 2) else self._value(kind)

    def _byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def _take(self, size: int) -> bytes:
        self.at += size
        if self.at > len(self.data):
            raise Malformed("it ends early")
        return self.data[self.at - size : self.at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                raise Malformed("a number of more than 64 bits")

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)
