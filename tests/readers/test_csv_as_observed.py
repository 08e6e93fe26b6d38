"""What a CSV file is seen to be where nothing is declared, and that its rows are read so."""

from typing import Any

import pytest

from dq.readers import csv
from dq.spec.spec import Dialect, Spec

NOTHING = Spec()


def seen(landed: Any) -> Dialect:
    return csv.observe(landed, NOTHING)


def names(batch: Any) -> list[str]:
    return [c.name for c in batch.columns]


PT = "Âmbito Geográfico,Preço\nÁrea Metropolitana,3\nRegião Autónoma dos Açores,4\n"
FR = "Année;Température (°C);Région\n2020;3,5;Côte d’Azur – été\n2021;4,1;à l’île\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (PT, "cp1252"),
        (FR, "cp1252"),
        (PT, "mac-roman"),
        *((text, "cp932") for text in ("A社,1\nB社,2\n", "表,能\n1,2\n", "ｱ,A\nｲ,B\n", "年,値\n１,０．１\n")),
        ("外,北\nWi-Fi環境,Q1平均\n", "cp932"),
    ],
)
def test_bytes_that_make_western_words_are_not_kanji(land: Any, text: str, encoding: str) -> None:
    assert seen(land(text.encode(encoding))).encoding == encoding


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        (b"a,b\n1,2\n", None, False),
        ("a,b\n1,é\n".encode(), "utf-8", False),
        ("\ufeffa,b\n1,2\n".encode(), "utf-8", True),
        ("年月日,値\n2026/1/1,表\n".encode("cp932"), "cp932", False),
        ("年月日,値\n2026/1/1,表\n".encode(), "utf-8", False),
        ("a,b\n1,é\n".encode("utf-16"), "utf-16", True),
        ("a,b\n1,é\n".encode("utf-16-be"), "utf-16-be", False),
        (b"\xfe\xff" + "a,b\n1,é\n".encode("utf-16-be"), "utf-16", True),
        ("a,b\n1,é\n".encode("utf-32"), "utf-32", True),
        ("受渡日,x\n1,2\n".encode(), "utf-8", False),
    ],
)
def test_the_encoding(land: Any, scan: Any, data: bytes, encoding: str | None, bom: bool) -> None:
    landed = land(data)
    assert (seen(landed).encoding, seen(landed).bom) == (encoding, bom)
    batch, rows = scan(landed)
    assert not names(batch)[0].startswith("\ufeff")
    assert len(rows) == 1
    assert "".join(rows[0][:2]) in ("12", "1é", "2026/1/1表")


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"a,b\n1,2\n", "lf"),
        (b"a,b\r\n1,2\r\n", "crlf"),
        (b"a,b\r1,2\r", "cr"),
        (b"a,b\r\n1,2\n3,4\r5,6\n", "mixed"),
        (b"a,b", None),
        (b'a,b\r\n1,"x\ny\nz\n"\r\n', "crlf"),
        (b"a,b\n" + b"1,2\n" * 30 + b"1,2\r\n", "lf"),
    ],
)
def test_the_line_ending_is_the_majority_outside_quotes(land: Any, data: bytes, ending: str | None) -> None:
    assert seen(land(data)).line_ending == ending


@pytest.mark.parametrize(
    ("data", "delimiter"),
    [
        (b"a,b\n1,2\n", ","),
        (b"a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        (b"a\tb c\n1\t2, 3\n", "\t"),
        (b"a|b\n1|2\n", "|"),
        (b'a;b\n"x,y";1\n"z,w";2\n', ";"),
        (b"name\nSmith\nJones\n", ","),
        (b"name,note\nSmith,a; b\nJones,c; d\n", ","),
        (b"2026-01-01;1.5\n2026-01-02;2.5\n", ";"),
    ],
)
def test_the_delimiter_gives_one_width_and_typed_cells(land: Any, data: bytes, delimiter: str) -> None:
    assert seen(land(data)).delimiter == delimiter


@pytest.mark.parametrize(
    ("data", "quoting"),
    [
        (b"a,b\n1,2\n", "minimal"),
        (b'"a","b"\n"1","2"\n', "all"),
        (b'a,b\n1,"x, y"\n2,"say ""hi"""\n3," edge "\n', "minimal"),
        (b'"a","b"\r\n"x",2\r\n', "all"),
    ],
)
def test_only_needless_quotes_count(land: Any, data: bytes, quoting: str) -> None:
    assert seen(land(data)).quoting == quoting


@pytest.mark.parametrize(
    ("data", "header", "preamble", "columns", "rows"),
    [
        (b"a,b\n1,2\n3,4\n", (0,), (), ["a", "b"], 2),
        (b"a,b\n", (0,), (), ["a", "b"], 0),
        (b"a,b", (0,), (), ["a", "b"], 0),
        (b"x\n1\n2\n", (0,), (), ["x"], 2),
        (b"x\nfoo\nbar\n", (0,), (), ["x"], 2),
        (b"\na,b\n1,2\n3,4\n", (1,), ("",), ["a", "b"], 2),
        (b"2026/4/21 UPDATE\n\na,b\n1,2\n3,4\n", (2,), ("2026/4/21 UPDATE", ""), ["a", "b"], 2),
        (b"unit[MW],,,supply,,\nD,T,x,y,z,w\n2026/1/1,0:00,1,2,3,4\n2026/1/1,0:30,5,6,7,8\n", (1,), None, None, 2),
        (b"D,T,x,supply\n,,,coal,gas\n2026/1/1,0:00,1,2,3\n2026/1/1,0:30,5,6,7\n", (0, 1), (), None, 2),
        (
            b"stamp\n\n,Tokyo,Tokyo,Tokyo\nwhen,C,C,C\n,,quality,no\n2022/1/1 1:00,0.7,8,1\n2022/1/1 2:00,0.5,8,1\n",
            (2, 3, 4),
            ("stamp", ""),
            ["when", "Tokyo|C", "Tokyo|C|quality", "Tokyo|C|no"],
            2,
        ),
        (b"1,2\n3,4\n", (), (), ["column_1", "column_2"], 2),
        (b"country,2019,2020,2021\nJP,1,2,3\nUS,4,5,6\n", (0,), (), ["country", "2019", "2020", "2021"], 2),
        ("地域,2026年4月,2026年5月,2026年6月\n東,1,2,3\n西,4,5,6\n".encode(), (0,), (), None, 2),
        (b"who,where,1/22/20,1/23/20,1/24/20\na,b,1,2,3\nc,d,4,5,6\n", (0,), (), None, 2),
        (b"day,0:00,0:30,1:00\n2026/4/1,1,2,3\n2026/4/2,4,5,6\n", (0,), (), ["day", "0:00", "0:30", "1:00"], 2),
        (b"2026/4/1,2026/4/2,2026/4/3,1\n2026/4/2,2026/4/3,2026/4/4,1\n", (), (), None, 2),
        (b"area,a,b\nTokyo,-,N/A\nOsaka,1,2\nKobe,3,4\nNara,5,6\n", (0,), (), ["area", "a", "b"], 4),
        (b"day,load,flow\n-,MW,MW\n2026-04-01,1,2\n2026-04-02,3,4\n", (0, 1), (), ["day|-", "load|MW", "flow|MW"], 2),
        (b"day,temp,rain\nUTC,hPa,mm\n2026-04-01,1,2\n2026-04-02,3,4\n", (0, 1), (), None, 2),
        (b"freq,title\nkind,2026-01,2026-02,2026-03\na,1,2,3\nb,4,5,6\n", (1,), None, None, 2),
        (b"id,name,since\nA,Ann,\nB,Bob,\nC,Cid,2026-04-01\nD,Dan,2026-04-02\nE,Eve,2026-04-03\n", (0,), (), None, 5),
        (b"name,\nAnn,1\nBob,2\nCid,3\n", (0,), (), ["name", "column_2"], 3),
        (b"geo,202401,202402,202403\nJP,1,2,3\nUS,4,5,6\n", (0,), (), None, 2),
        (b"a,a,,b\n1,2,3,4\n", (0,), (), ["a", "a__2", "column_3", "b"], 1),
        (b'"price\n(yen)",b\n1,2\n', (0,), (), ["price\n(yen)", "b"], 1),
        (b"a,b\n1,2,\n3,4,\n", (0,), (), ["a", "b", "column_3"], 2),
        (b"a,b,\n1,2\n3,4\n", (0,), (), ["a", "b"], 2),
        (b"a,b,c,\nx,y,\nz,w,\nu,v,t\n", (0,), (), ["a", "b", "c"], 3),
        (b"a,b\n1\n3,4,5\n6,7\n", (0,), (), ["a", "b"], 3),
        (b"a,b\n,\n,\n1,2\n", (0,), (), ["a", "b"], 3),
        (b"name,n\n,1\nx,2\n", (0,), (), ["name", "n"], 2),
        (b'"odd,x\na,b\n1,2\n3,4\n5,6\n', (1,), ('"odd,x',), ["a", "b"], 3),
    ],
)
def test_the_header_and_what_stands_before_it(
    land: Any,
    scan: Any,
    data: bytes,
    header: tuple[int, ...],
    preamble: tuple[str, ...] | None,
    columns: list[str] | None,
    rows: int,
) -> None:
    landed = land(data)
    assert seen(landed).header_rows == header
    assert preamble is None or seen(landed).preamble == preamble
    batch, got = scan(landed)
    assert columns is None or names(batch) == columns
    assert len(got) == rows


def test_of_several_tables_the_first_is_read(land: Any, scan: Any) -> None:
    facts = b"2022/4/20 UPDATE\npeak,time\n4163,10:00\n\nforecast,time\n3517,10:00\n\n"
    hourly = b"DATE,TIME,MW\n" + b"".join(b"2022/4/20,%d:00,%d\n" % (h, 2000 + h) for h in range(24))
    minutes = b"DATE,TIME,MW,PV,share\n" + b"".join(b"2022/4/20,0:%02d,1,2,3\n" % m for m in range(60))
    landed = land(facts + hourly + b"\nmax,time\n86,6:00\n\n" + minutes)
    dialect = seen(landed)
    assert (dialect.header_rows, dialect.table_ends_at) == ((7,), "blank")
    batch, rows = scan(landed)
    assert names(batch) == ["DATE", "TIME", "MW"]
    assert [r[2] for r in rows] == [str(2000 + h) for h in range(24)]


def test_blank_lines_within_one_table_part_nothing(land: Any, scan: Any) -> None:
    landed = land(b"a,b\n" + b"1,2\n" * 9 + b"\n" + b"3,4\n" * 9)
    assert seen(landed).table_ends_at is None
    assert len(scan(landed)[1]) == 18


@pytest.mark.parametrize(
    ("cells", "type_", "format_"),
    [
        (["1", "2"], "integer", None),
        (["1.5", "2"], "number", None),
        (["2026-01-31", "2026-02-01"], "date", "%Y-%m-%d"),
        (["2026/1/31 0:30", "2026/2/1 1:00"], "datetime", "%Y/%m/%d %H:%M"),
        (["0:00", "23:30"], "time", "%H:%M"),
        (["007", "008"], "text", None),
        (["1", "08"], "text", None),
        (["0", "1"], "integer", None),
        (["20260131", "20260201", "20260202"], "date", "%Y%m%d"),
        (["20260131", "20261301", "20260202"], "integer", None),
        (["1", ""], "integer", None),
        (["", ""], "text", None),
        (["1", "N/A"], "text", None),
        (["", "1.5"], "number", None),
    ],
)
def test_the_type_is_the_one_that_all_filled_cells_have(
    land: Any, scan: Any, cells: list[str], type_: str, format_: str | None
) -> None:
    batch, _ = scan(land(("x,y\n" + "".join(f"{c},z\n" for c in cells)).encode()))
    column = batch.columns[0].spec
    assert (column.type, column.format, column.declared_type) == (type_, format_, False)


def test_the_head_is_bounded_and_holds_raw_cells(land: Any, scan: Any) -> None:
    batch, rows = scan(land(b"a,b\n" + b"".join(b"%d,\n" % i for i in range(100_000))))
    assert len(rows) == 100_000
    assert len(batch.head["a"]) == 1000
    assert batch.head["a"][:2] == ["0", "1"]
    assert batch.head["b"][0] == ""
    assert 80_000 < batch.rows_estimate < 150_000


def test_rows_too_wide_for_the_usual_head_are_seen_whole(land: Any, scan: Any) -> None:
    wide = ",".join(f"column number {i}" for i in range(20_000)).encode()
    data = wide + b"\n" + (b",".join(b"%d" % i for i in range(20_000)) + b"\n") * 3
    assert len(wide) > 256 << 10
    landed = land(data)
    batch = csv.open(landed, seen(landed), NOTHING)
    assert names(batch)[-1] == "column number 19999"
    assert batch.columns[-1].spec.type == "integer"
