"""Every name in a dataset file, misspelt: one mistake, where it stands, with the name that was meant; nothing follows from it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dq.errors import Mistake, SuiteError
from dq.suites._document import COLUMN, EXPECTATION, LANDED, READER, SUITE
from dq.suites._fields import TYPES
from dq.suites._nodes import Map, Node, Scalar, Seq, parse, plain
from dq.suites._other_words import OTHER_WORDS
from dq.suites.json_schema import schema
from dq.suites.load import load

TEXT = (Path(__file__).parent / "data" / "whole.yaml").read_text(encoding="utf-8")
LINES = TEXT.split("\n")
FREE = {"meta", "suite_parameters"}  # what stands in them is the author's
NAMED = {"format", "compression", "encoding", "line_ending", "quoting", "type", "severity", "kind", "result_format"}


HOLDING = {
    "name: x\ncolumns: [{{name: a}}]\n{}: 1\n": SUITE,
    "name: x\ncolumns: [{{name: a}}]\nlanded: {{{}: 1}}\n": LANDED,
    "name: x\ncolumns: [{{name: a}}]\nreader: {{{}: 1}}\n": READER,
    "name: x\ncolumns: [{{name: a, {}: 1}}]\n": COLUMN,
    "name: x\nexpectations: [{{type: expect_column_to_exist, kwargs: {{column: a}}, {}: 1}}]\n": EXPECTATION,
}


def tokens(node: Node, under: str = "") -> Iterator[tuple[Scalar, str]]:
    """Keys, and the values that are one of several names, each with the key that it stands under."""
    if isinstance(node, Map):
        for key, value in node.entries:
            yield key, ""
            if key.raw not in FREE:
                yield from tokens(value, "change" if under == "changes" else key.raw)
    elif isinstance(node, Seq):
        for item in node.items:
            yield from tokens(item, under)
    elif isinstance(node, Scalar) and under in {*NAMED, "change", "key"} and "%" not in node.raw:
        yield node, under


def misspelt(word: str) -> str:
    """Two letters change places; of a short word the last is doubled."""
    at = next((i for i in range(1, len(word) - 1) if word[i] != word[i + 1]), None) if len(word) > 3 else None
    return word + word[-1] if at is None else word[:at] + word[at + 1] + word[at] + word[at + 2 :]


ROOT = parse(TEXT)
assert ROOT is not None
TOKENS = list(tokens(ROOT))


def mistakes(text: str) -> tuple[Mistake, ...]:
    with pytest.raises(SuiteError) as raised:
        load("s.yaml", data=text.encode())
    return raised.value.mistakes


@pytest.mark.parametrize(("token", "under"), TOKENS, ids=[f"{t.line}:{t.column} {t.raw}" for t, _ in TOKENS])
def test_a_misspelt_name_is_told_where_it_stands(token: Scalar, under: str) -> None:
    line, at = LINES[token.line - 1], token.column - 1
    assert line[at:].startswith(token.raw)
    changed = line[:at] + misspelt(token.raw) + line[at + len(token.raw) :]
    [mistake] = mistakes("\n".join([*LINES[: token.line - 1], changed, *LINES[token.line :]]))
    assert mistake.where == f"s.yaml:{token.line}:{token.column}"
    assert mistake.hint is not None
    assert f"`{token.raw.lower() if under == 'encoding' else token.raw}`" in mistake.hint["en"]


@pytest.mark.parametrize(("token", "under"), TOKENS, ids=[f"{t.line}:{t.column} {t.raw}" for t, _ in TOKENS])
def test_an_editor_marks_it_too(token: Scalar, under: str) -> None:
    """But where a column's name or an encoding is meant: of these a schema knows nothing."""
    validator = pytest.importorskip("jsonschema", reason="comes with the reference").Draft202012Validator(schema())
    line, at = LINES[token.line - 1], token.column - 1
    changed = line[:at] + misspelt(token.raw) + line[at + len(token.raw) :]
    root = parse("\n".join([*LINES[: token.line - 1], changed, *LINES[token.line :]]))
    assert root is not None
    document: Any = plain(root)
    assert validator.is_valid(document) is (under in ("encoding", "key", "result_format"))


def test_nearly_all_of_the_file_is_tried() -> None:
    assert len(TOKENS) > 90
    assert {under for _, under in TOKENS} >= {"", "type", "severity", "kind", "change", "key", "quoting"}


def test_what_stands_under_a_misspelt_name_is_checked_too() -> None:
    text = "name: x\ncolums:\n  - {nam: a, type: integr}\nexpectations:\n  - {typ: expect_column_to_exist, kwarg: {colum: b}}\n"
    told = [(m.where, m.message["en"]) for m in mistakes(text)]
    assert told == [
        ("s.yaml:2:1", "unknown key `colums`"),
        ("s.yaml:3:6", "unknown key `nam`"),
        ("s.yaml:3:20", "unknown column type `integr`"),
        ("s.yaml:5:6", "unknown key `typ`"),
        ("s.yaml:5:35", "unknown key `kwarg`"),
        ("s.yaml:5:43", "unknown argument `colum`"),
    ]


@pytest.mark.parametrize(
    "text", ["name: x\ncolumns:\n  - {name: a}\n  -\n", "name: x\ncolumns: [{name: a}]\nknown_issues: [~]\n"]
)
def test_an_empty_entry_is_no_entry(text: str) -> None:
    [mistake] = mistakes(text)
    assert mistake.message["en"] == "an empty entry of the list"


@pytest.mark.parametrize(("theirs", "ours"), OTHER_WORDS.items())
def test_words_of_other_tools_lead_to_ours(theirs: str, ours: str) -> None:
    """Ours is a key of some table or a type of a column, theirs is neither."""
    tables = (SUITE, LANDED, READER, COLUMN, EXPECTATION)
    assert any(ours in table for table in tables) or ours in TYPES
    assert theirs not in TYPES
    holding = next((name for name, table in HOLDING.items() if ours in table and theirs not in table), None)
    if holding is None:
        [mistake] = mistakes(f"name: x\ncolumns: [{{name: a, type: {theirs}}}]\n")
    else:
        told = mistakes(holding.format(theirs))
        mistake = next(m for m in told if m.message["en"] == f"unknown key `{theirs}`")
        assert not [m for m in told if "is missing" in m.message["en"]]
    assert mistake.hint is not None
    assert mistake.hint["en"] == f"here it is called `{ours}`"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("columns: {a: integer}", "write `- {name: …}`"),
        ("expectations: {expect_column_to_exist: {column: a}}", "write `- {type: …, kwargs: {…}}`"),
        ("expectations: [{expect_column_to_exist: {column: a}}]", "write `- {type: expect_column_to_exist, kwargs: {…}}`"),
        (
            "expectations: [{type: expect_column_values_to_be_in_set, kwargs: {column: a, value_set: 1}}]",
            "write a list: [a, b]",
        ),
        ("columns: [{name: a}, {name: b}]\nkey: a, b", "key: [a, b]"),
    ],
)
def test_what_has_another_shape_is_told_the_right_one(text: str, told: str) -> None:
    [mistake] = mistakes(f"name: x\n{text}\n")
    assert mistake.hint is not None
    assert mistake.hint["en"] == told


def test_a_column_whose_name_has_a_comma_is_a_key() -> None:
    assert load("s.yaml", data=b'name: x\ncolumns: [{name: "a, b"}]\nkey: "a, b"\n').spec.key == ("a, b",)
