"""Turns: what the second look shows of unreadable cells that all have one other format. Two files glued together, or a
publisher who changed his mind at line 40,000."""

from collections.abc import Mapping

import msgspec

from ...by_name import load
from ...expectation_types._families import Look
from ...spec.spec import ColumnSpec, Spec, Turned
from ...suites.suite import Suite

READS = "expect_column_values_to_read_as"
TEMPORAL = ("date", "datetime", "time")
CELLS = 3  # fewer are typing errors


def with_turns(spec: Spec, suite: Suite, looks: Mapping[int, Look]) -> Spec:
    """The Spec whose columns say where their format turns."""
    found: dict[str, Turned] = {}
    for n, look in looks.items():
        declared = suite.expectations[n]
        column = spec.column(declared.expectation.named_columns()[0]) if declared.type == READS else None
        if column is not None and column.type in TEMPORAL and not column.pii:
            turned = _turned(column, look)
            if turned is not None:
                found[column.name] = turned
    if not found:
        return spec
    return msgspec.structs.replace(
        spec, columns=tuple(_with(c, found[c.name]) if c.name in found else c for c in spec.columns or ())
    )


def _turned(column: ColumnSpec, look: Look) -> Turned | None:
    cells = [value for value in look.values if isinstance(value, str)]
    if len(cells) < CELLS or look.count < CELLS:
        return None
    formats = load("column_types", str(column.type)).formats(cells)
    if not formats or formats[0] is None:
        return None
    return Turned(
        format=formats[0],
        line=look.lines[0] if look.lines else None,
        count=look.count,
        first=tuple(zip(look.lines[:2], cells[:2], strict=False)),
    )


def _with(column: ColumnSpec, turned: Turned) -> ColumnSpec:
    assert column.statistics is not None  # an observed column has them
    return msgspec.structs.replace(column, statistics=msgspec.structs.replace(column.statistics, turned=turned))
