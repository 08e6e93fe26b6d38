"""The observed Spec: what the scan saw of every column, and the sample of rows it kept."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import msgspec

from ...batch import Batch, BatchColumn
from ...spec.rhythm import order, steps_a_day
from ...spec.spec import ColumnSpec, ColumnType, Sample, Spec, Statistics
from ...sql.measures import Measure
from ...suites.suite import Suite
from .plan import Plan, type_of

FIRST = 2  # cells of a column that a finding may show
SHOWN = 200  # characters of one


_DATED = ("date", "datetime")


class Head(msgspec.Struct, frozen=True):
    """What the head of a file shows. By column: its first filled cells with their lines, and of dates the order."""

    first: Mapping[str, tuple[tuple[int | None, str], ...]]
    order: Mapping[str, float | None]
    steps: tuple[tuple[str, ...], int] | None


def of_head(batch: Batch) -> Head:
    """It needs no scan."""
    typed = [msgspec.structs.replace(c.spec, type=_type(c)) for c in batch.columns]
    return Head(
        first=_first_cells(batch),
        order={c.name: order(batch.head.get(c.name, ()), c.spec) for c in batch.columns if c.spec.type in _DATED},
        steps=steps_a_day(batch.head, typed),
    )


def observed_spec(
    suite: Suite, batch: Batch, plan: Plan, figures: Mapping[Measure, Any], head: Head, rows: int
) -> Spec:
    """Figures over all cells from the scan, and the sampled rows."""
    columns = tuple(
        _column(c, {name: figures[m] for name, m in plan.statistics[c.name].items()}, head) for c in batch.columns
    )
    sample = _sample(plan, figures[plan.sample], rows) if plan.sample is not None else None
    return Spec(
        dialect=batch.dialect,
        columns=columns,
        rows=rows,
        key=suite.spec.key,
        sample=sample,
        steps=head.steps,
    )


def _sample(plan: Plan, told: str | None, rows: int) -> Sample:
    found = msgspec.json.decode(told, type=list[list[Any]]) if told is not None else []
    whole = len(found) == rows
    ordered = found if whole else sorted(found, key=lambda row: (int(row[0]), row[1]))
    return Sample(
        key=plan.sample_key,
        limit=plan.sample_limit,
        whole=whole,
        hashes=tuple(int(row[0]) for row in ordered),
        keys=tuple(row[1] for row in ordered) if plan.sample_key else None,
        rows=tuple(tuple(row[2:]) for row in ordered),
    )


def _first_cells(batch: Batch) -> dict[str, tuple[tuple[int | None, str], ...]]:
    """The first filled cells of every column, from the head, with the lines they stand in."""
    rows = {c.name: [n for n, cell in enumerate(batch.head.get(c.name, ())) if cell][:FIRST] for c in batch.columns}
    wanted = sorted({n for found in rows.values() for n in found})
    lines = batch.lines(wanted) if batch.lines is not None and wanted else {}
    return {
        c.name: () if c.spec.pii else tuple((lines.get(n), batch.head[c.name][n][:SHOWN]) for n in rows[c.name])
        for c in batch.columns
    }


def _column(column: BatchColumn, figures: Mapping[str, Any], head: Head) -> ColumnSpec:
    spec = column.spec
    statistics = Statistics(
        missing=figures["missing"],
        unreadable=figures.get("unreadable", 0),
        min=None if spec.pii else _plain(figures.get("min")),
        max=None if spec.pii else _plain(figures.get("max")),
        first=head.first.get(column.name, ()),
        order=head.order.get(column.name),
    )
    return ColumnSpec(
        name=column.name,
        type=_type(column),
        format=spec.format,
        unit=spec.unit,
        pii=spec.pii,
        declared_type=spec.declared_type,
        missing=spec.missing,
        statistics=statistics,
    )


def _type(column: BatchColumn) -> ColumnType:
    return "text" if column.kinds else type_of(column)  # type: ignore[return-value]  # one of them by construction


def _plain(value: Any) -> Any:
    """As JSON: dates and times ISO."""
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value
