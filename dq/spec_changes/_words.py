"""Words that several kinds share: columns, types, shares, and the examples that stand under a finding."""

from collections.abc import Sequence

from ..result import Evidence, Example
from ..sentences import Text, number
from ..spec.align import Pair
from ..spec.spec import ColumnSpec

MOST = 5
_TYPES = {
    "text": Text("text", "文字列"),
    "code": Text("codes with leading zeros", "ゼロ埋めコード"),
    "integer": Text("integers", "整数"),
    "number": Text("numbers", "数値"),
    "date": Text("dates", "日付"),
    "datetime": Text("dates with time", "日時"),
    "time": Text("times", "時刻"),
    "boolean": Text("true/false", "真偽値"),
}


def type_word(name: str | None) -> Text:
    return _TYPES.get(name or "", Text(str(name), str(name)))


def columns(names: Sequence[str]) -> Text:
    """`受渡日`, or `a, b, c and 7 more`."""
    shown, rest = list(names[:MOST]), len(names) - MOST
    if rest <= 0:
        return Text(", ".join(shown), "、".join(shown))
    return Text(f"{', '.join(shown)} and {rest:,} more", f"{'、'.join(shown)} ほか {rest:,} 列")


def share(part: int | None, whole: int | None, thing: Text) -> Text:
    """`all 17,520 dates`, `7 of 9 dates`, or just `dates` where nobody counted; `all dates` where there is but one."""
    if part is None or whole is None:
        return thing
    if part == whole:
        if whole == 1:
            return Text(f"all {thing.en}", f"すべての{thing.ja}")
        return Text(f"all {whole:,} {thing.en}", f"{whole:,} 件すべての{thing.ja}")
    return Text(f"{part:,} of {whole:,} {thing.en}", f"{whole:,} 件中 {part:,} 件の{thing.ja}")


def percent(share_: float) -> str:
    """`61 %`, never 0 % or 100 % of what is some or not all."""
    whole = round(100 * share_)
    return f"{min(99, max(1, whole)) if 0 < share_ < 1 else whole} %"


def figure(value: float) -> str:
    return number(round(value, 6))


def filled(column: ColumnSpec, rows: int | None) -> int | None:
    """How many cells hold something, over the whole file."""
    return None if column.statistics is None or rows is None else rows - column.statistics.missing


def examples(column: ColumnSpec) -> tuple[Example, ...]:
    """The first filled cells, with their lines; none of a `pii` column."""
    first = () if column.statistics is None or column.pii else column.statistics.first
    return tuple(Example(line, column.name, text) for line, text in first)


def evidence(pair: Pair, rows: int | None, count: int | None = None) -> Evidence:
    of = filled(pair.after, rows)
    return Evidence(of if count is None else count, of, examples(pair.after))


def cell(text: str) -> Text:
    """A cell's text in a sentence: quoted, cut."""
    shown = text if len(text) <= 40 else text[:39] + "…"
    return Text(f"“{shown}”", f"「{shown}」")


def encoding_name(codec: str) -> str:
    """A codec as people call it: `cp932` -> `CP932 (Shift_JIS)`; of one that nobody calls otherwise its own name."""
    return _ENCODINGS.get(codec, codec.upper().replace("_", "-"))


_ENCODINGS = {
    "ascii": "ASCII",
    "utf-8": "UTF-8",
    "cp932": "CP932 (Shift_JIS)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "euc_jp": "EUC-JP",
    "latin-1": "Latin-1",
    "cp1252": "Windows-1252",
    "mac-roman": "Mac Roman",
}
