"""The editors' JSON Schema takes what the loader takes, and refuses a misspelt key, type or argument."""

from pathlib import Path
from typing import Any

import pytest

from dq.suites import match
from dq.suites._document import COLUMN, EXPECTATION, LANDED, READER, SUITE
from dq.suites._nodes import parse, plain
from dq.suites.json_schema import schema

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = Path(__file__).parent / "data"


def errors(document: Any) -> list[str]:
    validator = pytest.importorskip("jsonschema", reason="comes with the reference").Draft202012Validator
    validator.check_schema(schema())
    return [error.json_path for error in validator(schema()).iter_errors(document)]


def document(text: str) -> Any:
    root = parse(text)
    assert root is not None
    return plain(root)


@pytest.mark.parametrize(
    "path",
    [*match.names(ROOT / "expectations"), DATA / "whole.yaml"],
    ids=lambda path: str(path.name),
)
def test_it_takes_what_the_loader_takes(path: Path) -> None:
    assert errors(document(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("name: x\ncolums: []", "$"),
        ("name: X Y", "$.name"),
        ("name: x\ncolumns: [{name: a, type: integr}]", "$.columns[0].type"),
        ("name: x\ncolumns: [{type: integer}]", "$.columns[0]"),
        ("name: x\nchanges: {column_added: bad}", "$.changes.column_added"),
        ("name: x\nexpectations: [{type: expect_nothing}]", "$.expectations[0].type"),
        ("name: x\nexpectations: [{type: expect_column_to_exist, kwargs: {colum: a}}]", "$.expectations[0].kwargs"),
        (
            "name: x\nexpectations: [{type: expect_column_values_to_be_unique, kwargs: {column: a, mostly: 2}}]",
            "$.expectations[0].kwargs.mostly",
        ),
    ],
)
def test_it_refuses_what_is_misspelt(text: str, at: str) -> None:
    assert errors(document(text)) == [at]


def test_a_parameter_stands_for_anything() -> None:
    kwargs = "{column: a, mostly: {$PARAMETER: share}}"
    text = f"name: x\nexpectations: [{{type: expect_column_values_to_be_unique, kwargs: {kwargs}}}]"
    assert errors(document(text)) == []


@pytest.mark.parametrize("table", [SUITE, LANDED, READER, COLUMN, EXPECTATION])
def test_every_key_stands_in_the_docs(table: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "suites.md").read_text(encoding="utf-8")
    assert [key for key in table if f"`{key}`" not in page and f".{key}`" not in page and f"{key}:" not in page] == []
