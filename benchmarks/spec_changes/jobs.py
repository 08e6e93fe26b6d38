"""Jobs: which pairs of files are made: each base with each mutation, with two at once, and with each near miss."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from random import Random

import msgspec

from .bases import Base
from .mutations_cells import CELLS as CELL_MUTATIONS
from .mutations_columns import COLUMNS
from .mutations_dialect import DIALECT
from .mutations_rows import ROWS, jittered, some_rows_less
from .near_misses import NEAR_MISSES, accumulates, same_rows
from .table import Table
from .truth import CELLS, Change, Mutant, same_name

MUTATIONS = {m.__name__: m for m in (*COLUMNS, *DIALECT, *CELL_MUTATIONS, *ROWS)}
ACCUMULATING = frozenset({"longer_past", "rows_gone"})  # only where the file before is part of the file after
NEAR = {n.__name__: n for n in NEAR_MISSES}
PAIRS = (
    ("rename_snake", "date_iso"), ("rename_snake", "date_slashes"), ("rename_translated", "date_japanese"), ("rename_prefixed", "delimiter_semicolon"),
    ("delimiter_semicolon", "drop_one"), ("delimiter_tab", "add_at_the_end"), ("to_utf_8", "rename_suffixed"), ("to_cp932", "rename_widened"),
    ("to_utf_8", "drop_one"), ("line_ending_crlf", "rename_upper"), ("line_ending_lf", "date_eight_digits"), ("decimal_comma", "delimiter_semicolon"),
    ("drop_one", "add_in_the_middle"), ("swap_two", "rename_suffixed"), ("rename_all", "date_slashes"), ("rename_all", "line_ending_crlf"),
    ("quoted", "date_iso_t"), ("unquoted", "line_ending_lf"), ("preamble_added", "drop_one"), ("blank_line_above", "bom_added"),
    ("every_second_row", "rename_upper"), ("every_second_row", "unit_thousandfold"), ("time_unpadded", "rename_prefixed"), ("category_case", "rename_camel"),
    ("null_na", "rename_suffixed"), ("null_dash", "date_unpadded"), ("numbers_to_codes", "rename_camel"), ("to_utf_16", "date_slashes"),
    ("stamp_iso_t", "rename_snake"), ("drop_one", "emptied"), ("reversed_rows", "add_several"), ("thousands", "rename_widened"),
)  # fmt: skip


AT_RANDOM = 24  # pairs of mutations a base, beside those above
ALONE = frozenset({"header_removed"})  # nothing is to be told of the columns of a file without names


class Job(msgspec.Struct, frozen=True):
    base: int
    mutations: tuple[str, ...]
    near: bool = False
    varied: bool = False

    @property
    def name(self) -> str:
        return "+".join(self.mutations)



def jobs(count: int) -> Iterator[Job]:
    """Everything, of so many bases."""
    for b in range(count):
        for name in NEAR:
            yield Job(b, (name,), near=True)
        for name in MUTATIONS:
            yield Job(b, (name,))
            yield Job(b, (name,), varied=True)
        for pair in PAIRS:
            yield Job(b, pair)
        able = [m for m in MUTATIONS if m not in ALONE]
        rng = Random(f"pairs {b}")
        for _ in range(AT_RANDOM):
            first, second = rng.sample(able, 2)
            yield Job(b, (first, second))


def quick(bases: Sequence[Base]) -> Iterator[Job]:
    """Each mutation and near miss a few times, and each pair of mutations once, on bases that take turns."""
    count = len(bases)

    def able(jobs: Iterable[Job], most: int) -> Iterator[Job]:
        return islice((j for j in jobs if pair_of(bases[j.base], j) is not None), most)

    for n, name in enumerate(MUTATIONS):
        yield from able((Job((n * 5 + k) % count, (name,), varied=k % 2 > 0) for k in range(count)), 2)
    for n, name in enumerate(NEAR):
        yield from able((Job((n + k * 3) % count, (name,), near=True) for k in range(count)), 3)
    for n, pair in enumerate(PAIRS):
        yield from able((Job((n * 7 + k) % count, pair) for k in range(count)), 1)


def pair_of(base: Base, job: Job) -> tuple[Table, Table, tuple[Change, ...]] | None:
    """The two tables and what is true of them; None where the mutation does not apply."""
    rng = Random(f"{base.name} {job.name}")
    before, after = base.before, base.after
    if job.near:
        near = NEAR[job.mutations[0]](before, after, rng)
        return None if near is None else (*near, ())
    growing = accumulates(before, after)
    if not ACCUMULATING.isdisjoint(job.mutations) and (job.varied or not same_rows(before, after)):
        return None  # rows that were there before say what they said
    if job.varied:
        after = jittered(after, rng) if growing else some_rows_less(jittered(after, rng), rng)
    truth: tuple[Change, ...] = ()
    for name in job.mutations:
        mutant: Mutant | None = MUTATIONS[name](after, rng)
        if mutant is None or _overlap(truth, mutant.truth):
            return None
        after, truth = mutant.table, (*truth, *mutant.truth)
    truth = _seen(truth, before, after)
    if not truth or not _decidable(before, after, truth):
        return None
    renamed = {str(c.after): str(c.before) for c in truth if c.kind == "column_renamed"}
    return before, after, tuple(msgspec.structs.replace(c, columns=tuple(renamed.get(n, n) for n in c.columns)) for c in truth)


def _overlap(first: tuple[Change, ...], second: tuple[Change, ...]) -> bool:
    """A column that is renamed twice is renamed once; one whose cells change in two ways is told by the weightier one."""
    cells = [{n for c in side if c.kind in CELLS for n in c.columns} for side in (first, second)]
    return bool({c.kind for c in first} & {c.kind for c in second} or cells[0] & cells[1])


def _seen(truth: tuple[Change, ...], before: Table, after: Table) -> tuple[Change, ...]:
    """Without what was done to columns that the file before did not have, or that the file after no longer has."""
    new = {str(c.before): str(c.after) for c in truth if c.kind == "column_renamed"}
    old = {after: before for before, after in new.items()}
    kept = []
    for c in truth:
        had = tuple(n for n in c.columns if _has(before, old.get(n, n)) and _has(after, new.get(n, n)))
        if c.kind == "column_renamed" and c.before not in before.names:
            continue
        if c.kind in CELLS and c.columns and not had:
            continue
        columns = had if c.kind in CELLS else tuple(new.get(n, n) for n in c.columns) if c.kind == "column_added" else c.columns
        kept.append(msgspec.structs.replace(c, columns=columns))
    return tuple(kept)


def _has(table: Table, name: str) -> bool:
    return not table.header or any(same_name(name, n) for n in table.names)


def _decidable(before: Table, after: Table, truth: tuple[Change, ...]) -> bool:
    """What was done to a column that the file before did not have is not to be seen."""
    kinds = {c.kind for c in truth}
    removed = {n for c in truth if c.kind == "column_removed" for n in c.columns}
    if not removed <= set(before.names):
        return False
    common = [n for n in after.names if n in before.names]
    return "columns_reordered" not in kinds or common != [n for n in before.names if n in common]
