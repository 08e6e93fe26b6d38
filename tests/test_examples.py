"""The examples: as their generator makes them, byte for byte; judged for the reason in verdicts.yaml and no other."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dq.suites import match

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
VERDICTS: list[dict[str, Any]] = YAML(typ="safe").load((EXAMPLES / "verdicts.yaml").read_text(encoding="utf-8"))
LANDED = sorted(str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*.csv*"))


def test_the_generator_makes_what_is_committed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-I", EXAMPLES / "make_examples.py", tmp_path], check=True)
    made = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert sorted(made) == LANDED
    for name, data in made.items():
        assert data == (EXAMPLES / name).read_bytes(), name


def test_every_example_has_its_verdict() -> None:
    assert sorted(entry["file"] for entry in VERDICTS) == LANDED
    assert {tuple(sorted(entry["shows"])) for entry in VERDICTS} == {("en", "ja")}


@pytest.mark.parametrize("entry", VERDICTS, ids=lambda entry: entry["file"])
def test_an_example_gets_its_verdict_for_its_reason_alone(entry: dict[str, Any], tmp_path: Path) -> None:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("DQ_")}
    dq = [sys.executable, "-c", "from dq.cli import main; main()"]
    command = [*dq, "check", f"examples/{entry['file']}", "--format", "json"]
    ran = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, check=False, timeout=60)
    assert ran.returncode == entry["exit"], ran.stderr.decode()
    document = json.loads(ran.stdout)
    assert document["exit_code"] == entry["exit"]
    named = {finding["kind"] for finding in document["spec_changes"]}
    named |= {r["expectation_config"]["type"] for r in document["results"] if r["success"] is False}
    named |= {document["error"]["kind"]} if document["error"] else set()
    assert named == set(entry.get("because", ()))


def test_every_suite_has_an_example_that_opens_its_gate() -> None:
    suites = {path.stem for path in match.names(ROOT / "expectations")}
    opened = {entry["suite"] for entry in VERDICTS if entry["file"].startswith("landed/")}
    assert opened == suites
