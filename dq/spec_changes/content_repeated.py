"""The file holds, byte for byte, what the last good one held, under another name."""

from collections.abc import Iterator

from ..sentences import same
from ._kind import Diff, Finding, Kind, found

kind = Kind(
    grade="compatible",
    says={"en": "nothing new: the content is that of {name}, byte for byte", "ja": "内容が {name} と完全に同じで、更新されていません"},
)

TIMES = ("date", "datetime")


def find(diff: Diff) -> Iterator[Finding]:
    """Only where both files are landed ones with a digest; the same file checked again repeats nothing. A register may
    stay as it is; data of one period cannot be those of the next: breaking where the names declare two periods."""
    before, after = diff.landed
    if diff.against == "declared" or before.digest is None or before.digest != after.digest:
        return
    if before.uri is None or after.uri is None or _one_file(before.uri, after.uri):
        return
    moved = before.period is not None and after.period is not None and before.period != after.period
    timed = any(c.type in TIMES for c in diff.after.columns or ())
    yield found(
        kind,
        before=before.uri,
        after=after.uri,
        grade="breaking" if moved and timed else kind.grade,
        name=same(before.uri.rsplit("/", 1)[-1]),
    )


def _one_file(a: str, b: str) -> bool:
    """Whether two names may be one file, called from two folders: `x.csv`, `./x.csv` and `/data/x.csv`."""
    short, long = sorted((a, b), key=len)
    return ("/" + long).endswith("/" + short.removeprefix("file://").removeprefix("./").removeprefix("/"))
