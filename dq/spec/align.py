"""Which column is which: the one place that pairs the columns of two Specs."""

from .spec import ColumnSpec, Diff, Spec


def align(before: Spec, after: Spec) -> Diff:
    """Pairs by exact name, then by a declared alias. Undeclared columns on either side pair with nothing."""
    pairs: list[tuple[ColumnSpec, ColumnSpec]] = []
    if before.columns is not None and after.columns is not None:
        present = {c.name: c for c in after.columns}
        for column in before.columns:
            found = next((present[name] for name in (column.name, *column.aliases) if name in present), None)
            if found is not None:
                pairs.append((column, found))
    return Diff(before=before, after=after, pairs=tuple(pairs))
