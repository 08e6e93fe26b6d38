"""Answers: a pair is made, `dq.gate.compare` tells what changed, and that is scored."""

import tempfile
from collections.abc import Iterable, Sequence
from multiprocessing import get_context
from pathlib import Path

import msgspec

from dq.errors import DqError
from dq.gate import compare

from .bases import Base
from .jobs import Job, pair_of
from .truth import Told, score

CHUNK = 25


_BASES: list[Base] = []


class Answer(msgspec.Struct, frozen=True):
    """`kinds`: of the changes that must be told, one for each."""

    job: Job
    base: str
    kinds: tuple[str, ...]
    told: Told
    crash: str | None = None

    @property
    def exact(self) -> bool:
        return self.told.exact and self.crash is None


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
    kinds = tuple(c.kind for c in truth if not c.optional)
    try:
        found = compare(*map(str, files)).spec_changes
    except DqError as error:
        return Answer(job, base.name, kinds, Told(truth, ()), crash=error.message("en"))
    told = score(truth, found)
    if job.near and told.notes:
        told = msgspec.structs.replace(told, false=(*told.false, *told.notes), notes=())
    return Answer(job, base.name, kinds, told)


def run(of: Sequence[Base], wanted: Iterable[Job], workers: int = 2) -> list[Answer]:
    """Answers in the order of the jobs; mutations that do not apply leave none."""
    listed = list(wanted)
    chunks = [listed[n : n + CHUNK] for n in range(0, len(listed), CHUNK)]
    _BASES[:] = of  # the workers are forks
    if workers == 1:
        return [a for chunk in chunks for a in _of_chunk(chunk)]
    with get_context("fork").Pool(workers) as pool:
        return [a for found in pool.imap(_of_chunk, chunks) for a in found]


def _of_chunk(listed: list[Job]) -> list[Answer]:
    with tempfile.TemporaryDirectory(prefix="dq-mutants-") as folder:
        found = (answered(_BASES[job.base], job, Path(folder)) for job in listed)
        return [a for a in found if a is not None]
