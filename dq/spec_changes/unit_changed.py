"""Numbers stand for another unit: as written in a name or above the header, or as every aligned value says."""

from collections.abc import Iterator, Sequence
from math import log10

from ..sentences import Text, same
from ..spec.names import folded
from ..spec.profile import Profile
from ..spec.units import above, in_name, nearest_factor, same_unit
from ._kind import Diff, Evidence, Finding, Kind, Pair, alike, found
from ._words import columns, evidence, figure

kind = Kind(
    grade="breaking",
    explains=frozenset({"values"}),
    yields_to=frozenset({"column_split", "columns_merged"}),
    says={
        "en": "{names}: the unit is now {after_name} (was {before_name})",
        "ja": "{names}: 単位が {after_name} になりました(以前は {before_name})",
    },
)

ROWS = 8
CELLS = 20
PLAIN = 1_000  # an epidemic grows a hundredfold in a year, in all its columns


def find(diff: Diff) -> Iterator[Finding]:
    yield from _written_above(diff)
    written = [
        (p, (a, b))
        for p in diff.pairs
        for a, b in [(in_name(p.before.name), in_name(p.after.name))]
        if a and b and not same_unit(a, b)
    ]
    yield from alike(written, lambda pairs, how: _told(pairs, how[0], how[1], diff.after.rows))
    declared = [(p, (p.before.unit, in_name(p.after.name) or "")) for p in diff.pairs if _other_than_declared(p)]
    yield from alike(declared, lambda pairs, how: _told(pairs, how[0], how[1], diff.after.rows))
    told = {p.after.name for p, _ in (*written, *declared)}
    if above(diff.before.dialect.preamble) == above(diff.after.dialect.preamble):
        yield from _from_values(diff, told)


def _other_than_declared(pair: Pair) -> bool:
    """The declared unit is not the one in the file's own name, where the declared name has none or the same file name."""
    unit, seen = pair.before.unit, in_name(pair.after.name)
    if pair.a.known or not unit or not seen or in_name(pair.before.name):
        return False
    return not same_unit(unit, seen)


def _written_above(diff: Diff) -> Iterator[Finding]:
    before, after = above(diff.before.dialect.preamble), above(diff.after.dialect.preamble)
    if before and after and not same_unit(before, after):
        numeric = [p for p in diff.pairs if p.b.numeric]
        yield _told(numeric or list(diff.pairs), before, after, diff.after.rows)


def _told(pairs: Sequence[Pair], before: str, after: str, rows: int | None) -> Finding:
    names = [p.after.name for p in pairs]
    return found(
        kind,
        columns=tuple(names),
        before=before,
        after=after,
        evidence=evidence(pairs[0], rows),
        names=columns(names),
        after_name=same(after),
        before_name=same(before),
    )


def _from_values(diff: Diff, told: set[str]) -> Iterator[Finding]:
    """One exact factor in all aligned rows; or all quantiles of a column moved by the same known factor."""
    exact = [(p, f) for p in _numeric(diff, told) for f in [_exact_factor(p, diff.rows)] if f is not None]
    yield from alike(exact, lambda pairs, f: _scaled(pairs, f, diff, 0.7))
    told |= {p.after.name for p, _ in exact}
    left = [] if any(map(_of_other_things, diff.pairs)) else [p for p in _numeric(diff, told) if _unaligned(p)]
    moved = [(p, f) for p in left for f in [_moved_by(p.a, p.b) or _stepped_by(p.a, p.b)] if f is not None]
    for f in dict.fromkeys(f for _, f in moved):
        surely = [p for p, g in moved if g == f]
        pairs = [p for p in left if p in surely or (_about(p.a, p.b, f) and _in_step(p.a, p.b, f))]
        if max(f, 1 / f) > 0.99 * PLAIN or 2 * sum(_in_step(p.a, p.b, f) for p in pairs) >= len(pairs):
            yield _scaled(pairs, f, diff, 0.6)


def _numeric(diff: Diff, told: set[str]) -> list[Pair]:
    return [
        p for p in diff.pairs if p.a.numeric and p.b.numeric and p.a.filled and p.b.filled and p.after.name not in told
    ]


def _of_other_things(pair: Pair) -> bool:
    """A category without digits that shares no value with the one before: figures of a town beside those of a country."""
    a, b = pair.a, pair.b
    if not (a.type == b.type == "text" and a.categorical and b.categorical) or min(a.filled, b.filled) < CELLS:
        return False
    sides = [{folded(v) for v in p.counts} for p in (a, b)]
    return sides[0].isdisjoint(sides[1]) and not any(ch.isdecimal() for side in sides for v in side for ch in v)


def _unaligned(pair: Pair) -> bool:
    """Rows that can be told apart and are equal speak against another scale."""
    return pair.aligned < ROWS or pair.equal < pair.aligned / 20


def _exact_factor(pair: Pair, rows: Sequence[tuple[int, int]]) -> float | None:
    a, b = pair.a, pair.b
    both = [(x, y) for i, j in rows for x, y in [(a.value(i), b.value(j))] if x and y is not None]
    if len(both) < ROWS or len({x for x, _ in both}) < 4:
        return None
    middle = sorted(y / x for x, y in both)[len(both) // 2]
    factor = nearest_factor(middle, 0.02)
    if factor is None:
        return None
    fits = sum(abs(y - x * factor) <= max(abs(x * factor) * 1e-3, 10.0 ** -_decimals(b)) for x, y in both)
    return factor if fits >= 0.95 * len(both) else None


def _decimals(p: Profile) -> int:
    return max((len(c.rsplit(".", 1)[1]) for c in list(p.counts)[:50] if "." in c), default=0)


def _moved_by(a: Profile, b: Profile) -> float | None:
    """The power of ten by which the quantiles of a column moved; small counts and zeros prove nothing. Tenfold things
    happen: all must sit within 10^±0.15; a hundredfold and more, within 10^±0.4."""
    if min(a.filled, b.filled) < CELLS or min(len(a.counts), len(b.counts)) < 10:
        return None
    both = [(p, q) for p, q in zip(a.quantiles(), b.quantiles(), strict=True) if abs(p) > 1e-9 and abs(q) > 1e-9]
    if len(both) < 3 or any(p * q < 0 for p, q in both) or max(min(abs(p), abs(q)) for p, q in both) < _few(a, b):
        return None
    shifts = sorted(log10(q / p) for p, q in both[-4:])
    power = round(shifts[len(shifts) // 2])
    within = 0.15 if abs(power) == 1 else 0.4
    return 10.0**power if power and all(abs(s - power) <= within for s in shifts) else None


def _about(a: Profile, b: Profile, factor: float) -> bool:
    """The median, where the other quantiles say too little: a season, many zeros."""
    if min(a.filled, b.filled) < CELLS or min(len(a.counts), len(b.counts)) < 10:
        return False
    p, q = a.quantiles()[2], b.quantiles()[2]
    return p * q > 0 and abs(log10(q / p / factor)) <= (0.7 if max(factor, 1 / factor) > 0.99 * PLAIN else 0.4)


def _stepped_by(a: Profile, b: Profile) -> float | None:
    """A thousandfold and more by what the values are multiples of, and by the median."""
    p, q = a.quantiles()[2], b.quantiles()[2]
    if not p * q > 0 or abs(log10(q / p)) < 2:
        return None
    x, y = _step(a), _step(b)
    factor = y / x if x > 0 < y else 1.0
    return 10.0 ** round(log10(factor)) if max(factor, 1 / factor) > 0.99 * PLAIN and _about(a, b, factor) else None


def _few(a: Profile, b: Profile) -> float:
    return 5.0 if a.type == b.type == "integer" else 0.0


def _in_step(a: Profile, b: Profile, factor: float) -> bool:
    """What the values are multiples of moved by the factor too, as figures in another unit do and those that grew do not."""
    x, y = _step(a), _step(b)
    return x > 0 and (x * factor <= 1.01 * y if factor > 1 else y <= 1.01 * x * factor)


def _step(p: Profile) -> float:
    """The largest power of ten that divides the values, but for one in fifty."""
    for power in range(6, -7, -1):
        step = 10.0**power
        if sum(abs(n / step - round(n / step)) < 1e-6 for n in p.numbers) >= 0.98 * len(p.numbers):
            return step
    return 0.0


def _scaled(pairs: list[Pair], factor: float, diff: Diff, confidence: float) -> Finding:
    names = [p.after.name for p in pairs]
    times = figure(factor) if factor >= 1 else f"1/{figure(1 / factor)}"
    seen = evidence(pairs[0], diff.after.rows)
    return found(
        kind,
        columns=tuple(names),
        before=1,
        after=factor,
        confidence=confidence,
        evidence=Evidence(seen.count, seen.of, seen.examples),
        sentence=Text(
            f"{columns(names).en}: probably another unit: all values are {times} times what they were",
            f"{columns(names).ja}: 単位が変わった可能性があります: すべての値が以前の {times} 倍です",
        ),
    )
