"""Who reads stdout and stderr, and how long, changes no word of the gate."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DQ = f"{sys.executable} -c 'from dq.cli import main; main()'"
GOOD = "examples/landed/day_ahead_20260413.csv"
BROKEN = "examples/broken/new_export_system/day_ahead_20260413.csv"


def code(shell: str) -> int:
    """Of the first command of a pipe."""
    ran = subprocess.run(
        ["bash", "-c", shell + "; exit ${PIPESTATUS[0]}"],
        cwd=ROOT, check=False, timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return ran.returncode


@pytest.mark.parametrize("end", ["| true", "2>&1 >/dev/null | true", ">&-", "2>&-", ">&- 2>&- <&-", "2>/dev/full"])
@pytest.mark.parametrize(("file", "word"), [(GOOD, 0), (BROKEN, 1), ("none.csv -s none", 2)])
def test_a_reader_that_has_gone_changes_no_word(end: str, file: str, word: int) -> None:
    assert code(f"{DQ} check {file} --format json {end}") == word


@pytest.mark.parametrize("end", ["| true", ">&-", "2>&-"])
def test_nor_of_help(end: str) -> None:
    assert code(f"{DQ} check --help {end}") == 0


@pytest.mark.parametrize("more", ["", "--format json"])
def test_an_answer_that_cannot_be_written_is_ours(more: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    assert code(f"{DQ} check {GOOD} {more} >/dev/full") == 3


def test_a_file_never_takes_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    assert code(f"{DQ} check {GOOD} --output json={tmp_path}/r.json >&- 2>&-") == 0
    assert (tmp_path / "r.json").read_text().startswith("{")
