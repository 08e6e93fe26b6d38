"""Options given empty count as not given; what is misspelt or has no value stays a mistake."""

import pytest
from click.testing import CliRunner

from dq.by_name import load, names
from dq.cli._options import lang_of, target_of, without_empty
from dq.errors import UsageError

GOOD = "examples/landed/fuel_prices_202604.csv"
COMMANDS = [load("cli", name).command for name in names("cli")]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_of_every_command_may_be_given_empty(command: object) -> None:
    """As if it were not there: what is parsed is the same."""
    arguments = ["x"] * sum(p.param_type_name == "argument" for p in command.params)  # type: ignore[attr-defined]  # a click.Command
    names_ = [name for p in command.params if p.param_type_name == "option" for name in p.opts]  # type: ignore[attr-defined]
    assert names_
    without = command.make_context("dq", list(arguments)).params  # type: ignore[attr-defined]
    for name in names_:
        for given in ([f"{name}="], [name, ""]) if name.startswith("--") else ([name, ""],):
            if given[-1] == "" and command.make_context("dq", list(arguments)) and _is_flag(command, name):  # type: ignore[attr-defined]
                continue
            assert command.make_context("dq", [*given, *arguments]).params == without, given  # type: ignore[attr-defined]


def _is_flag(command: object, name: str) -> bool:
    return any(p.is_flag for p in command.params if name in p.opts)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("args", "left"),
    [
        (["--output=", "--output", "json=a"], ["--output", "json=a"]),
        (["--output=json=a="], ["--output=json=a="]),
        (["-s", "", "-s", "x"], ["--suite", "x"]),
        (["--baseline", "-s", "-s"], ["--baseline", "-s", "-s"]),
        (["--typo=", ""], ["--typo=", ""]),
        (["--baseline", "--output="], ["--baseline", "--output="]),
        (["--baseline"], ["--baseline"]),
        (["--past=", "--past", ""], ["--past", ""]),
        (["--", "--output="], ["--", "--output="]),
        ([], []),
    ],
)
def test_only_known_options_given_empty_go(args: list[str], left: list[str]) -> None:
    valued = {"--output": "--output", "-s": "--suite", "--baseline": "--baseline"}
    assert without_empty(args, valued, {"--past"}) == left


@pytest.mark.parametrize(
    ("args", "says"), [(["", GOOD], "given empty"), ([], "Usage: "), ([GOOD, "--typo="], "No such option")]
)
def test_what_is_meant_by_nothing_is_a_mistake(args: list[str], says: str) -> None:
    result = CliRunner().invoke(load("cli", "check").command, args)
    assert result.exit_code == 2
    assert says in result.output


@pytest.mark.parametrize(
    ("args", "env", "lang"),
    [
        (["--lang=ja"], "", "ja"), (["--lang", "ja"], "en", "ja"), (["--lang="], "ja", "ja"), (["--lang", ""], "ja", "ja"),
        (["--lang=", "--lang=ja"], "", "ja"), (["--lang", "fr"], "", "en"), ([], "", "en"), ([], "ja", "ja"),
    ],
)  # fmt: skip
def test_errors_speak_the_language_that_was_asked_for(
    args: list[str], env: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DQ_LANG", env)
    assert lang_of(args) == lang


@pytest.mark.parametrize("text", ["json", "json=", "=a", "jsn=a", "json=s3://a/b"])
def test_a_target_is_a_known_kind_and_a_place_that_can_be_written(text: str) -> None:
    with pytest.raises(UsageError):
        target_of(text)


@pytest.mark.parametrize("uri", ["a=b.json", "gs://bucket/a#1.json", "file:///a", "/dev/stdout"])
def test_a_target_may_hold_anything_behind_the_first_sign(uri: str) -> None:
    assert target_of(f"json={uri}") == ("json", uri)
