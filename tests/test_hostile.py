"""Hostile files and hard ends: the right exit code, one clear sentence, no traceback, nothing half written."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SUITE = """\
name: hostile
columns:
  - {name: a, type: integer}
  - {name: b, type: text}
  - {name: c, type: number}
"""
GOOD = b"a,b,c\n" + b"".join(b"%d,text %d,%d.5\n" % (i, i, i) for i in range(100))


def _dq(folder: Path, *args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "dq", "check", *args, "-s", str(folder / "hostile.yaml")]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=100, env={**os.environ, **env}, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hostile.yaml").write_text(SUITE)
    return tmp_path


FILES = {
    "empty": (b"", 1, "empty"),
    "header_only": (b"a,b,c\n", 0, "gate open"),
    "nul_in_a_number": (b"a,b,c\n1,x,2\n\x003,y,4\n", 1, "reads as an integer"),
    "nul_in_text": (b"a,b,c\n1,x\x00y,2\n", 0, "gate open"),
    "invalid_bytes": (b"a,b,c\n1,\x82\xff\xfe\xa0,2\n", 1, "line 2"),
    "truncated_gzip": (gzip.compress(GOOD * 50)[:-20], 1, "gzip"),
    "no_gzip_behind_its_magic": (b"\x1f\x8b\x08\x00rubbish", 1, "gzip"),
    "unclosed_quote": (GOOD + b'101,"open,1\n' + GOOD[6:], 1, "line 102"),
    "ragged": (GOOD + b"1,2\n1,2,3,4\n", 1, "2 of 102"),
    "random_bytes": (bytes(range(256)) * 40, 1, "gate closed"),
    "only_newlines": (b"\n\n\n", 1, "gate closed"),
    "carriage_returns": (GOOD.replace(b"\n", b"\r"), 0, "gate open"),
    "mixed_endings": (GOOD + GOOD[6:].replace(b"\n", b"\r\n"), 0, "gate open"),
    "utf_16": (GOOD.decode().encode("utf-16"), 0, "gate open"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gets_its_word(folder: Path, name: str) -> None:
    data, code, said = FILES[name]
    (folder / "landed.csv").write_bytes(data)
    run = _dq(folder, "landed.csv", "--output", "json=result.json")
    text = (run.stdout + run.stderr).decode()
    assert "Traceback" not in text
    assert run.returncode == code, text
    assert said in text
    told = json.loads((folder / "result.json").read_bytes())
    assert told["exit_code"] == code
    assert told["gate"] == ("open" if code == 0 else "closed")


def test_a_very_long_line(folder: Path) -> None:
    (folder / "landed.csv").write_bytes(GOOD + b"101," + b"x" * 100_000_000 + b",1\n")
    run = _dq(folder, "landed.csv")
    assert run.returncode == 0, run.stdout.decode()[-2000:]


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (lambda p: p.mkdir(), 2, "directory"),
        (os.mkfifo, 2, "pipe"),
        (lambda p: p.symlink_to("/dev/zero"), 2, "device"),
        (lambda _: None, 1, "not landed"),
    ],
    ids=["directory", "fifo", "device", "missing"],
)
def test_what_is_no_file(folder: Path, make: object, code: int, said: str) -> None:
    make(folder / "landed.csv")  # type: ignore[operator]  # one of the callables above
    run = _dq(folder, "landed.csv")
    text = (run.stdout + run.stderr).decode()
    assert (run.returncode, "Traceback" in text, said in text) == (code, False, True), text


def test_an_unreadable_file(folder: Path) -> None:
    (folder / "landed.csv").write_bytes(GOOD)
    (folder / "landed.csv").chmod(0)
    command = [*_without_privilege(), sys.executable, "-m", "dq", "check", "landed.csv", "-s", "hostile.yaml"]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)
    assert (run.returncode, b"no permission to read landed.csv" in run.stdout) == (2, True), run.stderr


def _without_privilege() -> list[str]:
    """Root reads what nobody may read, until it has laid that down. It stays root: another user may not reach Python."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("root, and no setpriv (util-linux) here")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


MEASURED = """
import resource, subprocess, sys
ran = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(ran.returncode)
"""  # of a small process: a child begins with what its parent takes, and this one holds the data


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_an_unclosed_quote_in_a_large_file_takes_no_memory(folder: Path, packed: bool) -> None:
    """It may run to the end of the file: 150 MB here, which took 500 MB to 770 MB once."""
    rows = b"".join(b"%d,text %d,%d.5\n" % (i, i, i) for i in range(100_000))
    data = GOOD + b'101,"open,1\n' + rows * 60
    name = "landed.csv.gz" if packed else "landed.csv"
    (folder / name).write_bytes(gzip.compress(data, 1) if packed else data)
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "dq", "check", name, "-s", "hostile.yaml"]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=100, check=False)
    assert (run.returncode, b"line 102" in run.stdout) == (1, True), run.stderr
    assert int(run.stderr) < 300 << 10  # KB


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
@pytest.mark.parametrize("target", ["json=/dev/full", "argo=/dev/full/x", "text=/proc/none/x"])
def test_an_output_that_cannot_be_written(folder: Path, target: str) -> None:
    (folder / "landed.csv").write_bytes(GOOD)
    run = _dq(folder, "landed.csv", "--output", "json=result.json", "--output", target)
    assert run.returncode == 3, run.stdout + run.stderr
    assert b"Traceback" not in run.stderr
    assert run.stderr.startswith(b"error: ")
    if (folder / "result.json").exists():
        assert json.loads((folder / "result.json").read_bytes())["gate"] == "undecided"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_stdout_is_no_open_gate(folder: Path) -> None:
    (folder / "landed.csv").write_bytes(GOOD)
    command = [sys.executable, "-m", "dq", "check", "landed.csv", "-s", "hostile.yaml"]
    with open("/dev/full", "wb") as full:
        run = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert run.returncode == 3
    assert b"Traceback" not in run.stderr


def test_a_reader_that_closes_the_pipe_changes_no_code(folder: Path) -> None:
    (folder / "landed.csv").write_bytes(GOOD + b"x,y,z\n")
    run = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m dq check landed.csv -s hostile.yaml 2>err; echo $? >code"],
        cwd=folder, stdout=subprocess.DEVNULL, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode == 0
    closed = subprocess.run(
        ["/bin/sh", "-c", f"({sys.executable} -m dq check landed.csv -s hostile.yaml; echo $? >code2) 2>err2 | true"],
        cwd=folder, timeout=60, check=False,
    )  # fmt: skip
    assert closed.returncode == 0
    assert (folder / "code").read_text() == (folder / "code2").read_text() == "1\n"
    assert (folder / "err2").read_text() == ""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose check takes about a second: long enough to be ended in its middle."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "hostile.yaml").write_text(SUITE + "key: [a]\n")
    rows = "".join(f"{i},text {i * 7919 % 100003},{i % 997}.25\n" for i in range(1_500_000))
    (folder / "landed.csv").write_text("a,b,c\n" + rows)
    return folder


def _started(folder: Path) -> "subprocess.Popen[bytes]":
    """With an old run's result in place."""
    (folder / "result.json").write_text('{"gate": "open", "of": "an old run"}')
    for file in (folder / "out").glob("*"):
        file.unlink()
    command = [sys.executable, "-m", "dq", "check", "landed.csv", "-s", "hostile.yaml"]
    command += ["--output", "json=result.json", "--output", "argo=out"]
    (folder / "out").mkdir(exist_ok=True)
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _until_begun(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(1000):
        if (folder / "out" / "verdict").exists() or process.poll() is not None:
            return
        time.sleep(0.01)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_it_at_once_and_undecided(large: Path, number: int, code: int) -> None:
    process = _started(large)
    _until_begun(large, process)
    time.sleep(0.25)
    began = time.monotonic()
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    told = json.loads((large / "result.json").read_bytes())
    assert b"Traceback" not in err
    if process.returncode != 0:  # a fast machine may have been done
        assert process.returncode == code
        assert told["gate"] == "undecided"
        assert told["exit_code"] != 0
        assert time.monotonic() - began < 10
        assert (large / "out" / "gate").read_text() == "undecided"


@pytest.mark.parametrize("after", [0.0, 0.05, 0.2, 0.5, 1.0])
def test_kill_leaves_nothing_that_reads_as_whole(large: Path, after: float) -> None:
    process = _started(large)
    _until_begun(large, process)
    time.sleep(after)
    process.kill()
    process.communicate(timeout=30)
    told = json.loads((large / "result.json").read_bytes())
    assert told["gate"] in ("undecided", "open")
    assert told.get("of") is None
    assert (told["gate"] == "open") == (told["exit_code"] == 0)
    assert [p.name for p in large.iterdir() if p.name.startswith((".", "dq-", "tmp"))] == []
