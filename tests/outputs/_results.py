"""Validation results by hand, as the gate would fill them: one builder a situation."""

from typing import Any

from dq.result import (
    Baseline,
    Evidence,
    Example,
    ExceptionInfo,
    ExpectationResult,
    Finding,
    Landed,
    ResultStatistics,
    RunError,
    RunMeta,
    Severity,
    SuiteRef,
    ValidationResult,
)
from dq.sentences import Text, same

URI = "gs://landing/jepx/spot_summary_2026.csv"
META = RunMeta(dq_version="0.1.0", started="2026-04-02T02:05:11Z", seconds=0.42)
SUITE = SuiteRef("expectations/jepx_spot.yaml", "sha256:0", "2026-04-01")
LANDED = Landed(uri=URI, size=3_000_000, updated="2026-04-02T02:05:11Z", rows=17_520, columns=14)
LAST_GOOD = Baseline(
    "history/jepx_spot/2026-03-31.json",
    Landed(uri="gs://landing/jepx/spot_summary_2025.csv", updated="2026-03-31T02:04:00Z", rows=17_520, columns=14),
    "open",
)
TOKYO = "エリアプライス東京(円/kWh)"


def result(gate: str = "open", **fields: Any) -> ValidationResult:
    """A result whose statistics count its entries, as the gate's do."""
    entries = fields.get("results", ())
    evaluated = [e for e in entries if e.success is not None]
    good = sum(e.success is True for e in evaluated)
    counted = ResultStatistics(
        evaluated_expectations=len(evaluated),
        successful_expectations=good,
        unsuccessful_expectations=len(evaluated) - good,
        success_percent=100 * good / len(evaluated) if evaluated else None,
        not_evaluated_expectations=len(entries) - len(evaluated),
    )
    defaults: dict[str, Any] = {
        "success": good == len(evaluated) and gate != "undecided",
        "gate": gate,
        "exit_code": {"open": 0, "closed": 1, "undecided": 2}[gate],
        "summary": Text("Nothing stands against it.", "問題は見つかりませんでした。"),
        "suite_name": "jepx_spot",
        "suite": SUITE,
        "dataset": "jepx_spot",
        "title": Text("JEPX day-ahead spot prices", "JEPX スポット市場"),
        "owner": "market-data",
        "period": "2026",
        "landed": LANDED,
        "baseline": LAST_GOOD,
        "statistics": counted,
        "meta": META,
    }
    return ValidationResult(**{**defaults, **fields})


def good(column: str = "時刻コード") -> ExpectationResult:
    kwargs = {"column": column, "min_value": 1.0, "max_value": 48.0}
    return ExpectationResult(
        success=True,
        expectation_config=config("expect_column_values_to_be_between", kwargs),
        sentence=Text(f"{column} is between 1 and 48", f"{column}は 1 以上 48 以下"),
    )


def config(type_: str, kwargs: dict[str, Any], severity: Severity = "critical", **more: Any) -> dict[str, Any]:
    return {"type": type_, "kwargs": kwargs, "meta": {}, "severity": severity, **more}


def too_high(
    column: str = TOKYO, *, count: int = 3, severity: Severity = "critical", notes: str | None = "上限は制度値"
) -> ExpectationResult:
    more = {} if notes is None else {"notes": notes}
    return ExpectationResult(
        success=False,
        expectation_config=config(
            "expect_column_values_to_be_between", {"column": column, "max_value": 999.0}, severity, **more
        ),
        result={"element_count": 17_520, "unexpected_count": count, "unreadable_count": 2},
        meta={"engine": "native"},
        evidence=Evidence(count, 17_520, tuple(Example(n, column, "9999", n - 2) for n in (812, 813, 814))),
        sentence=Text(
            f"{column} is at most 999: {count:,} of 17,520 are not",
            f"{column}は 999 以下: 17,520 件中 {count:,} 件が満たしていません",
        ),
    )


def missing_mean(severity: Severity = "warning") -> ExpectationResult:
    return ExpectationResult(
        success=False,
        expectation_config=config(
            "expect_column_mean_to_be_between",
            {"column": "約定総量(kWh)", "min_value": 1e7},
            severity,
            notes=["A mild month gives about 9 million.", "Lower needs a look."],
        ),
        sentence=Text(
            "約定総量(kWh) has a mean of at least 10,000,000: it is 9,214,880",
            "約定総量(kWh) の平均は 10,000,000 以上: 実際は 9,214,880",
        ),
    )


def unjudgeable() -> ExpectationResult:
    return ExpectationResult(
        success=False,
        expectation_config=config("expect_column_mean_to_be_between", {"column": "区分", "min_value": 1.0}),
        exception_info=ExceptionInfo(True, None, 'column "区分" is text: only numbers have this figure'),
        sentence=Text("区分 has a mean of at least 1", "区分の平均は 1 以上"),
    )


def excused(by: str = "c1", column: str = "受渡日") -> ExpectationResult:
    return ExpectationResult(
        success=None,
        expectation_config=config("expect_column_values_to_be_between", {"column": column, "min_value": 1.0}),
        not_evaluated_because=by,
        sentence=Text(f"{column} is in the year", f"{column}は年度内"),
    )


def new_dates(**fields: Any) -> Finding:
    defaults: dict[str, Any] = {
        "id": "c1",
        "kind": "date_format_changed",
        "columns": ("受渡日",),
        "before": "%Y/%m/%d",
        "after": "%Y-%m-%d",
        "against": "last_good",
        "evidence": Evidence(17_520, 17_520, tuple(Example(n, "受渡日", "2026-04-01", n - 2) for n in (2, 3, 4))),
        "sentence": Text(
            "受渡日: all 17,520 dates are now YYYY-MM-DD (were YYYY/MM/DD)",
            "受渡日: 17,520 行すべての日付が YYYY-MM-DD になりました(以前は YYYY/MM/DD)",
        ),
    }
    return Finding(**{**defaults, **fields})


def new_date(n: int) -> Finding:
    said = same(f"日付{n}: all dates changed")
    return new_dates(id=f"d{n}", columns=(f"日付{n}",), evidence=Evidence(), sentence=said)


def renamed(n: int = 2, **fields: Any) -> Finding:
    old, new = "約定総量(kWh)", "約定総量（kWh）"
    defaults: dict[str, Any] = {
        "id": f"c{n}",
        "kind": "column_renamed",
        "columns": (old, new),
        "before": old,
        "after": new,
        "against": "last_good",
        "confidence": 0.74,
        "since": "2026-04-01",
        "sentence": Text(
            f"column renamed: {old} → {new} (same place, same values)", f"列名の変更: {old} → {new}(同じ位置、同じ値)"
        ),
    }
    return Finding(**{**defaults, **fields})


def added(**fields: Any) -> Finding:
    defaults: dict[str, Any] = {
        "id": "c9",
        "kind": "column_added",
        "columns": ("備考",),
        "after": "備考",
        "grade": "compatible",
        "against": "last_good",
        "sentence": Text("column added: 備考", "列の追加: 備考"),
    }
    return Finding(**{**defaults, **fields})


def stopped(code: int, kind: str, message: Text, **fields: Any) -> ValidationResult:
    """A run that an error stopped before anything was read."""
    where, hint, mistakes = fields.pop("where", None), fields.pop("hint", None), fields.pop("mistakes", ())
    return result(
        "closed" if code == 1 else "undecided",
        **{
            "exit_code": code,
            "success": False,
            "summary": message,
            "landed": None,
            "baseline": None,
            "period": None,
            "error": RunError(kind, message, where, hint, mistakes),
            **fields,
        },
    )


CLOSED = Text(
    "受渡日 is written YYYY-MM-DD since 2026-04-01, and one expectation is unsuccessful: the publisher's move, or "
    "market-data's.",
    "受渡日の書式が 2026-04-01 から YYYY-MM-DD になり、期待条件 1 件が不成立です。次に動くのは公表元か market-data "
    "です。",
)


def situations() -> dict[str, dict[str, ValidationResult]]:
    """Every kind of page, by the name of its golden file."""
    many = tuple(good() for _ in range(40))
    undecided = Text("undecided: not run yet", "未判定: まだ実行されていません")
    pages = {
        "open": result(results=many),
        "open_without_baseline": result(results=many[:1], baseline=None, landed=None),
        "open_with_warnings": result(
            results=(*many, too_high(severity="warning"), missing_mean()),
            spec_changes=(added(), new_dates(known_issue=KNOWN)),
        ),
        "open_with_many_warnings": result(results=tuple(too_high(f"列{n}", severity="warning") for n in range(30))),
        "closed_by_a_finding": result(
            "closed",
            summary=Text("受渡日: all 17,520 dates are now YYYY-MM-DD (were YYYY/MM/DD)", new_dates().sentence.ja),
            results=(*many, *(excused() for _ in range(3))),
            spec_changes=(new_dates(),),
        ),
        "closed_by_findings_and_an_expectation": result(
            "closed",
            summary=CLOSED,
            results=(*many, too_high(), missing_mean(), *(excused() for _ in range(3)), unjudgeable()),
            spec_changes=(added(), new_dates(), renamed(), new_dates(id="c7", known_issue=KNOWN)),
        ),
        "closed_by_an_expectation": result(
            "closed", summary=too_high().sentence, results=(*many, too_high()), owner=None, title=None
        ),
        "closed_without_a_history": result(
            "closed",
            summary=CLOSED,
            baseline=None,
            results=(*many, excused()),
            spec_changes=(new_dates(against="declared"),),
        ),
        "closed_by_1000_expectations": result(
            "closed",
            summary=Text("1,000 expectations are unsuccessful.", "期待条件 1,000 件が不成立です。"),
            results=(*many, *(too_high(f"地点{n}", count=n + 1) for n in range(400)), *(odd(n) for n in range(600))),
        ),
        "closed_by_200_findings": result(
            "closed",
            summary=Text("200 changes, 188 of them breaking.", "変更 200 件、うち 188 件が非互換です。"),
            results=(*many, *(too_high(f"c{n}") for n in range(12))),
            spec_changes=(
                *(added(id=f"a{n}", columns=(f"備考{n}",), sentence=same(f"column added: 備考{n}")) for n in range(12)),
                *(renamed(n, columns=(f"old{n}", f"new{n}"), sentence=same(f"old{n} → new{n}")) for n in range(94)),
                *(new_date(n) for n in range(94)),
            ),
        ),
        "open_against_critical": result(
            results=(*many, too_high()),
            success=False,
            summary=Text("Open by --fail-on never.", "--fail-on never により開いています。"),
        ),
        "parquet": result("closed", results=(in_rows(),), spec_changes=(), summary=in_rows().sentence),
        "error_not_landed": stopped(
            1,
            "NotLanded",
            Text(f"not landed: {URI} does not exist", f"未着です: {URI} がありません"),
            hint=Text("the last good file landed 2026-03-31", "直近の合格ファイルは 2026-03-31 に届いています"),
        ),
        "error_suite": stopped(
            2,
            "SuiteError",
            Text("3 mistakes in expectations/jepx_spot.yaml", "expectations/jepx_spot.yaml に誤りが 3 件あります"),
            mistakes=tuple(mistake(n) for n in (12, 14, 31)),
        ),
        "error_suite_of_many_mistakes": stopped(
            2,
            "SuiteError",
            Text("80 mistakes in expectations/jepx_spot.yaml", "expectations/jepx_spot.yaml に誤りが 80 件あります"),
            mistakes=tuple(mistake(n) for n in range(80)),
        ),
        "error_permission": stopped(
            2,
            "NoPermission",
            Text(f"no permission to read {URI}", f"{URI} を読む権限がありません"),
            where=URI,
            hint=Text("storage.objects.get is asked for", "storage.objects.get が必要です"),
            suite_name=None,
            dataset=None,
            title=None,
        ),
        "error_bug": stopped(
            3,
            "Bug",
            Text("a bug in dq (KeyError: 'x')", "dq の不具合です(KeyError: 'x')"),
            hint=Text("DQ_DEBUG=1 shows the traceback", "DQ_DEBUG=1 を付けると詳細が表示されます"),
        ),
        "error_no_space": stopped(3, "NoSpace", same("no space left while writing out.json")),
        "error_transient": stopped(
            75, "TransientError", Text("429 Too Many Requests, 5 times", "429 Too Many Requests が 5 回")
        ),
        "error_interrupted": stopped(143, "Interrupted", Text("stopped by SIGTERM", "SIGTERM により中断しました")),
        "undecided": result("undecided", exit_code=3, summary=undecided, landed=None, success=False),
    }
    by_name = {name: {URI: page} for name, page in pages.items()}
    several = {
        "gs://landing/jepx/spot_summary_2025.csv": pages["open"],
        "gs://landing/jepx/spot_summary_2024.csv": pages["open_with_warnings"],
        URI: pages["closed_by_a_finding"],
        "gs://landing/jepx/spot_summary_2027.csv": pages["error_transient"],
    }
    crowd = {f"gs://landing/jepx/{n}.csv": pages[name] for n, name in enumerate([*pages] * 6)}  # 126 files
    return {**by_name, "several": several, "several_good": dict([*several.items()][:2]), "a_crowd_of_files": crowd}


KNOWN = {
    "kind": "date_format_changed",
    "until": "2026-12-31",
    "owner": "market-data",
    "reason": "publisher announced it",
}


def odd(n: int) -> ExpectationResult:
    """No two alike: another bound each."""
    return ExpectationResult(
        success=False,
        expectation_config=config("expect_column_max_to_be_between", {"column": f"c{n}", "max_value": float(n)}),
        sentence=Text(f"c{n} has a maximum of at most {n}: it is 9,999", f"c{n} の最大値は {n} 以下: 実際は 9,999"),
    )


def in_rows() -> ExpectationResult:
    """A file without lines, and two columns of which one is not shown."""
    return ExpectationResult(
        success=False,
        expectation_config=config(
            "expect_column_pair_values_to_be_equal", {"column_A": "a", "column_B": "secret"}, notes="one is the other"
        ),
        evidence=Evidence(
            2, 10, (Example(None, "a", "1", 7), Example(None, "secret", None, 7), Example(None, "a", "", 8))
        ),
        sentence=Text("a equals secret: 2 of 10 are not", "a と secret は等しい: 10 件中 2 件が満たしていません"),
    )


def mistake(line: int) -> RunError:
    return RunError(
        "Mistake",
        Text(
            "unknown expectation type `expect_column_value_to_be_between`",
            "`expect_column_value_to_be_between` という型はありません",
        ),
        f"expectations/jepx_spot.yaml:{line}:11 ($.expectations[2].type)",
        Text(
            "did you mean `expect_column_values_to_be_between`?", "`expect_column_values_to_be_between` の誤りですか?"
        ),
    )
