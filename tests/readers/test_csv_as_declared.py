"""What is declared holds until it reads nothing and exactly one other reading reads everything."""

from typing import Any

import pytest

from dq.errors import NotReadable, UsageError
from dq.readers import csv
from dq.spec.spec import ColumnSpec, Dialect, Spec


def spec(*columns: str | ColumnSpec, **dialect: Any) -> Spec:
    named = tuple(c if isinstance(c, ColumnSpec) else ColumnSpec(name=c) for c in columns)
    return Spec(dialect=Dialect(**dialect), columns=named or None)


# --- encoding ---------------------------------------------------------------------------------------------------------

JA = "年月日,値\n" + "2026/1/1,表示\n" * 3


@pytest.mark.parametrize(
    ("declared", "data", "encoding"),
    [
        ("cp932", JA.encode("cp932"), "cp932"),
        ("MS932", JA.encode("cp932"), "MS932"),  # as it was declared: no change
        ("cp932", JA.encode(), "utf-8"),
        ("utf-8", JA.encode("cp932"), "cp932"),
        ("euc_jp", JA.encode("euc_jp"), "euc_jp"),
        ("euc_jp", JA.encode("cp932"), "cp932"),
        ("shift_jis", JA.encode("shift_jis"), "shift_jis"),
        ("latin-1", "a,b\n1,café\n".encode("latin-1"), "latin-1"),
        ("iso2022_jp", JA.encode("iso2022_jp"), "iso2022_jp"),
        ("utf-16-le", "a,b\n1,2\n".encode("utf-16-le"), "utf-16-le"),
        ("cp932", b"a,b\n1,2\n", "cp932"),  # ASCII proves nothing
        ("utf-8-sig", "\ufeffa,b\n1,é\n".encode(), "utf-8-sig"),
        ("cp932", "\ufeffa,b\n1,2\n".encode(), "utf-8"),
    ],
)
def test_the_encoding(land: Any, scan: Any, declared: str, data: bytes, encoding: str) -> None:
    batch, rows = scan(land(data), spec(encoding=declared))
    assert batch.dialect.encoding == encoding
    assert [r[1] for r in rows] in (["表示"] * 3, ["2"], ["é"], ["café"])


@pytest.mark.parametrize("tail", ["表", "é"])
@pytest.mark.parametrize("declared", ["cp932", "utf-8", None])
def test_an_ascii_head_proves_nothing(land: Any, scan: Any, tail: str, declared: str | None) -> None:
    """受渡日-like bytes after 700 KB of ASCII: valid UTF-8 is UTF-8, whatever is declared."""
    encodings = ("utf-8", "cp932") if tail == "表" else ("utf-8",)
    for encoding in encodings:
        data = b"a,b\n" + b"1,22\n" * 140_000 + f"3,{tail}\n".encode(encoding)
        batch, rows = scan(land(data), spec(encoding=declared), "SELECT count(*), max(c1) FROM {relation}")
        assert rows == [(140_001, tail)]
        assert batch.dialect.encoding in (encoding, None)


def test_an_encoding_that_python_does_not_know(land: Any) -> None:
    with pytest.raises(UsageError, match="sjiss"):
        csv.observe(land(b"a\n"), spec(encoding="sjiss"))
    with pytest.raises(UsageError, match="hex"):
        csv.observe(land(b"a\n"), spec(encoding="hex"))


# --- delimiter --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "names", "data", "delimiter"),
    [
        (",", ("a", "b"), b"a,b\n1,2\n", ","),
        (",", ("a", "b"), b"a;b\n1,5;2,5\n", ";"),
        (",", (), b"a;b\n1;2\n", ";"),
        (";", ("a", "b"), b"a\tb\n1\t2\n", "\t"),
        (",", ("a",), b"a\nx; y\nz; w\n", ","),
        (",", (), b"a\nx\ny\n", ","),
        ("||", ("a", "b"), b"a||b\n1||2\n", "||"),
        ("\t", ("a", "b"), b"a\tb\n1,2\t3,4\n", "\t"),
    ],
)
def test_the_delimiter(
    land: Any, scan: Any, declared: str, names: tuple[str, ...], data: bytes, delimiter: str
) -> None:
    batch, rows = scan(land(data), spec(*names, delimiter=declared))
    assert batch.dialect.delimiter == delimiter
    assert not names or [c.name for c in batch.columns] == list(names)
    assert all(row[len(batch.columns) - 1] is not None and row[len(batch.columns)] is None for row in rows)


def test_no_quotes_where_none_are_declared(land: Any, scan: Any) -> None:
    batch, rows = scan(land(b'a,b\n"x,y"\n"z,w\n'), spec("a", "b", quoting="none"))
    assert [r[:2] for r in rows] == [('"x', 'y"'), ('"z', "w")]
    assert batch.dialect.quoting == "none"


def test_another_quote(land: Any, scan: Any) -> None:
    _, rows = scan(land(b"a,b\n'x,y',1\n'it''s',2\n"), spec("a", "b", quote="'"))
    assert [r[:2] for r in rows] == [("x,y", "1"), ("it's", "2")]


# --- header -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "names", "data", "header"),
    [
        ((0,), ("a", "b"), b"a,b\n1,2\n", (0,)),
        ((0,), ("a", "b"), b"stamp\na,b\n1,2\n", (1,)),  # pushed down
        ((2,), ("a", "b"), b"a,b\n1,2\n3,4\n", (0,)),  # pulled up
        ((0,), ("a", "b"), b"\na,b\n1,2\n", (1,)),
        ((1, 2), ("D", "x", "supply|coal", "gas"), b"u\nD,x,supply\n,,coal,gas\n1,2,3,4\n5,6,7,8\n", (1, 2)),
        ((1, 2), ("D", "x", "supply|coal", "gas"), b"u\nD,x,coal,gas\n1,2,3,4\n5,6,7,8\n", (1,)),
        ((0,), ("a", "b"), b"1,2\n3,4\n", ()),  # the header is gone
        ((0,), ("a", "b"), b"c,d\n1,2\n", (0,)),  # renamed: the place holds
        ((3,), ("a", "b"), b"c,d\n1,2\n", (0,)),  # there is no such line
        ((), ("a", "b"), b"1,2\n3,4\n", ()),
        (None, ("a", "b"), b"note,x\nmore,y\na,b\np,q\n", (2,)),
        (None, ("a", "b"), b"x,y\n1,2\n", (0,)),
        ((1,), ("a", "b"), b"x\ny,z\na,b\n1,2\na,b\n3,4\n", (1,)),  # two other places: the declared one stays
        ((1,), ("a", "b"), b"a,b\n1,2\n\na,b\n3,4\n", (0,)),  # and data is no header
        ((0,), (), b"stamp\na,b\n1,2\n", (0,)),  # nothing to tell it by
    ],
)
def test_the_header_rows(
    land: Any, scan: Any, declared: tuple[int, ...] | None, names: tuple[str, ...], data: bytes, header: tuple[int, ...]
) -> None:
    batch, _ = scan(land(data), spec(*names, header_rows=declared))
    assert batch.dialect.header_rows == header
    assert header != () or [c.name for c in batch.columns] == list(names)


def test_without_a_header_further_columns_have_numbers(land: Any, scan: Any) -> None:
    batch, rows = scan(land(b"1,2,3\n4,5,6\n"), spec("a", header_rows=()))
    assert [c.name for c in batch.columns] == ["a", "column_2", "column_3"]
    assert len(rows) == 2


def test_aliases_find_a_moved_header_and_keep_the_declared_column(land: Any, scan: Any) -> None:
    price = ColumnSpec(name="price(円)", type="number", unit="円", aliases=("price（円）",), pii=True, required=True)
    batch, _ = scan(land("x\nday,price（円）\n2026-01-01,1.5\n".encode()), spec("day", price, header_rows=(0,)))
    assert batch.dialect.header_rows == (1,)
    column = batch.columns[1].spec
    assert column.name == "price（円）"
    assert (column.unit, column.pii, column.required, column.aliases) == ("円", True, True, ("price（円）",))
    assert column.type == "number"
    assert column.declared_type


# --- lines that are no data -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_skipped_lines_are_dropped_wherever_they_stand(land: Any, scan: Any, encoding: str) -> None:
    """In a glob only * and ? are special: brackets stand in units."""
    text = "23:55 UPDATE\n日,値\n単位[MW],x\n1,2\n合計,3\n4,5\n23:59 UPDATE\n"
    declared = spec("日", "値", skip=("*UPDATE*", "単位[*", "合計,?"), encoding=encoding)
    batch, rows = scan(land(text.encode(encoding)), declared)
    assert batch.dialect.header_rows == (1,)
    assert [r[:2] for r in rows] == [("1", "2"), ("4", "5")]
    assert batch.lines([0, 1]) == {0: 4, 1: 6}
    assert batch.columns[0].spec.type == "integer"


def test_a_skipped_line_far_behind_the_head_restarts_the_reading(land: Any, scan: Any) -> None:
    data = b"a,b\n" + b"1,22\n" * 140_000 + b"total,9\n3,4\n"
    batch, rows = scan(land(data), spec(skip=("total*",)), "SELECT count(*), max(c0) FROM {relation}")
    assert rows == [(140_001, "3")]
    assert batch.lines([140_000]) == {140_000: 140_003}


def test_a_line_within_a_quoted_cell_is_not_skipped(land: Any, scan: Any) -> None:
    _, rows = scan(land(b'a,b\n1,"x\ntotal\ny"\ntotal\n2,z\n'), spec(skip=("total",)))
    assert [r[:2] for r in rows] == [("1", "x\ntotal\ny"), ("2", "z")]


SECTIONS = b"stamp\n\nx,y\n1,2\n\nhour,MW\n0,20\n1,21\n\nminute,MW,PV\n0,5,6\n1,7,8\n"


@pytest.mark.parametrize(
    ("dialect", "columns", "rows"),
    [
        ({"header_rows": (5,), "table_ends_at": "blank"}, ["hour", "MW"], [("0", "20"), ("1", "21")]),
        ({"table_starts_at": "hour*", "table_ends_at": "blank"}, ["hour", "MW"], [("0", "20"), ("1", "21")]),
        ({"table_starts_at": "minute*"}, ["minute", "MW", "PV"], [("0", "5", "6"), ("1", "7", "8")]),
        ({"table_starts_at": "blank", "table_ends_at": "blank"}, ["x", "y"], [("1", "2")]),
        ({"table_starts_at": "x,*", "table_ends_at": "hour*"}, ["x", "y"], [("1", "2")]),
    ],
)
def test_which_table_is_meant(land: Any, scan: Any, dialect: Any, columns: list[str], rows: list[Any]) -> None:
    batch, got = scan(land(SECTIONS), spec(**dialect))
    assert [c.name for c in batch.columns] == columns
    assert [r[: len(columns)] for r in got] == rows


def test_a_blank_line_between_header_and_rows_ends_nothing(land: Any, scan: Any) -> None:
    batch, rows = scan(land(b"a,b\n\n1,2\n3,4\n,\n5,6\n"), spec("a", "b", table_ends_at="blank"))
    assert [r[:2] for r in rows] == [("1", "2"), ("3", "4")]
    assert batch.lines([0, 1]) == {0: 3, 1: 4}


def test_a_table_that_is_not_there(land: Any) -> None:
    with pytest.raises(NotReadable, match="starts_at"):
        csv.observe(land(b"a,b\n1,2\n"), spec(table_starts_at="■*"))


# --- types ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "cells", "format_"),
    [
        ("%Y/%m/%d", ["2026/04/01", "2026/04/02"], "%Y/%m/%d"),
        ("%Y/%m/%d", ["2026-04-01", "2026-04-02"], "%Y-%m-%d"),
        ("%Y/%m/%d", ["2026-04-01", "2026/04/02"], "%Y/%m/%d"),  # some still read
        ("%Y/%m/%d", ["2026-04-01", "n.a."], "%Y/%m/%d"),  # no other reads all
        ("%Y/%m/%d", ["01/02/2026", "02/03/2026"], "%Y/%m/%d"),  # two others do
        ("%Y/%m/%d", ["01/02/2026", "31/03/2026"], "%d/%m/%Y"),
        ("%Y/%m/%d", ["", ""], "%Y/%m/%d"),
        (None, ["2026/4/1", ""], "%Y/%m/%d"),
    ],
)
def test_a_date_is_read_in_the_format_that_it_has(
    land: Any, scan: Any, declared: str | None, cells: list[str], format_: str
) -> None:
    column = ColumnSpec(name="d", type="date", format=declared)
    batch, _ = scan(land(("d,x\n" + "".join(f"{c},1\n" for c in cells)).encode()), spec(column, "x"))
    assert (batch.columns[0].spec.type, batch.columns[0].spec.format) == ("date", format_)


def test_missing_tokens_say_nothing_about_a_type(land: Any, scan: Any) -> None:
    own = ColumnSpec(name="b", missing=("n.a.",))
    batch, _ = scan(land(b"a,b,c\n1,n.a.,-\n-,2,3\n"), spec("a", own, "c", missing=("", "-")))
    assert [c.spec.type for c in batch.columns] == ["integer", "integer", "integer"]
    assert batch.dialect.missing == ("", "-")
    assert batch.columns[1].spec.missing == ("n.a.",)


@pytest.mark.parametrize("header_rows", [None, (0,), (2,)])
def test_blank_lines_alone_are_no_table(land: Any, header_rows: tuple[int, ...] | None) -> None:
    declared = Spec(dialect=Dialect(header_rows=header_rows), columns=(ColumnSpec(name="a", type="text"),))
    with pytest.raises(NotReadable, match="only blank lines"):
        csv.observe(land(b"\n\r\n\n"), declared)
