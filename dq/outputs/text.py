"""What a person reads, woken at three in the morning: the word, what changed, what is unsuccessful, whose move it is.

One page a file, whatever the number of findings: DESIGN, "What a person reads". It computes nothing; the sentences come
filled in the result.
"""

from functools import cmp_to_key
from shlex import quote

import msgspec

from .. import exit_codes
from ..result import SEVERITIES, Evidence, ExpectationResult, Finding, RunError, ValidationResult
from ..sentences import Lang
from . import _words
from ._page import Item, Line, folded, written
from ._terminal import fit, fit_end, quoted, visible, width, wrap

LEAST_WIDTH, LEAST_PAGE = 40, 24
"""Below these a page could not hold its parts: they count as these."""

_PAGES = 3
"""So many of several bad files get a page of their own, the worst ones; each other bad one gets two lines."""
_NAMED_FILES = 20
_NOT_AGAIN = ("NoSuite", "NoSuiteFits", "NoSuiteFolder", "AmbiguousSuite", "NoBaseline", "UnknownScheme", "NotAFile")
"""What the same command would only say again."""
_NOTES = 3
"""An open gate is no news: so many warnings and changes are told beneath it, one line each."""


def render(
    results: dict[str, ValidationResult],
    *,
    lang: Lang = "en",
    width: int = 100,
    colour: bool = False,
    page: int = 40,
) -> bytes:
    """Plain text in UTF-8 that fits a terminal of `width` columns and `page` lines with its prompt; `colour` adds
    ANSI's. Of several files the good ones have a line each, the worst a page each; a tally ends it."""
    if not results:
        raise ValueError("no result to render")
    columns, page = max(width, LEAST_WIDTH), max(page, LEAST_PAGE) - 1  # the prompt has the last line
    if len(results) == 1:
        ((uri, result),) = results.items()
        lines = _page(uri, result, lang, columns, page)
    else:
        lines = _several(results, lang, columns, page)
    return written(lines, columns, colour).encode()


def _several(results: dict[str, ValidationResult], lang: Lang, columns: int, page: int) -> list[Line]:
    good = [_good(uri, result, lang, columns) for uri, result in results.items() if _quiet(result)]
    bad = [(uri, result) for uri, result in results.items() if not _quiet(result)]
    bad.sort(key=cmp_to_key(_worse_first))
    lines = _some(good, lang)
    for uri, result in bad[:_PAGES]:
        lines += [(), *_page(uri, result, lang, columns, page)]
    brief = [_head(uri, result, lang, columns)[:1] + _summary(result, lang, columns, 1) for uri, result in bad[_PAGES:]]
    lines += [()] if brief else []
    for two in brief[:_NAMED_FILES]:
        lines += two
    lines += _rest(len(brief) - _NAMED_FILES, lang)
    counts = {gate: sum(r.gate == gate for r in results.values()) for gate in ("open", "closed", "undecided")}
    code = exit_codes.worst(r.exit_code for r in results.values())
    return [*lines[not good :], (), ((_words.tally(counts, code, lang), "head"),)]


def _worse_first(one: tuple[str, ValidationResult], other: tuple[str, ValidationResult]) -> int:
    a, b = one[1].exit_code, other[1].exit_code
    return 0 if a == b else -1 if exit_codes.worst((a, b)) == a else 1


def _some(lines: list[Line], lang: Lang) -> list[Line]:
    return lines[:_NAMED_FILES] + _rest(len(lines) - _NAMED_FILES, lang)


def _rest(count: int, lang: Lang) -> list[Line]:
    return [(("  " + _words.more_files(count, lang), "faint"),)] if count > 0 else []


def _good(uri: str, result: ValidationResult, lang: Lang, columns: int) -> Line:
    warned = len(_unsuccessful(result))
    return _headline(uri, result, lang, columns, _words.warnings(warned, lang) if warned else "")


def _quiet(result: ValidationResult) -> bool:
    """Open, and nothing stands against it that would have closed it by default."""
    return (
        result.gate == "open"
        and result.error is None
        and not any(map(_words.closes, result.spec_changes))
        and not any(entry.severity == "critical" for entry in _unsuccessful(result))
    )


def _page(uri: str, result: ValidationResult, lang: Lang, columns: int, page: int) -> list[Line]:
    findings = [_finding(f, result, lang) for f in _worst_first(result.spec_changes)]
    unsuccessful = [entry_item(entry, lang) for entry in _unsuccessful(result)]
    if _quiet(result):
        notes = [msgspec.structs.replace(item, details=()) for item in (*unsuccessful, *findings)]
        judged = ("  " + _words.judged(result, lang), "")
        return [_headline(uri, result, lang, columns), (judged,), *folded(notes, _NOTES + 1, columns, lang)]

    head = _head(uri, result, lang, columns)
    if _says_more(result, [item.sentence for item in (*findings, *unsuccessful)], lang):
        head += _summary(result, lang, columns, 2)
    budget = page - len(head) - 2 - _move_lines(columns)  # a blank line, whose move, a command
    lines = []
    if result.error:
        lines = [(), *_error(result.error, budget // 2 if findings or unsuccessful else budget - 1, lang, columns)]
        budget -= len(lines)
    budget -= 2 * (bool(findings) + bool(unsuccessful))  # a blank line and a heading each
    if findings:
        share = min(budget // 3, 5 * len(unsuccessful))
        told = folded(findings, budget - share, columns, lang)
        budget -= len(told)
        lines += [(), ((_words.changes_heading(result, lang), "head"),), *told]
    if unsuccessful:
        heading = _words.unsuccessful_heading(len(unsuccessful), result, lang)
        lines += [(), ((heading, "head"),), *folded(unsuccessful, budget, columns, lang)]
    return [*head, *lines, (), *_move(uri, result, lang, columns)]


# --- the head --------------------------------------------------------------------------------------------------------


def _headline(uri: str, result: ValidationResult, lang: Lang, columns: int, *more: str) -> Line:
    """The word, then dataset, file, rows, seconds. Long names give way: what follows them is always seen."""
    word = _words.GATE[result.gate][lang]
    landed = result.landed
    facts = [_words.rows(landed.rows, lang)] if landed and landed.rows is not None else []
    facts += [_words.seconds(result.meta.seconds, lang), *filter(None, more)]
    tail = "".join("   " + fact for fact in facts)
    room = max(columns - width(word) - width(tail), 12)
    named = result.dataset or result.suite_name
    dataset = "   " + fit(visible(named), max(room // 2 - 3, 4)) if named else ""
    file = "   " + fit(visible(_words.base(uri)), max(room - width(dataset) - 3, 4))
    return ((word, result.gate), (dataset, "head"), (file, ""), (tail, ""))


def _head(uri: str, result: ValidationResult, lang: Lang, columns: int) -> list[Line]:
    """The headline, and what tells this file from its namesakes: title, period, whole URI."""
    told = [visible(result.title[lang])] if result.title else []
    told += [_words.period(visible(result.period), lang)] if result.period else []
    if uri != _words.base(uri):
        room = columns - 2 - width("".join(f"{fact} · " for fact in told))
        told += [fit_end(visible(uri), max(room, columns // 3))]
    identity: list[Line] = [(("  " + fit(" · ".join(told), columns - 2), "faint"),)] if told else []
    return [_headline(uri, result, lang, columns), *identity]


def _summary(result: ValidationResult, lang: Lang, columns: int, lines: int) -> list[Line]:
    text = visible(result.summary[lang])
    return [(("  " + line, ""),) for line in wrap(text, columns - 2, lines)] if text.strip() else []


def _says_more(result: ValidationResult, sentences: list[str], lang: Lang) -> bool:
    """Whether the summary says what the page does not: the gate's own repeats the first sentence below it."""
    summary = result.summary[lang]
    shown = [*sentences, *([result.error.message[lang]] if result.error else ())]
    return not any(said in summary or summary in said for said in filter(None, shown))


# --- findings and expectations as items ------------------------------------------------------------------------------


def _worst_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Breaking ones first, known issues last, those that the suite ignores not at all."""
    told = [f for f in findings if f.grade != "ignore"]
    return sorted(told, key=lambda f: (bool(f.known_issue), f.grade != "breaking", -f.confidence))


def _unsuccessful(result: ValidationResult) -> list[ExpectationResult]:
    entries = [e for e in result.results if e.success is False and e.not_evaluated_because is None]
    return sorted(entries, key=lambda e: (SEVERITIES.index(e.severity), -(e.evidence.count or 0)))


def _finding(finding: Finding, result: ValidationResult, lang: Lang) -> Item:
    facts = [evidence_line(finding.evidence, finding.columns, lang)]
    landed_on = (result.landed.updated or "")[:10] if result.landed is not None else ""
    facts += [_words.since(finding.since, lang)] if finding.since and finding.since != landed_on else []
    said = "probably" in finding.sentence.en
    facts += [_words.sure(finding.confidence, lang, said=said)] if finding.confidence < 0.9 else []
    excused = sum(entry.not_evaluated_because == finding.id for entry in result.results) if finding.id else 0
    renamed = sum(entry.meta.get("judged_as", {}).get(finding.before) == finding.after for entry in result.results) \
        if finding.kind == "column_renamed" else 0  # fmt: skip
    details = ["   ".join(filter(None, facts)), _words.judged_as(renamed, lang) if renamed else ""]
    details += [_words.excused(excused, lang)] if excused else []
    details += [_words.known(finding.known_issue, lang)] if finding.known_issue else []
    return Item(
        sentence=finding.sentence[lang],
        tag=_words.grade(finding, lang),
        style="faint" if finding.known_issue else finding.grade,
        details=tuple(filter(None, details)),
        alike=(finding.kind, finding.grade, bool(finding.known_issue)),
        name=(" → " if finding.columns == (finding.before, finding.after) else ", ").join(finding.columns),
    )


def entry_item(entry: ExpectationResult, lang: Lang) -> Item:
    config, message = entry.expectation_config, entry.exception_info.exception_message
    details = [evidence_line(entry.evidence, entry.columns, lang)]
    if entry.exception_info.raised_exception and message and message not in entry.sentence[lang]:
        details.append(_words.unjudged(message, lang))
    notes = config.get("notes")
    if notes:
        details.append(_words.WHY[lang] + (" ".join(map(str, notes)) if isinstance(notes, list) else str(notes)))
    kwargs = {k: v for k, v in config.get("kwargs", {}).items() if not k.startswith("column")}
    return Item(
        sentence=entry.sentence[lang],
        tag=_words.TAG[entry.severity][lang],
        style=entry.severity,
        details=tuple(filter(None, details)),
        alike=(config.get("type"), entry.severity, str(kwargs), str(notes)),
        name=", ".join(entry.columns),
    )


def evidence_line(evidence: Evidence, columns: tuple[str, ...], lang: Lang) -> str:
    """At most three examples: where, and what stands there. Columns are named where it is not plain which."""
    examples = evidence.examples[:3]
    named = {e.column for e in examples}
    plain = len(named) == 1 and (named <= {*columns} or named == {None})
    by_place: dict[str, list[str]] = {}
    for e in examples:
        where = _words.line(e.line, lang) if e.line is not None else "" if e.row is None else _words.row(e.row, lang)
        told = ("" if plain else visible(e.column or ""), "" if e.value is None else quoted(e.value))
        by_place.setdefault(where, []).append(" ".join(filter(None, told)))
    places = (" ".join(filter(None, (where, "  ".join(filter(None, cells))))) for where, cells in by_place.items())
    from_zero = any(e.line is None and e.row is not None for e in examples)
    return " · ".join(filter(None, places)) + (_words.FROM_ZERO[lang] if from_zero else "")


# --- errors, and whose move it is ------------------------------------------------------------------------------------


def _error(error: RunError, budget: int, lang: Lang, columns: int) -> list[Line]:
    """`error: what / at where / hint: remedy`; of a suite, each mistake so, as many as fit."""
    if not error.mistakes:
        return _mistake(error, lang, columns)[: max(budget, 1)]
    lines: list[Line] = [((fit(visible(error.message[lang]), columns), "head"),)]
    for at, mistake in enumerate(error.mistakes):
        told = _mistake(mistake, lang, columns)
        last = at == len(error.mistakes) - 1
        if len(lines) + len(told) + (not last) > budget:
            return [*lines, (("  " + _words.more(len(error.mistakes) - at, lang), "faint"),)]
        lines += told
    return lines


def _mistake(error: RunError, lang: Lang, columns: int) -> list[Line]:
    label = _words.ERROR[lang]
    first, *others = wrap(visible(error.message[lang]), columns - width(label), 4)
    lines: list[Line] = [((label, "critical"), (first, "head")), *(((" " * width(label) + o, "head"),) for o in others)]
    for label, text in ((_words.AT[lang], error.where), (_words.HINT[lang], error.hint[lang] if error.hint else None)):
        if text:
            first, *others = wrap(visible(text), columns - width(label), 3)
            lines += [((label, "faint"), (first, "")), *(((" " * width(label) + other, ""),) for other in others)]
    return lines


def _move_lines(columns: int) -> int:
    """At most: on a narrow terminal the remedy would be cut off in two."""
    return 2 if columns >= 80 else 4


def _move(uri: str, result: ValidationResult, lang: Lang, columns: int) -> list[Line]:
    first, *others = wrap(visible(_words.move(result, lang)), columns, _move_lines(columns))
    whose, colon, what = first.partition(": ")
    lines: list[Line] = [((whose + colon, "head"), (what, "")), *(((other, ""),) for other in others)]
    if result.error is not None and result.error.kind in _NOT_AGAIN:
        return lines
    label, suite = _words.AGAIN[lang], result.suite.uri
    command = f"dq check {quote(uri)}" + (f" -s {quote(suite)}" if suite else "")
    # A command cut short, or with a name that had to be spelt out, would be another command: then none is shown.
    if visible(command) == command and width(label) + width(command) + 2 <= columns:
        lines.append((("  " + label, "faint"), (command, "")))
    return lines
