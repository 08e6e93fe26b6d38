"""A short courteous note to the publisher: what changed, two example rows, one question."""

from ..result import Comparison, ExpectationResult
from ..sentences import Lang, Text
from ._terminal import quoted, visible
from ._words import base
from .text import evidence_line

MOST = 12  # changes; further ones are counted
EXAMPLES, CELLS = 2, 4  # rows, and cells of each
SEVERAL, NAMES = 3, 30  # renamed columns that are one point, and how many of them are named


def render(told: Comparison, *, lang: Lang = "en") -> bytes:
    """Plain text in UTF-8, ready to be pasted into a mail; no line is wrapped."""
    files = base(told.before.uri), base(told.after.uri)
    lines = (_japanese if lang == "ja" else _english)(files, told)
    return ("\n".join(lines) + "\n").encode()


def _english(files: tuple[str, str], told: Comparison) -> list[str]:
    before, after = map(visible, files)
    if not told.spec_changes and not told.results:
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
        *_points(told, "en"),
        "",
        *_rows(told, "en"),
        "Could you let us know whether this is intended and will stay? "
        + (
            "As it stands, our processing cannot read the new file."
            if told.exit_code
            else "Our processing can still read the file."
        ),
        "If it was a mistake, a corrected file would help us greatly.",
        "",
        "With kind regards",
    ]


def _japanese(files: tuple[str, str], told: Comparison) -> list[str]:
    before, after = map(visible, files)
    if not told.spec_changes and not told.results:
        return [f"件名: {after} について", "", "前回のファイルと比較しましたが、形式の変更は見当たりませんでした。", ""]
    return [
        f"件名: {after} の形式変更についてのお問い合わせ",
        "",
        "ご担当者様",
        "",
        "平素より貴機関の公開データを利用させていただき、ありがとうございます。",
        f"{after} を {before} と比較したところ、次の変更に気づきましたのでお問い合わせいたします。",
        "",
        *_points(told, "ja"),
        "",
        *_rows(told, "ja"),
        "この変更は意図されたもので、今後も続くものでしょうか。"
        + (
            "現状では、当方の処理で新しいファイルを読み込めません。" if told.exit_code else "当方の処理への影響はありません。"
        ),
        "誤りの場合は、修正版を公開していただけますと幸いです。",
        "",
        "お手数をおかけしますが、よろしくお願いいたします。",
    ]


def _points(told: Comparison, lang: Lang) -> list[str]:
    """One point a change, and what cannot be read; renamed columns are one, however many they are."""
    mark, findings = "・" if lang == "ja" else "- ", told.spec_changes
    renamed = [f for f in findings if f.kind == "column_renamed"]
    points = [f.sentence[lang] for f in findings if len(renamed) < SEVERAL or f.kind != "column_renamed"]
    if len(renamed) >= SEVERAL:
        pairs = ("、" if lang == "ja" else ", ").join(f"{f.before} → {f.after}" for f in renamed[:NAMES])
        pairs += (" ほか" if lang == "ja" else " …") if len(renamed) > NAMES else ""
        en, ja = f"{len(renamed):,} columns renamed: {pairs}", f"{len(renamed):,} 列の列名が変わりました: {pairs}"
        points.insert(0, Text(en, ja)[lang])
    points += [" ".join((r.sentence[lang], _where(r, lang))).rstrip() for r in told.results]
    lines = [mark + visible(point) for point in points[:MOST]]
    rest = len(points) - MOST
    return [*lines, *([f"・ほか {rest:,} 件" if lang == "ja" else f"- and {rest:,} more"] if rest > 0 else [])]


def _where(result: ExpectationResult, lang: Lang) -> str:
    places = evidence_line(result.evidence, result.columns, lang)
    return f"({places})" if places else ""


def _rows(told: Comparison, lang: Lang) -> list[str]:
    """The first two lines of which there are cells to show, each with some of them."""
    by_line: dict[int, dict[str, str]] = {}
    for e in (e for f in told.spec_changes for e in f.evidence.examples if e.value is not None):
        at = e.line if e.line is not None else e.row
        if at is not None:
            by_line.setdefault(at, {}).setdefault(e.column or "", e.value or "")
    if not by_line:
        return []
    where, separator = (Text("line {n}: ", "{n} 行目: ")[lang], Text(", ", "、")[lang])
    lines = [
        where.format(n=line) + separator.join(f"{visible(c)} {quoted(v)}".strip() for c, v in list(cells.items())[:CELLS])
        for line, cells in list(by_line.items())[:EXAMPLES]
    ]
    return [Text("For example:", "例:")[lang], *(f"  {line}" for line in lines), ""]
