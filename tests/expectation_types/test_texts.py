"""What SQL surely reads as a format's date, Python's strptime reads too: only then may Python be left out."""

from datetime import datetime

import _duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.expectation_types._texts import surely_reads, written_as
from dq.sql.conditions import NEVER, quote

CONNECTION = _duckdb.connect(config={"threads": 1})
FORMATS = (
    *("%Y-%m-%d", "%Y/%m/%d %H:%M", "%d.%m.%Y", "%Y%m%d", "%d %b %Y", "%H:%M:%S", "%I:%M %p", "%m/%d/%y", "%Y年%m月%d日"),
    *("%Y-%m-%dT%H:%M:%S%z", "%A, %d %B %Y"),
)
NEAR = st.text(st.sampled_from("0123456789-/:. TZ+年月日JanfebPMaｍ２"), max_size=20)
WRITTEN = st.builds(
    lambda moment, form, cut, more: moment.strftime(form.replace("%z", "+0900"))[cut:] + more,
    st.datetimes(datetime(1, 1, 1)),
    st.sampled_from(FORMATS),
    st.sampled_from([0, 0, 0, 1]),
    st.sampled_from(["", "", "", " ", "0", "Z", "\n"]),
)


@given(st.lists(st.one_of(NEAR, WRITTEN), min_size=1, max_size=20), st.sampled_from(FORMATS))
def test_what_sql_reads_python_reads(texts: list[str], form: str) -> None:
    listed = ", ".join(f"({n}, {quote(text)})" for n, text in enumerate(texts))
    sql = f"SELECT n FROM (VALUES {listed}) AS v(n, t) WHERE {surely_reads('t', form).sql}"
    read = [texts[n] for (n,) in CONNECTION.execute(sql).fetchall()]
    assert [text for text in read if not written_as(form)(text)] == []


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_plainly_written_is_not_left_to_python(form: str) -> None:
    text = datetime(2024, 11, 25, 10, 30, 15).strftime(form.replace("%z", "+0900"))
    [(read,)] = CONNECTION.execute(f"SELECT {surely_reads('t', form).sql} FROM (SELECT {quote(text)} AS t)").fetchall()
    assert read
    assert written_as(form)(text)


@pytest.mark.parametrize("form", ["%c", "%H:%M:%S.%f", "%j", "%Y %Y", "text", ""])
def test_formats_that_only_python_knows(form: str) -> None:
    assert surely_reads("t", form) == NEVER
