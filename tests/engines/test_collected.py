"""What the scan collects comes out the same from its own statement, from lists after it, and from a table that spills."""

from pathlib import Path
from typing import Any

import pytest

from dq import duck
from dq.engines.native import collected, scan
from dq.errors import OutOfMemory
from dq.gate import check
from dq.judging import Check

SUITE = """
name: kept
landed: {match: ["kept.csv"]}
columns:
  - {name: id, type: integer}
  - {name: area, type: text}
  - {name: price, type: number}
  - {name: nothing, type: number}
expectations:
  - {type: expect_column_values_to_be_unique, kwargs: {column: id}}
  - {type: expect_column_values_to_be_unique, kwargs: {column: area, mostly: 0.1}}
  - {type: expect_compound_columns_to_be_unique, kwargs: {column_list: [id, area]}}
  - {type: expect_compound_columns_to_be_unique, kwargs: {column_list: [area, price]}}
  - {type: expect_column_unique_value_count_to_be_between, kwargs: {column: price, min_value: 1}}
  - {type: expect_column_median_to_be_between, kwargs: {column: price, min_value: 0}}
  - {type: expect_column_median_to_be_between, kwargs: {column: nothing, min_value: 0}}
  - {type: expect_column_median_to_be_between,
     kwargs: {column: price, min_value: 0, row_condition: 'area == "east"', condition_parser: pandas}}
  - type: expect_column_quantile_values_to_be_between
    kwargs:
      column: price
      quantile_ranges: {quantiles: [0, 0.1, 0.5, 0.95, 1], value_ranges: [[0, 1], [0, 9], [0, 9], [0, 9], [0, 9]]}
  - type: expect_column_quantile_values_to_be_between
    kwargs: {column: nothing, quantile_ranges: {quantiles: [0.5], value_ranges: [[0, 1]]}}
"""


def landed(folder: Path, rows: int) -> tuple[str, str]:
    areas = ("east", "west", "", "north")
    lines = [f"{i},{areas[i % 4]},{i * 7 % 11 / 4 if i % 5 else ''}," for i in range(rows)]
    (folder / "kept.csv").write_text("\n".join(["id,area,price,nothing", *lines, *lines[:1]]) + "\n", encoding="utf-8")
    (folder / "kept.yaml").write_text(SUITE, encoding="utf-8")
    return str(folder / "kept.csv"), str(folder / "kept.yaml")


def judged(source: str, suite: str) -> list[tuple[Any, ...]]:
    result = check(Check(source=source, suite=suite))
    assert result.error is None
    return [(r.expectation_config["type"], r.success, r.result) for r in result.results]


@pytest.mark.parametrize("rows", [1, 2, 997])
@pytest.mark.parametrize(
    ("finishes", "module", "bound", "value"),
    [
        ("finished", scan, "FEW", -1),  # no file has few rows: lists after the scan
        ("spilling", collected, "A_VALUE", duck.memory_limit()),  # one value is as much as there is: a table
    ],
    ids=["lists", "table"],
)
def test_every_way_gives_what_the_scans_own_statement_gives(
    finishes: str, module: Any, bound: str, value: int, rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, suite = landed(tmp_path, rows)
    held = judged(source, suite)
    used: list[int] = []
    monkeypatch.setattr(module, bound, value)
    monkeypatch.setattr(scan, finishes, lambda *args: used.append(1) or getattr(collected, finishes)(*args))
    assert judged(source, suite) == held
    assert used


def test_lists_that_memory_refuses_are_kept_in_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the number of rows was not known before, the scan finds out."""
    source, suite = landed(tmp_path, 997)
    held = judged(source, suite)
    asked: list[int] = []
    monkeypatch.setattr(scan, "FEW", -1)

    def refused(*_: Any) -> dict[Any, Any]:
        asked.append(1)
        raise OutOfMemory("failed to allocate data of size 128.0 MiB")

    monkeypatch.setattr(scan, "finished", refused)
    assert judged(source, suite) == held
    assert asked
