"""The bytes are written in another encoding."""

from collections.abc import Iterator

from ..sentences import same
from ..spec.spec import Dialect
from ._kind import Diff, Finding, Kind, found
from ._words import encoding_name

kind = Kind(
    grade="breaking",
    says={
        "en": "the encoding is now {after_name} (was {before_name})",
        "ja": "文字コードが {after_name} になりました(以前は {before_name})",
    },
)

def _of(dialect: Dialect, diff: Diff) -> str | None:
    """Bytes that are all ASCII say nothing, except that they are in no encoding of wider units."""
    others = [side.dialect.encoding or "" for side in (diff.before, diff.after) if side.dialect is not dialect]
    wide = any(name.startswith(("utf-16", "utf-32")) for name in others)
    seen = diff.against != "declared" and dialect.delimiter is not None
    return "ascii" if dialect.encoding is None and wide and seen else dialect.encoding


def find(diff: Diff) -> Iterator[Finding]:
    before, after = (_of(side.dialect, diff) for side in (diff.before, diff.after))
    if before is not None and after is not None and before != after:
        names = {"before_name": same(encoding_name(before)), "after_name": same(encoding_name(after))}
        yield found(kind, before=before, after=after, **names)
