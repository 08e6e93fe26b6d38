"""The JSON Schema of a dataset file, for editors' completion: made from the loader's own tables and the vocabulary."""

from __future__ import annotations

from typing import Any

from .. import by_name
from ._arguments import OF_GX, parameters_of
from ._document import (
    COLUMN,
    EXPECTATION,
    KNOWN_ISSUE,
    LANDED,
    OF_GX_EXPECTATION,
    OF_GX_SUITE,
    ONE_TABLE,
    READER,
    SUITE,
)
from ._fields import TITLE
from ._record import Field, Table
from ._types import PARAMETER, schema_of

_TABLES = {
    "title": TITLE,
    "landed": LANDED,
    "reader": READER,
    "table": ONE_TABLE,
    "column": COLUMN,
    "known_issue": KNOWN_ISSUE,
}


def schema() -> dict[str, Any]:
    """Draft 2020-12. It is laxer than the loader, which alone knows what one field means for another."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dq dataset file",
        **_object({**SUITE, **OF_GX_SUITE}),
        "$defs": {
            **{name: _object(table) for name, table in _TABLES.items()},
            "expectation": _expectation(),
            "parameter": PARAMETER,
        },
    }


def _object(table: Table) -> dict[str, Any]:
    properties = {name: {**_schema(field), "description": field.says} for name, field in table.items()}
    needed = [name for name, field in table.items() if field.needed]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": needed} if needed else {}),
    }


def _schema(field: Field) -> dict[str, Any]:
    """An empty value counts as not given where the field may be one."""
    return {"anyOf": [{"type": "null"}, field.schema]} if field.nullable and field.schema else field.schema


def _expectation() -> dict[str, Any]:
    """One expectation: its type decides what its kwargs may be."""
    known = by_name.names("expectation_types")
    of = _object({**EXPECTATION, **OF_GX_EXPECTATION})
    of["properties"]["type"] = {"enum": list(known), "description": EXPECTATION["type"].says}
    of["allOf"] = [
        {"if": {"properties": {"type": {"const": name}}}, "then": {"properties": {"kwargs": _kwargs(name)}}}
        for name in known
    ]
    return of


def _kwargs(name: str) -> dict[str, Any]:
    """A parameter stands for anything; `column` may be implied, so nothing is required here."""
    properties = {
        n: {"anyOf": [schema_of(f.type), {"$ref": "#/$defs/parameter"}]} for n, f in parameters_of(name).items()
    }
    return {"additionalProperties": False, "properties": {**properties, **{n: {} for n in OF_GX}}}
