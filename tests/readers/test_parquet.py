"""Parquet's columns are what DuckDB says they are, read from the footer alone; a broken file is refused."""

import datetime as dt
import decimal
from contextlib import suppress
from pathlib import Path
from typing import Any

import _gx
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from _agreement import difference
from _both import brief, native
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dq import duck
from dq.errors import NotLanded, NotReadable
from dq.expectation_types._families import Format
from dq.readers import parquet
from dq.readers._footer import Malformed, columns_in
from dq.spec.spec import ColumnSpec, Spec
from dq.storage import LandedFile

EVERY = {
    **{f"i{n}": pa.array([1, None], f"int{n}") for n in (8, 16, 32, 64)},
    **{f"u{n}": pa.array([1, None], f"uint{n}") for n in (8, 16, 32, 64)},
    "half": pa.array([1.0, None], pa.float16()),
    "single": pa.array([1.0, None], pa.float32()),
    "double": pa.array([1.0, None]),
    "boolean": pa.array([True, None]),
    "text": pa.array(["x", None]),
    "large": pa.array(["x", None], pa.large_string()),
    "coded": pa.array(["x", None]).dictionary_encode(),
    "bytes": pa.array([b"x", None]),
    "fixed": pa.array([b"abcd", None], pa.binary(4)),
    "day": pa.array([dt.date(2026, 1, 1), None]),
    **{f"time {u}": pa.array([1, None], pa.time32(u)) for u in ("s", "ms")},
    **{f"time {u}": pa.array([1, None], pa.time64(u)) for u in ("us", "ns")},
    **{f"stamp {u}": pa.array([1, None], pa.timestamp(u)) for u in ("s", "ms", "us", "ns")},
    **{f"zoned {u}": pa.array([1, None], pa.timestamp(u, "Asia/Tokyo")) for u in ("ms", "us", "ns")},
    **{f"decimal {p}": pa.array([decimal.Decimal("1.20"), None], pa.decimal128(p, 2)) for p in (4, 9, 10, 18, 19, 38)},
    "nothing": pa.array([None, None], pa.null()),
    "日本 \"quoted\" 'name'": pa.array(["x", None]),
    "A": pa.array([1, 2]),
    "a": pa.array(["second", "of the name"]),
}
NESTED = {
    "list": pa.array([[1], None]),
    "record": pa.array([{"a": 1, "b": [{"c": 2}]}, None]),
    "map": pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int32())),
    "after": pa.array([1, 2]),
}


def written(path: Path, columns: dict[str, Any], **options: Any) -> LandedFile:
    pq.write_table(pa.table(columns), path, **options)
    return LandedFile(uri=str(path), path=str(path), size=path.stat().st_size)


def batch_of(landed: LandedFile, *columns: ColumnSpec) -> Any:
    declared = Spec(columns=columns or None)
    return parquet.open(landed, parquet.observe(landed, declared), declared)


@pytest.mark.parametrize("version", ["1.0", "2.4", "2.6"])
def test_types_are_duckdb_s_own(tmp_path: Path, con: Any, version: str) -> None:
    coarse = {k: v for k, v in EVERY.items() if version == "2.6" or not k.endswith(" ns")}
    batch = batch_of(written(tmp_path / "a.parquet", coarse, version=version))
    with batch.reading() as relation:
        described = con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        named = ", ".join(c.sql for c in batch.columns)
        assert con.execute(f"SELECT count(*) FROM (SELECT {named} FROM {relation})").fetchall() == [(2,)]
    assert [c.physical for c in batch.columns] == [row[1] for row in described]
    called = [c.sql.removeprefix("nullif(").partition(", 'nan'")[0] for c in batch.columns]
    assert [name.strip('"').replace('""', '"') for name in called] == [row[0] for row in described]
    assert [c.name for c in batch.columns] == list(coarse)
    assert (batch.rows_estimate, batch.ragged, batch.lines, batch.dialect.format) == (2, None, None, "parquet")


def test_nested_columns_keep_their_places(tmp_path: Path) -> None:
    batch = batch_of(written(tmp_path / "a.parquet", NESTED))
    assert [(c.name, c.physical) for c in batch.columns] == [
        ("list", "LIST"),
        ("record", "STRUCT"),
        ("map", "MAP"),
        ("after", "BIGINT"),
    ]


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        *[("i8", "integer"), ("u64", "integer"), ("double", "number"), ("decimal 9", "number"), ("boolean", "boolean")],
        *[("day", "date"), ("time us", "time"), ("stamp us", "datetime"), ("zoned us", "datetime"), ("text", "text")],
    ],
)
def test_a_typed_cell_has_the_type_it_has(tmp_path: Path, name: str, type_: str) -> None:
    batch = batch_of(written(tmp_path / "a.parquet", EVERY))
    assert batch.column(name).spec.type == type_
    assert not batch.column(name).spec.declared_type


def test_text_has_the_declared_type_and_typed_cells_their_own(tmp_path: Path) -> None:
    day = ColumnSpec(name="date", aliases=("text",), type="date", format="%Y/%m/%d", unit="d", pii=True)
    batch = batch_of(written(tmp_path / "a.parquet", EVERY), day, ColumnSpec(name="double", type="integer"))
    text, double = batch.column("text").spec, batch.column("double").spec
    assert (text.type, text.format, text.unit, text.pii, text.declared_type) == ("date", "%Y/%m/%d", "d", True, True)
    assert double.type == "number"


def test_what_is_parquet(tmp_path: Path) -> None:
    landed = written(tmp_path / "a.dat", {"x": [1]})
    assert parquet.recognises(landed, (tmp_path / "a.dat").read_bytes()[:16])
    other = LandedFile(uri="gs://b/a.parquet", path="a", size=1)
    assert parquet.recognises(other, b"a,b")
    assert not parquet.recognises(LandedFile(uri="a.csv", path="a", size=1), b"a,b")


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda b: b[:-1], "its end is missing"),
        (lambda b: b[:20], "its end is missing"),
        (lambda b: b"", "does not begin as one"),
        (lambda b: b"a,b\n1,2\n" * 9, "does not begin as one"),
        (lambda b: b[:-8] + b"\xff\xff\xff\x7fPAR1", "its end is missing"),
        (lambda b: b[:-8] + b"\0\0\0\0PAR1", "its schema"),
        (lambda b: b[:-4] + b"PARE", "encrypted"),
        (
            lambda b: (
                b[: -8 - int.from_bytes(b[-8:-4], "little")] + b"\x99" * int.from_bytes(b[-8:-4], "little") + b[-8:]
            ),
            "",
        ),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, damage: Any, why: str) -> None:
    landed = written(tmp_path / "a.parquet", {"x": [1, 2]})
    Path(landed.path).write_bytes(damage(Path(landed.path).read_bytes()))
    with pytest.raises(NotReadable, match="Parquet") as caught:
        parquet.observe(landed, Spec())
    assert why in caught.value.message()


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(NotLanded):
        parquet.observe(LandedFile(uri="a", path=str(tmp_path / "a"), size=1), Spec())


@given(footer=st.binary(max_size=200))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_bytes_break_the_footer(footer: bytes) -> None:
    try:
        columns, rows = columns_in(footer)
    except Malformed:
        return
    assert isinstance(rows, int)
    assert all(isinstance(c.name, str) for c in columns)


@given(at=st.integers(0, 400), byte=st.integers(0, 255))
@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_flipped_byte_breaks_the_footer(tmp_path: Path, at: int, byte: int) -> None:
    path = tmp_path / "whole.parquet"
    data = (path if path.exists() else Path(written(path, {**EVERY, **NESTED}).path)).read_bytes()
    footer = bytearray(data[-8 - int.from_bytes(data[-8:-4], "little") : -8])
    footer[at] = byte
    with suppress(Malformed):
        assert columns_in(bytes(footer))


def test_a_name_is_no_pattern_and_a_folder_no_column(tmp_path: Path) -> None:
    (tmp_path / "x=1").mkdir()
    written(tmp_path / "x=1" / "a1.parquet", {"x": ["decoy"]})
    landed = written(tmp_path / "x=1" / "a[1].parquet", {"x": ["right"]})
    batch = batch_of(landed)
    with duck.connection([batch.path]) as con, batch.reading() as relation:
        assert duck.fetch(con, f"SELECT * FROM {relation}") == [("right",)]


def test_many_columns_and_row_groups(tmp_path: Path) -> None:
    landed = written(tmp_path / "a.parquet", {f"c{i}": [1.0] * 50 for i in range(500)}, row_group_size=5)
    batch = batch_of(landed)
    assert len(batch.columns) == 500
    assert batch.rows_estimate == 50


@pytest.mark.parametrize("type_", [pa.float32(), pa.float64()])
def test_nan_is_missing_as_gx_has_it(tmp_path: Path, type_: Any) -> None:
    file = tmp_path / "x.parquet"
    pq.write_table(pa.table({"x": pa.array([float("nan"), None, 1.0, float("inf")], type_)}), file)
    kwargs = {"column": "x", "max_value": 5}
    configs = [
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "x"}},
        {"type": "expect_column_values_to_be_between", "kwargs": kwargs},
        {"type": "expect_column_max_to_be_between", "kwargs": kwargs},
    ]
    landed = LandedFile(uri=str(file), path=str(file), size=file.stat().st_size)
    ours = native(parquet.open(landed, parquet.observe(landed, Spec()), Spec()), configs, Format(level="COMPLETE"))
    for mine, theirs in zip(ours, _gx.validate(pd.read_parquet(file), configs), strict=True):
        assert difference(brief(mine), brief(theirs)) is None
    assert [o["result"].get("unexpected_count") for o in ours] == [2, 1, None]
