"""An excuse never opens a gate, and never hides what has another cause."""

from typing import Any

import pytest

from dq import verdicts
from dq.by_name import camel, load
from dq.result import ExpectationResult, Finding
from dq.suites.suite import Declared, KnownIssue


def _declared(type_: str, severity: Any = "critical", **kwargs: Any) -> Declared:
    made = getattr(load("expectation_types", type_), camel(type_))(**kwargs)
    return Declared(type=type_, expectation=made, kwargs=kwargs, severity=severity)


def _result(declared: Declared, success: bool) -> ExpectationResult:
    return ExpectationResult(success=success, expectation_config=declared.config())


FORMAT = Finding(id="c1", kind="date_format_changed", columns=("受渡日",), before="%Y/%m/%d", after="%Y-%m-%d")


def test_what_fails_only_because_of_a_finding_stands_under_it() -> None:
    declared = [_declared("expect_column_values_to_match_strftime_format", column="受渡日", strftime_format="%Y/%m/%d")]
    results, findings = verdicts.excused([_result(declared[0], False)], declared, [FORMAT])
    assert results[0].success is None
    assert results[0].not_evaluated_because == "c1"
    assert findings[0].severity == "critical"
    assert verdicts.closes(results, findings, "critical")


@pytest.mark.parametrize(
    ("type_", "kwargs"),
    [
        ("expect_column_values_to_not_be_null", {"column": "受渡日"}),  # another aspect
        ("expect_column_values_to_match_regex", {"column": "別の列", "regex": "x"}),  # another column
    ],
)
def test_what_has_another_cause_is_not_excused(type_: str, kwargs: dict[str, Any]) -> None:
    declared = [_declared(type_, **kwargs)]
    results, _ = verdicts.excused([_result(declared[0], False)], declared, [FORMAT])
    assert results[0].success is False


def test_what_holds_needs_no_excuse() -> None:
    declared = [_declared("expect_column_values_to_match_regex", column="受渡日", regex="x")]
    results, findings = verdicts.excused([_result(declared[0], True)], declared, [FORMAT])
    assert results[0].success is True
    assert findings[0].severity is None


def test_a_compatible_change_excuses_nothing() -> None:
    declared = [_declared("expect_column_values_to_match_regex", column="受渡日", regex="x")]
    compatible = Finding(id="c1", kind="date_format_changed", columns=("受渡日",), grade="compatible")
    results, findings = verdicts.excused([_result(declared[0], False)], declared, [compatible])
    assert results[0].success is False
    assert verdicts.closes(results, findings, "critical")


@pytest.mark.parametrize(
    ("severity", "fail_on", "closed"),
    [
        ("critical", "critical", True),
        ("warning", "critical", False),
        ("warning", "warning", True),
        ("info", "warning", False),
        ("info", "info", True),
        ("critical", "never", False),
    ],
)
def test_the_severity_that_closes(severity: str, fail_on: Any, closed: bool) -> None:
    declared = _declared("expect_column_values_to_not_be_null", severity, column="x")
    assert verdicts.closes([_result(declared, False)], [], fail_on) is closed


@pytest.mark.parametrize(("today", "snoozed"), [("2026-12-31", True), ("2027-01-01", False)])
def test_a_known_issue_holds_until_its_last_day(today: str, snoozed: bool) -> None:
    known = [KnownIssue(kind="date_format_changed", columns=("受渡日",), until="2026-12-31", owner="market-data")]
    findings = verdicts.with_known_issues([FORMAT], known, today)
    assert (findings[0].known_issue is not None) is snoozed
    assert verdicts.closes([], findings, "critical") is not snoozed
