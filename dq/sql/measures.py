"""Measures: what one scan counts. Each function is the only place that writes the SQL of its figure.

Equal measures are one measure: they compare by their SQL. A measure says how the figures of parts of a file add up to
the figure of the whole, so that a plan can run per partition; `exact` ones do not merge (they need all values in one
place).
"""

from collections.abc import Sequence
from math import ceil, floor
from typing import Literal, TypeAlias

import msgspec

from .conditions import ALWAYS, Condition

Merges: TypeAlias = Literal["sum", "min", "max", "concat", "exact"]


class Measure(msgspec.Struct, frozen=True):
    """`sql`: one aggregate over the typed rows, made once for all measures that have it.

    Some collect a value of each row into a list, and finish it after the scan. `row`: SQL of that value, NULL where the
    row has none. `finish`: SQL over what was collected: `{n}`, how many; `{distinct}`, how many different ones; `{picked}`,
    a list of those below, then those above each of the quantiles `at`, in order.
    """

    sql: str
    merges: Merges = "sum"
    finish: str | None = None
    row: str | None = None
    at: tuple[float, ...] = ()

    def finished(self, n: str, distinct: str, picked: str) -> str:
        """SQL of the figure."""
        return (self.finish or "").replace("{n}", n).replace("{distinct}", distinct).replace("{picked}", picked)

    def ranks(self, n: int) -> list[int]:
        """0-based: of the values below, then of those above each quantile of n values."""
        return [side(position(q) * max(n - 1, 0)) for side in (floor, ceil) for q in self.at]


def position(quantile: float) -> float:
    """pandas hands numpy per cent, which numpy divides again: at ties that last bit decides."""
    return quantile * 100 / 100


def count(condition: Condition = ALWAYS) -> Measure:
    """Rows for which the condition is true. CASE, never FILTER: thousands of FILTERs take gigabytes."""
    return Measure("count(*)" if condition == ALWAYS else f"count(CASE WHEN {condition.sql} THEN 1 END)")


def minimum(value: str, where: Condition = ALWAYS) -> Measure:
    return Measure(f"min({_only(value, where)})", "min")


def maximum(value: str, where: Condition = ALWAYS) -> Measure:
    return Measure(f"max({_only(value, where)})", "max")


def total(value: str, where: Condition = ALWAYS) -> Measure:
    """The sum; None over no values."""
    return Measure(f"sum({_only(value, where)})")


def mean(value: str, where: Condition = ALWAYS) -> Measure:
    return Measure(f"avg({_only(value, where)})", "exact")


def stdev(value: str, where: Condition = ALWAYS) -> Measure:
    """Of a sample (ddof 1), as pandas'. None for fewer than two values."""
    return Measure(f"stddev_samp({_only(value, where)})", "exact")


def median(value: str, where: Condition = ALWAYS) -> Measure:
    """Linear between the two middle values; None over no values."""
    return _collected(value, where & _filled(value), "list_aggregate({picked}, 'quantile_cont', 0.5)", (0.5,))


def neighbours(value: str, at: Sequence[float], where: Condition = ALWAYS) -> Measure:
    """`{n, low, high}`: how many values, and for each quantile the values on either side of it, in order. How to go
    between them is the asker's."""
    cut = f"{{'n': {{n}}, 'low': p[:{len(at)}], 'high': p[{len(at) + 1}:]}}"
    finish = f"list_transform([{{picked}}], lambda p: {cut})[1]"
    return _collected(value, where & _filled(value), finish, tuple(at))


def distinct(value: str, where: Condition = ALWAYS) -> Measure:
    """[values, distinct values]: of a type of fixed width, for whose values a hash would save nothing."""
    return _collected(value, where & _filled(value), _DISTINCT)


def hashes(keys: Sequence[str], where: Condition = ALWAYS) -> Measure:
    """[rows, distinct rows] of those `where`, by 64-bit hash, in which NULL equals NULL.

    No twins proves that the key is unique; twins are looked at again.
    """
    return _collected(f"hash({', '.join(keys)})", where, _DISTINCT)


def sampled_rows(cells: Sequence[str], key: Sequence[str], named: Sequence[str], below: int) -> Measure:
    """Those rows whose key hashes below a bound, each a list of texts: the hash, what names the row, the cells. As JSON:
    DuckDB hands over one text in a third of the time that it takes for as many as there are cells, and collects texts in
    half the time of lists."""
    hashed = f"hash({', '.join(key)})"
    name = "concat_ws(chr(31), " + ", ".join(f"coalesce({n}, chr(30))" for n in named) + ")"
    row = f"[CAST({hashed} AS VARCHAR), {name}, {', '.join(cells)}]"
    chosen = f"{hashed} < {below}::UBIGINT"
    # CASE within FILTER: an aggregate's argument is made for every row, the filter only leaves rows out afterwards.
    told = f"string_agg(CASE WHEN {chosen} THEN CAST(to_json({row}) AS VARCHAR) END, ',') FILTER (WHERE {chosen})"
    return Measure(f"'[' || {told} || ']'", "exact")


_DISTINCT = "[{n}, {distinct}]::BIGINT[]"


def _collected(value: str, where: Condition, finish: str, at: tuple[float, ...] = ()) -> Measure:
    listed = f"list({value})" if where == ALWAYS else f"list({value}) FILTER (WHERE {where.sql})"
    return Measure(listed, "concat", finish, _only(value, where), at)


def _filled(value: str) -> Condition:
    return Condition(f"({value} IS NOT NULL)")


def _only(value: str, where: Condition) -> str:
    return value if where == ALWAYS else f"CASE WHEN {where.sql} THEN {value} END"
