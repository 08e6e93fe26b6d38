"""A column holds another type of values."""

from collections.abc import Iterator
from itertools import islice

import msgspec

from ..sentences import Text, same
from ..spec.null_tokens import is_token
from ..spec.profile import Profile
from ._kind import Diff, Example, Finding, Kind, Pair, alike, found
from ._turned import types_turned
from ._words import cell, columns, evidence, examples, type_word

kind = Kind(
    grade="breaking",
    explains=frozenset({"types", "text", "values"}),
    yields_to=frozenset(
        {"column_split", "columns_merged", "number_format_changed", "date_format_changed", "time_format_changed"}
        | {"unit_changed"}
    ),
    says={
        "en": "{names}: now {after_word}{such} (were {before_word})",
        "ja": "{names}: {after_word}になりました({such}以前は{before_word})",
    },
)

TEMPORAL = frozenset({"date", "datetime"})
FEW = 20
SPARSE = 5
MOSTLY = 0.7


def find(diff: Diff) -> Iterator[Finding]:
    within = tuple(types_turned(diff, kind))
    told = {f.columns[0] for f in within}
    changed = (how for how in _changed(diff) if how[0].after.name not in told)
    yield from alike(changed, lambda pairs, how: _told(pairs, diff.after.rows, *how))
    yield from within


def _changed(diff: Diff) -> Iterator[tuple[Pair, tuple[str, str]]]:
    for pair in diff.pairs:
        a, b = pair.a, pair.b
        if a.type is None or b.type is None or a.type == b.type or {a.type, b.type} <= TEMPORAL:
            continue
        if (a.known and not a.filled) or not b.filled or _turns(pair):
            continue
        if _another(a, b) and not _mostly_the_same(a, b) and not (_sparse(a) or _sparse(b)):
            yield pair, (a.type, b.type)


def _turns(pair: Pair) -> bool:
    """The column has its type, and cells in another format from some line on: told so."""
    now = pair.after.statistics
    return now is not None and now.turned is not None and now.turned.type in (None, pair.after.type)


def _sparse(p: Profile) -> bool:
    """A remark here and there: of one or two nobody knows a type."""
    return p.known and p.filled < SPARSE and 4 * p.filled < len(p.cells)


def _mostly_the_same(a: Profile, b: Profile) -> bool:
    """Most cells of the side that is now text, or was, still read as the other's type: some bad cells, not another type."""
    mixed, plain = (b, a) if b.type == "text" else (a, b)
    if mixed.type != "text" or not mixed.known or not (plain.numeric or plain.temporal):
        return False
    return mixed.reading_as(plain.type, plain.format) >= (MOSTLY if mixed.filled >= FEW else 0.5)


def _another(a: Profile, b: Profile) -> bool:
    """Codes are text, and digits may be either; whole numbers that get fractions are growth until most have one."""
    if not a.known:
        return _another_than_declared(a.type or "", b)
    match a.type, b.type:
        case "integer", "number":
            return min(a.filled, b.filled) >= 20 and _fractions(b) >= 0.5 and len(a.counts) > 2  # snow in winter
        case "number", "integer":
            return False  # a style of writing: number_format_changed looks
        case ("code", "integer") | ("integer", "code"):
            return (_unpadded(a) != _unpadded(b) or _shorter(a, b)) and min(len(a.counts), len(b.counts)) > 1
        case ("text", "code") | ("code", "text"):
            return False
        case ("text", _) | (_, "text"):
            return len(a.counts) > 1 or a.counts.keys().isdisjoint(b.counts)
    return True


def _another_than_declared(declared: str, b: Profile) -> bool:
    """Text may hold anything; a number may be whole; what does not read is counted by its own expectation."""
    if declared == "text" or b.type in ("code", "boolean") or (declared, b.type) == ("number", "integer"):
        return False
    if declared == "boolean":
        return False
    return (declared, b.type) != ("integer", "number") or _fractions(b) >= 0.5


def _fractions(p: Profile) -> float:
    return sum(n != int(n) for n in p.numbers if abs(n) < 1e15) / len(p.numbers) if p.numbers else 0.0


def _shorter(a: Profile, b: Profile) -> bool:
    """`0101` and `101`: every number is shorter than the codes."""
    code, number = (a, b) if a.type == "code" else (b, a)
    return max(map(len, number.counts)) < min(map(len, code.counts))


def _unpadded(p: Profile) -> bool:
    """Whole numbers of several lengths, none padded."""
    return len({len(c) for c in p.counts}) > 1 and not any(c[0] == "0" and len(c) > 1 for c in p.counts)


def _told(pairs: list[Pair], rows: int | None, before: str, after: str) -> Finding:
    names = [p.after.name for p in pairs]
    seen, bad = evidence(pairs[0], rows), _bad(pairs[0])
    shown = cell(bad[0].value or "") if bad and after == "text" else None
    return found(
        kind,
        columns=tuple(names),
        before=before,
        after=after,
        evidence=msgspec.structs.replace(seen, examples=bad or seen.examples),
        names=columns(names),
        such=same("") if shown is None else Text(f", such as {shown.en}", f"例: {shown.ja}、"),
        after_word=type_word(after),
        before_word=type_word(before),
    )


def _bad(pair: Pair) -> tuple[Example, ...]:
    """Cells that do not read as the column did: of the first ones, which have their lines, else of the sample."""
    a, b = pair.a, pair.b
    if pair.after.pii:
        return ()
    first = tuple(e for e in examples(pair.after) if e.value is not None and not a.takes(e.value))
    bad = (c for c in b.counts if not is_token(c) and not a.takes(c))
    return first or tuple(Example(None, pair.after.name, c) for c in islice(bad, 2))
