"""The templates' containers, run here as a pod would: the same command and arguments, and what Argo reads of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from _argo import run

from dq.by_name import load
from dq.errors import NotLanded
from dq.judging import Check, undecided

GOOD = "examples/landed/day_ahead_20260413.csv"
BAD = "examples/broken/column_renamed/day_ahead_20260413.csv"


def test_a_good_file_opens_the_gate(tmp_path: Path) -> None:
    code, outputs, said = run("gate", tmp_path, source=GOOD, dataset="day_ahead_prices")
    assert (code, outputs["gate"], outputs["cause"]) == (0, "open", "none")
    assert (outputs["rows"], outputs["breaking"], outputs["unsuccessful"]) == ("336", "0", "0")
    assert said.startswith("day_ahead_prices: gate open")


@pytest.mark.parametrize(("name", "code"), [("gate", 1), ("report", 0)])
def test_a_changed_file_closes_it_and_says_what_changed(name: str, code: int, tmp_path: Path) -> None:
    """`report` says the same and exits 0: its metrics and `enforce` go by the outputs."""
    exited, outputs, said = run(name, tmp_path, source=BAD, dataset="day_ahead_prices")
    assert (exited, outputs["gate"], outputs["cause"]) == (code, "closed", "column_renamed")
    assert "renamed" in said
    assert outputs["summary"] == said
    assert json.loads(outputs["verdict"])["exit_code"] == 1


@pytest.mark.parametrize("name", ["gate", "report"])
def test_a_fault_of_the_caller_is_none_of_the_data(name: str, tmp_path: Path) -> None:
    code, outputs, _ = run(name, tmp_path, source=GOOD, dataset="day_ahead_prices", suite="no_such_suite")
    assert (code, outputs["gate"], outputs["cause"], outputs["rows"]) == (2, "undecided", "caller", "-1")


def test_what_did_not_land_closes_the_gate(tmp_path: Path) -> None:
    code, outputs, _ = run("gate", tmp_path, source="examples/landed/day_ahead_20990101.csv", dataset="a")
    assert (code, outputs["gate"], outputs["cause"]) == (1, "closed", "not_landed")


def test_report_only_lets_everything_through_but_faults(tmp_path: Path) -> None:
    code, outputs, _ = run("gate", tmp_path / "a", source=BAD, dataset="a", fail_on="never")
    assert (code, outputs["gate"], outputs["cause"]) == (0, "open", "column_renamed")
    assert run("gate", tmp_path / "b", source=GOOD, dataset="a", fail_on="never", suite="no_such_suite")[0] == 2


def gathered(folder: Path, sources: dict[str, str]) -> tuple[str, str]:
    """The fan-out as Argo gathers it: the outputs of the Succeeded ones, as strings; and its items."""
    found: list[dict[str, Any]] = []
    for dataset, source in sources.items():
        code, outputs, _ = run("report", folder / dataset, source=source, dataset=dataset)
        if code == 0:
            found.append(outputs)
    return json.dumps(found), json.dumps([{"dataset": d, "source": s} for d, s in sources.items()])


FUEL = "examples/landed/fuel_prices_202604.csv"


@pytest.mark.parametrize(
    ("sources", "code", "said"),
    [
        ({"day_ahead_prices": GOOD, "fuel_prices": FUEL}, 0, "2 open"),
        ({"day_ahead_prices": BAD, "fuel_prices": FUEL}, 1, "renamed"),
        ({"day_ahead_prices": GOOD, "nowhere": "README.md"}, 3, "nowhere"),  # no suite: exit 2, not gathered
        ({"nowhere": "README.md"}, 3, "nowhere"),  # nothing gathered: `[]`
    ],
)
def test_enforce_is_the_word_on_all(sources: dict[str, str], code: int, said: str, tmp_path: Path) -> None:
    verdicts, items = gathered(tmp_path, sources)
    exited, outputs, message = run("enforce", tmp_path / "enforce", verdicts=verdicts, items=items)
    assert exited == code
    assert said in message
    assert (outputs["gate"] == "open") == (code == 0)


def test_forty_verdicts_fit_one_argument(tmp_path: Path) -> None:
    """Linux takes 128 KiB an argument: the longest sentences that outputs hold, forty times."""
    _, outputs, _ = run("report", tmp_path, source=BAD, dataset="day_ahead_prices")
    long = undecided(Check(source="s" * 200, dataset="d" * 63), NotLanded(uri="値" * 5_000))
    told = {name: data.decode() for name, data in load("outputs", "argo").files({"s": long}, lang="ja").items()}
    assert set(told) == set(outputs)
    forty = json.dumps([told] * 40, ensure_ascii=False)
    assert len(forty.encode()) < 128 * 1024
