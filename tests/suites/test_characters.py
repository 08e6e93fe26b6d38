"""What YAML allows: ruamel's answer for each character, though its regex is asked only where Python's word does not do."""

import pytest
from ruamel.yaml.reader import Reader

from dq.suites._nodes import _Reader


@pytest.mark.parametrize("start", range(0, 0x11000, 0x1000))
def test_a_character_is_allowed_where_ruamel_allows_it(start: int) -> None:
    for code in range(start, start + 0x1000, 7 if start else 1):
        text = f"a: {chr(code)}b"
        assert _Reader._get_non_printable(text) == Reader._get_non_printable(text), hex(code)


@pytest.mark.parametrize("character", "\x7f\x80\x84\x85\x86\x9f\ud800\udfff\ufeff\ufffe\uffff\u3000\u200b")
def test_the_borders(character: str) -> None:
    assert _Reader._get_non_printable(f"日本 {character}") == Reader._get_non_printable(f"日本 {character}")
