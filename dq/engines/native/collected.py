"""Collected: what the scan kept a value of each row for (uniqueness, quantiles), and what became of it.

Of few rows within the scan's own statement; of more in lists that the scan makes beside all else, finished after it, as
long as memory holds them; else in a table of a pass of its own, which spills to disk.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ... import duck
from ...batch import Batch
from ...sql.measures import Measure, position
from .plan import Plan, columns_of

A_VALUE = 50  # bytes at the peak: in the scan's parts, in the list, in the table of what is distinct


FEW = 10_000  # rows, for which functions of lists are faster than another statement


def fits(collect: Sequence[Measure], rows: int | None) -> bool:
    """Whether memory holds the lists, as far as the number of rows is known; where it is not, the scan will tell."""
    kept = len({m.sql for m in collect})
    return rows is None or rows * kept * A_VALUE <= duck.memory_limit() * duck.SHARE


def figure(measure: Measure, name: str) -> str:
    """SQL of the figure from the column `name` of the measure's aggregate, in the same statement."""
    if measure.row is None:
        return name
    n = f"coalesce(len({name}), 0)"
    rank = f"position * greatest({n} - 1, 0)"
    below, above = (f"1 + {side}({rank})" for side in ("floor", "ceil"))
    ranks = ", ".join(str(side).replace("position", repr(position(q))) for side in (below, above) for q in measure.at)
    picked = f"list_select(list_sort({name}), [{ranks}]::BIGINT[])"
    return measure.finished(n, f"coalesce(list_unique({name}), 0)", picked)


def finished(con: duck.Connection, group: Sequence[Measure], names: Mapping[str, str]) -> dict[Measure, Any]:
    """Every figure of the group from the table `seen` of its aggregates, of which each reads its own: a CTE would be
    copied whole for each."""
    ranked = dict.fromkeys(names[m.sql] for m in group if m.at)
    [lengths] = duck.fetch(con, f"SELECT {', '.join(f'len({name})' for name in ranked)} FROM seen") if ranked else [()]
    n = dict(zip(ranked, lengths, strict=True))
    figures = ", ".join(_of_list(m, names[m.sql], n.get(names[m.sql]) or 0) for m in group)
    [row] = duck.fetch(con, f"SELECT {figures} FROM seen")
    con.execute("DROP TABLE seen")
    return dict(zip(group, row, strict=True))


def _of_list(measure: Measure, name: str, n: int) -> str:
    if measure.row is None:
        return name
    values = f"(SELECT unnest({name}) AS v FROM seen)"
    fractions = ", ".join(repr((rank + 0.5) / max(n, 1)) for rank in measure.ranks(n))  # picks exactly that rank
    picked = f"(SELECT quantile_disc(v, [{fractions}]::DOUBLE[]) FROM {values})"
    return measure.finished(f"coalesce(len({name}), 0)", f"(SELECT count(DISTINCT v) FROM {values})", picked)


def spilling(con: duck.Connection, plan: Plan, batch: Batch, collect: Sequence[Measure]) -> dict[Measure, Any]:
    """The same figures in bounded memory: the values stand in the table `kept`, and are grouped one after the other."""
    names = {row: f"k{i}" for i, row in enumerate(dict.fromkeys(m.row for m in collect if m.row is not None))}
    columns = columns_of(" ".join(names))
    rows = ", ".join(f"{row} AS {name}" for row, name in names.items())
    with batch.reading() as relation:
        duck.fetch(con, f"CREATE OR REPLACE TEMP TABLE kept AS SELECT {rows} FROM {plan.rows(relation, columns)}")
    found = {m: _of_table(con, m, names[m.row]) for m in collect if m.row is not None}
    con.execute("DROP TABLE kept")
    return found


def _of_table(con: duck.Connection, measure: Measure, name: str) -> Any:
    values = f"(SELECT {name} AS v FROM kept WHERE {name} IS NOT NULL)"
    [(n,)] = duck.fetch(con, f"SELECT count(*) FROM {values}")
    upto = f"SELECT v, sum(c) OVER (ORDER BY v) AS upto FROM (SELECT v, count(*) AS c FROM {values} GROUP BY v)"
    each = ", ".join(f"min(CASE WHEN upto > {rank} THEN v END)" for rank in measure.ranks(n))
    picked = f"(SELECT [{each}] FROM ({upto}))" if n else "NULL"
    distinct = f"(SELECT count(DISTINCT v) FROM {values})"
    [(found,)] = duck.fetch(con, f"SELECT {measure.finished(str(n), distinct, picked)}")
    return found
