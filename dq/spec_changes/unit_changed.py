"""Numbers stand for another unit: as written in a name or above the header, or as every aligned value says."""

from collections.abc import Iterator, Sequence

from ..sentences import Text, same
from ..spec.profile import Profile, number
from ..spec.units import above, in_name, nearest_factor
from ._kind import Diff, Evidence, Finding, Kind, Pair, alike, found
from ._words import columns, evidence, figure

kind = Kind(
    grade="breaking",
    explains=frozenset({"values"}),
    yields_to=frozenset({"column_split", "columns_merged", "type_changed"}),
    says={
        "en": "{names}: the unit is now {after_name} (was {before_name})",
        "ja": "{names}: 単位が {after_name} になりました(以前は {before_name})",
    },
)

ROWS = 8
CELLS = 20


def find(diff: Diff) -> Iterator[Finding]:
    yield from _written_above(diff)
    written = [
        (p, (a, b))
        for p in diff.pairs
        for a, b in [(in_name(p.before.name), in_name(p.after.name))]
        if a and b and a != b
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
    return unit.casefold().replace(" ", "") != seen


def _written_above(diff: Diff) -> Iterator[Finding]:
    before, after = above(diff.before.dialect.preamble), above(diff.after.dialect.preamble)
    if before and after and before != after:
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
    moved = [(p, f) for p in _numeric(diff, told) for f in [_moved_by(p.a, p.b)] if f is not None and _unaligned(p)]
    for f in dict.fromkeys(f for _, f in moved):
        pairs = [p for p, g in moved if g == f]
        if len(pairs) >= 2 or not 0.011 < f < 99:
            yield _scaled(pairs, f, diff, 0.6)


def _numeric(diff: Diff, told: set[str]) -> list[Pair]:
    return [
        p for p in diff.pairs if p.a.numeric and p.b.numeric and p.a.filled and p.b.filled and p.after.name not in told
    ]


def _unaligned(pair: Pair) -> bool:
    """Rows that can be told apart and are equal speak against another scale."""
    return pair.aligned < ROWS or pair.equal < pair.aligned / 20


def _exact_factor(pair: Pair, rows: Sequence[tuple[int, int]]) -> float | None:
    a, b = pair.a, pair.b
    both = [(x, y) for i, j in rows for x, y in [(_number(a, i), _number(b, j))] if x and y is not None]
    if len(both) < ROWS or len({x for x, _ in both}) < 4:
        return None
    middle = sorted(y / x for x, y in both)[len(both) // 2]
    factor = nearest_factor(middle, 0.02)
    if factor is None:
        return None
    fits = sum(abs(y - x * factor) <= max(abs(x * factor) * 1e-3, 10.0 ** -_decimals(b)) for x, y in both)
    return factor if fits >= 0.95 * len(both) else None


def _number(p: Profile, i: int) -> float | None:
    cell = p.cells[i]
    return None if cell is None else number(cell, p.format)


def _decimals(p: Profile) -> int:
    return max((len(c.rsplit(".", 1)[1]) for c in list(p.counts)[:50] if "." in c), default=0)


def _moved_by(a: Profile, b: Profile) -> float | None:
    """The known factor by which all five quantiles moved, within 10^±0.15; small counts and zeros prove nothing."""
    if min(a.filled, b.filled) < CELLS or len(a.counts) < 10:
        return None
    x, y = a.quantiles(), b.quantiles()
    ratios = [q / p for p, q in zip(x, y, strict=True) if p and abs(p) > 1e-9]
    if len(ratios) < 4 or any(r <= 0 for r in ratios):
        return None
    factor = nearest_factor(sorted(ratios)[len(ratios) // 2], 0.15)
    if factor is None or not (factor >= 9.9 or factor <= 0.11):
        return None
    return factor if all(nearest_factor(r / factor * 10, 0.15) == 10 for r in ratios) else None


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
