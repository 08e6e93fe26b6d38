"""Shelves: whatever file stands on one meets its Protocol, speaks both languages, has a docstring and a case.

Nothing here names a file of a shelf: a new one is demanded of as soon as it stands there.
"""

import ast
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

from dq.by_name import camel, load, names

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "dq"
PROTOCOLS = {
    "storage": "dq.storage.Scheme",
    "readers": "dq.readers.Reader",
    "column_types": "dq.column_types.ColumnTypeModule",
    "engines": "dq.engines.Engine",
    "spec_changes": "dq.spec_changes._kind.KindModule",
    "outputs": "dq.outputs.Output",
}
SHELVES = (*PROTOCOLS, "expectation_types", "cli")
STANDING = [(shelf, name) for shelf in SHELVES for name in names(shelf)]
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def source(shelf: str, name: str) -> Path:
    file = PACKAGE / shelf / f"{name}.py"
    return file if file.exists() else PACKAGE / shelf / name / "__init__.py"


def demanded(shelf: str, name: str) -> str:
    """A line that type-checks exactly where the file meets its shelf."""
    module = f"dq.{shelf}.{name}"
    match shelf:
        case "expectation_types":
            return f"{shelf}_{name}: type[dq.expectation_types._families.Expectation] = {module}.{camel(name)}"
        case "cli":
            return f"{shelf}_{name}: click.Command = {module}.command"
    return f"{shelf}_{name}: {PROTOCOLS[shelf]} = {module}"


def test_every_file_meets_its_shelf(tmp_path: Path) -> None:
    protocols = {path.rpartition(".")[0] for path in PROTOCOLS.values()}
    imports = {"click", "dq.by_name", "dq.expectation_types._families", *protocols}
    imports |= {f"dq.{shelf}.{name}" for shelf, name in STANDING}
    lines = [f"import {module}" for module in sorted(imports)]
    lines += [demanded(shelf, name) for shelf, name in STANDING]
    lines.append("control: dq.outputs.Output = dq.by_name")  # it is none: silence here would be mypy's, not the shelves'
    generated = tmp_path / "demanded.py"
    generated.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml", "--hide-error-context"]
    ran = subprocess.run(
        [*command, "--no-pretty", generated], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    errors = re.findall(r"demanded\.py:(\d+): (?:error|note): (.*)", ran.stdout)
    wrong = [f"{lines[int(line) - 1]}\n    {message}" for line, message in errors if int(line) != len(lines)]
    assert not wrong, "\n".join(wrong)
    assert errors, ran.stdout + ran.stderr


@pytest.mark.parametrize("shelf", SHELVES)
def test_something_stands_on_the_shelf(shelf: str) -> None:
    assert names(shelf)


@pytest.mark.parametrize(("shelf", "name"), STANDING)
def test_a_file_says_what_is_true_in_its_first_line(shelf: str, name: str) -> None:
    said = ast.get_docstring(ast.parse(source(shelf, name).read_text(encoding="utf-8")))
    assert said
    assert len(said.splitlines()[0]) > 10


# --- both languages --------------------------------------------------------------------------------------------------


def placeholders(sentence: str) -> set[str]:
    """Their names. One that is filled apart in each language ({gate_en}, {gate_ja}) is one; `word…` is a word
    like "was" or "were" that the other language may not need."""
    named = [field for _, field, _, _ in Formatter().parse(sentence) if field is not None]
    return {re.sub(r"_?(en|ja)$", "", field) for field in named if not field.startswith("word")}


def sentences(file: Path) -> list[tuple[int, dict[str, str]]]:
    """Every dictionary of plain texts by language that is written in the file, with its line."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            keys = [k.value for k in node.keys if isinstance(k, ast.Constant)]
            if "en" in keys or "ja" in keys:
                texts = [v.value for v in node.values if isinstance(v, ast.Constant) and isinstance(v.value, str)]
                if len(texts) == len(node.keys) == len(keys):
                    found.append((node.lineno, dict(zip(map(str, keys), texts, strict=True))))
    return found


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_sentences_say_the_same_in_both_languages(file: Path) -> None:
    for line, says in sentences(file):
        where = f"{file.relative_to(ROOT)}:{line}"
        assert set(says) == {"en", "ja"}, where
        assert placeholders(says["en"]) == placeholders(says["ja"]), where
        assert not JAPANESE.search(says["en"]) or JAPANESE.search(says["ja"]), where
        written = re.sub(r"\{[^}]*\}", "", says["en"])
        assert JAPANESE.search(says["ja"]) or not re.search(r"[a-z]{2} [a-z]{2}", written), f"{where}: not translated"


def test_sentences_are_found_where_they_stand() -> None:
    assert len(sentences(PACKAGE / "errors.py")) >= 10


@pytest.mark.parametrize("name", names("spec_changes"))
def test_a_kind_speaks_both_languages(name: str) -> None:
    assert {*load("spec_changes", name).kind.says} == {"en", "ja"}


@pytest.mark.parametrize("name", names("column_types"))
def test_a_column_type_is_named_in_both_languages(name: str) -> None:
    assert {*load("column_types", name).says} == {"en", "ja"}


@pytest.mark.parametrize("name", names("expectation_types"))
def test_an_expectation_type_speaks_both_languages_and_shows_an_example(name: str) -> None:
    expectation = getattr(load("expectation_types", name), camel(name))
    assert {*expectation.says} == {"en", "ja"}
    assert expectation.example
    assert {*expectation.example} <= {*expectation.__struct_fields__}


# --- one file, one case ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shelf", ["expectation_types", "spec_changes"])
def test_every_file_has_its_case_and_every_case_its_file(shelf: str) -> None:
    cases = {path.stem for path in (ROOT / "tests" / shelf / "cases").glob("*.yaml")}
    assert cases == {*names(shelf)}


@pytest.mark.parametrize("name", names("cli"))
def test_a_command_stands_in_the_docs(name: str) -> None:
    pages = chain([ROOT / "README.md"], (ROOT / "docs").glob("*.md"))
    assert any(re.search(rf"\bdq {name}\b", page.read_text(encoding="utf-8")) for page in pages)
