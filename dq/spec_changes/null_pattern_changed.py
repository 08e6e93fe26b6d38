"""What stands for "no value", or how often it does: a column emptied or filled, or a new token among its values."""

from collections.abc import Iterator

from ..result import Grade
from ..sentences import Text
from ..spec.null_tokens import is_token
from ..spec.profile import Profile
from ..spec.spec import Turned
from ._kind import Diff, Evidence, Example, Finding, Kind, Pair, alike, found
from ._words import cell, columns, examples, percent

kind = Kind(
    grade="breaking",
    explains=frozenset({"missing", "types", "values", "text"}),
    yields_to=frozenset({"column_split", "columns_merged"}),
    says={"en": "{names}: now {now} (before: {was})", "ja": "{names}: {now}なりました(以前は{was})"},
)

MOVED = 0.6  # of the cells, from missing to filled or back
TOKEN = 0.02
CELLS = 8


def find(diff: Diff) -> Iterator[Finding]:
    ordered = all(s is not None and s.whole for s in (diff.before.sample, diff.after.sample))
    shares = (
        (p, how)
        for p in diff.pairs
        if not (ordered and _to_come(max(p.a, p.b, key=lambda side: side.missing_share)))
        for how in [_share(p.a, p.b)]
        if how is not None and _written(p.a, p.b) is None
    )
    yield from alike(shares, _told_share)
    known = {c for p in diff.pairs if p.a.numeric or p.a.temporal for c in p.a.counts if is_token(c)}
    counted = {
        p.after.name: absent
        for p in diff.pairs
        for absent in [_absent(p, diff.after.rows)]
        if absent is not None and absent.format not in known
    }
    for p in diff.pairs:
        if p.after.name in counted:
            yield _told_counted(p, counted[p.after.name], diff.after.rows)
    tokens = ((p, t) for p in diff.pairs for t in [_token(p.a, p.b)] if t is not None and t not in known)
    written = ((p, how) for p in diff.pairs for how in [_written(p.a, p.b)] if how is not None)
    yield from alike(written, _told_written)
    yield from alike((how for how in tokens if how[0].after.name not in counted), _told_token)


def _absent(pair: Pair, rows: int | None) -> Turned | None:
    """A token among cells that would read without it, counted over the whole file; one that the file before had too, or
    that the column before cannot be told of, is no news."""
    now, before = pair.after.statistics, pair.before.statistics
    if now is None or now.absent is None or (before is not None and before.absent is not None):
        return None
    return now.absent if rows and now.absent.count >= TOKEN * rows and now.absent.format not in pair.a.counts else None


def _told_counted(pair: Pair, absent: Turned, rows: int | None) -> Finding:
    name, token = pair.after.name, str(absent.format)
    where = Text("", "") if absent.line is None else Text(f", first in line {absent.line:,}", f"、最初は {absent.line:,} 行目")
    return found(
        kind,
        columns=(name,),
        before=None,
        after=token,
        begins=absent.begins,
        evidence=Evidence(absent.count, rows, tuple(Example(at, name, text) for at, text in absent.first)),
        sentence=Text(
            f"{name}: {cell(token).en} now stands for a missing value ({absent.count:,} of {rows or 0:,} cells{where.en})",
            f"{name}: 欠損を表す{cell(token).ja}が現れました({rows or 0:,} 件中 {absent.count:,} 件{where.ja})",
        ),
    )


def _to_come(p: Profile) -> bool:
    """Filled up to some row and missing from there on: the hours of a day that are not yet over, or begin at the end."""
    filled = [cell is not None for cell in p.cells]
    return 1 < p.filled < len(filled) and (all(filled[: p.filled]) or all(filled[-p.filled :]))


def _share(a: Profile, b: Profile) -> tuple[str, str] | None:
    """In tenths, so that columns that emptied alike are one finding. All zeros that turn missing are this kind too."""
    if not (a.known and b.known) or min(len(a.cells), len(b.cells)) < CELLS:
        return None
    x, y = a.missing_share, b.missing_share
    if abs(x - y) >= MOVED or (x == 1 and y < 0.5) or (y == 1 and x < 0.5):
        return _word(x), _word(y)
    return None


def _word(share: float) -> str:
    return "all" if share == 1 else "none" if share == 0 else percent(share)


_EN = {"all": "all missing", "none": "never missing"}
_NOW = {"all": "すべて欠損に", "none": "欠損なしに"}
_WAS = {"all": "すべて欠損", "none": "欠損なし"}


def _told_share(pairs: list[Pair], how: tuple[str, str]) -> Finding:
    was = Text(_EN.get(how[0], f"{how[0]} missing"), _WAS.get(how[0], f" {how[0]} が欠損"))
    now = Text(_EN.get(how[1], f"{how[1]} missing"), _NOW.get(how[1], f"{how[1]} が欠損に"))
    emptied = pairs[0].b.missing_share > pairs[0].a.missing_share
    grade: Grade = "breaking" if emptied else "compatible"
    names = [p.after.name for p in pairs]
    return found(
        kind, columns=tuple(names), before=how[0], after=how[1], grade=grade,
        evidence=Evidence(examples=examples(pairs[0].after)), names=columns(names), was=was, now=now,
    )  # fmt: skip


def _stands_for_nothing(a: Profile, b: Profile) -> str | None:
    """The token that is where the empty cells were: they are gone, and it is in about as many."""
    if not (a.known and b.known) or min(len(a.cells), len(b.cells)) < CELLS:
        return None
    if a.missing_share < TOKEN or b.missing_share > a.missing_share / 10:
        return None
    shares = {text: n / len(b.cells) for text, n in b.counts.items() if is_token(text) and text not in a.counts}
    return next((text for text, share in shares.items() if 0.8 <= share / a.missing_share <= 1.25), None)


def _written(a: Profile, b: Profile) -> tuple[str, str] | None:
    """Of a typed column a new token is told by itself."""
    now = None if a.numeric or a.temporal else _stands_for_nothing(a, b)
    was = _stands_for_nothing(b, a)
    return ("", now) if now is not None else (was, "") if was is not None else None


def _told_written(pairs: list[Pair], how: tuple[str, str]) -> Finding:
    names = columns([p.after.name for p in pairs])
    was, now = (cell(text) if text else Text("an empty cell", "空のセル") for text in how)
    return found(
        kind,
        columns=tuple(p.after.name for p in pairs),
        before=how[0],
        after=how[1],
        evidence=Evidence(examples=examples(pairs[0].after)),
        sentence=Text(
            f"{names.en}: {now.en} now stands for a missing value (was {was.en})",
            f"{names.ja}: 欠損の表し方が{now.ja}になりました(以前は{was.ja})",
        ),
    )


def _token(a: Profile, b: Profile) -> str | None:
    """A token for "no value" that a typed column did not have and now has in at least 2 % of its cells."""
    if not (a.known and b.known) or not (a.numeric or a.temporal) or a.filled < CELLS or not b.filled:
        return None
    for text, n in b.counts.items():
        if is_token(text) and text not in a.counts and n >= TOKEN * len(b.cells):
            return text
    return None


def _told_token(pairs: list[Pair], token: str) -> Finding:
    names = [p.after.name for p in pairs]
    first = pairs[0].b
    n = first.counts[token]
    return found(
        kind,
        columns=tuple(names),
        before=None,
        after=token,
        evidence=Evidence(n, len(first.cells)),
        sentence=Text(
            f"{columns(names).en}: {cell(token).en} now stands for a missing value ({percent(n / len(first.cells))} of the cells)",
            f"{columns(names).ja}: 欠損を表す{cell(token).ja}が現れました(セルの {percent(n / len(first.cells))})",
        ),
    )
