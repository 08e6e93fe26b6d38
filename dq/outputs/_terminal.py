"""Text on a terminal: what cannot be seen is named, and East Asian characters count as wide as they stand.

What comes from a file or a suite can move the cursor, hide, or turn a line around. `visible` is the one door to a
terminal for it: it shows such characters by name, `⟨ESC⟩`, `⟨NBSP⟩`, `⟨U+E000⟩`.
"""

import unicodedata

ELLIPSIS = "…"
CELL_CHARACTERS = 80
"""A cell's text is cut here: enough to recognise it, too little to fill a page."""

_C0 = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI "
    "DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
)
_NAMES = dict(enumerate(_C0.split())) | {
    0x7F: "DEL", 0x85: "NEL", 0xA0: "NBSP", 0xAD: "SHY", 0x34F: "CGJ", 0x61C: "ALM",
    0x200B: "ZWSP", 0x200C: "ZWNJ", 0x200D: "ZWJ", 0x200E: "LRM", 0x200F: "RLM",
    0x2028: "LS", 0x2029: "PS", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x202F: "NNBSP", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
    0x3000: "全角SP", 0xFEFF: "BOM",
    **{0xFE00 + n: f"VS{n + 1}" for n in range(16)},
}  # fmt: skip

_BLANK = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0, 0x1D159))
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Characters that Unicode calls printable and that show nothing: fillers and variation selectors."""

_NOT_AT_LINE_START = frozenset("、。，．・：；！？）」』】〕〉》ー々)]}.,:;!?%…")

_SGR = {
    "closed": "1;31", "open": "1;36", "undecided": "1;35", "critical": "31", "breaking": "31", "warning": "33",
    "head": "1", "faint": "2",
}  # fmt: skip
"""Open is not green: a pass is no news."""


def visible(text: str) -> str:
    """The text with every character that does not show, or that a terminal obeys, as its name in ⟨⟩.

    >>> visible("a\\x1b[31m\\u00a0b\\n")
    'a⟨ESC⟩[31m⟨NBSP⟩b⟨LF⟩'
    """
    if text.isprintable() and _BLANK.isdisjoint(text):
        return text
    return "".join(c if c.isprintable() and c not in _BLANK else _name(ord(c)) for c in text)


def _name(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:
        return f"⟨\\x{code - 0xDC00:02x}⟩"  # a byte of a file name that is no UTF-8
    return f"⟨{_NAMES.get(code) or f'U+{code:04X}'}⟩"


def quoted(cell: str) -> str:
    """A cell's text in quotes, visible, cut at 80 characters.

    >>> quoted("2026-04-01 ")
    '"2026-04-01 "'
    """
    text = visible(cell[:CELL_CHARACTERS])
    loose = "◌" if text and _columns(text[0]) == 0 else ""  # an accent would sit on our quote and hide
    return f'"{loose}{text}{ELLIPSIS if len(cell) > CELL_CHARACTERS else ""}"'


def width(text: str) -> int:
    """How many columns a visible text takes: wide and full-width characters two, combining ones none.

    >>> width("受渡日"), width("e\\u0301")
    (6, 1)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    if "\u1160" <= character <= "\u11ff" or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fit(text: str, columns: int) -> str:
    """The text in at most so many columns, ending in … where it was cut.

    >>> fit("エリアプライス", 9)
    'エリアプ…'
    """
    longest = 4 * columns  # a base with a thousand accents is one column wide
    if len(text) <= longest and width(text) <= columns:
        return text
    return _prefix(text[:longest], columns - 1) + ELLIPSIS if columns > 0 else ""


def fit_end(text: str, columns: int) -> str:
    """A path in at most so many columns, beginning with … where it was cut: its end tells most.

    >>> fit_end("landed/2026/prices.csv", 12)
    '…/prices.csv'
    """
    if width(text) <= columns:
        return text
    kept = text
    while kept and width(kept) >= columns:
        kept = kept[1:]
    return ELLIPSIS + kept if columns > 0 else ""


def _prefix(text: str, columns: int) -> str:
    used = 0
    for at, character in enumerate(text):
        used += _columns(character)
        if used > columns:
            return text[:at]
    return text


def pad(text: str, columns: int) -> str:
    """Exactly so many columns: cut, or filled with blanks on the right.

    >>> pad("東京", 6)
    '東京  '
    """
    shown = fit(text, columns)
    return shown + " " * (columns - width(shown))


def wrap(text: str, columns: int, lines: int) -> list[str]:
    """At most so many lines, broken at blanks or between wide characters; the last is cut.

    >>> wrap("at most 999: 3 of 17,520 are not", 14, 2)
    ['at most 999: 3', 'of 17,520 are…']
    """
    broken: list[str] = []
    while len(broken) < lines - 1 and width(text[: 4 * columns]) > columns:
        at = _break(text, len(_prefix(text, columns)) or 1)
        broken.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*broken, fit(text, columns)]


def _break(text: str, limit: int) -> int:
    """Where to break at or before `limit`: at a blank or where a Japanese phrase ends; else between wide characters;
    else, where the last third of the line has neither, in the middle of a word."""
    between = [at for at in range(limit, max(limit * 2 // 3, 1), -1) if _breakable(text[at - 1], text[at])]
    phrases = (at for at in between if _phrase_ends(text[at - 1], text[at]))
    return next(phrases, between[0] if between else limit)


def _breakable(before: str, after: str) -> bool:
    wide = before == " " or after == " " or _columns(before) == 2 or _columns(after) == 2
    return wide and after not in _NOT_AT_LINE_START and before not in "「（『【〔(" and _columns(after) > 0


def _phrase_ends(before: str, after: str) -> bool:
    """A blank, a comma, or a particle (hiragana) before what is no hiragana."""
    return before in " 、。" or after == " " or ("ぁ" <= before <= "ゖ" and not "ぁ" <= after <= "ゖ")


def paint(text: str, style: str) -> str:
    """The text in a style's colour; as it is where the style has none."""
    sgr = _SGR.get(style)
    return f"\x1b[{sgr}m{text}\x1b[0m" if sgr and text else text
