"""The whole way, on one page: uri -> LandedFile -> Dialect -> Batch -> Spec and outcomes -> findings -> verdict.

Each arrow is one function, each noun a frozen value, nothing runs back.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import msgspec

from . import __version__, idle, log
from .baseline import Remembered, scanned
from .batch import Batch
from .by_name import camel, load, names
from .errors import CallerError, DqError
from .exit_codes import CLOSED, OPEN
from .expectation_types._families import Format
from .judging import Check, changes, comparing, judge, newly_unsuccessful, undecided
from .readers._columns import typed_like
from .result import (
    Comparison,
    Outcome,
    RunMeta,
    Side,
    ValidationResult,
    against,
)
from .spec.keys import key_of
from .spec.spec import ColumnSpec, Landing, Spec
from .storage import LandedFile, scheme_of
from .storage._digest import digest_of
from .suites import match
from .suites.load import load as load_suite
from .suites.suite import Declared, Suite
from .verdicts import READS, new_names


class UnknownScheme(CallerError):
    says = {"en": "dq cannot read {scheme}:// URIs", "ja": "{scheme}:// の URI は読めません"}
    hints = {"en": "it reads paths, file:// and gs://", "ja": "読めるのはパスと file://、gs:// です"}


def check(asked: Check, *, raising: bool = False) -> ValidationResult:
    """The result document, on every path: what stopped the run is its `error`, and the gate is not open. `raising`: what
    is not the data's move is raised instead."""
    started, clock = datetime.now(UTC), perf_counter()
    suite: Suite | None = None
    landed: LandedFile | None = None
    try:
        suite = declare(asked)
        landed = asked.landed or land(asked.source)
        log.line("info", "landed", f"{landed.uri}: {landed.size:,} bytes", dataset=asked.dataset or suite.name,
                 size=landed.size, generation=landed.generation, digest=landed.digest, updated=landed.updated,
                 suite=suite.uri, suite_digest=suite.digest)  # fmt: skip
        if landed.frame is None and (asked.history is not None or asked.kept or asked.baseline is not None):
            landed = msgspec.structs.replace(landed, digest=digest_of(landed))
        asked = remembering(asked, suite, landed)
        batch = open_batch(landed, suite)
        suite, past = held_against(asked, suite, landed, batch)
        batch = typed_like(batch, () if past is None or past.spec is None else past.spec.columns or ())
        suite = completed(suite, batch)
        idle.later(comparing)
        spec, outcomes = load("engines", asked.engine).evaluate(suite, batch, asked.form)
        found = changes(asked, suite, landed, spec, past)
        outcomes = under_new_names(asked, suite, landed, outcomes, new_names(found))
        called = {c.called: c.name for c in batch.columns if c.called is not None} | new_names(found)
        result = judge(asked, suite, landed, spec, outcomes, found, past, called)
    except DqError as error:
        if raising and error.exit_code != CLOSED:
            raise
        result = undecided(asked, error, suite=suite, landed=landed)
    finally:
        if landed is not None:
            release(landed)
    meta = RunMeta(
        dq_version=__version__,
        engine=asked.engine,
        started=started.isoformat(timespec="seconds"),
        seconds=round(perf_counter() - clock, 3),
    )
    return msgspec.structs.replace(result, meta=meta)


def declare(asked: Check) -> Suite:
    """The suite: the one asked for, else the one whose `landed.match` fits."""
    if asked.declared is not None:
        return asked.declared
    if asked.suite is None:
        path: match.Place | str = match.find(asked.source, at=asked.at)
    else:
        path = match.resolve(asked.suite, asked.source, at=asked.at)
    return load_suite(str(path), parameters=asked.parameters)


def compare(before: str | LandedFile, after: str | LandedFile, *, engine: str = "native") -> Comparison:
    """What changed between two landed files; no suite needed. Raises DqError."""
    with landing(before) as first, landing(after) as second:
        return _compared(first, second, engine)


def _compared(before: LandedFile, after: LandedFile, engine: str) -> Comparison:
    files = (before, after)
    batches = [open_batch(landed, Suite(name="compare")) for landed in files]
    idle.later(comparing)
    key = key_of(*(b.head for b in batches)) if all(b.head for b in batches) else ()
    seen = Suite(name="compare", spec=Spec(key=key))
    batches[1] = typed_like(batches[1], [c.spec for c in batches[0].columns])
    suites = [completed(seen, batch) for batch in batches]
    judged = [load("engines", engine).evaluate(suite, b, Format()) for suite, b in zip(suites, batches, strict=True)]
    specs = [spec for spec, _ in judged]
    align, compare_specs = comparing()
    found = compare_specs(align(specs[0], specs[1], "last_good", landed=_in_a_row(*files)))
    sides = [(suite, outcomes) for suite, (_, outcomes) in zip(suites, judged, strict=True)]
    unread = newly_unsuccessful(sides[0], sides[1], found)
    return Comparison(
        spec_changes=found,
        results=unread,
        before=Side(before.uri, msgspec.structs.replace(specs[0], sample=None)),
        after=Side(after.uri, msgspec.structs.replace(specs[1], sample=None)),
        exit_code=CLOSED if against(unread, found) == "critical" else OPEN,
    )


def _in_a_row(before: LandedFile, after: LandedFile) -> tuple[Landing, Landing]:
    """How two files landed, where their names differ in figures only: then the later one should hold something new. A
    copy under any other name repeats nothing."""
    a, b = (re.sub("[0-9]+", "9", file.uri) for file in (before, after))
    if a != b or before.uri == after.uri or before.size != after.size:
        return Landing(size=before.size), Landing(size=after.size)
    return Landing(before.uri, digest_of(before), size=before.size), Landing(after.uri, digest_of(after), size=after.size)


def land(uri: str) -> LandedFile:
    """The file, pinned."""
    scheme = scheme_of(uri)
    if scheme not in names("storage"):
        raise UnknownScheme(scheme=scheme)
    landed: LandedFile = load("storage", scheme).land(uri)
    return landed


def release(landed: LandedFile) -> None:
    """What landing it took (a spool) is given back."""
    load("storage", scheme_of(landed.uri)).release(landed)


@contextmanager
def landing(source: str | LandedFile) -> Iterator[LandedFile]:
    """The file, pinned while the block runs."""
    landed = source if isinstance(source, LandedFile) else land(source)
    try:
        yield landed
    finally:
        release(landed)


def open_batch(landed: LandedFile, suite: Suite) -> Batch:
    """The reader that the suite declares, else the one that recognises the file; CSV where none does."""
    declared = suite.spec
    if landed.frame is not None:
        from .readers import _frames  # pandas and pyarrow are heavy, and no file needs them

        return _frames.batch_of(landed.frame, landed.uri, declared)
    name = declared.dialect.format or _recognised(landed)
    reader = load("readers", name)
    batch: Batch = reader.open(landed, reader.observe(landed, declared), declared)
    return batch


def _recognised(landed: LandedFile) -> str:
    with open(landed.path, "rb") as file:
        head = file.read(64)
    others = [name for name in names("readers") if name != "csv"]
    return next((name for name in others if load("readers", name).recognises(landed, head)), "csv")


def held_against(asked: Check, suite: Suite, landed: LandedFile, batch: Batch) -> tuple[Suite, Remembered | None]:
    """The baseline with its Spec, and the suite with the key by which rows of both are sampled."""
    past = asked.baseline
    if past is None:
        return (suite if suite.spec.key else _keyed(suite, key_of(batch.head) if batch.head else ())), None
    if past.spec is not None:
        sampled = past.spec.sample.key if past.spec.sample is not None else ()
        return (suite if suite.spec.key else _keyed(suite, sampled)), past
    with landing(past.uri) as before:
        other = open_batch(before, suite)
        if not suite.spec.key and batch.head and other.head:
            suite = _keyed(suite, key_of(batch.head, other.head))
        blank = completed(msgspec.structs.replace(suite, expectations=()), other)
        digest = digest_of(before) if before.size == landed.size else None
        engine = load("engines", asked.engine)
        return suite, scanned(past, lambda _: engine.evaluate(blank, other, asked.form)[0], digest)


def remembering(asked: Check, suite: Suite, landed: LandedFile) -> Check:
    """With the dataset's last good run as the baseline, where a history is given and no other baseline is."""
    if asked.history is None or asked.baseline is not None:
        return asked
    from . import history  # for those who keep one

    period = asked.at or match.period_of(suite.period, asked.source)
    past = history.last_good(asked.history, asked.dataset or suite.name, period, landed)
    return msgspec.structs.replace(asked, baseline=past)


def _keyed(suite: Suite, key: tuple[str, ...]) -> Suite:
    """The suite whose rows are sampled by this key; it is not declared, so nothing expects it to be unique."""
    return msgspec.structs.replace(suite, spec=msgspec.structs.replace(suite.spec, key=key))


def under_new_names(
    asked: Check, suite: Suite, landed: LandedFile, outcomes: tuple[Outcome, ...], names: Mapping[str, str]
) -> tuple[Outcome, ...]:
    """The outcomes, those of a renamed column's expectations as they are under its new name: an alias that nobody has
    accepted yet, so that the finding stands, and that the old name is gone. A second scan, only where there is one."""
    again = [
        n
        for n, (of, outcome) in enumerate(zip(suite.expectations, outcomes, strict=True))
        if outcome.success is False and names.keys() & {*of.expectation.read_columns()} and not _of_the_names(of)
    ]
    if not again:
        return outcomes
    known = {c.name: c for c in suite.spec.columns or ()}
    renamed = {old: known.get(old) or ColumnSpec(name=old, declared_type=False) for old in names}
    known |= {old: msgspec.structs.replace(c, aliases=(*c.aliases, names[old])) for old, c in renamed.items()}
    spec = msgspec.structs.replace(suite.spec, columns=tuple(known.values()))
    asking = tuple(suite.expectations[n] for n in again)
    other = msgspec.structs.replace(suite, spec=spec, expectations=asking)
    _, judged = load("engines", asked.engine).evaluate(other, open_batch(landed, other), asked.form)
    told = list(outcomes)
    for n, of, outcome in zip(again, asking, judged, strict=True):
        under = {c: names[c] for c in of.expectation.read_columns() if c in names}
        told[n] = msgspec.structs.replace(outcome, judged_as=under)
    return tuple(told)


def _of_the_names(declared: Declared) -> bool:
    """Whether an expectation speaks about nothing but which columns there are."""
    return bool(declared.expectation.aspects == {"columns"})


def completed(suite: Suite, batch: Batch) -> Suite:
    """The suite with what is implied by this file: columns of an inferred type read as it, rows are well formed.

    A type that was only inferred warns where a declared one would close the gate.
    """
    stated = {(d.type, d.expectation.named_columns()) for d in suite.expectations}
    implied: list[Declared] = []
    for column in batch.columns:
        spec = column.spec
        told = any((READS, (known,)) in stated for known in (column.name, column.called))
        if column.physical is None and spec.type not in (None, "text") and not told:
            kwargs = {"column": column.name, "type_": spec.type, **({"format": spec.format} if spec.format else {})}
            implied.append(_implied(READS, kwargs, "critical" if spec.declared_type else "warning"))
    well_formed = "expect_table_rows_to_be_well_formed"
    if batch.ragged is not None and (well_formed, ()) not in stated:
        implied.append(_implied(well_formed, {}, "critical"))
    return msgspec.structs.replace(suite, expectations=(*suite.expectations, *implied))


def _implied(type_: str, kwargs: dict[str, Any], severity: Any) -> Declared:
    made = getattr(load("expectation_types", type_), camel(type_))(**kwargs)
    return Declared(type=type_, expectation=made, kwargs=kwargs, severity=severity, implied=True)
