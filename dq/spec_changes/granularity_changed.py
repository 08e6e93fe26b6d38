"""A day has more or fewer steps: half-hours where hours were. Rows alone say nothing; steps do."""

from collections.abc import Iterator

from ..sentences import Text
from ._kind import Diff, Finding, Kind, found

kind = Kind(
    grade="breaking",
    explains=frozenset({"rows", "values"}),
    says={
        "en": "a day now has {after_steps} (had {before_steps})",
        "ja": "1 日が {after_steps}になりました(以前は {before_steps})",
    },
)

RATIO = 1.9  # a day of 46 or 50 half-hours is the clock's doing


def find(diff: Diff) -> Iterator[Finding]:
    x, y = diff.before.steps, diff.after.steps
    if x is None or y is None:
        return
    before, after = x[1], y[1]
    if max(before, after) < RATIO * min(before, after):
        return
    yield found(
        kind,
        columns=tuple(y[0]),
        before=before,
        after=after,
        confidence=0.9,
        before_steps=_steps(before),
        after_steps=_steps(after),
    )


def _steps(n: int) -> Text:
    """48 -> "48 steps of 30 minutes"."""
    if 1440 % n == 0:
        minutes = 1440 // n
        en = (
            f"{minutes} minute{'s' if minutes != 1 else ''}"
            if minutes % 60
            else f"{minutes // 60} hour{'s' if minutes != 60 else ''}"
        )
        ja = f"{minutes} 分" if minutes % 60 else f"{minutes // 60} 時間"
        return Text(f"{n:,} steps of {en}", f"{ja}刻み {n:,} コマ")
    return Text(f"{n:,} steps", f"{n:,} コマ")
