"""Rows and cells are DuckDB's; lines and the head's cells are ours: they must agree, whatever the quotes do."""

import gzip
import re
from typing import Any

import _duckdb as duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dq.errors import NotReadable
from dq.readers import csv
from dq.readers._records import chunks, physical, records
from dq.spec.spec import Dialect, Spec

PLAIN = Spec(dialect=Dialect(header_rows=(0,), delimiter=","))
ROWS = "SELECT row_number() OVER () - 1, * FROM {relation}"
bounded = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(text=st.text(alphabet='ab,"\n ', min_size=1, max_size=24))
@bounded
def test_records_are_cut_as_duckdb_cuts_them(land: Any, con: Any, text: str) -> None:
    """What stands behind a closing quote DuckDB keeps or drops by rules of its own: widths are compared, and the cells
    where no such thing is there."""
    ours = list(records(physical(text), ","))
    if any(r.open for r in ours):
        return
    path = land(text.encode()).path
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(25))
    theirs = con.execute(
        f"SELECT * FROM read_csv('{path}', auto_detect=false, header=false, delim=',', quote='\"', escape='\"', "
        f"null_padding=true, nullstr='\n', allow_quoted_nulls=false, strict_mode=false, parallel=false, "
        f"columns={{{columns}}})"
    ).fetchall()
    cut = [tuple(c for c in row if c is not None) for row in theirs]
    assert [len(r.cells) for r in ours if not r.blank] == [len(row) for row in cut]
    if not re.search(r'"[^,"\n]', text):
        assert [r.cells for r in ours if not r.blank] == cut


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(
                ["1", '"x"', '"p\nq"', '"p\r\nq"', '5" pipe', '"a ""b"""', "", '""', "日", '"日\n\n\n,本"']
            ),
            st.sampled_from(["2", '"y"', "", '"\n"', 'z "q" z']),
            st.sampled_from(["", "\n", "\n\n", "skip me\n"]),
        ),
        min_size=1,
        max_size=12,
    ),
    ending=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "cp932", "utf-16"]),
    packed=st.booleans(),
    skip=st.booleans(),
)
@bounded
def test_a_row_s_line_is_where_an_editor_shows_it(
    land: Any, scan: Any, rows: Any, ending: str, encoding: str, packed: bool, skip: bool
) -> None:
    """Every row says its own line in a third cell."""
    text, line, wanted = "日,b,line" + ending, 2, {}
    for first, second, before in rows:
        if not skip:
            before = before.replace("skip me\n", "")
        text += before.replace("\n", ending)
        line += before.count("\n")
        wanted[len(wanted)] = line
        text += f"{first},{second},{line}{ending}"
        line += 1 + len(re.findall("\r\n|\n|\r", first + second))
    data = text.encode(encoding)
    declared = Spec(
        dialect=Dialect(header_rows=(0,), delimiter=",", encoding=encoding, skip=("skip*",) if skip else None)
    )
    landed = land(gzip.compress(data) if packed else data, "a.csv.gz" if packed else "a.csv")
    batch, got = scan(landed, declared, ROWS)
    assert {row[0]: int(row[3]) for row in got} == wanted
    assert batch.lines(list(wanted)) == wanted
    assert batch.lines([len(wanted) - 1]) == {len(wanted) - 1: wanted[len(wanted) - 1]}


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_lines_of_a_large_file(land: Any, scan: Any, encoding: str) -> None:
    """Several blocks, a quoted cell across their border, rows far apart."""
    rows, line, wanted = ["日,b"], 2, {}
    for i in range(60_000):
        wanted[i] = line
        if i == 30_000:
            rows.append(f'{line},"{"x" * 1_500_000}\n{"y" * 1_500_000}"')
            line += 1
        elif i % 1000 == 0:
            rows.append(f'{line},"two\nlines"\n')
            line += 2
        else:
            rows.append(f"{line},日本語日本語日本語")
        line += 1
    declared = Spec(dialect=Dialect(encoding=encoding))
    batch, got = scan(land(("\n".join(rows) + "\n").encode(encoding)), declared, ROWS.replace("*", "c0"))
    assert {row[0]: int(row[1]) for row in got} == wanted
    some = [0, 1, 999, 1000, 1001, 29_999, 30_000, 30_001, 59_999]
    assert batch.lines(some) == {i: wanted[i] for i in some}


def test_rows_that_are_not_there_have_no_line(land: Any, scan: Any) -> None:
    batch, _ = scan(land(b"a,b\n1,2\n"))
    assert batch.lines([0, 7]) == {0: 2}
    assert batch.lines([]) == {}


@given(text=st.text(alphabet='a,"\n\r ', max_size=60))
@bounded
def test_chunks_lose_nothing(text: str) -> None:
    data = text.encode()
    cut = list(chunks(data, ",", '"'))
    assert b"".join(c.data for c in cut) == data
    assert all(c.kind != "open" for c in cut[:-1])
    assert [line for c in cut for line in c.lines()] == [line for c in cut for line in c.lines() if line]


@given(
    data=st.binary(min_size=1, max_size=80) | st.text(alphabet='a1,;"\n\r\t', min_size=1, max_size=80).map(str.encode)
)
@bounded
def test_any_bytes_are_read_or_refused(land: Any, scan: Any, data: bytes) -> None:
    landed = land(data)
    try:
        batch, got = scan(landed, None, ROWS)
    except NotReadable:
        return
    assert set(batch.lines(range(len(got)))) == set(range(len(got)))
    assert len({c.name for c in batch.columns}) == len(batch.columns)


HALF = 9_000  # rows


def large(middle: bytes) -> bytes:
    """CP932 beyond 32 MB, so that it is fed in parts; `middle` stands where they meet."""
    filler = "実績" + "x" * 1_900
    half = "".join(f"{i:07},{filler}\n" for i in range(HALF)).encode("cp932")
    return "番号,区分\n".encode("cp932") + half + middle + half


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_parts_of_a_file_keep_the_order_of_its_rows(land: Any, threads: int) -> None:
    landed = land(large(b""))
    batch = csv.open(landed, csv.observe(landed, PLAIN), PLAIN)
    with duckdb.connect(":memory:", config={"threads": str(threads)}) as con, batch.reading() as relation:
        assert relation.count("/dev/fd/") == 2
        wrong = f"c0::INT <> n % {HALF} OR NOT starts_with(c1, '実績x') OR {batch.ragged}"
        numbered = f"SELECT *, row_number() OVER () - 1 AS n FROM {relation}"
        assert con.execute(f"SELECT count(*), count(CASE WHEN {wrong} THEN 1 END) FROM ({numbered})").fetchall() == [
            (2 * HALF, 0)
        ]


@pytest.mark.parametrize(
    ("middle", "rows"),
    [
        (b'"x\n' + b"1,2\n" * 50_000 + b'",y\n', None),
        (b'"a\n' + b"poem, of, many, lines\n" * 20_000 + b'",y\n', 1),
        (b"1,2\r3,4\n", 2),
        (b'1,"2"\n', 1),
    ],
)
def test_what_stands_between_the_parts(land: Any, scan: Any, middle: bytes, rows: int | None) -> None:
    landed = land(large(middle))
    if rows is None:
        with pytest.raises(NotReadable, match=f"line {HALF + 2:,} takes 50,001 further lines"):
            scan(landed, PLAIN)
    else:
        _, got = scan(landed, PLAIN, "SELECT count(*), count(CASE WHEN {ragged} THEN 1 END) FROM {relation}")
        assert got == [(2 * HALF + rows, 0)]


def test_a_part_that_does_not_decode_is_told_with_its_line(land: Any, scan: Any) -> None:
    data = large(b"") + b"3,\x81\n"
    with pytest.raises(NotReadable, match=f"line {2 * HALF + 2:,} is not CP932"):
        scan(land(data), PLAIN)
