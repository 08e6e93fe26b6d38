"""Mistakes on the command line, said in both languages: what click finds, and names that are none of a shelf's."""

from collections.abc import Sequence

import click

from ..by_name import near
from ..errors import UsageError


class Misused(click.UsageError):
    """One of ours that click is to raise: it knows the command's usage."""

    def __init__(self, en: str, ja: str, ctx: click.Context) -> None:
        super().__init__(en, ctx)
        self.ja = ja


def none_of(en: str, ja: str, given: str, known: Sequence[str]) -> UsageError:
    """`no output ...`: with the near miss, else with what there is. `en`, `ja`: what it would be."""
    meant = near(given, known)
    listed = ", ".join(known)
    return UsageError(
        {
            "en": f"no {en} `{given}`: " + (f"did you mean `{meant}`?" if meant else f"there is {listed}"),
            "ja": f"{ja} `{given}` はありません。"
            + (f"`{meant}` ではありませんか?" if meant else f"使えるのは {listed} です"),
        }
    )


def said(error: click.ClickException, lang: str) -> str:
    """What click found, in the language: its own words in English."""
    english = error.format_message()
    if lang != "ja":
        return english
    match error:
        case Misused():
            return error.ja
        case click.NoSuchOption():
            meant = [f"`{name}`" for name in error.possibilities or ()]
            return f"オプション `{error.option_name}` はありません" + (
                f"。{'、'.join(meant)} ではありませんか?" if meant else ""
            )
        case click.MissingParameter() if error.param is not None:
            return f"`{error.param.make_metavar(error.ctx or click.Context(click.Command(None)))}` がありません"
        case click.BadOptionUsage():
            flag = "not take a value" in english
            return f"オプション `{error.option_name}` には値が{'要りません' if flag else '必要です'}"
        case click.BadParameter() if error.param is not None and isinstance(error.param.type, click.Choice):
            known = "、".join(f"`{choice}`" for choice in error.param.type.choices)
            return f"`{error.param.opts[0]}` の値が正しくありません。使えるのは {known} です"
        case click.BadParameter() if error.param is not None:
            return f"`{error.param.opts[0]}` の値が正しくありません({english})"
    return english
