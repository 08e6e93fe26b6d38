"""Regexes that are compiled when they are first used: a run needs few of those that stand ready."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

_compile = re.compile


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, for a regex whose methods alone are used.

    >>> later("[0-9]+").findall("7 of 10")
    ['7', '10']
    """
    return cast("re.Pattern[str]", _Later(pattern, flags))


@contextmanager
def lazily() -> Iterator[None]:
    """`re.compile` is `later` while the block runs: for the import of a module that compiles what nobody here uses. What
    another thread compiles meanwhile is as good."""
    re.compile = later  # type: ignore[assignment]  # as good as one
    try:
        yield
    finally:
        re.compile = _compile


class _Later:
    def __init__(self, pattern: str, flags: int) -> None:
        self._asked = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Asked once for each method: then it stands on the object."""
        method = getattr(_compile(*self._asked), name)
        setattr(self, name, method)
        return method
