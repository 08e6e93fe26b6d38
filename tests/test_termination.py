"""The termination message: one line that a kubelet keeps whole, that controls nothing and fakes no retry; never on a laptop."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dq import termination

ROOT = Path(__file__).resolve().parent.parent
GOOD = "examples/landed/fuel_prices_202604.csv"
BROKEN = "examples/broken/new_export_system/day_ahead_20260413.csv"
RETRIED = re.compile(
    "^(Pod was terminated in response to imminent node shutdown|The node was low on resource|Preempted)"
)  # as the retryStrategy of templates/ has it: ARGO.md


PEOPLE = """
name: people
key: [id]
columns:
  - {name: id, type: integer}
  - name: mail
    pii: true
    type: text
    values: [a@example.com]
    expectations: [{type: expect_column_values_to_match_regex, kwargs: {regex: "^a"}}]
  - {name: born, pii: true, type: date, format: "%Y-%m-%d"}
  - name: code
    pii: true
    type: integer
    expectations: [{type: expect_column_max_to_be_between, kwargs: {max_value: 3}}]
"""


def start(*args: str, log: Path | None, **more: str) -> "subprocess.Popen[str]":
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("DQ_")}
    env = {**quiet, **more, **({"DQ_TERMINATION_LOG": str(log)} if log else {})}
    command = [sys.executable, "-c", "from dq.cli import main; main()", *args]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(*args: str, log: Path | None, **more: str) -> tuple[int, str]:
    run = start(*args, log=log, **more)
    _, err = run.communicate(timeout=60)
    return run.returncode, err


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["check", GOOD], 0, "fuel_prices: gate open"),
        (["check", BROKEN], 1, "day_ahead_prices: gate closed: column renamed"),
        (["check", BROKEN, "--lang", "ja"], 1, "day_ahead_prices: ゲート閉"),
        (["check", GOOD, BROKEN], 1, "(of 2 files: 1 open, 1 closed)"),
        (["check", "none.csv", "-s", "fuel_prices"], 1, "fuel_prices: gate closed: not landed: none.csv"),
        (["check", GOOD, "-s", "none"], 2, "no suite `none`"),
        (["check", GOOD, "--output", "json=no/such/folder.json"], 3, "cannot write no/such/folder.json"),
        (["check", GOOD, "--output", "json=no/such/a.json", "--dataset=fuel"], 3, "fuel: cannot write no/such/a.json"),
        (["check", "examples/landed/fuel_prices_202605.csv"], 1, "fuel_prices_202604.csv). The publisher's move"),
        (["check", "none.csv", "-s", "fuel_price"], 2, "(did you mean `fuel_prices`?). The caller's move"),
        (["check", "none.csv", "-s", "LICENSE"], 2, "(LICENSE:"),
        (["check", GOOD, "--fail-onn=info"], 2, "No such option '--fail-onn'"),
        (["check", GOOD, "--output", "json=s3://a/b"], 2, "cannot write s3:// URIs"),
    ],
)
def test_every_end_is_said_in_one_line(tmp_path: Path, args: list[str], code: int, says: str) -> None:
    log = tmp_path / "log"
    log.write_text("x" * 5000)
    inode = log.stat().st_ino
    assert ended(*args, log=log)[0] == code
    said = log.read_text(encoding="utf-8")
    assert says in said
    assert "\n" not in said
    assert log.stat().st_ino == inode, "a bind mount can only be written in place"


def test_a_stopped_run_says_so(tmp_path: Path) -> None:
    """The signal comes when the outputs have begun, while the file is read."""
    log, out = tmp_path / "log", tmp_path / "out"
    big = tmp_path / "big.csv"
    big.write_bytes(b"date,terminal\n" + b"2026-04-01,x\n" * 3_000_000)
    run = start("check", str(big), "-s", "fuel_prices", f"--output=argo={out}", log=log)
    for _ in range(600):
        if (out / "verdict").exists():
            break
        time.sleep(0.05)
    assert (out / "gate").read_text() == "undecided"
    run.send_signal(signal.SIGTERM)
    run.communicate(timeout=30)
    assert run.returncode == 143
    assert "SIGTERM" in log.read_text()
    assert "SIGTERM" in (out / "summary").read_text()
    assert (out / "cause").read_text() == "interrupted"


AT_ONCE = """
import os, signal, sys
from dq import stopping
from dq.cli import main
hold = stopping.hold
stopping.hold = lambda: (hold(), os.kill(os.getpid(), signal.SIGTERM))  # as early as a signal can come
main(sys.argv[1:])
"""


@pytest.mark.parametrize("args", [["check", GOOD], ["enforce", "[]"]])
def test_a_signal_that_comes_first_leaves_no_old_word(tmp_path: Path, args: list[str]) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "gate").write_text("open")
    env = {**os.environ, "DQ_TERMINATION_LOG": str(tmp_path / "log")}
    command = [sys.executable, "-c", AT_ONCE, *args, f"--output=argo={tmp_path}/out"]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 143
    assert (tmp_path / "out" / "gate").read_text() == "undecided"
    assert "SIGTERM" in (tmp_path / "out" / "summary").read_text()
    assert "SIGTERM" in (tmp_path / "log").read_text()


def test_a_laptop_gets_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DQ_TERMINATION_LOG", raising=False)
    monkeypatch.setattr(termination, "PATH", str(tmp_path / "termination-log"))
    assert termination.path() is None
    (tmp_path / "termination-log").touch()
    assert termination.path() == str(tmp_path / "termination-log")


def test_a_message_that_cannot_be_written_changes_no_word(tmp_path: Path) -> None:
    code, err = ended("check", GOOD, log=tmp_path / "none" / "log")
    assert code == 0
    assert "no termination message" in err


@pytest.mark.parametrize(
    "name",
    ["Pod was terminated in response to imminent node shutdown", "Preempted", "The node was low on resource: memory",
     "  Preempted", "\x1b]0;x\x07Preempted", "a\r\nPreempted", "\ud800", "\u202ePreempted"],
)  # fmt: skip
def test_no_name_can_fake_a_retry_or_control_anything(name: str) -> None:
    said = termination.message(f"{name}: gate closed").decode()
    assert not RETRIED.search(said)
    assert said.isprintable()


@pytest.mark.parametrize("text", ["値" * 2000, "a" * 2000, "𠮷" * 999])
def test_a_long_message_is_cut_between_characters(text: str) -> None:
    data = termination.message(text)
    assert 990 <= len(data) <= 1000
    assert data.decode().endswith("…")


def test_a_pii_value_is_in_no_message(tmp_path: Path) -> None:
    """Whatever is wrong with the column: another format, another domain, values out of bounds, malformed rows."""
    (tmp_path / "suite.yaml").write_text(PEOPLE)
    rows = "".join(f"{n},secret{n}@x.org,19{n:02d}/03/0{n % 9 + 1},{88_000 + n}\n" for n in range(10, 60))
    (tmp_path / "new.csv").write_text("id,mail,born,code\n" + rows)
    out = tmp_path / "out"
    args = ["check", str(tmp_path / "new.csv"), "-s", str(tmp_path / "suite.yaml"), f"--output=argo={out}"]
    code, _ = ended(*args, log=tmp_path / "log")
    assert code == 1
    for said in ((tmp_path / "log").read_text(), *(part.read_text() for part in out.iterdir())):
        assert not re.search(r"secret|19\d\d|880\d\d", said), said
