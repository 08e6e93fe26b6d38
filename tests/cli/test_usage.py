"""Mistakes on the command line are told in both languages, with the near miss, and end with exit code 2."""

from pathlib import Path

import pytest

from dq.cli import run

GOOD = "examples/landed/fuel_prices_202604.csv"


@pytest.mark.parametrize(
    ("args", "en", "ja"),
    [
        (
            ["chek", GOOD],
            "no command `chek`. Did you mean `check`?",
            "コマンド `chek` はありません。`check` ではありませんか?",
        ),
        ([GOOD], f"To judge a file: dq check {GOOD}", f"ファイルを判定するには: dq check {GOOD}"),
        (["check", GOOD, "--ouptut", "x"], "Did you mean", "`--ouptut` はありません。`--output` ではありませんか?"),
        (["check", GOOD, "--xyz"], "No such option", "オプション `--xyz` はありません"),
        (["check", GOOD, "--suite"], "requires an argument", "オプション `--suite` には値が必要です"),
        (["check", GOOD, "--past=1"], "does not take a value", "オプション `--past` には値が要りません"),
        (["check", GOOD, "--format", "yaml"], "'text', 'json'", "使えるのは `text`、`json` です"),
        (["check", GOOD, ""], "is given empty", "が空です"),
        (["compare", GOOD], "Missing argument 'AFTER'", "`AFTER` がありません"),
        (
            ["check", GOOD, "--output", "jsn=x"],
            "did you mean `json`?",
            "出力 `jsn` はありません。`json` ではありませんか?",
        ),
        (["check", GOOD, "--output", "pdf=x"], "there is argo, ", "使えるのは argo, "),
        (["check", GOOD, "--output", "json"], "takes KIND=PATH", "KIND=PATH の形です"),
        (["check", GOOD, "--output", "json=s3://b/x"], "cannot write s3:// URIs", "s3:// の URI には書き込めません"),
        (["check", GOOD, "--history", "s3://b/x"], "cannot write s3:// URIs", "s3:// の URI には書き込めません"),
        (["check", GOOD, "--engine", "natve"], "did you mean `native`?", "`native` ではありませんか?"),
        (["check", GOOD, "--engine", "zzz"], "there is ", "使えるのは "),
        (["check", GOOD, "--param", "limit"], "takes K=V", "K=V を指定してください"),
        (["check", GOOD, "--params", "{"], "no JSON object", "JSON のオブジェクトではありません"),
        (["expectations", "between"], "there are `expect_column_", "があります"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_what_is_wrong_and_what_is_right(capsys: pytest.CaptureFixture[str], args: list[str], en: str, ja: str) -> None:
    assert run(args) == 2
    english = capsys.readouterr().err
    assert run([args[0], "--lang", "ja", *args[1:]]) == 2
    japanese = capsys.readouterr().err
    assert (english[:7], japanese[:5]) == ("error: ", "エラー: ")
    assert en in english
    assert ja in japanese


@pytest.mark.parametrize(
    ("baseline", "why"),
    [
        ("s3://b/x", "cannot read s3:// URIs"),
        ("expectations/fuel_prices.yaml", "it is a suite"),
        ("none.json", "not landed"),
    ],
)
def test_what_is_no_baseline(capsys: pytest.CaptureFixture[str], baseline: str, why: str) -> None:
    assert run(["check", GOOD, "--baseline", baseline]) == 2
    told = capsys.readouterr().out
    assert why in told
    assert "then: dq check" not in told


@pytest.mark.parametrize(
    "args", [["s3://b/fuel_prices_202604.csv", "-s", "fuel_prices"], ["examples", "-s", "fuel_prices"]]
)
def test_a_command_that_would_say_the_same_again_is_not_offered(
    capsys: pytest.CaptureFixture[str], args: list[str]
) -> None:
    assert run(["check", *args]) == 2
    assert "then: dq check" not in capsys.readouterr().out


def test_the_sides_of_a_comparison_keep_the_end_of_their_paths(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    file = tmp_path / ("長い名前のフォルダー" * 5) / "prices.csv"
    file.parent.mkdir()
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run(["compare", str(file), str(file), "--lang", "ja"]) == 0
    _, before, after, *_ = capsys.readouterr().out.splitlines()
    assert before.endswith("/prices.csv   1 行、2 列")
    assert "…" in after
