"""Files that did not change × every kind of change × near misses: what is told, and that nothing else is.

A subset of `python -m benchmarks.spec_changes.run`, of the bases that are part of the project."""

from collections import Counter
from collections.abc import Iterable

import pytest

from benchmarks.spec_changes.answers import Answer, run
from benchmarks.spec_changes.bases import examples, invented
from benchmarks.spec_changes.jobs import quick
from benchmarks.spec_changes.report import exactly, rows_of
from dq import by_name

ON_BYTES_AND_LANDINGS = {"content_repeated", "period_mismatch"}  # told from how a file landed: no pair of files shows them
FLOOR = 0.97


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    bases = [*invented(), *examples()]
    return run(bases, quick(bases), workers=1)


def test_it_reaches_every_kind_and_base(answers: list[Answer]) -> None:
    made = {k for a in answers for k in a.kinds}
    assert made >= set(by_name.names("spec_changes")) - ON_BYTES_AND_LANDINGS
    assert {a.base for a in answers} == {b.name for b in (*invented(), *examples())}


def test_what_was_done_is_told_and_nothing_else(answers: list[Answer]) -> None:
    assert not [a.crash for a in answers if a.crash]
    for row in rows_of(answers):
        assert row.recall >= FLOOR or row.made - row.told <= 1, (row, _wrong(answers))
        assert row.precision >= FLOOR or row.false <= 1, (row, _wrong(answers))
    for what, pairs, hits in exactly(answers):
        assert hits >= FLOOR * pairs, (what, _wrong(answers))


def test_near_misses_are_silent(answers: list[Answer]) -> None:
    near = [a for a in answers if a.job.near]
    assert len({a.job.name for a in near}) > 10
    assert not _wrong(near)


def _wrong(answers: Iterable[Answer]) -> Counter[str]:
    return Counter(
        f"{a.base} {a.job.name}: missed {[c.kind for c in a.told.missed]}, false {list(a.told.false)}"
        for a in answers
        if not a.exact
    )
