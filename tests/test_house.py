"""The rules of the house that no linter knows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dq

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"great_expectations", "pandas", "numpy", "google", "pyarrow", "jinja2", "scipy", "pydantic", "requests"}
CSV = "examples/landed/fuel_prices_202604.csv"


def imported(*command: str) -> set[str]:
    """The top-level packages that this command of Python imports."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("DQ_")}
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *command],
        cwd=ROOT, env=quiet, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return {name.partition(".")[0] for name in re.findall(r"^import time:[^|]+\|[^|]+\| +(\S+)$", ran.stderr, re.M)}


DQ = ("-c", "from dq.cli import main; main()")


@pytest.mark.parametrize(
    ("command", "also"),
    [
        (("-c", "import dq.cli"), {"duckdb", "_duckdb", "ruamel", "yaml"}),
        ((*DQ, "--help"), {"duckdb", "_duckdb", "ruamel", "yaml"}),
        ((*DQ, "--version"), {"duckdb", "_duckdb", "ruamel", "yaml"}),
        ((*DQ, "lint", "expectations/fuel_prices.yaml"), {"duckdb", "_duckdb", "ruamel"}),
        ((*DQ, "check", CSV), {"ruamel"}),
    ],
    ids=["import", "help", "version", "lint", "check"],
)
def test_a_command_opens_no_shelf_that_it_does_not_need(command: tuple[str, ...], also: set[str]) -> None:
    opened = imported(*command)
    assert "dq" in opened
    assert not opened & (HEAVY | also)


def test_what_is_imported_is_seen() -> None:
    assert "json" in imported("-c", "import json.decoder")


def test_imports_run_down_the_house() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("file", sorted((ROOT / "dq").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_one_file_holds_one_idea(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 350


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_nothing_committed_knows_the_machine_it_was_made_on() -> None:
    if not (files := tracked()):
        pytest.skip("not a git checkout")
    home = re.compile(rb"(?<![\w.$}~-])/(?:" + b"|".join((b"work", b"root", b"home")) + rb")/\w")
    knowing = [f"{file.relative_to(ROOT)}: {found[0]!r}" for file in files if (found := home.search(file.read_bytes()))]
    assert not knowing


def test_the_version_is_one() -> None:
    ran = subprocess.run([sys.executable, *DQ, "--version"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.search(rf"\b{re.escape(dq.__version__)}\b", ran.stdout)
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest is not None
    assert newest[1] in (dq.__version__, "Unreleased")
