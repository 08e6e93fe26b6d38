"""Find every mistake in suites, without data."""

import sys
from collections.abc import Sequence
from os.path import exists
from pathlib import Path
from typing import Any

import click
import msgspec

from .. import exit_codes
from ..errors import CallerError, DqError, Mistake, NoSuite, SuiteError
from ..outputs._terminal import paint, visible
from ..sentences import Lang, Text, plural
from ..suites import match
from ..suites.load import LATER, load
from ..suites.suite import Suite
from ._options import Command, colour_wanted, lang


class Linted(msgspec.Struct, frozen=True):
    """One suite's file: the suite, or its mistakes."""

    uri: str
    suite: Suite | None = None
    mistakes: tuple[Mistake, ...] = ()


class NoSuites(CallerError):
    """The folder is there, and there is no suite in it."""


@click.command(cls=Command)
@click.argument("suites", metavar="[SUITE]...", nargs=-1)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="What goes to stdout.")
@lang  # fmt: skip
def command(suites: Sequence[str], format_: str, lang: Lang) -> int:
    """Find every mistake in suites, each with its line and the remedy; no data needed.

    SUITE is a path, or a name in the nearest expectations/; without any, all suites there.

    \b
    exit 0  nothing is wrong
         2  something is

    \b
    dq lint
    dq lint expectations/orders.yaml --lang ja
    """
    linted = [_lint(uri) for uri in _asked(suites)]
    code = exit_codes.CALLER if any(one.mistakes for one in linted) else exit_codes.OPEN
    if format_ == "json":
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(_document(linted, code)), indent=2) + b"\n")
    else:
        colour = colour_wanted(sys.stdout)
        sys.stdout.buffer.write("".join(_told(one, lang, colour) for one in linted).encode("utf-8", "replace"))
    return code


def _asked(suites: Sequence[str]) -> list[str]:
    """`expectations/*.yaml` is taken as it is meant: kustomize's own file there is none of them."""
    named = [suite for suite in suites if Path(suite).name not in match.OF_KUSTOMIZE]
    found = [_uri(name) for name in named] if suites else [str(path) for path in match.names()]
    if not found:
        folder = ", ".join(suites) or str(match.suites_folder(None))
        raise NoSuites({"en": f"no suite in {folder}", "ja": f"{folder} にスイートがありません"})
    return found


def _uri(named: str) -> str:
    """A path as it is: that it is missing is one suite's mistake, not the end of all."""
    is_path = exists(named) or "/" in named or Path(named).suffix in match.SUFFIXES
    return named if is_path else str(match.resolve(named))


def _lint(uri: str) -> Linted:
    try:
        return Linted(uri, load(uri, parameters=LATER))
    except SuiteError as error:
        return Linted(uri, None, error.mistakes)
    except NoSuite as error:
        return Linted(uri, None, (_mistake(_with_near_miss(error, uri)),))
    except CallerError as error:
        return Linted(uri, None, (_mistake(error),))


def _with_near_miss(error: DqError, uri: str) -> DqError:
    """A suite that is called nearly so, where there is one."""
    try:
        match.resolve(uri)
    except CallerError as told:
        return told
    return error


def _mistake(error: DqError) -> Mistake:
    """What kept a suite from being read, as a mistake of it."""
    en, ja = error.hint("en"), error.hint("ja")
    hint = {"en": en, "ja": ja} if en is not None and ja is not None else None
    return Mistake({"en": error.message("en"), "ja": error.message("ja")}, None, None, hint)


def _told(one: Linted, lang: Lang, colour: bool) -> str:
    if one.suite is not None:
        return f"{_painted('✓', 'open', colour)} {visible(one.suite.name)}  {_counts(one.suite)[lang]}\n"
    lines = [line for mistake in one.mistakes for line in mistake.text(lang).splitlines()]
    shown = "\n".join(visible(line) for line in lines)
    count = len(one.mistakes)
    told = Text(f"{count:,} {plural(count, 'mistake')}", f"誤り {count:,} 件")[lang]
    return f"{shown}\n{_painted('✗', 'closed', colour)} {visible(one.uri)}  {told}\n"


def _painted(mark: str, style: str, colour: bool) -> str:
    return paint(mark, style) if colour else mark


def _counts(suite: Suite) -> Text:
    columns, expectations = len(suite.spec.columns or ()), len(suite.expectations)
    return Text(
        f"{columns:,} {plural(columns, 'column')}, {expectations:,} {plural(expectations, 'expectation')}",
        f"列 {columns:,}、期待条件 {expectations:,} 件",
    )


def _document(linted: Sequence[Linted], code: int) -> dict[str, Any]:
    suites = {
        one.uri: {
            "success": not one.mistakes,
            "suite_name": one.suite.name if one.suite else None,
            "columns": len(one.suite.spec.columns or ()) if one.suite else None,
            "expectations": len(one.suite.expectations) if one.suite else None,
            "mistakes": one.mistakes,
        }
        for one in linted
    }
    return {"success": code == exit_codes.OPEN, "exit_code": code, "suites": suites}
