"""The observed Spec: what the scan saw of every column, and the sample of rows it kept."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from ...batch import Batch, BatchColumn
from ...spec.spec import ColumnSpec, Spec, Statistics
from ...sql.measures import Measure
from ...suites.suite import Suite
from .plan import Plan, type_of

CATEGORIES = 20
SHAPES = 5
FIRST = 2
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def observed_spec(suite: Suite, batch: Batch, plan: Plan, figures: Mapping[Measure, Any], rows: int) -> Spec:
    """Figures over all cells from the scan; quantiles, categories and shapes from the sampled rows."""
    sample: Sequence[Sequence[str | None]] = (figures.get(plan.sample) or []) if plan.sample is not None else []
    first = _first_cells(batch)
    columns = tuple(
        _column(
            c,
            {name: figures[m] for name, m in plan.statistics[c.name].items()},
            [row[i] for row in sample],
            first.get(c.name, ()),
        )
        for i, c in enumerate(batch.columns)
    )
    return Spec(dialect=batch.dialect, columns=columns, rows=rows, sampled_rows=len(sample), key=suite.spec.key)


def _first_cells(batch: Batch) -> dict[str, tuple[tuple[int | None, str], ...]]:
    """The first filled cells of every column, from the head, with the lines they stand in."""
    rows = {c.name: [n for n, cell in enumerate(batch.head.get(c.name, ())) if cell][:FIRST] for c in batch.columns}
    wanted = sorted({n for found in rows.values() for n in found})
    lines = batch.lines(wanted) if batch.lines is not None and wanted else {}
    return {
        c.name: () if c.spec.pii else tuple((lines.get(n), batch.head[c.name][n][:200]) for n in rows[c.name])
        for c in batch.columns
    }


def _column(
    column: BatchColumn, figures: Mapping[str, Any], cells: Sequence[str | None], first: tuple[tuple[int | None, str], ...]
) -> ColumnSpec:
    spec, type_ = column.spec, type_of(column)
    filled = [c for c in cells if c]
    statistics = Statistics(
        missing=figures["missing"],
        unreadable=figures.get("unreadable", 0),
        min=None if spec.pii else _plain(figures.get("min")),
        max=None if spec.pii else _plain(figures.get("max")),
        min_length=figures.get("min_length"),
        max_length=figures.get("max_length"),
        quantiles=_quantiles(filled) if type_ in ("integer", "number") and not spec.pii else None,
        categories=None if spec.pii or type_ != "text" else dict(Counter(filled).most_common(CATEGORIES)),
        shapes=dict(Counter(map(shape, filled)).most_common(SHAPES)),
        first=first,
    )
    return ColumnSpec(
        name=column.name,
        type=type_,  # type: ignore[arg-type]  # one of ColumnType by construction
        format=spec.format,
        unit=spec.unit,
        pii=spec.pii,
        declared_type=spec.declared_type,
        missing=spec.missing,
        statistics=statistics,
    )


_DIGITS, _LETTERS = re.compile(r"[0-9]+"), re.compile(r"[^\W\d_]+")


def shape(text: str) -> str:
    """Runs of digits as 9, of letters as a: `2026/04/01` -> `9/9/9`, `JC105` -> `a9`."""
    return _LETTERS.sub("a", _DIGITS.sub("9", text))[:40]


def _quantiles(cells: Sequence[str]) -> tuple[float, ...] | None:
    numbers = sorted(n for n in map(_number, cells) if n is not None)
    if not numbers:
        return None
    return tuple(numbers[round(q * (len(numbers) - 1))] for q in QUANTILES)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """As JSON: dates and times ISO."""
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value
