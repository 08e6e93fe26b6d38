"""--at says what time the data is of: it picks the suite's version, and stands in the result."""

from pathlib import Path

import msgspec
import pytest

from dq.cli import run

SUITE = """
name: prices
landed: {{match: "prices*.csv", period: "prices_{{year}}{{month}}.csv"}}
columns: [{{name: day, type: date}}, {{name: price, type: number}}]
expectations: [{{type: expect_table_row_count_to_equal, kwargs: {{value: {rows}}}}}]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "expectations"
    folder.mkdir()
    (folder / "prices.yaml").write_text(SUITE.format(rows=1), encoding="utf-8")
    (folder / "prices.2026-04-01.yaml").write_text(SUITE.format(rows=2), encoding="utf-8")
    for name in ("prices_202604.csv", "prices.csv"):
        (tmp_path / name).write_text("day,price\n2026-03-31,1.5\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("named", [(), ("-s", "prices")])
@pytest.mark.parametrize(
    ("file", "at", "version", "period"),
    [
        ("prices_202604.csv", None, "prices.2026-04-01.yaml", "2026-04"),
        ("prices_202604.csv", "2026-03", "prices.yaml", "2026-03"),
        ("prices.csv", "FY2025", "prices.yaml", "FY2025"),
        ("prices.csv", "2026-04-01T05", "prices.2026-04-01.yaml", "2026-04-01T05"),
        ("prices.csv", "", "prices.2026-04-01.yaml", None),
    ],
)
def test_the_period_is_what_at_says(
    here: Path, file: str, at: str | None, version: str, period: str | None, named: tuple[str, ...]
) -> None:
    code = run(["check", file, *named, "--output", "json=result.json", *(() if at is None else (f"--at={at}",))])
    told = msgspec.json.decode((here / "result.json").read_bytes())
    assert told["suite"]["uri"] == f"expectations/{version}"
    assert told["period"] == period
    outside = period in ("2026-04", "2026-04-01T05")
    assert ("period_mismatch" in {c["kind"] for c in told["spec_changes"]}) is outside
    assert code == told["exit_code"] == int(version != "prices.yaml")


@pytest.mark.parametrize("at", ["yesterday", "2026-13", "2026/04", "FY2026-04", "26"])
def test_what_is_no_period(here: Path, capsys: pytest.CaptureFixture[str], at: str) -> None:
    assert run(["check", "prices.csv", "--at", at, "--lang", "ja"]) == 2
    assert f"`{at}` は期間ではありません" in capsys.readouterr().err
