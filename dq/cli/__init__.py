"""The command line: parse, call, print. One file a command, named as it is typed."""

import os
import sys
from typing import Any, NoReturn

import click

from .. import by_name, exit_codes, log, stopping, termination
from ..errors import Bug, CannotWrite, DqError, NoSpace, OutOfMemory, UsageError
from . import _streams
from ._options import lang_of
from ._usage import Misused, said


class Commands(click.Group):
    """Opens the one command that is called; help reads the first line of the others, without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name.replace("_", "-") for name in by_name.names("cli")]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        try:
            return by_name.load("cli", name.replace("-", "_")).command  # type: ignore[no-any-return]  # the shelf's Protocol
        except KeyError:
            return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = by_name.near(args[0], self.list_commands(ctx))
            en, ja = " `dq --help` lists them.", "`dq --help` で一覧できます。"
            if near:
                en, ja = f" Did you mean `{near}`?", f"`{near}` ではありませんか?"
            if os.path.exists(args[0]):
                en, ja = f" To judge a file: dq check {args[0]}", f"ファイルを判定するには: dq check {args[0]}"
            raise Misused(f"no command `{args[0]}`.{en}", f"コマンド `{args[0]}` はありません。{ja}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, _first_line(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _first_line(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), name.replace("-", "_") + ".py"), encoding="utf-8") as file:
        return file.readline().strip().strip('"')


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from .. import __version__

        click.echo(f"dq {__version__}")
        ctx.exit()


@click.group(cls=Commands, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def dq() -> None:
    """A gate for files that come from outside: is this file still what we agreed on, and if not, what changed?

    \b
    dq check FILE          judge a landed file by its suite
    exit 0 open, 1 closed (the data), 2 your call, 3 our fault, 75 try again
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with the gate's word: no exception leaves as anything else."""
    _streams.install()
    log.listen()
    try:
        code = run(sys.argv[1:] if args is None else args)
    except BaseException as error:  # noqa: BLE001  while it was told what went wrong: a signal, or what cannot be told
        code = error.exit_code if isinstance(error, DqError) else exit_codes.OURS
    try:
        sys.stdout.flush()
    except OSError as error:
        code = exit_codes.worst([code, _say(CannotWrite(uri="stdout", detail=error.strerror), lang_of(args))])
    try:
        termination.write()  # after everything else; where it cannot be written the word stands all the same
    except OSError as error:
        log.warn(f"no termination message in {termination.path()}: {error.strerror}")
    os._exit(code)  # no thread, no teardown of DuckDB's can change the word any more


def run(args: list[str]) -> int:
    """The exit code; everything that went wrong has been said on stderr."""
    lang = lang_of(args)
    try:
        stopping.install()
        code: Any = dq.main(args=args, prog_name="dq", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        log.say("error", "usage", "no arguments", error.format_message())
        return exit_codes.CALLER
    except click.ClickException as error:
        told = ("エラー: " if lang == "ja" else "error: ") + said(error, lang)
        ctx = getattr(error, "ctx", None)
        usage = f"\n  {'書式' if lang == 'ja' else 'usage'}: {ctx.get_usage().removeprefix('Usage: ')}" if ctx else ""
        log.say("error", "usage", told, told + usage, exit_code=exit_codes.CALLER)
        _refuse(args, UsageError({each: said(error, each) for each in ("en", "ja")}), lang)
        termination.note(told)
        return exit_codes.CALLER
    except (click.Abort, KeyboardInterrupt):
        return exit_codes.INTERRUPTED
    except UsageError as error:
        _refuse(args, error, lang)
        return _say(error, lang)
    except DqError as error:
        return _say(error, lang)
    except MemoryError:
        return _say(OutOfMemory("Python"), lang)
    except OSError as error:
        return _say(_of_system(error), lang)
    except Exception as error:  # noqa: BLE001  a crash must never read as bad data, nor as good
        return _say(bug(error), lang)
    return int(code or 0)


def _refuse(args: list[str], error: UsageError, lang: str) -> None:
    if not any(arg.startswith("--output") for arg in args):
        return
    from . import _refused  # only where a call with outputs was not understood

    try:
        _refused.tell(args, error, lang)
    except DqError as unwritten:
        log.warn(unwritten.message(lang))


def bug(error: BaseException) -> DqError:
    """An exception that nothing foresaw, as an error of ours; DQ_DEBUG=1 shows where it came from."""
    if os.environ.get("DQ_DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    at = f" at {os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else ""
    return Bug(f"{type(error).__name__}{at}: {str(error)[:200]}")


def _of_system(error: OSError) -> DqError:
    if error.errno == 28:  # ENOSPC
        return NoSpace(uri=error.filename or "stdout")
    return bug(error)


def _say(error: DqError, lang: str) -> int:
    from ..outputs._terminal import visible  # only where something went wrong

    hint = error.hint(lang)
    text = "\n".join(map(visible, error.text(lang).split("\n")))
    log.say("error", "error", error.message(lang), text, kind=error.kind, exit_code=error.exit_code, hint=hint,
            where=error.where)  # fmt: skip
    termination.note(log.subject() + error.message(lang) + (f" ({hint})" if hint else ""))
    return error.exit_code
