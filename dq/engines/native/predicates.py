"""Predicates that SQL cannot tell (a regex beyond RE2): Python over the distinct values, in a pass of their own."""

import time
from collections.abc import Mapping
from typing import Any

from ... import duck
from ...batch import Batch
from ...errors import CallerError
from ...expectation_types._families import Predicate
from ...sql.conditions import NEVER, Condition
from ...sql.measures import Measure
from .plan import Plan, asks_python, columns_of

SECONDS = 60.0
CHUNK = 10_000


class OutOfTime(CallerError):
    says = {
        "en": "an expectation of the suite took longer than {detail} seconds over the values of this file",
        "ja": "スイートの期待条件が、このファイルの値の判定に {detail} 秒以上かかりました",
    }
    hints = {"en": "simplify its regular expression", "ja": "正規表現を簡単にしてください"}


def judged(con: duck.Connection, plan: Plan, batch: Batch, predicate: Predicate, table: str) -> tuple[int, Condition]:
    """How many cells do not hold, and a condition that is true for them.

    The values that do not hold go into a temporary table, which spills where there are many.
    """
    columns = columns_of(predicate.value + predicate.where.sql)
    until = time.monotonic() + SECONDS
    unexpected = 0
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table}_all (value VARCHAR, n BIGINT)")
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} (value VARCHAR)")
    with batch.reading() as relation:
        duck.fetch(
            con,
            f"INSERT INTO {table}_all SELECT {predicate.value} AS value, count(*) FROM {plan.rows(relation, columns)} "
            f"WHERE {predicate.where.sql} AND {predicate.value} IS NOT NULL GROUP BY ALL",
        )
    at = 0
    while chunk := duck.fetch(con, f"SELECT value, n FROM {table}_all WHERE rowid >= {at} AND rowid < {at + CHUNK}"):
        at += CHUNK
        failing: list[tuple[Any, int]] = []
        for value, n in chunk:
            if not predicate.test(value):
                failing.append((value, n))
            if time.monotonic() > until:
                raise OutOfTime(f"{SECONDS:g}")
        unexpected += sum(n for _, n in failing)
        if failing:
            con.execute(f"INSERT INTO {table} SELECT unnest(?)", [[value for value, _ in failing]])
    con.execute(f"DROP TABLE {table}_all")
    return unexpected, Condition(f"({predicate.value} IN (SELECT value FROM {table}))")


def all_judged(
    con: duck.Connection,
    plan: Plan,
    batch: Batch,
    wanted: Mapping[tuple[int, str], Predicate],
    figures: Mapping[Measure, Any],
) -> dict[tuple[int, str], tuple[int, Condition]]:
    """By the number of the expectation and its own name for the predicate."""
    return {
        key: judged(con, plan, batch, predicate, f"unheld_{n}") if figures[asks_python(predicate)] else (0, NEVER)
        for n, (key, predicate) in enumerate(wanted.items())
    }
