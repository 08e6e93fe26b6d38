"""Lines of a page, and how many things become few enough of them: worst first, alike ones folded, the rest counted."""

from collections.abc import Hashable, Sequence
from typing import TypeAlias

import msgspec

from ..sentences import Lang
from . import _words
from ._terminal import fit, pad, paint, visible, width, wrap

Line: TypeAlias = "tuple[tuple[str, str], ...]"
"""Pieces of (text, style); () is a blank line."""

_FULL = 3
"""So many keep their evidence where not everything fits."""
_ALIKE = 3
"""From so many on, alike ones are told once."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A finding or an unsuccessful expectation, as shown. `alike`: equal for those that differ in columns only."""

    sentence: str
    tag: str
    style: str
    details: tuple[str, ...] = ()
    alike: Hashable = None
    name: str = ""
    count: int = 1


def written(lines: Sequence[Line], columns: int, colour: bool) -> str:
    """The lines as text, none wider than `columns`. Nothing reaches a terminal but through here, and so `visible`."""
    return "".join(_written(line, columns, colour) + "\n" for line in lines)


def _written(line: Line, columns: int, colour: bool) -> str:
    parts = []
    for text, style in line:
        shown = fit(visible(text[: 8 * columns]), columns)
        columns -= width(shown)
        parts.append(paint(shown, style) if colour else shown)
    return "".join(parts).rstrip(" ")


def folded(items: Sequence[Item], budget: int, columns: int, lang: Lang) -> list[Line]:
    """All in full where they fit in `budget` lines; else alike ones once; else the first in full, others on one line
    each, and the rest as a number."""
    for shown in (items, _merged(items, columns, lang)) if len(items) <= budget else (_merged(items, columns, lang),):
        room = _room(shown[:budget], columns)
        blocks = [_block(item, room, full=True) for item in shown[:budget]]
        if len(shown) <= budget and sum(map(len, blocks)) <= budget:
            return [line for block in blocks for line in block]
    brief = [_block(item, room, full=False) for item in shown[:budget]]
    for full in range(min(_FULL, len(blocks)), -1, -1):
        lines = [line for block in blocks[:full] for line in block]
        told = full
        while told < len(brief) and len(lines) + len(brief[told]) + (told + 1 < len(shown)) <= budget:
            lines += brief[told]
            told += 1
        rest = sum(item.count for item in shown[told:])
        if len(lines) + bool(rest) <= budget:
            break
    return [*lines, *([(("  " + _words.more(rest, lang), "faint"),)] if rest else [])]


def _merged(items: Sequence[Item], columns: int, lang: Lang) -> list[Item]:
    by_key: dict[Hashable, list[Item]] = {}
    for at, item in enumerate(items):
        by_key.setdefault(at if item.alike is None else item.alike, []).append(item)
    merged: list[Item] = []
    for group in by_key.values():
        first, *others = group
        if len(group) < _ALIKE:
            merged += group
            continue
        names = ("、" if lang == "ja" else ", ").join(visible(item.name[:columns]) for item in others[:columns])
        told = _words.alike(len(others), names, lang)
        merged.append(msgspec.structs.replace(first, details=(*first.details, told), count=len(group)))
    return merged


def _room(items: Sequence[Item], columns: int) -> tuple[int, int]:
    """How wide sentences stand, so that the tags beside them stand in one column; and the whole."""
    tags = max((width(item.tag) for item in items), default=0)
    return min(columns - 4 - tags, max((width(_shown(item, columns)) for item in items), default=0)), columns


def _shown(item: Item, columns: int) -> str:
    return visible(item.sentence[: 8 * columns])


def _block(item: Item, room: tuple[int, int], *, full: bool) -> list[Line]:
    """In full: up to three lines of sentence, then its details. Else one line, and how many are alike."""
    sentences, columns = room
    first, *others = wrap(_shown(item, columns), sentences, 3 if full else 1)
    tagged = (("  ", ""), *_named(pad(first, sentences), visible(item.name)), ("  ", ""), (item.tag, item.style))
    details = item.details if full else item.details[-1:] if item.count > 1 else ()
    return [tagged, *((("  " + other, ""),) for other in others), *((("      " + d, ""),) for d in details)]


def _named(sentence: str, name: str) -> Line:
    """A sentence that begins with its column, the column standing out."""
    if name and sentence.startswith(name):
        return ((name, "head"), (sentence[len(name) :], ""))
    return ((sentence, ""),)
