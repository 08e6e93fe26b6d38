"""Windows-1252 and Mac Roman: bytes of which nearly all, read so, are accents in words or signs in their usual places.

Half of such files are valid CP932 by chance (`Geogr\xe1fico` reads as a kanji between letters), so the words decide.
"""

from ..regex import later

LEAST = {"cp1252": 1, "mac-roman": 3}  # letters beyond ASCII that prove it: Mac Roman's are the commonest kanji's too

_MOST = 1 << 16  # bytes that are looked at, from the first that tells
_FITS = 0.9
_BEYOND_ASCII = later(r"[^\x00-\x7f]")
_UPPER, _LOWER = "À-ÖØ-Þ", "ß-öø-ÿœšž"
_ALONE = r"(?![^\x00-\x7f])"
_SIGNS = (
    rf"(?<=[A-Za-z0-9])[²³]{_ALONE}|(?<=[A-Za-z])’(?=[A-Za-zÀ-ÿ])|(?<= )[–—](?= )|(?<=[0-9])[–º](?=[ 0-9])"
    r"|(?<=[0-9, ;(\"])°(?=[CF0-9 ])|[€£](?= ?[0-9])|(?<=[0-9 ])€|(?<![^\x00-\x7f])µ(?=[A-Za-z])"
    r"|(?<![^\x00-\x7f])[«“](?=[A-Za-z ])|(?<=[A-Za-z. ])[»”]"
)


_WORDS = {
    "cp1252": later(
        rf"(?<=[A-Za-z])[{_LOWER}]{{1,2}}{_ALONE}|(?<=[A-Z])[{_UPPER}]{{1,2}}{_ALONE}"
        rf"|(?<![A-Za-z]|[^\x00-\x7f’])[{_UPPER}{_LOWER}](?=[A-Za-z])|(?<=[ '])[àáâèéêìíòóùúý](?=[ ,;.])|{_SIGNS}"
    ),
    "mac-roman": later(  # its other letters lead kana, kanji and wide figures in CP932
        rf"(?<=[a-z])[{_LOWER}]{{1,2}}{_ALONE}|(?<=[A-Z])[{_LOWER}](?=[a-z])"
        rf"|(?<![A-Za-z]|[^\x00-\x7f’])[{_UPPER}](?=[a-z])|{_SIGNS}"
    ),
}


def western(raw: bytes) -> str | None:
    """The codec of the two as which the bytes make words, None where neither does.

    >>> western("Região;Município\\n".encode("cp1252")), western("日本,表\\n".encode("cp932"))
    ('cp1252', None)
    """
    return next((name for name in LEAST if _makes_words(raw, name)), None)


def _makes_words(raw: bytes, name: str) -> bool:
    first = _BEYOND_ASCII.search(raw.decode("latin-1"))
    try:
        text = raw[max(0, first.start() - 1) :][:_MOST].decode(name) if first else ""
    except UnicodeDecodeError:
        return False
    beyond = len(_BEYOND_ASCII.findall(text))
    return beyond >= LEAST[name] and sum(map(len, _WORDS[name].findall(text))) >= _FITS * beyond
