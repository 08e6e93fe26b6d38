"""Over a real read_csv a bad cell neither aborts the scan nor takes its row away.

DuckDB 2 pushes a lone TRY_CAST into the CSV reader as a CAST; `value` must never become one.
"""

from pathlib import Path

import _duckdb
import pytest

from dq.by_name import load

CELLS = {
    "integer": ("1", ["x", "1.5", " 2", "9223372036854775808"]),
    "number": ("1.5", ["x", "nan", "1_0", " 2", "1e999"]),
    "date": ("2024-02-29", ["x", "2024-02-30", "24-01-01", "2024-01-01 ", "infinity"]),
    "datetime": ("2024-02-29T10:00", ["x", "2024-02-30 10:00", "2024-01-01 24:00", "2024-01-01"]),
    "time": ("10:30", ["x", "24:00", "10:30 ", "10"]),
    "boolean": ("true", ["x", "1", "tRue", "yes"]),
}


@pytest.mark.parametrize("reader", ["", ", ignore_errors=true", ", store_rejects=true"])
@pytest.mark.parametrize("name", CELLS)
def test_bad_cells_are_null_and_rows_stay(name: str, reader: str, tmp_path: Path) -> None:
    good, bad = CELLS[name]
    path = tmp_path / "a.csv"
    cells = [good] * 5000 + [f'"{cell}"' for cell in bad] + [good] * 3
    path.write_text("\n".join(["c", *cells, ""]), encoding="utf-8")
    options = f"columns={{'c': 'VARCHAR'}}, header=true, delim=',', quote='\"', auto_detect=false{reader}"
    read = f"read_csv('{path}', {options})"
    value = load("column_types", name).value("c", None)
    with _duckdb.connect(config={"threads": 2}) as connection:
        alone = connection.execute(f"SELECT {value} IS NULL, count(*) FROM {read} GROUP BY 1 ORDER BY 1")
        assert alone.fetchall() == [(False, 5003), (True, len(bad))]
        beside = connection.execute(f"SELECT count(*), count({value}), max({value}) IS NULL, count(c) FROM {read}")
        assert beside.fetchall() == [(5003 + len(bad), 5003, False, 5003 + len(bad))]
        listed = connection.execute(f"SELECT {value} FROM {read}").fetchall()
        assert [row[0] is None for row in listed[5000:]] == [True] * len(bad) + [False] * 3
