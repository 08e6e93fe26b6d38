"""The bytes are written in another encoding."""

from collections.abc import Iterator

from ..sentences import same
from ._kind import Diff, Finding, Kind, found

kind = Kind(
    grade="breaking",
    says={
        "en": "the encoding is now {after_name} (was {before_name})",
        "ja": "文字コードが {after_name} になりました(以前は {before_name})",
    },
)

_NAMES = {
    "utf-8": "UTF-8",
    "cp932": "CP932 (Shift_JIS)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "euc_jp": "EUC-JP",
    "latin-1": "Latin-1",
}


def find(diff: Diff) -> Iterator[Finding]:
    before, after = diff.before.dialect.encoding, diff.after.dialect.encoding
    if before is not None and after is not None and before != after:
        names = {"before_name": same(_NAMES.get(before, before)), "after_name": same(_NAMES.get(after, after))}
        yield found(kind, before=before, after=after, **names)
