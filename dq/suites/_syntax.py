"""What is wrong with the YAML itself, in words for whoever wrote it: the parser's own are for its authors."""

import re

from ..errors import Mistake
from ..sentences import Says

# (in the parser's problem or context, our words, the remedy); the first that fits
_WORDS: tuple[tuple[str, Says, Says | None], ...] = (
    (
        r"character '\\t'",
        {"en": "a tab where YAML wants spaces", "ja": "タブは使えません"},
        {"en": "indent with spaces", "ja": "字下げには半角スペースを使ってください"},
    ),
    (
        r"found character '(?P<char>.+)' that cannot start",
        {"en": "a value cannot begin with `{char}`", "ja": "値を `{char}` で始めることはできません"},
        {"en": 'write it in quotes: "{char}…"', "ja": '引用符で囲んでください: "{char}…"'},
    ),
    (
        r"mapping values are not allowed",
        {"en": "a second `: ` on one line", "ja": "1 行に `: ` が 2 つあります"},
        {
            "en": "write the value in quotes, or check the indentation of the line above",
            "ja": "値を引用符で囲むか、前の行の字下げを確かめてください",
        },
    ),
    (
        r"unknown escape character (?P<char>.*)|escape sequence",
        {"en": "an escape that YAML does not know", "ja": "YAML にないエスケープです"},
        {
            "en": "in single quotes a backslash is itself: '^\\d+$'",
            "ja": "一重引用符の中ではバックスラッシュはそのままの文字です: '^\\d+$'",
        },
    ),
    (
        r"quoted scalar",
        {"en": "a quote is not closed", "ja": "引用符が閉じられていません"},
        {"en": "close it, or double a quote that belongs to the text", "ja": "引用符を閉じてください"},
    ),
    (
        r"flow (mapping|sequence)|but found '<stream end>'",
        {
            "en": "a `{{` or `[` is not closed, or a comma is missing",
            "ja": "`{{` か `[` が閉じられていないか、コンマがありません",
        },
        {"en": "close it, and separate entries with commas", "ja": "括弧を閉じ、要素をコンマで区切ってください"},
    ),
    (
        r"block (end|mapping|collection|sequence)|(keys|entries) are not allowed here",
        {"en": "the indentation does not fit the lines above", "ja": "字下げが前の行と合っていません"},
        {"en": "align entries of one list or mapping", "ja": "同じ並びの項目は字下げを揃えてください"},
    ),
    (
        r"block scalar",
        {"en": "a text block that does not begin as one", "ja": "複数行テキストの書き方が正しくありません"},
        {
            "en": "write `|` or `>`, and the text indented below",
            "ja": "`|` か `>` の次の行から字下げして書いてください",
        },
    ),
    (
        r"could not find expected ':'",
        {"en": "a key without `:`", "ja": "キーの後に `:` がありません"},
        {"en": "write `key: value`", "ja": "`キー: 値` の形で書いてください"},
    ),
    (
        r"special characters",
        {"en": "a control character that YAML does not allow", "ja": "YAML で使えない制御文字があります"},
        {"en": 'remove it, or write it as an escape in quotes: "\\u0000"', "ja": "取り除いてください"},
    ),
    (
        r"anchor|alias",
        {
            "en": "an anchor or alias that is not written as one",
            "ja": "アンカーまたはエイリアスの書き方が正しくありません",
        },
        {
            "en": "a text that begins with `&` or `*` needs quotes",
            "ja": "`&` や `*` で始まる値は引用符で囲んでください",
        },
    ),
)


def in_our_words(problem: str, context: str) -> Mistake:
    for pattern, says, remedy in _WORDS:
        found = re.search(pattern, problem) or re.search(pattern, context)
        if found:
            values = found.groupdict()
            return Mistake(
                {lang: text.format_map(values) for lang, text in says.items()},
                hint={lang: text.format_map(values) for lang, text in remedy.items()} if remedy else None,
            )
    detail = problem or context or "it ends too early"
    return Mistake({"en": f"this is not YAML: {detail}", "ja": f"YAML として読めません: {detail}"})
