"""The three pages for a cluster say what templates/ says: their YAML stands there, their commands lead somewhere."""

import re
from pathlib import Path
from typing import Any

import pytest
from _argo import ROOT, TEMPLATES, gate, rendered_at, run, templates
from _monitors import CAUSES, collected, operator

from dq.by_name import load

PAGES = {name: (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("argo", "datadog", "closed")}
FILES = [*TEMPLATES.rglob("*.yaml"), ROOT / "expectations" / "kustomization.yaml"]


def blocks(language: str) -> list[Any]:
    fenced = re.compile(rf"^```{language}\n(.*?)^```$", re.M | re.S)
    found = [(name, text) for name, page in PAGES.items() for text in fenced.findall(page)]
    return [pytest.param(text, id=f"{name}: {text.splitlines()[0]}") for name, text in found]


def rows(page: str, heading: str) -> dict[str, list[str]]:
    """The rows of the first table under a heading, by the words in their first cell that are code."""
    table = PAGES[page].split(heading, 1)[1].split("\n## ")[0]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| ")]
    return {name: cells[1:] for cells in found for name in re.findall(r"`([^`]+)`", cells[0])}


@pytest.mark.parametrize("text", blocks("yaml"))
def test_the_yaml_stands_in_the_templates(text: str) -> None:
    lines = text.rstrip("\n").splitlines()
    for file in FILES:
        there = file.read_text(encoding="utf-8").splitlines()
        for start, line in enumerate(there):
            indent = line[: len(line) - len(line.lstrip())]
            if there[start : start + len(lines)] == [indent + one for one in lines]:
                return
    pytest.fail("these lines stand in no file of templates/")


@pytest.mark.parametrize("text", blocks("sh"))
def test_a_command_leads_somewhere(text: str) -> None:
    for line in text.splitlines():
        for path in re.findall(r"(?<![\w/])((?:templates|examples|docs)/[\w./*-]+)", line):
            assert list(ROOT.glob(path)), path
        if found := re.search(r"kubectl apply (?:-n \S+ )?-k (\S+)", line):
            assert rendered_at(ROOT / found[1])
        if line.startswith("dq "):
            name, *words = line.split()[1:]
            known = {option for p in load("cli", name).command.params for option in p.opts}
            assert {word for word in words if word.startswith("-")} <= known
        assert line.split()[0] in ("docker", "kubectl", "argo", "dq", "terraform", "promtool")


def test_inputs_and_outputs_are_told() -> None:
    template = templates(gate())["gate"]
    told = rows("argo", "## What goes in")
    assert list(told) == [p["name"] for p in template["inputs"]["parameters"]]
    for p in template["inputs"]["parameters"]:
        assert told[p["name"]][0].strip("`") == p.get("default", "")
    told = rows("argo", "## What comes out")
    defaults = {p["name"]: p["valueFrom"]["default"] for p in template["outputs"]["parameters"]}
    assert set(told) == set(defaults)
    assert {name: cells[0].strip("`") for name, cells in told.items() if name != "verdict"} == {
        name: default for name, default in defaults.items() if name != "verdict"
    }


def test_components_are_told() -> None:
    components = {path.parent.name for path in (TEMPLATES / "components").glob("*/kustomization.yaml")}
    assert set(rows("argo", "## 2. The template")) == components


def test_metrics_and_monitors_are_told() -> None:
    told = rows("datadog", "## 2. Let Datadog collect them")
    found = {name: tags for name, tags in collected().items() if ".dq_gate." in name}
    assert {name: set(re.findall(r"`(\w+)`", cells[0])) for name, cells in told.items()} == found
    table = PAGES["datadog"].split("## 3. The monitors")[1].split("\n## ")[0]
    named = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]
    assert named == [re.split(r": \{\{", m["name"])[0] for m in operator()]


def test_every_cause_has_its_answer() -> None:
    told = {**rows("closed", "\n## closed"), **rows("closed", "\n## undecided")}
    assert set(told) == CAUSES - {"none"}


def test_the_sentence_that_is_shown_is_the_one_that_is_said(tmp_path: Path) -> None:
    _, _, said = run("gate", tmp_path, source="examples/broken/column_renamed/day_ahead_20260413.csv", dataset="day_ahead_prices")
    assert f"main: Error (exit code 1): {said}\n" in PAGES["argo"]


def test_every_example_is_told() -> None:
    for path in sorted((TEMPLATES / "examples").iterdir()):
        assert path.suffix not in (".yaml", ".py") or path.name in PAGES["argo"]
