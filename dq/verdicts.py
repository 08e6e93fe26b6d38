"""Verdicts: what a finding excuses, how severe it is, and whether the gate opens.

An excuse is never an opening: a spec change that excuses is breaking, and takes the highest severity it excuses.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import msgspec

from .by_name import load, names
from .result import SEVERITIES, Example, ExpectationResult, Finding, Gate, ResultStatistics, against
from .spec.spec import Spec
from .suites.suite import Declared, KnownIssue

FailOn: TypeAlias = Literal["critical", "warning", "info", "never"]


def excused(
    results: Sequence[ExpectationResult],
    declared: Sequence[Declared],
    findings: Sequence[Finding],
    called: Mapping[str, str] = {},
) -> tuple[tuple[ExpectationResult, ...], tuple[Finding, ...]]:
    """The results with "not evaluated because", and the findings with the severity that they took on. `called`: what the
    file calls columns that are declared under another name."""
    told: list[ExpectationResult] = []
    took: dict[str, list[str]] = {f.id: [] for f in findings}
    shown: dict[str, tuple[Example, ...]] = {}
    read = {of.expectation.named_columns()[0] for of in declared if of.type == READS}
    for result, of in zip(results, declared, strict=True):
        bad = findings if result.success is False else ()
        cause = next((f for f in bad if _explains(f, result, of, called) or _told_twice(f, of, read)), None)
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


def _explains(finding: Finding, result: ExpectationResult, declared: Declared, called: Mapping[str, str]) -> bool:
    """Only a breaking change excuses, and only what speaks about an aspect that it changed on a column it touched. What
    was judged under a column's new name needs no excuse for the name."""
    if finding.grade != "breaking" or finding.kind not in names("spec_changes"):
        return False
    columns, read = declared.expectation.named_columns(), declared.expectation.read_columns()
    if finding.kind == "column_renamed" and columns and (JUDGED_AS in result.meta or finding.before not in read):
        return False  # what names the new name alone has another cause
    kind = load("spec_changes", finding.kind).kind
    explains: frozenset[str] = kind.explains if finding.begins is None else kind.within or kind.explains
    touched = {str(c) for c in (*finding.columns, *_listed(finding.before), *_listed(finding.after))}
    known = {*columns, *(called[c] for c in columns if c in called)}
    touches = not finding.columns or not columns or bool(touched & known)
    aspects = declared.expectation.aspects
    if not touches and "columns" in explains:  # of a row condition only whether the column is there
        touches, aspects = bool(touched & set(read)), frozenset({"columns"})
        touches = touches and result.exception_info.raised_exception
    return touches and bool(explains & aspects) and _covers(finding, result)


def _told_twice(finding: Finding, declared: Declared, read: Collection[str]) -> bool:
    """Whether the inferred type of a column's new name repeats what its declared type says, judged under that name."""
    implied = declared.implied and declared.type == READS and declared.expectation.named_columns() == (finding.after,)
    return implied and finding.before in read and bool(new_names((finding,)))


def new_names(findings: Sequence[Finding]) -> dict[str, str]:
    """Columns that are surely renamed, and what they are called now: their expectations are judged under that name."""
    return {
        str(f.before): str(f.after)
        for f in findings
        if f.kind == "column_renamed" and f.grade == "breaking" and f.confidence >= CERTAIN
    }


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


CERTAIN = 0.9
JUDGED_AS = "judged_as"
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
    named = {name: c for c in spec.columns or () for name in (c.name, *c.aliases)}
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
