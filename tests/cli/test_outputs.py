"""Outputs of a run: undecided before it ends, whole at its end, and never an old word where one cannot be written."""

import json
import subprocess
import sys
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


@pytest.mark.parametrize(
    "wrong",
    [["--fail-on=often"], ["--typo"], ["--at=later"], ["--output=jsn=x"], ["--output=json"], ["--params={"], ["--engine=x"], [""],
     ["--history=s3://a"], ["--output"]],
)  # fmt: skip
def test_a_call_that_is_not_understood_leaves_no_old_word(tmp_path: Path, wrong: list[str]) -> None:
    (tmp_path / "r.json").write_text('{"gate": "open"}')
    asked = [
        "check",
        GOOD,
        "--dataset=fuel",
        f"--output=json={tmp_path}/r.json",
        "--output",
        f"argo={tmp_path}/out",
        *wrong,
    ]
    ran = subprocess.run([sys.executable, "-m", "dq", *asked], capture_output=True, check=False, timeout=60)
    assert ran.returncode == 2
    told = json.loads((tmp_path / "r.json").read_text())
    assert (told["gate"], told["exit_code"], told["error"]["kind"]) == ("undecided", 2, "UsageError")
    assert told["summary"]["en"].startswith("fuel: undecided: ")
    assert (tmp_path / "out" / "cause").read_text() == "caller"
