"""What the observed Specs hold for the page: cells of the sampled rows, and which columns are never shown."""

from collections.abc import Mapping

import msgspec

from ...result import Example, ValidationResult
from ...spec import days, figures
from ...spec.spec import ColumnSpec, Spec

NUMBERS = ("integer", "number")


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """`now`, `past`: columns by name, with their place in the Spec. `secret`: named `pii` by either side."""

    result: ValidationResult
    now: Mapping[str, tuple[int, ColumnSpec]]
    past: Mapping[str, tuple[int, ColumnSpec]]
    renamed: Mapping[str, str]
    """The old name by the new one."""
    secret: frozenset[str]

    def cells(self, name: str) -> tuple[str, ...]:
        """The column's cells in the sampled rows of this file; () where there are none to show."""
        return self._of(self.result.spec, self.now, name)

    def cells_before(self, name: str) -> tuple[str, ...]:
        """Those of the last good file, of the column that is now called so."""
        baseline = self.result.baseline
        return self._of(baseline.spec if baseline is not None else None, self.past, self.renamed.get(name, name))

    def before(self, name: str) -> ColumnSpec | None:
        found = self.past.get(self.renamed.get(name, name))
        return found[1] if found else None

    def _of(self, spec: Spec | None, columns: Mapping[str, tuple[int, ColumnSpec]], name: str) -> tuple[str, ...]:
        if spec is None or spec.sample is None or name not in columns or name in self.secret:
            return ()
        at = columns[name][0]
        return tuple(cell for row in spec.sample.rows if at < len(row) and (cell := row[at]) is not None)

    def beside(self, example: Example) -> tuple[tuple[str, str], ...]:
        """The key's cells in the row of an example, by name: only where all rows were kept, so that it is surely that
        row, and never a secret."""
        spec = self.result.spec
        sample = spec.sample if spec is not None else None
        if spec is None or sample is None or not sample.whole or example.row is None or len(sample.rows) <= example.row:
            return ()
        cells = dict(zip(self.now, sample.rows[example.row], strict=False))
        if example.column is None or example.value is None or cells.get(example.column) != example.value:
            return ()
        told = ((n, cells.get(n)) for n in spec.key if n not in self.secret and n != example.column)
        return tuple((n, cell) for n, cell in told if cell is not None)[:3]


def seen(result: ValidationResult) -> Seen:
    now = _by_name(result.spec)
    past = _by_name(result.baseline.spec if result.baseline is not None else None)
    renamed = {
        str(f.after): str(f.before)
        for f in result.spec_changes
        if f.kind == "column_renamed" and isinstance(f.before, str) and isinstance(f.after, str)
    }
    secret = {name for columns in (now, past) for name, (_, column) in columns.items() if column.pii}
    secret |= {new for new, old in renamed.items() if old in secret}
    return Seen(result=result, now=now, past=past, renamed=renamed, secret=frozenset(secret))


def _by_name(spec: Spec | None) -> dict[str, tuple[int, ColumnSpec]]:
    columns = spec.columns or () if spec is not None else ()
    return {c.name: (n, c) for n, c in enumerate(columns)}


def values(cells: tuple[str, ...], column: ColumnSpec) -> list[float]:
    """The cells as numbers on an axis: numbers, or days since the year 1, or minutes; what does not read is left out."""
    if column.type in NUMBERS:
        read = (figures.value(c, column.format) for c in cells)
        return [v for v in read if v is not None and abs(v) < 1e300]
    if column.type in days.TYPES:
        moments = (days.moment(c, column.type, column.format) for c in cells)
        return [m.toordinal() + (m.hour * 60 + m.minute) / 1440 for m in moments if m is not None]
    return []
