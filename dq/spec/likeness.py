"""How alike the values of two columns are, whatever they are called."""

from bisect import bisect_right
from collections.abc import Sequence
from math import log10

from .days import moment
from .profile import Profile, shape

MIXED = 0.7


def values_alike(a: Profile, b: Profile) -> float | None:
    """0 to 1; -1 where the types exclude each other, None where a side shows no values."""
    if not a.known or not b.known:
        return None if a.type is None or b.type is None or kind_of(a) == kind_of(b) else -1.0
    if not a.filled or not b.filled:
        return None
    if kind_of(a) != kind_of(b):
        return 0.5 if _mixed(a, b) else -1.0
    if a.numeric:
        return _numbers_alike(a, b)
    if a.temporal:
        return _dates_alike(a, b)
    return _texts_alike(a, b)


def kind_of(p: Profile) -> str | None:
    """What excludes each other: numbers, days, times, texts. A date with time may become a date."""
    return {"integer": "number", "code": "text", "boolean": "text", "datetime": "date"}.get(p.type or "", p.type)


def _mixed(a: Profile, b: Profile) -> bool:
    """Figures with so many other cells among them (`<5`) that one side is text."""
    text, plain = (a, b) if a.type == "text" else (b, a)
    return text.type == "text" and (plain.numeric or plain.temporal) and text.reading_as(plain.type, plain.format) >= MIXED


def _numbers_alike(a: Profile, b: Profile) -> float:
    """How near the distributions are (Kolmogorov and Smirnov's distance), and their scale; whole numbers stay whole."""
    x, y = a.numbers, b.numbers
    if not x or not y:
        return 0.3
    if len(a.counts) == len(b.counts) == 1:
        return 0.9 if x[0] == y[0] else 0.3
    apart = distance(x, y)
    near = 1 - apart
    m, n = (sorted(map(abs, side))[3 * len(side) // 4] for side in (x, y))
    scale = max(0.0, 1 - abs(log10(m / n))) if m and n else 1.0 if m == n else 0.3
    signs = (x[0] < 0) == (y[0] < 0)
    return (0.6 * near + 0.4 * scale) * (1.0 if a.type == b.type else 0.8) * (1.0 if signs else 0.85)


def distance(x: Sequence[float], y: Sequence[float]) -> float:
    """The largest difference of the two distributions, looked at in 40 places; both sorted."""
    probes = {side[round(q * (len(side) - 1) / 20)] for side in (x, y) for q in range(21)}
    return max(abs(bisect_right(x, p) / len(x) - bisect_right(y, p) / len(y)) for p in probes)


def _dates_alike(a: Profile, b: Profile) -> float:
    """The months that both show, or that follow each other."""
    x, y = _months(a), _months(b)
    if not x or not y:
        return 0.6 if a.type == "time" else 0.4
    if x & y:
        return 0.6 + 0.4 * len(x & y) / min(len(x), len(y))
    gap = min(abs(m - n) for m in (min(x), max(x)) for n in (min(y), max(y)))
    return 0.75 if gap <= 12 else 0.6


def _months(p: Profile) -> set[int]:
    if p.type == "time":
        return set()
    read = (moment(c, str(p.type), p.format) for c in list(p.counts)[:60])
    return {12 * m.year + m.month for m in read if m is not None}


def _texts_alike(a: Profile, b: Profile) -> float:
    """The mass of values that both have; ids and disjoint categories by shape, length, number of values and frequency."""
    shared = sum(min(n / a.filled, b.counts.get(c, 0) / b.filled) for c, n in a.counts.items())
    if a.categorical != b.categorical:
        return max(shared, 0.1)
    lengths = [sum(len(c) * n for c, n in p.counts.items()) / p.filled for p in (a, b)]
    distinct = [float(len(p.counts)) if p.categorical else len(p.counts) / p.filled for p in (a, b)]
    profile = 0.5 * _ratio(lengths) + 0.5 * _ratio(distinct)
    if a.categorical and len(a.counts) == len(b.counts) <= 6:
        x, y = ([n / p.filled for n in p.counts.values()] for p in (a, b))
        profile = max(profile, 1 - sum(abs(p - q) for p, q in zip(x, y, strict=True)))
    if not a.categorical:
        profile = 0.5 * profile + 0.5 * _shapes(a, b)
    return max(shared, 0.7 * profile)


def _shapes(a: Profile, b: Profile) -> float:
    """The mass of shapes that both have: `JC105` and `JC063` are one."""
    x, y = ({}, {})  # type: dict[str, float], dict[str, float]
    for p, to in ((a, x), (b, y)):
        kept = list(p.counts.items())[:200]
        mass = sum(n for _, n in kept)
        for c, n in kept:
            to[shape(c)] = to.get(shape(c), 0.0) + n / mass
    return sum(min(n, y.get(s, 0.0)) for s, n in x.items())


def _ratio(two: Sequence[float]) -> float:
    return min(two) / max(two) if max(two) > 0 else 1.0
