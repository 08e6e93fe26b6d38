"""`value` in DuckDB and `reads` in Python are one rule: cell by cell, on hostile text."""

from datetime import date, datetime, time, timedelta
from types import ModuleType
from typing import Any

import _duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dq.by_name import load
from dq.column_types import _formats

CONNECTION = _duckdb.connect(config={"threads": 1})
PHASES = [Phase.generate]  # sixty cells at a time: shrinking would take minutes and say no more
POOL = list("0123456789") * 3 + list("+-.,:/eExX_ TtZz|%年月日時分秒abnNiIfFpPmMyYjJ'\"\\") + [
    *("\t", "\n", "\r", "\v", "\f", "\0", "\u00a0", "\u3000", "\u202f", "\u2028", "\x85", "\x1c"),
    *("５", "٣", "①", "ſ", "K", "́", "nan", "inf", "true", "Feb", "-30", "00", "0000", "9999", "24:00", "é", "🎌"),
]  # fmt: skip

ODD = ("%Y%%%m", "%d%b%Y", "%Y_%m_%d", "%Y-%m-%d|", "%d0%m%Y", "%Y.%m {x}", "%B%d%y", "'%Y\\%m'", "%Y%m-%d", "%Y-%m%d")
DATES = (None, *_formats.DATES, *_formats.MONTHS, *ODD)
DATETIMES = (
    None,
    *("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"),
    *("%Y年%m月%d日%H時%M分", "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%dT%H%M%S%z", "%d/%m/%Y %I:%M %p", "%H:%M %d.%m.%Y"),
    *("%Y-%m-%d %H:%M:%S,%f", "%Y-%m-%d-%H", "%d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S %z", "%y%m%d%H%M"),
)
CASES = [
    *[("date", f) for f in DATES],
    *[("datetime", f) for f in DATETIMES],
    *[("time", f) for f in (None, *_formats.CLOCKS, "%H%M", "%H.%M", "%S.%f")],
    *[("number", f) for f in (None, "1,234.5", "1.234,5", "1 234,5", "1 234.5", "1234,5")],
    *[("integer", f) for f in (None, "1,234", "1.234", "1 234")],
    *[("boolean", f) for f in (None, "Y/N", "1/0")],
    ("text", None),
]


def written(name: str, form: str | None) -> st.SearchStrategy[str]:
    """Cells that mostly read: written as the format says, with and without padding."""
    if name in ("date", "datetime", "time"):
        forms = [form] if form else ["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S.%f", "%H:%M", "%H:%M:%S"]
        moments = st.one_of(
            st.datetimes(datetime(1, 1, 1)),
            st.sampled_from([datetime.max, datetime.min, datetime(2024, 2, 29), datetime(999, 1, 1)]),
        )

        def spelt(moment: datetime, pattern: str, zone: str, year: str, bare: bool) -> str:
            pattern = pattern.replace("%z", zone).replace("%Y", year or f"{moment.year:04}")
            if bare:
                pattern = pattern.replace("%H", "%-H").replace("%m", "%-m").replace("%d", "%-d")
            return moment.strftime(pattern)

        good, bad = ("Z", "+09:00", "-0930", "+23:59", "-23:59", "-00:00"), ("+24:00", "+9", "+09:60", "z", "")
        zones = st.sampled_from([*good, *bad])
        years = st.sampled_from(["", "", "", "", "0000", "999", "24"])
        return st.builds(spelt, moments, st.sampled_from(forms), zones, years, st.booleans())
    if name == "boolean":
        return st.sampled_from(["true", "TRUE", "True", "tRUE", "false", "Y", "N", "1", "0", "y", "01"])
    figures = st.one_of(
        st.integers(-(2**64), 2**64).map(str),
        st.integers(-99999, 99999).map(lambda i: f"{i:,}"),
        st.floats().map(repr),
        st.floats(-1e7, 1e7).map(lambda x: f"{x:,.2f}"),
        st.sampled_from(["1e308", "1e309", "-1e400", "1e-400", "1.7976931348623159e308", "-0", ".", "-", "1e", "5."]),
        st.sampled_from(["+-1", "-+1", "--1", "0x1F", "0b1", "1_0", " 1", "1 ", "1\t", "١"]),
        st.sampled_from([*map(str, (2**63 - 1, 2**63, -(2**63), -(2**63) - 1)), "9" * 400, "0" * 400 + "1"]),
    )
    swaps = st.sampled_from([("", ""), (",", "."), (",", " "), (".", ","), (",", "\u00a0"), ("", "00"), ("-", "+")])
    return st.builds(lambda figure, swap: figure.replace(*swap, 1) if swap[0] else swap[1] + figure, figures, swaps)


def mutated(cells: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def mutate(cell: str, at: int, what: str, cut: int) -> str:
        at %= len(cell) + 1
        return cell[:at] + what + cell[at + cut :]

    return st.builds(mutate, cells, st.integers(0, 40), st.sampled_from(["", *POOL]), st.integers(0, 2))


def values(module: ModuleType, form: str | None, cells: list[str]) -> list[Any]:
    rows = "SELECT unnest(?::VARCHAR[]) AS t, generate_subscripts(?::VARCHAR[], 1) AS i"
    sql = f"SELECT {module.value('t', form)} FROM ({rows}) ORDER BY i"
    return [row[0] for row in CONNECTION.execute(sql, [cells, cells]).fetchall()]


def expected(name: str, module: ModuleType, form: str | None, cell: str) -> Any:
    """The value by Python's own means, where `reads` says that there is one."""
    if not module.reads([cell], form):
        return None
    if name in ("integer", "number"):
        style = module._style(form)
        return int(style.plain(cell)) if name == "integer" else float(style.plain(cell))
    if name == "boolean":
        return cell in ("true", "TRUE", "True") if form is None else cell == form.split("/")[0]
    if name == "text":
        return cell
    wanted = [form] if form else {"date": ["%Y-%m-%d"], "datetime": module._ISO, "time": module._ISO}[name]
    moment = _formats.read(cell, wanted)
    assert moment is not None
    return {"date": moment.date(), "time": moment.time(), "datetime": moment}[name]


@pytest.mark.parametrize(("name", "form"), CASES)
@settings(max_examples=4, deadline=None, derandomize=True, database=None, phases=PHASES)
@given(data=st.data())
def test_sql_and_python_agree(name: str, form: str | None, data: st.DataObject) -> None:
    cells = written(name, form)
    noise = st.lists(st.sampled_from(POOL), max_size=8).map("".join)
    some = data.draw(st.lists(cells | mutated(cells) | mutated(mutated(cells)) | noise, min_size=60, max_size=60))
    module = load("column_types", name)
    for cell, got in zip(some, values(module, form, some), strict=True):
        assert (cell, got) == (cell, expected(name, module, form, cell))


@pytest.mark.parametrize("form", [*_formats.DATES, *_formats.MONTHS, *DATETIMES[1:]])
@settings(max_examples=5, deadline=None, derandomize=True, database=None, phases=PHASES)
@given(moment=st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)))
def test_what_strptime_writes_reads_as_strptime_reads_it(form: str, moment: datetime) -> None:
    """Python's strptime is an independent witness where both take a cell."""
    cell = moment.strftime(form.replace("%z", "+0900"))
    plain = datetime.strptime(cell, form).replace(tzinfo=None)
    assert _formats.read(cell, [form]) == (plain - timedelta(hours=9) if "%z" in form else plain)


def test_values_are_of_the_declared_duckdb_type() -> None:
    cases = (("date", "2024-02-29", date), ("datetime", "2024-02-29T01:02", datetime), ("time", "01:02", time))
    for name, cell, kind in cases:
        module = load("column_types", name)
        got = values(module, None, [cell])[0]
        assert type(got) is kind
        sql = f"SELECT typeof({module.value('t', None)}) FROM (SELECT ? AS t)"
        assert CONNECTION.execute(sql, [cell]).fetchall() == [(module.duckdb,)]
