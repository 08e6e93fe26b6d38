"""Whatever a suite's text holds: a Suite, or a SuiteError whose mistakes all say what, where and in both languages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dq.errors import Mistake, SuiteError
from dq.suites._nodes import parse, plain
from dq.suites.json_schema import schema
from dq.suites.load import LATER, load, load_mapping
from dq.suites.suite import Suite

DATA = Path(__file__).parent / "data"
TEXTS = [
    (DATA / name).read_text(encoding="utf-8") for name in ("whole.yaml", "broken.yaml", "gx_1.json", "gx_0_18.json")
]
WORDS = [
    *(
        "null",
        "~",
        "true",
        "[]",
        "{}",
        "- ",
        "? ",
        ": ",
        "&a ",
        "*a",
        "!!int ",
        "!x ",
        "'",
        '"',
        "|",
        ">",
        "---",
        "...",
    ),
    *(
        "%",
        "@",
        "`",
        "\t",
        "\n",
        "\r",
        "  ",
        "#",
        ",",
        "[",
        "]",
        "{",
        "}",
        "1e999",
        "-0",
        ".nan",
        ".inf",
        "0o9",
        "0x",
        "<<",
    ),
    *("9" * 5000, "$PARAMETER", "{$PARAMETER: x}", "\\ud842", '"\\ud842"', '"\\UFFFFFFFF"', "\ufeff", "\x00", "\x85"),
    *("\u2028", "𠮟", "が", "2026-04-01", "12:30", "NO", "expect_column_values_to_be_between", "{year}", "{{", "(?P<a"),
    *("[[a]", "%Y", "%", "utf-16", "rot13", "a" * 300, "a\n b"),
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A suite's text with some cuts, insertions, and lines moved."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        to = min(len(text), at + draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(["cut", "insert", "replace", "copy", "line"]))
        piece = draw(st.sampled_from(WORDS)) if kind != "copy" else text[at:to]
        if kind == "line":
            lines = text.splitlines(keepends=True)
            lines.insert(
                draw(st.integers(0, len(lines))), lines.pop(draw(st.integers(0, len(lines) - 1))) if lines else ""
            )
            text = "".join(lines)
        elif kind in ("cut", "replace"):
            text = text[:at] + (piece if kind == "replace" else "") + text[to:]
        else:
            text = text[:at] + piece + text[at:]
    return text


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=5) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)


@st.composite
def replaced(draw: st.DrawFn) -> Any:
    """A suite's values with one of them replaced by anything."""
    root = parse(draw(st.sampled_from(TEXTS)).replace('  delimiter: ","\n', ""))
    assert root is not None
    value = plain(root)
    place = value
    for _ in range(draw(st.integers(0, 6))):
        keys: Any = list(place) if isinstance(place, dict) else range(len(place))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        if isinstance(place[key], (dict, list)) and draw(st.booleans()):
            place = place[key]
        else:
            place[key] = draw(VALUES)
            break
    return value


def whole_or_mistaken(read: Callable[[], Suite]) -> None:
    for mistake in mistakes_of(read):
        assert all(mistake.message[lang] for lang in ("en", "ja"))
        assert mistake.hint is None or all(mistake.hint[lang] for lang in ("en", "ja"))
        assert all(mistake.text(lang) for lang in ("en", "ja"))


def mistakes_of(read: Callable[[], Suite]) -> tuple[Mistake, ...]:
    """None where it is a suite: then all of it can be written and told."""
    try:
        suite = read()
    except SuiteError as error:
        return error.mistakes or (Mistake({"en": "", "ja": ""}),)
    assert suite.name
    json.dumps([declared.config() for declared in suite.expectations])
    assert all(declared.expectation.statement().en for declared in suite.expectations)
    return ()


@given(mutated())
@example("a: [")
@example("")
def test_a_mutated_text(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    whole_or_mistaken(lambda: load("s.yaml", data=data))
    whole_or_mistaken(lambda: load("s.json", data=data, parameters=LATER))


@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    whole_or_mistaken(lambda: load("s.yaml", data=data))


@given(replaced())
def test_a_mapping_with_anything_in_it(value: Any) -> None:
    if isinstance(value, dict):
        whole_or_mistaken(lambda: load_mapping(value))


@pytest.mark.parametrize("name", ["whole.yaml", "gx_1.json", "gx_0_18.json"])
def test_they_are_whole_before(name: str) -> None:
    assert load(DATA / name).expectations


@given(replaced())
def test_the_editors_schema_takes_whatever_the_loader_takes(value: Any) -> None:
    """But for the names of GX's suites, which may be anything: ours label metrics."""
    if not isinstance(value, dict) or "expectation_suite_name" in value:
        return
    try:
        load_mapping(value, parameters=LATER)
    except SuiteError:
        return
    found = jsonschema.Draft202012Validator(schema()).iter_errors(value)
    assert [error.message for error in found if error.json_path != "$.name"] == []
