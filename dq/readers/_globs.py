"""Globs over raw lines: `*` and `?` are special, all else is itself (as in `単位[MW]*`); `blank` is an empty line."""

import re
from functools import cache

import msgspec


class Glob(msgspec.Struct, frozen=True):
    """`literal`: UTF-8 bytes that stand in every line that matches; b"" where there are none (a blank line, `*`)."""

    text: str
    delimiter: str = ","

    @property
    def literal(self) -> bytes:
        return (
            b"" if self.text == "blank" else max(re.split(r"[*?]", self.text), key=len).encode("utf-8", "surrogatepass")
        )

    def matches(self, line: str) -> bool:
        """Whether the whole line fits."""
        return _compiled(self.text, self.delimiter).fullmatch(line) is not None


@cache
def _compiled(text: str, delimiter: str) -> re.Pattern[str]:
    if text == "blank":  # as spreadsheets save it: nothing, or nothing but delimiters
        return re.compile(rf"(?:\s|{re.escape(delimiter)})*")
    return re.compile("".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in text), re.DOTALL)


def dropped(line: str, skip: tuple[Glob, ...]) -> bool:
    return any(glob.matches(line) for glob in skip)
