"""Turns: what the second look shows of unreadable cells becomes what they all are, counted over the whole file: another
format from line 40,000 on (two files glued together, a publisher who changed his mind), a token for "no value"."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ... import duck
from ...batch import Batch
from ...by_name import load
from ...expectation_types._families import Look
from ...spec.null_tokens import is_token
from ...spec.spec import ColumnSpec, Spec, Turned
from ...sql.conditions import quote
from ...suites.suite import Suite
from .plan import Plan, columns_of

READS = "expect_column_values_to_read_as"
TEMPORAL = ("date", "datetime", "time")
NUMERIC = ("integer", "number")
CELLS = 3  # fewer are typing errors
NO_MORE = 20  # so many cells of no format that we know, and none that reads behind them, are another type
SHOWN = 2


class Candidate(msgspec.Struct, frozen=True):
    """What unreadable cells of a column may be: `holds` is SQL that is true for them. `as_`: the field of Statistics."""

    column: str
    as_: str
    format: str | None
    type: str | None
    holds: str


def with_turns(
    con: duck.Connection, made: Plan, batch: Batch, spec: Spec, suite: Suite, looks: Mapping[int, Look],
    headers: Mapping[int, Sequence[str]],
) -> Spec:  # fmt: skip
    """The Spec whose columns say where their format turns, and what stands for "no value" among their cells. `headers`:
    rows that are no data, by number."""
    candidates: list[Candidate] = []
    for n, look in looks.items():
        declared = suite.expectations[n]
        cell = made.table.named(declared.expectation.named_columns()[0]) if declared.type == READS else None
        column = None if cell is None else spec.column(cell.name)
        if column is not None and not column.pii and look.count >= CELLS:
            candidates += _candidates(column, made, look, headers)
    if not candidates:
        return spec
    found: dict[str, dict[str, Turned]] = {}
    for candidate, turned in zip(candidates, _counted(con, made, batch, candidates), strict=True):
        if turned is not None:
            found.setdefault(candidate.column, {})[candidate.as_] = turned
    return msgspec.structs.replace(
        spec, columns=tuple(_with(c, found[c.name]) if c.name in found else c for c in spec.columns or ())
    )


def _candidates(
    column: ColumnSpec, made: Plan, look: Look, headers: Mapping[int, Sequence[str]]
) -> Iterator[Candidate]:
    shown = zip(look.rows, look.values, strict=False)
    cells = [value for row, value in shown if isinstance(value, str) and row not in headers]
    cell = made.table.cells[column.name]
    tokens = Counter(c for c in cells if is_token(c))
    for token, _ in tokens.most_common(1):
        yield Candidate(column.name, "absent", token, None, f"({cell.unreadable.sql} AND {cell.text} = {quote(token)})")
    others = [c for c in cells if not is_token(c)]
    if len(others) < CELLS:
        return
    read = _format(column, others, cell.text)
    type_, format_, sql = read or ("text", None, f"NOT ({_tokens(tokens, cell.text)})")
    another = None if type_ == column.type else type_
    yield Candidate(column.name, "turned", format_, another, f"({cell.unreadable.sql} AND {sql})")


def _tokens(tokens: Mapping[str, int], text: str) -> str:
    return f"{text} IN ({', '.join(map(quote, tokens))})" if tokens else "false"


def _format(column: ColumnSpec, cells: Sequence[str], text: str) -> tuple[str, str | None, str] | None:
    """(type, format, SQL) that reads these cells, in another format or as the nearest type; None where nothing does."""
    if column.type in TEMPORAL:
        types = (column.type, *(t for t in TEMPORAL if t != column.type))
    elif column.type in NUMERIC:
        types = ("integer", "number") if column.type == "integer" else ("number",)
    else:
        return None
    for type_ in types:
        module = load("column_types", str(type_))
        formats = module.formats(cells)
        if formats and (type_ != column.type or formats[0] != column.format):
            return str(type_), formats[0], f"({module.value(text, formats[0])}) IS NOT NULL"
    if column.type in NUMERIC:
        return _behind_a_unit(column, cells, text)
    return None


def _behind_a_unit(column: ColumnSpec, cells: Sequence[str], text: str) -> tuple[str, str | None, str] | None:
    """Figures with the same few characters behind each: `41,000 kWh`."""
    tails = {c[len(c.rstrip("".join(ch for ch in c if not ch.isdigit()))) :] for c in cells}
    tail = tails.pop()
    if tails or not tail.strip() or len(tail) > 12:
        return None
    module = load("column_types", str(column.type))
    bare = [c[: -len(tail)] for c in cells]
    if not module.formats(bare):
        return None
    cut = f"left({text}, length({text}) - {len(tail)})"
    read = f"({module.value(cut, module.formats(bare)[0])}) IS NOT NULL"
    return str(column.type), f"unit {tail.strip()}", f"ends_with({text}, {quote(tail)}) AND {read}"


def _counted(
    con: duck.Connection, made: Plan, batch: Batch, candidates: Sequence[Candidate]
) -> Iterator[Turned | None]:
    """In one pass: how many cells each candidate explains, the first of them, and the last that reads as before."""
    asked = []
    for c in candidates:
        cell = made.table.cells[c.column]
        row, record = f"CASE WHEN {c.holds} THEN rn END", f"{{'rn': rn, 't': {cell.text}}}"
        asked.append(f"count(CASE WHEN {c.holds} THEN 1 END)")
        asked.append(f"arg_min({record}, {row}, {SHOWN})")
        asked.append(f"max(CASE WHEN {cell.value.sql} IS NOT NULL THEN rn END)")
    with batch.reading() as relation:
        rows = made.rows(relation, columns_of(" ".join(asked)), extra="row_number() OVER () - 1")
        [figures] = duck.fetch(con, f"SELECT {', '.join(asked)} FROM {rows}")
    found = [(figures[3 * n], figures[3 * n + 1] or [], figures[3 * n + 2]) for n in range(len(candidates))]
    wanted = sorted({record["rn"] for _, records, _ in found for record in records})
    lines = batch.lines(wanted) if batch.lines is not None and wanted else {}
    for candidate, (count, records, last) in zip(candidates, found, strict=True):
        yield _turned(candidate, count, records, last, lines)


def _turned(
    candidate: Candidate, count: int, records: Sequence[Mapping[str, Any]], last: int | None, lines: Mapping[int, int]
) -> Turned | None:
    if count < CELLS:
        return None
    mixed = last is not None and last > records[0]["rn"]
    if candidate.type == "text" and (mixed or count < NO_MORE or last is None):
        return None
    return Turned(
        format=candidate.format,
        type=candidate.type,  # type: ignore[arg-type]  # one of ColumnType
        line=lines.get(records[0]["rn"]),
        row=records[0]["rn"],
        count=count,
        mixed=mixed,
        first=tuple((lines.get(r["rn"]), r["t"]) for r in records),
    )


def _with(column: ColumnSpec, found: Mapping[str, Turned]) -> ColumnSpec:
    assert column.statistics is not None  # an observed column has them
    return msgspec.structs.replace(column, statistics=msgspec.structs.replace(column.statistics, **found))
