"""dq expectations: the vocabulary by family, and one type with its arguments and an example that loads."""

import json
import re

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from dq.by_name import names
from dq.cli.expectations import UnknownType, command
from dq.suites._arguments import parameters_of
from dq.suites.load import load

TYPES = names("expectation_types")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DQ_LANG", raising=False)


def show(*args: str) -> Result:
    return CliRunner().invoke(command, args, standalone_mode=False, catch_exceptions=False)


def test_every_type_is_listed_once() -> None:
    listed = re.findall(r"^  (\w+)", show().stdout, re.MULTILINE)
    assert sorted(listed) == sorted(TYPES)
    assert re.findall(r"^  (\w+)", show("--lang", "ja").stdout, re.MULTILINE) == listed


def test_types_stand_with_their_family_and_what_is_true_of_them() -> None:
    told = show().stdout
    families = {heading: part for part in told.split("\n\n") for heading in [part.partition("\n")[0]]}
    values = families["Each value of a column"]
    assert "  expect_column_values_to_be_between\n      Values lie between two bounds" in values
    assert "  expect_column_max_to_be_between\n" in families["A figure of a column"]
    assert "  expect_column_pair_values_to_be_equal\n" in families["Two columns of each row"]
    assert "  expect_compound_columns_to_be_unique\n" in families["Several columns of each row"]
    assert "  expect_table_row_count_to_equal\n" in families["The table"]
    assert "  expect_column_to_exist\n" in families["The table"]
    assert "expect_column_values_to_read_as (implied)" in told


def test_one_type() -> None:
    assert (
        show("expect_column_values_to_be_between").stdout
        == """\
expect_column_values_to_be_between
  Values lie between two bounds, both inclusive unless strict.

As it is told
  時刻コード is between 1 and 48

Arguments
  column            text                      required
  mostly            number 0..1               = 1
  min_value         number | date | datetime
  max_value         number | date | datetime
  strict_min        true | false              = false
  strict_max        true | false              = false
  row_condition     row condition
  condition_parser  text

Example
  - type: expect_column_values_to_be_between
    kwargs: {column: 時刻コード, min_value: 1, max_value: 48}
    notes: why
"""
    )


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", TYPES)
def test_the_example_of_every_type_loads(name: str, lang: str) -> None:
    told = show(name, "--lang", lang).stdout
    example = told[told.index(f"  - type: {name}\n") :]
    (declared,) = load("s.yaml", data=f"name: x\nexpectations:\n{example}".encode()).expectations
    assert declared.type == name
    assert declared.kwargs
    heading = {"en": "Arguments\n", "ja": "引数\n"}[lang]
    arguments = re.findall(r"^  (\w+)", told[told.index(heading) : told.index(example)], re.MULTILINE)
    assert sorted(arguments) == sorted(parameters_of(name))
    assert json.dumps(YAML(typ="safe").load(example))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("expect_column_value_to_be_between", "did you mean `expect_column_values_to_be_between`?"),
        ("ExpectColumnToExist", "did you mean `expect_column_to_exist`?"),
        ("column_to_exist", "did you mean `expect_column_to_exist`?"),
        ("regex", "there are `expect_column_values_to_match_regex`, `expect_column_values_to_not_match_regex`"),
        ("unexpected_rows_expectation", "it is Great Expectations', and not here yet"),
        ("zzz", "`dq expectations` lists them"),
        ("{x}", "`dq expectations` lists them"),
    ],
)
def test_a_wrong_type_has_the_near_miss(name: str, hint: str) -> None:
    with pytest.raises(UnknownType) as raised:
        show(name)
    assert raised.value.exit_code == 2
    assert raised.value.hint() == hint
    assert f"`{name}`" in raised.value.message("ja")
