"""A short courteous note to the publisher: what changed, two example rows, one question."""

from ..result import Comparison, Finding
from ..sentences import Lang, Text
from ._terminal import quoted, visible
from ._words import base

MOST = 12  # changes; further ones are counted
EXAMPLES = 2


def render(told: Comparison, *, lang: Lang = "en") -> bytes:
    """Plain text in UTF-8, ready to be pasted into a mail; no line is wrapped."""
    files = base(told.before.uri), base(told.after.uri)
    breaking = [f for f in told.spec_changes if f.grade == "breaking"]
    lines = (_japanese if lang == "ja" else _english)(files, breaking, list(told.spec_changes))
    return ("\n".join(lines) + "\n").encode()


def _english(files: tuple[str, str], breaking: list[Finding], every: list[Finding]) -> list[str]:
    before, after = map(visible, files)
    if not every:
        return [
            f"Subject: {after}",
            "",
            "We compared your file with the one before and found no change in its layout.",
            "",
        ]
    return [
        f"Subject: Question about a change in {after}",
        "",
        "Dear Sir or Madam,",
        "",
        "Thank you for publishing your data; we use it regularly.",
        f"Comparing {after} with {before}, we noticed the following:",
        "",
        *_points(every, "en"),
        "",
        *_rows(every, "en"),
        "Could you let us know whether this is intended and will stay? "
        + (
            "As it stands, our processing cannot read the new file."
            if breaking
            else "Our processing can still read the file."
        ),
        "If it was a mistake, a corrected file would help us greatly.",
        "",
        "With kind regards",
    ]


def _japanese(files: tuple[str, str], breaking: list[Finding], every: list[Finding]) -> list[str]:
    before, after = map(visible, files)
    if not every:
        return [f"件名: {after} について", "", "前回のファイルと比較しましたが、形式の変更は見当たりませんでした。", ""]
    return [
        f"件名: {after} の形式変更についてのお問い合わせ",
        "",
        "ご担当者様",
        "",
        "平素より貴機関の公開データを利用させていただき、ありがとうございます。",
        f"{after} を {before} と比較したところ、次の変更に気づきましたのでお問い合わせいたします。",
        "",
        *_points(every, "ja"),
        "",
        *_rows(every, "ja"),
        "この変更は意図されたもので、今後も続くものでしょうか。"
        + (
            "現状では、当方の処理で新しいファイルを読み込めません。" if breaking else "当方の処理への影響はありません。"
        ),
        "誤りの場合は、修正版を公開していただけますと幸いです。",
        "",
        "お手数をおかけしますが、よろしくお願いいたします。",
    ]


def _points(findings: list[Finding], lang: Lang) -> list[str]:
    mark = "・" if lang == "ja" else "- "
    lines = [mark + visible(f.sentence[lang]) for f in findings[:MOST]]
    rest = len(findings) - MOST
    return [*lines, *([f"・ほか {rest:,} 件" if lang == "ja" else f"- and {rest:,} more"] if rest > 0 else [])]


def _rows(findings: list[Finding], lang: Lang) -> list[str]:
    """The first cells, with their lines, of a change that has any."""
    shown = [e for f in findings for e in f.evidence.examples if e.value is not None][:EXAMPLES]
    if not shown:
        return []
    heading = Text("For example:", "例:")[lang]
    where = Text("line {n}, {c}: {v}", "{n} 行目 {c}: {v}")[lang]
    told = [
        where.format(n=e.line if e.line is not None else e.row, c=visible(e.column or ""), v=quoted(e.value or ""))
        for e in shown
    ]
    return [heading, *(f"  {t}" for t in told), ""]
