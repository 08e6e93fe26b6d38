"""Glued: another table begins within the file. Its header stands among the rows, or no row from there on fits."""

from collections.abc import Mapping, Sequence

from ... import duck
from ...batch import Batch
from ...expectation_types._families import Look
from ...spec.null_tokens import is_token
from ...spec.spec import Glued
from ...sql.conditions import quote
from ...suites.suite import Suite
from .plan import Plan
from .turns import NO_MORE, READS

FITS = "expect_table_rows_to_be_well_formed"
_DELIMITERS = (",", ";", "\t", "|")


def glued(
    con: duck.Connection, made: Plan, batch: Batch, suite: Suite, looks: Mapping[int, Look], rows: int
) -> tuple[Glued | None, Mapping[int, Sequence[str]]]:
    """What begins again within the file, and the rows that are its header, each with its cells."""
    another = _another_table(con, batch, suite, looks, rows)
    if another is not None:
        return another, {}
    return _header_again(con, made, batch, suite, looks)


def _header_again(
    con: duck.Connection, made: Plan, batch: Batch, suite: Suite, looks: Mapping[int, Look]
) -> tuple[Glued | None, Mapping[int, Sequence[str]]]:
    """A row in which no typed column reads, and the cells are names: the columns' own, or others."""
    typed: list[str] = []
    texts: dict[int, dict[str, str]] = {}
    for n, declared in enumerate(suite.expectations):
        if declared.type == READS:
            cell, look = made.table.named(declared.expectation.named_columns()[0]), looks.get(n)
            if cell is not None:
                typed.append(cell.name)
                for row, value in zip(look.rows, look.values, strict=False) if look is not None else ():
                    texts.setdefault(row, {})[cell.name] = str(value)
    headers = {row: cells for row, cells in texts.items() if len(typed) > 1 and _names(cells, typed)}
    if not headers:
        return None, {}
    row = min(headers)
    conditions = [f"{made.table.cells[name].text} = {quote(text)}" for name, text in headers[row].items()]
    with batch.reading() as relation:
        source = made.rows(relation, extra="row_number() OVER () - 1")
        shown = ", ".join(cell.text for cell in list(made.table.cells.values()))
        found = duck.fetch(con, f"SELECT rn, {shown} FROM {source} WHERE {' AND '.join(conditions)} ORDER BY rn")
    lines = batch.lines([found[0][0]]) if batch.lines is not None else {}
    cells = tuple(
        "" if pii else str(c) for c, pii in zip(found[0][1:], (c.pii for c in made.table.cells.values()), strict=True)
    )
    again = Glued(line=lines.get(row), row=row, cells=cells, rows=len(found), fits=True)
    return again, {r[0]: cells for r in found}


def _names(cells: Mapping[str, str], typed: Sequence[str]) -> bool:
    """Every typed column's cell, but for one, is its name; or all are words without figures, no two alike."""
    if len(cells) < max(2, len(set(typed)) - 1):
        return False
    own = sum(text.strip() == name for name, text in cells.items())
    return 2 * own >= len(cells) or _words(list(cells.values()))


def _words(cells: Sequence[str]) -> bool:
    return len(set(cells)) == len(cells) and all(
        c.strip() and not c.strip()[0].isdigit() and not c.isdecimal() and not is_token(c) for c in cells
    )


def _another_table(
    con: duck.Connection, batch: Batch, suite: Suite, looks: Mapping[int, Look], rows: int
) -> Glued | None:
    """From some row on none has as many cells as there are columns: another delimiter, or a header of other columns."""
    look = next((looks[n] for n, d in enumerate(suite.expectations) if d.type == FITS and n in looks), None)
    if look is None or not look.rows or look.count < 2 or look.count != rows - look.rows[0]:
        return None
    first = look.rows[0]
    cells, *others = _raw(con, batch, first)
    width = len(batch.columns)
    line = look.lines[0] if look.lines else None
    if len(cells) == 1:
        for mark in _DELIMITERS:
            if mark != batch.dialect.delimiter and all(len(r[0].split(mark)) == width for r in (cells, *others)):
                return Glued(line=line, row=first, rows=look.count, delimiter=mark)
    named = (
        len(cells) > 1 and _words(cells) and all(len(r) == len(cells) for r in others) and not all(map(_words, others))
    )
    if not named and look.count < NO_MORE:
        return None  # notes under the table
    shown = named and not any(c.spec.pii for c in batch.columns)
    return Glued(line=line, row=first, cells=tuple(cells) if shown else (), rows=look.count)


def _raw(con: duck.Connection, batch: Batch, first: int) -> list[list[str]]:
    """The row and two behind it as they are cut, without the cells that are not there. Of a row that is too long only
    as many cells are seen as there are columns, and one."""
    names = [c.sql for c in batch.columns]
    names += [f"c{len(names)}"]
    with batch.reading() as relation:
        rows = duck.fetch(
            con,
            f"SELECT {', '.join(names)} FROM (SELECT row_number() OVER () - 1 AS rn, {', '.join(names)} FROM {relation}) "
            f"WHERE rn BETWEEN {first} AND {first + 2} ORDER BY rn",
        )
    return [[c for c in row if c is not None] for row in rows]
