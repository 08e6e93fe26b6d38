"""Judge a fan-out by the verdicts of its gates: a bad one, or one that is missing, fails it."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import click
import msgspec

from .. import __version__, log, stopping, termination
from ..by_name import names
from ..errors import DqError, UsageError
from ..exit_codes import CALLER, CLOSED, INTERRUPTED, OPEN, OURS, TERMINATED, TRANSIENT, gate_of, worst
from ..outputs._plain import one_line
from ..result import SEVERITIES, Finding, Landed, RunError, RunMeta, ValidationResult
from ..sentences import Text, fill, same
from ._options import Command, colour_wanted, lang, target_of

Verdict: TypeAlias = dict[str, Any]
"""One line of a gate's `verdict` output, as `--output argo=` writes it; empty where there was none to read."""

CODES = (OPEN, CLOSED, CALLER, OURS, TRANSIENT, INTERRUPTED, TERMINATED)


class Missing(DqError):
    """A gate that was asked for and left no verdict: it crashed, was stopped, or never began."""

    says = {
        "en": "no verdict: its gate did not end; its own step says why",
        "ja": "判定結果がありません。ゲートが最後まで動いていないため、該当ステップを確認してください",
    }


class NoneAtAll(DqError):
    says = {
        "en": "not one verdict: no gate ended",
        "ja": "判定結果が 1 件もありません。最後まで動いたゲートがありません",
    }


class Garbled(DqError):
    says = {"en": "this is no verdict: {detail}", "ja": "判定結果として読めません: {detail}"}


@click.command(cls=Command, no_args_is_help=True)
@click.argument("verdicts", metavar="VERDICTS...", nargs=-1, required=True)
@click.option("--items", metavar="JSON", help="The list that the fan-out ran over: each needs a verdict.")
@click.option(
    "--fail-on",
    type=click.Choice(["critical", "warning", "info", "never"]),
    default="critical",
    show_default=True,
    help="The lowest severity that fails, beside what closed a gate by itself. `never` reports only.",
)
@click.option(
    "--output",
    "outputs",
    metavar="KIND=PATH",
    multiple=True,
    help="Write the verdict on the whole there too, as `dq check` does; repeatable.",
)
@lang  # fmt: skip
def command(verdicts: Sequence[str], items: str | None, fail_on: str, outputs: Sequence[str], lang: str) -> int:
    """Judge a fan-out: the worst of its verdicts is the exit code, and one that is missing is not green.

    VERDICTS is a JSON list of what `dq check --output argo=` wrote as `verdict`, as Argo gathers it: of the lines, or of
    all output parameters of each step; `-` reads it from stdin.

    \b
    exit 0       every gate is open
         1       a gate is closed
         2       this call is wrong, or a gate's was
         3       a verdict is missing or unreadable, or a gate had a fault of ours
         75, …   as the gate's own

    \b
    dq enforce '["{\\"dataset\\":\\"prices\\",\\"gate\\":\\"open\\",\\"exit_code\\":0,\\"summary\\":\\"…\\"}"]'
    dq enforce - --items '[{"dataset": "prices"}, {"dataset": "demand"}]' < verdicts.json
    """
    targets = [target_of(text) for text in outputs]
    stopping.hold()

    from ..judging import Check, undecided  # after the options: their mistakes need neither
    from ..outputs import _several
    from ._outputs import NotYet, Outputs
    from ._telling import tell

    written = Outputs(targets=targets, lang=lang)
    try:
        stopping.release()
        written.begin({"verdicts": undecided(Check(source="verdicts"), NotYet())})
        results = judged(_given(verdicts), None if items is None else _list(items, "--items"), fail_on)
    except DqError as error:
        results = {"verdicts": undecided(Check(source="verdicts"), error)}
    written.end(results)
    for uri, result in results.items() if log.wanted() else ():
        log.about(dataset=result.dataset, source=uri)
        tell(result, "ja" if lang == "ja" else "en")
    termination.note(_several.sentence(results, "ja" if lang == "ja" else "en"))
    sys.stdout.buffer.write(page(results, lang, colour_wanted(sys.stdout)).encode())
    return worst(r.exit_code for r in results.values())


def _given(texts: Sequence[str]) -> list[Any]:
    """The elements of every list; one verdict by itself is a list of one."""
    return [each for text in texts for each in _list(sys.stdin.read() if text == "-" else text, "VERDICTS")]


def _list(text: str, what: str) -> list[Any]:
    try:
        given = msgspec.json.decode(text.encode("utf-8", "replace"))
    except msgspec.DecodeError as error:
        raise _no_list(what, text, f" ({error})") from error
    if not isinstance(given, (list, dict)):
        raise _no_list(what, text)
    return given if isinstance(given, list) else [given]


def _no_list(what: str, text: str, more: str = "") -> UsageError:
    shown = text.strip()[:60] or '""'
    return UsageError(
        {"en": f"{what} is no JSON list: {shown}{more}", "ja": f"{what} は JSON の配列ではありません: {shown}{more}"}
    )


def judged(given: Sequence[Any], items: Sequence[Any] | None, fail_on: str) -> dict[str, ValidationResult]:
    """A result for every verdict and for every item without one, by a name of its own; never none."""
    verdicts = [_verdict(each) for each in given]
    results = [
        _result(verdict, fail_on) if verdict else _undecided(f"verdict {n}", Garbled(_shown(each)))
        for n, (verdict, each) in enumerate(zip(verdicts, given, strict=True), 1)
    ]
    results += [_undecided(_name(item), Missing()) for item in _missing(items or (), verdicts)]
    if not results:
        results = [_undecided("verdicts", NoneAtAll())]
    named: dict[str, ValidationResult] = {}
    for n, result in enumerate(results, 1):
        uri = result.landed.uri if result.landed is not None else ""
        named[uri if uri and uri not in named else f"{uri} ({n})"] = result
    return named


def _verdict(given: Any) -> Verdict:
    """An element as Argo gives it: the line, the line read, or the output parameters of the step that hold it."""
    if isinstance(given, str):
        try:
            given = msgspec.json.decode(given.encode("utf-8", "replace"))
        except msgspec.DecodeError:
            return {}
    if isinstance(given, dict) and "verdict" in given:
        return _verdict(given["verdict"])
    return given if isinstance(given, dict) and _whole(given) else {}


def _whole(verdict: Verdict) -> bool:
    code, closes = verdict.get("exit_code"), verdict.get("closes")
    if not isinstance(code, int) or isinstance(code, bool) or code not in CODES:
        return False
    return verdict.get("gate") == gate_of(code) and (closes is None or closes in SEVERITIES)


def _result(verdict: Verdict, fail_on: str) -> ValidationResult:
    """A verdict as the result that it is the line of; `fail_on` may close what was open, and `never` open what was not."""
    code = _code(verdict, fail_on)
    name, cause, told = _text(verdict, "dataset"), _text(verdict, "cause"), _text(verdict, "summary")
    summary = same(one_line(told) or f"{name}: {verdict['gate']}")
    if code != verdict["exit_code"]:
        summary = fill(_BY_US[code], level=same(fail_on), s=summary)
    finding = Finding(kind=cause, sentence=summary) if cause in names("spec_changes") else None
    kind = {"not_landed": "NotLanded", "not_readable": "NotReadable"}.get(cause)
    error = RunError(kind or "Gate", summary) if kind or gate_of(code) == "undecided" else None
    return ValidationResult(
        success=gate_of(verdict["exit_code"]) == "open",
        gate=gate_of(code),  # type: ignore[arg-type]  # one of the three
        exit_code=code,
        summary=summary,
        dataset=name or None,
        landed=Landed(uri=_text(verdict, "source") or name or "verdicts"),
        spec_changes=(finding,) if finding is not None else (),
        error=error,
        meta=_META,
    )


def _code(verdict: Verdict, fail_on: str) -> int:
    code: int = verdict["exit_code"]
    closes = verdict.get("closes")
    if fail_on == "never":
        return OPEN if code == CLOSED else code
    counts = [*SEVERITIES[: [*SEVERITIES].index(fail_on) + 1]]  # type: ignore[arg-type]  # click's choice is one of them
    return CLOSED if code == OPEN and closes in counts else code


_BY_US = {
    CLOSED: {"en": "closed by enforce --fail-on {level}: {s}", "ja": "enforce の --fail-on {level} により閉: {s}"},
    OPEN: {"en": "let through by enforce --fail-on {level}: {s}", "ja": "enforce の --fail-on {level} により通過: {s}"},
}


def _undecided(name: str, error: DqError) -> ValidationResult:
    message = Text(error.message("en"), error.message("ja"))
    return ValidationResult(
        success=False,
        gate="undecided",
        exit_code=OURS,
        summary=Text(f"{name}: undecided: {message.en}", f"{name}: 未判定: {message.ja}"),
        dataset=name,
        landed=Landed(uri=name),
        error=RunError(error.kind, message),
        meta=_META,
    )


_META = RunMeta(dq_version=__version__, started="")


def _missing(items: Sequence[Any], verdicts: Sequence[Verdict]) -> Iterator[Any]:
    """The items that no verdict is left for: each verdict is one item's, of its dataset and, where several have that, of
    its source."""
    left = [v for v in verdicts if v]
    waiting = list(items)
    for fits in (_of_both, _of_either):
        unmet = []
        for item in waiting:
            found = next((v for v in left if fits(v, _texts(item))), None)
            if found is None:
                unmet.append(item)
            else:
                left.remove(found)
        waiting = unmet
    yield from waiting


def _of_both(verdict: Verdict, texts: set[str]) -> bool:
    return _text(verdict, "dataset") in texts and _text(verdict, "source") in texts


def _of_either(verdict: Verdict, texts: set[str]) -> bool:
    return _text(verdict, "dataset") in texts or _text(verdict, "source") in texts


def _texts(item: Any) -> set[str]:
    """What an item may be called by: its `dataset` and `source`; without these, whatever text it has."""
    if not isinstance(item, dict):
        return {str(item)} - {""}
    named = {str(item[key]) for key in ("dataset", "source") if item.get(key)}
    return named or {str(value) for value in item.values() if isinstance(value, (str, int)) and value != ""}


def _name(item: Any) -> str:
    if isinstance(item, dict):
        return str(item.get("dataset") or item.get("source") or _shown(item))
    return str(item)


def _text(verdict: Verdict, key: str) -> str:
    value = verdict.get(key)
    return value if isinstance(value, str) else ""


def _shown(given: Any) -> str:
    text = given if isinstance(given, str) else msgspec.json.encode(given).decode()
    return text.strip()[:80] or '""'


def page(results: dict[str, ValidationResult], lang: str, colour: bool) -> str:
    """One line a gate, the worst first, and the count of all."""
    from ..outputs import _words
    from ..outputs._terminal import paint, visible

    said = "ja" if lang == "ja" else "en"
    mark = {"open": "✓", "closed": "✗", "undecided": "◇"}
    order = ("undecided", "closed", "open")
    lines = [
        paint(mark[r.gate], r.gate if colour else "") + " " + visible(r.summary[said])
        for r in sorted(results.values(), key=lambda r: order.index(r.gate))
    ]
    counts = {gate: sum(r.gate == gate for r in results.values()) for gate in ("open", "closed", "undecided")}
    code = worst(r.exit_code for r in results.values())
    tally = _words.tally(counts, code, said)  # type: ignore[arg-type]  # one of Lang
    return "\n".join([*lines, "", paint(tally, "head" if colour else "")]) + "\n"
