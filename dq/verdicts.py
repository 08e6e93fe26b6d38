"""Verdicts: what a finding excuses, how severe it is, and whether the gate opens.

An excuse is never an opening: a spec change that excuses is breaking, and takes the highest severity it excuses.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import msgspec

from .by_name import load, names
from .result import SEVERITIES, Example, ExpectationResult, Finding, Gate, ResultStatistics, against
from .spec.spec import Spec
from .suites.suite import Declared, KnownIssue

FailOn: TypeAlias = Literal["critical", "warning", "info", "never"]


def excused(
    results: Sequence[ExpectationResult], declared: Sequence[Declared], findings: Sequence[Finding]
) -> tuple[tuple[ExpectationResult, ...], tuple[Finding, ...]]:
    """The results with "not evaluated because", and the findings with the severity that they took on."""
    told: list[ExpectationResult] = []
    took: dict[str, list[str]] = {f.id: [] for f in findings}
    shown: dict[str, tuple[Example, ...]] = {}
    for result, of in zip(results, declared, strict=True):
        cause = next((f for f in findings if result.success is False and _explains(f, result, of)), None)
        if cause is None:
            told.append(result)
        else:
            told.append(msgspec.structs.replace(result, success=None, not_evaluated_because=cause.id))
            took[cause.id].append(result.severity)
            if cause.kind == "type_changed" and of.type == READS:
                shown.setdefault(cause.id, result.evidence.examples)
    return tuple(told), tuple(_taken(f, took[f.id], shown.get(f.id, ())) if took[f.id] else f for f in findings)


def _taken(finding: Finding, severities: Sequence[str], bad: tuple[Example, ...]) -> Finding:
    """With the highest severity that it excuses; of another type it shows the cells that do not read, with their lines."""
    evidence = msgspec.structs.replace(finding.evidence, examples=bad) if bad else finding.evidence
    return msgspec.structs.replace(finding, severity=min(severities, key=SEVERITIES.index), evidence=evidence)


def _explains(finding: Finding, result: ExpectationResult, declared: Declared) -> bool:
    """Only a breaking change excuses, and only what speaks about an aspect that it changed on a column it touched."""
    if finding.grade != "breaking" or finding.kind not in names("spec_changes"):
        return False
    kind = load("spec_changes", finding.kind).kind
    explains: frozenset[str] = kind.explains if finding.begins is None else kind.within or kind.explains
    touched = {str(c) for c in (*finding.columns, *_listed(finding.before), *_listed(finding.after))}
    columns = declared.expectation.named_columns()
    touches = not finding.columns or not columns or bool(touched & set(columns))
    return touches and bool(explains & declared.expectation.aspects) and _covers(finding, result)


def _covers(finding: Finding, result: ExpectationResult) -> bool:
    """Whether the change touches as many cells as are wrong: the others have another cause. Where it begins within the
    file, those that it counts, none before; where dates are read in their new format, all but what does not read in that
    either."""
    wrong, touched = result.evidence.count, finding.evidence
    if wrong is None or touched.count is None:
        return True
    if finding.begins is not None:
        first = next((e.line or (e.row or 0) + 1 for e in result.evidence.examples), finding.begins)
        return wrong <= touched.count and first >= finding.begins
    if finding.kind in _READ_AS_OBSERVED and touched.of is not None:
        return not 0 < wrong <= touched.of - touched.count
    return True


READS = "expect_column_values_to_read_as"
_READ_AS_OBSERVED = ("date_format_changed", "time_format_changed")


def _listed(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def merged(declared: Sequence[Finding], since: Sequence[Finding], spec: Spec) -> tuple[Finding, ...]:
    """Findings against the declared Spec, then those against the last good run that it does not speak about: what is
    declared and holds was accepted, whatever the last run looked like. Breaking ones first, renumbered."""
    told = {(f.kind, column) for f in declared for column in f.columns or ("",)}
    new = [f for f in since if not all((f.kind, c) in told for c in f.columns or ("",)) and not _accepted(f, spec)]
    both = sorted((*declared, *new), key=lambda f: f.grade != "breaking")
    return tuple(msgspec.structs.replace(f, id=f"c{n}") for n, f in enumerate(both, 1))


def _accepted(finding: Finding, spec: Spec) -> bool:
    """Whether the suite declares what the finding calls new."""
    named = {c.name: c for c in spec.columns or ()}
    columns = [named.get(c) for c in finding.columns]
    match finding.kind:
        case "encoding_changed" | "delimiter_changed" | "header_rows_changed":
            return getattr(spec.dialect, finding.kind.removesuffix("_changed")) is not None
        case "date_format_changed" | "time_format_changed":
            return bool(columns) and all(c is not None and c.format for c in columns)
        case "type_changed":
            return bool(columns) and all(c is not None and c.type for c in columns)
        case "column_added":
            return bool(columns) and all(c is not None for c in columns)
        case "column_removed":
            return bool(named) and all(c is None for c in columns)
        case "column_renamed":
            return finding.after in named
    return False


def with_known_issues(findings: Iterable[Finding], known: Sequence[KnownIssue], today: str) -> tuple[Finding, ...]:
    """Findings that the source's owner has snoozed carry the issue. `today`: ISO date; an expired one holds no more."""

    def issue(finding: Finding) -> dict[str, Any] | None:
        for k in known:
            if (
                k.kind == finding.kind
                and set(finding.columns) <= set(k.columns or finding.columns)
                and today <= k.until
            ):
                return {"until": k.until, "owner": k.owner, "reason": k.reason}
        return None

    return tuple(msgspec.structs.replace(f, known_issue=issue(f)) for f in findings)


def closes(results: Iterable[ExpectationResult], findings: Iterable[Finding], fail_on: FailOn) -> bool:
    """Whether the data closes the gate: a breaking change that is not snoozed, or an expectation at or above `fail_on`."""
    highest = against(results, findings)
    return fail_on != "never" and highest is not None and SEVERITIES.index(highest) <= SEVERITIES.index(fail_on)


def gate_word(closed: bool) -> tuple[Gate, int]:
    from_code: Mapping[bool, tuple[Gate, int]] = {True: ("closed", 1), False: ("open", 0)}
    return from_code[closed]


def statistics(results: Sequence[ExpectationResult]) -> ResultStatistics:
    """GX's four, over what was evaluated, and how many were not."""
    evaluated = [r for r in results if r.success is not None]
    successful = sum(r.success is True for r in evaluated)
    return ResultStatistics(
        evaluated_expectations=len(evaluated),
        successful_expectations=successful,
        unsuccessful_expectations=len(evaluated) - successful,
        success_percent=100 * successful / len(evaluated) if evaluated else None,
        not_evaluated_expectations=len(results) - len(evaluated),
    )
