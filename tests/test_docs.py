"""The pages say what is so: every key and type stands in them, their suites load, their terminal pictures are true."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dq.by_name import names
from dq.suites import _document
from dq.suites.load import load

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "examples" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TABLES = ("SUITE", "LANDED", "READER", "ONE_TABLE", "COLUMN", "EXPECTATION", "KNOWN_ISSUE")


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)


SUITES = [(page, text) for page in PAGES for text in blocks(page, "yaml") if re.search(r"^name:", text, re.M)]
PICTURES = [(page, text) for page in PAGES for text in blocks(page, "") if text.startswith("$ dq ")]
PYTHON = [(page, text) for page in PAGES for text in blocks(page, "python")]


@pytest.mark.parametrize("table", TABLES)
def test_every_key_of_a_suite_is_told(table: str) -> None:
    page = (ROOT / "docs" / "suites.md").read_text(encoding="utf-8")
    assert [key for key in getattr(_document, table) if not re.search(rf"\b{key}\b", page)] == []


def test_every_expectation_type_that_is_told_is_there() -> None:
    """By its name, or by its end where it stands in a row of alike ones. `dq expectations` lists them all."""
    page = (ROOT / "docs" / "expectations.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in page.splitlines() if line.startswith("| "))
    parts = [[part for part in name.split("…") if part] for name in re.findall(r"`([a-z_…]+)`", table)]
    assert len(parts) > 20
    assert [ps for ps in parts if not any(all(p in t for p in ps) for t in names("expectation_types"))] == []


@pytest.mark.parametrize(("page", "text"), SUITES, ids=[page.name for page, _ in SUITES])
def test_a_suite_in_the_pages_loads(page: Path, text: str, tmp_path: Path) -> None:
    file = tmp_path / "suite.yaml"
    file.write_text(text, encoding="utf-8")
    assert load(str(file)).expectations


@pytest.mark.parametrize(("page", "text"), PICTURES, ids=[page.name for page, _ in PICTURES])
def test_a_terminal_picture_is_true(page: Path, text: str) -> None:
    command, _, shown = text.partition("\n")
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("DQ_", "FORCE_COLOR"))}
    quiet["COLUMNS"] = "110"
    dq = [sys.executable, "-c", "from dq.cli import main; main()", *command.split()[2:]]
    ran = subprocess.run(dq, cwd=ROOT, env=quiet, capture_output=True, check=False, timeout=60)
    assert without_seconds(ran.stdout.decode()) == without_seconds(shown)


def without_seconds(text: str) -> str:
    return re.sub(r"\d+\.\d s\b", "0.0 s", text).strip()


@pytest.mark.parametrize(("page", "text"), PYTHON, ids=[page.name for page, _ in PYTHON])
def test_the_python_in_the_pages_runs(page: Path, text: str) -> None:
    ran = subprocess.run([sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout


def test_the_pages_hold_suites_pictures_and_python() -> None:
    assert len(SUITES) >= 2
    assert PICTURES
    assert PYTHON


@pytest.mark.parametrize("kind", names("outputs"))
def test_every_output_is_told(kind: str) -> None:
    page = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert re.search(rf"`{kind}`|--output {kind}=", page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
