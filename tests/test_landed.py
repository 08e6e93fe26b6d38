"""How a file landed beside what it holds: its name's period, and bytes that were there before under another name."""

import json
from pathlib import Path
from typing import Any

import pytest

from dq import gate
from dq.cli import run
from dq.suites.match import days_of

SUITE = """
name: demand
landed: {{match: ["demand_*.csv"], period: "demand_{{year}}{{month}}{day}.csv"}}
columns:
  - {{name: 日付, type: date, format: "%Y-%m-%d"}}
  - {{name: 需要, type: integer}}
"""


def _file(folder: Path, name: str, days: str, first: int = 1, last: int = 20) -> Path:
    path = folder / name
    lines = [f"{days}-{d:02d},{3000 + 17 * d}" for d in range(first, last + 1)]
    path.write_text("日付,需要\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def _checked(folder: Path, file: Path, *more: str, day: str = "", changes: str = "{}") -> dict[str, Any]:
    suite = folder / "demand.yaml"
    suite.write_text(f"{SUITE.format(day=day)}changes: {changes}\n", "utf-8")
    told = folder / f"{file.stem}.json"
    run(["check", str(file), "-s", str(suite), "--output", f"json={told}", *more])
    return json.loads(told.read_bytes())  # type: ignore[no-any-return]  # an object by construction


def _kinds(document: dict[str, Any]) -> list[str]:
    return [f["kind"] for f in document["spec_changes"]]


def test_dates_that_are_not_the_names_close_the_gate_without_a_baseline(tmp_path: Path) -> None:
    told = _checked(tmp_path, _file(tmp_path, "demand_202605.csv", "2026-04"))
    assert told["period"] == "2026-05"
    [finding] = told["spec_changes"]
    assert (finding["kind"], finding["from"], finding["to"], told["gate"]) == (
        "period_mismatch", ["2026-05-01", "2026-05-31"], ["2026-04-01", "2026-04-20"], "closed",
    )  # fmt: skip


def test_dates_that_are_the_names_are_silence(tmp_path: Path) -> None:
    told = _checked(tmp_path, _file(tmp_path, "demand_202604.csv", "2026-04"))
    assert (told["period"], told["gate"], _kinds(told)) == ("2026-04", "open", [])


@pytest.mark.parametrize("remembered", [False, True], ids=["a_file", "a_result"])
def test_a_name_that_always_says_another_day_is_known_by_the_last_good_file(tmp_path: Path, remembered: bool) -> None:
    """Demand of the day before, under the day of publication."""
    before = _file(tmp_path, "demand_20260411.csv", "2026-04", 10, 10)
    after = _file(tmp_path, "demand_20260412.csv", "2026-04", 11, 11)
    past = before
    if remembered:
        past = before.with_suffix(".json")
        _checked(tmp_path, before, day="{day}", changes="{period_mismatch: ignore}")
    told = _checked(tmp_path, after, "--baseline", str(past), day="{day}")
    assert (told["period"], _kinds(told), told["gate"]) == ("2026-04-12", [], "open")


@pytest.mark.parametrize("remembered", [False, True], ids=["a_file", "a_result"])
def test_yesterdays_content_under_todays_name(tmp_path: Path, remembered: bool) -> None:
    before = _file(tmp_path, "demand_202604.csv", "2026-04")
    after = tmp_path / "demand_202605.csv"
    after.write_bytes(before.read_bytes())
    past = before
    if remembered:
        past = before.with_suffix(".json")
        _checked(tmp_path, before)
    told = _checked(tmp_path, after, "--baseline", str(past))
    assert [(f["kind"], f["grade"]) for f in told["spec_changes"]] == [("content_repeated", "breaking")]
    assert told["gate"] == "closed"
    assert told["landed"]["digest"].startswith("crc32:")


def test_other_bytes_of_the_same_number_repeat_nothing(tmp_path: Path) -> None:
    before = _file(tmp_path, "demand_202604.csv", "2026-04")
    after = _file(tmp_path, "demand_202605.csv", "2026-05")
    assert before.stat().st_size == after.stat().st_size
    assert _kinds(_checked(tmp_path, after, "--baseline", str(before))) == []


def test_compare_tells_it_of_names_that_differ_in_figures_only(tmp_path: Path) -> None:
    before = _file(tmp_path, "demand_202604.csv", "2026-04")
    after, copy = tmp_path / "demand_202605.csv", tmp_path / "copy.csv"
    for path in (after, copy):
        path.write_bytes(before.read_bytes())
    assert [f.kind for f in gate.compare(str(before), str(after)).spec_changes] == ["content_repeated"]
    assert gate.compare(str(before), str(copy)).spec_changes == ()
    assert gate.compare(str(before), str(before)).spec_changes == ()


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2026", ("2026-01-01", "2026-12-31")),
        ("FY2026", ("2026-04-01", "2027-03-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2026-12", ("2026-12-01", "2026-12-31")),
        ("2026-04-01", ("2026-04-01", "2026-04-01")),
        ("2026-04-01T05", ("2026-04-01", "2026-04-01")),
        ("9999", ("9999-01-01", "9999-12-31")),
        ("FY9999", ("9999-04-01", "9999-12-31")),
        ("soon", None),
    ],
)
def test_the_days_of_a_period(period: str, days: tuple[str, str] | None) -> None:
    assert days_of(period) == days
