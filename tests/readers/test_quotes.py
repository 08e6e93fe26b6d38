"""Quotes that are odd in number, and quotes that close before their cell ends: neither takes anything with it unseen."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dq.gate import check
from dq.judging import Check
from dq.readers import _records
from dq.spec.spec import Dialect, Spec


def _by_lines(data: bytes) -> bool:
    *lines, _ = data.split(b"\n")
    return any(line.count(b'"') % 2 for line in lines)


@given(st.lists(st.sampled_from([b'"', b"\n", b"a", b",", b"x" * 300]), max_size=60), st.integers(1, 50))
def test_both_ways_find_the_odd_line(parts: list[bytes], size: int) -> None:
    data = b"".join(parts)
    blocks = [data[i : i + size] for i in range(0, len(data), size)]
    for sparse in (0, 10**9):  # never, always from quote to quote
        _records._SPARSE, before = (1 if sparse == 0 else 0), _records._SPARSE
        odd, left = False, 0
        for block in blocks:
            if not odd:
                odd, left = _records.odd_in_block(block, b'"', left)
        _records._SPARSE = before
        assert odd is _by_lines(data)


@given(st.lists(st.sampled_from([b'"', b"\n", b"a", b",", b"x" * 300]), max_size=60))
def test_of_whole_lines_the_last_may_be_the_odd_one(parts: list[bytes]) -> None:
    data = b"".join(parts)
    assert _records.odd_line(data, b'"') is _by_lines(data + b"\n")


COUNT = "SELECT count(*), count(CASE WHEN {ragged} THEN 1 END) FROM {relation}"
DROPPING = ['"1"x,2', '1,"2"x', '""x,2', '"1,"x,2', '"1""" x,2', '"{"a": 1}",2', '"a\nb"x,2', '1,"2" "3"', '"1"\tx,2']
KEEPING = ['"1",2', '"1" ,2', '"1"\t,2', '5" pipe,2', ' "1",2', '"a""b",2', '"",""', '"a\nb",2', '"日本" ,2', "a'b'c,2"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
@pytest.mark.parametrize("rows", [0, 40_000], ids=["head", "behind"])
@pytest.mark.parametrize(("odd", "malformed"), [(DROPPING, 1), (KEEPING, 0)], ids=["dropping", "keeping"])
def test_text_behind_a_closing_quote_is_malformed(
    land: Any, scan: Any, odd: list[str], malformed: int, rows: int, encoding: str
) -> None:
    """DuckDB would drop it without a word. Blanks it may drop, and it is the same wherever the row stands."""
    plain, declared = "1,22\n" * rows, Spec(dialect=Dialect(header_rows=(0,), encoding=encoding))
    for row in odd:
        data = f"a,表\n{plain}{row}\n3,4\n".encode(encoding)
        _, found = scan(land(data), declared, COUNT)
        assert found == [(rows + 2, malformed)], row


def test_such_a_row_is_told_with_its_line(tmp_path: Path) -> None:
    file, suite = tmp_path / "prices.csv", tmp_path / "prices.yaml"
    file.write_text('a,b\n1,"x\ny"\n"2"0,z\n3,w\n1,2,3,4,5\n', encoding="utf-8")
    suite.write_text("name: prices\ncolumns: [{name: a, type: integer}, {name: b, type: text}]\n", encoding="utf-8")
    told = check(Check(source=str(file), suite=str(suite)))
    [result] = [r for r in told.results if r.success is False]
    assert (told.gate, result.expectation_config["type"]) == ("closed", "expect_table_rows_to_be_well_formed")
    assert [example.line for example in result.evidence.examples] == [4, 6]
    assert told.landed is not None
    assert told.landed.rows == 4


CELL = st.sampled_from(['"1"', '"1"x', "1", '"a""b"', '5"', '" "', '"" ', '"x" y', ""])


@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=5).filter(lambda row: row != [""]), min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_that_is_not_whole_is_counted(land: Any, scan: Any, rows: list[list[str]]) -> None:
    data = "a,b,c\n" + "1,2,3\n" * 7 + "".join(",".join(row) + "\n" for row in rows)
    wrong = sum(len(row) != 3 or '"1"x' in row or '"x" y' in row for row in rows)
    _, found = scan(land(data.encode()), Spec(dialect=Dialect(header_rows=(0,), delimiter=",")), COUNT)
    assert found == [(7 + len(rows), wrong)]
