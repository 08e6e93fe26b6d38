"""The dates in the file are not those of the period that its name declares."""

from collections.abc import Iterator, Sequence

from ..sentences import same
from ..spec.align import Landing
from ..spec.spec import ColumnSpec
from ._kind import Diff, Finding, Kind, found

kind = Kind(
    grade="breaking",
    explains=frozenset({"values"}),
    yields_to=frozenset({"date_format_changed", "type_changed", "content_repeated"}),
    says={
        "en": "{column}: the dates are {first} to {last}, but the file's period is {period}",
        "ja": "{column}: 日付は {first}~{last} ですが、ファイルの対象期間は {period} です",
    },
)

TIMES = ("date", "datetime")
ALONG = 0.8  # how strictly dates ascend or descend where a file goes along them


def find(diff: Diff) -> Iterator[Finding]:
    """Where all dates lie outside. A source whose names always say something else (the day of publication) is known by
    its last good file."""
    before, after = diff.landed
    outside = _outside(diff.after.columns or (), after)
    if outside is None or _outside(diff.before.columns or (), before) is not None:
        return
    column, first, last = outside
    period = after.period or ("", "")
    yield found(
        kind,
        columns=(column.name,),
        before=list(period),
        after=[first, last],
        column=same(column.name),
        first=same(first),
        last=same(last),
        period=same(period[0] if period[0] == period[1] else f"{period[0]} – {period[1]}"),
    )


def _outside(columns: Sequence[ColumnSpec], landing: Landing) -> tuple[ColumnSpec, str, str] | None:
    """The column that the file goes along, where none of its dates, nor any other column's, lies in the period."""
    if landing.period is None:
        return None
    ranges = [(c, r) for c in columns for r in [_range(c)] if r is not None]
    if not ranges or any(first <= landing.period[1] and last >= landing.period[0] for _, (first, last) in ranges):
        return None
    along = [cr for cr in ranges if cr[0].statistics is not None and abs(cr[0].statistics.order or 0) >= ALONG]
    column, (first, last) = (along or ranges)[0]
    return column, first, last


def _range(column: ColumnSpec) -> tuple[str, str] | None:
    """First and last day, ISO."""
    s = column.statistics
    if column.type not in TIMES or s is None or not isinstance(s.min, str) or not isinstance(s.max, str):
        return None
    return s.min[:10], s.max[:10]
