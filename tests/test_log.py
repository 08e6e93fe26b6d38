"""DQ_LOG=json: whatever is said on stderr is lines of JSON, each about its dataset and the workflow it runs in."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dq import log

ROOT = Path(__file__).resolve().parent.parent
GOOD = "examples/landed/fuel_prices_202604.csv"
BROKEN = "examples/broken/new_export_system/day_ahead_20260413.csv"
MAIN = "from dq.cli import main; main()"


def told(*args: str, **more: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit code, and the lines of stderr: each is JSON, or this raises."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("DQ_")}
    env = {**quiet, "DQ_LOG": "json", "DQ_WORKFLOW": "spot-7xk", "DQ_POD": "", **more}
    ran = subprocess.run(
        [sys.executable, "-c", MAIN, *args], cwd=ROOT, env=env, capture_output=True, check=False, timeout=60
    )
    return ran.returncode, [json.loads(line) for line in ran.stderr.decode().splitlines()]


def test_a_run_tells_its_way() -> None:
    code, lines = told("check", BROKEN, "--lang", "ja")
    assert code == 1
    assert [line["event"] for line in lines] == ["start", "landed", *["finding"] * 3, "unsuccessful", "verdict"]
    assert all(line["workflow"] == "spot-7xk" and "pod" not in line for line in lines)
    assert {line["dataset"] for line in lines[1:]} == {"day_ahead_prices"}
    verdict = lines[-1]
    assert (verdict["gate"], verdict["exit_code"], verdict["cause"], verdict["level"]) == (
        "closed",
        1,
        "column_renamed",
        "error",
    )
    assert {line["kind"] for line in lines if line["event"] == "finding"} >= {"column_renamed", "encoding_changed"}
    assert lines[1]["suite_digest"].startswith("sha256:")
    assert "ゲート閉" in verdict["message"]


def test_several_files_are_told_apart() -> None:
    _, lines = told("check", GOOD, BROKEN)
    verdicts = {line["source"]: line["level"] for line in lines if line["event"] == "verdict"}
    assert verdicts == {GOOD: "info", BROKEN: "error"}


@pytest.mark.parametrize(
    ("args", "code", "event"),
    [
        (["check", GOOD, "--typo"], 2, "usage"),
        (["check"], 2, "usage"),
        (["check", GOOD, "--output", "json=no/such/folder.json"], 3, "error"),
        (["check", GOOD, "-s", "none"], 2, "verdict"),
        (["check", GOOD, "-s", "tests/suites/data/none.yaml"], 2, "verdict"),
        (["check", GOOD, "--baseline", "none.json"], 2, "verdict"),
        (["lint", "none"], 2, "error"),
        (["enforce", "[]"], 3, "verdict"),
        (["compare", "none.csv", GOOD], 1, "error"),
    ],
)
def test_what_goes_wrong_is_a_line_too(args: list[str], code: int, event: str) -> None:
    got, lines = told(*args)
    assert got == code
    assert lines[-1]["event"] == event
    assert lines[-1]["level"] == "error"


def test_each_mistake_of_a_suite_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("name: s\ncolumns: [{name: a, typ: integer}, {nam: b}]\n")
    _, lines = told("check", GOOD, "-s", str(tmp_path / "s.yaml"))
    mistakes = [line for line in lines if line["event"] == "mistake"]
    assert len(mistakes) >= 2
    assert all(line["where"].startswith(str(tmp_path)) for line in mistakes)


@pytest.mark.parametrize("value", ["", "text", "JSO"])
def test_nobody_who_did_not_ask_gets_lines(
    value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DQ_LOG", value)
    log.line("error", "x", "nothing")
    log.say("error", "x", "line", "text")
    log.warn("careful")
    assert capsys.readouterr().err == "text\nwarning: careful\n"


def test_a_line_is_one_line_and_bounded(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DQ_LOG", "JSON")
    monkeypatch.setenv("DQ_WORKFLOW", "a\nb")
    hostile = '"}\n\r\x1b[2J\u2028\ud800' + "x" * 100_000
    log.line("info", "x", hostile, more=[hostile, float("nan"), None], some={hostile: 1}, nothing=None)
    [line] = capsys.readouterr().err.splitlines()[:1]
    assert len(line) < 10_000
    assert "\x1b" not in line
    said = json.loads(line)
    assert said["message"].startswith('"}\n')
    assert "nothing" not in said


NOISY = """
import logging, sys, warnings
from dq.storage import _talk
from dq.cli import main, stopping
hold = stopping.hold
def speak():
    hold()
    _talk.listen()
    warnings.warn("old", FutureWarning)
    logging.getLogger("google.auth").warning("metadata server unavailable on attempt %s", 1)
stopping.hold = speak
main(sys.argv[1:])
"""


def test_what_libraries_say_is_lines_too() -> None:
    env = {**os.environ, "DQ_LOG": "json"}
    command = [sys.executable, "-W", "default", "-c", NOISY, "check", GOOD]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False, timeout=60)
    lines = [json.loads(line) for line in ran.stderr.decode().splitlines()]
    assert ran.returncode == 0
    said = [line["message"] for line in lines if line["event"] == "library"]
    assert said == ["FutureWarning: old", "metadata server unavailable on attempt 1"]
