"""Units: where they are written, in names and above the header; and factors that one unit is of another."""

import re
import unicodedata
from collections.abc import Sequence
from math import log10

from ..regex import later

_BRACKETED = later(r"[\[(【]([^\[\]()【】]{1,24})[\])】]\s*$")
_BEHIND = later(
    r"[_ ](k[wW]h?|K[wW]H|[MGT][wW]h?|[MG]WH|mwh?|gwh?|twh|kg|km|mm|cm|ha|hpa|hPa|eur|EUR|usd|USD|jpy|JPY|gbp|GBP|yen|pct|percent|ppm|ppb)$"
)
_UNIT_ROW = later(r"(?:単位|unit|einheit|unité|unidad)s?\s*[:=は]?\s*[\[(【]?\s*([^\[\]()【】,;\t]{1,24})", re.IGNORECASE)
_WORDS = later(
    r"^(?:(?:[kmgtMGT万億百千十]+)?(?:wh?|va?r?h?|j|cal|btu|円|yen|jpy|usd|eur|gbp|chf|\$|€|£|¥|銭|t|g|kg|l|kl|m|m2|m3|nm3|km|km2|cm|mm|ha|hz|pa|hpa|人|件|台|戸|世帯|本|トン"
    r"|%|‰|percent|pct|度|℃|°c|°f|k|s|sec|min|h|hr|分|時間|秒|日|barrel|bbl|mmbtu|therm|ppm|ppb|[uμµ]g)(?:平均|average)?)(?:\s*/\s*[\w.万億百千年月日時分]+)*$",
    re.IGNORECASE,
)  # fmt: skip
_SAME = {"€": "eur", "$": "usd", "£": "gbp", "¥": "円", "yen": "円", "jpy": "円", "°c": "℃", "percent": "%", "pct": "%", "c": "℃", "時間": "h", "hr": "h", "度": "℃", "トン": "t"}  # fmt: skip
FACTORS = (10, 100, 1_000, 10_000, 100_000, 1_000_000, 100_000_000, 60, 3_600, 24, 2, 48, 3.6, 1.8, 0.45359237, 1.609344)
_EACH = sorted({f for k in FACTORS for f in (float(k), 1 / k)})


def in_name(name: str) -> str | None:
    """`エリアプライス東京(円/kWh)` -> `円/kWh`, `load_mwh` -> `mwh`; None where no unit stands at the end."""
    text = unicodedata.normalize("NFKC", name).strip()
    hit = _BRACKETED.search(text)
    if hit is not None and _WORDS.match(hit[1].strip().replace(" ", "")):
        return hit[1].strip()
    behind = _BEHIND.search(text)
    return None if behind is None else behind[1]


def is_unit(text: str) -> bool:
    """`hPa`, `(MWh)`, `円/kWh`; a dash where a column has none."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("()[]【】").replace(" ", "")
    return plain in ("-", "—") or _WORDS.match(plain) is not None


def same_unit(a: str, b: str) -> bool:
    """Whether both spellings mean one unit: `EUR/MWh` and `€/MWh`, `KWH` and `kWh`; `preis_mwh` has lost its `€/`."""
    x, y = _spelt(a), _spelt(b)
    return x == y or (("/" in x) != ("/" in y) and x.split("/")[-1] == y.split("/")[-1])


def _spelt(unit: str) -> str:
    text = unicodedata.normalize("NFKC", unit).casefold().replace(" ", "")
    return "/".join(_SAME.get(part, part) for part in text.split("/"))


def above(preamble: Sequence[str] | None) -> str | None:
    """`単位[MW平均],,,` -> `MW平均`: the unit that a line before the header declares."""
    for line in preamble or ():
        hit = _UNIT_ROW.search(unicodedata.normalize("NFKC", line))
        if hit:
            return hit[1].strip()
    return None


def nearest_factor(ratio: float, within: float) -> float | None:
    """The known factor within `within` decades of a ratio, None where there is none; 1 is no factor.

    >>> nearest_factor(1002.0, 0.01)
    1000.0
    """
    if ratio <= 0:
        return None
    best = min(_EACH, key=lambda f: abs(log10(ratio / f)))
    return best if abs(log10(ratio / best)) <= within else None
