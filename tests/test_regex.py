"""A regex that is compiled when it is first used answers as one that stands ready."""

import re

import pytest

from dq.regex import later


@pytest.mark.parametrize("text", ["Tokyo 12", "tokyo", ""])
def test_it_answers_as_a_compiled_one(text: str) -> None:
    lazy, ready = later("tok(yo)", re.IGNORECASE), re.compile("tok(yo)", re.IGNORECASE)
    assert lazy.sub("-", text) == ready.sub("-", text)
    assert lazy.findall(text) == ready.findall(text)
    for name in ("match", "search", "fullmatch"):
        hits = [getattr(pattern, name)(text) for pattern in (lazy, ready)]
        assert len({hit and hit.span() for hit in hits}) == 1


def test_it_is_compiled_once_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = re.compile

    def noted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        asked.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr("dq.regex._compile", noted)
    lazy = later("a+")
    assert asked == []
    assert lazy.fullmatch("aa")
    assert lazy.fullmatch("aaa")
    assert asked == ["a+"]
