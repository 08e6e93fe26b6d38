"""Annotated types in words and as JSON Schema: what `dq expectations` shows and editors complete."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from ..expectation_types._families import Bound
from ..sql.row_conditions import RowCondition

PARAMETER = {"type": "object", "required": ["$PARAMETER"], "properties": {"$PARAMETER": {"type": "string"}}}
_PLAIN: dict[Any, tuple[str, dict[str, Any]]] = {
    str: ("text", {"type": ["string", "number"]}),
    int: ("whole number", {"type": ["number", "string"]}),  # 2.5 is 2, as GX casts
    float: ("number", {"type": ["number", "string"]}),
    bool: ("true | false", {"type": "boolean"}),
    dict: ("mapping", {"type": "object"}),
    Any: ("any", {}),
    Bound: ("number | date | datetime", {"type": ["number", "string", "boolean"]}),
    RowCondition: ("row condition", {"type": ["string", "object"]}),
}


def said_type(annotation: Any) -> str:
    """The type in words, without what is said elsewhere: that an argument may be left out.

    >>> said_type(tuple[str, ...]), said_type(int | None)
    ('list of text', 'whole number')
    """
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return f"{said_type(args[0])} 0..1" if getattr(args[1], "le", None) == 1 else said_type(args[0])
    if origin in (Union, UnionType):
        return " | ".join(dict.fromkeys(said_type(a) for a in args if a is not type(None)))
    if origin is Literal:
        return " | ".join(str(a) for a in args)
    if origin in (list, tuple, set, frozenset):
        return "list" if args[0] is Any else f"list of {said_type(args[0])}"
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct) and annotation not in _PLAIN:
        return "{" + ", ".join(annotation.__struct_fields__) + "}"
    return _PLAIN.get(origin or annotation, ("any", {}))[0]


def schema_of(annotation: Any) -> dict[str, Any]:
    """The JSON Schema of what the loader takes for the type; a parameter stands for anything."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        limits = {"minimum": getattr(args[1], "ge", None), "maximum": getattr(args[1], "le", None)}
        return schema_of(args[0]) | {k: v for k, v in limits.items() if v is not None}
    if origin in (Union, UnionType):
        return {"anyOf": [{"type": "null"} if a is type(None) else schema_of(a) for a in args]}
    if origin is Literal:
        return {"enum": list(args)}
    if origin in (list, tuple, set, frozenset):
        alike = args[0] is not Any and (origin is not tuple or args[-1] is ...)
        return {"type": "array", "items": schema_of(args[0])} if alike else {"type": "array"}
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct) and annotation not in _PLAIN:
        return {"type": "object", "properties": {name: {} for name in annotation.__struct_fields__}}
    return _PLAIN.get(origin or annotation, ("any", {}))[1]
