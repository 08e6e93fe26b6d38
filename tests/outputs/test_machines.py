"""Outputs that machines read: nothing of a file's text can act in them, and nothing in them reads as green by default."""

import json
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from dq.by_name import load
from dq.gate import check
from dq.judging import Check
from dq.outputs._several import sentence
from dq.outputs.argo import cause
from dq.result import ValidationResult
from dq.sentences import Text

SUITE = """
name: machines
columns:
  - {name: a, type: integer}
  - {name: b, type: text}
expectations:
  - {type: expect_column_values_to_be_between, kwargs: {column: a, max_value: 10}}
  - {type: expect_column_values_to_match_regex, kwargs: {column: b, regex: "^ok"}, severity: warning}
"""
HOSTILE = 'a,b\n1,ok\n99,"::error::x\x1b[31m <script>|`*_@all ]]>%0A"\n'


@pytest.fixture
def results(tmp_path: Path) -> dict[str, ValidationResult]:
    (tmp_path / "suite.yaml").write_text(SUITE)
    (tmp_path / "landed.csv").write_text(HOSTILE)
    result = check(Check(source=str(tmp_path / "landed.csv"), suite=str(tmp_path / "suite.yaml")))
    assert result.exit_code == 1
    return {"landed.csv": result}


def test_argo_has_a_file_for_every_output_parameter(results: dict[str, ValidationResult]) -> None:
    files = load("outputs", "argo").files(results, lang="en")
    names = "gate summary cause verdict rows breaking unsuccessful generation result-uri"
    assert set(files) == set(names.split())
    assert files["gate"] == b"closed"
    assert files["cause"] == b"expectation"
    assert files["unsuccessful"] == b"2"
    assert all(b"\n" not in data and b"\x1b" not in data for data in files.values())
    assert json.loads(files["verdict"])["exit_code"] == 1


def test_argo_of_a_run_that_did_not_judge_is_not_green(tmp_path: Path) -> None:
    result = check(Check(source=str(tmp_path / "none.csv"), suite=str(tmp_path / "none.yaml")))
    files = load("outputs", "argo").files({"x": result}, lang="en")
    assert (files["gate"], files["rows"], files["breaking"]) == (b"undecided", b"-1", b"-1")
    assert cause(result) == "caller"


def test_junit_is_xml_and_counts(results: dict[str, ValidationResult]) -> None:
    root = ElementTree.fromstring(load("outputs", "junit").render(results, lang="ja"))
    [suite] = root
    assert suite.get("failures") == str(len(root.findall(".//failure"))) == "1"
    assert int(suite.get("tests") or 0) == len(root.findall(".//testcase"))


def test_markdown_shows_text_and_no_markup(results: dict[str, ValidationResult]) -> None:
    text = load("outputs", "markdown").render(results, lang="en").decode()
    assert "<script>" not in text.replace("`", "") or "`" in text
    assert "\x1b" not in text
    cells = [line for line in text.splitlines() if line.startswith("| critical")]
    assert len(cells) == 1
    assert cells[0].count("|") == 4


def test_github_annotates_the_line(results: dict[str, ValidationResult]) -> None:
    lines = load("outputs", "github").render(results, lang="en").decode().splitlines()
    assert lines[0].startswith("::error file=landed.csv,line=3,title=dq%3A machines::a is at most 10")
    assert all(line.startswith("::") for line in lines)


def test_argo_says_what_stands_against_the_gate_whatever_closes_it(tmp_path: Path) -> None:
    (tmp_path / "suite.yaml").write_text(SUITE)
    (tmp_path / "landed.csv").write_text("a,b\n1,ok\n2,no\n")
    for fail_on, code in (("critical", 0), ("warning", 1), ("never", 0)):
        asked = Check(source=str(tmp_path / "landed.csv"), suite=str(tmp_path / "suite.yaml"), fail_on=fail_on)  # type: ignore[arg-type]  # one of FailOn
        verdict = json.loads(load("outputs", "argo").render({"x": check(asked)}))
        assert (verdict["exit_code"], verdict["closes"]) == (code, "warning")


@pytest.mark.parametrize(("fail_on", "code"), [("critical", 1), ("never", 0)])
def test_argo_names_a_file_that_is_not_there_even_where_that_closes_nothing(
    tmp_path: Path, fail_on: str, code: int
) -> None:
    (tmp_path / "suite.yaml").write_text(SUITE)
    asked = Check(source=str(tmp_path / "none.csv"), suite=str(tmp_path / "suite.yaml"), fail_on=fail_on)  # type: ignore[arg-type]  # one of FailOn
    verdict = json.loads(load("outputs", "argo").render({"x": check(asked)}))
    assert (verdict["exit_code"], verdict["cause"], verdict["closes"]) == (code, "not_landed", "critical")


def test_of_several_results_the_worst_speaks_and_says_how_many(results: dict[str, ValidationResult]) -> None:
    [(_, closed)] = results.items()
    good = msgspec.structs.replace(closed, gate="open", exit_code=0, summary=Text("good", "良"))
    long = msgspec.structs.replace(closed, summary=Text("x" * 3000, "あ" * 3000))
    for lang, rest in (("en", " (of 3 files: 1 open, 2 closed)"), ("ja", "(全 3 ファイル: 開 1、閉 2)")):
        said = sentence({"a": good, "b": long, "c": closed}, lang)  # type: ignore[arg-type]  # one of Lang
        assert said.endswith("…" + rest)
        assert len(said) <= 1001
        assert sentence({"a": good}, lang) == good.summary[lang]  # type: ignore[arg-type]
