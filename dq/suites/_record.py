"""How a mapping of fixed fields is read: a table of its fields, and the record that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ._reading import At, Hint, only, several


class Field(msgspec.Struct, frozen=True):
    """How one field is read, its JSON Schema, and whether it must be there. `says`: what an editor shows beside it."""

    read: Callable[[At], Any]
    schema: dict[str, Any]
    says: str
    needed: bool = False
    nullable: bool = False


Table = Mapping[str, Field]


def record(at: At, table: Table) -> tuple[dict[str, Any], dict[str, At]]:
    """A mapping's fields as values, and where each stands, in the document's order. Mistaken ones have no value."""
    fields = only(at.fields(), table)
    values: dict[str, Any] = {}
    for name, place in fields.items():
        if place.kind == "null":
            if not table[name].nullable:
                place.on_key().mistake(
                    f"`{name}` is empty: Expected a value, got `null`",
                    f"`{name}` が空です(`null`)",
                    ("fill it, or leave it out", "値を書くか、項目ごと削ってください"),
                )
            continue
        value = place.take(table[name].read)
        if value is not None:
            values[name] = value
    for name, field in table.items():
        if field.needed and name not in fields:
            at.mistake(f"`{name}` is missing", f"`{name}` がありません")
    return values, fields


def one_of(at: At | None, table: Table, hint: Hint = None) -> tuple[dict[str, Any], dict[str, At]]:
    """`record` where there is one; empty where it is not there, or is no mapping (a mistake)."""
    if at is None or at.kind == "null":
        return {}, {}
    if at.kind != "object":
        at.collect(at.expected("`object`", hint))
        return {}, {}
    return record(at, table)


def several_of(
    at: At | None, table: Table, hint: Hint = None, *, empty: bool = False
) -> list[tuple[dict[str, Any], dict[str, At]]]:
    """The records of a list; each bad one is a mistake of its own."""
    if at is None or at.kind == "null":
        return []
    places = at.take(several(lambda item: item, empty=empty, hint=hint)) or ()
    for place in places:
        if place.kind == "null":
            place.mistake("an empty entry of the list", "リストに空の要素があります", hint)
    return [one_of(place, table, hint) for place in places]
