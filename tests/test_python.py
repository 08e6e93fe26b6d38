"""The way from Python: DataFrames and Arrow tables are judged as typed, as GX judges them; what is wrong is raised."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import _gx
import great_expectations as gx
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from _agreement import difference
from _both import brief, grid, opened
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import dq
from dq.by_name import names
from dq.errors import CallerError, UsageError
from dq.suites._gx import VOCABULARY

CASES = Path(__file__).parent / "expectation_types" / "cases"
OURS = {"expect_column_values_to_read_as", "expect_table_rows_to_be_well_formed"}
TYPES = [name for name in names("expectation_types") if name not in OURS]


def judged(source: Any, configs: list[dict[str, Any]], level: str = "COMPLETE") -> list[dict[str, Any]]:
    told = dq.check(source, {"name": "frame", "expectations": configs}, result_format=level).to_json_dict()
    assert told["error"] is None
    results: list[dict[str, Any]] = told["results"]
    return results


def one(source: Any, expects: str, **kwargs: Any) -> dict[str, Any]:
    [result] = judged(source, [{"type": expects, "kwargs": kwargs}])
    return result


# --- as GX judges the same DataFrame ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TYPES)
def test_the_cases_as_dataframes(name: str) -> None:
    """Where cells do not read as their type the column is one of mixed objects, here as there."""
    document: dict[str, Any] = YAML(typ="safe").load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    several: dict[str, list[dict[str, Any]]] = {}
    for case in document["cases"].values():
        of = {**document, **case}
        setting = repr([of["data"], of.get("types"), of.get("missing")]) + (repr(case) if "quantile" in name else "")
        several.setdefault(setting, []).append(of)
    for cases in several.values():
        of, configs = cases[0], [{"type": name, "kwargs": case["kwargs"]} for case in cases]
        with TemporaryDirectory() as folder:
            batch = opened(of["data"], Path(folder), types=of.get("types") or {}, missing=of.get("missing", [""]))
            frame = grid(of["data"], batch).frame()
        for ours, theirs in zip(judged(frame, configs), _gx.validate(frame, configs), strict=True):
            assert difference(brief(ours), brief(theirs)) is None, ours["expectation_config"]


CELLS = st.sampled_from([1, 2, -7, 1.0, 2.5, True, False, "1", "a", "", "2024-01-01", "日本", date(2024, 1, 1), None])
NUMBERS = st.sampled_from([1, 2, -7, 1.0, 2.5, 0.0, None, 10**12])
COLUMN = st.lists(CELLS, min_size=3, max_size=3)
MIXED: list[dict[str, Any]] = [
    {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "x", "value_set": [1, "a", 2.5]}},
    {"type": "expect_column_values_to_not_be_in_set", "kwargs": {"column": "x", "value_set": [1, "a"]}},
    {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "x"}},
    {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "x", "regex": "^[0-9.]+$"}},
    {"type": "expect_column_values_to_not_match_regex", "kwargs": {"column": "x", "regex": "(?i)true|-"}},
    {"type": "expect_column_value_lengths_to_be_between", "kwargs": {"column": "x", "max_value": 3}},
    {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "x"}},
    {"type": "expect_column_values_to_be_null", "kwargs": {"column": "x"}},
    {"type": "expect_column_unique_value_count_to_be_between", "kwargs": {"column": "x", "max_value": 2}},
    {"type": "expect_compound_columns_to_be_unique", "kwargs": {"column_list": ["x", "y"]}},
    {"type": "expect_column_pair_values_to_be_equal", "kwargs": {"column_A": "x", "column_B": "y"}},
]
ORDERED: list[dict[str, Any]] = [
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "n", "min_value": 1}},
    {"type": "expect_column_max_to_be_between", "kwargs": {"column": "n", "max_value": 2}},
    {"type": "expect_column_min_to_be_between", "kwargs": {"column": "n", "min_value": 0}},
    {"type": "expect_column_sum_to_be_between", "kwargs": {"column": "n", "min_value": 0}},
    {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "n", "min_value": 0}},
    {"type": "expect_column_median_to_be_between", "kwargs": {"column": "n", "min_value": 0}},
]


def objects(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(cells, dtype="object") for name, cells in columns.items()})


@settings(max_examples=max(settings().max_examples // 2, 1))
@given(COLUMN, COLUMN)
def test_each_cell_of_mixed_objects_is_what_it_is(x: list[Any], y: list[Any]) -> None:
    frame = objects(x=x, y=y)
    for ours, theirs in zip(judged(frame, MIXED), _gx.validate(frame, MIXED), strict=True):
        assert difference(brief(ours), brief(theirs)) is None, (ours["expectation_config"], x, y)


@settings(max_examples=max(settings().max_examples // 2, 1))
@given(st.lists(NUMBERS, min_size=2, max_size=5).filter(lambda n: any(v is not None for v in n)))
def test_numbers_of_several_kinds_are_numbers(n: list[Any]) -> None:
    frame = objects(n=n)
    for ours, theirs in zip(judged(frame, ORDERED), _gx.validate(frame, ORDERED), strict=True):
        assert difference(brief(ours), brief(theirs)) is None, (ours["expectation_config"], n)


@pytest.mark.parametrize(
    ("type_", "kwargs"),
    [
        ("expect_column_values_to_be_between", {"min_value": 1}),
        ("expect_column_max_to_be_between", {"max_value": 1}),
        ("expect_column_mean_to_be_between", {"max_value": 1}),
        ("expect_column_values_to_match_strftime_format", {"strftime_format": "%Y"}),
    ],
)
def test_text_among_numbers_cannot_be_judged(type_: str, kwargs: Mapping[str, Any]) -> None:
    frame, config = objects(x=[1, "a"]), {"type": type_, "kwargs": {"column": "x", **kwargs}}
    [ours], [theirs] = judged(frame, [config]), _gx.validate(frame, [config])
    assert brief(ours) == brief(theirs) == {"success": False, "raised": True, "result": {}}


def test_different_values_of_mixed_objects() -> None:
    """GX lists them in the order of a set."""
    config = {"type": "expect_column_distinct_values_to_be_in_set", "kwargs": {"column": "x", "value_set": [1]}}
    frame = objects(x=[1, True, "a", 2.5, "1", None, 2, 2.0])
    [ours], [theirs] = judged(frame, [config]), _gx.validate(frame, [config])
    assert ours["result"]["unexpected_count"] == theirs["result"]["unexpected_count"] == 4
    listed = [sorted(map(repr, r["result"]["partial_unexpected_list"])) for r in (ours, theirs)]
    assert listed[0] == listed[1]


def test_pairs_of_different_kinds_are_unexpected_where_gx_raises() -> None:
    config = {"type": "expect_column_pair_values_a_to_be_greater_than_b", "kwargs": {"column_A": "x", "column_B": "y"}}
    frame = objects(x=[2, "b", 2], y=[1.5, "a", "a"])
    [ours], [theirs] = judged(frame, [config]), _gx.validate(frame, [config])
    assert (ours["result"]["unexpected_list"], _gx.raised(theirs)) == ([[2, "a"]], True)


def test_mixed_objects_are_of_type_object_where_gx_asks_each() -> None:
    config = {"type": "expect_column_values_to_be_of_type", "kwargs": {"column": "x", "type_": "str"}}
    frame = objects(x=[1, "a"])
    [ours], [theirs] = judged(frame, [config]), _gx.validate(frame, [config])
    assert (ours["success"], ours["result"]) == (False, {"observed_value": "object"})
    assert theirs["result"]["unexpected_list"] == [1]


@pytest.mark.parametrize(
    "index",
    [["p", "q", "r"], [7, 8, 9], pd.RangeIndex(1, 4), np.array([0.5, 1.5, 2.5])],
    ids=["text", "7", "1", "half"],
)
def test_rows_are_called_by_their_labels(index: Any) -> None:
    frame = pd.DataFrame({"x": [1, 2, 3]}, index=index)
    config = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "x", "max_value": 1}}
    [ours], [theirs] = judged(frame, [config]), _gx.validate(frame, [config])
    assert difference(brief(ours), brief(theirs)) is None


# --- types -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "dtype"),
    [
        (pd.Series([1, 2]), "int64"),
        (pd.Series([1, None], dtype="Int64"), "int64"),
        (pd.Series([1, 2], dtype="uint8"), "uint8"),
        (pd.Series([1.5, None]), "float64"),
        (pd.Series([1.5, 2], dtype="float32"), "float32"),
        (pd.Series([True, False]), "bool"),
        (pd.Series(["a", None]), "str"),
        (pd.Series(["a", "b"], dtype="category"), "str"),
        (pd.Series([date(2024, 1, 1)], dtype="object"), "date"),
        (pd.Series([time(1, 2)], dtype="object"), "time"),
        (pd.Series([datetime(2024, 1, 1)]), "datetime64"),
        (pd.Series([datetime(2024, 1, 1, tzinfo=UTC)]), "datetime64"),
        (pd.Series(pd.date_range("2024", periods=2), dtype="datetime64[s]"), "datetime64"),
        (pd.Series([1, 2], dtype="int32[pyarrow]"), "int32"),
        (pd.Series([None, None], dtype="object"), "str"),
        (pd.Series([Decimal("1.5")], dtype="object"), "float64"),
        (pd.Series([1, "a"], dtype="object"), "object"),
        (pd.Series([pd.NA, 1], dtype="object"), "int64"),
        (pd.Series([pd.NaT, datetime(2024, 1, 1)], dtype="object"), "datetime64"),
        (pd.Series([[1], [2]], dtype="object"), "str"),
        (pd.Series([1 + 2j]), "str"),
        (pd.Series(pd.to_timedelta(["1 day"])), "str"),
        (pd.Series(pd.period_range("2024-01", periods=2, freq="M")), "str"),
        (pd.Series(pd.interval_range(0, 2)), "str"),
        (pd.arrays.SparseArray([0, 1]), "int64"),
    ],
)
def test_a_column_has_the_type_it_has(column: Any, dtype: str) -> None:
    result = one(pd.DataFrame({"x": column}), "expect_column_values_to_be_of_type", column="x", type_=dtype)
    assert (result["success"], result["result"]) == (True, {"observed_value": dtype})


def test_text_is_not_converted() -> None:
    frame = pd.DataFrame({"x": ["1", "2"]})
    assert one(frame, "expect_column_values_to_be_in_set", column="x", value_set=[1, 2])["success"] is False
    assert one(frame, "expect_column_values_to_be_in_set", column="x", value_set=["1", "2"])["success"] is True


def test_large_integers_stay_exact() -> None:
    frame = objects(x=[2**63, 2**70, 2**53 + 1])
    result = one(frame, "expect_column_values_to_be_in_set", column="x", value_set=[2**53])
    assert result["result"]["unexpected_list"] == [2**63, 2**70, 2**53 + 1]


def test_what_is_missing() -> None:
    frame = pd.DataFrame({"x": [float("nan"), 1.0], "d": [pd.NaT, pd.Timestamp(0)], "o": objects(o=[np.nan, "a"])["o"]})
    configs = [{"type": "expect_column_values_to_not_be_null", "kwargs": {"column": c}} for c in frame]
    assert [r["result"]["unexpected_count"] for r in judged(frame, configs)] == [1, 1, 1]
    table = pa.table({"x": pa.array([float("nan"), 1.0])})
    assert one(table, "expect_column_values_to_not_be_null", column="x")["result"]["unexpected_count"] == 1


def test_an_instant_is_kept_in_utc() -> None:
    frame = pd.DataFrame({"t": pd.to_datetime(["2024-01-01T09:00:00+09:00"])})
    result = one(frame, "expect_column_values_to_be_between", column="t", min_value="2024-01-01T09:00:01+09:00")
    assert result["result"]["unexpected_list"] == ["2024-01-01T00:00:00"]


TABLE = pa.table(
    {
        "i": pa.array([1, None], pa.int16()), "f": pa.array([1.5, 2.5], pa.float16()), "m": pa.array([1, 2], pa.decimal128(9, 2)),
        "s": pa.array(["a", None], pa.large_string()), "c": pa.array(["a", "b"]).dictionary_encode(), "n": pa.nulls(2),
        "t": pa.array([0, 1000], pa.timestamp("ns")), "z": pa.array([0, 1], pa.timestamp("s", "Asia/Tokyo")),
        "k": pa.array([0, 1], pa.time32("s")), "d": pa.array([0, 86_400_000], pa.date64()), "b": pa.array([b"a", b"b"]),
        "l": pa.array([[1], [2]]), "u": pa.array([1, 2], pa.duration("s")),
    }
)  # fmt: skip


@pytest.mark.parametrize("column", TABLE.column_names)
def test_every_type_of_arrow_is_judged(column: str) -> None:
    result = one(TABLE, "expect_column_values_to_be_unique", column=column)
    assert result["success"] is True
    assert result["result"]["element_count"] == 2
    chunked = pa.concat_tables([TABLE.slice(0, 1), TABLE.slice(1)])
    assert one(chunked, "expect_column_values_to_be_unique", column=column) == result


@pytest.mark.parametrize(
    "frame",
    [pd.DataFrame({"x": []}), pd.DataFrame(index=[1, 2]), pd.DataFrame(), pa.table({}), pd.DataFrame({0: [1, 2]})],
    ids=["no rows", "no columns", "nothing", "no table", "a number for a name"],
)
def test_odd_shapes(frame: Any) -> None:
    assert one(frame, "expect_table_row_count_to_equal", value=len(frame))["success"] is True


def test_names_that_repeat() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["x", "x"])
    assert one(frame, "expect_table_columns_to_match_ordered_list", column_list=["x", "x__2"])["success"] is True


# --- what may be handed in -------------------------------------------------------------------------------------------

FILE = "day,price\n2026-04-01,1.5\n2026-04-02,9999\n"
SUITE = {
    "name": "prices",
    "columns": [{"name": "day", "type": "date"}, {"name": "price", "type": "number"}],
    "expectations": [{"type": "expect_column_values_to_be_between", "kwargs": {"column": "price", "max_value": 999}}],
}


def test_paths_as_text_and_as_paths(tmp_path: Path) -> None:
    file, suite = tmp_path / "prices.csv", tmp_path / "prices.yaml"
    file.write_text(FILE, encoding="utf-8")
    suite.write_bytes(str(SUITE).replace("'", '"').encode())
    told = [
        dq.check(f, s) for f, s in ((file, suite), (str(file), str(suite)), (file, SUITE), (f"file://{file}", SUITE))
    ]
    assert [(t.gate, t.exit_code, t.dataset) for t in told] == [("closed", 1, "prices")] * 4
    assert [e.line for r in told[0].results if r.success is False for e in r.evidence.examples] == [3]


def test_a_suite_of_gx() -> None:
    expectation = gx.expectations.ExpectColumnValuesToBeBetween(column="x", max_value=2, severity="warning")
    told = dq.check(pd.DataFrame({"x": [1, 3]}), gx.ExpectationSuite(name="of GX", expectations=[expectation]))
    assert (told.gate, told.success, told.suite_name) == ("open", False, "of GX")


@pytest.mark.parametrize(
    "result_format", ["BOOLEAN_ONLY", {"result_format": "COMPLETE", "partial_unexpected_count": 1}]
)
def test_result_formats_of_gx(result_format: Any) -> None:
    frame = pd.DataFrame({"x": [1, 3, 4]})
    config = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "x", "max_value": 2}}
    told = dq.check(frame, {"name": "s", "expectations": [config]}, result_format=result_format)
    [theirs] = _gx.validate(frame, [config], result_format)
    assert difference(brief(told.to_json_dict()["results"][0]), brief(theirs)) is None


def test_parameters() -> None:
    kwargs = {"column": "x", "max_value": {"$PARAMETER": "limit"}}
    suite = {"name": "s", "expectations": [{"type": "expect_column_max_to_be_between", "kwargs": kwargs}]}
    assert dq.check(pd.DataFrame({"x": [5]}), suite, parameters={"limit": 5}).success is True


def test_a_baseline_is_a_result_or_a_path(tmp_path: Path) -> None:
    suite = {**SUITE, "expectations": []}
    before, after = pd.DataFrame({"day": [date(2026, 4, 1)], "price": [1.5]}), pd.DataFrame({"day": [date(2026, 4, 2)]})
    good = dq.check(before, suite)
    kept = tmp_path / "good.json"
    kept.write_bytes(dq.result.encode(good))
    for baseline in (good, kept, str(kept)):
        told = dq.check(after, suite, baseline=baseline)
        assert [(f.kind, f.columns) for f in told.spec_changes] == [("column_removed", ("price",))]
        assert told.baseline is not None
        assert told.baseline.uri in ("<DataFrame>", str(kept))


def test_compare() -> None:
    before, after = pd.DataFrame({"day": ["a"], "price": [1.5]}), pa.table({"day": ["a"], "cost": [1.5]})
    told = dq.compare(before, after)
    assert [(f.kind, f.columns) for f in told.spec_changes] == [("column_renamed", ("price", "cost"))]
    assert (told.exit_code, told.to_json_dict()["after"]["uri"]) == (1, "<Table>")
    assert dq.compare(before, before).spec_changes == ()


# --- what is raised --------------------------------------------------------------------------------------------------


def test_bad_data_raises_nothing(tmp_path: Path) -> None:
    told = dq.check(tmp_path / "none.csv", SUITE)
    assert told.error is not None
    assert (told.gate, told.error.kind) == ("closed", "NotLanded")


def test_an_invalid_suite_is_raised_with_all_its_mistakes() -> None:
    kwargs = {"column": "x", "min_valu": 1, "mostly": 90}
    broken = {"name": "s", "expectations": [{"type": "expect_column_values_to_be_between", "kwargs": kwargs}]}
    with pytest.raises(dq.SuiteError, match="did you mean `min_value`") as raised:
        dq.check(pd.DataFrame({"x": [1]}), broken)
    assert "90 % is 0.9" in str(raised.value)
    assert not isinstance(raised.value, dq.UnsupportedExpectation)


def unknown() -> list[str]:
    return sorted(VOCABULARY - {*names("expectation_types")})


def test_a_type_of_gx_that_native_does_not_know_is_raised_as_such() -> None:
    """As long as there is one."""
    for name in unknown():
        suite = {"name": "s", "expectations": [{"type": name, "kwargs": {}}]}
        with pytest.raises(dq.UnsupportedExpectation, match=name):
            dq.check(pd.DataFrame({"x": [1]}), suite)


def test_so_is_a_class_of_one_s_own() -> None:
    class ExpectNothingAtAll(gx.expectations.ExpectColumnMaxToBeBetween):
        pass

    suite = gx.ExpectationSuite(name="s", expectations=[ExpectNothingAtAll(column="x", max_value=1)])
    with pytest.raises(dq.UnsupportedExpectation, match="expect_nothing_at_all"):
        dq.check(pd.DataFrame({"x": [1]}), suite)


def test_the_vocabulary_is_gx_s() -> None:
    from great_expectations.expectations import registry

    registered = registry.list_registered_expectation_implementations()
    core = {n for n in registered if registry.get_expectation_impl(n).__module__.startswith("great_expectations.")}
    assert core == VOCABULARY


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"source": 3}, "not `int`"),
        ({"suite": 3}, "not `int`"),
        ({"engine": "natve"}, "did you mean `native`"),
        ({"result_format": "basic"}, "did you mean `BASIC`"),
        ({"result_format": {"result_format": "ALL"}}, "BOOLEAN_ONLY"),
    ],
)
def test_what_cannot_be_handed_in(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told) as raised:
        dq.check(**{"source": pd.DataFrame({"x": [1]}), "suite": SUITE, **arguments})
    assert raised.value.message("ja") != raised.value.message("en")


def test_other_mistakes_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(CallerError, match="no suite"):
        dq.check(pd.DataFrame({"x": [1]}), tmp_path / "none.yaml")
    with pytest.raises(CallerError, match="baseline"):
        dq.check(pd.DataFrame({"x": [1]}), SUITE, baseline=tmp_path / "none.json")
    with pytest.raises(AttributeError, match="no attribute `chekc`"):
        _ = dq.chekc  # type: ignore[attr-defined]  # that is the point


# --- the house -------------------------------------------------------------------------------------------------------


def test_import_dq_is_light() -> None:
    code = "import sys; before = set(sys.modules); import dq; print(sorted({*sys.modules} - before))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert ran.stdout.strip() == "['dq']"


def test_what_is_offered_is_there() -> None:
    assert {*dq.__all__} <= {*dir(dq)}
    assert all(getattr(dq, name) is not None for name in dq.__all__)


@pytest.mark.parametrize(
    ("cells", "type_", "unexpected"),
    [
        (pd.to_datetime(["2026-04-01", "2026-04-02", None]), "date", 0),
        (pd.to_datetime(["2026-04-01T00:00:00", "2026-04-02T00:00:01"]), "date", 1),
        ([1.0, None, 3.0], "integer", 0),
        ([1.0, 2.5, float("inf")], "integer", 2),
        ([1, 2], "number", 0),
        ([True, False], "integer", 2),
        (["2026-04-01", "x"], "date", 1),
    ],
)
def test_values_of_a_wider_type_may_be_of_the_declared_one(cells: Any, type_: str, unexpected: int) -> None:
    """pandas has no other type for days, nor for integers beside missing ones."""
    told = dq.check(pd.DataFrame({"x": cells}), {"name": "s", "columns": [{"name": "x", "type": type_}]})
    [result] = told.results
    assert result.result["unexpected_count"] == unexpected
    assert not told.spec_changes


class Odd:
    """Neither comparable nor hashable."""

    __hash__ = None  # type: ignore[assignment]  # that is the point

    def __str__(self) -> str:
        return "odd"

    def __eq__(self, other: object) -> bool:
        raise ValueError


@pytest.mark.parametrize(
    "cells",
    [
        [{"a": 1}, [1, 2], (3,)],
        [Odd(), 1, "a"],
        [b"a", b"\xff", None],
        ["\ud800", "a", "a\0b"],
        [10**40, -(10**40), 1],
        [Decimal("1.1"), Decimal("NaN"), 1],
        [datetime(1, 1, 1), datetime(9999, 12, 31), date(1, 1, 1)],
        [datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9))), datetime(2020, 1, 1, tzinfo=UTC), None],
        [timedelta(1), time(1), time(1, tzinfo=UTC)],
        [np.int8(1), np.float32(1.5), np.str_("a")],
        [np.datetime64("2026-01-01"), np.timedelta64(1, "D"), None],
        [float("inf"), float("-inf"), "a"],
        [np.array([1, 2]), np.array(1), np.array([])],
        [pd.Timestamp("2026-01-01", tz="Asia/Tokyo"), pd.Timestamp.min, pd.NaT],
    ],
    ids=lambda cells: type(cells[0]).__name__,
)
def test_whatever_python_puts_in_a_column_is_judged(cells: list[Any]) -> None:
    column = pd.Series([None] * len(cells), dtype="object")
    for n, cell in enumerate(cells):
        column.iat[n] = cell
    frame = pd.DataFrame({"x": column})
    told = dq.check(frame, {"name": "s", "expectations": [{**c, "kwargs": {**c["kwargs"]}} for c in MIXED[:9]]})
    dq.result.encode(told)
    assert not [r for r in told.results if r.exception_info.raised_exception]
    different = {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "x"}}
    if isinstance(cells[0], datetime):
        assert judged(frame, [different])[0]["success"] is True
