"""The whole way, on one page: uri -> LandedFile -> Dialect -> Batch -> Spec and outcomes -> findings -> verdict.

Each arrow is one function, each noun a frozen value, nothing runs back.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import msgspec

from . import __version__, verdicts
from .baseline import Remembered, scanned
from .batch import Batch
from .by_name import camel, load, names
from .errors import CallerError, DqError, SuiteError
from .exit_codes import CLOSED, OPEN, gate_of
from .expectation_types._families import Format
from .result import (
    Comparison,
    ExpectationResult,
    Finding,
    Landed,
    Outcome,
    RunError,
    RunMeta,
    Side,
    SuiteRef,
    ValidationResult,
)
from .sentences import LANGS, Text, fill, same
from .spec.align import align
from .spec.keys import key_of
from .spec.spec import Spec
from .spec_changes._compare import compare as compare_specs
from .storage import LandedFile, scheme_of
from .suites import match
from .suites.load import load as load_suite
from .suites.suite import Declared, Suite
from .verdicts import FailOn

KEPT_ROWS, KEPT_CELLS = 500, 10_000  # of the sample, in the result document


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One file to be judged. `suite`: a name or a path, None to find the one that fits. `parameters`: for the suite.
    `baseline`: the last good run, as `baseline.remember` read it."""

    source: str
    suite: str | None = None
    fail_on: FailOn = "critical"
    form: Format = Format()
    engine: str = "native"
    parameters: Mapping[str, Any] = {}
    dataset: str | None = None
    baseline: Remembered | None = None


class UnknownScheme(CallerError):
    says = {"en": "dq cannot read {scheme}:// URIs", "ja": "{scheme}:// の URI は読めません"}


def check(asked: Check) -> ValidationResult:
    """The result document, on every path: what stopped the run is its `error`, and the gate is not open."""
    started, clock = datetime.now(UTC), perf_counter()
    suite: Suite | None = None
    landed: LandedFile | None = None
    try:
        suite = declare(asked)
        landed = land(asked.source)
        batch = open_batch(landed, suite)
        suite, past = held_against(asked, suite, batch)
        suite = completed(suite, batch)
        spec, outcomes = load("engines", asked.engine).evaluate(suite, batch, asked.form)
        result = judge(asked, suite, landed, spec, outcomes, past)
    except DqError as error:
        result = undecided(asked, error, suite=suite, landed=landed)
    meta = RunMeta(
        dq_version=__version__,
        engine=asked.engine,
        started=started.isoformat(timespec="seconds"),
        seconds=round(perf_counter() - clock, 3),
    )
    return msgspec.structs.replace(result, meta=meta)


def declare(asked: Check) -> Suite:
    """The suite: the one asked for, else the one whose `landed.match` fits."""
    path = match.find(asked.source) if asked.suite is None else match.resolve(asked.suite, asked.source)
    return load_suite(str(path), parameters=asked.parameters)


def compare(before: str, after: str, *, engine: str = "native") -> Comparison:
    """What changed between two landed files; no suite needed. Raises DqError."""
    batches = [open_batch(land(uri), Suite(name="compare")) for uri in (before, after)]
    key = key_of(*(b.head for b in batches)) if all(b.head for b in batches) else ()
    seen = Suite(name="compare", spec=Spec(key=key))
    specs = [load("engines", engine).evaluate(completed(seen, batch), batch, Format())[0] for batch in batches]
    found = compare_specs(align(specs[0], specs[1], "last_good"))
    return Comparison(
        spec_changes=found,
        before=Side(before, msgspec.structs.replace(specs[0], sample=None)),
        after=Side(after, msgspec.structs.replace(specs[1], sample=None)),
        exit_code=CLOSED if any(f.grade == "breaking" for f in found) else OPEN,
    )


def land(uri: str) -> LandedFile:
    """The file, pinned."""
    scheme = scheme_of(uri)
    if scheme not in names("storage"):
        raise UnknownScheme(scheme=scheme)
    landed: LandedFile = load("storage", scheme).land(uri)
    return landed


def open_batch(landed: LandedFile, suite: Suite) -> Batch:
    """The reader that the suite declares, else the one that recognises the file; CSV where none does."""
    declared = suite.spec
    name = declared.dialect.format or _recognised(landed)
    reader = load("readers", name)
    batch: Batch = reader.open(landed, reader.observe(landed, declared), declared)
    return batch


def _recognised(landed: LandedFile) -> str:
    with open(landed.path, "rb") as file:
        head = file.read(64)
    others = [name for name in names("readers") if name != "csv"]
    return next((name for name in others if load("readers", name).recognises(landed, head)), "csv")


def held_against(asked: Check, suite: Suite, batch: Batch) -> tuple[Suite, Remembered | None]:
    """The baseline with its Spec, and the suite with the key by which rows of both are sampled."""
    past = asked.baseline
    if past is None:
        return (suite if suite.spec.key else _keyed(suite, key_of(batch.head) if batch.head else ())), None
    if past.spec is not None:
        sampled = past.spec.sample.key if past.spec.sample is not None else ()
        return (suite if suite.spec.key else _keyed(suite, sampled)), past
    other = open_batch(land(past.uri), suite)
    if not suite.spec.key and batch.head and other.head:
        suite = _keyed(suite, key_of(batch.head, other.head))
    blank = completed(msgspec.structs.replace(suite, expectations=()), other)
    return suite, scanned(past, lambda _: load("engines", asked.engine).evaluate(blank, other, asked.form)[0])


def _keyed(suite: Suite, key: tuple[str, ...]) -> Suite:
    """The suite whose rows are sampled by this key; it is not declared, so nothing expects it to be unique."""
    return msgspec.structs.replace(suite, spec=msgspec.structs.replace(suite.spec, key=key))


def completed(suite: Suite, batch: Batch) -> Suite:
    """The suite with what is implied by this file: columns of an inferred type read as it, rows are well formed.

    A type that was only inferred warns where a declared one would close the gate.
    """
    stated = {(d.type, d.expectation.named_columns()) for d in suite.expectations}
    implied: list[Declared] = []
    for column in batch.columns:
        spec = column.spec
        name = "expect_column_values_to_read_as"
        if column.physical is None and spec.type not in (None, "text") and (name, (column.name,)) not in stated:
            kwargs = {"column": column.name, "type_": spec.type, **({"format": spec.format} if spec.format else {})}
            implied.append(_implied(name, kwargs, "critical" if spec.declared_type else "warning"))
    well_formed = "expect_table_rows_to_be_well_formed"
    if batch.ragged is not None and (well_formed, ()) not in stated:
        implied.append(_implied(well_formed, {}, "critical"))
    return msgspec.structs.replace(suite, expectations=(*suite.expectations, *implied))


def _implied(type_: str, kwargs: dict[str, Any], severity: Any) -> Declared:
    made = getattr(load("expectation_types", type_), camel(type_))(**kwargs)
    return Declared(type=type_, expectation=made, kwargs=kwargs, severity=severity, implied=True)


def judge(
    asked: Check,
    suite: Suite,
    landed: LandedFile,
    spec: Spec,
    outcomes: tuple[Outcome, ...],
    past: Remembered | None,
) -> ValidationResult:
    """Findings against what is declared, then against the last good run; excuses, the gate's word, and one sentence."""
    today = datetime.now(UTC).date().isoformat()
    found = compare_specs(align(suite.spec, spec), suite.changes)
    if past is not None and past.spec is not None:
        since = compare_specs(align(past.spec, spec, "last_good"), suite.changes)
        found = verdicts.merged(found, since, suite.spec)
    found = verdicts.with_known_issues(found, suite.known_issues, today)
    told = tuple(_told(d, o) for d, o in zip(suite.expectations, outcomes, strict=True))
    results, findings = verdicts.excused(told, suite.expectations, found)
    gate, exit_code = verdicts.gate_word(verdicts.closes(results, findings, asked.fail_on))
    name = asked.dataset or suite.name
    return ValidationResult(
        success=all(r.success is not False for r in results),
        gate=gate,
        exit_code=exit_code,
        summary=summary(name, gate, suite.owner, results, findings, spec),
        suite_name=suite.name,
        suite=SuiteRef(suite.uri, suite.digest, suite.version),
        dataset=name,
        title=suite.title,
        owner=suite.owner,
        period=match.period_of(suite.period, asked.source) if suite.period else None,
        landed=_landed(landed, spec),
        spec_changes=findings,
        results=results,
        statistics=verdicts.statistics(results),
        spec=small(spec),
        baseline=past.told(keep=gate != "open") if past is not None else None,
        meta=_NO_META,
    )


def small(spec: Spec) -> Spec:
    """The Spec as it is kept: of its sampled rows those with the lowest hashes, some 10,000 cells of them."""
    sample = spec.sample
    most = min(KEPT_ROWS, max(20, KEPT_CELLS // max(1, len(spec.columns or ()))))
    if sample is None or len(sample.rows) <= most:
        return spec
    lowest = sorted(range(len(sample.rows)), key=sample.hashes.__getitem__)[:most]
    kept = msgspec.structs.replace(
        sample,
        limit=sample.hashes[lowest[-1]] + 1,
        whole=False,
        hashes=tuple(sample.hashes[i] for i in lowest),
        keys=None if sample.keys is None else tuple(sample.keys[i] for i in lowest),
        rows=tuple(sample.rows[i] for i in lowest),
    )
    return msgspec.structs.replace(spec, sample=kept)


def _told(declared: Declared, outcome: Outcome) -> ExpectationResult:
    meta = {"engine": outcome.engine, **({"implied": True} if declared.implied else {})}
    if declared.at is not None:
        meta["at"] = str(declared.at)
    return ExpectationResult(
        success=outcome.success,
        expectation_config=declared.config(),
        result=outcome.result,
        meta=meta,
        exception_info=outcome.exception_info,
        evidence=outcome.evidence,
        sentence=_sentence(declared, outcome),
    )


def _sentence(declared: Declared, outcome: Outcome) -> Text:
    statement = declared.expectation.statement()
    if outcome.exception_info.raised_exception:
        reason = same(outcome.exception_info.exception_message or "")
        return fill({"en": "{s}: cannot be judged: {r}", "ja": "{s}: 判定できません: {r}"}, s=statement, r=reason)
    if outcome.success is not False or outcome.observed is None:
        return statement
    return fill({"en": "{s}: {o}", "ja": "{s}: {o}"}, s=statement, o=outcome.observed)


def summary(
    name: str,
    gate: str,
    owner: str | None,
    results: tuple[ExpectationResult, ...],
    findings: tuple[Finding, ...],
    spec: Spec,
) -> Text:
    """One sentence: dataset, gate, what changed or what is unsuccessful, whose move."""
    causes = [f.sentence for f in findings if f.grade == "breaking" and f.known_issue is None]
    causes += [r.sentence for r in sorted(results, key=_severity) if r.success is False]
    if gate == "open" and not causes:
        successful = sum(r.success is True for r in results)
        return fill(
            {"en": "{name}: gate open: {rows} rows, {n} expectations successful",
             "ja": "{name}: ゲート開: {rows} 行、期待条件 {n} 件すべて成立"},
            name=same(name), rows=spec.rows, n=successful,
        )  # fmt: skip
    more = len(causes) - 1
    rest = Text(f" (and {more:,} more)", f"(ほか {more:,} 件)") if more > 0 else same("")
    move = same("") if gate == "open" else Text(
        f". The publisher's move{f', or {owner}' + chr(39) + 's' if owner else ''}",
        f"。次に動くのは公表元{f'か {owner} ' if owner else ''}です",
    )  # fmt: skip
    return fill(
        {"en": "{name}: gate {gate}: {cause}{rest}{move}", "ja": "{name}: ゲート{gate_ja}: {cause}{rest}{move}"},
        name=same(name), gate=same(gate), gate_ja=same("閉" if gate == "closed" else "開"),
        cause=causes[0] if causes else same(""), rest=rest, move=move,
    )  # fmt: skip


def _severity(result: ExpectationResult) -> int:
    return ("critical", "warning", "info").index(result.severity)


def undecided(
    asked: Check, error: DqError, *, suite: Suite | None = None, landed: LandedFile | None = None
) -> ValidationResult:
    """What stopped the run, as a result: closed where it is the data's, else undecided; never open."""
    message = Text(error.message("en"), error.message("ja"))
    name = asked.dataset or (suite.name if suite else None)
    gate = gate_of(error.exit_code)
    if asked.fail_on == "never" and gate == "closed":
        gate = "open"
    ja = {"closed": "ゲート閉", "open": "ゲート開"}.get(gate, "未判定")
    word = f"gate {gate}" if gate != "undecided" else gate
    return ValidationResult(
        success=False,
        gate=gate,  # type: ignore[arg-type]  # one of the three by gate_of
        exit_code=0 if gate == "open" else error.exit_code,
        summary=Text(f"{name or asked.source}: {word}: {message.en}", f"{name or asked.source}: {ja}: {message.ja}"),
        suite_name=suite.name if suite else None,
        suite=SuiteRef(suite.uri, suite.digest, suite.version) if suite else SuiteRef(asked.suite),
        dataset=name,
        title=suite.title if suite else None,
        owner=suite.owner if suite else None,
        landed=_landed(landed, None) if landed else Landed(uri=asked.source),
        baseline=asked.baseline.told(keep=True) if asked.baseline is not None else None,
        error=_run_error(error),
        meta=_NO_META,
    )


def _run_error(error: DqError) -> RunError:
    """An error as the document tells it; an invalid suite with each of its mistakes."""
    mistakes = error.mistakes if isinstance(error, SuiteError) else ()
    return RunError(
        error.kind,
        Text(error.message("en"), error.message("ja")),
        error.where,
        _both({lang: error.hint(lang) or "" for lang in LANGS}),
        tuple(RunError("Mistake", Text(**m.message), m.where, _both(m.hint)) for m in mistakes),
    )


def _both(words: Mapping[str, str] | None) -> Text | None:
    return Text(words["en"], words["ja"]) if words and words["en"] else None


_NO_META = RunMeta(dq_version=__version__, started="")


def _landed(landed: LandedFile, spec: Spec | None) -> Landed:
    columns = len(spec.columns) if spec is not None and spec.columns is not None else None
    return Landed(
        uri=landed.uri,
        generation=landed.generation,
        size=landed.size,
        digest=landed.digest,
        updated=landed.updated,
        rows=spec.rows if spec is not None else None,
        columns=columns,
    )
