"""How alike two column names are, 0 to 1: by tokens, prefixes, edits and what the words mean, after what no reader sees
is dropped."""

import unicodedata
from functools import cache, lru_cache

from ..regex import later
from .concepts import concepts

_CAMEL = later(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TOKENS = later(r"[^\W_]+")
_PLACEHOLDER = later(r"column_([0-9]+)")
SAME_MEANING = 0.75
CHANCE = 0.4  # of letters in common
_YEAR = "(?:19|20)[0-9]{2}"
_PERIOD = later(
    rf"{_YEAR}(?:年度?|/|-|\.|_)?(?:[0-9]{{1,2}}(?:月|/|-|\.|_)?)?(?:[0-9]{{1,2}}日?)?|(?:fy|q[1-4][ _-]?){_YEAR}|{_YEAR}[ _-]?(?:q[1-4]|w[0-9]{{2}}|第[1-4]四半期)"
    r"|(?:令和|平成|昭和|r|h|s)(?:元|[0-9]{1,2})(?:年度?|\.|/)(?:[0-9]{1,2}月?)?|[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{2}|[0-9]{4})|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}"
    r"|第?[0-9]{1,2}(?:月|週)|(?:week|kw|woche|semana|settimana|semaine)[ _-]?[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}"
    rf"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ _-]?(?:{_YEAR}|[0-9]{{2}})"
)
_DIGITS = later("[0-9]+|元")
_FIGURES = later("[0-9]+")


@cache
def folded(name: str) -> str:
    """NFKC, invisible characters dropped, case and white space folded: `エリア（東京）\\ufeff` -> `エリア(東京)`."""
    return " ".join(_CAMEL.sub(" ", _visible(name)).casefold().split())


@cache
def _visible(name: str) -> str:
    text = unicodedata.normalize("NFKC", name)
    return text if text.isascii() and text.isprintable() else "".join(
        c for c in text if unicodedata.category(c) not in ("Cf", "Cc")
    )  # fmt: skip


@cache
def tokens(name: str) -> tuple[str, ...]:
    return tuple(_TOKENS.findall(folded(name)))


@lru_cache(maxsize=100_000)
def alike(a: str, b: str) -> float:
    """1 for names that differ only in case, width, separators or invisible characters; the largest likeness else.

    >>> alike("Date", "date"), alike("lat", "latitudine") > 0.6, alike("Date", "Price") < 0.5, alike("日付", "Datum")
    (1.0, True, True, 0.75)
    """
    x, y = folded(a), folded(b)
    if not x or not y:
        return 1.0 if x == y else 0.0
    s, t = tokens(a), tokens(b)
    if x == y or (s and "".join(s) == "".join(t)):
        return 1.0
    told = max(_edits(x, y), _shared(s, t), _contained("".join(s), "".join(t)), _meaning(s, t))
    return told if _same_figures(x, y) else 0.5 * told


def _same_figures(x: str, y: str) -> bool:
    """`age_0_9` is not `age_10_19`, and `over 1.5` not `over 2.5`: figures tell columns of a family apart."""
    m, n = ("".join(_FIGURES.findall(name)) for name in (x, y))
    return not m or not n or m == n


def _edits(x: str, y: str) -> float:
    """Words of one language share half their letters by chance: only what is above that counts."""
    from difflib import SequenceMatcher  # names that are the same need it not

    matcher = SequenceMatcher(None, x, y, autojunk=False)
    ratio = matcher.ratio() if matcher.real_quick_ratio() > CHANCE and matcher.quick_ratio() > CHANCE else 0.0
    return max(0.0, (ratio - CHANCE) / (1 - CHANCE))


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Tokens of one that are, or begin, tokens of the other; a prefix counts a little less than the whole."""
    if not a or not b:
        return 0.0
    rest, points = list(b), 0.0
    for token in a:
        best = max(rest, key=lambda t: _token(token, t), default=None)
        if best is not None and _token(token, best) > 0:
            points += _token(token, best)
            rest.remove(best)
    return 2 * points / (len(a) + len(b))


@lru_cache(maxsize=50_000)
def _token(a: str, b: str) -> float:
    """A prefix, or letters left out behind the first one as in `qty`, `lng`, `pref`."""
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    if len(short) >= 3 and long.startswith(short):
        return 0.85
    if len(short) >= 3 and short.isascii() and short[0] == long[0] and 2 * len(short) <= len(long) + 2 and _left_out(short, long):
        return 0.7
    return 0.8 if concepts((a,)) & concepts((b,)) else 0.0


def _left_out(short: str, long: str) -> bool:
    rest = iter(long)
    return all(ch in rest for ch in short)


def _contained(x: str, y: str) -> float:
    """One name inside the other, as 東京エリア需要 and エリア需要: more, the larger its share."""
    short, long = sorted((x, y), key=len)
    return 0.6 + 0.4 * len(short) / len(long) if len(short) >= 2 and short in long else 0.0


def _meaning(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """The words of both speak of the same things."""
    x, y = concepts(a), concepts(b)
    return SAME_MEANING * len(x & y) / len(x | y) if x and y else 0.0


def tail(name: str) -> str:
    """The last line's part of a name whose header has several lines."""
    return name.rsplit("|", 1)[-1]


def placeholder(name: str, position: int) -> bool:
    """A name that the reader gave to a column without one: `column_3` in the third place."""
    hit = _PLACEHOLDER.fullmatch(name)
    return hit is not None and int(hit[1]) == position + 1


@cache
def period_of(name: str) -> str | None:
    """The pattern of a name that is a period, figures masked: `2026年4月` -> `0年0月`; None for other names."""
    text = folded(name)
    hit = _PERIOD.search(text) if any(ch.isdigit() or ch == "元" for ch in text) else None
    if hit is None or any(ch.isdigit() for ch in text[: hit.start()] + text[hit.end() :]):
        return None
    return text[: hit.start()] + _DIGITS.sub("0", hit[0]) + text[hit.end() :]
