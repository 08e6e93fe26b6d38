"""What commands share of the command line: plain options, plain values."""

import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

import click

from .. import by_name
from ..errors import UsageError
from ..storage import scheme_of
from ._usage import Misused, none_of

F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A command for which an option given empty (`--suite=`) counts as not given: an Argo template cannot leave one out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        flags = {name for o in options if o.is_flag for name in (*o.opts, *o.secondary_opts)}
        valued = {name: max(o.opts, key=len) for o in options if not o.is_flag for name in o.opts}
        left = super().parse_args(ctx, without_empty(args, valued, flags))
        for argument in self.get_params(ctx):
            given = ctx.params.get(argument.name or "") if isinstance(argument, click.Argument) else None
            if given is not None and "" in (given if isinstance(given, tuple) else (given,)):
                name = argument.make_metavar(ctx)
                raise Misused(f"{name} is given empty", f"{name} が空です", ctx)
        return left


def without_empty(args: Sequence[str], valued: Mapping[str, str], flags: Collection[str] = ()) -> list[str]:
    """The arguments without the options of `valued` (and `flags`) that are given empty; others, a misspelt one too, stay.

    `valued`: each name with the long one, which stands for it: click first looks for what is like `-s` for 0.001 s.

    >>> names = {"--suite": "--suite", "-s": "--suite", "--lang": "--lang"}
    >>> without_empty(["a.csv", "--suite=", "-s", "", "--lang", "", "--typo=", "-s", "b"], names)
    ['a.csv', '--typo=', '--suite', 'b']
    """
    kept: list[str] = []
    left = iter(args)
    for arg in left:
        if arg == "--":
            return [*kept, arg, *left]
        if arg in valued:
            value = next(left, None)
            kept += [arg] if value is None else [valued[arg], value] if value else []  # click complains where none follows
        elif not (arg.startswith("--") and arg.endswith("=") and (arg[:-1] in valued or arg[:-1] in flags)):
            kept.append(arg)
    return kept


def lang_of(args: Sequence[str] | None) -> str:
    """The language for errors that happen before options are parsed: --lang, else DQ_LANG, else English."""
    args = list(sys.argv[1:] if args is None else args)
    for n, arg in enumerate(args):
        said = args[n + 1] if arg == "--lang" and n + 1 < len(args) else arg.removeprefix("--lang=")
        if said and said != arg:
            return "ja" if said == "ja" else "en"
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


def target_of(text: str) -> tuple[str, str]:
    """KIND=PATH as kind and URI, both known."""
    kind, given, path = text.partition("=")
    if not given or not path:
        raise UsageError(
            {"en": f"--output takes KIND=PATH, not `{text}`", "ja": f"--output は KIND=PATH の形です(`{text}`)"}
        )
    if kind not in by_name.names("outputs"):
        raise none_of("output", "出力", kind, by_name.names("outputs"))
    demand_scheme(path, f"--output {text}")
    return kind, path


def demand_scheme(uri: str, given: str) -> None:
    """UsageError where nothing can be written under such a URI."""
    scheme = scheme_of(uri)
    if scheme not in by_name.names("storage"):
        raise UsageError(
            {
                "en": f"dq cannot write {scheme}:// URIs: {given}",
                "ja": f"{scheme}:// の URI には書き込めません: {given}",
            }
        )
