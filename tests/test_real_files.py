"""Real files of real publishers, judged by suites written for the first of each pair: open, then closed for the true reason."""

from pathlib import Path

import msgspec
import pytest

from dq.gate import check
from dq.judging import Check

CASES = Path(__file__).parents[2] / "shared" / "cases"

JEPX = """
name: jepx_spot
owner: market-data
reader: {format: csv, encoding: cp932, header_rows: [0]}
key: [年月日, 時刻コード]
columns:
  - {name: 年月日, type: date, format: "%Y/%m/%d", required: true}
  - name: 時刻コード
    type: integer
    expectations:
      - {type: expect_column_values_to_be_between, kwargs: {min_value: 1, max_value: 48}}
  - {name: "システムプライス(円/kWh)", type: number, unit: 円/kWh}
expectations:
  - {type: expect_table_row_count_to_be_between, kwargs: {min_value: 48, max_value: 17568}}
"""
ERIA = """
name: tepco_area
reader: {format: csv, encoding: utf-8, header_rows: [1]}
key: [DATE, TIME]
columns:
  - {name: DATE, type: date, format: "%Y/%m/%d", required: true}
  - {name: TIME, type: time, format: "%H:%M", required: true}
  - {name: エリア需要, type: integer}
expectations:
  - {type: expect_column_values_to_be_between, kwargs: {column: エリア需要, min_value: 10000, max_value: 70000}}
"""
CSSE = """
name: csse_daily
reader: {format: csv, encoding: utf-8, header_rows: [0]}
columns:
  - {name: Province/State, type: text}
  - {name: Country/Region, type: text, required: true}
  - {name: Last Update, type: datetime, format: "%m/%d/%Y %H:%M"}
  - {name: Confirmed, type: integer}
  - {name: Deaths, type: integer}
  - {name: Recovered, type: integer}
expectations:
  - {type: expect_column_values_to_be_between, kwargs: {column: Confirmed, min_value: 0}}
"""
CITIBIKE = """
name: citibike
reader: {format: csv, encoding: utf-8, header_rows: [0]}
columns:
  - {name: tripduration, type: integer, required: true}
  - {name: starttime, type: datetime, format: "%Y-%m-%d %H:%M:%S.%f", required: true}
  - {name: stoptime, type: datetime, format: "%Y-%m-%d %H:%M:%S.%f"}
  - {name: start station id, type: integer}
  - {name: bikeid, type: integer}
expectations:
  - type: expect_column_pair_values_a_to_be_greater_than_b
    kwargs: {column_A: stoptime, column_B: starttime}
"""
USAGE = """
name: tepco_usage
reader: {format: csv, encoding: cp932, header_rows: [13], table: {ends_at: blank}}
key: [DATE, TIME]
columns:
  - {name: DATE, type: date, format: "%Y/%m/%d", required: true}
  - {name: TIME, type: time, format: "%H:%M", required: true}
  - {name: "当日実績(万kW)", type: integer}
expectations:
  - {type: expect_table_row_count_to_equal, kwargs: {value: 24}}
"""


@pytest.mark.parametrize(
    ("case", "suite", "closed_by"),
    [
        ("jp_jepx_spot_2019_to_2025", JEPX, {"column_renamed": ("年月日", "受渡日")}),
        ("jp_tepco_eria_encoding", ERIA, {"encoding_changed": ()}),
        ("csse_date_format", CSSE, {"date_format_changed": ("Last Update",)}),
        ("citibike_2021_02", CITIBIKE, {"column_removed": None, "column_renamed": None, "type_changed": None}),
        ("same_jp_tepco_power_usage_0420_0421", USAGE, {}),
    ],
)
def test_a_real_change_closes_for_its_reason(
    tmp_path: Path, case: str, suite: str, closed_by: dict[str, tuple[str, ...] | None]
) -> None:
    folder = CASES / case
    if not folder.is_dir():
        pytest.skip("the shared cases of real publishers are not on this machine")
    declared = tmp_path / "suite.yaml"
    declared.write_text(suite, "utf-8")
    before, after = (next(folder.glob(f"{side}__*")) for side in ("before", "after"))
    good = check(Check(source=str(before), suite=str(declared)))
    assert (good.gate, good.spec_changes, good.error) == ("open", (), None)
    told = check(Check(source=str(after), suite=str(declared)))
    assert told.gate == ("closed" if closed_by else "open"), told.summary.en
    assert {f.kind for f in told.spec_changes} == set(closed_by)
    for finding in told.spec_changes:
        columns = closed_by[finding.kind]
        assert columns is None or finding.columns == columns
    assert not [r.sentence.en for r in told.results if r.success is False]  # one cause, one message
    assert msgspec.json.decode(msgspec.json.encode(told.to_json_dict()))["exit_code"] == told.exit_code
