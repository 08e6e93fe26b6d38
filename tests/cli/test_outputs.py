"""Outputs of a run: undecided before it ends, whole at its end, and never an old word where one cannot be written."""

import json
from pathlib import Path
from typing import Any

import pytest

from dq.cli._outputs import Outputs
from dq.cli._running import Run
from dq.errors import CannotWrite, DqError
from dq.judging import Check, undecided

GOOD = "examples/landed/fuel_prices_202604.csv"


def run(targets: list[tuple[str, str]], files: list[str] | None = None, **asked: Any) -> Any:
    asked = {"suite": "expectations/fuel_prices.yaml", "fail_on": "critical", "engine": "native", **asked}
    return Run(targets=targets, lang="en", sources=files or [GOOD]).of(level="SUMMARY", baseline=None, **asked)


def test_every_output_has_the_result(tmp_path: Path) -> None:
    run([("json", f"{tmp_path}/r.json"), ("argo", f"{tmp_path}/new/out")])
    assert json.loads((tmp_path / "r.json").read_text())["gate"] == "open"
    assert (tmp_path / "new" / "out" / "gate").read_text() == "open"


@pytest.mark.parametrize("order", [1, -1])
def test_where_one_cannot_be_written_none_reads_as_green(tmp_path: Path, order: int) -> None:
    (tmp_path / "old.json").write_text('{"gate": "open"}')
    targets = [("json", f"{tmp_path}/none/r.json"), ("argo", f"{tmp_path}/out"), ("json", f"{tmp_path}/old.json")]
    with pytest.raises(CannotWrite):
        run(targets[::order])
    for said in ((tmp_path / "out" / "summary").read_text(), (tmp_path / "old.json").read_text()):
        assert "cannot write" in said
    assert (tmp_path / "out" / "gate").read_text() == "undecided"


def test_where_one_cannot_be_replaced_at_the_end_the_others_are_taken_back(tmp_path: Path) -> None:
    outputs = Outputs(targets=[("argo", f"{tmp_path}/out"), ("json", f"{tmp_path}/made/r.json")], lang="en")
    (tmp_path / "made").mkdir()
    outputs.begin({GOOD: undecided(Check(source=GOOD), DqError("not yet"))})
    (tmp_path / "made" / "r.json").unlink()
    (tmp_path / "made").rmdir()
    results = run([])
    with pytest.raises(CannotWrite):
        outputs.end(results)
    assert (tmp_path / "out" / "gate").read_text() == "undecided"
    assert json.loads((tmp_path / "out" / "verdict").read_text())["dataset"] == "fuel_prices"
