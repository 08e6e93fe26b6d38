"""One page that a person reads on a phone: what changed, what is unsuccessful, whose move it is, what the file looks like.

Self-contained: no request, ever; both languages and both themes in it, switched without script. It states no number
that the result does not; where text of a file stands, it does nothing. How it looks is in `_html/`.
"""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from shlex import quote

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from .. import exit_codes
from ..result import RunError, ValidationResult
from ..sentences import LANGS, Lang
from . import _several, _words
from ._html import columns, items, plots, words
from ._html.markup import LONG, both, cell, safe, said, told
from ._html.seen import seen
from ._terminal import visible

HERE = Path(__file__).parent / "_html"
LARGEST = 250_000
"""Bytes of a page. What the fullest one would exceed is told more briefly, and fewer files of many."""
BEST = 3
"""So many of the expectations nearest to a bound."""


class Room(msgspec.Struct, frozen=True):
    """How many are told: files with a section of their own, items and columns in full, lines that unfold, and files in
    the list of all."""

    files: int
    full: int
    columns: int
    listed: int
    lines: int = 200


ONE = (Room(1, 20, 60, 100), Room(1, 10, 40, 40), Room(1, 8, 24, 20), Room(1, 5, 12, 10), Room(1, 3, 6, 4))
SEVERAL = (
    *(Room(30, 10, 12, 20), Room(30, 6, 6, 6), Room(16, 4, 4, 4), Room(6, 3, 3, 3)),
    *(Room(2, 3, 3, 3, 60), Room(1, 2, 2, 2, 30)),
)


class Step(msgspec.Struct, frozen=True):
    text: Markup
    command: str | None = None


class Stop(msgspec.Struct, frozen=True):
    """What stopped the run, or one mistake of a suite."""

    message: Markup | None
    where: Markup | None
    hint: Markup | None


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One result, ready for the template. `id`: a prefix of the ids in it, "" where it is the only one."""

    id: str
    gate: str
    dataset: Markup | None
    title: Markup | None
    summary: Markup
    facts: tuple[tuple[Markup, Markup], ...]
    against: Markup | None
    changes: items.Shown
    heading: Markup
    unsuccessful: items.Shown
    nearest: tuple[items.Item, ...]
    successful: items.Fold | None
    passed_over: items.Fold | None
    stops: tuple[Stop, ...]
    more_stops: int
    move: Markup | None
    steps: tuple[Step, ...]
    dialect: tuple[tuple[Markup, Markup], ...]
    columns: columns.Table
    columns_of: int | None
    foot: tuple[Markup, ...]


class Line(msgspec.Struct, frozen=True):
    """One of several files in the list. `id` where it has a section."""

    gate: str
    name: Markup
    file: Markup
    folder: Markup
    summary: Markup
    id: str | None


def render(results: dict[str, ValidationResult], *, lang: Lang = "en") -> bytes:
    """The page, in `lang` until its reader switches. One file fills it; several are listed, the worst first."""
    for room in ONE if len(results) == 1 else SEVERAL:
        page = _page(results, lang, room)
        if len(page) <= LARGEST:
            break
    return page


def _page(results: dict[str, ValidationResult], lang: Lang, room: Room) -> bytes:
    uri, worst = _several.worst(results)
    if len(results) == 1:
        name = worst.dataset or worst.suite_name or _words.base(uri)
        values = {"files": (_file(uri, worst, "", room),), "lines": (), "more_files": 0, "tally": None}
    else:
        order = sorted(results.items(), key=lambda entry: _rank(entry[1]))
        shown = order[: room.files]
        files = tuple(_file(uri, result, f"f{n}", room) for n, (uri, result) in enumerate(shown, 1))
        lines = tuple(
            _line(uri, r, f"f{n}" if n <= len(files) else None) for n, (uri, r) in enumerate(order[: room.lines], 1)
        )
        counts = {g: sum(r.gate == g for r in results.values()) for g in ("closed", "undecided", "open")}
        name = f"{worst.dataset or _words.base(uri)} +{len(results) - 1:,}"
        tally = both(*(_words.tally(counts, worst.exit_code, lang).replace("   ", " · ") for lang in LANGS))
        values = {"files": files, "lines": lines, "more_files": len(order) - len(lines), "tally": tally}
    title = visible(name)[:80].encode("utf-8", "replace").decode()
    page = _template().render(lang=lang, gate=worst.gate, title=title, **_style(), **values)
    return re.sub(r"\n\s*\n", "\n", page).encode()


def _rank(result: ValidationResult) -> tuple[int, int]:
    """Worst first; an open gate that something stands against before one that nothing does."""
    codes = (exit_codes.OURS, exit_codes.CALLER, exit_codes.TRANSIENT, exit_codes.CLOSED, exit_codes.OPEN)
    at = codes.index(result.exit_code) if result.exit_code in codes else -1
    return at, 0 if words.stands_against(result) else 1 if words.unsuccessful(result) else 2


@cache
def _template() -> Template:
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update(
        t=both,
        marks=words.MARK,
        gate_words=words.GATE,
        gates={gate: said(told) for gate, told in words.GATE.items()},
        word_of={kind: said(told) for kind, told in words.WORD.items()},
        **plots.legend(),
    )
    return made.get_template("page.html.j2")


@cache
def _style() -> dict[str, Markup]:
    """Style and script, and the hashes by which the page's own policy lets them, and nothing else, in."""
    style = re.sub(r"\s*\n\s*", "", re.sub(r"/\*.*?\*/", "", _read("page.css"), flags=re.S))
    script = re.sub(r"\n\s*", "\n", _read("page.js")).strip()
    hashes = {
        name: b64encode(sha256(text.encode()).digest()).decode() for name, text in (("css", style), ("js", script))
    }
    trusted = {"css": style, "js": script, **{f"{name}_hash": f"sha256-{told}" for name, told in hashes.items()}}
    return {name: Markup(text) for name, text in trusted.items()}  # noqa: S704  our own files


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


# --- one file --------------------------------------------------------------------------------------------------------


def _file(uri: str, result: ValidationResult, id_: str, room: Room) -> File:
    view = seen(result)
    changes = items.findings(view, id_, room.full, room.listed)
    bad = items.unsuccessful(view, id_, room.full, room.listed)
    unsuccessful = words.unsuccessful(result)
    good = [e for e in result.results if e.success is True]
    causes = {f.id for f in words.worst_first(result.spec_changes)}
    left = [e for e in result.results if e.success is None and e.not_evaluated_because not in causes]
    spec = result.spec
    return File(
        id=id_,
        gate=result.gate,
        dataset=cell(result.dataset or result.suite_name or "") if result.dataset or result.suite_name else None,
        title=said(result.title) if result.title else None,
        summary=said(words.summary(result), (n for f in result.spec_changes[:3] for n in f.columns), LONG)
        if words.stands_against(result) or unsuccessful
        else said(words.twice(_words.judged, result)),
        facts=_facts(uri, result),
        against=said(words.against(result)) if changes.items else None,
        changes=changes,
        heading=said(words.twice(lambda lang: _words.unsuccessful_heading(len(unsuccessful), result, lang))),
        unsuccessful=bad,
        nearest=items.nearest(view, id_, BEST) if result.gate == "open" else (),
        successful=items.fold(
            good, room.listed, words.say("{n} successful", "成立 {n} 件", n=len(good)),
            lambda e: said(e.sentence, e.columns),
        ),
        passed_over=items.fold(
            left, room.listed, words.say("{n} not evaluated", "評価しなかったもの {n} 件", n=len(left)),
            lambda e: said(e.sentence, e.columns),
        ),
        stops=_stops(result, room),
        more_stops=max(0, len(result.error.mistakes) - room.listed) if result.error else 0,
        move=_move(result),
        steps=_steps(uri, result),
        dialect=columns.dialect(spec.dialect) if spec is not None else (),
        columns=columns.table(view, room.columns, room.listed, changes.anchors, bad.anchors),
        columns_of=len(spec.columns) if spec is not None and spec.columns is not None else None,
        foot=_foot(result),
    )  # fmt: skip


def _line(uri: str, result: ValidationResult, id_: str | None) -> Line:
    quiet = not words.stands_against(result) and not words.unsuccessful(result)
    summary = words.twice(_words.judged, result) if quiet else words.summary(result)
    name = result.dataset or result.suite_name
    base = _words.base(uri)
    return Line(
        result.gate,
        cell(name) if name else Markup(),
        cell(base),
        safe(uri.removesuffix(base), 200),
        said(summary, most=200),
        id_,
    )


def _facts(uri: str, result: ValidationResult) -> tuple[tuple[Markup, Markup], ...]:
    landed, baseline = result.landed, result.baseline
    past = baseline.landed if baseline is not None else None
    facts = [(both("File", "ファイル"), Markup("<code>{}</code>").format(cell(_words.base(uri))))]
    if landed is not None and landed.updated:
        facts.append((both("Landed", "着信"), safe(words.instant(landed.updated))))
    if result.period:
        facts.append((both("Period", "対象期間"), cell(result.period)))
    if landed is not None and landed.rows is not None:
        rows = safe(f"{landed.rows:,}")
        if past is not None and past.rows is not None:
            good = baseline is not None and baseline.gate == "open"
            en, ja = ("(last good: {n})", "(直近の合格: {n})") if good else ("(before: {n})", "(以前: {n})")
            rows += Markup(' <span class="l">{}</span>').format(said(words.say(en, ja, n=past.rows)))
        facts.append((both("Rows", "行数"), rows))
    if since := words.since(result):
        facts.append((both("Since", "いつから"), safe(since)))
    if baseline is not None and baseline.gate == "open" and past is not None and past.updated:
        facts.append((both("Last good", "直近の合格"), safe(words.instant(past.updated))))
    return tuple(facts)


def _stops(result: ValidationResult, room: Room) -> tuple[Stop, ...]:
    """What the summary above says already is not said again."""
    error = result.error
    if error is None:
        return ()
    said_above = all(error.message[lang] in result.summary[lang] for lang in LANGS)
    stops = [_stop(e, said_above=said_above and e is error) for e in (error, *error.mistakes[: room.listed])]
    return tuple(stop for stop in stops if stop.message or stop.where or stop.hint)


def _stop(error: RunError, *, said_above: bool) -> Stop:
    where = cell(error.where, 200) if error.where else None
    return Stop(None if said_above else told(error.message), where, told(error.hint) if error.hint else None)


# --- whose move ------------------------------------------------------------------------------------------------------


def _move(result: ValidationResult) -> Markup | None:
    """In one sentence, where the steps below do not say it."""
    return (
        said(words.twice(_words.move, result), most=LONG)
        if result.error is not None or result.gate == "undecided"
        else None
    )


def _steps(uri: str, result: ValidationResult) -> tuple[Step, ...]:
    again = _command("dq", "check", uri, *(("-s", result.suite.uri) if result.suite.uri else ()))
    if result.error is not None or result.gate == "undecided":
        return (Step(both("Then judge it again:", "その後、もう一度判定してください。"), again),) if again else ()

    def step(name: str, command: str | None = None) -> Step:
        return Step(said(words.step(name, result), most=LONG), command)

    if not words.stands_against(result):
        return (step("warned" if words.unsuccessful(result) else "open"),)
    past = result.baseline.landed if result.baseline is not None else None
    if not any(map(_words.closes, result.spec_changes)):
        located = any(e.evidence.examples for e in words.unsuccessful(result))
        return step("wrong" if located else "mistake"), step("values", again)
    letter = _command("dq", "compare", past.uri, uri, "--format", "letter") if past is not None else None
    return step("announced"), step("letter", letter) if letter else step("mistake"), step("change", again)


def _command(*parts: str) -> str | None:
    """For the shell; None where a name in it would have to be spelt out: that would be another command."""
    quoted = list(map(quote, parts))
    if any(safe(part) != escape(part) for part in quoted):
        return None
    one, lines = " ".join(quoted), [" ".join(quoted[:2])]
    for before, part in pairwise(quoted[1:]):  # an option's value stays with it
        lines[-1:] = [f"{lines[-1]} {part}"] if before.startswith("-") else [lines[-1], part]
    return one if len(one) <= 44 else " \\\n  ".join(lines)


def _foot(result: ValidationResult) -> tuple[Markup, ...]:
    """Provenance: what judged what, so that it can be done again."""
    landed, suite, meta = result.landed, result.suite, result.meta
    facts = [safe(f"dq {meta.dq_version} · {meta.engine}"), said(words.twice(_words.seconds, meta.seconds))]
    if meta.started:
        facts.append(both("judged ", "判定 ") + safe(words.instant(meta.started)))
    if suite.uri:
        facts.append(both("suite ", "スイート ") + _code(suite.uri, suite.version, _short(suite.digest)))
    if landed is not None:
        facts.append(both("file ", "ファイル ") + _code(landed.uri, landed.generation, _short(landed.digest)))
        if landed.size is not None:
            facts.append(both(f"{landed.size:,} bytes", f"{landed.size:,} バイト"))
    if result.result_uri:
        facts.append(both("result ", "結果 ") + _code(result.result_uri))
    return tuple(facts)


def _short(digest: str | None) -> str | None:
    return digest[:19] if digest else None


def _code(*parts: str | None) -> Markup:
    return Markup(" ").join(Markup("<code>{}</code>").format(cell(part, 200)) for part in parts if part)
