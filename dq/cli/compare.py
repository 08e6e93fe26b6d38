"""Say what changed between two landed files; no suite needed."""

import sys

import click

from .. import progress
from ._options import Command, colour_wanted, lang, page_size


@click.command(cls=Command, no_args_is_help=True)
@click.argument("before")
@click.argument("after")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "letter"]),
    default="text",
    show_default=True,
    help="A page to read, the findings as JSON, or a note to the publisher.",
)
@lang  # fmt: skip
def command(before: str, after: str, format_: str, lang: str) -> int:
    """Say what changed from the landed file BEFORE to the landed file AFTER.

    Formats may differ: a CSV file can be compared with a Parquet file.

    \b
    exit 0  nothing changed, or nothing that breaks a reader of the old file
         1  a breaking change, or malformed rows that the old file has not
         2, 3, 75  as in `dq check`

    \b
    dq compare spot_summary_2025.csv spot_summary_2026.csv
    dq compare old.csv new.csv --format letter --lang ja
    """
    from ..gate import compare  # after the options: their mistakes need no engine
    from ..outputs import _comparison, _letter
    from ..result import encode

    if sys.stderr.isatty():
        progress.show("dq compare")
    told = compare(before, after)
    said = "ja" if lang == "ja" else "en"
    if format_ == "json":
        data = encode(told)
    elif format_ == "letter":
        data = _letter.render(told, lang=said)  # type: ignore[arg-type]  # one of Lang
    else:
        width, _ = page_size(sys.stdout)
        data = _comparison.render(told, lang=said, width=width, colour=colour_wanted(sys.stdout))  # type: ignore[arg-type]  # one of Lang
    sys.stdout.buffer.write(data)
    return told.exit_code
