"""Globs over object names: `*` and `?` stay within a folder, `**` does not, `[ab]` is one of them."""

import re
from collections.abc import Callable

_WILD = re.compile(r"[*?\[]")


def prefix_of(pattern: str) -> str | None:
    """What every match begins with; None where that is nothing.

    >>> prefix_of("jepx/2026/*.csv"), prefix_of("*.csv")
    ('jepx/2026/', None)
    """
    hit = _WILD.search(pattern)
    return (pattern[: hit.start()] if hit else pattern) or None


def matching(pattern: str) -> Callable[[str], bool]:
    """
    >>> fits = matching("a/*.csv")
    >>> fits("a/b.csv"), fits("a/b/c.csv")
    (True, False)
    """
    pieces = re.split(r"(\*\*/?|\*|\?|\[[^\]]*\])", pattern)
    said = "".join(_piece(p) for p in pieces)
    return lambda name: re.fullmatch(said, name, re.DOTALL) is not None


def _piece(piece: str) -> str:
    if piece in ("**", "**/"):
        return ".*" if piece == "**" else "(?:.*/)?"
    if piece == "*":
        return "[^/]*"
    if piece == "?":
        return "[^/]"
    if piece.startswith("[") and piece.endswith("]") and len(piece) > 2:
        inner = piece[1:-1].replace("\\", "\\\\").replace("[", "\\[")
        return f"[{'^' + inner[1:] if inner[0] == '!' else inner}]"
    return re.escape(piece)
