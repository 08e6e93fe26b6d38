"""What the page says around the sentences of a result, in both languages."""

from ...result import SEVERITIES, ExpectationResult, Finding, ValidationResult
from ...sentences import LANGS, Says, Text, fill, plural, same
from .. import _words

GATE = {
    "open": Text("Gate open", "ゲート開"),
    "closed": Text("Gate closed", "ゲート閉"),
    "undecided": Text("Undecided", "未判定"),
}
MARK = {"open": "✓", "closed": "✕", "undecided": "◇"}
WORD = _words.TAG | {
    "closed": Text("closed", "閉"),
    "open": Text("open", "開"),
    "undecided": Text("undecided", "未判定"),
}
TYPES = {
    "text": Text("text", "文字列"),
    "integer": Text("integer", "整数"),
    "number": Text("number", "数値"),
    "date": Text("date", "日付"),
    "datetime": Text("date and time", "日時"),
    "time": Text("time", "時刻"),
    "boolean": Text("true/false", "真偽値"),
}
BEFORE, AFTER = Text("before", "旧"), Text("now", "新")


def twice(tell: "object", *given: object) -> Text:
    """A sentence of `_words` in both languages."""
    return Text(*(tell(*given, lang) for lang in LANGS))  # type: ignore[operator]  # one of theirs, each with its own arguments


def say(en: str, ja: str, /, **values: object) -> Text:
    return fill({"en": en, "ja": ja}, **values)


def worst_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Breaking ones first, known issues last, those that the suite ignores not at all."""
    told = [f for f in findings if f.grade != "ignore"]
    return sorted(told, key=lambda f: (bool(f.known_issue), f.grade != "breaking", -f.confidence))


def unsuccessful(result: ValidationResult) -> list[ExpectationResult]:
    entries = [e for e in result.results if e.success is False and e.not_evaluated_because is None]
    return sorted(entries, key=lambda e: (SEVERITIES.index(e.severity), -(e.evidence.count or 0)))


def stands_against(result: ValidationResult) -> bool:
    """Whether something would have closed the gate by default."""
    bad = any(e.severity == "critical" for e in unsuccessful(result))
    return result.gate != "open" or result.error is not None or bad or any(map(_words.closes, result.spec_changes))


def summary(result: ValidationResult) -> Text:
    """The result's own sentence, without the dataset and the gate that stand above it in large."""
    word = {"en": f"gate {result.gate}", "ja": GATE[result.gate].ja}
    if result.gate == "undecided":
        word["en"] = "undecided"
    starts = [
        {lang: f"{name}: {word[lang]}: " for lang in LANGS}
        for name in (result.dataset, result.landed.uri if result.landed else None)
        if name
    ]
    told = result.summary
    for start in starts:
        told = Text(*(told[lang].removeprefix(start[lang]) for lang in LANGS))
    return told


def since(result: ValidationResult) -> str | None:
    """The day since which all findings are so; None where they differ, or one does not say."""
    days = {f.since for f in worst_first(result.spec_changes)}
    return days.pop() if len(days) == 1 else None


def against(result: ValidationResult) -> Text:
    """What the findings were held against."""
    suite = same(result.suite.uri) if result.suite.uri else _words.SUITE
    baseline = result.baseline
    if baseline is None:
        return say("Against what {s} declares.", "{s} の宣言との違いです。", s=suite)
    landed = baseline.landed
    name = _words.base(landed.uri if landed else baseline.uri)
    facts = [instant(landed.updated)] if landed and landed.updated else []
    rows = [_words.rows(landed.rows, lang) for lang in LANGS] if landed and landed.rows is not None else []
    told = Text(", ".join((name, *facts, *rows[:1])), "、".join((name, *facts, *rows[1:])))
    if baseline.gate == "open":
        en, ja = "Against {s}, and the last good file: {f}.", "{s} と、直近の合格ファイル({f})との違いです。"
    else:
        en, ja = "Against {s}, and the file before: {f}.", "{s} と、以前のファイル({f})との違いです。"
    return say(en, ja, s=suite, f=told)


def instant(iso: str) -> str:
    """An absolute time: pages age, "2 hours ago" is wrong by tomorrow.

    >>> instant("2026-04-02T02:05:11Z"), instant("yesterday")
    ('2026-04-02 02:05 UTC', 'yesterday')
    """
    day, clock = iso[:10], iso[11:16]
    if len(iso) < 17 or iso[10] != "T" or not (day + clock).replace("-", "").replace(":", "").isdigit():
        return iso
    zone = iso[16:].lstrip(":.0123456789")
    return f"{day} {clock} UTC" if zone in ("Z", "+00:00", "") else f"{day} {clock} {zone}"


def columns(entry: ExpectationResult) -> tuple[str, ...]:
    """The columns that an expectation was judged on, as the file now calls them."""
    under = entry.meta.get("judged_as") or {}
    return tuple(under.get(str(c), str(c)) for c in entry.columns)


def judged_as(count: int) -> Text:
    en = "{n} " + plural(count, "expectation") + " judged under the new name"
    return say(en, "新しい列名で判定した期待条件 {n} 件", n=count)


def statement(entry: ExpectationResult) -> Text:
    """What was expected of something that could not be judged: why not stands once, in the change above it."""
    message = entry.exception_info.exception_message
    if not (entry.exception_info.raised_exception and message):
        return entry.sentence
    return Text(*(_without(entry.sentence[lang], message) for lang in LANGS))


def _without(said: str, reason: str) -> str:
    """`expectation: cannot be judged: reason` -> `expectation`."""
    if not said.endswith(": " + reason):
        return said
    return said.removesuffix(": " + reason).rpartition(": ")[0] or said


# --- whose move ------------------------------------------------------------------------------------------------------

_STEPS: dict[str, Says] = {
    "announced": {
        "en": "Was it announced? Look at the publisher's notices first.",
        "ja": "まず公表元のお知らせに、この変更の予告がないか確認してください。",
    },
    "letter": {
        "en": "If it is a mistake, it is the publisher's move. This writes the letter, with lines and examples.",
        "ja": "誤りであれば、対応するのは公表元です。行番号と実例を添えた問い合わせ文を、次のコマンドで作れます。",
    },
    "mistake": {
        "en": "If it is a mistake, it is the publisher's move: ask for the file again.",
        "ja": "誤りであれば、対応するのは公表元です。ファイルの再送を依頼してください。",
    },
    "wrong": {
        "en": "If the values are wrong, it is the publisher's move: ask for the file again, with the lines shown here.",
        "ja": "値が誤りであれば、対応するのは公表元です。ここに示した行番号を添えて再送を依頼してください。",
    },
    "change": {
        "en": "If the change is right, it is {owner}'s move: edit {suite}, then judge the file again.",
        "ja": "正しい変更であれば、対応するのは{owner}です。スイート{suite}を直し、もう一度判定してください。",
    },
    "values": {
        "en": "If the values are right, it is {owner}'s move: edit {suite}, then judge the file again.",
        "ja": "値が正しければ、対応するのは{owner}です。スイート{suite}を直し、もう一度判定してください。",
    },
    "open": {
        "en": "Nobody's: the gate let the file through.",
        "ja": "対応は不要です。ファイルはゲートを通過しました。",
    },
    "warned": {
        "en": "Nobody's now: the gate let the file through. The warnings above are {owner}'s to look at.",
        "ja": "急ぎの対応は不要です。ファイルはゲートを通過しました。上の警告は{owner}が確認してください。",
    },
}


def step(name: str, result: ValidationResult) -> Text:
    owner = _set_off(result.owner) or Text("the suite owner", "スイートの担当者")
    suite = _set_off(result.suite.uri) or Text("the suite", "")
    return fill(_STEPS[name], owner=owner, suite=suite)


def _set_off(name: str | None) -> Text | None:
    """A name of Latin letters stands between blanks in Japanese."""
    return Text(name, f" {name} ") if name else None
