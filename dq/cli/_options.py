"""What commands share of the command line: plain options, plain values."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A command for which an option given empty (`--suite=`) counts as not given: an Argo template cannot leave one out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, without_empty(args))


def without_empty(args: Sequence[str]) -> list[str]:
    """
    >>> without_empty(["a.csv", "--suite=", "--lang", "", "--fail-on", "info"])
    ['a.csv', '--fail-on', 'info']
    """
    kept: list[str] = []
    for n, arg in enumerate(args):
        if arg == "--":
            return kept + list(args[n:])
        if arg == "" and n and args[n - 1].startswith("--") and "=" not in args[n - 1]:
            kept.pop()
        elif not (arg.startswith("--") and arg.endswith("=") and arg.count("=") == 1):
            kept.append(arg)
    return kept


def lang_of(args: Sequence[str] | None) -> str:
    """The language for errors that happen before options are parsed: --lang, else DQ_LANG, else English."""
    args = list(sys.argv[1:] if args is None else args)
    for n, arg in enumerate(args):
        if arg == "--lang" and n + 1 < len(args):
            return args[n + 1]
        if arg.startswith("--lang="):
            return arg.removeprefix("--lang=") or "en"
    return "ja" if os.environ.get("DQ_LANG") == "ja" else "en"


def lang(command: F) -> F:
    return click.option(
        "--lang", type=click.Choice(["en", "ja"]), default="en", envvar="DQ_LANG", show_default=True,
        help="Language of what is said.",
    )(command)  # fmt: skip


def colour_wanted(stream: Any) -> bool:
    """Terminals get colour, unless NO_COLOR is set; FORCE_COLOR gives it to pipes too."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or bool(stream.isatty() and os.environ.get("TERM") != "dumb")


def page_size(stream: Any) -> tuple[int, int]:
    """Columns and lines of a terminal; 100 x 40 for pipes."""
    try:
        size = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return int(os.environ.get("COLUMNS") or 100), 40
    return max(40, size.columns), max(20, size.lines - 1)
