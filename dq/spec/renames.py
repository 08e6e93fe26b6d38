"""Renames: which of the columns that went is which of the new ones, by name, values and place, one to one."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from .likeness import values_alike
from .names import SAME_MEANING, alike, period_of, tail, tokens
from .profile import Profile
from .rows import ENOUGH, Rows, equal_cells, scaled
from .units import nearest_factor

ACCEPT = 0.55
MARGIN = 0.1
CROWD, CLEAR = 3, 0.75  # so many rivals within the margin of a score below that: anybody's guess
NAME, VALUES, POSITION = 0.45, 0.35, 0.20
SAME_CELLS = 0.95
NAME_ALONE = 0.7  # where there are no values to compare, a name must be that much alike
COUNTERPART = 0.6  # likeness of values that makes a column in the same place of a gap the same one, whatever its name
ALIKE = 0.5  # likeness of names that differ in their unit, where the rows share a factor between units
EVERY_PAIR = 20_000  # more candidates than this are narrowed to neighbours and names that share a word


def renames(
    a: Sequence[Profile], b: Sequence[Profile], named: Mapping[int, int], rows: Rows,
    gone: tuple[Collection[str], Collection[str]], *, nameless: bool = False,
) -> dict[tuple[int, int], float]:  # fmt: skip
    """Best scores first, twice: what is found the first time makes the gaps of the second narrower."""
    accepted: dict[tuple[int, int], float] = {}
    for _ in range(2):
        both = {**named, **dict(accepted.keys())}
        old = [i for i, p in enumerate(a) if i not in both and p.name not in gone[0]]
        taken = set(both.values())
        new = [j for j, p in enumerate(b) if j not in taken and p.name not in gone[1]]
        if not old or not new:
            break
        accepted.update(_assigned(a, b, both, rows, old, new, nameless))
    both = {**named, **dict(accepted.keys())}
    taken = set(both.values())
    left = [i for i, p in enumerate(a) if i not in both and p.name not in gone[0]]
    right = [j for j, p in enumerate(b) if j not in taken and p.name not in gone[1]]
    accepted.update(_eliminated(a, b, left, right))
    return accepted


def _assigned(
    a: Sequence[Profile], b: Sequence[Profile], named: Mapping[int, int], rows: Rows,
    old: Sequence[int], new: Sequence[int], nameless: bool,
) -> dict[tuple[int, int], float]:  # fmt: skip
    """One to one, best scores first; a rival within the margin makes it less sure."""
    places = _Places(named, len(a), len(b), old, new)
    scores = {
        (i, j): score(a[i], b[j], *places.of(i, j), rows, nameless=nameless) for i, j in _candidates(a, b, old, new, places)
    }
    rivals_of_old: dict[int, list[tuple[float, int]]] = {}
    rivals_of_new: dict[int, list[tuple[float, int]]] = {}
    for (i, j), s in scores.items():
        rivals_of_old.setdefault(i, []).append((s, j))
        rivals_of_new.setdefault(j, []).append((s, i))
    accepted: dict[tuple[int, int], float] = {}
    used: tuple[set[int], set[int]] = set(), set()
    for (i, j), best in sorted(scores.items(), key=lambda kv: -kv[1]):
        if best < ACCEPT:
            break
        if i in used[0] or j in used[1]:
            continue
        rivals = [s for s, y in rivals_of_old[i] if y != j and y not in used[1]]
        rivals += [s for s, x in rivals_of_new[j] if x != i and x not in used[0]]
        close = sum(best - s < MARGIN for s in rivals)
        if close >= CROWD and best < CLEAR and not places.of(i, j)[1]:
            continue
        accepted[i, j] = round(min(best, 0.7) if close else best, 2)
        used[0].add(i)
        used[1].add(j)
    return accepted


def _candidates(
    a: Sequence[Profile], b: Sequence[Profile], old: Sequence[int], new: Sequence[int], places: "_Places"
) -> Iterable[tuple[int, int]]:
    if len(old) * len(new) <= EVERY_PAIR:
        return [(i, j) for i in old for j in new]
    by_word: dict[str, list[int]] = {}
    for j in new:
        for word in (*tokens(tail(b[j].name)), "".join(tokens(tail(b[j].name)))):
            by_word.setdefault(word, []).append(j)
    found: dict[tuple[int, int], None] = {}
    for i in old:
        words = (*tokens(tail(a[i].name)), "".join(tokens(tail(a[i].name))))
        for word in words:
            found.update(dict.fromkeys((i, j) for j in by_word.get(word, ())[:50]))
        found.update(dict.fromkeys((i, j) for j in places.near(i)))
    return found


def score(
    a: Profile, b: Profile, place: float, counterpart: bool, rows: Rows, *, nameless: bool = False
) -> float:
    """How likely b is a under another name. Equal cells in aligned rows outweigh everything.

    `counterpart`: the gaps between their neighbours hold as many columns on both sides, and they stand alike in them."""
    name = 0.0 if nameless else alike(tail(a.name), tail(b.name))
    period = None if nameless or name == 1 else period_of(tail(a.name))
    if period is not None and period == period_of(tail(b.name)):
        return 0.0  # another period is another column
    values = values_alike(a, b)
    if values is not None and values < 0 and name < 0.9:
        return 0.0  # types that exclude each other, unless the names are nearly equal
    if values is None or values < 0:  # nothing to compare, or another type under nearly the same name
        alone = (NAME * name + POSITION * place) / (NAME + POSITION)
        told = min(alone, 0.9) if name >= NAME_ALONE else min(alone, ACCEPT - 0.01)
    else:
        told = NAME * name + VALUES * max(values, 0.0) + POSITION * place
    if name >= 0.9 and place >= 0.5:
        told = max(told, 0.9 if values is None or values >= 0.3 else 0.75)
    if counterpart and values is not None and (values >= COUNTERPART or (values >= 0.3 and name >= SAME_MEANING)):
        told = max(told, ACCEPT + 0.1 * values + 0.2 * name)
    if nameless and counterpart and (values is None or values >= 0):
        told = max(told, ACCEPT)
    if rows and len(a.counts) > 3:
        aligned, equal = equal_cells(a, b, rows)
        if aligned >= ENOUGH and equal >= SAME_CELLS * aligned:
            told = 0.9 + 0.1 * equal / aligned - 0.004 * (1 - min(1.0, told))  # of twins the nearer one
        elif name >= ALIKE and nearest_factor(scaled(a, b, rows) or 0.0, 0.001) is not None:
            told = max(told, 0.9)
    return told


class _Places:
    """Where columns stand between neighbours that are known to be the same."""

    def __init__(self, named: Mapping[int, int], before: int, after: int, old: Sequence[int], new: Sequence[int]) -> None:
        self.sizes = before, after
        known = sorted(named)
        self.gaps: dict[int, tuple[int, int, int, int]] = {}  # of old columns: left, right, and what these are in the new file
        at = 0
        for i in old:
            while at < len(known) and known[at] < i:
                at += 1
            left = known[at - 1] if at else -1
            right = known[at] if at < len(known) else before
            self.gaps[i] = left, right, named.get(left, -1), named.get(right, after)
        self.old_in: dict[tuple[int, int], int] = {}
        for i in old:
            gap = self.gaps[i][:2]
            self.old_in[gap] = self.old_in.get(gap, 0) + 1
        self.new = sorted(new)

    def of(self, i: int, j: int) -> tuple[float, bool]:
        """(1 in the same place of a gap between the same neighbours, less the further away; whether it is the counterpart)."""
        left, right, lo, hi = self.gaps[i]
        if lo < j < hi:
            same = j - lo == i - left or hi - j == right - i
            return (1.0 if same else 0.8), j - lo == i - left and hi - j == right - i and self._as_many(i)
        before, after = self.sizes
        return 0.5 * (1 - abs(i / max(before - 1, 1) - j / max(after - 1, 1))), False

    def _as_many(self, i: int) -> bool:
        left, right, lo, hi = self.gaps[i]
        return self.old_in[left, right] == right - left - 1 == hi - lo - 1

    def near(self, i: int) -> list[int]:
        """New columns around the counterpart's place."""
        left, _, lo, _ = self.gaps[i]
        want = lo + i - left
        return [j for j in self.new if abs(j - want) <= 5]


def _eliminated(a: Sequence[Profile], b: Sequence[Profile], old: Sequence[int], new: Sequence[int]) -> dict[tuple[int, int], float]:
    """The only date left on both sides, the only category of that many values: probably the same."""
    found: dict[tuple[int, int], float] = {}

    def temporal(p: Profile) -> str | None:
        return p.type if p.temporal else None

    def category(p: Profile) -> str | None:
        return f"{len(p.counts)}" if p.categorical and len(p.counts) > 1 else None

    for pick in (temporal, category):
        for wanted in sorted({w for i in old for w in [pick(a[i])] if w is not None}):
            left = [i for i in old if pick(a[i]) == wanted]
            right = [j for j in new if pick(b[j]) == wanted and all(j != y for _, y in found)]
            if len(left) == len(right) == 1:
                found[left[0], right[0]] = ACCEPT
    return found
