"""Runs the measurement: `python -m benchmarks.spec_changes.run [--quick] [--only WORD] [--base WORD] [--show] [--markdown]`.

Everything is deterministic. Each job makes a pair of files, calls `dq.gate.compare`, and scores what it told.
"""

import argparse
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from dq.errors import DqError
from dq.gate import compare

from .bases import Base, examples, invented, real
from .mutations_cells import CELLS as CELL_MUTATIONS
from .mutations_columns import COLUMNS
from .mutations_dialect import DIALECT
from .mutations_rows import ROWS, jittered, some_rows_less
from .near_misses import NEAR_MISSES, accumulates
from .table import Table
from .truth import CELLS, Change, Mutant, Told, score

MUTATIONS = {m.__name__: m for m in (*COLUMNS, *DIALECT, *CELL_MUTATIONS, *ROWS)}
ACCUMULATING = ("longer_past", "rows_gone")  # only where the file before is part of the file after
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


class Job(msgspec.Struct, frozen=True):
    base: int
    mutations: tuple[str, ...]
    near: bool = False
    varied: bool = False

    @property
    def name(self) -> str:
        return "+".join(self.mutations)


class Answer(msgspec.Struct, frozen=True):
    job: Job
    base: str
    kinds: tuple[str, ...]
    told: Told
    crash: str | None = None


def bases() -> list[Base]:
    return [*invented(), *examples(), *real()]


def jobs(count: int) -> Iterator[Job]:
    for b in range(count):
        for name in NEAR:
            yield Job(b, (name,), near=True)
        for name in MUTATIONS:
            yield Job(b, (name,))
            yield Job(b, (name,), varied=True)
        for pair in PAIRS:
            yield Job(b, pair)


def quick(count: int) -> Iterator[Job]:
    """Each mutation and near miss once or twice, on bases that take turns, so that each base is met."""
    able = list(range(count))
    for n, name in enumerate(MUTATIONS):
        yield from (Job(able[(n * 5 + k * 7) % count], (name,)) for k in range(4))
    for n, name in enumerate(NEAR):
        yield from (Job(able[(n + k * 3) % count], (name,), near=True) for k in range(4))


def pair_of(base: Base, job: Job) -> tuple[Table, Table, tuple[Change, ...]] | None:
    """The two tables and what is true of them; None where the mutation does not apply."""
    rng = Random(f"{base.name} {job.name}")
    before, after = base.before, base.after
    if job.near:
        near = NEAR[job.mutations[0]](before, after, rng)
        return None if near is None else (*near, ())
    growing = accumulates(before, after)
    if job.name in ACCUMULATING and (job.varied or not growing):
        return None  # rows that were there before say what they said
    if job.varied:
        after = jittered(after, rng) if growing else some_rows_less(jittered(after, rng), rng)
    truth: tuple[Change, ...] = ()
    for name in job.mutations:
        mutant: Mutant | None = MUTATIONS[name](after, rng)
        if mutant is None:
            return None
        after, truth = mutant.table, (*truth, *mutant.truth)
    truth = _seen(truth, before)
    if not truth or not _decidable(before, after, truth):
        return None
    renamed = {str(c.after): str(c.before) for c in truth if c.kind == "column_renamed"}
    return before, after, tuple(msgspec.structs.replace(c, columns=tuple(renamed.get(n, n) for n in c.columns)) for c in truth)


def _seen(truth: tuple[Change, ...], before: Table) -> tuple[Change, ...]:
    """Without what was done to columns that the file before did not have."""
    renamed = {str(c.after): str(c.before) for c in truth if c.kind == "column_renamed"}
    kept = []
    for c in truth:
        had = tuple(n for n in c.columns if renamed.get(n, n) in before.names)
        if c.kind == "column_renamed" and c.before not in before.names:
            continue
        if c.kind in CELLS and c.columns and not had:
            continue
        kept.append(msgspec.structs.replace(c, columns=had) if c.kind in CELLS else c)
    return tuple(kept)


def _decidable(before: Table, after: Table, truth: tuple[Change, ...]) -> bool:
    """What was done to a column that the file before did not have is not to be seen."""
    kinds = {c.kind for c in truth}
    removed = {n for c in truth if c.kind == "column_removed" for n in c.columns}
    if not removed <= set(before.names):
        return False
    common = [n for n in after.names if n in before.names]
    return "columns_reordered" not in kinds or common != [n for n in before.names if n in common]


def answered(base: Base, job: Job, folder: Path) -> Answer | None:
    made = pair_of(base, job)
    if made is None:
        return None
    before, after, truth = made
    files = [folder / "before.csv", folder / "after.csv"]
    try:
        for file, table in zip(files, (before, after), strict=True):
            file.write_bytes(table.encoded())
    except UnicodeEncodeError:
        return None
    kinds = ("near_miss",) if job.near else tuple(dict.fromkeys(c.kind for c in truth if not c.optional))
    try:
        found = compare(*map(str, files)).spec_changes
    except DqError as error:
        return Answer(job, base.name, kinds, Told(truth, ()), crash=error.message("en"))
    told = score(truth, found)
    if job.near and told.notes:
        told = msgspec.structs.replace(told, false=(*told.false, *told.notes), notes=())
    return Answer(job, base.name, kinds, told)


_BASES: list[Base] = []


def _worker(chunk: list[Job]) -> list[Answer]:
    if not _BASES:
        _BASES.extend(bases())
    with tempfile.TemporaryDirectory(prefix="dq-mutants-") as folder:
        found = (answered(_BASES[job.base], job, Path(folder)) for job in chunk)
        return [a for a in found if a is not None]


def run(wanted: Iterable[Job], workers: int = 2) -> list[Answer]:
    """Answers in the order of the jobs; mutations that do not apply leave none."""
    listed = list(wanted)
    chunks = [listed[n : n + 25] for n in range(0, len(listed), 25)]
    if workers == 1:
        return [a for chunk in chunks for a in _worker(chunk)]
    with get_context("fork").Pool(workers) as pool:
        return [a for found in pool.imap(_worker, chunks) for a in found]


def table_of(answers: Iterable[Answer]) -> list[tuple[str, int, int, int, int, int]]:
    """(kind, pairs, truths, told, false alarms, pairs told exactly), single mutations first by kind, then pairs, then near misses."""
    rows: dict[str, list[int]] = {}
    for a in answers:
        group = "near misses" if a.job.near else "two at once" if len(a.job.mutations) > 1 else a.kinds[0]
        row = rows.setdefault(group, [0, 0, 0, 0, 0])
        truths = len(a.told.missed) if a.crash else None
        required = _required(a)
        row[0] += 1
        row[1] += required
        row[2] += required - len([m for m in a.told.missed if not m.optional])
        row[3] += len(a.told.false)
        row[4] += a.told.exact and not truths
    last = ("two at once", "near misses")
    order = sorted(rows, key=lambda k: (k in last, last.index(k) if k in last else 0, k))
    return [(k, *rows[k]) for k in order]  # type: ignore[misc]  # five figures


def _required(a: Answer) -> int:
    return 0 if a.job.near else max(len(a.kinds), len(a.told.missed))


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def printed(rows: list[tuple[str, int, int, int, int, int]], markdown: bool) -> str:
    lines = ["| kind | pairs | told | false alarms | pairs told exactly |", "|---|--:|--:|--:|--:|"] if markdown else []
    for kind, pairs, truths, told, false, exact in rows:
        cells = (f"`{kind}`" if markdown and "_" in kind else kind, f"{pairs:,}", percent(told, truths), f"{false:,}", percent(exact, pairs))
        lines.append(f"| {' | '.join(cells)} |" if markdown else f"{kind:26} {cells[1]:>6} {cells[2]:>8} {cells[3]:>6} {cells[4]:>8}")
    total = [sum(row[n] for row in rows) for n in range(1, 6)]
    cells = ("all", f"{total[0]:,}", percent(total[2], total[1]), f"{total[3]:,}", percent(total[4], total[0]))
    lines.append(f"| {' | '.join(cells)} |" if markdown else f"{cells[0]:26} {cells[1]:>6} {cells[2]:>8} {cells[3]:>6} {cells[4]:>8}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the subset that the tests run")
    parser.add_argument("--only", default="", help="mutations whose name contains this")
    parser.add_argument("--base", default="", help="bases whose name contains this")
    parser.add_argument("--show", action="store_true", help="every pair that was not told exactly")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--sample", type=float, default=1.0, help="this share of the jobs")
    parser.add_argument("--keep", metavar="FOLDER", help="write the pairs that were not told exactly there")
    asked: Any = parser.parse_args()
    _BASES.extend(bases())
    names = [b.name for b in _BASES]
    wanted = quick(len(names)) if asked.quick else jobs(len(names))
    chosen = [j for j in wanted if asked.only in j.name and asked.base in names[j.base]]
    chosen = [j for j in chosen if zlib.crc32(f"{names[j.base]} {j.name} {j.varied}".encode()) % 1000 < 1000 * asked.sample]
    answers = run(chosen)
    for a in answers if asked.show or asked.keep else ():
        if not a.told.exact or a.crash:
            print(f"{a.base}: {a.job.name}{' varied' if a.job.varied else ''}{f'  CRASH {a.crash}' if a.crash else ''}")
            for m in a.told.missed:
                print(f"    missed {m.kind} {list(m.columns)} {m.before or ''} -> {m.after or ''}")
            for f in a.told.false:
                print(f"    FALSE  {f}")
            if asked.keep:
                _kept(Path(asked.keep), a)
    print(printed(table_of(answers), asked.markdown))
    return 0


def _kept(folder: Path, a: Answer) -> None:
    made = pair_of(_BASES[a.job.base], a.job)
    place = folder / f"{a.base}-{a.job.name}{'-varied' if a.job.varied else ''}"
    place.mkdir(parents=True, exist_ok=True)
    for name, table in zip(("before.csv", "after.csv"), made or (), strict=False):
        (place / name).write_bytes(table.encoded())  # type: ignore[union-attr]  # the first two are tables


if __name__ == "__main__":
    sys.exit(main())
