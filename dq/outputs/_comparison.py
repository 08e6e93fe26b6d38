"""The page of `dq compare`: what breaks a reader of the old file, what does not, what stayed."""

from collections.abc import Sequence

from ..result import Comparison, Finding, Side
from ..sentences import Lang, Text, fill
from ..spec.spec import Dialect
from ..spec_changes._words import encoding_name
from . import _words
from ._page import Item, Line, folded, written
from ._terminal import fit_end, visible, wrap
from ._terminal import width as width_of
from .text import entry_item, evidence_line

LEAST_WIDTH = 40

BREAKS = Text("What breaks a reader of the old file", "以前のファイル用の処理が動かなくなる変更")
KEEPS = Text("What does not", "動作に影響しない変更")
CHANGED = Text("What changed", "動作に影響しない変更")
STAYED = Text("What stayed", "変わらない点")
NOTHING = Text("nothing changed", "変更はありません")
UNREAD = Text("What cannot be read", "読み取れないもの")


def render(told: Comparison, *, lang: Lang = "en", width: int = 100, colour: bool = False, page: int = 60) -> bytes:
    """The page as UTF-8. It is as long as what there is to say, up to `page` lines."""
    columns = max(width, LEAST_WIDTH)
    breaking = [f for f in told.spec_changes if f.grade == "breaking"]
    other = [f for f in told.spec_changes if f.grade != "breaking"]
    unread = [entry_item(r, lang) for r in told.results]
    lines: list[Line] = [((_headline(told, lang), _GATE[told.exit_code == 0]),), *_sides(told, lang, columns)]
    budget = page - len(lines) - 8
    for items, heading, share in (
        ([_item(f, lang) for f in breaking], BREAKS, 2 * budget // 3 if other or unread else budget),
        (unread, UNREAD, budget // 4),
        ([_item(f, lang) for f in other], KEEPS if breaking else CHANGED, budget // 3),
    ):
        if items:
            lines += [(), ((heading[lang], "head"),), *folded(items, share, columns, lang)]
    if said := _stayed(told)[lang]:
        stayed = wrap(visible(said), columns - 2, 4)
        lines += [(), ((STAYED[lang], "head"),), *((("  " + line, ""),) for line in stayed)]
    return written(lines, columns, colour).encode()


_GATE = {True: "open", False: "closed"}


def _headline(told: Comparison, lang: Lang) -> str:
    n, breaking = len(told.spec_changes), sum(f.grade == "breaking" for f in told.spec_changes)
    mark = "✗ " if told.exit_code else "✓ "
    if not n:
        return mark + (_BUT_UNREAD if told.results else NOTHING)[lang]
    says = {
        "en": "{n} spec change{s}, {breaking} breaking" if breaking else "{n} spec change{s}, none breaking",
        "ja": "変更 {n} 件(うち非互換 {breaking} 件)" if breaking else "変更 {n} 件(非互換なし)",
    }
    changed = fill(says, n=n, s="" if n == 1 else "s", breaking=breaking)[lang]
    return mark + changed + (_AND_UNREAD[lang] if told.results else "")


_BUT_UNREAD = Text("no spec change, but not all of it can be read", "形式の変更はありませんが、読み取れない箇所があります")
_AND_UNREAD = Text("; not all of it can be read", "、読み取れない箇所もあります")


def _sides(told: Comparison, lang: Lang, columns: int) -> list[Line]:
    return [
        ((f"  {word[lang]}  ", "faint"), (_side(side, lang, columns - width_of(word[lang]) - 4), ""))
        for word, side in ((Text("before", "以前"), told.before), (Text("after ", "今回"), told.after))
    ]


def _side(side: Side, lang: Lang, room: int) -> str:
    """The file, by the end of its path, and how large it is."""
    says = {"en": "   {rows} rows, {columns} columns", "ja": "   {rows} 行、{columns} 列"}
    size = fill(says, rows=side.spec.rows or 0, columns=len(side.spec.columns or ()))[lang]
    return fit_end(visible(side.uri), max(room - width_of(size), 12)) + size


def _item(finding: Finding, lang: Lang) -> Item:
    sentence = finding.sentence[lang]
    if 0.5 <= finding.confidence < 0.9 and "probably" not in finding.sentence.en:
        sentence += _words.say(lang, " (probably)", "(推定)")
    details = evidence_line(finding.evidence, finding.columns, lang)
    return Item(
        sentence=sentence,
        tag=_words.TAG[finding.grade][lang],
        style=finding.grade,
        details=(details,) if details else (),
        alike=(finding.kind, str(finding.before), str(finding.after)) if finding.kind != "column_renamed" else None,
        name=", ".join(finding.columns),
    )


def _stayed(told: Comparison) -> Text:
    """Columns of the same name, type and format, and what of the dialect no finding speaks about."""
    before, after = told.before.spec, told.after.spec
    touched = {c for f in told.spec_changes for c in f.columns}
    names = {c.name for c in before.columns or ()}
    same = [c.name for c in after.columns or () if c.name in names and c.name not in touched]
    en, ja = ([f"{len(same):,} column{'' if len(same) == 1 else 's'}"], [f"{len(same):,} 列"]) if same else ([], [])
    for word in _dialect(before.dialect, after.dialect, {f.kind for f in told.spec_changes}):
        en.append(word.en)
        ja.append(word.ja)
    return Text(", ".join(en), "、".join(ja))


def _dialect(a: Dialect, b: Dialect, kinds: set[str]) -> Sequence[Text]:
    words = []
    if a.format != b.format:
        return [Text(f"(read from {a.format} and {b.format})", f"({a.format} と {b.format} の比較)")]
    if a.encoding and a.encoding == b.encoding and "encoding_changed" not in kinds:
        name = encoding_name(a.encoding)
        words.append(Text(f"encoding {name}", f"文字コード {name}"))
    if a.delimiter and a.delimiter == b.delimiter:
        shown = {"\t": Text("tabs", " タブ")}.get(a.delimiter, Text(f"“{a.delimiter}”", f"「{a.delimiter}」"))
        words.append(Text(f"delimiter {shown.en}", f"区切り文字{shown.ja}"))
    if a.line_ending and a.line_ending == b.line_ending:
        words.append(Text(f"line ending {a.line_ending.upper()}", f"改行 {a.line_ending.upper()}"))
    if a.header_rows is not None and a.header_rows == b.header_rows and a.header_rows:
        n = a.header_rows[0] + 1
        words.append(Text(f"header in line {n}", f"見出し {n} 行目"))
    return words
