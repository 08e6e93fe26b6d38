"""The values of a category are other ones, or are called otherwise. New values alone are growth: silence."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from ..regex import later
from ..sentences import Text, same
from ..spec.names import folded
from ..spec.profile import Profile, shape
from ._kind import Diff, Evidence, Finding, Kind, Pair, found
from ._words import cell

kind = Kind(
    grade="breaking",
    explains=frozenset({"values", "text"}),
    yields_to=frozenset(
        {"column_split", "columns_merged", "type_changed", "date_format_changed", "time_format_changed"}
        | {"number_format_changed", "null_pattern_changed", "unit_changed"}
    ),
    says={"en": "{column}: {how}: {what}", "ja": "{column}: {how}: {what}"},
)

REPLACED = 0.9
SEVERAL, SHARE = 3, 0.15
CELLS, ENOUGH = 20, 30
FEW = 12  # values that make a classification, not a list of things

_DIGITS = later("[0-9]+")
_CALENDAR = frozenset(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mär", "mai", "okt", "dez", "ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug", "set", "ott"]
)
_WEEKDAYS = frozenset("月火水木金土日")


def find(diff: Diff) -> Iterator[Finding]:
    for pair in diff.pairs:
        a, b = pair.a, pair.b
        if a.type not in ("text", "boolean", "code") or b.type != a.type or not a.filled or not b.filled:
            continue
        renamed = _renamed(a, b, diff.rows) if min(a.filled, b.filled) >= CELLS else {}
        if renamed:
            yield _told_renamed(pair, renamed)
        elif _replaced(a, b):
            yield _told_replaced(pair)


def _renamed(a: Profile, b: Profile, rows: Sequence[tuple[int, int]]) -> Mapping[str, str]:
    """Vanished values that one new value each stands in for: by aligned rows, by case and width, one inside the
    other; commonest first."""
    gone = {v for v in a.counts if v not in b.counts}
    new = {v for v in b.counts if v not in a.counts}
    if not gone or not new:
        return {}
    found_ = _by_folding(gone, new)
    if max(len(a.counts), len(b.counts)) > 1:  # a single value may be what each file is about
        found_.update(_by_rows(a, b, gone, new, rows))
    if a.categorical and b.categorical:
        left = gone - found_.keys(), new - set(found_.values())
        found_.update(_inside(*left))
    if not found_ and len(gone) == len(new) == 1 and _one_word_for_another(a, b, *gone, *new):
        return dict(zip(gone, new, strict=True))
    mass = sum(a.counts[v] for v in found_) / a.filled
    weighty = len(found_) >= SEVERAL or mass >= SHARE
    if not weighty or len(found_) < 0.5 * min(len(gone), len(new)):
        return {}
    return {v: found_[v] for v in a.counts if v in found_}


def _one_word_for_another(a: Profile, b: Profile, old: str, new: str) -> bool:
    """One of a few categories vanished, one came, with about its mass; the others stayed. Not of months and numbers."""
    if not (_closed(a) and _closed(b)) or len(a.counts) > 12 or min(a.filled, b.filled) < ENOUGH or _a_turn_of([old], [new]):
        return False
    x, y = a.counts[old] / a.filled, b.counts[new] / b.filled
    return x >= SHARE and 0.6 <= x / y <= 1.6


def _a_turn_of(old: Collection[str], new: Collection[str]) -> bool:
    """Months, days, years, numbers: other values are what the next file is about."""
    masked = [{_DIGITS.sub("0", folded(v)) for v in side} for side in (old, new)]
    if any(any(ch == "0" for ch in v) for side in masked for v in side) and masked[0] & masked[1]:
        return True
    return all(folded(v)[:3] in _CALENDAR or (folded(v)[:1] in _WEEKDAYS and len(v) <= 3) for v in (*old, *new))


def _by_folding(gone: set[str], new: set[str]) -> dict[str, str]:
    at: dict[str, list[str]] = {}
    for v in new:
        at.setdefault(folded(v), []).append(v)
    return {v: at[folded(v)][0] for v in gone if len(at.get(folded(v), ())) == 1}


def _by_rows(a: Profile, b: Profile, gone: set[str], new: set[str], rows: Sequence[tuple[int, int]]) -> dict[str, str]:
    seen: dict[str, Counter[str]] = {}
    for i, j in rows:
        x, y = a.cells[i], b.cells[j]
        if x is not None and y is not None and x in gone and y in new:
            seen.setdefault(x, Counter())[y] += 1
    total = Counter(a.cells[i] for i, _ in rows)
    told = {x: ys.most_common(1)[0] for x, ys in seen.items()}
    certain = {x: y for x, (y, n) in told.items() if n >= 2 and n >= 0.9 * total[x]}
    return certain if len(set(certain.values())) == len(certain) else {}


def _inside(gone: set[str], new: set[str]) -> dict[str, str]:
    """`Subscriber` has no `member` in it, but `Emilia Romagna` has `Emilia`: one name inside another, one to one."""
    told: dict[str, str] = {}
    for v in sorted(gone):
        hits = [w for w in new if _within(v, w)]
        if len(hits) == 1 and hits[0] not in told.values():
            told[v] = hits[0]
    return told


def _within(v: str, w: str) -> bool:
    """Line 1 is not Line 10."""
    x, y = folded(v), folded(w)
    return len(min(v, w, key=len)) >= 3 and (x in y or y in x) and _DIGITS.findall(x) == _DIGITS.findall(y)


def _replaced(a: Profile, b: Profile) -> bool:
    """Of a category, nearly all of both masses are other values than before. Not of free text, ids or stamps."""
    if not (_closed(a) and _closed(b)) or min(a.filled, b.filled) < CELLS:
        return False
    few, many = sorted((len(a.counts), len(b.counts)))
    if 2 * few < many or (many > FEW and _shapes_shared(a, b) > 0.2):
        return False  # names of as many other things are written alike
    kept_a = sum(n for v, n in a.counts.items() if v in b.counts) / a.filled
    kept_b = sum(n for v, n in b.counts.items() if v in a.counts) / b.filled
    return kept_a <= 1 - REPLACED and kept_b <= 1 - REPLACED and not _a_turn_of(a.counts, b.counts)


def _shapes_shared(a: Profile, b: Profile) -> float:
    """The mass of the new values that are written like old ones: `JC105` like `JC063`."""
    old = {shape(v) for v in a.counts}
    return sum(n for v, n in b.counts.items() if shape(v) in old) / b.filled


def _closed(p: Profile) -> bool:
    """A small set of short values, each many times."""
    return 1 < len(p.counts) <= 50 and 4 * len(p.counts) <= p.filled and all(len(v) <= 60 for v in p.counts)


def _told_renamed(pair: Pair, renamed: Mapping[str, str]) -> Finding:
    shown = [(cell(x), cell(y)) for x, y in list(renamed.items())[:3]]
    more = len(renamed) - len(shown)
    what = Text(
        ", ".join(f"{x.en} → {y.en}" for x, y in shown) + (f" and {more:,} more" if more else ""),
        "、".join(f"{x.ja} → {y.ja}" for x, y in shown) + (f" ほか {more:,} 件" if more else ""),
    )
    return _told(pair, dict(renamed), Text("values renamed", "値の表記が変わりました"), what)


def _told_replaced(pair: Pair) -> Finding:
    old, new = ([cell(c) for c in list(p.counts)[:3]] for p in (pair.a, pair.b))
    what = Text(
        f"{', '.join(c.en for c in new)} (were {', '.join(c.en for c in old)})",
        f"{'、'.join(c.ja for c in new)}(以前は{'、'.join(c.ja for c in old)})",
    )
    return _told(pair, None, Text("nearly all values are other ones", "値がほぼすべて入れ替わりました"), what)


def _told(pair: Pair, renamed: dict[str, str] | None, how: Text, what: Text) -> Finding:
    hidden = pair.before.pii or pair.after.pii
    old, new = (
        (list(renamed), list(renamed.values())) if renamed else (list(pair.a.counts)[:20], list(pair.b.counts)[:20])
    )
    return found(
        kind,
        columns=(pair.after.name,),
        before=None if hidden else old,
        after=None if hidden else new,
        evidence=Evidence(pair.b.filled, len(pair.b.cells)),
        confidence=0.9,
        column=same(pair.after.name),
        how=how,
        what=Text("(not shown)", "(非表示)") if hidden else what,
    )
