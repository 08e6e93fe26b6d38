"""Plan: a suite and a batch become one statement of measures (a few, for very wide files).

The typed rows: `t3` is the text of column 3, `v3` its value, NULL unless it reads. Equal measures are asked once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ...batch import Batch, BatchColumn
from ...by_name import load
from ...errors import CannotJudge
from ...expectation_types._families import Predicate
from ...sql import measures
from ...sql.conditions import ALWAYS, NEVER, Condition, Value, quote
from ...sql.measures import Measure
from ...sql.table import Cell, Table
from ...suites.suite import Suite

COLUMNS_A_STATEMENT = 250  # planning is superlinear in columns: 250 take 0.2 s, 1,000 1.5 s
SAMPLE, CELLS = 2_000, 60_000  # rows and cells of the sample, at most

_PHYSICAL = {
    "integer": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    "number": ("FLOAT", "DOUBLE", "DECIMAL"),
    "boolean": ("BOOLEAN",),
    "date": ("DATE",),
    "datetime": ("TIMESTAMP", "DATETIME"),
    "time": ("TIME",),
}

_WIDE = ("UBIGINT", "HUGEINT")  # integers that BIGINT does not hold


class Asked(msgspec.Struct, frozen=True):
    """What one expectation asked: measures by its own names, facts it knows without a scan, or why it cannot be judged."""

    measures: Mapping[str, Measure] = {}
    facts: Mapping[str, Any] = {}
    predicates: Mapping[str, Predicate] = {}
    error: str | None = None


class Plan(msgspec.Struct, frozen=True):
    """`texts` and `typed`: SQL that makes `t3` from the relation's cell, and `v3` from `t3`, by column number.

    `trusted`: figures that must be equal, else the plan's are wrong. A plan that trusts the file takes every row for well
    formed and every cell for readable; most files are so, and are counted faster.
    """

    table: Table
    texts: tuple[str, ...]
    typed: tuple[str, ...]
    asked: tuple[Asked, ...]
    statistics: Mapping[str, Mapping[str, Measure]]
    sample: Measure | None
    sample_key: tuple[str, ...]
    sample_limit: int
    ragged: str | None
    trusted: tuple[tuple[Measure, Measure], ...] = ()

    def measures(self) -> tuple[Measure, ...]:
        """Every measure once, in a stable order."""
        seen: dict[Measure, None] = {measures.count(): None}
        for asked in self.asked:
            seen.update(dict.fromkeys(asked.measures.values()))
            seen.update(dict.fromkeys(asks_python(p) for p in asked.predicates.values()))
        for of_column in self.statistics.values():
            seen.update(dict.fromkeys(of_column.values()))
        for pair in self.trusted:
            seen.update(dict.fromkeys(pair))
        return tuple(seen)

    def misled(self, figures: Mapping[Measure, Any]) -> bool:
        """Whether the file did not deserve the trust: then these figures count for nothing."""
        return any(figures[one] != figures[other] for one, other in self.trusted)

    def rows(self, relation: str, columns: Iterable[int] | None = None, *, extra: str = "") -> str:
        """The typed rows as a subquery: of all columns, or of those that are needed."""
        wanted = range(len(self.typed)) if columns is None else sorted(columns)
        texts = [f"{self.texts[i]} AS t{i}" for i in wanted]
        typed = [f"t{i}, {self.typed[i]} AS v{i}" for i in wanted]
        if self.ragged is not None:
            texts.append(f"{self.ragged} AS malformed")
            typed.append("malformed")
        if extra:
            texts.append(f"{extra} AS rn")
            typed.append("rn")
        return f"(SELECT {', '.join(typed) or '1'} FROM (SELECT {', '.join(texts) or '1'} FROM {relation}))"


def plan(suite: Suite, batch: Batch, *, trusting: bool = False) -> Plan:
    """Every expectation is asked what it needs; what cannot be judged says why and asks nothing."""
    missing = batch.dialect.missing
    malformed = NEVER if batch.ragged is None or trusting else Condition("malformed")
    cells = {c.name: _cell(i, c, missing, malformed, trusting) for i, c in enumerate(batch.columns)}
    called = {c.called: c.name for c in batch.columns if c.called is not None}
    table = Table(cells=cells, called=called, malformed=malformed)
    sample, sample_key, sample_limit = _sample(suite, batch, table)
    return Plan(
        table=table,
        texts=tuple(c.sql if trusting else _text(c, batch.ragged) for c in batch.columns),
        typed=tuple(_typed(i, c, missing) for i, c in enumerate(batch.columns)),
        asked=tuple(_ask(declared.expectation, table) for declared in suite.expectations),
        statistics={name: dict(_statistics(cell)) for name, cell in cells.items()},
        sample=sample,
        sample_key=sample_key,
        sample_limit=sample_limit,
        ragged=batch.ragged,
        trusted=tuple(_trusted(batch)) if trusting else (),
    )


def _trusted(batch: Batch) -> Iterator[tuple[Measure, Measure]]:
    """No row is malformed, and what is no value is missing."""
    if batch.ragged is not None:
        yield measures.count(Condition("malformed")), measures.count(NEVER)
    for i, column in enumerate(batch.columns):
        if _converts(column):
            missing = _missing(f"t{i}", column, batch.dialect.missing)
            yield measures.count(missing), measures.count(_valueless(i))


def _valueless(i: int) -> Condition:
    return Condition(f"(v{i} IS NULL)")


def columns_of(sql: str) -> frozenset[int]:
    """The numbers of the columns that a piece of our SQL reads (a superset: text in a literal may look like one)."""
    return frozenset(int(n) for n in _REFERENCE.findall(sql))


_REFERENCE = re.compile(r"\b[tv](\d+)\b")


def statements(wanted: Iterable[Measure]) -> Iterator[tuple[Measure, ...]]:
    """The measures in groups that read at most some 250 columns each: one group, for all but the widest files."""
    group: list[Measure] = []
    reads: set[int] = set()
    for measure in sorted(wanted, key=lambda m: min(columns_of(m.sql), default=0)):
        needs = columns_of(measure.sql)
        if group and len(reads | needs) > COLUMNS_A_STATEMENT:
            yield tuple(group)
            group, reads = [], set()
        group.append(measure)
        reads |= needs
    if group:
        yield tuple(group)


def asks_python(predicate: Predicate) -> Measure:
    """How many rows SQL leaves to Python: none, for most predicates on most files, and then no pass is made."""
    return measures.count(predicate.where)


def _ask(expectation: Any, table: Table) -> Asked:
    try:
        return Asked(expectation.measures(table), expectation.facts(table), expectation.predicates(table))
    except CannotJudge as reason:
        return Asked(error=str(reason))


def type_of(column: BatchColumn) -> str:
    """The column's type: as declared or inferred for text cells, by the physical type where the source is typed."""
    if column.kinds:
        return "mixed"
    if column.physical is None or column.physical.startswith("VARCHAR"):
        return column.spec.type or "text"
    return next((t for t, physical in _PHYSICAL.items() if column.physical.startswith(physical)), "text")


def _cell(
    i: int, column: BatchColumn, missing: tuple[str, ...] | None, malformed: Condition, trusting: bool
) -> Cell:
    text, value, type_ = f"t{i}", f"v{i}", type_of(column)
    absent = _missing(text, column, missing)
    trusted = trusting and _is_text(column)
    unreadable = Condition(f"({value} IS NULL AND NOT {absent.sql})")
    return Cell(
        name=column.name,
        text=text,
        value=Value(value, type_, column.kinds),
        missing=_valueless(i) if trusted and absent != NEVER else absent,
        unreadable=unreadable if _converts(column) and not trusted else NEVER,
        type=type_,
        malformed=malformed,
        physical=column.physical,
        pii=column.spec.pii,
    )


def _missing(text: str, column: BatchColumn, tokens: tuple[str, ...] | None) -> Condition:
    """A typed source's null, and the tokens that mean "no value". Text that is NULL is a malformed row's: unknown."""
    absent = Condition(f"({text} IS NULL)")
    own = column.spec.missing if column.spec.missing is not None else tokens
    if column.physical is not None:
        named = ", ".join(quote(token) for token in own or ()) if _is_text(column) else ""
        return absent | Condition(f"({text} IN ({named}))") if named else absent
    own = ("",) if own is None else own
    if not own:
        return NEVER
    listed = ", ".join(quote(token) for token in own)
    return Condition(f"({text} = {listed})" if len(own) == 1 else f"({text} IN ({listed}))")


def _text(column: BatchColumn, ragged: str | None) -> str:
    """The raw cell; NULL in a malformed row, where nobody knows which cell is which."""
    return column.sql if ragged is None else f"CASE WHEN {ragged} THEN NULL ELSE {column.sql} END"


def _typed(i: int, column: BatchColumn, missing: tuple[str, ...] | None) -> str:
    type_ = type_of(column)
    if column.kinds:
        return f"t{i}"
    if not _is_text(column):
        duckdb_type = "HUGEINT" if column.physical in _WIDE else load("column_types", type_).duckdb
        return f"t{i}" if column.physical == duckdb_type else f"TRY_CAST(t{i} AS {duckdb_type})"
    absent = _missing(f"t{i}", column, missing)
    if type_ == "text":
        return f"t{i}" if absent == NEVER else f"CASE WHEN {absent.sql} THEN NULL ELSE t{i} END"
    reader = load("column_types", type_)
    value: str = reader.value(f"t{i}", column.spec.format)
    tokens = column.spec.missing if column.spec.missing is not None else missing
    if any(token and reader.reads((token,), column.spec.format) for token in tokens or ()):  # -999, say
        return f"CASE WHEN {absent.sql} THEN NULL ELSE {value} END"
    return value


def _statistics(cell: Cell) -> Iterator[tuple[str, Measure]]:
    """What every column's observed Spec is made of, beside the sample: cheap enough for every cell of every file."""
    yield "missing", measures.count(cell.missing)
    if cell.unreadable != NEVER:
        yield "unreadable", measures.count(cell.unreadable)
    if cell.type not in ("text", "mixed"):
        yield "min", measures.minimum(cell.value.sql)
        yield "max", measures.maximum(cell.value.sql)


def _sample(suite: Suite, batch: Batch, table: Table) -> tuple[Measure | None, tuple[str, ...], int]:
    """Some rows by the lowest hashes of the key, the columns of that key (() for a makeshift), and the bound."""
    if not batch.columns:
        return None, (), 0
    keys = [c for k in suite.spec.key for c in [table.named(k)] if c is not None]
    key = suite.spec.key if len(keys) == len(suite.spec.key) else ()
    if not key:
        keys = list(table.cells.values())[:4]
    hashed = [c.value.sql if key else c.text for c in keys]
    named = [_hidden(f"CAST({sql} AS VARCHAR)", c) for sql, c in zip(hashed, keys, strict=True)]
    wanted = min(SAMPLE, max(50, CELLS // len(batch.columns)))
    expected = batch.rows_estimate or 0
    below = 2**64 - 1 if expected <= wanted else int(wanted / expected * 2**64)
    cells = [
        _hidden(c.text if _is_text(b) else f"{c.text}::VARCHAR", c)
        for c, b in zip(table.cells.values(), batch.columns, strict=True)
    ]
    return measures.sampled_rows(cells, hashed, named, below), key, below


def _hidden(text: str, cell: Cell) -> str:
    """SQL of a text that the Spec keeps: of a `pii` column only whether it is the same one."""
    return f"md5({text})" if cell.pii else text


def _converts(column: BatchColumn) -> bool:
    return _is_text(column) and type_of(column) != "text"


def _is_text(column: BatchColumn) -> bool:
    return column.physical is None or column.physical.startswith("VARCHAR")


__all__ = ["ALWAYS", "Asked", "Plan", "columns_of", "plan", "statements", "type_of"]
