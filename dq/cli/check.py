"""Judge landed files by their suites; the exit code is the gate's word."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import click
import msgspec

from .. import by_name, idle, log, progress, stopping, termination
from ..errors import UsageError
from ..exit_codes import CLOSED, OPEN, worst
from ..suites._period import first_day
from ._options import Command, colour_wanted, demand_scheme, lang, page_size, target_of
from ._usage import none_of

LEVELS = ("BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE")


@click.command(cls=Command, no_args_is_help=True)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("-s", "--suite", metavar="NAME|PATH", help="The suite; without it, the one whose landed.match fits.")
@click.option(
    "--baseline",
    metavar="FILE|RESULT",
    help="The last good run: its result document, or another landed file. What changed since is told.",
)
@click.option(
    "--history",
    metavar="URI",
    envvar="DQ_HISTORY",
    help="A folder or gs:// prefix that keeps each run; without --baseline, the last good one there is the baseline.",
)
@click.option("--past", is_flag=True, help="Judge an old file again: held against what came before it, and not kept.")
@click.option(
    "--fail-on",
    type=click.Choice(["critical", "warning", "info", "never"]),
    default="critical",
    show_default=True,
    help="The lowest severity that closes the gate. `never` reports only.",
)
@click.option(
    "--exit-zero",
    is_flag=True,
    help="Exit 0 though the data closes the gate: outputs say it, and `dq enforce` judges them. Faults keep their codes.",
)
@click.option(
    "--output",
    "outputs",
    metavar="KIND=PATH",
    multiple=True,
    help=f"Write the result there too; repeatable. Kinds: {', '.join(by_name.names('outputs'))}.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What goes to stdout.",
)
@click.option(
    "--result-format",
    type=click.Choice(LEVELS, case_sensitive=False),
    metavar="LEVEL",
    default="SUMMARY",
    show_default=True,
    help=f"How much of each expectation's result the document tells, as in Great Expectations: {', '.join(LEVELS)}.",
)
@click.option("--engine", default="native", show_default=True, metavar="NAME", help="Who judges.")
@click.option("--param", "params", metavar="K=V", multiple=True, help="A suite parameter; repeatable.")
@click.option("--params", "params_json", metavar="JSON", help="Suite parameters as one JSON object.")
@click.option("--dataset", metavar="NAME", help="The dataset's name in the result; without it, the suite's.")
@click.option(
    "--at",
    metavar="PERIOD",
    help="What time the data is of (2026, FY2026, 2026-04, 2026-04-01, 2026-04-01T05); without it, the file's name says it.",
)
@lang  # fmt: skip
def command(
    sources: Sequence[str], suite: str | None, baseline: str | None, history: str | None, past: bool, fail_on: str,
    exit_zero: bool, outputs: Sequence[str], format_: str, result_format: str,
    engine: str, params: Sequence[str], params_json: str | None, dataset: str | None, at: str | None,
    lang: str,
) -> int:  # fmt: skip
    """Judge landed files by the expectation suites that are declared for them.

    SOURCE is a path or a glob (quote it). Several files are judged in one call, each with its own result; the worst one
    decides the exit code.

    \b
    exit  gate       whose move
    0     open       nobody's; warnings are reported
    1     closed     the data's: an expectation at or above --fail-on, a breaking change, or no such file
    2     undecided  yours: a bad option, an invalid suite, no suite for this file, no permission
    3     undecided  ours: a bug, no disk, out of memory
    75    undecided  nobody's: a transient fault; try again

    \b
    dq check landed/spot_summary_2026.csv
    dq check 'landed/*.csv' --output json=result.json --lang ja
    """
    targets = [target_of(text) for text in outputs]
    parameters = _parameters(params, params_json)
    if at is not None and first_day(at) is None:
        raise UsageError({said: text.format(at=at) for said, text in _NO_PERIOD.items()})
    if history:
        demand_scheme(history, f"--history {history}")
    if engine not in by_name.names("engines"):
        raise none_of("engine", "エンジン", engine, by_name.names("engines"))

    stopping.hold()
    log.about(dataset=dataset)
    log.line("info", "start", f"dq check {' '.join(sources)}", sources=sources[:20], count=len(sources),
             suite=suite, baseline=baseline, history=history, fail_on=fail_on, outputs=outputs,
             engine=engine)  # fmt: skip

    from ._running import Run  # after the options: their mistakes need no engine

    if sys.stderr.isatty():
        progress.show("dq check")
    idle.later(lambda: (_sentence(), by_name.load("outputs", "text")))
    run = Run(targets=targets, lang=lang, sources=sources, history=None if past else history)
    results = run.of(level=result_format.upper(), baseline=baseline, suite=suite, fail_on=fail_on, engine=engine,
                     parameters=parameters, dataset=dataset, at=at, history=history,
                     kept=bool(history or targets) or format_ == "json")  # fmt: skip
    code = worst(r.exit_code for r in results.values())
    termination.note(_sentence()(results, "ja" if lang == "ja" else "en"))
    if format_ == "json":
        sys.stdout.buffer.write(by_name.load("outputs", "json").render(results, lang=lang))
    else:
        width, page = page_size(sys.stdout)
        text = by_name.load("outputs", "text")
        told = text.render(results, lang=lang, width=width, page=page, colour=colour_wanted(sys.stdout))
        sys.stdout.buffer.write(told)
    return OPEN if exit_zero and code == CLOSED else code


def _sentence() -> Callable[..., str]:
    """Several results in one sentence; nobody needs it before there are any."""
    from ..outputs._several import sentence

    return sentence


_NO_PERIOD = {
    "en": "--at takes a period (2026, FY2026, 2026-04, 2026-04-01 or 2026-04-01T05), not `{at}`",
    "ja": "--at には期間を指定してください(2026、FY2026、2026-04、2026-04-01、2026-04-01T05)。`{at}` は期間ではありません",
}


def _parameters(params: Sequence[str], params_json: str | None) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if params_json:
        try:
            given = msgspec.json.decode(params_json, type=dict[str, Any])
        except msgspec.DecodeError as error:
            said = {
                "en": f"--params is no JSON object: {error}",
                "ja": f"--params が JSON のオブジェクトではありません: {error}",
            }
            raise UsageError(said) from error
    for text in params:
        name, found, value = text.partition("=")
        if not found or not name:
            raise UsageError(
                {
                    "en": f"--param takes K=V, not `{text}`",
                    "ja": f"--param には K=V を指定してください(`{text}` は使えません)",
                }
            )
        given[name] = value
    return given
