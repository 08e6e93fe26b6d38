"""Cells of several types in one column, as pandas keeps them in columns of objects: DuckDB's UNION, each cell its own."""

from collections.abc import Mapping

MEMBERS: Mapping[str, str] = {
    "integer": "HUGEINT",
    "number": "DOUBLE",
    "text": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "time": "TIME",
}
TYPE = f"UNION({', '.join(f'{kind} {duckdb}' for kind, duckdb in MEMBERS.items())})"


def of(kind: str, sql: str) -> str:
    """A cell of one kind as one of several."""
    return f"CAST(union_value({kind} := CAST({sql} AS {MEMBERS[kind]})) AS {TYPE})"


def part(sql: str, kind: str) -> str:
    """The cell's value where it is of the kind, else NULL."""
    return f"union_extract({sql}, '{kind}')"


def by_kind(sql: str, of_kind: Mapping[str, str]) -> str:
    """For each kind an expression of its own."""
    return f"(CASE union_tag({sql}) {' '.join(f'WHEN {k!r} THEN {e}' for k, e in of_kind.items())} END)"


def key(sql: str) -> str:
    """Equal where Python's values are: 1, 1.0 and True are one, "1" is another."""
    number = part(sql, "number")
    whole = f"union_tag({sql}) = 'number' AND {number} = floor({number}) AND abs({number}) < 1e37"
    boolean = f"union_tag({sql}) = 'boolean' THEN {of('integer', part(sql, 'boolean'))}"
    return f"(CASE WHEN {boolean} WHEN {whole} THEN {of('integer', number)} ELSE {sql} END)"
