"""What a run says of each file as lines of its log: each finding, each expectation that is unsuccessful, the verdict."""

from .. import log
from ..outputs.argo import breaking, cause
from ..result import ExpectationResult, Finding, ValidationResult
from ..sentences import Lang

MOST = 50
"""Lines of each sort; how many more there are is said in one."""

_LEVEL: dict[str, log.Level] = {"critical": "error", "breaking": "error", "warning": "warning"}


def tell(result: ValidationResult, lang: Lang) -> None:
    findings = [f for f in result.spec_changes if f.grade != "ignore"]
    for finding in findings[:MOST]:
        _finding(finding, lang)
    unsuccessful = [r for r in result.results if r.success is False]
    for entry in unsuccessful[:MOST]:
        _unsuccessful(entry, lang)
    left = max(0, len(findings) - MOST) + max(0, len(unsuccessful) - MOST)
    if left:
        log.line("warning", "more", f"{left} more: the result document has them all", count=left)
    for mistake in result.error.mistakes[:MOST] if result.error is not None else ():
        hint = mistake.hint[lang] if mistake.hint is not None else None
        log.line("error", "mistake", mistake.message[lang], where=mistake.where, hint=hint)
    _verdict(result, lang)


def _finding(finding: Finding, lang: Lang) -> None:
    level = "info" if finding.known_issue else _LEVEL.get(finding.grade, "info")
    log.line(
        level, "finding", finding.sentence[lang], kind=finding.kind, grade=finding.grade, columns=finding.columns[:20],
        since=finding.since, against=finding.against, known_issue=finding.known_issue, count=finding.evidence.count,
    )  # fmt: skip


def _unsuccessful(entry: ExpectationResult, lang: Lang) -> None:
    log.line(
        _LEVEL.get(entry.severity, "info"), "unsuccessful", entry.sentence[lang], severity=entry.severity,
        type=entry.expectation_config.get("type"), columns=entry.columns[:20], count=entry.evidence.count,
        of=entry.evidence.of,
    )  # fmt: skip


def _verdict(result: ValidationResult, lang: Lang) -> None:
    level: log.Level = "info" if result.gate == "open" and result.against is None else "warning"
    if result.gate != "open":
        level = "error"
    hint = result.error.hint[lang] if result.error is not None and result.error.hint is not None else None
    log.line(
        level, "verdict", result.summary[lang], gate=result.gate, exit_code=result.exit_code, cause=cause(result),
        breaking=breaking(result), unsuccessful=result.statistics.unsuccessful_expectations,
        rows=result.landed.rows if result.landed else None, seconds=result.meta.seconds, suite=result.suite.uri,
        suite_digest=result.suite.digest, period=result.period, result_uri=result.result_uri,
        baseline=result.baseline.uri if result.baseline else None, hint=hint, dq_version=result.meta.dq_version,
    )  # fmt: skip
