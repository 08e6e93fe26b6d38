"""Say what changed between two landed files; no suite needed."""

import sys

import click

from ._options import Command, lang


@click.command(cls=Command, no_args_is_help=True)
@click.argument("before")
@click.argument("after")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang
def command(before: str, after: str, format_: str, lang: str) -> int:
    """Say what changed from the landed file BEFORE to the landed file AFTER.

    \b
    exit 0  nothing changed, or nothing that breaks a reader of the old file
         1  a breaking change
    """
    from ..gate import compare
    from ..result import encode

    told = compare(before, after)
    if format_ == "json":
        sys.stdout.buffer.write(encode(told))
    else:
        for finding in told.spec_changes:
            click.echo(f"{finding.sentence[lang]}  {finding.grade}")
    return told.exit_code
