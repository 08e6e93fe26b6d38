"""Suites load with what they say, and every mistake in one is told at once, at its place, with the remedy."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ruamel.yaml import YAML

from dq.errors import NoSuite, NotAFile, SuiteError
from dq.expectation_types._families import Format
from dq.sentences import LANGS, Text
from dq.spec.spec import ColumnSpec, Dialect
from dq.suites.load import LATER, load, load_mapping
from dq.suites.suite import Declared, KnownIssue, Suite

DATA = Path(__file__).parent / "data"


def read(text: str, name: str = "s.yaml", **options: Any) -> Suite:
    return load(name, data=text.encode(), **options)


def mistakes(text: str, name: str = "s.yaml", **options: Any) -> list[str]:
    """Each as `line:column $.path message | hint`."""
    with pytest.raises(SuiteError) as raised:
        read(text, name, **options)
    return [
        f"{(m.where or '').removeprefix(name + ':')} {m.path or ''} {m.message['en']} | {(m.hint or {}).get('en', '')}"
        for m in raised.value.mistakes
    ]


def one(expectation: str, **options: Any) -> Declared:
    (declared,) = read(f"name: x\nexpectations:\n  - {expectation}\n", **options).expectations
    return declared


# --- all mistakes at once --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_all_mistakes_of_a_broken_suite(lang: str) -> None:
    with pytest.raises(SuiteError) as raised:
        load("broken.yaml", data=(DATA / "broken.yaml").read_bytes())
    assert raised.value.text(lang) + "\n" == (DATA / f"broken.{lang}.txt").read_text(encoding="utf-8")
    assert len(raised.value.mistakes) >= 40


def test_mistakes_stand_where_they_are() -> None:
    """The last name of the path, or the value that is wrong, is what the file has at that line and column."""
    text = (DATA / "broken.yaml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(SuiteError) as raised:
        load("broken.yaml", data=(DATA / "broken.yaml").read_bytes())
    places = [tuple(map(int, (m.where or "").split(":")[1:])) for m in raised.value.mistakes]
    assert places == sorted(places)
    named = {"titel", "{yaer}", "cp923", "braking", "column_remved", "integr", "critcal", "column_aded", "FULL", "価挌"}
    for mistake, (line, column) in zip(raised.value.mistakes, places, strict=True):
        wrong = next((n for n in named if f"`{n}`" in mistake.message["en"]), None)
        assert wrong is None or wrong in text[line - 1][column - 1 :][: len(wrong) + 8], mistake


EXPECT = "name: x\nexpectations:\n  - "
BETWEEN = "type: expect_column_values_to_be_between"
CASES = YAML(typ="safe").load((DATA / "mistakes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["told"][:60])
def test_one_mistake(case: dict[str, str]) -> None:
    (mistake,) = mistakes(case["text"])
    assert case["told"] in mistake


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [1", "1:6  a `{` or `[` is not closed"),
        ("a: b: c", "1:5  a second `: ` on one line"),
        ("a:\n\tb: 1", "2:1  a tab where YAML wants spaces"),
        ('a: 1\nb: "x', "2:4  a quote is not closed"),
        ("a: 1\n b: 2\nc: 3", "2:3  a second `: ` on one line"),
        ("a:\n  - 1\n b: 2", "3:2  the indentation does not fit the lines above"),
        ('regex: "^\\d+$"', "1:11  an escape that YAML does not know | in single quotes a backslash is itself: "),
        ("a:\n  b: 1\n  - c", "3:3  the indentation does not fit the lines above"),
        ("a: - b", "1:4  the indentation does not fit the lines above"),
        ("a: |9x\n b", "1:6  a text block that does not begin as one"),
        ("format: %Y/%m", '1:9  a value cannot begin with `%` | write it in quotes: "%…"'),
        ("a: *b", "1:4  undefined alias `*b`"),
        ("a: &a [*a]", "1:8  undefined alias `*a`"),
        ("a: !!python/object:os.system x", "1:4  the tag `tag:yaml.org,2002:python/object:os.system` is not supported"),
        ("a: 1\n---\na: 1", "2:1  more than one document in the file"),
        ("? [a]\n: b", "1:3  a key must be a text"),
        ("a: " + "[" * 100, "1:67  nested deeper than 64 levels"),
        ("a: \x07", "1:4  a control character that YAML does not allow"),
        ("a: b\x00", "1:5  a control character that YAML does not allow"),
    ],
)
def test_what_is_no_yaml_is_told_in_our_words(text: str, told: str) -> None:
    (mistake,) = mistakes(text)
    assert mistake.startswith(told)


def test_aliases_repeat_within_bounds() -> None:
    text = "a: &a [x, x, x, x, x, x, x, x]\n"
    for name, before in zip("bcdefgh", "abcdefg", strict=True):
        text += f"{name}: &{name} [{', '.join([f'*{before}'] * 8)}]\n"
    assert "aliases repeat too much" in mistakes(text)[0]
    suite = read(f"{EXPECT}&e {{{BETWEEN}, kwargs: {{column: a, min_value: 1}}}}\n  - *e\n")
    first, second = suite.expectations
    assert (first.expectation, str(first.at)) == (second.expectation, str(second.at))


def test_what_is_no_text_or_too_large() -> None:
    for data, told in ((b"name: x\n\xff", "2:1  the file is not UTF-8"), (b"#" * 10_000_001, "1:1  larger than 10 MB")):
        with pytest.raises(SuiteError) as raised:
            load("s.yaml", data=data)
        (mistake,) = raised.value.mistakes
        assert f"{(mistake.where or '').removeprefix('s.yaml:')}  {mistake.message['en']}".startswith(told)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoSuite):
        load(tmp_path / "none.yaml")
    with pytest.raises(NoSuite):
        load("a\0b.yaml")
    with pytest.raises(NotAFile):
        load(tmp_path)


# --- what a suite says -----------------------------------------------------------------------------------------------


def test_everything_that_a_dataset_file_may_hold() -> None:
    suite = load(DATA / "whole.yaml")
    assert (suite.name, suite.title, suite.owner, suite.version) == (
        "whole", Text("Everything", "すべて"), "market-data", "3",
    )  # fmt: skip
    assert suite.match == ("jepx/spot_*.csv", "gs://landing/jepx/spot_*.csv")
    assert suite.period == "spot_{fiscal_year}.csv"
    assert suite.uri == str(DATA / "whole.yaml")
    assert (suite.digest or "").startswith("sha256:")
    assert suite.spec.dialect == Dialect(
        format="csv", compression="gzip", encoding="cp932", bom=False, line_ending="crlf", delimiter="\t", quote="'",
        quoting="minimal", header_rows=(1, 2), skip=("*UPDATE*",), missing=("", "-999", "N/A"),
        table_starts_at="#*", table_ends_at="blank",
    )  # fmt: skip
    assert suite.spec.key == ("受渡日", "時刻コード")
    assert suite.spec.columns == (
        ColumnSpec(name="受渡日", type="date", format="%Y/%m/%d", required=True),
        ColumnSpec(name="時刻コード", type="integer"),
        ColumnSpec(name="価格(円/kWh)", type="number", unit="円/kWh", aliases=("価格（円/kWh）",), missing=("-",)),
        ColumnSpec(name="区分", type="text", values=("実績", "NO"), pii=True),
        ColumnSpec(name="2024"),
    )
    assert suite.changes == {"column_added": "breaking", "row_order_changed": "ignore"}
    assert suite.known_issues == (
        KnownIssue(kind="column_added", columns=("備考",), until="2026-12-31", owner="market-data", reason="announced"),
    )


def test_shorthand_becomes_ordinary_expectations_at_its_own_lines() -> None:
    suite = load(DATA / "whole.yaml")
    assert [(d.type, d.kwargs.get("column"), d.implied, d.at.line if d.at else None) for d in suite.expectations] == [
        ("expect_table_rows_to_be_well_formed", None, True, 10),
        ("expect_compound_columns_to_be_unique", None, False, 22),
        ("expect_column_values_to_not_be_null", "時刻コード", False, 22),
        ("expect_column_values_to_read_as", "受渡日", True, 25),
        ("expect_column_to_exist", "受渡日", False, 25),
        ("expect_column_values_to_not_be_null", "受渡日", False, 25),
        ("expect_column_values_to_read_as", "時刻コード", True, 27),
        ("expect_column_values_to_be_between", "時刻コード", False, 30),
        ("expect_column_values_to_read_as", "価格(円/kWh)", True, 31),
        ("expect_column_values_to_be_in_set", "区分", False, 32),
        ("expect_table_row_count_to_be_between", None, False, 35),
        ("expect_column_values_to_be_unique", "2024", False, 42),
    ]
    by_type = {d.type: d for d in reversed(suite.expectations)}
    read_as = by_type["expect_column_values_to_read_as"]
    assert read_as.kwargs == {"column": "受渡日", "type_": "date", "format": "%Y/%m/%d"}
    assert by_type["expect_column_values_to_be_in_set"].kwargs == {"column": "区分", "value_set": ["実績", "NO"]}
    assert by_type["expect_compound_columns_to_be_unique"].kwargs == {"column_list": ["受渡日", "時刻コード"]}
    assert suite.expectations[6].kwargs["mostly"] == 0.99
    assert {d.severity for d in suite.expectations if d.implied} == {"critical"}


def test_a_key_of_one_column_is_unique_and_complete() -> None:
    kinds = [d.type for d in read("name: x\nkey: a\ncolumns: [{name: a}]").expectations]
    assert kinds == ["expect_column_values_to_be_unique", "expect_column_values_to_not_be_null"]


def test_an_expectation_keeps_what_its_author_wrote() -> None:
    declared = next(d for d in load(DATA / "whole.yaml").expectations if d.type.startswith("expect_table_row_count"))
    assert declared.config() == {
        "type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 48, "max_value": 17568},
        "meta": {"team": "market"}, "severity": "warning", "notes": "48 a day\nno summer time", "description": "rows",
        "id": "0f8f",
    }  # fmt: skip
    assert str(declared.at) == f"{DATA / 'whole.yaml'}:35:11"
    assert declared.at is not None
    assert declared.at.path == "$.expectations[0].type"


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("[NO, 12:30, 2026-04-01, 1_000, on, y]", ["NO", "12:30", "2026-04-01", "1_000", "on", "y"]),
        ("[1, 0o17, 0x1f, -7, +3]", [1, 15, 31, -7, 3]),
        ("[1.0, 1e3, .5, 5.]", [1.0, 1000.0, 0.5, 5.0]),
        ("[true, False, null, ~]", [True, False, None, None]),
        ("['1', \"2\", !!str 3]", ["1", "2", "3"]),
        ("[0123]", [123]),
        ('["\\ud842\\udfb7"]', ["𠮷"]),
    ],
)
def test_scalars_are_yaml_1_2(written: str, values: list[Any]) -> None:
    declared = one(f"{{type: expect_column_values_to_be_in_set, kwargs: {{column: a, value_set: {written}}}}}")
    assert declared.kwargs["value_set"] == values
    assert [type(v) for v in declared.kwargs["value_set"]] == [type(v) for v in values]


def test_a_name_that_looks_like_a_number_is_the_text_it_is_written_as() -> None:
    exists = "expectations: [{type: expect_column_to_exist, kwargs: {column: 007}}]"
    suite = read(f"name: x\ncolumns: [{{name: 007}}, {{name: 1.50}}]\n{exists}")
    assert [c.name for c in suite.spec.columns or ()] == ["007", "1.50"]
    assert suite.expectations[0].kwargs == {"column": "007"}


def test_utf_8_with_a_byte_order_mark_and_crlf() -> None:
    suite = load("s.yaml", data=b"\xef\xbb\xbfname: x\r\ncolumns:\r\n  - {name: a}\r\n")
    assert suite.spec.columns == (ColumnSpec(name="a"),)


def test_utf_8_sig_is_utf_8_with_a_mark() -> None:
    dialect = read("name: x\nreader: {encoding: utf-8-sig}\ncolumns: [{name: a}]").spec.dialect
    assert (dialect.encoding, dialect.bom) == ("utf-8", True)


@pytest.mark.parametrize(
    ("fields", "csv"),
    [
        ("reader: {format: csv}", True),
        ("landed: {match: 'a_*.csv.gz'}", True),
        ("landed: {match: 'a_*.parquet'}", False),
        ("reader: {format: parquet}\nlanded: {match: 'a_*.csv'}", False),
        ("owner: x", False),
    ],
)
def test_rows_of_csv_files_are_expected_to_be_well_formed(fields: str, csv: bool) -> None:
    suite = read(f"name: x\n{fields}\ncolumns: [{{name: a}}]")
    assert [d.type for d in suite.expectations] == (["expect_table_rows_to_be_well_formed"] if csv else [])


# --- Great Expectations' suites --------------------------------------------------------------------------------------


def test_a_suite_of_gx_1_loads_unchanged() -> None:
    suite = load(DATA / "gx_1.json")
    assert suite.name == "Taxi data.warning"
    assert [d.config() for d in suite.expectations] == [
        {
            "type": "expect_column_values_to_be_between",
            "kwargs": {
                "column": "fare", "min_value": 0.0, "max_value": 200.0, "mostly": 0.95, "catch_exceptions": False,
            },
            "meta": {"dimension": "validity"}, "severity": "warning", "notes": "a\nb", "id": "1b2c",
        },
        {
            "type": "expect_column_values_to_be_in_set",
            "kwargs": {
                "column": "vendor", "value_set": [1, "2", None, 4.5], "result_format": {"result_format": "COMPLETE"},
            },
            "meta": {}, "severity": "critical",
        },
        {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 2}, "meta": {}, "severity": "info"},
        {
            "type": "expect_column_values_to_not_be_null", "kwargs": {"column": "𠮷野屋"},
            "meta": {}, "severity": "critical",
        },
    ]  # fmt: skip
    assert suite.expectations[1].result_format == Format(level="COMPLETE")
    assert [d.at.line if d.at else 0 for d in suite.expectations] == [6, 16, 22, 27]


def test_a_suite_of_gx_0_18_is_translated() -> None:
    suite = load(DATA / "gx_0_18.json")
    assert suite.name == "taxi.warning"
    pair, between = suite.expectations
    assert pair.type == "expect_column_pair_values_a_to_be_greater_than_b"
    assert pair.kwargs == {"column_A": "dropoff", "column_B": "pickup", "or_equal": True}
    assert pair.notes == "nobody arrives before leaving"
    assert between.kwargs == {"column": "passengers", "min_value": 1.0, "max_value": 6.0}
    assert between.meta == {"profiler_details": {"success_ratio": 1.0}}
    assert [str(d.at).rsplit(":", 2)[1:] for d in suite.expectations] == [["8", "27"], ["14", "27"]]


def test_a_mapping_from_python_is_the_same_suite() -> None:
    mapping = json.loads((DATA / "gx_1.json").read_text(encoding="utf-8"))
    from_text, from_python = load(DATA / "gx_1.json"), load_mapping(mapping)
    assert [d.config() for d in from_python.expectations] == [d.config() for d in from_text.expectations]
    assert [d.expectation for d in from_python.expectations] == [d.expectation for d in from_text.expectations]
    assert [d.at for d in from_python.expectations] == [None] * 4


def test_mistakes_of_a_mapping_have_a_path_and_no_line() -> None:
    with pytest.raises(SuiteError) as raised:
        load_mapping({"name": "x", "expectations": [{"type": "expect_column_to_exist", "kwargs": {"colum": "a"}}]})
    (mistake,) = raised.value.mistakes
    assert (mistake.where, mistake.path) == (None, "$.expectations[0].kwargs.colum")


def test_a_mapping_that_holds_itself_is_refused() -> None:
    endless: dict[str, Any] = {"name": "x"}
    endless["meta"] = endless
    with pytest.raises(SuiteError, match="1 mistake"):
        load_mapping(endless)


CONFIGS: list[tuple[str, dict[str, Any]]] = [
    ("expect_column_values_to_be_between", {"column": "x", "min_value": 5, "max_value": 10, "mostly": "0.9"}),
    ("expect_column_values_to_be_between", {"column": "x", "min_value": "5", "strict_min": "true", "mostly": 1}),
    ("expect_column_values_to_be_between", {"column": "x", "max_value": "2024-01-15"}),
    ("expect_column_values_to_be_between", {"column": "x", "max_value": "2024-01-15T10:00:00"}),
    ("expect_column_values_to_be_between", {"column": "x", "max_value": "20240115", "catch_exceptions": False}),
    ("expect_column_values_to_be_between", {"column": "x", "min_value": True, "catch_exceptions": True}),
    ("expect_column_values_to_be_between", {"column": "x", "min_value": 1, "result_format": "BASIC"}),
    ("expect_column_values_to_be_between", {"column": "x", "min_value": 1, "result_format": "BASIC", "batch_id": "b"}),
    ("expect_column_values_to_be_between", {"column": "x", "min_value": 1, "result_format": "COMPLETE"}),
    ("expect_column_values_to_be_in_set", {"column": "x", "value_set": [1, "a", None, 2.0, True]}),
    ("expect_column_value_lengths_to_be_between", {"column": "x", "min_value": 5, "max_value": 7.9}),
    ("expect_column_value_lengths_to_equal", {"column": "x", "value": "7"}),
    ("expect_column_unique_value_count_to_be_between", {"column": "x", "min_value": 2.5}),
    ("expect_column_mean_to_be_between", {"column": "x", "min_value": 1, "strict_max": False}),
    ("expect_column_to_exist", {"column": "x", "column_index": 3}),
    ("expect_table_row_count_to_equal", {"value": 2.5}),
    ("expect_table_row_count_to_be_between", {"min_value": 1, "max_value": "7"}),
    ("expect_table_columns_to_match_set", {"column_set": ["a", "b"], "exact_match": False}),
    ("expect_table_columns_to_match_ordered_list", {"column_list": ["a", "b"]}),
    ("expect_compound_columns_to_be_unique", {"column_list": ["a", "b"], "ignore_row_if": "never"}),
    ("expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "a", "column_B": "b", "or_equal": 1}),
    (
        "expect_column_quantile_values_to_be_between",
        {"column": "x", "quantile_ranges": {"quantiles": [0.5], "value_ranges": [[1, None]]}},
    ),
]


@pytest.mark.parametrize(("type_", "kwargs"), CONFIGS)
def test_arguments_are_coerced_as_gx_coerces_them(type_: str, kwargs: dict[str, Any]) -> None:
    gx = pytest.importorskip("great_expectations", reason="the reference; installed with the extra gx")
    config = gx.core.ExpectationSuite(name="s", expectations=[{"type": type_, "kwargs": dict(kwargs)}])
    theirs = config.expectations[0].configuration.to_json_dict()["kwargs"]
    theirs = json.loads(json.dumps(theirs))
    ours = load_mapping({"name": "s", "expectations": [{"type": type_, "kwargs": kwargs}]}).expectations[0].kwargs
    assert ours == theirs
    assert {k: type(v) for k, v in ours.items()} == {k: type(v) for k, v in theirs.items()}


# --- parameters ------------------------------------------------------------------------------------------------------

PARAMETRISED = f"{EXPECT}{{{BETWEEN}, kwargs: {{column: a, min_value: {{$PARAMETER: low}}}}}}"


def test_parameters_stand_for_what_the_caller_gives() -> None:
    (declared,) = read(PARAMETRISED, parameters={"low": "7"}).expectations
    assert declared.kwargs == {"column": "a", "min_value": 7.0}
    (declared,) = read(f"{PARAMETRISED}\nsuite_parameters: {{low: 5}}").expectations
    assert declared.kwargs["min_value"] == 5.0
    (declared,) = read(f"{PARAMETRISED}\nsuite_parameters: {{low: 5}}", parameters={"low": 6}).expectations
    assert declared.kwargs["min_value"] == 6.0


def test_a_parameter_inside_of_a_list() -> None:
    kwargs = "{column: a, value_set: [1, {$PARAMETER: b}]}"
    text = f"{EXPECT}{{type: expect_column_values_to_be_in_set, kwargs: {kwargs}}}"
    assert read(text, parameters={"b": [2]}).expectations[0].kwargs["value_set"] == [1, [2]]


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        (None, "3:79 $.expectations[0].kwargs.min_value no value is given for the parameter `low` | give it: --param"),
        ({"lo": 1}, "no value is given for the parameter `low` | did you mean `lo`?"),
        ({"low": "much"}, "$.expectations[0].kwargs.min_value Expected a number, a date or a datetime, got 'much' | "),
        ({"low": None}, "one of `min_value`, `max_value` must be given | "),
    ],
)  # fmt: skip
def test_parameters_that_are_missing_or_wrong(parameters: dict[str, Any] | None, told: str) -> None:
    (mistake,) = mistakes(PARAMETRISED, parameters=parameters)
    assert told in mistake


def test_an_expression_is_no_name_of_a_parameter() -> None:
    assert "`low+1` is not the name of a parameter" in mistakes(PARAMETRISED.replace("low", "low+1"))[0]


def test_parameters_may_come_later() -> None:
    assert read(PARAMETRISED, parameters=LATER).expectations == ()
    assert "critcal" in mistakes(PARAMETRISED.replace("type:", "severity: critcal, type:"), parameters=LATER)[0]


def test_a_suite_is_one_frozen_value() -> None:
    assert read(PARAMETRISED, parameters={"low": 1}) == read(PARAMETRISED, parameters={"low": 1})
    assert msgspec.to_builtins(load(DATA / "whole.yaml").spec)["key"] == ("受渡日", "時刻コード")


def test_numbers_of_numpy_are_numbers() -> None:
    numpy = pytest.importorskip("numpy", reason="comes with pandas")
    kwargs = {"column": "a", "min_value": numpy.int64(1), "max_value": numpy.float64(2.5)}
    members = {"column": "a", "value_set": numpy.array([1, 2])}
    entries = [
        {"type": "expect_column_values_to_be_between", "kwargs": kwargs},
        {"type": "expect_column_values_to_be_in_set", "kwargs": members},
    ]
    between, in_set = load_mapping({"name": "x", "expectations": entries}).expectations
    assert between.kwargs == {"column": "a", "min_value": 1.0, "max_value": 2.5}
    assert in_set.kwargs["value_set"] == [1, 2]


def test_a_message_is_bounded() -> None:
    (mistake,) = mistakes(f"name: x\ncolumns: [{{name: a}}]\n{'k' * 100_000}: 1\n")
    assert len(mistake) < 1000


def test_many_mistakes_are_all_told_in_little_time() -> None:
    entries = "".join(f"  - {{type: expect_column_tot_exist_{i}}}\n" for i in range(2000))
    told = mistakes(f"name: x\nexpectations:\n{entries}")
    assert len(told) == 2000
    assert "did you mean `expect_column_to_exist`?" in told[0]
