"""What libyaml reads is what ruamel, which is of YAML 1.2, reads: the same values at the same lines and columns."""

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from dq.suites import _nodes, _ruamel
from dq.suites._nodes import Map, Node, Seq, Unreadable, parse

ROOT = Path(__file__).parents[2]
TEXTS = [
    path.read_text(encoding="utf-8")
    for folder in ("expectations", "tests/suites", "tests/expectation_types", "templates", "benchmarks")
    for pattern in ("*.yaml", "*.json")
    for path in sorted((ROOT / folder).rglob(pattern))
    if path.stat().st_size < 30_000
]
BITS = [*" \n:-?,[]{}#*!'\"%@`~abc01\\/.日\u3000\r𠮟", ": ", "\n- ", "\n  ", "? ", "---\n", "<<", "\\n", "\\u0041", "|\n  a"]


def test_every_suite_here_is_read_the_same() -> None:
    assert len(TEXTS) > 50
    for text in TEXTS:
        assert same(text) in (True, None), text


@pytest.mark.parametrize("seed", range(8))
def test_mutilated_suites_are_read_the_same(seed: int) -> None:
    """Pieces of suites with characters put in and taken out: most are no YAML at all, and those that are read alike."""
    pick = random.Random(seed)
    compared = 0
    for _ in range(1_500):
        text = mutilated(pick)
        answer = same(text)
        assert answer is not False, repr(text)
        compared += answer is True
    assert compared > 50


@pytest.mark.parametrize("character", "\t&\x85\u2028\u2029\ufeff\x07")
def test_ruamel_reads_what_libyaml_would_read_otherwise(character: str) -> None:
    text = f'a: "x{character}y"\n'
    try:
        told = tree(parse(text))
    except Unreadable as refused:
        told = str(refused)
    assert told == by_ruamel(text)


def test_a_pair_of_escapes_is_one_character() -> None:
    """JSON writes 𠮟 so; libyaml refuses it, and ruamel is asked."""
    root = parse('{"name": "\\ud842\\udf9f"}')
    assert isinstance(root, Map)
    assert tree(root) == ("map", 1, 1, ((("name", "'name'", 1, 2), ("𠮟", "'𠮟'", 1, 10)),))


def test_a_build_without_libyaml_reads_with_ruamel(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "benchmarks/suite.yaml").read_text(encoding="utf-8")
    quick = tree(parse(text))
    monkeypatch.setattr(_nodes, "_QUICK", None)
    assert tree(parse(text)) == quick


def same(text: str) -> bool | None:
    """Whether both read the text alike; None where libyaml is not asked, or refuses, and so decides nothing."""
    if not _nodes._OTHERWISE.isdisjoint(text) or "..." in text:
        return None
    try:
        if any(getattr(e, "style", "") in ("|", ">") and not e.value.strip() for e in _events(text)):
            return None  # a block of text without text: ruamel wants it indented, and nobody writes it
        read = tree(_nodes._root(_events(text)))
    except (yaml.YAMLError, Unreadable, ValueError):
        return None
    return read == by_ruamel(text)


def _events(text: str) -> Any:
    return yaml.parse(text, Loader=yaml.CSafeLoader)


def by_ruamel(text: str) -> Any:
    try:
        return tree(_nodes._root(_ruamel.events(text)))
    except Unreadable as refused:
        return str(refused)


def tree(node: Node | None) -> Any:
    """Values and positions; of what is not there (`a:`) no position: one parser says behind the colon, one further on."""
    if node is None:
        return None
    if isinstance(node, Map):
        return ("map", node.line, node.column, tuple((tree(key), tree(value)) for key, value in node.entries))
    if isinstance(node, Seq):
        return ("seq", node.line, node.column, tuple(tree(item) for item in node.items))
    assert isinstance(node, _nodes.Scalar)
    return (node.raw, repr(node.value), *((node.line, node.column) if node.raw else ()))


def mutilated(pick: random.Random) -> str:
    text = pick.choice(TEXTS)
    at = pick.randrange(len(text) + 1)
    text = text[max(0, at - pick.randrange(10, 200)) : at + pick.randrange(10, 200)]
    if pick.random() < 0.3:
        text = "".join(pick.choice(BITS) for _ in range(pick.randrange(1, 25)))
    for _ in range(pick.randrange(4)):
        at, bit, kind = pick.randrange(len(text) + 1), pick.choice(BITS), pick.random()
        text = text[:at] + (bit if kind < 0.8 else "") + text[at + (kind > 0.6) :]
    return text
