"""Types of columns: our own by name, and pandas' names for what a column would be as a DataFrame."""

from typing import Any

from ..by_name import load, names, near
from ..sentences import Text
from ..sql.conditions import NEVER, Condition
from ..sql.table import Cell
from ._bounds import Needs

_WIDER = {("integer", "number"), ("date", "datetime")}
_NARROWER = {  # pandas has no other type for days, nor for integers beside missing ones
    ("datetime", "date"): "(CAST({v} AS TIME) <> TIME '00:00:00')",
    ("number", "integer"): "({v} <> floor({v}) OR isinf({v}))",
}
"""Typed values that are of a narrower type all the same: what speaks against it."""


def known(type_: str, format_: str) -> Needs:
    """The arguments name a column type, and a format that it can have."""

    def need(expectation: Any) -> dict[str, str] | None:
        name: str = getattr(expectation, type_)
        if name not in names("column_types"):
            meant = near(name, names("column_types")) or ", ".join(names("column_types"))
            en, ja = f"unknown type `{name}`; did you mean {meant}?", f"型 `{name}` はありません。候補: {meant}"
            return {"en": en, "ja": ja, "argument": type_}
        refused: dict[str, str] | None = load("column_types", name).refuses(getattr(expectation, format_))
        return refused and {**refused, "argument": format_}

    return need


def kind(type_: str, format_: str | None) -> Text:
    """`a date (YYYY/MM/DD)`."""
    module = load("column_types", type_)
    if format_ is None:
        return Text(module.says["en"], module.says["ja"])
    written = module.words(format_)
    return Text(f"{module.says['en']} ({written.en})", f"{module.says['ja']}({written.ja})")


def reads_not(cell: Cell, type_: str, format_: str | None) -> Condition:
    """True for a cell that holds something which does not read as the type: as the engine converted the column, where
    that is the type; else by the type's own conversion, or, where the source is typed, by what its values are."""
    if cell.type == type_:
        return cell.unreadable
    if cell.physical is None or cell.physical.startswith("VARCHAR"):
        read = load("column_types", type_).value(cell.text, format_)
        return ~cell.missing & Condition(f"(({read}) IS NULL)")
    if cell.value.kinds:
        fitting = ", ".join(f"'{kind}'" for kind in cell.value.kinds if kind == type_ or (kind, type_) in _WIDER)
        return ~cell.missing & ~(Condition(f"(union_tag({cell.value.sql}) IN ({fitting}))") if fitting else NEVER)
    if type_ == "text" or (cell.type, type_) in _WIDER:
        return NEVER
    narrower = _NARROWER.get((cell.type, type_))
    return ~cell.missing if narrower is None else ~cell.missing & Condition(narrower.format(v=cell.value.sql))


_PHYSICAL = dict(
    pair.split()
    for pair in (
        *("TINYINT int8", "SMALLINT int16", "INTEGER int32", "BIGINT int64", "FLOAT float32", "DOUBLE float64"),
        *("UTINYINT uint8", "USMALLINT uint16", "UINTEGER uint32", "UBIGINT uint64"),
    )
)
_OURS = {
    "text": "str",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool",
    "date": "date",
    "datetime": "datetime64",
    "time": "time",
    "mixed": "object",
}
_ALSO = {
    "int64": "int int_ intp long i8 l <i8 =i8",
    "int32": "intc i4 i <i4 =i4",
    "int16": "short i2 h",
    "int8": "byte i1 b",
    "uint64": "uint ulong uintp u8 L <u8",
    "uint32": "uintc u4 I",
    "uint16": "ushort u2 H",
    "uint8": "ubyte u1 B",
    "float64": "float double f8 d <f8 =f8",
    "float32": "single f4 f <f4",
    "bool": "bool_ ? b1",
    "object": "object_ O",
}


def dtype(cell: Cell) -> str:
    """pandas' name for the type of the column's values: int64 also where cells are missing, datetime64 of any unit."""
    return _PHYSICAL.get(cell.physical or "", _OURS[cell.type])


def is_dtype(name: str, wanted: str) -> bool:
    """Whether pandas, numpy or Python call the type so: `int`, `int64` and `i8` are one.

    >>> is_dtype("int64", "int"), is_dtype("datetime64", "datetime64[ns]"), is_dtype("str", "object")
    (True, True, False)
    """
    if name == "datetime64":
        return wanted.startswith(("datetime64", "M8", "<M8"))
    if name == "str":
        return wanted.lower() in ("str", "string_types")
    if name in ("date", "time"):  # Python's own, which pandas keeps as objects
        return wanted in (name, "object", "object_", "O")
    return wanted == name or wanted in _ALSO[name].split()
