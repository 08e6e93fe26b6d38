"""Expectations of a renamed column are judged under its new name, once the rename is sure; under an accepted alias there
is no change at all. A rename excuses what is about the name, and hides nothing else."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dq import gate
from dq.baseline import remember
from dq.judging import Check
from dq.result import ExpectationResult, ValidationResult

SUITE = """
name: jepx
key: [受渡日, 時刻コード]
columns:
  - {{name: 受渡日, type: date, format: "%Y/%m/%d", required: true}}
  - {{name: 時刻コード, type: integer}}
  - name: 価格
    type: number
    required: true
    {more}
    expectations:
      - {{type: expect_column_values_to_be_between, kwargs: {{max_value: 999}}}}
      - {{type: expect_column_mean_to_be_between, kwargs: {{max_value: 999}}}}
expectations:
  - {{type: expect_table_columns_to_match_set, kwargs: {{column_set: [受渡日, 時刻コード, 価格]}}}}
  - type: expect_column_values_to_be_between
    kwargs: {{column: 時刻コード, max_value: 48, row_condition: 'col("価格") > 3'}}
{end}
"""
OF_THE_NAME = {"expect_column_to_exist", "expect_table_columns_to_match_set"}


def _file(folder: Path, name: str, price: str, *, rows: int = 400, odd: tuple[str, ...] = ()) -> Path:
    """`odd`: prices of the last rows."""
    prices = [f"{10 + i * 7919 % 997 / 100:.2f}" for i in range(rows - len(odd))] + list(odd)
    lines = [f"{date(2026, 4, 1) + timedelta(i // 48):%Y/%m/%d},{i % 48 + 1},{p}" for i, p in enumerate(prices)]
    path = folder / name
    path.write_text(f"受渡日,時刻コード,{price}\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def _checked(
    folder: Path, file: Path, before: Path | None = None, *, more: str = "", end: str = ""
) -> ValidationResult:
    suite = folder / "jepx.yaml"
    suite.write_text(SUITE.format(more=more, end=end), "utf-8")
    return gate.check(
        Check(source=str(file), suite=str(suite), baseline=None if before is None else remember(str(before)))
    )


def _unsuccessful(told: ValidationResult) -> list[tuple[str, Any]]:
    return [(r.expectation_config["type"], r.evidence.count) for r in told.results if r.success is False]


def _of(told: ValidationResult, type_: str) -> ExpectationResult:
    return next(r for r in told.results if r.expectation_config["type"] == type_)


def test_a_sure_rename_is_judged_under_its_new_name(tmp_path: Path) -> None:
    """Sure by the rows of the last good file; the names alone say little."""
    before = _file(tmp_path, "before.csv", "価格")
    told = _checked(tmp_path, _file(tmp_path, "after.csv", "エリアプライス"), before)
    [finding] = told.spec_changes
    assert (finding.kind, finding.confidence, finding.against, told.gate) == (
        "column_renamed",
        1.0,
        "declared",
        "closed",
    )
    excused = {r.expectation_config["type"] for r in told.results if r.not_evaluated_because}
    assert excused == OF_THE_NAME
    assert _unsuccessful(told) == []
    mean = _of(told, "expect_column_mean_to_be_between")
    assert (mean.success, mean.meta["judged_as"]) == (True, {"価格": "エリアプライス"})
    assert mean.expectation_config["kwargs"]["column"] == "価格"
    assert mean.result["observed_value"] == pytest.approx(15, abs=1)


def test_what_is_wrong_under_the_new_name_is_told(tmp_path: Path) -> None:
    before = _file(tmp_path, "before.csv", "価格")
    told = _checked(tmp_path, _file(tmp_path, "after.csv", "エリアプライス", odd=("9999", "x", "")), before)
    assert _unsuccessful(told) == [
        ("expect_column_values_to_read_as", 1),
        ("expect_column_values_to_not_be_null", 1),
        ("expect_column_values_to_be_between", 1),
    ]
    read = _of(told, "expect_column_values_to_be_between")
    assert [r.evidence.examples[0].column for r in told.results if r.success is False] == ["エリアプライス"] * 3
    assert read.success is not None


def test_a_row_condition_follows_too(tmp_path: Path) -> None:
    before = _file(tmp_path, "before.csv", "価格")
    told = _checked(tmp_path, _file(tmp_path, "after.csv", "エリアプライス"), before)
    by_condition = next(r for r in told.results if "row_condition" in r.expectation_config["kwargs"])
    assert (by_condition.success, by_condition.result["element_count"]) == (True, 400)


def test_a_rename_that_is_only_probable_stays_an_excuse(tmp_path: Path) -> None:
    told = _checked(tmp_path, _file(tmp_path, "after.csv", "エリアプライス", rows=1500, odd=("9999", "x")))
    [finding] = told.spec_changes
    assert finding.kind == "column_renamed"
    assert finding.confidence < 0.9
    assert all("judged_as" not in r.meta for r in told.results)
    # what speaks about the new name alone has another cause: its cells are there, and one does not read
    wrong = [(r.expectation_config["type"], r.evidence.count, r.severity) for r in told.results if r.success is False]
    assert wrong == [("expect_column_values_to_read_as", 1, "warning")]


def test_a_known_rename_opens_the_gate_and_hides_no_bad_value(tmp_path: Path) -> None:
    known = "known_issues: [{kind: column_renamed, until: 2999-12-31, owner: me, reason: announced}]"
    before = _file(tmp_path, "before.csv", "価格")
    good = _checked(tmp_path, _file(tmp_path, "after.csv", "エリアプライス"), before, end=known)
    bad = _checked(tmp_path, _file(tmp_path, "after.csv", "エリアプライス", odd=("9999",)), before, end=known)
    assert (good.spec_changes[0].known_issue is not None, bad.gate) == (True, "closed")
    assert _unsuccessful(bad) == [("expect_column_values_to_be_between", 1)]


@pytest.mark.parametrize("with_baseline", [False, True], ids=["declared", "baseline"])
def test_an_accepted_alias_is_no_change_and_is_judged(tmp_path: Path, with_baseline: bool) -> None:
    before = _file(tmp_path, "before.csv", "価格") if with_baseline else None
    alias = "aliases: [エリアプライス]"
    told = _checked(tmp_path, _file(tmp_path, "after.csv", "エリアプライス"), before, more=alias)
    assert (told.gate, told.spec_changes, _unsuccessful(told)) == ("open", (), [])
    assert told.statistics.not_evaluated_expectations == 0
    bad = _checked(tmp_path, _file(tmp_path, "after.csv", "エリアプライス", odd=("9999", "x")), before, more=alias)
    assert _unsuccessful(bad) == [("expect_column_values_to_read_as", 1), ("expect_column_values_to_be_between", 1)]


def test_the_declared_name_outranks_its_alias(tmp_path: Path) -> None:
    """Both stand in the file: the alias is a column of its own then."""
    path = _file(tmp_path, "after.csv", "価格,エリアプライス")
    path.write_text(
        "\n".join(line if n == 0 else line + ",x" for n, line in enumerate(path.read_text("utf-8").splitlines()))
        + "\n",
        "utf-8",
    )
    told = _checked(tmp_path, path, more="aliases: [エリアプライス]")
    assert told.spec_changes == ()
    assert _unsuccessful(told) == [("expect_table_columns_to_match_set", None)]


def test_a_change_under_an_alias_excuses_by_the_declared_name(tmp_path: Path) -> None:
    path = tmp_path / "after.csv"
    path.write_text("日付,n\n" + "".join(f"2026-04-{d:02d},{d}\n" for d in range(1, 29)), "utf-8")
    suite = tmp_path / "s.yaml"
    suite.write_text(
        "name: s\ncolumns:\n  - {name: 受渡日, type: date, format: '%Y/%m/%d', aliases: [日付], expectations: "
        "[{type: expect_column_values_to_match_regex, kwargs: {regex: '^....[/]'}}]}\n  - {name: n, type: integer}\n",
        "utf-8",
    )
    told = gate.check(Check(source=str(path), suite=str(suite)))
    assert [f.kind for f in told.spec_changes] == ["date_format_changed"]
    assert _unsuccessful(told) == []
    assert told.statistics.not_evaluated_expectations == 1


def test_a_column_that_is_not_shown_is_not_shown_under_its_new_name(tmp_path: Path) -> None:
    """Whether the rename is sure or not: while a pii column is gone, nothing undeclared is shown."""
    before, after = (
        _file(tmp_path, "before.csv", "価格", rows=1500),
        _file(tmp_path, "after.csv", "エリアプライス", rows=1500, odd=("77777.77", "secret")),
    )
    for past in (None, before):
        told = _checked(tmp_path, after, past, more="pii: true")
        document = str(told.to_json_dict())
        assert "77777.77" not in document
        assert "secret" not in document
        assert "10.00" not in document
    [finding] = told.spec_changes
    assert (finding.kind, finding.confidence) == ("column_renamed", 1.0)  # by the hashes of its cells
