"""The second look: row numbers, samples and exact counts, only for what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

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
    for n, (wrong, form) in wrongs.items():
        if wrong.distinct is not None:
            count, values = _distinct(con, plan, batch, wrong, n, form.values)
            found[n] = msgspec.structs.replace(found[n], count=count, values=values if wrong.shown else ())
    rows = sorted({row for look in found.values() for row in look.rows[:EXAMPLES]})
    lines = batch.lines(rows) if batch.lines is not None and rows else {}
    return {n: msgspec.structs.replace(k, lines=tuple(lines.get(row) for row in k.rows)) for n, k in found.items()}


def _repeats(con: duck.Connection, plan: Plan, batch: Batch, wrong: Wrong, n: int) -> Condition:
    """A condition that holds for the rows whose keys repeat, exactly (the scan's hashes only said that some may)."""
    table = f"repeated_{n}"
    keys = ", ".join(f"{key} AS k{i}" for i, key in enumerate(wrong.keys))
    names = ", ".join(f"k{i}" for i in range(len(wrong.keys)))
    columns = columns_of(keys + wrong.where.sql)
    with batch.reading() as relation:
        rows = plan.rows(relation, columns)
        grouped = f"SELECT {keys} FROM {rows} WHERE {wrong.where.sql}"
        duck.fetch(
            con,
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {names} FROM ({grouped}) GROUP BY ALL HAVING count(*) > 1",
        )
    # By hash of keys that exactly repeat: another key would have to collide with one of these alone.
    return Condition(f"(hash({', '.join(wrong.keys)}) IN (SELECT hash({names}) FROM {table}))") & wrong.where


def _distinct(
    con: duck.Connection, plan: Plan, batch: Batch, wrong: Wrong, n: int, most: int
) -> tuple[int, tuple[Any, ...]]:
    """How many different values are wrong, and the smallest of them."""
    table = f"different_{n}"
    columns = columns_of(f"{wrong.distinct} {wrong.condition.sql}")
    with batch.reading() as relation:
        found = (
            f"SELECT DISTINCT {wrong.distinct} AS value FROM {plan.rows(relation, columns)} WHERE {wrong.condition.sql}"
        )
        duck.fetch(con, f"CREATE OR REPLACE TEMP TABLE {table} AS {found}")
    [(count,)] = duck.fetch(con, f"SELECT count(*) FROM {table}")
    return count, tuple(value for (value,) in duck.fetch(con, f"SELECT value FROM {table} ORDER BY value LIMIT {most}"))


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
        numbered = plan.rows(relation, columns, extra="row_number() OVER () - 1")
        [figures] = duck.fetch(con, f"SELECT {', '.join(asked)} FROM {numbered}")
    looks = {}
    for at, (n, (_, wrong, form)) in enumerate(told.items()):
        count, records, every = figures[3 * at : 3 * at + 3]
        looks[n] = _look(count, records or [], every, wrong, form)
    return looks


def _look(count: int, records: Sequence[Mapping[str, Any]], every: Any, wrong: Wrong, form: Format) -> Look:
    names = list(wrong.shown)
    values: list[Any] = []
    for record in records[: form.values] if names else ():
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
