"""Text on the page: whatever a file or a suite holds, it is shown and does nothing.

`cell` is the door for text of a file, `said` for sentences that hold some: both escape, name what does not show, cut what
is long, and keep the direction of the text to itself.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from unicodedata import combining

from markupsafe import Markup, escape

from ...sentences import Text
from .._terminal import visible

CELL, SENTENCE, LONG = 80, 480, 1_200
"""Characters that are shown: of a cell or name, of a sentence, of a note or an error's message."""

_NAMED = 6  # one that is shown by its name takes as much room as so many
_STACKED = 2  # accents on one character; more of them would climb over the lines above
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_COUNTED = re.compile(r"(?<=[0-9]) (?=[%行件列回日コ月円年分の組フか秒])")
_DAY = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])")
_CODE = re.compile("`([^`\n]{1,120})`")
_SHORT = re.compile(r"[A-Za-z0-9]{1,3}")


def cell(text: str, most: int = CELL) -> Markup:
    """Text of a file.

    >>> str(cell("<b>\\u00a0"))
    '<bdi>&lt;b&gt;<span class="ctl">NBSP</span></bdi>'
    """
    return _isolated(safe(text, most), text)


def _isolated(shown: Markup, text: str) -> Markup:
    lang = Markup(' lang="ja"') if _JAPANESE.search(text[:LONG]) else Markup()
    return Markup("<bdi{}>{}</bdi>").format(lang, shown)


def safe(text: str, most: int = SENTENCE) -> Markup:
    """Escaped, what does not show named, cut."""
    return _safe(text[:most], most, len(text) > most)


@lru_cache(maxsize=4096)  # names and notes recur
def _safe(head: str, most: int, cut: bool) -> Markup:
    more = "…" if cut else ""
    if visible(head) == head and (head.isascii() or not any(map(combining, head))):
        return escape(head) + more
    pieces: list[str] = []
    room, stacked = most, 0
    for character in head:
        stacked = stacked + 1 if combining(character) else 0
        shown = visible(character)
        if shown == character and stacked > _STACKED:
            shown = f"⟨U+{ord(character):04X}⟩"
        named = shown != character
        room -= _NAMED if named else 1
        if room < 0:
            more = "…"
            break
        pieces.append(f'<span class="ctl">{escape(shown[1:-1])}</span>' if named else escape(shown))
    return Markup("".join(pieces)) + more  # noqa: S704  each piece is escaped


def both(en: str | Markup, ja: str | Markup) -> Markup:
    """One of the two shows. Plain strings are escaped."""
    one, other = (_kept_together(escape(text)) for text in (en, ja))
    if one == other:
        return one
    return Markup('<span class="en" lang="en">{}</span><span class="ja" lang="ja">{}</span>').format(one, other)


def _kept_together(text: Markup) -> Markup:
    """A number and its counter stay on one line, and so does a day."""
    kept = _DAY.sub(r'<span class="nw">\g<0></span>', _COUNTED.sub("\u00a0", text))
    return Markup(kept)  # noqa: S704  blanks for blanks, and a span around figures, in what is escaped


def said(text: Text, names: Iterable[str] = (), most: int = SENTENCE) -> Markup:
    """A sentence in both languages; the names of columns in it are set off."""
    names = tuple(names)
    return both(_sentence(text.en, names, most), _sentence(text.ja, names, most))


def told(text: Text) -> Markup:
    """A message of ours, in which `code` stands in backticks."""
    return both(_coded(text.en), _coded(text.ja))


def _coded(text: str) -> Markup:
    pieces = _CODE.split(text[:LONG])
    more = Markup("…") if len(text) > LONG else Markup()
    shown = (Markup("<code>{}</code>").format(safe(p)) if n % 2 else safe(p, LONG) for n, p in enumerate(pieces))
    return Markup().join(shown) + more


def _sentence(text: str, names: tuple[str, ...], most: int) -> Markup:
    head = text[:most]
    more = Markup("…") if len(text) > most else Markup()
    pattern = _pattern(names)
    if pattern is None:
        return safe(head, most) + more
    seen: set[str] = set()
    pieces = (_piece(part, n % 2 == 1, seen, most) for n, part in enumerate(pattern.split(head)))
    return Markup().join(pieces) + more


def _piece(part: str, name: bool, seen: set[str], most: int) -> Markup:
    """A short name is set off once: `a` is an article too."""
    if not name or (part in seen and _SHORT.fullmatch(part)):
        return safe(part, most)
    seen.add(part)
    return cell(part)


@lru_cache(maxsize=512)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """The names as whole words, longest first. One longer than a sentence that is shown stands in none."""
    told = sorted({n for n in names if n.strip() and len(n) <= SENTENCE}, key=len, reverse=True)[:20]
    if not told:
        return None
    return re.compile(f"((?<![A-Za-z0-9_])(?:{'|'.join(map(re.escape, told))})(?![A-Za-z0-9_]))")


def turned(before: str, after: str) -> tuple[Markup, Markup]:
    """Both texts, with the characters that differ marked; nothing is marked where little is left of the old one.

    >>> str(turned("2026/11", "2026-11")[1])
    '<bdi>2026<mark>-</mark>11</bdi>'
    """
    before, after = before[:CELL], after[:CELL]
    match = SequenceMatcher(None, before, after, autojunk=False)
    if match.ratio() < 0.4:
        return cell(before), cell(after)
    codes = match.get_opcodes()
    old = _marked((before[a:b], same == "equal") for same, a, b, _, _ in codes)
    new = _marked((after[c:d], same == "equal") for same, _, _, c, d in codes)
    return _isolated(old, before), _isolated(new, after)


def _marked(pieces: Iterator[tuple[str, bool]]) -> Markup:
    shown = (safe(text) if same else Markup("<mark>{}</mark>").format(safe(text)) for text, same in pieces if text)
    return Markup().join(shown)
