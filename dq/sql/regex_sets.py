"""Which characters an item of a regular expression takes, as ranges of code points, by Python's own word."""

import re
from array import array
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, TypeAlias

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Inclusive, sorted, apart."""

_compiler: Any = re._compiler  # type: ignore[attr-defined]  # private, but the only exact word on its own items
_constants: Any = re._constants  # type: ignore[attr-defined]
_parser: Any = re._parser  # type: ignore[attr-defined]

LAST = 0x10FFFF
LAST_LETTER = 0x3FFFF
LAST_FIGURE = 0x1FFFF
WITH_CASE = ((0, 0x2FFF), (0xA000, 0xABFF), (0xFB00, 0x11FFF), (0x16000, 0x16FFF), (0x1D000, 0x1EFFF))
"""What is outside is no letter, no figure or blank, has no case: so that not every code point need be asked. A test
asks them all."""
SURROGATES = ((0xD800, 0xDFFF),)


def written(found: Ranges) -> str:
    """A set of characters for RE2."""
    if len(found) == 1 and found[0][0] == found[0][1]:
        only = chr(found[0][0])
        return only if only.isascii() and only.isalnum() else _code(found[0][0])
    if not found:
        return rf"[^\x{{0}}-{_code(LAST)}]"
    return "[" + "".join(_code(a) if a == b else f"{_code(a)}-{_code(b)}" for a, b in found) + "]"


@lru_cache(1024)
def ranges(op: Any, of: Any, flags: int) -> Ranges:
    """Of LITERAL, NOT_LITERAL, ANY or IN under flags. Surrogates are no text."""
    found = _without(_direct(op, of, flags), SURROGATES)
    if not flags & re.IGNORECASE or op is _constants.ANY:
        return found
    cased = _cased()
    item = _parser.SubPattern(_parser.State(), [(op, list(of) if op is _constants.IN else of)])
    item.state.flags = flags
    takes = _compiler.compile(item, flags).fullmatch
    return _union([*_without(found, ((c, c) for c in cased)), *((c, c) for c in cased if takes(chr(c)))])


def _direct(op: Any, of: Any, flags: int) -> Ranges:
    if op is _constants.LITERAL:
        return ((of, of),)
    if op is _constants.NOT_LITERAL:
        return _complement(((of, of),))
    if op is _constants.ANY:
        return ((0, LAST),) if flags & re.DOTALL else _complement(((10, 10),))
    members: list[tuple[int, int]] = []
    negated = False
    for kind, what in of:
        if kind is _constants.NEGATE:
            negated = True
        elif kind is _constants.LITERAL:
            members.append((what, what))
        elif kind is _constants.RANGE:
            members.append(what)
        else:
            members += _category(str(what), bool(flags & re.ASCII))
    found = _union(members)
    return _complement(found) if negated else found


@cache
def _category(name: str, ascii_only: bool) -> Ranges:
    """`CATEGORY_NOT_DIGIT` and its like."""
    letter = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[name.rsplit("_", 1)[1]]
    flags = re.ASCII if ascii_only else 0
    last = 0x7F if ascii_only else LAST_LETTER if letter == r"\w" else LAST_FIGURE
    found = tuple((m.start(), m.end() - 1) for m in re.finditer(f"{letter}+", _characters(last), flags))
    return _complement(found) if "_NOT_" in name else found


@cache
def _characters(last: int) -> str:
    """Every code point in order: an index is a code point."""
    return array("I", range(last + 1)).tobytes().decode("utf-32", "surrogatepass")


@cache
def _cased() -> tuple[int, ...]:
    """Every code point that could take part in matching without case, and some more."""
    found = set()
    for low, high in WITH_CASE:
        for character in map(chr, range(low, high + 1)):
            lower, upper = character.lower(), character.upper()
            if lower != character or upper != character:
                found |= {character, *lower, *upper, *lower.upper(), *upper.lower()}
    return tuple(sorted(map(ord, found)))


def _union(parts: Iterable[tuple[int, int]]) -> Ranges:
    joined: list[tuple[int, int]] = []
    for low, high in sorted(parts):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def _complement(found: Ranges) -> Ranges:
    edges = [-1, *(edge for pair in found for edge in pair), LAST + 1]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return tuple((a + 1, b - 1) for a, b in gaps if a + 1 <= b - 1)


def _without(found: Ranges, others: Iterable[tuple[int, int]]) -> Ranges:
    return _complement(_union([*_complement(found), *others]))


def _code(character: int) -> str:
    return rf"\x{{{character:x}}}"
