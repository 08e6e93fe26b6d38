"""What the next file is held against after a change that was only excused for a while: the old Spec, where it changed."""

from collections.abc import Iterable

from msgspec.structs import replace

from .spec import Dialect, Sample, Spec


def held_back(observed: Spec, past: Spec, changes: Iterable[tuple[str, tuple[str, ...]]]) -> Spec:
    """The observed Spec without these changes (kind, columns): the dialect's field as it was, a column not there yet.

    What cannot be taken back alone, a renamed column or another format, leaves the past Spec as a whole: the next run
    tells the change again, which is what counts.
    """
    for kind, columns in changes:
        field = kind.removesuffix("_changed")
        if not columns and field in Dialect.__struct_fields__:
            was = {field: getattr(past.dialect, field)}
            observed = replace(observed, dialect=replace(observed.dialect, **was))
        elif kind == "column_added" and not {c.name for c in past.columns or ()} & {*columns}:
            observed = _without(observed, frozenset(columns))
        else:
            return past
    return observed


def _without(spec: Spec, names: frozenset[str]) -> Spec:
    kept = [n for n, c in enumerate(spec.columns or ()) if c.name not in names]
    sample = spec.sample
    return replace(
        spec,
        columns=tuple((spec.columns or ())[n] for n in kept),
        sample=None if sample is None else _of_columns(sample, kept),
    )


def _of_columns(sample: Sample, kept: list[int]) -> Sample:
    return replace(sample, rows=tuple(tuple(row[n] for n in kept) for row in sample.rows))
