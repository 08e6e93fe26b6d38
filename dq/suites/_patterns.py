"""Globs over URIs, compared by their trailing path segments."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase


def fits(pattern: str, uri: str) -> bool:
    """Whether a glob fits a URI by its trailing path segments; with a scheme or a leading `/`, by all of them.

    `*` stays within a segment, `**` is any number of them.

    >>> fits("jepx/spot_*.csv", "/data/jepx/spot_2026.csv"), fits("gs://a/*.csv", "gs://b/x.csv")
    (True, False)
    """
    pattern, uri = _composed(pattern), _composed(_whole(uri))
    rooted = "://" in pattern or pattern.startswith("/")
    if "://" in pattern and "://" not in uri:
        return False
    wanted, given = pattern.strip("/").split("/"), uri.strip("/").split("/")
    if rooted:
        return _segments(wanted, given)
    return _segments(["**", *wanted], given)


def _segments(pattern: Sequence[str], given: Sequence[str]) -> bool:
    """Segment by segment; each `**` once from the left, so that no pattern takes long."""
    reach = {0}
    for segment in given:
        reach = _through(reach, pattern)
        reach = {n if pattern[n] == "**" else n + 1 for n in reach if n < len(pattern) and _fits(pattern[n], segment)}
        if not reach:
            return False
    return len(pattern) in _through(reach, pattern)


def _through(reach: set[int], pattern: Sequence[str]) -> set[int]:
    """`**` may be nothing."""
    grown = set(reach)
    for n in range(len(pattern)):
        if n in grown and pattern[n] == "**":
            grown.add(n + 1)
    return grown


def _fits(pattern: str, segment: str) -> bool:
    return pattern == "**" or fnmatchcase(segment, pattern)


def _whole(uri: str) -> str:
    """A path from the root; a URI as it is."""
    if uri.startswith("file://"):
        uri = uri.removeprefix("file://")
    return uri if "://" in uri else os.path.abspath(uri)


def _composed(text: str) -> str:
    """The one spelling of a character: macOS hands out が as two."""
    if text.isascii():
        return text
    from unicodedata import normalize  # only where a name is not ASCII

    return normalize("NFC", text)
