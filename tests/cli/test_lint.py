"""dq lint: all mistakes of all suites on stdout, exit 2; nothing wrong, exit 0."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dq.cli.lint import NoSuites, command
from dq.errors import NoSuite, NoSuiteFolder

GOOD = "name: good\ncolumns:\n  - {name: a, type: integer}\nexpectations:\n"
GOOD += "  - {type: expect_table_row_count_to_equal, kwargs: {value: 1}}\n"
BAD = "name: bad\ncolumns:\n  - {name: a, typ: integer}\nkey: b\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for variable in ("DQ_SUITES", "DQ_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "expectations").mkdir()
    return tmp_path / "expectations"


def lint(*args: str) -> Result:
    return CliRunner().invoke(command, args, standalone_mode=False, catch_exceptions=False)


def test_a_good_suite_has_one_line(folder: Path) -> None:
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    result = lint()
    assert result.return_value == 0
    assert result.stdout == "✓ good  1 column, 2 expectations\n"
    assert lint("--lang", "ja").stdout == "✓ good  列 1、期待条件 2 件\n"


def test_all_mistakes_of_all_suites(folder: Path) -> None:
    (folder / "bad.yaml").write_text(BAD, encoding="utf-8")
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "worse.yaml").write_text("a: [", encoding="utf-8")
    result = lint()
    assert result.return_value == 2
    assert (
        result.stdout
        == """\
error: unknown key `typ`
  at expectations/bad.yaml:3:15  ($.columns[0].typ)
  hint: did you mean `type`?
error: column `b` is not declared
  at expectations/bad.yaml:4:6  ($.key)
  hint: one of `a`
✗ expectations/bad.yaml  2 mistakes
✓ good  1 column, 2 expectations
error: a `{` or `[` is not closed, or a comma is missing
  at expectations/worse.yaml:1:5
  hint: close it, and separate entries with commas
✗ expectations/worse.yaml  1 mistake
"""
    )
    assert "エラー: 未知のキー `typ` です\n  場所: expectations/bad.yaml:3:15" in lint("--lang=ja").stdout


def test_suites_are_named_by_path_or_name(folder: Path) -> None:
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "bad.yaml").write_text(BAD, encoding="utf-8")
    assert lint("good").return_value == 0
    assert lint("expectations/good.yaml").return_value == 0
    assert lint("good", "expectations/bad.yaml").return_value == 2
    with pytest.raises(NoSuite):
        lint("goood")


def test_a_path_that_is_missing_stops_no_other(folder: Path) -> None:
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    result = lint("none.yaml", "good", "expectations/")
    assert result.return_value == 2
    assert (
        result.stdout
        == """\
error: no suite `none.yaml`
✗ none.yaml  1 mistake
✓ good  1 column, 2 expectations
error: expectations/ is a directory or a device, not a file
✗ expectations/  1 mistake
"""
    )


def test_without_a_suite_nothing_is_fine(folder: Path) -> None:
    result = CliRunner().invoke(command, [], standalone_mode=False)
    assert result.exception is not None
    assert str(result.exception) == "no suite in expectations"
    folder.rmdir()
    with pytest.raises(NoSuiteFolder):
        lint()


def test_json_has_every_mistake_in_both_languages(folder: Path) -> None:
    (folder / "bad.yaml").write_text(BAD, encoding="utf-8")
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    document = json.loads(lint("--format", "json").stdout)
    assert (document["success"], document["exit_code"]) == (False, 2)
    good, bad = document["suites"]["expectations/good.yaml"], document["suites"]["expectations/bad.yaml"]
    assert good == {"success": True, "suite_name": "good", "columns": 1, "expectations": 2, "mistakes": []}
    assert bad["mistakes"][0] == {
        "message": {"en": "unknown key `typ`", "ja": "未知のキー `typ` です"},
        "where": "expectations/bad.yaml:3:15",
        "path": "$.columns[0].typ",
        "hint": {"en": "did you mean `type`?", "ja": "`type` ではありませんか?"},
        "unsupported": False,
    }


def test_parameters_need_not_be_there_yet(folder: Path) -> None:
    text = "name: x\nexpectations:\n  - {type: expect_table_row_count_to_equal, kwargs: {value: {$PARAMETER: n}}}\n"
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    assert lint().return_value == 0


def test_a_suite_cannot_paint_the_terminal(folder: Path) -> None:
    (folder / "x.yaml").write_text('name: "\\e[31mred"\n"\\e[2J": 1\ncolumns: [{name: a}]\n', encoding="utf-8")
    told = lint().stdout
    assert "\x1b" not in told
    assert "⟨ESC⟩" in told


def test_a_glob_over_the_folder_means_its_suites(folder: Path) -> None:
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "kustomization.yaml").write_text("configMapGenerator: [{name: dq-suites, files: [good.yaml]}]\n")
    named = [str(path) for path in sorted(folder.iterdir())]
    assert lint(*named).stdout == "✓ good  1 column, 2 expectations\n"
    with pytest.raises(NoSuites, match=r"no suite in .*kustomization\.yaml"):
        lint(str(folder / "kustomization.yaml"))


def test_a_type_of_gx_that_is_not_there_yet_is_no_misspelling(folder: Path) -> None:
    text = "name: x\nexpectations:\n  - {type: unexpected_rows_expectation, kwargs: {unexpected_rows_query: SELECT 1}}\n"
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    [mistake] = json.loads(lint("--format", "json").stdout)["suites"]["expectations/x.yaml"]["mistakes"]
    assert (mistake["unsupported"], mistake["where"]) == (True, "expectations/x.yaml:3:12")
    assert "does not know `unexpected_rows_expectation` of Great Expectations yet" in mistake["message"]["en"]


def test_a_path_that_is_not_there_has_its_near_miss(folder: Path) -> None:
    (folder / "prices.yaml").write_text(GOOD, encoding="utf-8")
    result = lint("expectations/price.yaml", "expectations/prices.yaml")
    assert result.return_value == 2
    assert "did you mean `expectations/prices.yaml`?" in result.stdout
    assert "✓ good" in result.stdout
