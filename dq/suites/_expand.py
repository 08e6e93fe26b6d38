"""Shorthand -> ordinary expectations, at its own lines: a column's type, `required`, `values`; the suite's `key`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..spec.spec import Dialect
from . import _arguments
from ._columns import Column
from ._nodes import Map, Node, Seq, from_python
from ._reading import At
from .suite import Declared

NOT_NULL = "expect_column_values_to_not_be_null"
WELL_FORMED = "expect_table_rows_to_be_well_formed"


def column(of: Column) -> Iterator[Declared | None]:
    """What a column's declaration implies, in order: it reads as its type, it is there and complete, its closed set.

    Every text reads as text: that needs no expectation.
    """
    spec, fields = of.spec, of.fields
    if spec.type not in (None, "text"):
        given = {"column": spec.name, "type_": spec.type, "format": spec.format, "mostly": of.mostly}
        yield declared("expect_column_values_to_read_as", given, fields["type"], implied=True)
    if spec.required:
        yield declared("expect_column_to_exist", {"column": spec.name}, fields["required"])
        yield declared(NOT_NULL, {"column": spec.name}, fields["required"])
    if spec.values is not None:
        values = {"column": spec.name, "value_set": list(spec.values)}
        yield declared("expect_column_values_to_be_in_set", values, fields["values"])


def key(names: Sequence[str], complete: set[str], at: At) -> Iterator[Declared | None]:
    """Unique and complete. `complete`: columns whose cells are already required."""
    if len(names) == 1:
        yield declared("expect_column_values_to_be_unique", {"column": names[0]}, at)
    else:
        yield declared("expect_compound_columns_to_be_unique", {"column_list": list(names)}, at)
    for name in names:
        if name not in complete:
            yield declared(NOT_NULL, {"column": name}, at)


def well_formed(dialect: Dialect, match: Sequence[str], at: At) -> Iterator[Declared | None]:
    """Of a suite for CSV files. Where nothing says so, the gate adds it once the file is open."""
    by_name = any(re.search(r"\.(csv|tsv)(\.gz)?$", pattern, re.IGNORECASE) for pattern in match)
    if dialect.format == "csv" or (dialect.format is None and by_name):
        yield declared(WELL_FORMED, {}, at, implied=True)


def declared(type_: str, given: dict[str, Any], at: At, *, implied: bool = False) -> Declared | None:
    """An expectation that nobody wrote out, with these arguments (None: not given), at the line that implies it."""
    places = {name: place_of(value, at) for name, value in given.items() if value is not None}
    got = _arguments.read(type_, None, at, places)
    if got is None:
        return None
    return Declared(type=type_, expectation=got.expectation, kwargs=got.shown, implied=implied, at=at.position)


def place_of(value: Any, at: At) -> At:
    """A value as if it were written at this place."""
    return At(at.document, _at(value, at.node), at.path)


def _at(value: Any, place: Node) -> Node:
    """A value as a node that stands where its shorthand does."""
    node = from_python(value)
    stack = [node]
    while stack:
        top = stack.pop()
        top.line, top.column = place.line, place.column
        stack += top.items if isinstance(top, Seq) else [v for _, v in top.entries] if isinstance(top, Map) else []
    return node
