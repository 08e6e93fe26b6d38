"""Judging: what was found becomes the result document, and what stopped a run does too; never a gate that was not earned."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from . import __version__, verdicts
from .baseline import Remembered
from .errors import DqError, SuiteError
from .exit_codes import gate_of
from .expectation_types._families import Format
from .result import (
    Evidence,
    ExpectationResult,
    Finding,
    Landed,
    Outcome,
    RunError,
    RunMeta,
    SuiteRef,
    ValidationResult,
    against,
)
from .sentences import LANGS, Text, fill, same
from .spec.spec import Landing, Spec
from .storage import LandedFile
from .suites import match
from .suites.suite import Declared, Suite
from .verdicts import FailOn

if TYPE_CHECKING:
    from .spec.align import Diff

KEPT_ROWS, KEPT_CELLS = 500, 10_000  # of the sample, in the result document


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One file to be judged. `suite`: a name or a path, None to find the one that fits. `parameters`: for the suite.
    `baseline`: the last good run, as `baseline.remember` read it. `history`: where it is looked for otherwise.
    `kept`: the result is, so a next run may ask whether its file has the same bytes. `declared`, `landed`: the suite and
    what is judged, where they are there already."""

    source: str
    suite: str | None = None
    fail_on: FailOn = "critical"
    form: Format = Format()
    engine: str = "native"
    parameters: Mapping[str, Any] = {}
    at: str | None = None  # the period the data is of, where the file's name is not to say so
    dataset: str | None = None
    baseline: Remembered | None = None
    history: str | None = None
    kept: bool = False
    declared: Suite | None = None
    landed: LandedFile | None = None


def comparing() -> "tuple[Callable[..., Diff], Callable[..., tuple[Finding, ...]]]":
    """`align` and `compare`: what holds Specs against each other is forty modules, which nothing needs before the scan."""
    from .spec.align import align
    from .spec_changes._compare import compare, kinds

    kinds()
    return align, compare


def changes(
    asked: Check, suite: Suite, landed: LandedFile, spec: Spec, past: Remembered | None
) -> tuple[Finding, ...]:
    """Findings against what is declared, then against the last good run."""
    align, compare_specs = comparing()
    today = datetime.now(UTC).date().isoformat()
    here = landing(suite, _landed(landed, None), asked.at)
    if past is None or past.spec is None:
        found = compare_specs(align(suite.spec, spec, landed=(Landing(), here)), suite.changes)
    else:  # then how the last good file landed says what its name promised of its dates
        before = landing(suite, past.landed)
        last = align(past.spec, spec, "last_good", landed=(before, here))
        declared = compare_specs(align(suite.spec, spec, since=last), suite.changes)
        found = verdicts.merged(declared, compare_specs(last, suite.changes), suite.spec)
    found = verdicts.with_known_issues(found, suite.known_issues, today)
    return found if past is None else _since(found, past, here, landed)


def judge(
    asked: Check,
    suite: Suite,
    landed: LandedFile,
    spec: Spec,
    outcomes: tuple[Outcome, ...],
    found: tuple[Finding, ...],
    past: Remembered | None,
    called: Mapping[str, str],
) -> ValidationResult:
    """Excuses, the gate's word, and one sentence. `called`: columns that were judged under another name than they are
    declared by, each with the file's."""
    told = tuple(_told(d, o) for d, o in zip(suite.expectations, outcomes, strict=True))
    results, findings = verdicts.excused(told, suite.expectations, found, called)
    gate, exit_code = verdicts.gate_word(verdicts.closes(results, findings, asked.fail_on))
    carried = None if past is None or past.spec is None else _carried(gate, results, findings, spec, past.spec)
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
        period=asked.at or match.period_of(suite.period, asked.source),
        landed=_landed(landed, spec),
        spec_changes=findings,
        results=results,
        statistics=verdicts.statistics(results),
        spec=small(spec),
        baseline=past.told(carried) if past is not None else None,
        meta=_NO_META,
    )


def newly_unsuccessful(
    before: tuple[Suite, tuple[Outcome, ...]], after: tuple[Suite, tuple[Outcome, ...]], found: tuple[Finding, ...]
) -> tuple[ExpectationResult, ...]:
    """What is unsuccessful of the second file and was not of the first, and no finding tells already."""
    names = verdicts.new_names(found)
    sides = [tuple(_told(d, o) for d, o in zip(suite.expectations, of, strict=True)) for suite, of in (before, after)]
    known = {(r.type, tuple(names.get(c, c) for c in r.columns)) for r in sides[0] if r.success is False}
    touched = {c for f in found for c in f.columns}
    results, _ = verdicts.excused(sides[1], after[0].expectations, found)
    new = (r for r in results if r.success is False and (r.type, r.columns) not in known)
    return tuple(r for r in new if not touched & {*r.columns} and (r.type != verdicts.READS or _some(r.evidence)))


def _some(bad: Evidence) -> bool:
    """Less than half of what was looked at: the others say what it should be."""
    return bad.count is None or bad.of is None or 2 * bad.count < bad.of


def _since(found: tuple[Finding, ...], past: Remembered, here: Landing, landed: LandedFile) -> tuple[Finding, ...]:
    """Findings with the day since which they are so: the last run's word, else this file is the first. The day is that
    of its name where it names one, else that on which it landed."""
    known = {(f.kind, f.columns, str(f.before), str(f.after)): f.since for f in past.findings}
    of_a_day = here.period is not None and here.period[0] == here.period[1]
    first = here.period[0] if here.period is not None and of_a_day else (landed.updated or "")[:10] or None
    return tuple(
        msgspec.structs.replace(f, since=known.get((f.kind, f.columns, str(f.before), str(f.after))) or first)
        for f in found
    )


def _carried(
    gate: str, results: tuple[ExpectationResult, ...], findings: tuple[Finding, ...], spec: Spec, past: Spec
) -> Spec | None:
    """What the next run is held against, where it is not this one's Spec. What is known, and so closed nothing, is told
    again by it; a change against the suite alone is told again by the suite."""
    if gate != "open" or against(results, findings) == "critical":
        return small(past)
    from .spec.held import held_back

    known = [f for f in findings if f.grade == "breaking" and f.known_issue is not None and f.against != "declared"]
    return small(held_back(spec, past, ((f.kind, f.columns) for f in known))) if known else None


def landing(suite: Suite, landed: Landed | None, at: str | None = None) -> Landing:
    """What a file is known by beside its Spec. Bytes are equal where their number and their digest are. `at`: its period,
    where its name is not to say so."""
    if landed is None:
        return Landing()
    known = landed.digest is not None and landed.size is not None
    period = at or match.period_of(suite.period, landed.uri)
    return Landing(
        landed.uri,
        f"{landed.digest}/{landed.size}" if known else None,
        None if period is None else match.days_of(period),
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
    if outcome.judged_as:
        meta[verdicts.JUDGED_AS] = dict(outcome.judged_as)
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
    causes = [_dated(f) for f in findings if f.grade == "breaking" and f.known_issue is None]
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


def _dated(finding: Finding) -> Text:
    if finding.since is None:
        return finding.sentence
    return fill({"en": "{s}, since {day}", "ja": "{s}({day} から)"}, s=finding.sentence, day=same(finding.since))


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
        period=asked.at or (match.period_of(suite.period, asked.source) if suite else None),
        landed=_landed(landed, None) if landed else Landed(uri=asked.source),
        baseline=asked.baseline.told(asked.baseline.spec) if asked.baseline is not None else None,
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
        size=landed.size if landed.frame is None else None,
        digest=landed.digest,
        updated=landed.updated,
        rows=spec.rows if spec is not None else None,
        columns=columns,
    )
