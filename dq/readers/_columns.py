"""Columns of a file from its head: names from the header, types from the declared ones, else from all filled cells."""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from .. import by_name
from ..batch import Batch
from ..spec.spec import ColumnSpec

_INFERRED: tuple[str, ...] = ("integer", "number", "date", "datetime", "time")
_CODE = re.compile(r"[+-]?0[0-9]+")
_DAY = re.compile(r"(?:19|20)[0-9]{6}")


def unique(names: Iterable[str]) -> list[str]:
    """Blank header names become `column_3` (1-based), repeated ones `name__2`.

    >>> unique(["a", "", "a", "a__2"])
    ['a', 'column_2', 'a__2', 'a__2__2']
    """
    taken: dict[str, None] = {}
    for i, name in enumerate(names, 1):
        name = name if name.strip() else f"column_{i}"
        free, n = name, 1
        while free in taken:
            n += 1
            free = f"{name}__{n}"
        taken[free] = None
    return list(taken)


def declared_as(names: Sequence[str], declared: Sequence[ColumnSpec]) -> dict[str, ColumnSpec]:
    """What is declared of the file's columns: by name, else by the first alias that is there."""
    there = set(names)
    found = {c.name: c for c in declared if c.name in there}
    for column in declared:
        alias = next((a for a in column.aliases if a in there and a not in found), None)
        if column.name not in there and alias is not None:
            found[alias] = column
    return found


def called(name: str, by: Mapping[str, ColumnSpec]) -> str | None:
    """The declared name of a column that the file calls otherwise."""
    return by[name].name if name in by and by[name].name != name else None


def undeclared(name: str, by: Mapping[str, ColumnSpec], declared: Sequence[ColumnSpec]) -> ColumnSpec:
    """A column that nobody declared. Where a `pii` column is gone, it may be that one under a new name: not shown."""
    found = {c.name for c in by.values()}
    return ColumnSpec(name=name, declared_type=False, pii=any(c.pii and c.name not in found for c in declared))


def columns_of(
    names: Sequence[str], cells: Mapping[str, Sequence[str]], declared: Sequence[ColumnSpec], missing: tuple[str, ...]
) -> list[ColumnSpec]:
    """One ColumnSpec for each name, in the file's order, with what is declared under that name or alias."""
    by = declared_as(names, declared)
    return [_column(name, by.get(name) or undeclared(name, by, declared), cells[name], missing) for name in names]


def _column(name: str, declared: ColumnSpec, cells: Sequence[str], missing: tuple[str, ...]) -> ColumnSpec:
    tokens = missing if declared.missing is None else declared.missing
    filled = [c for c in dict.fromkeys(cells) if c not in tokens]
    if declared.type is None:
        type_, format_ = inferred(filled)
        return msgspec.structs.replace(declared, name=name, type=type_, format=format_, declared_type=False)
    return msgspec.structs.replace(declared, name=name, format=observed_format(declared, filled))


def inferred(filled: Sequence[str]) -> tuple[str, str | None]:
    """The type that all filled cells have, and its likeliest format. Codes with leading zeros are text; eight digits
    that are all days are dates."""
    if not filled or any(_CODE.fullmatch(c) for c in filled):
        return "text", None
    order = _INFERRED
    if len(filled) > 2 and all(_DAY.fullmatch(c) for c in filled):
        order = ("date", *_INFERRED)
    for type_ in order:
        module = by_name.load("column_types", type_)
        if module.formats(filled[:1]):
            found = module.formats(filled)
            if found:
                return type_, found[0]
    return "text", None


def typed_like(batch: Batch, others: Sequence[ColumnSpec]) -> Batch:
    """The batch, its columns that hold cells of no one type read as in another file of the source, where most of their
    head does: some odd cells make no text of it."""
    known = {c.name: c for c in others if c.type not in (None, "text")}
    tokens = {c.name: batch.dialect.missing or ("",) if c.spec.missing is None else c.spec.missing for c in batch.columns}
    columns = tuple(
        msgspec.structs.replace(c, spec=_like(c.spec, known[c.name], batch.head.get(c.name, ()), tokens[c.name]))
        if c.name in known and c.physical is None and c.spec.type == "text" and not c.spec.declared_type
        else c
        for c in batch.columns
    )
    return msgspec.structs.replace(batch, columns=columns)


def _like(column: ColumnSpec, other: ColumnSpec, cells: Sequence[str], missing: Sequence[str]) -> ColumnSpec:
    """Codes, which read as integers, stay text."""
    filled = [c for c in cells if c not in missing]
    module = by_name.load("column_types", str(other.type))
    reads = {c: module.reads([c], other.format) for c in dict.fromkeys(filled)}
    read = sum(reads[c] for c in filled)
    if 2 * read <= len(filled) or any(map(_CODE.fullmatch, reads)):
        return column
    return msgspec.structs.replace(column, type=other.type, format=other.format)


def observed_format(declared: ColumnSpec, filled: Sequence[str]) -> str | None:
    """The declared format, until it reads none of the head's cells and exactly one other reads them all. Where none is
    declared, the likeliest that reads all."""
    if declared.type in (None, "text") or not filled:
        return declared.format
    module = by_name.load("column_types", declared.type)
    if any(module.reads([c], declared.format) for c in filled):
        return declared.format
    found: tuple[str | None, ...] = module.formats(filled)
    if found and (len(found) == 1 or declared.format is None):
        return found[0]
    return declared.format
