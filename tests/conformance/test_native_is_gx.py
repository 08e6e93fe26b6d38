"""Native and GX agree on random small tables and arguments, type by type; differences.yaml says where they do not."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import _gx
import pytest
from _agreement import difference
from _both import Grid, brief, native, suite
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from dq.by_name import load, names
from dq.errors import SuiteError
from dq.expectation_types._families import Format

OURS = {"expect_column_values_to_read_as", "expect_table_rows_to_be_well_formed"}
CELLS: dict[str, tuple[str, list[str | None]]] = {
    "i": ("integer", ["0", "1", "2", "2", "-7", "10", None]),
    "j": ("integer", ["0", "1", "2", "3"]),
    "n": ("number", ["0.0", "-0.0", "1", "1.0", "2.5", "1e300", "-3.25", "0.1", None]),
    "m": ("number", ["1", "2.5", "3", None]),
    "s": ("text", ["a", "A", "b", "aa", "", "1", "é", "日本", "a\n", "１", "true", "nan", "it's", None]),
    "u": ("text", ["a", "b", "1", None]),
    "b": ("boolean", ["true", "false"]),
    "d": ("date", ["2024-01-01", "2024-02-29", "1999-12-31", None]),
    "e": ("date", ["2024-01-01", "2024-03-01"]),
    "t": ("datetime", ["2024-01-01T00:00:00", "2024-01-01T12:30:00", "1999-12-31T23:59:59", None]),
}
TYPES = {name: type_ for name, (type_, _) in CELLS.items()}
GRIDS = st.lists(st.tuples(*(st.sampled_from(cells) for _, cells in CELLS.values())), max_size=7).map(
    lambda rows: Grid(TYPES, tuple(rows))
)

NUMBERS = st.sampled_from([-7, 0, 1, 2, 2.5, 0.1, 10, "1", "2.5"])
WHOLE = st.integers(0, 4)
DAYS = st.sampled_from(["2024-01-01", "2024-02-29", "2000-01-01"])
MOMENTS = st.sampled_from(["2024-01-01T00:00:00", "2024-01-01T12:30:00", "2000-01-01T00:00:00"])
MOSTLY = st.sampled_from([1.0, 0.5, 0.34, 0.0])
MEMBERS = {
    "numbers": st.sampled_from([0, 1, 1.0, 2.5, "1", True, None, -7, 1e300]),
    "text": st.sampled_from(["a", "b", "A", "", "1", 1, "日本", "it's", None]),
}
REGEXES = [
    *("a", "^a$", "^.$", r"\d", r"^\w+$", "(?i)A", r"a\Z", "^$", "(.)\\1", "(?=a)", "[^a]", "本|é", r"\s"),
    *(r"a$", "^-?[0-9]+$", r"\bb", r"(?m)^a$", "(?s)a.", "1|x", "T"),
]
PANDAS = [
    *("int", "int64", "int32", "i8", "Int64", "float", "float64", "f8", "d", "str", "STR", "string_types", "U", "bool"),
    *("?", "b1", "object", "datetime64", "datetime64[ns]", "M8[s]", "long", "double", "zork", "date"),
]


def on(*columns: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"column": st.sampled_from(columns)})


def bounds(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """At least one bound, strict or not; the loader refuses those upside down."""
    strict = {"strict_min": st.booleans(), "strict_max": st.booleans()}
    return st.one_of(
        st.fixed_dictionaries({"min_value": values}, optional=strict),
        st.fixed_dictionaries({"max_value": values}, optional=strict),
        st.fixed_dictionaries({"min_value": values, "max_value": values}, optional=strict),
    )


def all_of(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda several: {k: v for part in several for k, v in part.items()})


def some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=optional)


def bounded(*columns: str) -> st.SearchStrategy[dict[str, Any]]:
    """Bounds of the column's own kind, or none."""
    by_kind = [
        all_of(on(*(c for c in columns if c in kinds)), st.one_of(st.just({}), bounds(values)))
        for kinds, values in (("ijnmb", NUMBERS), ("de", DAYS), ("t", MOMENTS), ("su", st.nothing()))
        if any(c in kinds for c in columns)
    ]
    return st.one_of(*by_kind)


NUMERIC, COLUMNS = "ijnmb", "ijnmsubdet"
FIGURES = tuple(f"_{figure}_to_be_between" for figure in ("min", "max", "mean", "median"))
MOST = some(mostly=MOSTLY)
PAIRS = st.fixed_dictionaries(
    {"column_A": st.sampled_from("nm"), "column_B": st.sampled_from("nmj")},
    optional={
        "ignore_row_if": st.sampled_from(["both_values_are_missing", "either_value_is_missing", "neither"]),
        "mostly": MOSTLY,
    },
)
SETS = st.one_of(
    all_of(on(*NUMERIC), st.fixed_dictionaries({"value_set": st.lists(MEMBERS["numbers"], min_size=1, max_size=4)})),
    all_of(on("s", "u"), st.fixed_dictionaries({"value_set": st.lists(MEMBERS["text"], min_size=1, max_size=4)})),
)
NAMES = st.lists(st.sampled_from([*COLUMNS, "zz", "I"]), max_size=10, unique=True)
KWARGS: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "expect_column_values_to_be_null": all_of(on(*COLUMNS), MOST),
    "expect_column_values_to_not_be_null": all_of(on(*COLUMNS), MOST),
    "expect_column_values_to_be_between": all_of(
        st.one_of(
            all_of(on(*"ijnmb"), bounds(NUMBERS)),
            all_of(on("d", "e"), bounds(DAYS)),
            all_of(on("t"), bounds(MOMENTS)),
            all_of(on("s", "u"), bounds(NUMBERS)),
        ),
        MOST,
    ),
    "expect_column_values_to_be_in_set": all_of(SETS, MOST),
    "expect_column_values_to_not_be_in_set": all_of(SETS, MOST),
    "expect_column_values_to_be_of_type": all_of(
        on(*"ijnmsubt"),
        st.fixed_dictionaries(
            {"type_": st.sampled_from(PANDAS)}
        ),
    ),
    "expect_column_values_to_be_unique": all_of(on(*COLUMNS), MOST),
    "expect_compound_columns_to_be_unique": st.fixed_dictionaries(
        {"column_list": st.lists(st.sampled_from(COLUMNS), min_size=2, max_size=3, unique=True)},
        optional={
            "ignore_row_if": st.sampled_from(["all_values_are_missing", "any_value_is_missing", "never"]),
            "mostly": MOSTLY,
        },
    ),
    "expect_column_value_lengths_to_be_between": all_of(on(*"ijnmsubde"), bounds(WHOLE), MOST),
    "expect_column_value_lengths_to_equal": all_of(on(*"ijnmsubde"), st.fixed_dictionaries({"value": WHOLE}), MOST),
    "expect_column_values_to_match_regex": all_of(
        on(*"ijnmsubde"), st.fixed_dictionaries({"regex": st.sampled_from(REGEXES)}), MOST
    ),
    "expect_column_values_to_not_match_regex": all_of(
        on(*"ijnmsubde"), st.fixed_dictionaries({"regex": st.sampled_from(REGEXES)}), MOST
    ),
    "expect_column_values_to_match_strftime_format": all_of(
        on(*"sun"), st.fixed_dictionaries({"strftime_format": st.sampled_from(["%d", "%Y", "%H:%M", "a"])}), MOST
    ),
    "expect_column_min_to_be_between": bounded(*COLUMNS),
    "expect_column_max_to_be_between": bounded(*COLUMNS),
    "expect_column_mean_to_be_between": bounded(*"ijnmbdet"),
    "expect_column_median_to_be_between": bounded(*"ijnmbdet"),
    "expect_column_stdev_to_be_between": bounded(*NUMERIC),
    "expect_column_sum_to_be_between": bounded(*"ijnmbde"),
    "expect_column_quantile_values_to_be_between": all_of(
        on(*NUMERIC),
        st.lists(
            st.tuples(
                st.sampled_from([0.0, 0.05, 0.1, 0.25, 0.3, 0.5, 0.75, 0.9, 1.0]),
                st.sampled_from([(None, None), (0, 2), (None, 1), (2.5, None), (-7, 10)]),
            ),
            min_size=1,
            max_size=3,
        ).map(lambda qs: {"quantile_ranges": {"quantiles": [q for q, _ in qs], "value_ranges": [r for _, r in qs]}}),
        some(allow_relative_error=st.sampled_from([False, "linear", "lower", "higher", "midpoint", "nearest"])),
    ),
    "expect_column_unique_value_count_to_be_between": all_of(on(*COLUMNS), bounds(WHOLE)),
    "expect_column_distinct_values_to_be_in_set": st.one_of(
        SETS, all_of(on("d", "e"), st.fixed_dictionaries({"value_set": st.lists(DAYS, min_size=1)}))
    ),
    "expect_column_pair_values_a_to_be_greater_than_b": all_of(PAIRS, some(or_equal=st.booleans())),
    "expect_column_pair_values_to_be_equal": PAIRS,
    "expect_table_row_count_to_be_between": bounds(WHOLE),
    "expect_table_row_count_to_equal": st.fixed_dictionaries({"value": WHOLE}),
    "expect_table_column_count_to_equal": st.fixed_dictionaries({"value": st.integers(8, 12)}),
    "expect_column_to_exist": all_of(
        st.fixed_dictionaries({"column": st.sampled_from([*COLUMNS, "zz", "I"])}),
        some(column_index=st.sampled_from([1, 2, -1, -10, -11, 9, 10])),
    ),
    "expect_table_columns_to_match_ordered_list": st.fixed_dictionaries(
        {"column_list": st.one_of(st.none(), st.just(list(COLUMNS)), NAMES)}
    ),
    "expect_table_columns_to_match_set": st.fixed_dictionaries(
        {"column_set": st.one_of(st.none(), st.permutations(COLUMNS), NAMES)}, optional={"exact_match": st.booleans()}
    ),
}


CASES = Path(__file__).parents[1] / "expectation_types" / "cases"
TYPES_OF_GX = sorted({*names("expectation_types")} - OURS)


def test_every_type_that_has_arguments_of_its_own_is_there() -> None:
    assert {*KWARGS} <= {*TYPES_OF_GX}


@pytest.mark.parametrize("name", [name for name in TYPES_OF_GX if name not in KWARGS])
def test_native_is_gx_on_rows_like_those_of_its_cases(name: str) -> None:
    """A type without arguments of its own above: those of its cases, over rows drawn from their cells."""
    of = YAML(typ="safe").load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    columns, types = cells_of(of)
    rows = st.lists(st.tuples(*(st.sampled_from(cells) for cells in columns)), max_size=7)
    several = [case["kwargs"] for case in of["cases"].values() if not {"data", "types", "missing"} & {*case}]
    assert several

    @settings(max_examples=max(settings().max_examples // 5, 1))
    @given(rows.map(lambda rows: Grid(types, tuple(rows))), st.lists(st.sampled_from(several), min_size=1, max_size=4))
    def agree(grid: Grid, kwargs: list[dict[str, Any]]) -> None:
        configs = [{"type": name, "kwargs": k} for k in kwargs if not refused(name, k)]
        ours = native(grid.batch(), configs, Format(level="COMPLETE")) if configs else []
        for config, mine, theirs in zip(configs, ours, gx(grid, configs), strict=True):
            assert difference(brief(mine), brief(theirs)) is None, f"{config['kwargs']} over {grid.rows}"

    agree()


def cells_of(of: Mapping[str, Any]) -> tuple[list[list[str | None]], dict[str, str]]:
    """The cells of each column of a case file that read as its type, and None for a missing one."""
    header, *rows = csv.reader(io.StringIO(of["data"]))
    missing = tuple(of.get("missing", [""]))
    types = {column: (of.get("types") or {}).get(column, "text") for column in header}
    columns = []
    for column, cells in zip(header, zip(*rows, strict=True), strict=True):
        reads = load("column_types", types[column]).reads
        filled = [c for c in dict.fromkeys(cells) if c not in missing and reads([c], None)]
        columns.append([*filled, None] if filled else [None])
    return columns, types


@pytest.mark.parametrize("name", KWARGS)
def test_native_is_gx(name: str) -> None:
    @settings(max_examples=max(settings().max_examples // 5, 1))
    @given(GRIDS, st.lists(KWARGS[name], min_size=1, max_size=4))
    def agree(grid: Grid, several: list[dict[str, Any]]) -> None:
        several = [k for k in several if not refused(name, k) and different(name, k, grid) is None]
        configs = [{"type": name, "kwargs": kwargs} for kwargs in several]
        ours = native(grid.batch(), configs, Format(level="COMPLETE")) if configs else []
        for config, mine, theirs in zip(configs, ours, gx(grid, configs), strict=True):
            assert difference(brief(mine), brief(theirs)) is None, f"{config['kwargs']} over {grid.rows}"

    agree()


def different(name: str, kwargs: Mapping[str, Any], grid: Grid) -> str | None:
    """The entry of differences.yaml that a comparison falls under."""
    type_ = grid.types.get(kwargs.get("column", ""))
    if kwargs.get("column_A", "a") == kwargs.get("column_B", "b"):
        return "pairs_of_one_column"
    if type_ == "date" and "sum" in name:
        return "sum_of_days"
    if type_ == "datetime" and name.endswith(FIGURES) and not any(row[[*CELLS].index("t")] for row in grid.rows):
        return "figures_of_no_moments"
    return None


def test_what_is_not_compared_is_a_written_difference() -> None:
    empty = Grid(TYPES, ())
    met = {
        different("expect_column_pair_values_to_be_equal", {"column_A": "n", "column_B": "n"}, empty),
        different("expect_column_sum_to_be_between", {"column": "d"}, empty),
        different("expect_column_max_to_be_between", {"column": "t"}, empty),
    }
    assert met <= {*YAML(typ="safe").load((Path(__file__).parent / "differences.yaml").read_text(encoding="utf-8"))}
    assert different("expect_column_max_to_be_between", {"column": "i"}, empty) is None


def refused(name: str, kwargs: Mapping[str, Any]) -> bool:
    """Before a run: bounds upside down."""
    try:
        suite([{"type": name, "kwargs": kwargs}])
    except SuiteError:
        return True
    return False


def gx(grid: Grid, configs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In one suite; in one each where GX confuses them (differences.yaml: quantiles_of_one_column)."""
    frame = grid.frame()
    if configs and "quantile" in configs[0]["type"]:
        return [_gx.validate(frame, [config])[0] for config in configs]
    return _gx.validate(frame, configs) if configs else []
