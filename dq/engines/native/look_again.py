"""The second look: row numbers, samples and exact counts, only for what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from ... import duck
from ...batch import Batch
from ...expectation_types._families import Format, Look, Wrong
from ...sql.conditions import Condition
from .plan import Plan, columns_of

EXAMPLES = 3


def look_again(
    con: duck.Connection, plan: Plan, batch: Batch, wrongs: Mapping[int, tuple[Wrong, Format]]
) -> dict[int, Look]:
    """A Look for each wrong, by its number in the suite: one pass for all that is told by a condition, one more for
    each key that repeats."""
    told: dict[int, tuple[Condition, Wrong, Format]] = {}
    for n, (wrong, form) in wrongs.items():
        condition = _repeats(con, plan, batch, wrong, n) if wrong.keys else wrong.condition
        told[n] = condition, wrong, form
    found = _found(con, plan, batch, told) if told else {}
    rows = sorted({row for look in found.values() for row in look.rows[:EXAMPLES]})
    lines = batch.lines(rows) if batch.lines is not None and rows else {}
    return {n: _with_lines(look, lines) for n, look in found.items()}


def _with_lines(look: Look, lines: Mapping[int, int]) -> Look:
    return Look(
        count=look.count,
        rows=look.rows,
        lines=tuple(lines.get(row) for row in look.rows),
        values=look.values,
        raw=look.raw,
        all_rows=look.all_rows,
    )


def _repeats(con: duck.Connection, plan: Plan, batch: Batch, wrong: Wrong, n: int) -> Condition:
    """A condition that holds for the rows whose keys repeat, exactly (the scan's hashes only said that some may)."""
    table = f"repeated_{n}"
    keys = ", ".join(f"{key} AS k{i}" for i, key in enumerate(wrong.keys))
    filled = " OR ".join(f"{key} IS NOT NULL" for key in wrong.keys)
    columns = columns_of(keys + wrong.where.sql)
    grouped = ", ".join(f"k{i}" for i in range(len(wrong.keys)))
    with batch.reading() as relation:
        duck.fetch(
            con,
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {grouped} FROM (SELECT {keys} FROM "
            f"{plan.rows(relation, columns)} WHERE ({filled}) AND {wrong.where.sql}) "
            f"GROUP BY ALL HAVING count(*) > 1",
        )
    hashed = f"hash({', '.join(wrong.keys)})"
    of_table = f"hash({', '.join(f'k{i}' for i in range(len(wrong.keys)))})"
    # Hashes of exactly repeated keys: another key of the same hash would have to collide with one of these alone.
    return Condition(f"(({filled}) AND {hashed} IN (SELECT {of_table} FROM {table}))") & wrong.where


def _found(
    con: duck.Connection, plan: Plan, batch: Batch, told: Mapping[int, tuple[Condition, Wrong, Format]]
) -> dict[int, Look]:
    asked: list[str] = []
    for condition, wrong, form in told.values():
        row = f"CASE WHEN {condition.sql} THEN rn END"
        most = max(form.values, EXAMPLES)
        fields = ["'rn': rn", *(f"'s{i}': {sql}" for i, sql in enumerate(wrong.shown.values()))]
        fields += [f"'r{i}': CAST({sql} AS VARCHAR)" for i, sql in enumerate(wrong.raw.values())]
        record = "{" + ", ".join(fields) + "}"
        asked.append(f"count(CASE WHEN {condition.sql} THEN 1 END)")
        asked.append(f"arg_min({record}, {row}, {most})")
        asked.append(f"list({row}) FILTER (WHERE {condition.sql})" if form.level == "COMPLETE" else "NULL")
    columns = columns_of(" ".join(asked))
    with batch.reading() as relation:
        numbered = plan.rows(relation, columns, extra="row_number() OVER () - 1 AS rn")
        [figures] = duck.fetch(con, f"SELECT {', '.join(asked)} FROM {numbered}")
    looks = {}
    for at, (n, (_, wrong, form)) in enumerate(told.items()):
        count, records, every = figures[3 * at : 3 * at + 3]
        looks[n] = _look(count, records or [], every, wrong, form)
    return looks


def _look(count: int, records: Sequence[Mapping[str, Any]], every: Any, wrong: Wrong, form: Format) -> Look:
    names = list(wrong.shown)
    values: list[Any] = []
    for record in records[: form.values]:
        cells = [record[f"s{i}"] for i in range(len(names))]
        match wrong.shape:
            case "pair":
                values.append(cells)
            case "record":
                values.append(dict(zip(names, cells, strict=True)))
            case _:
                values.append(cells[0] if cells else None)
    raw = tuple(tuple((name, r[f"r{i}"]) for i, name in enumerate(wrong.raw)) for r in records[:EXAMPLES])
    return Look(
        count=count,
        rows=tuple(r["rn"] for r in records),
        values=tuple(values),
        raw=raw,
        all_rows=tuple(every or ()),
    )
