"""Numbers are written in another style: marks, decimals, trailing zeros, exponents."""

from collections.abc import Iterator, Mapping, Sequence

from ..result import Grade
from ..sentences import Text
from ..spec.number_styles import most_decimals, styles
from ..spec.profile import Profile
from ._kind import Diff, Finding, Kind, Pair, alike, found
from ._turned import numbers_turned
from ._words import columns, evidence

kind = Kind(
    grade="breaking",
    explains=frozenset({"types", "text"}),
    yields_to=frozenset({"column_split", "columns_merged", "unit_changed"}),
    says={
        "en": "{names}: numbers are now {after_name} (were {before_name})",
        "ja": "{names}: 数値が{after_name}になりました(以前は{before_name})",
    },
)

CLEAR = 0.2  # a share that a style falls from, or rises to, and
VALUES = 5  # that differ, before their decimals say how the publisher writes
CELLS = 20  # cells on both sides, before its absence proves anything

_NAMES = {
    "decimal comma": Text("with a decimal comma", "小数点にカンマを使う表記"),
    "decimal point": Text("with a decimal point", "小数点にピリオドを使う表記"),
    "thousands": Text("with thousands separators", "桁区切り付き"),
    "no thousands": Text("without thousands separators", "桁区切りなし"),
    "exponent": Text("with exponents", "指数表記"),
    "no exponent": Text("without exponents", "指数なし"),
    "long": Text("written out to more than 17 figures", " 17 桁を超える表記"),
    "short": Text("rounded", "丸めた表記"),
    "point zero": Text("whole numbers with .0", "整数に .0 が付く表記"),
    "integer": Text("whole numbers without decimals", "小数部のない整数"),
    "plus": Text("with a leading +", "先頭に + が付く表記"),
    "no plus": Text("without a leading +", "先頭に + なし"),
    "triangle": Text("with ▲ for minus", "マイナスが ▲ の表記"),
    "brackets": Text("with brackets for minus", "マイナスが括弧書きの表記"),
    "minus": Text("with a minus sign", "マイナスが - の表記"),
    "full width": Text("in full-width figures", "全角数字"),
    "half width": Text("in plain figures", "半角数字"),
    "trailing zero": Text("padded with trailing zeros", "末尾をゼロで埋めた表記"),
    "no trailing zero": Text("without trailing zeros", "末尾のゼロなし"),
}
_MARKS = ("triangle", "brackets", "full width")
_BREAKING = frozenset({"decimal comma", "decimal point", "thousands", "no thousands", *_MARKS, "minus", "half width"})
_WITHOUT = {"triangle": "minus", "brackets": "minus", "full width": "half width"}


def find(diff: Diff) -> Iterator[Finding]:
    within = tuple(numbers_turned(diff, kind, _name))
    told = {f.columns[0] for f in within}
    changed = (how for how in _changed(diff) if how[0].after.name not in told)
    yield from alike(changed, lambda pairs, how: _told(pairs, diff.after.rows, *how))
    yield from within


def _changed(diff: Diff) -> Iterator[tuple[Pair, tuple[str, str]]]:
    for pair in diff.pairs:
        if _figures(pair.a) and _figures(pair.b):
            how = changed_style(pair.a, pair.b)
            if how is not None:
                yield pair, how


def _figures(p: Profile) -> bool:
    return p.numeric and p.known and bool(p.numbers)


def changed_style(a: Profile, b: Profile) -> tuple[str, str] | None:
    """The first style, by weight, that fell from a clear share to nothing or rose from nothing to a clear share."""
    x, y = styles(a), styles(b)
    x, y = (_shown(style, other.numbers) for style, other in ((x, b), (y, a)))
    comma = [p.get("decimal comma", 0) > 0 for p in (x, y)]
    if comma[0] != comma[1] and _fractions(y if comma[0] else x):
        return ("decimal point", "decimal comma") if comma[1] else ("decimal comma", "decimal point")
    marked = _marked(x, y)
    if marked is not None:
        return marked
    if min(a.filled, b.filled) < CELLS:
        return _thousands(x, y) if min(a.filled, b.filled) >= 3 else None
    for style, without in (
        ("thousands", "no thousands"),
        ("exponent", "no exponent"),
        ("long", "short"),
        ("point zero", "integer"),
        ("plus", "no plus"),
    ):
        if _came(x, y, style) and (style != "point zero" or _all(x, "integer")):
            return without, style
        if _came(y, x, style) and (style != "point zero" or _all(y, "integer")):
            return style, without
    return _decimals(a, b, x, y)


def _shown(x: Mapping[str, float], other: Sequence[float]) -> Mapping[str, float]:
    """Without the styles that the other side's values give no occasion for: no thousands, nothing below zero."""
    able = {
        "thousands": any(abs(n) >= 1_000 for n in other),
        "triangle": other[0] < 0,
        "brackets": other[0] < 0,
        "plus": other[-1] > 0,
        "exponent": any(abs(n) < 1e-4 or abs(n) >= 1e15 for n in other if n) or x.get("exponent", 0) > 0.9,
    }
    return {style: share for style, share in x.items() if able.get(style, True)}


def _fractions(x: Mapping[str, float]) -> bool:
    """Some cells have a decimal mark; whole numbers tell no mark."""
    return any(style.startswith("decimals ") for style in x)


def _marked(x: Mapping[str, float], y: Mapping[str, float]) -> tuple[str, str] | None:
    """What stands around the figures: a unit or a currency's sign in most cells, ▲ or brackets for minus, full width."""
    for now, then in ((y, x), (x, y)):
        units = [s for s in now if s.startswith("unit ") and now[s] > 0.5 and then.get(s, 0) == 0]
        if units:
            other = next((s for s in then if s.startswith("unit ") and then[s] > 0.5), f"no {units[0]}")
            return (other, units[0]) if now is y else (units[0], other)
    for mark in _MARKS:
        least = 0.5 if mark == "full width" else 0.02
        if y.get(mark, 0) >= least and x.get(mark, 0) == 0:
            return _WITHOUT[mark], mark
        if x.get(mark, 0) >= least and y.get(mark, 0) == 0:
            return mark, _WITHOUT[mark]
    return None


def _thousands(x: Mapping[str, float], y: Mapping[str, float]) -> tuple[str, str] | None:
    if _came(x, y, "thousands") and y["thousands"] > 0.5:
        return "no thousands", "thousands"
    if _came(y, x, "thousands") and x["thousands"] > 0.5:
        return "thousands", "no thousands"
    return None


def _came(x: Mapping[str, float], y: Mapping[str, float], style: str) -> bool:
    return x.get(style, 0) == 0 and y.get(style, 0) >= CLEAR


def _all(x: Mapping[str, float], style: str) -> bool:
    return x.get(style, 0) >= 0.98


def _decimals(a: Profile, b: Profile, x: Mapping[str, float], y: Mapping[str, float]) -> tuple[str, str] | None:
    """Trailing zeros that stopped or began, and numbers that are cut to fewer decimals or got more of them."""
    few = 0.04
    if x.get("trailing zero", 0) >= few and y.get("trailing zero", 0) == 0 and _varied(y) and _fixed(x):
        return "trailing zero", "no trailing zero"
    if y.get("trailing zero", 0) >= few and x.get("trailing zero", 0) == 0 and _varied(x) and _fixed(y):
        return "no trailing zero", "trailing zero"
    fixed_a, fixed_b = _fixed(x), _fixed(y)
    if min(len(a.counts), len(b.counts)) < VALUES:
        return None
    if fixed_a and fixed_b and fixed_a != fixed_b:
        return f"decimals {fixed_a}", f"decimals {fixed_b}"
    most_a, most_b = most_decimals(x), most_decimals(y)
    if abs(most_a - most_b) >= 3 and min(most_a, most_b) > 0:
        longer, cut = (x, most_b) if most_a > most_b else (y, most_a)
        if (
            sum(s for style, s in longer.items() if style.startswith("decimals ") and int(style.split()[1]) > cut)
            >= 0.5
        ):
            return f"decimals {most_a}", f"decimals {most_b}"
    return None


def _fixed(x: Mapping[str, float]) -> int:
    """The number of decimals that all but one cell in a hundred have; 0 where there is none."""
    hits = (style for style, share in x.items() if style.startswith("decimals ") and share >= 0.99)
    return next((int(style.split()[1]) for style in hits), 0)


def _varied(x: Mapping[str, float]) -> bool:
    return sum(share > 0 for style, share in x.items() if style.startswith("decimals ") or style == "integer") > 1


def _told(pairs: list[Pair], rows: int | None, before: str, after: str) -> Finding:
    names = [p.after.name for p in pairs]
    breaking = bool({before, after} & _BREAKING) or after.startswith(("unit ", "no unit "))
    grade: Grade = "breaking" if breaking else "compatible"
    return found(
        kind,
        columns=tuple(names),
        before=before,
        after=after,
        grade=grade,
        evidence=evidence(pairs[0], rows),
        confidence=1.0 if grade == "breaking" else 0.9,
        names=columns(names),
        before_name=_name(before),
        after_name=_name(after),
    )


def _name(style: str) -> Text:
    if style.startswith("decimals "):
        n = style.split()[1]
        return Text(f"with {n} decimal{'' if n == '1' else 's'}", f"小数 {n} 桁")
    if style.startswith("no unit "):
        return Text(f"without {style[8:]}", f" {style[8:]} なしの表記")
    if style.startswith("unit "):
        return Text(f"with {style[5:]}", f" {style[5:]} 付きの表記")
    return _NAMES[style]
