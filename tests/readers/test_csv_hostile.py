"""Files that break readers: every one is read as it stands, or refused with the place where it breaks."""

import gzip
import threading
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dq import duck
from dq.errors import NotReadable
from dq.readers import csv
from dq.readers._records import odd_in_block
from dq.readers._unpacking import blocks
from dq.spec.spec import Dialect, Spec

COUNT = "SELECT count(*), count(CASE WHEN {ragged} THEN 1 END) FROM {relation}"
JA = Spec(dialect=Dialect(encoding="cp932"))


def refused(land: Any, scan: Any, data: bytes, name: str = "landed.csv", declared: Spec | None = None) -> str:
    """The message of the refusal; both languages are there."""
    with pytest.raises(NotReadable) as caught:
        scan(land(data, name), declared)
    assert any("\u3040" <= c <= "\u9fff" for c in caught.value.message("ja"))
    return caught.value.message()


# --- empty and foreign ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.csv", "empty"),
        (b"\n\n", "a.csv", "only blank lines"),
        (gzip.compress(b"", mtime=0), "a.csv.gz", "empty once unpacked"),
        (b"PK\x03\x04" + b"\0" * 40, "a.csv", "zip archive or an Excel workbook"),
        (b"x" * (9 << 20), "a.csv", "hold no line end"),
    ],
)
def test_what_is_no_csv(land: Any, scan: Any, data: bytes, name: str, why: str) -> None:
    assert why in refused(land, scan, data, name)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("begins", "what"),
    [
        (b"\n<!doctype html><title>503</title>\n", "an HTML page"),
        (b"\xef\xbb\xbf<html>\n", "an HTML page"),
        (b"<?xml version='1.0'?>\n", "an XML document"),
        (b"PK\x03\x04\n", "a zip archive or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\n", "an old Excel workbook"),
        (b"PAR1\x15\x04\n", "a Parquet file"),
        (b"%PDF-1.7\n", "a PDF"),
    ],
)
def test_what_lands_under_a_csv_s_name_is_called_by_its_own(
    land: Any, scan: Any, begins: bytes, what: str, packed: bool
) -> None:
    data = begins + b"x" * 100
    assert f"it is {what}" in refused(land, scan, gzip.compress(data, mtime=0) if packed else data)


def test_a_csv_is_recognised_by_its_name(land: Any) -> None:
    assert csv.recognises(land(b"a,b\n", "A.CSV"), b"a,b\n")
    assert csv.recognises(land(b"", "a.tsv.gz"), b"")
    assert not csv.recognises(land(b"a,b\n", "a.dat"), b"a,b\n")


# --- rows -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_malformed_rows_are_counted_exactly(land: Any, scan: Any, encoding: str) -> None:
    """Short, long, and whole ones; an empty cell is none that is missing; blank lines are no rows."""
    text = "日,b,c\n1,2,3\n1,2\n1,2,3,4\n,,\n\n1,2,\n1\n1,2,3,4,5\n"
    batch, rows = scan(land(text.encode(encoding)), Spec(dialect=Dialect(header_rows=(0,), encoding=encoding)), COUNT)
    assert rows == [(7, 4)]
    assert [c.sql for c in batch.columns] == ["c0", "c1", "c2"]


def test_a_cell_that_looks_like_the_null_string_is_text(land: Any, scan: Any) -> None:
    _, rows = scan(land(b'a,b\n\x01,\\N\nNULL,"\n"\n"",x\n'))
    assert rows == [("\x01", "\\N", None), ("NULL", "\n", None), ("", "x", None)]


def test_nuls_are_characters(land: Any, scan: Any) -> None:
    _, rows = scan(land(b"a,b\n1\0,2\n\0,\n3,\0\0\0\n"))
    assert rows == [("1\0", "2", None), ("\0", "", None), ("3", "\0\0\0", None)]


@pytest.mark.parametrize("names", [("'; DROP TABLE x; --", '"'), ("a\\", "b'"), ("{", "}"), ("\x1b[31m", "\u202e")])
def test_names_and_cells_are_never_sql(land: Any, scan: Any, names: tuple[str, str]) -> None:
    quoted = ",".join('"' + n.replace('"', '""') + '"' for n in names)
    batch, rows = scan(land(f"{quoted}\n{quoted}\n1,2\n".encode()), Spec(dialect=Dialect(header_rows=(0,))))
    assert tuple(c.name for c in batch.columns) == names
    assert rows[0][:2] == names


@pytest.mark.parametrize(
    "name", ["it's.csv", 'a"b.csv', "a[1].csv", "a*.csv", "a?.csv", "{a,b}.csv", "~a.csv", "a\\b.csv"]
)
@pytest.mark.parametrize("fed", [False, True])
def test_a_name_is_no_pattern(land: Any, tmp_path: Path, name: str, fed: bool) -> None:
    """Through the door that engines use, with decoys beside it."""
    for decoy in ("a1.csv", "ab.csv", "a.csv"):
        land(b"a,b\ndecoy,9\n", decoy)
    text = "日,b\n1,2\n" if fed else "a,b\n1,2\n"
    landed = land(text.encode("cp932"), name)
    assert through_the_door(landed) == [("1", "2", None)]


@pytest.mark.parametrize("folder", ["c0=5", "year=2026", "a[b]"])
def test_a_folder_is_no_column(land: Any, tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    landed = land(b"a,b\n1,2\n", f"{folder}/x.csv")
    assert through_the_door(landed) == [("1", "2", None)]


def test_a_link_and_a_relative_path(land: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landed = land(b"a,b\n1,2\n", "real.csv")
    (tmp_path / "link.csv").symlink_to("real.csv")
    monkeypatch.chdir(tmp_path)
    for path in ("link.csv", "./real.csv", "../" + tmp_path.name + "/link.csv"):
        assert through_the_door(msgspec.structs.replace(landed, path=path)) == [("1", "2", None)]


def through_the_door(landed: Any) -> list[Any]:
    batch = csv.open(landed, csv.observe(landed, Spec()), Spec())
    with duck.connection([batch.path]) as con, batch.reading() as relation:
        return duck.fetch(con, f"SELECT * FROM {relation}")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16"])
def test_line_ends_within_quotes_are_the_cell_s(land: Any, scan: Any, ending: str, encoding: str) -> None:
    lines = ["日,b", '1,"x\r\ny"', '2,"p\nq"', '3,"s\rt"', "4,", "", "5,z"]
    batch, rows = scan(land((ending.join(lines) + ending).encode(encoding)), Spec(dialect=Dialect(encoding=encoding)))
    assert [r[:2] for r in rows] == [("1", "x\r\ny"), ("2", "p\nq"), ("3", "s\rt"), ("4", ""), ("5", "z")]
    assert batch.lines(range(5)) == {0: 2, 1: 4, 2: 6, 3: 8, 4: 10}


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_bare_cr_far_behind_the_head_loses_nothing(land: Any, scan: Any, encoding: str, quoted: bool) -> None:
    """DuckDB itself drops a character behind it where lines end with CRLF."""
    row = b'1,"22"\r\n' if quoted else b"1,22\r\n"
    data = "日,b\r\n".encode(encoding) + row * 300_000 + b"3,4\r55,66\r\n7,8\r\n"
    declared = Spec(dialect=Dialect(encoding=encoding))
    batch, rows = scan(land(data), declared, "SELECT count(*), max(c0), max(c1) FROM {relation}")
    assert rows == [(300_003, "7", "8")]
    _, rows = scan(land(data), declared, "SELECT c0, c1, c2 FROM {relation} WHERE c0 <> '1'")
    assert rows == [("3", "4", None), ("55", "66", None), ("7", "8", None)]
    assert batch.lines([300_000, 300_001, 300_002]) == {300_000: 300_002, 300_001: 300_003, 300_002: 300_004}


def test_quoted_line_ends_far_behind_the_head_are_read_serially(land: Any, scan: Any) -> None:
    data = b"a,b\n" + b"1,22\n" * 1_000_000 + b'3,"4\n5"\n' + b"1,22\n" * 1_000_000
    batch, rows = scan(land(data), None, COUNT)
    assert rows == [(2_000_001, 0)]
    assert batch.lines([1_000_001]) == {1_000_001: 1_000_004}


# --- quotes -----------------------------------------------------------------------------------------------------------

OPEN = [
    (b'a,b\n1,"2\n3,4\n5,6\n', "line 2 never closes"),
    (b'a,b\n"1,2\n3,4\n5,6\n', "line 2 never closes"),
    (b'a,b\n1,2\n3,"4\n5,6', "line 3 never closes"),
    (b'a,b\n1,"2\n3,4\n5,6\n7,8\nx",9\n1,2\n', "line 2 takes 4 further lines"),
    (b"a,b\n" + b"1,2\n" * 200_000 + b'3,"4\n9,6\n', "line 200,002 never closes"),
    (b"a,b\n" + b"1,2\n" * 100_000 + b'1,"\n' + b"3,4\n" * 2_000_000, "line 100,002 never closes"),
]


@pytest.mark.parametrize("how", ["direct", "fed", "packed", "exact"])
@pytest.mark.parametrize(("data", "why"), OPEN)
def test_a_quote_that_swallows_rows_is_told_with_its_line(
    land: Any, scan: Any, how: str, data: bytes, why: str
) -> None:
    declared, name = None, "landed.csv"
    if how == "fed":
        data, declared = data.replace(b"a,b", "日,b".encode("cp932"), 1), JA
    elif how == "packed":
        data, name = gzip.compress(data, 1, mtime=0), "landed.csv.gz"
    elif how == "exact":
        declared = Spec(dialect=Dialect(table_ends_at="never", header_rows=(0,)))
    assert why in refused(land, scan, data, name, declared)


def test_rows_within_a_quote_are_not_read_by_another_thread(land: Any, scan: Any) -> None:
    """Even quotes in all, 24 MB between them: a thread that begins in there takes them for rows."""
    data = b"a,b\n" + b"1,2\n" * 1_000_000 + b'1,"2\n' + b"3,4\n" * 5_000_000 + b'x",9\n' + b"1,2\n" * 1_000_000
    assert "line 1,000,002 takes 5,000,001 further lines" in refused(land, scan, data)


@pytest.mark.parametrize(
    ("parts", "odd"),
    [
        ([b'a,"b"\n', b'"c",d\n'], False),
        ([b'a,"b', b'"\nc'], False),
        ([b'a,"b', b"c\n"], True),
        ([b'a,"b', b"c", b'd"\n'], False),
        ([b'"\n"\n'], True),
        ([b'\n"', b"\n"], True),
        ([b'x"'], True),
        ([b"", b"x\n"], False),
    ],
)
def test_a_line_of_odd_quotes_is_seen_across_blocks(parts: list[bytes], odd: bool) -> None:
    seen, left = False, 0
    for block in parts:
        here, left = odd_in_block(block, b'"', left)
        seen = seen or here
    assert (seen or bool(left)) == odd


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_quotes_that_are_characters_swallow_nothing(land: Any, scan: Any, name: str) -> None:
    data = b'size,b\n5" pipe,1\n6" pipe,"x"\ny "z" ,2\n7",3\n'
    _, rows = scan(land(gzip.compress(data, mtime=0) if name.endswith("gz") else data, name))
    assert [r[:2] for r in rows] == [('5" pipe', "1"), ('6" pipe', "x"), ('y "z" ', "2"), ('7"', "3")]


@pytest.mark.parametrize("how", ["direct", "packed"])
@pytest.mark.parametrize(
    "cell",
    [
        "\n".join(f"line {i}, of a poem, with commas" for i in range(500)),
        "dear sir, madam\nfirst, thanks\nsecond, sorry\nbye, me",  # lines of this table's width
        'he said ""a, b"", then\nleft, laughing\nand, so on',
        "\n\n\n",
    ],
)
def test_a_cell_of_many_lines_is_no_swallowed_row(land: Any, scan: Any, cell: str, how: str) -> None:
    data = f'a,b\n1,"{cell}"\n2,x\n'.encode()
    batch, rows = scan(land(gzip.compress(data, mtime=0)) if how == "packed" else land(data))
    assert rows == [("1", cell.replace('""', '"'), None), ("2", "x", None)]
    assert batch.lines([1]) == {1: 3 + cell.count("\n")}


# --- size -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
@pytest.mark.parametrize("before", [b"1,2\n", b"1,2\n" * 100])
def test_a_line_of_20_mb(land: Any, scan: Any, name: str, before: bytes) -> None:
    data = b"a,b\n" + before + b"1," + b"x" * 20_000_000 + b"\n3,4\n"
    data = gzip.compress(data, 1, mtime=0) if name.endswith("gz") else data
    _, rows = scan(land(data, name), None, "SELECT count(*), max(length(c1)) FROM {relation}")
    assert rows == [(before.count(b"\n") + 2, 20_000_000)]


@pytest.mark.parametrize("how", ["direct", "packed", "exact"])
@pytest.mark.parametrize("ends", [b"\n", b"", b"\n3,4\n"])
def test_a_line_of_40_mb_without_a_delimiter(land: Any, scan: Any, ends: bytes, how: str) -> None:
    """DuckDB loses such a line at the end of a file, without a word."""
    data = b"a,b\n" + b"1,2\n" * 18 + b"x" * 40_000_000 + ends
    landed = land(gzip.compress(data, 1, mtime=0), "a.csv.gz") if how == "packed" else land(data)
    declared = Spec(dialect=Dialect(header_rows=(0,), table_ends_at="never" if how == "exact" else None))
    lengths = "SELECT count(*), count(CASE WHEN {ragged} THEN 1 END), max(length(c0)) FROM {relation}"
    _, rows = scan(landed, declared, lengths)
    assert rows == [(19 + ends.count(b","), 1, 40_000_000)]


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_a_line_without_end_is_refused_with_its_number(land: Any, scan: Any, name: str) -> None:
    data = b"a,b\n" + b"1,2\n" * 100_000 + b"x" * (257 << 20)
    data = gzip.compress(data, 1, mtime=0) if name.endswith("gz") else data
    assert "line 100,002" in refused(land, scan, data, name)


BORDER = 32_000_000  # of DuckDB's read buffers


@pytest.mark.parametrize(("before", "behind", "quote"), [(30, 8, b""), (39, 1, b'"'), (0, 9, b""), (40, 0, b"")])
def test_a_last_line_without_end_across_a_border(land: Any, scan: Any, before: int, behind: int, quote: bytes) -> None:
    """DuckDB loses it, without a word."""
    row = b"1," + quote + b"x" * 90 + quote + b"\n"
    count, rest = divmod(BORDER - before, len(row))
    last = b"z," + b"y" * (before + behind - 2)
    data = row * count + b"1," + b"x" * (rest + len(row) - 3) + b"\n" + last
    data = data[len(row) :]
    assert len(data) == BORDER + behind
    declared = Spec(dialect=Dialect(header_rows=(), delimiter=","))
    _, rows = scan(
        land(data), declared, "SELECT count(*), max(c0), count(CASE WHEN {ragged} THEN 1 END) FROM {relation}"
    )
    assert rows == [(count + 1, "z", 0)]


@pytest.mark.parametrize(("at", "blanks"), [(-4, 3), (-2, 2), (-2, 3), (-1, 1), (0, 1), (0, 2), (1, 1)])
def test_a_blank_line_on_a_border(land: Any, scan: Any, at: int, blanks: int) -> None:
    """DuckDB makes a row of it, where lines end with CRLF."""
    row = b"1," + b"x" * 96 + b"\r\n"
    count, rest = divmod(BORDER + at, len(row))
    data = row * (count - 1) + b"1," + b"x" * (rest + len(row) - 4) + b"\r\n"
    assert len(data) == BORDER + at
    data += b"\r\n" * blanks + row * 20
    declared = Spec(dialect=Dialect(header_rows=(), delimiter=","))
    sql = "SELECT count(*), count(CASE WHEN c0 <> '1' THEN 1 END), count(CASE WHEN {ragged} THEN 1 END) FROM {relation}"
    _, rows = scan(land(data), declared, sql)
    assert rows == [(count + 20, 0, 0)]


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_a_quoted_crlf_at_a_border_of_what_is_fed(land: Any, scan: Any, name: str) -> None:
    """DuckDB joins it with the row before."""
    header, filler, rows = b"a,b\n", b"1," + b"x" * 1020 + b"\n", []
    assert len(filler) == 1023
    size = 8 << 20
    body = filler * (size // 1023)
    body += b"1," + b"x" * (size - len(body) - 3) + b"\n" if size - len(body) > 3 else b"\n" * (size - len(body))
    assert len(body) == size
    data = header + (body + b'"\r\n",""\n') * 2
    landed = land(gzip.compress(data, 1, mtime=0) if name.endswith("gz") else data, name)
    _, rows = scan(landed, None, "SELECT count(*), count(CASE WHEN {ragged} THEN 1 END) FROM {relation}")
    assert rows == [(2 * (body.count(b"1,")) + 2, 0)]
    _, rows = scan(landed, None, "SELECT c0, c1 FROM {relation} WHERE c0 <> '1'")
    assert rows == [("\r\n", "")] * 2


def test_2000_columns(land: Any, scan: Any) -> None:
    data = b",".join(b"c%d" % i for i in range(2000)) + b"\n" + (b",".join([b"1"] * 2000) + b"\n") * 50 + b"1,2\n"
    batch, rows = scan(land(data), None, COUNT)
    assert rows == [(51, 1)]
    assert len(batch.columns) == 2000


# --- bytes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "declared", "why"),
    [
        ("a,b\n1,caf\xe9\n2,\xe9\n".encode("latin-1"), None, "line 2 is not UTF-8 (byte 9)"),
        ("名前,値\n日本語,1\n".encode() * 20 + b"\xff,1\n", None, "line 41 is not UTF-8 (byte 460)"),
        (b"a,b\n" + b"1,2\n" * 200_000 + b"3,\xff\n", None, "line 200,002 is not UTF-8 (byte 800,006)"),
        ("日,b\n".encode("cp932") + b"1,2\n" * 200_000 + b"3,\x81\n", JA, "line 200,002 is not CP932 (byte 800,007)"),
        (
            "日,b\n".encode() + b"1,2\n" * 200_000 + "日本語の行\n".encode() * 9 + b"\x82\n",
            JA,
            "line 200,011 is not UTF-8",
        ),
        ("a,b\n1,é\n".encode("utf-16") + b"\0", None, "is not UTF-16"),
    ],
)
def test_bytes_that_no_encoding_reads(land: Any, scan: Any, data: bytes, declared: Spec | None, why: str) -> None:
    with pytest.raises(NotReadable) as caught:
        scan(land(data), declared, "SELECT max(c0), max(c1) FROM {relation}")
    assert why in caught.value.message()
    assert "encoding" in (caught.value.hint() or "")


def test_cp932_is_read_as_python_reads_it(land: Any, scan: Any) -> None:
    """Every character of the code page, those whose second byte is a backslash, a bar or a brace among them."""
    known = []
    for lead in (*range(0x80, 0xA1), *range(0xA1, 0x100)):
        for tail in (None, *range(0x40, 0xFD)):
            raw = bytes([lead]) if tail is None else bytes([lead, tail])
            try:
                known.append((raw, raw.decode("cp932")))
            except UnicodeDecodeError:
                continue
    single = [k for k in known if len(k[1]) == 1]
    assert len(single) > 9000
    data = "日,b\n".encode("cp932") + b"".join(b"%d,%s\n" % (i, raw) for i, (raw, _) in enumerate(single))
    _, rows = scan(land(data), JA)
    assert [r[1] for r in rows] == [text for _, text in single]


PACKED = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(200_000)), mtime=0)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (PACKED[:-8], "truncated"),
        (PACKED[: len(PACKED) // 2], "truncated"),
        (PACKED[:12], "truncated"),
        (PACKED[:400_000] + b"\0\xff" * 99 + PACKED[400_198:], "corrupt"),
        (PACKED[:-5] + b"\0\0\0\0\0", "corrupt"),
        (b"\x1f\x8bnothing of the kind", "corrupt"),
        (PACKED + b"trailing", "corrupt"),
    ],
)
def test_a_broken_gzip(land: Any, scan: Any, data: bytes, why: str) -> None:
    assert f"gzip is {why}" in refused(land, scan, data, "a.csv.gz")


def test_a_gzip_of_several_members_and_padding(land: Any, scan: Any) -> None:
    data = gzip.compress(b"a,b\n1,2\n", mtime=0) + gzip.compress(b"3,", mtime=0) + gzip.compress(b"4\n", mtime=0) + b"\0" * 512
    assert scan(land(data, "a.csv.gz"))[1] == [("1", "2", None), ("3", "4", None)]


def test_a_gzip_is_known_by_its_bytes_not_by_its_name(land: Any, scan: Any) -> None:
    assert scan(land(gzip.compress(b"a,b\n1,2\n", mtime=0), "a.csv"))[1] == [("1", "2", None)]
    assert scan(land(b"a,b\n1,2\n", "a.csv.gz"))[1] == [("1", "2", None)]


def test_a_gzip_unpacks_within_bounds(land: Any) -> None:
    landed = land(gzip.compress(b"0" * 50_000_000, 9, mtime=0), "bomb.csv.gz")
    assert landed.size * 200 < 50_000_000
    with pytest.raises(NotReadable, match="unpacks to more than"):
        for _ in blocks(landed, "gzip", most=10_000_000):
            pass
    assert sum(map(len, blocks(landed, "gzip"))) == 50_000_000


def test_zlib_holds_nothing_back(land: Any) -> None:
    packer = zlib.compressobj(9, wbits=31)
    data = packer.compress(b"a" * 30_000_000) + packer.flush()
    assert sum(map(len, blocks(land(data, "a.gz"), "gzip"))) == 30_000_000


# --- the feeding thread -----------------------------------------------------------------------------------------------


def threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("dq-")]


@pytest.mark.parametrize("how", ["feed", "watch"])
def test_a_reader_that_stops_early_ends_the_thread(land: Any, scan: Any, how: str) -> None:
    data = b"a,b\n" + b"1,2\n" * 3_000_000
    landed = land(gzip.compress(data, 1, mtime=0) if how == "feed" else data)
    scan(landed, None, "SELECT * FROM {relation} LIMIT 1")
    assert threads() == []
    with pytest.raises(RuntimeError, match="mine"):
        read_and_fail(landed)
    assert threads() == []


def read_and_fail(landed: Any) -> None:
    batch = csv.open(landed, csv.observe(landed, Spec()), Spec())
    with batch.reading():
        raise RuntimeError("mine")


def test_what_broke_the_feed_outranks_what_the_engine_says_of_it(land: Any, scan: Any) -> None:
    with pytest.raises(NotReadable, match="truncated"):
        scan(land(PACKED[:-8], "a.csv.gz"), None, "SELECT CAST(c0 AS DATE) FROM {relation}")


def test_what_the_engine_says_outranks_a_doubt_that_is_none(land: Any, scan: Any) -> None:
    """Quotes span lines here and the feed wants them looked at; the engine failed for another reason."""
    data = gzip.compress(b'a,b\n1,"x\ny"\n2,z\n', mtime=0)
    with pytest.raises(Exception, match="Conversion"):
        scan(land(data, "a.csv.gz"), None, "SELECT CAST(c1 AS DATE) FROM {relation}")
