"""Scan: the plan's measures in one parse of the file."""

from collections.abc import Callable, Sequence
from typing import Any

from ... import duck
from ...batch import Batch, ReadAgain
from ...errors import NotReadable, OutOfMemory
from ...sql.measures import Measure
from .collected import FEW, figure, finished, fits, spilling
from .plan import Plan, columns_of, statements

RESTARTS = 5  # an encoding that turned, a parallel read that gave up, a longer line, an odd row: each at most once


def scanned(con: duck.Connection, plan: Plan, batch: Batch) -> dict[Measure, Any]:
    """Every measure of the plan with its figure. Raises what went wrong with the bytes, else the engine's error."""
    figures: dict[Measure, Any] = {}
    wanted = plan.measures()
    groups = list(statements(wanted))
    for n, group in enumerate(groups):
        extra = (plan.sample,) if plan.sample is not None and n == 0 else ()
        figures.update(_one_statement(con, plan, batch, (*group, *extra)))
    return figures


def _one_statement(con: duck.Connection, plan: Plan, batch: Batch, group: Sequence[Measure]) -> dict[Measure, Any]:
    """The figures of one pass; of two where what is collected does not fit into memory."""
    collect = tuple(m for m in group if m.row is not None)
    others = tuple(m for m in group if m.row is None)
    if not fits(collect, batch.rows_estimate):
        return _aggregated(con, plan, batch, others) | spilling(con, plan, batch, collect)
    try:
        return _aggregated(con, plan, batch, group)
    except OutOfMemory:
        if not collect:
            raise
    return _aggregated(con, plan, batch, others) | spilling(con, plan, batch, collect)


def _aggregated(con: duck.Connection, plan: Plan, batch: Batch, group: Sequence[Measure]) -> dict[Measure, Any]:
    columns = frozenset[int]().union(*(columns_of(m.sql) for m in group))
    names = {sql: f"m{i}" for i, sql in enumerate(dict.fromkeys(m.sql for m in group))}
    aggregates = ", ".join(f"{sql} AS {name}" for sql, name in names.items())
    few = batch.rows_estimate is not None and batch.rows_estimate <= FEW
    with batch.reading() as relation:
        scan = f"SELECT {aggregates} FROM {plan.rows(relation, columns)}"
        if not few and any(m.row is not None for m in group):
            duck.fetch(con, f"CREATE OR REPLACE TEMP TABLE seen AS {scan}")
            return finished(con, group, names)
        [row] = duck.fetch(con, f"SELECT {', '.join(figure(m, names[m.sql]) for m in group)} FROM ({scan})")
    return dict(zip(group, row, strict=True))


def with_rereads(batch: Batch, run: Callable[[Batch], Any]) -> Any:
    """Runs what reads the batch; where the engine stumbles over the bytes, the reader says how to read them instead."""
    for _ in range(RESTARTS):
        try:
            return run(batch)
        except ReadAgain as contradicted:
            batch = contradicted.batch
        except duck.Error as error:
            again = batch.reread(str(error)) if batch.reread is not None else None
            if again is None:
                raise (NotReadable(_cause(error), uri=batch.uri) if duck.of_the_data(error) else error) from error
            batch = again
    return run(batch)


def _cause(error: Exception) -> str:
    """DuckDB's own words, without its advice on options that a user of dq does not have."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
