"""Markdown, for step summaries and pull-request comments: the word, what changed, what is unsuccessful."""

from ..result import Evidence, ValidationResult
from ..sentences import Lang, Text
from ._plain import one_line
from ._words import GATE, TAG, move, rows

MOST = 20  # findings, and as many expectations, before the rest is a number
CHANGED = Text("What the upstream changed", "公表元の変更点")
UNSUCCESSFUL = Text("Unsuccessful expectations", "不成立の期待条件")
HEAD = Text("| | what | where |\n|---|---|---|", "| | 内容 | 場所 |\n|---|---|---|")
_ACTIVE = str.maketrans({c: "\\" + c for c in "\\`*_{}[]<>#|~$@!&"})


def render(results: dict[str, ValidationResult], *, lang: Lang = "en") -> bytes:
    """One section a file; nothing of the file's text is markup, a link, a mention or HTML."""
    return "\n".join(_section(uri, result, lang) for uri, result in results.items()).encode("utf-8", "backslashreplace")


def _section(uri: str, result: ValidationResult, lang: Lang) -> str:
    counted = rows(result.landed.rows, lang) if result.landed is not None and result.landed.rows is not None else ""
    facts = " · ".join(filter(None, (safe(uri), counted)))
    lines = [
        f"### {GATE[result.gate][lang]}: {safe(result.dataset or uri)}",
        "",
        facts,
        "",
        safe(result.summary[lang]),
        "",
    ]
    found = [(TAG[f.grade][lang], f.sentence[lang], f.evidence) for f in result.spec_changes]
    bad = [(TAG[r.severity][lang], r.sentence[lang], r.evidence) for r in result.results if r.success is False]
    for heading, entries in ((CHANGED, found), (UNSUCCESSFUL, bad)):
        if entries:
            lines += [f"**{heading[lang]}**", "", HEAD[lang]]
            lines += [f"| {tag} | {safe(said)} | {_where(evidence)} |" for tag, said, evidence in entries[:MOST]]
            lines += [f"| | … +{len(entries) - MOST:,} | |"] if len(entries) > MOST else []
            lines.append("")
    if result.error is not None and result.error.hint is not None:
        lines += [safe(result.error.hint[lang]), ""]
    if result.gate != "open":
        lines += [safe(move(result, lang)), ""]
    return "\n".join(lines)


def _where(evidence: Evidence) -> str:
    shown = (
        f"{e.line if e.line is not None else e.row}: {_code(e.value)}" for e in evidence.examples if e.value is not None
    )
    return "<br>".join(shown)


def _code(text: str) -> str:
    """A code span that the text cannot leave."""
    plain = one_line(text, 80).replace("`", "ˋ").replace("|", "¦")
    return f"`{plain}`" if plain.strip() else "` `"


def safe(text: str) -> str:
    """
    >>> safe("<b>*x*</b> @all")
    '\\\\<b\\\\>\\\\*x\\\\*\\\\</b\\\\> \\\\@all'
    """
    return one_line(text).translate(_ACTIVE)
