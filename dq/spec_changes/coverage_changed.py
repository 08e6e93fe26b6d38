"""A column of dates begins or ends elsewhere than it should: growth forwards and a sliding window are no news."""

from collections.abc import Iterator

from ..sentences import Text, same
from ..spec.spec import ColumnSpec
from ._kind import Diff, Finding, Kind, Pair, found

kind = Kind(
    grade="compatible",
    explains=frozenset({"values", "rows"}),
    yields_to=frozenset({"date_format_changed", "type_changed", "rows_lost"}),
    says={
        "en": "{column}: {word} {after} ({word_was} {before})",
        "ja": "{column}: {word} {after} に変わりました(以前は {before})",
    },
)


def find(diff: Diff) -> Iterator[Finding]:
    if diff.after.glued is not None and not diff.after.glued.fits:
        return  # behind there the rows of the first table end
    for pair in diff.pairs:
        told = _moved(pair) if _axis(pair) else None
        if told is not None:
            yield told
            return


def _axis(pair: Pair) -> bool:
    """The file goes along this column: its dates ascend or descend. A stamp of the last update does not."""
    sides = [s.order for s in (pair.before.statistics, pair.after.statistics) if s is not None and s.order is not None]
    return any(abs(order) >= 0.8 for order in sides)


def _moved(pair: Pair) -> Finding | None:
    a, b = _range(pair.before), _range(pair.after)
    if a is None or b is None or b[1] < a[0] or a[1] < b[0]:
        return None  # another period altogether: a backfill
    if b[0] < a[0] and b[1] >= a[1]:
        return _told(pair, a[0], b[0], Text("now begins on", "始まりが"), Text("began on", ""))
    if b[1] < a[1] and b[0] >= a[0] and b[0] == a[0]:
        return _told(pair, a[1], b[1], Text("now ends on", "終わりが"), Text("ended on", ""))
    return None


def _told(pair: Pair, before: str, after: str, word: Text, was: Text) -> Finding:
    return found(
        kind, columns=(pair.after.name,), before=before, after=after, confidence=0.9,
        column=same(pair.after.name), word=word, word_was=was,
    )  # fmt: skip


def _range(column: ColumnSpec) -> tuple[str, str] | None:
    """First and last, as ISO; None where the column holds no dates or the scan did not read them."""
    s = column.statistics
    if column.type not in ("date", "datetime") or s is None or not isinstance(s.min, str) or not isinstance(s.max, str):
        return None
    return s.min, s.max
