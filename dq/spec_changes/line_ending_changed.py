"""Lines end in other characters."""

from collections.abc import Iterator

from ..sentences import Text
from ._kind import Diff, Finding, Kind, found

kind = Kind(
    grade="compatible",
    says={
        "en": "lines now end in {after_name} (were {before_name})",
        "ja": "改行が {after_name} になりました(以前は {before_name})",
    },
)

_NAMES = {
    "lf": Text("LF", "LF"),
    "crlf": Text("CRLF", "CRLF"),
    "cr": Text("bare CR", "CR のみ"),
    "mixed": Text("a mix of both", "混在"),
}


def find(diff: Diff) -> Iterator[Finding]:
    before, after = diff.before.dialect.line_ending, diff.after.dialect.line_ending
    if before is not None and after is not None and before != after:
        names = {"before_name": _NAMES[before], "after_name": _NAMES[after]}
        yield found(
            kind, before=before, after=after, grade="breaking" if "cr" in (before, after) else kind.grade, **names
        )
