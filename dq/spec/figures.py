"""Figures: text that a person reads as a number, in whatever marks a publisher writes it.

Beyond what a column can be declared as: full-width digits, ▲ or brackets for minus, a sign of currency, a unit or a
flag behind the figure. What stands around a figure is told as marks, so that a change of them is one of style.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from ..regex import later

SHARE = 0.9  # of the filled cells make a column of numbers

_FIGURE = later(
    r"(?P<integer>[+-]?[0-9]+)"
    r"|(?P<number>[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<thousands>[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?)"
    r"|(?P<comma>[+-]?[0-9]+,[0-9]+)"
    r"|(?P<points>[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+|[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})"
    r"|(?P<blanks>[+-]?[1-9][0-9]{0,2}(?:[ \u00a0\u202f'’][0-9]{3})+(?:[.,][0-9]+)?)"
)
_GROUPED = later(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})*|0")
_WRAPPED = later(
    r"(?P<triangle>[▲△]\s*)?(?P<open>\()?(?P<minus>[−–]\s*)?(?P<before>[¥$€£]\s*)?(?P<figure>[+-]?[0-9][0-9.,eE+ \u00a0\u202f'’-]*?)"
    r"(?P<close>\))?(?P<after>\s*(?:%|‰|円|千円|百万円|億円|万円|兆円|人|千人|万人|件|台|戸|世帯|店|棟|か所|箇所|トン|℃|°C|€|\$|£|EUR|USD|JPY|GBP|CHF"
    r"|kWh|MWh|GWh|TWh|kW|MW|GW|万kWh?|kg|km|km2|m2|m3|ha|hPa|m/s|ppm|ppb|pt|ポイント))?(?P<flag>\s[a-z]{1,2}|\s?[*※†])?"
)
_WIDE = later("[０-９．，－＋]")


class Style(msgspec.Struct, frozen=True):
    """`grouping` marks thousands ("" for none), `point` the decimals."""

    grouping: str = ""
    point: str = "."


STYLES: Mapping[str | None, Style] = {
    None: Style(),
    "1,234.5": Style(",", "."),
    "1.234,5": Style(".", ","),
    "1234,5": Style("", ","),
    "1 234,5": Style(" ", ","),
    "1 234.5": Style(" ", "."),
    "1.234": Style(".", ","),
}


def bare(cell: str) -> tuple[str, tuple[str, ...]] | None:
    """The figure alone with a plain minus, and the marks around it; None where it is no figure.

    >>> bare("▲1,234 円")
    ('-1,234', ('triangle', 'unit 円'))
    """
    if _FIGURE.fullmatch(cell):
        return cell, ()
    return _unwrapped(cell) if any(ch.isdigit() for ch in cell) and len(cell) <= 40 else None


@lru_cache(maxsize=20_000)
def _unwrapped(cell: str) -> tuple[str, tuple[str, ...]] | None:
    text = cell if cell.isascii() else unicodedata.normalize("NFKC", cell)
    hit = _WRAPPED.fullmatch(text.strip())
    if hit is None or (hit["open"] is None) != (hit["close"] is None) or not _FIGURE.fullmatch(hit["figure"]):
        return None
    marks = [name for name in ("triangle",) if hit[name]]
    marks += ["brackets"] if hit["open"] else []
    marks += ["full width"] if _WIDE.search(cell) else []
    marks += [f"unit {(hit['before'] or hit['after']).strip()}"] if hit["before"] or hit["after"] else []
    negative = hit["triangle"] or hit["open"] or hit["minus"]
    return ("-" if negative else "") + hit["figure"], tuple(marks)


def style_of(counts: Mapping[str, int]) -> tuple[str, str | None] | None:
    """(integer or number, style) of the cells where at least nine in ten are figures of one style; None else."""
    classes: dict[str, int] = {}
    dotted = whole = 0
    total = sum(counts.values())
    others = 0
    for cell, n in counts.items():
        hit = _FIGURE.fullmatch(cell)
        if hit is None:
            found = bare(cell)
            hit = None if found is None else _FIGURE.fullmatch(found[0])
            if hit is None:
                others += n
                if others > (1 - SHARE) * total:
                    return None
                continue
        kind = str(hit.lastgroup)
        classes[kind] = classes.get(kind, 0) + n
        if kind in ("integer", "number"):
            ok = _GROUPED.fullmatch(hit[0]) is not None
            dotted += ok and "." in hit[0]
            whole += 0 if ok else 1
    return _told(classes, dotted, whole, total)


def _told(classes: Mapping[str, int], dotted: int, ungrouped: int, total: int) -> tuple[str, str | None] | None:
    n = {k: classes.get(k, 0) for k in ("integer", "number", "thousands", "comma", "points", "blanks")}
    if n["points"] and n["points"] + n["comma"] + n["integer"] + n["thousands"] + n["number"] >= SHARE * total:
        return "number", "1.234,5"
    if n["blanks"] and n["blanks"] + n["integer"] + n["comma"] >= SHARE * total and n["comma"] + n["blanks"] > 0 and not n["number"]:
        return "number", "1 234,5"
    if n["blanks"] and n["blanks"] + n["integer"] + n["number"] >= SHARE * total:
        return "number", "1 234.5"
    if n["comma"] and n["comma"] + n["thousands"] + n["integer"] >= SHARE * total:
        return "number", "1234,5"
    if n["thousands"] and n["thousands"] + n["integer"] + n["number"] >= SHARE * total:
        return ("number" if n["number"] else "integer"), "1,234.5"
    if n["number"] + n["integer"] < SHARE * total:
        return None
    if dotted and not ungrouped and n["integer"] and n["number"]:
        return "integer", "1.234"
    return ("integer", None) if n["number"] <= (1 - SHARE) * total and n["integer"] >= SHARE * total else ("number", None)


def value(cell: str, format_: str | None = None) -> float | None:
    """A cell as a number, by the column's style; None where it is none."""
    hit = _FIGURE.fullmatch(cell)
    if hit is None:
        found = bare(cell)
        if found is None:
            return None
        cell = found[0]
    style = STYLES.get(format_)
    if style is None or (style.grouping == "" and style.point == "."):
        return _float(cell)
    for mark in " \u00a0\u202f'’" if style.grouping == " " else style.grouping:
        cell = cell.replace(mark, "")
    return _float(cell.replace(style.point, "."))


def _float(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
