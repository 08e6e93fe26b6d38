"""What stands for "no value", or how often it does: a column emptied or filled, or a new token among its values."""

from collections.abc import Iterator

from ..result import Grade
from ..sentences import Text
from ..spec.profile import NULL_TOKENS, Profile
from ._kind import Diff, Evidence, Finding, Kind, Pair, alike, found
from ._words import cell, columns, examples, percent

kind = Kind(
    grade="breaking",
    explains=frozenset({"missing", "types", "values", "text"}),
    yields_to=frozenset({"column_split", "columns_merged"}),
    says={"en": "{names}: {now} (were {was})", "ja": "{names}: {now}(以前は{was})"},
)

MOVED = 0.6  # of the cells, from missing to filled or back
TOKEN = 0.02
CELLS = 8


def find(diff: Diff) -> Iterator[Finding]:
    shares = ((p, how) for p in diff.pairs for how in [_share(p.a, p.b)] if how is not None)
    yield from alike(shares, _told_share)
    tokens = ((p, token) for p in diff.pairs for token in [_token(p.a, p.b)] if token is not None)
    yield from alike(tokens, _told_token)


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
_JA = {"all": "すべて欠損", "none": "欠損なし"}


def _told_share(pairs: list[Pair], how: tuple[str, str]) -> Finding:
    was, now = (Text(_EN.get(w, f"{w} missing"), _JA.get(w, f"{w} 欠損")) for w in how)
    emptied = pairs[0].b.missing_share > pairs[0].a.missing_share
    grade: Grade = "breaking" if emptied else "compatible"
    names = [p.after.name for p in pairs]
    return found(
        kind, columns=tuple(names), before=how[0], after=how[1], grade=grade,
        evidence=Evidence(examples=examples(pairs[0].after)), names=columns(names), was=was, now=now,
    )  # fmt: skip


def _token(a: Profile, b: Profile) -> str | None:
    """A token for "no value" that a typed column did not have and now has in at least 2 % of its cells."""
    if not (a.known and b.known) or not (a.numeric or a.temporal) or a.filled < CELLS or not b.filled:
        return None
    for text, n in b.counts.items():
        if text.strip().casefold() in NULL_TOKENS and text not in a.counts and n >= TOKEN * len(b.cells):
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
            f"{columns(names).en}: {cell(token)} now stands for a missing value ({percent(n / len(first.cells))} of the cells)",
            f"{columns(names).ja}: 欠損を表す {cell(token)} が現れました(セルの {percent(n / len(first.cells))})",
        ),
    )
