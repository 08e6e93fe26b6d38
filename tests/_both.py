"""The same suite over the same small table through native and through GX, as plain JSON."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd
from _gx import column, raised

from dq.batch import Batch, BatchColumn, plainly
from dq.by_name import load
from dq.engines.native import evaluate
from dq.expectation_types._families import Format
from dq.readers.csv import observe
from dq.readers.csv import open as open_csv
from dq.result import Outcome
from dq.spec.spec import ColumnSpec, Dialect, Spec
from dq.sql.conditions import quote
from dq.storage.local import land
from dq.suites.load import load_mapping
from dq.suites.suite import Suite

Config = Mapping[str, Any]
Cell = str | None
NOTHING = "\u2400"  # the token of a missing cell: no other cell is this


class Grid(msgspec.Struct, frozen=True):
    """A table of texts: None is a missing cell. `types`: column -> type, in the order of the columns."""

    types: dict[str, str]
    rows: tuple[tuple[Cell, ...], ...]

    def frame(self) -> pd.DataFrame:
        """As GX is handed it: typed, what does not read left as its text."""
        columns = list(zip(*self.rows, strict=True)) or [()] * len(self.types)
        named = zip(self.types.items(), columns, strict=True)
        return pd.DataFrame({name: column(type_, [_typed(type_, c) for c in cells]) for (name, type_), cells in named})

    def batch(self) -> Batch:
        """As native is handed it: a relation of texts."""
        names = ", ".join(f"c{i}" for i in range(len(self.types)))
        rows = [f"({', '.join(quote(NOTHING if c is None else c) for c in row)})" for row in self.rows]
        empty = f"(SELECT {', '.join(f'NULL::VARCHAR AS c{i}' for i in range(len(self.types)))} WHERE FALSE)"
        return Batch(
            uri="grid",
            columns=tuple(
                BatchColumn(spec=ColumnSpec(name=name, type=type_), sql=f"c{i}")  # type: ignore[arg-type]  # a type's name
                for i, (name, type_) in enumerate(self.types.items())
            ),
            dialect=Dialect(missing=(NOTHING,)),
            reading=partial(_plainly, f"(VALUES {', '.join(rows)}) AS grid({names})" if rows else empty),
        )


def _plainly(relation: str) -> AbstractContextManager[str]:
    return plainly(relation)


def opened(text: str, folder: Path, *, types: Mapping[str, str] = {}, missing: Sequence[str] = ("",)) -> Batch:
    """A CSV text through the reader; what `types` does not name is inferred."""
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8")
    columns = tuple(ColumnSpec(name=n, type=t) for n, t in types.items())  # type: ignore[arg-type]  # a type's name
    dialect = Dialect(format="csv", encoding="utf-8", delimiter=",", header_rows=(0,), missing=tuple(missing))
    declared, landed = Spec(dialect=dialect, columns=columns or None), land(str(path))
    return open_csv(landed, observe(landed, declared), declared)


def grid(text: str, batch: Batch) -> Grid:
    """The same CSV text as a grid, typed as the batch is."""
    _, *rows = list(csv.reader(io.StringIO(text)))
    tokens = batch.dialect.missing or ("",)
    cells = tuple(tuple(None if c in tokens else c for c in row) for row in rows)
    return Grid({c.name: c.spec.type or "text" for c in batch.columns}, cells)


def suite(configs: Iterable[Config], columns: Iterable[ColumnSpec] = ()) -> Suite:
    """Through the loader, as a user's; expectations stand in the order given."""
    made = load_mapping({"name": "suite", "expectations": [dict(c) for c in configs]})
    return msgspec.structs.replace(made, spec=Spec(columns=tuple(columns) or None))


def native(batch: Batch, configs: Sequence[Config], form: Format) -> list[dict[str, Any]]:
    """success, result, exception_info of each, as plain JSON."""
    declared = suite(configs, [c.spec for c in batch.columns])
    _, outcomes = evaluate(declared, batch, form)
    return [_json(o) for o in outcomes]


def _json(outcome: Outcome) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(outcome, str_keys=True)
    return document


def _typed(type_: str, cell: Cell) -> Any:
    if cell is None:
        return None
    if not load("column_types", type_).reads([cell], None):
        return cell
    read: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "number": float,
        "boolean": lambda c: c.lower() == "true",
        "date": date.fromisoformat,
        "datetime": datetime.fromisoformat,
        "time": time.fromisoformat,
    }
    return read.get(type_, str)(cell)


def brief(result: Mapping[str, Any]) -> dict[str, Any]:
    """What is compared of a result, native's or GX's."""
    return {"success": bool(result["success"]), "raised": raised(result), "result": result["result"]}
