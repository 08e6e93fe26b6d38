"""What the text page says around the sentences of a result, in both languages."""

from ..result import Finding, RunError, ValidationResult
from ..sentences import Lang, Says, Text, fill, plural

GATE = {
    "open": Text("✓ gate open", "✓ ゲート開"),
    "closed": Text("✗ gate closed", "✗ ゲート閉"),
    "undecided": Text("◇ undecided", "◇ 未判定"),
}
TAG = {
    "critical": Text("critical", "重大"),
    "warning": Text("warning", "警告"),
    "info": Text("info", "情報"),
    "breaking": Text("breaking", "非互換"),
    "compatible": Text("compatible", "互換"),
    "ignore": Text("ignored", "対象外"),
}
ERROR, AT, HINT = Text("error: ", "エラー: "), Text("  at ", "  場所: "), Text("  hint: ", "  ヒント: ")
WHY = Text("why: ", "理由: ")
AGAIN = Text("then: ", "その後: ")
SUITE = Text("the suite", "スイート")
FROM_ZERO = Text("  (rows counted from 0)", "  (行は 0 から数えます)")


def say(lang: Lang, en: str, ja: str, /, **values: object) -> str:
    return fill({"en": en, "ja": ja}, **values)[lang]


def rows(count: int, lang: Lang) -> str:
    return say(lang, "{n} " + plural(count, "row"), "{n} 行", n=count)


def seconds(spent: float, lang: Lang) -> str:
    return say(lang, "{s} s", "{s} 秒", s=f"{spent:.1f}")


def period(name: str, lang: Lang) -> str:
    return say(lang, "period {name}", "対象期間 {name}", name=name)


def changes_heading(result: ValidationResult, lang: Lang) -> str:
    """What the findings are held against: the last good file where there is one, else what the suite declares."""
    baseline = result.baseline
    if baseline is None or all(finding.against == "declared" for finding in result.spec_changes):
        en, ja = "What the upstream changed (against {suite})", "公表元の変更点({suite}との違い)"
        return say(lang, en, ja, suite=Text(result.suite.uri, f"{result.suite.uri} ") if result.suite.uri else SUITE)
    landed = baseline.landed
    named = [base(landed.uri if landed else baseline.uri)]
    named += [landed.updated[:10]] if landed and landed.updated else []
    told = Text(", ".join(named), "、".join(named))
    if baseline.gate == "open":
        return say(lang, "What changed since the last good file ({f})", "直近の合格ファイル({f})からの変更点", f=told)
    return say(lang, "What changed since the file before ({f})", "以前のファイル({f})からの変更点", f=told)


def unsuccessful_heading(count: int, result: ValidationResult, lang: Lang) -> str:
    """`of` only where the result's own count is of the same ones."""
    told = result.statistics
    if told.unsuccessful_expectations != count:
        return say(lang, "{n} " + plural(count, "expectation") + " unsuccessful", "{n} 件の期待条件が不成立", n=count)
    of = told.evaluated_expectations
    en = "{n} of {of} " + plural(of, "expectation") + " unsuccessful"
    return say(lang, en, "期待条件 {of} 件中 {n} 件が不成立", n=count, of=of)


def judged(result: ValidationResult, lang: Lang) -> str:
    """What an open gate was opened on."""
    told = result.statistics
    of, good, passed_over = told.evaluated_expectations, told.successful_expectations, told.not_evaluated_expectations
    changes = sum(finding.grade != "ignore" for finding in result.spec_changes)
    if good == of:
        en = "1 expectation, successful" if of == 1 else "all {of} expectations successful"
        ja = "期待条件 1 件が成立" if of == 1 else "期待条件 {of} 件すべて成立"
        parts = [say(lang, en, ja, of=of)] if of else []
    else:
        parts = [say(lang, "{n} of {of} expectations successful", "期待条件 {of} 件中 {n} 件が成立", n=good, of=of)]
    if passed_over:
        parts.append(say(lang, "{n} not evaluated", "評価しなかったもの {n} 件", n=passed_over))
    if changes:
        parts.append(say(lang, "{n} " + plural(changes, "spec change"), "公表元の変更 {n} 件", n=changes))
    elif result.baseline:
        landed = result.baseline.landed
        before = base(landed.uri if landed else result.baseline.uri)
        parts.append(say(lang, "nothing changed since {f}", "{f} から変更なし", f=before))
    else:
        parts.append(say(lang, "no spec change", "公表元の変更なし"))
    return " · ".join(parts)


def excused(count: int, lang: Lang) -> str:
    en = "{n} " + plural(count, "expectation") + " not evaluated because of it"
    return say(lang, en, "この変更のため評価しなかった期待条件 {n} 件", n=count)


def judged_as(count: int, lang: Lang) -> str:
    en = "{n} " + plural(count, "expectation") + " judged under the new name"
    return say(lang, en, "新しい列名で判定した期待条件 {n} 件", n=count)


def line(at: int, lang: Lang) -> str:
    """A line as an editor counts it: no thousands separators, so that it can be typed into one."""
    return say(lang, "line {n}", "{n} 行目", n=str(at))


def row(at: int, lang: Lang) -> str:
    return say(lang, "row {n}", "行 {n}", n=str(at))


def grade(finding: Finding, lang: Lang) -> str:
    """Its grade, and what else weighs: that it is known, or that it excuses something critical."""
    told = TAG[finding.grade][lang]
    if finding.grade != "breaking" and finding.severity == "critical":
        told += say(lang, ", critical", "・重大")
    return told + (say(lang, ", known", "・既知") if finding.known_issue else "")


def since(when: str, lang: Lang) -> str:
    return say(lang, "since {w}", "{w} から", w=when)


def sure(confidence: float, lang: Lang, *, said: bool = False) -> str:
    """`said`: the sentence itself says "probably"."""
    if said:
        return say(lang, "confidence {c}", "確度 {c}", c=round(confidence, 2))
    if confidence >= 0.5:
        return say(lang, "probably (confidence {c})", "おそらく(確度 {c})", c=round(confidence, 2))
    return say(lang, "perhaps (confidence {c})", "もしかすると(確度 {c})", c=round(confidence, 2))


def known(issue: dict[str, object], lang: Lang) -> str:
    until, owner, reason = (issue.get(key) for key in ("until", "owner", "reason"))
    told = say(lang, "known until {u}", "{u} まで既知", u=str(until)) if until else say(lang, "known", "既知")
    told += say(lang, " ({o})", "({o})", o=str(owner)) if owner else ""
    return told + (f": {reason}" if reason else "")


def unjudged(message: str, lang: Lang) -> str:
    return say(lang, "could not be judged: {m}", "判定できません: {m}", m=message)


def alike(count: int, names: str, lang: Lang) -> str:
    en, ja = "… and {n} more like it", "… 同様のものがほかに {n} 件"
    return say(lang, en + ": {names}", ja + ": {names}", n=count, names=names) if names else say(lang, en, ja, n=count)


def more(count: int, lang: Lang) -> str:
    return say(lang, "… and {n} more: --format json shows all", "… ほか {n} 件: --format json ですべて表示", n=count)


def warnings(count: int, lang: Lang) -> str:
    return say(lang, "{n} " + plural(count, "warning"), "警告 {n} 件", n=count)


def tally(counts: dict[str, int], code: int, lang: Lang) -> str:
    """`counts`: files by gate."""
    total = sum(counts.values())
    names = {"open": Text("open", "開"), "closed": Text("closed", "閉"), "undecided": Text("undecided", "未判定")}
    en = ", ".join(f"{n:,} {names[gate].en}" for gate, n in counts.items() if n)
    ja = "、".join(f"{names[gate].ja} {n:,}" for gate, n in counts.items() if n)
    files = "{n} " + plural(total, "file") + ": {gates}   exit code {code}"
    return say(lang, files, "{n} ファイル: {gates}   終了コード {code}", n=total, gates=Text(en, ja), code=str(code))


def more_files(count: int, lang: Lang) -> str:
    return say(lang, "… and {n} more " + plural(count, "file"), "… ほか {n} ファイル", n=count)


def base(uri: str) -> str:
    """The last part of a URI."""
    return uri.rstrip("/").rsplit("/", 1)[-1]


_MOVES: dict[str, Says] = {
    "changed": {
        "en": "The publisher's move, or {owner}'s: if the change is right, edit {suite}; if it is a mistake, ask the "
        "publisher for the file again.",
        "ja": "次に動くのは公表元か{owner}です: 変更が正しければ{suite}を直し、誤りなら公表元に再送を依頼して"
        "ください。",
    },
    "unsuccessful": {
        "en": "The publisher's move, or {owner}'s: if the values are wrong, ask the publisher for the file again; if "
        "they are right, edit {suite}.",
        "ja": "次に動くのは公表元か{owner}です: 値が誤りなら公表元に再送を依頼し、正しければ{suite}を直して"
        "ください。",
    },
    "not landed": {
        "en": "The publisher's move: wait for the file, or ask the publisher for it again.",
        "ja": "次に動くのは公表元です: ファイルの到着を待つか、公表元に再送を依頼してください。",
    },
    "caller": {
        "en": "The caller's move: set right what is said above. The data was not judged.",
        "ja": "次に動くのは dq を呼び出した側です: 上記の点を直してください。データは判定されていません。",
    },
    "bug": {
        "en": "The move of dq's developers: report it with what stands above. The data was not judged.",
        "ja": "次に動くのは dq の開発者です: 上記の内容を報告してください。データは判定されていません。",
    },
    "ours": {
        "en": "The move of whoever runs dq: the fault is neither the data's nor the suite's. The data was not judged.",
        "ja": "次に動くのは dq の運用者です: 原因はデータでもスイートでもありません。データは判定されていません。",
    },
    "transient": {
        "en": "Nobody's move: a passing fault, and exit code 75 is retried. The data was not judged.",
        "ja": "対応は不要です: 一時的な障害で、終了コード 75 は再試行されます。データは判定されていません。",
    },
    "interrupted": {
        "en": "Nobody's move: the run was interrupted. The data was not judged; run it again.",
        "ja": "対応は不要です: 実行が中断されました。データは判定されていません。再実行してください。",
    },
}
_UNDECIDED = {2: "caller", 3: "ours", 75: "transient", 130: "interrupted", 143: "interrupted"}


def move(result: ValidationResult, lang: Lang) -> str:
    """Whose move it is, and what it is. Nobody's on an open gate that nothing stands against."""
    owner = _set_off(result.owner) or Text("the suite owner", "スイートの担当者")
    return fill(_MOVES[_whose(result, result.error)], owner=owner, suite=_set_off(result.suite.uri) or SUITE)[lang]


def _set_off(name: str | None) -> Text | None:
    """A name of Latin letters stands between blanks in Japanese."""
    return Text(name, f" {name} ") if name else None


def _whose(result: ValidationResult, error: RunError | None) -> str:
    if result.gate == "undecided":
        return "bug" if error and error.kind == "Bug" else _UNDECIDED.get(result.exit_code, "ours")
    if error:
        return "not landed"
    return "changed" if any(map(closes, result.spec_changes)) else "unsuccessful"


def closes(finding: Finding) -> bool:
    """Whether a finding closes the gate at the default --fail-on."""
    return (finding.grade == "breaking" or finding.severity == "critical") and not finding.known_issue
