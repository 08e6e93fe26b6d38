"""What families promise of every type: GX's keys by level, nothing of a `pii` column, a malformed row's cells nobody's."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import _gx
import msgspec
import pytest
from _agreement import difference
from _both import Grid, brief, native, opened, suite

from dq.batch import Batch
from dq.by_name import camel, load, names
from dq.errors import SuiteError
from dq.expectation_types._bounds import bounds, upright, within
from dq.expectation_types._families import Bound, Expectation, Format, map_outcome
from dq.sentences import Text

OURS = {"expect_column_values_to_read_as", "expect_table_rows_to_be_well_formed"}
BETWEEN, UNIQUE = "expect_column_values_to_be_between", "expect_column_values_to_be_unique"
LEVELS = ("BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE")
LONG = Grid({"x": "integer", "y": "integer"}, tuple((str(n), str(n % 7)) for n in range(250)))
ASKED: dict[str, dict[str, Any]] = {
    BETWEEN: {"column": "x", "max_value": 10},
    UNIQUE: {"column": "y"},
    "expect_column_values_to_be_null": {"column": "x", "mostly": 0.5},
    "expect_compound_columns_to_be_unique": {"column_list": ["x", "y"]},
    "expect_column_pair_values_to_be_equal": {"column_A": "x", "column_B": "y"},
    "expect_column_distinct_values_to_be_in_set": {"column": "x", "value_set": [1, 2]},
    "expect_column_mean_to_be_between": {"column": "x", "min_value": 1},
    "expect_column_to_exist": {"column": "x"},
    "expect_table_row_count_to_equal": {"value": 3},
    "expect_table_columns_to_match_set": {"column_set": ["x"]},
}


@pytest.mark.parametrize("most", [0, 3, 20])
@pytest.mark.parametrize("level", LEVELS)
def test_a_level_tells_what_gx_tells(level: str, most: int) -> None:
    configs = [{"type": name, "kwargs": kwargs} for name, kwargs in ASKED.items()]
    ours = native(LONG.batch(), configs, Format(level=level, partial_unexpected_count=most))
    asked = {"result_format": level, "partial_unexpected_count": most}
    for config, mine, theirs in zip(configs, ours, _gx.validate(LONG.frame(), configs, asked), strict=True):
        if most == 3 and "distinct" in config["type"]:
            continue  # differences.yaml: fewer_different_values
        assert difference(brief(mine), brief(theirs)) is None, config


@pytest.mark.parametrize(
    "condition",
    [
        {"type": "comparison", "column": {"name": "y"}, "operator": ">", "parameter": 4},
        {"type": "nullity", "column": {"name": "x"}, "is_null": True},
    ],
)
def test_a_row_condition_precedes_everything(condition: dict[str, Any]) -> None:
    grid = Grid(LONG.types, (*LONG.rows[:60], (None, "9"), (None, "1")))
    conditional = {n: k for n, k in ASKED.items() if "columns_to_match" not in n and "exist" not in n and "pair" not in n}
    configs = [{"type": n, "kwargs": {**k, "row_condition": condition}} for n, k in conditional.items()]
    ours = native(grid.batch(), configs, Format(level="COMPLETE"))
    for config, mine, theirs in zip(configs, ours, _gx.validate(grid.frame(), configs), strict=True):
        assert difference(brief(mine), brief(theirs)) is None, config


# --- what is never shown, and what nobody can judge ------------------------------------------------------------------

SECRET = Grid(
    {"name": "text", "born": "date", "pay": "integer", "other": "integer"},
    (
        ("sato-secret", "1987-06-05", "777123", "1"),
        ("sato-secret", "1987-06-05", "777123", "1"),
        ("ito-secret", "unreadable-secret", "n.a.-secret", "2"),
    ),
)
MARKS = ("secret", "1987", "777123")


def asked_of(name: str) -> list[dict[str, Any]]:
    """The type's example, over the secret columns."""
    cls = getattr(load("expectation_types", name), camel(name))
    found = []
    for column in ("name", "born", "pay"):
        kwargs = {**cls.example, "column": column, "column_A": column, "column_B": "pay", "column_list": [column, "pay"]}
        kwargs = {k: v for k, v in kwargs.items() if k in cls.example}
        if "value_set" in kwargs:
            kwargs["value_set"] = ["x"]
        found.append({"type": name, "kwargs": kwargs})
    return found


def hidden(batch: Batch) -> Batch:
    columns = [
        msgspec.structs.replace(c, spec=msgspec.structs.replace(c.spec, pii=c.name != "other")) for c in batch.columns
    ]
    return msgspec.structs.replace(batch, columns=tuple(columns))


@pytest.mark.parametrize("name", names("expectation_types"))
def test_nothing_of_a_pii_column_is_shown(name: str) -> None:
    outcomes = native(hidden(SECRET.batch()), asked_of(name), Format(level="COMPLETE"))
    told = msgspec.json.encode([(o["result"], o["evidence"], o["observed"]) for o in outcomes], enc_hook=str).decode()
    assert not [mark for mark in MARKS if mark in told]


def test_but_of_another_column_it_is() -> None:
    outcomes = native(SECRET.batch(), asked_of(UNIQUE), Format(level="COMPLETE"))
    assert all(mark in str(outcomes) for mark in ("sato-secret", "1987", "777123"))


@pytest.mark.parametrize("missing", [("",), ()])
@pytest.mark.parametrize(
    ("type_", "kwargs", "unjudged"),
    [
        (BETWEEN, {"column": "x", "max_value": 1}, 3),
        (UNIQUE, {"column": "x"}, 3),
        ("expect_compound_columns_to_be_unique", {"column_list": ["x", "y"]}, 3),
        ("expect_column_values_to_not_be_null", {"column": "x"}, 2),
        ("expect_column_values_to_be_null", {"column": "x", "mostly": 0.0}, 2),
        ("expect_column_values_to_read_as", {"column": "x", "type_": "integer", "mostly": 0.5}, 2),
        ("expect_column_values_to_read_as", {"column": "x", "type_": "number", "mostly": 0.5}, 2),
    ],
)
def test_cells_of_malformed_rows_are_nobodys(
    type_: str, kwargs: dict[str, Any], unjudged: int, missing: tuple[str, ...], tmp_path: Path
) -> None:
    text, types = "x,y\n1,1\n2\nn.a.,3\n5,4,5\n", {"x": "integer", "y": "integer"}
    batch = opened(text, tmp_path, types=types, missing=missing)
    [outcome] = native(batch, [{"type": type_, "kwargs": kwargs}], Format(level="COMPLETE"))
    assert outcome["success"]
    assert outcome["result"]["unreadable_count"] == unjudged
    assert not {1, 3} & {*outcome["result"]["unexpected_index_list"]}


def test_what_is_there_but_does_not_read_is_shown_as_it_stands() -> None:
    config = {"type": "expect_column_values_to_be_null", "kwargs": {"column": "pay"}}
    [outcome] = native(SECRET.batch(), [config], Format(level="COMPLETE"))
    assert outcome["result"]["unexpected_list"] == [777123, 777123, "n.a.-secret"]


def test_an_unreadable_cell_equals_no_other() -> None:
    grid = Grid({"x": "integer"}, (("a",), ("b",), ("1",)))
    [outcome] = native(grid.batch(), [{"type": UNIQUE, "kwargs": {"column": "x"}}], Format())
    assert outcome["success"]
    assert outcome["result"]["unreadable_count"] == 2


# --- arguments and sentences -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (5, 5.0),
        (True, 1.0),
        ("5", 5.0),
        (" 2.5 ", 2.5),
        ("20240115", 20240115.0),
        ("2024-01-15", date(2024, 1, 15)),
        ("2024-1-5", date(2024, 1, 5)),
        ("2024-01-15T00:00:00", datetime(2024, 1, 15)),
        (date(2024, 1, 15), date(2024, 1, 15)),
        (Bound(3.0), 3.0),
    ],
)
def test_bounds_are_read_as_gx_reads_them(given: object, read: object) -> None:
    assert Bound.read(given).value == read
    assert type(Bound.read(given).value) is type(read)


@pytest.mark.parametrize("given", ["abc", "2024-02-30", "", None, [1], {"$PARAMETER": "x"}, "0001-01-01T00:00+09:00"])
def test_what_is_no_bound(given: object) -> None:
    with pytest.raises(ValueError, match="Expected a number, a date or a datetime"):
        Bound.read(given)


class Between(msgspec.Struct):
    min_value: Any = None
    max_value: Any = None
    strict_min: bool = False
    strict_max: bool = False


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (Between(Bound(1.0), Bound(48.0)), Text("between 1 and 48", "1 以上 48 以下")),
        (Between(None, Bound(999.0)), Text("at most 999", "999 以下")),
        (Between(Bound(0.0), strict_min=True), Text("more than 0", "0 超")),
        (Between(1000, 1000), Text("exactly 1,000", "1,000 ちょうど")),
        (Between(Bound(date(2024, 1, 1)), None), Text("at least 2024-01-01", "2024-01-01 以上")),
        (Between(0, 5, True, True), Text("more than 0 and less than 5", "0 超 5 未満")),
    ],
)
def test_bounds_in_words(of: Between, said: Text) -> None:
    assert bounds(of) == said


def test_bounds_have_a_right_way_up() -> None:
    assert upright(Between(1, 1)) is None
    assert upright(Between(Bound(date(2024, 1, 1)), Bound(datetime(2024, 1, 1, 1)))) is None
    wrong = upright(Between(2, 1))
    assert wrong is not None
    assert "upside down" in wrong["en"]
    mixed = upright(Between(Bound(1.0), Bound(date(2024, 1, 1))))
    assert mixed is not None
    assert "not of one kind" in mixed["en"]


def test_no_figure_lies_between_any_bounds() -> None:
    assert not within(None, Between())
    assert within(3, Between())


@pytest.mark.parametrize(
    ("type_", "kwargs"),
    [
        (BETWEEN, {"column": "x"}),
        (BETWEEN, {"column": "x", "min_value": 1, "mostly": 1.5}),
        ("expect_column_values_to_match_regex", {"column": "x", "regex": "("}),
        ("expect_column_values_to_match_strftime_format", {"column": "x", "strftime_format": "%Q"}),
        ("expect_column_distinct_values_to_be_in_set", {"column": "x", "value_set": []}),
        ("expect_compound_columns_to_be_unique", {"column_list": ["x"]}),
        ("expect_column_values_to_read_as", {"column": "x", "type_": "int"}),
        ("expect_column_values_to_read_as", {"column": "x", "type_": "date", "format": "%H"}),
        ("expect_column_pair_values_to_be_equal", {"column_A": "x", "column_B": "y", "ignore_row_if": "never"}),
        *[
            ("expect_column_quantile_values_to_be_between", {"column": "x", "quantile_ranges": ranges, **more})
            for ranges, more in (
                ({"quantiles": [0.5, 0.6], "value_ranges": [[0, 1]]}, {}),
                ({"quantiles": [1.5], "value_ranges": [[0, 1]]}, {}),
                ({"quantiles": [0.5], "value_ranges": [[2, 1]]}, {}),
                ({"quantiles": [], "value_ranges": []}, {}),
                ({"quantiles": [0.5], "value_ranges": [[0, 1]]}, {"allow_relative_error": True}),
            )
        ],
    ],
)
def test_what_no_data_could_satisfy_is_refused(type_: str, kwargs: dict[str, Any]) -> None:
    with pytest.raises(SuiteError) as refused:
        suite([{"type": type_, "kwargs": kwargs}])
    for lang in ("en", "ja"):
        assert all(mistake.text(lang) for mistake in refused.value.mistakes)


@pytest.mark.parametrize("name", names("expectation_types"))
def test_an_example_is_told_in_both_languages(name: str) -> None:
    example = getattr(load("expectation_types", name), camel(name)).example
    [declared] = suite([{"type": name, "kwargs": example}]).expectations
    said = declared.expectation.statement()
    assert said.en != said.ja
    for text in (said.en, said.ja):
        assert not re.search(r"\{[A-Za-z_]*\}", text)
        assert "None" not in text


@pytest.mark.parametrize("name", names("expectation_types"))
def test_aspects_are_those_of_a_spec(name: str) -> None:
    cls: type[Expectation] = getattr(load("expectation_types", name), camel(name))
    assert cls.aspects <= {"columns", "types", "text", "missing", "values", "rows"}


def test_mostly_is_told() -> None:
    [declared] = suite([{"type": BETWEEN, "kwargs": {"column": "価格", "min_value": 0, "mostly": 0.95}}]).expectations
    assert declared.expectation.statement() == Text(
        "価格 is at least 0 (at least 95 % of them)", "価格 は 0 以上(95 % 以上)"
    )


def test_columns_are_named_once() -> None:
    kwargs = {"column_A": "x", "column_B": "x"}
    [declared] = suite([{"type": "expect_column_pair_values_to_be_equal", "kwargs": kwargs}]).expectations
    assert declared.expectation.named_columns() == ("x",)


@pytest.mark.parametrize(("unexpected", "verb"), [(1, "1 of 4 is not"), (2, "2 of 4 are not")])
def test_one_is_and_two_are(unexpected: int, verb: str) -> None:
    got = {"element_count": 4, "missing_count": 0, "unexpected_count": unexpected}
    told = map_outcome(got, 1.0, Format(), None).observed
    assert told is not None
    assert told.en == verb
