"""How alike two column names are, 0 to 1: by tokens, prefixes and edits, after what no reader sees is dropped."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TOKENS = re.compile(r"[^\W_]+")


@cache
def folded(name: str) -> str:
    """NFKC, invisible characters dropped, case and white space folded: `エリア（東京）\\ufeff` -> `エリア(東京)`."""
    text = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) not in ("Cf", "Cc"))
    return " ".join(_CAMEL.sub(" ", text).casefold().split())


@cache
def tokens(name: str) -> tuple[str, ...]:
    return tuple(_TOKENS.findall(folded(name)))


def alike(a: str, b: str) -> float:
    """1 for names that differ only in case, width or invisible characters; the larger of tokens and edits else.

    >>> alike("Date", "date"), alike("lat", "latitudine") > 0.6, alike("Date", "Price") < 0.5
    (1.0, True, True)
    """
    x, y = folded(a), folded(b)
    if x == y:
        return 1.0
    if not x or not y:
        return 0.0
    return max(_edits(x, y), _shared(tokens(a), tokens(b)), _contained("".join(tokens(a)), "".join(tokens(b))))


def _edits(x: str, y: str) -> float:
    matcher = SequenceMatcher(None, x, y, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.3 else 0.0


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


def _token(a: str, b: str) -> float:
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    return 0.85 if len(short) >= 3 and long.startswith(short) else 0.0


def _contained(x: str, y: str) -> float:
    """One name inside the other, as 東京エリア需要 and エリア需要: more, the larger its share."""
    short, long = sorted((x, y), key=len)
    return 0.6 + 0.4 * len(short) / len(long) if len(short) >= 2 and short in long else 0.0


def tail(name: str) -> str:
    """The last line's part of a name whose header has several lines."""
    return name.rsplit("|", 1)[-1]
