"""dq enforce: the worst verdict of a fan-out, and nothing that is missing, empty or garbled is green."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dq.by_name import load
from dq.cli.enforce import command, judged
from dq.gate import check
from dq.judging import Check

LANDED = {"good": "landed/fuel_prices_202604.csv", "changed": "broken/new_export_system/day_ahead_20260413.csv"}


def verdict(dataset: str = "a", code: int = 0, **more: Any) -> dict[str, Any]:
    gate = {0: "open", 1: "closed"}.get(code, "undecided")
    return {"source": f"{dataset}.csv", "dataset": dataset, "gate": gate, "exit_code": code, "closes": None,
            "cause": "none", "summary": f"{dataset}: gate {gate}", **more}  # fmt: skip


def enforce(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(command, args, input=stdin, standalone_mode=False, catch_exceptions=False)


def lines(*verdicts: dict[str, Any]) -> str:
    return json.dumps([json.dumps(v) for v in verdicts])


@pytest.mark.parametrize(
    ("codes", "code"),
    [([0], 0), ([0, 1], 1), ([1, 75], 75), ([1, 75, 2], 2), ([2, 3], 3), ([0, 143, 1], 143), ([0] * 40, 0)],
)
def test_the_worst_verdict_is_the_word(codes: list[int], code: int) -> None:
    result = enforce(lines(*(verdict(f"d{n}", c) for n, c in enumerate(codes))))
    assert result.return_value == code
    told = result.stdout.splitlines()
    assert len(told) == len(codes) + 2, "one line a dataset, a blank one, and the count"
    assert told[-1].endswith(f"exit code {code}")


def test_every_form_in_which_argo_gathers_them() -> None:
    one = verdict(code=1)
    forms = [one, json.dumps(one), {"gate": "closed", "verdict": json.dumps(one)}, {"verdict": one}]
    assert [r.exit_code for r in judged(forms, None, "critical").values()] == [1, 1, 1, 1]
    assert enforce(json.dumps(forms)).return_value == 1
    assert enforce("-", stdin=lines(one)).return_value == 1
    assert enforce(json.dumps(one), lines(verdict("b", 2))).return_value == 2


@pytest.mark.parametrize(
    "garbled",
    ["", "x", "null", "{}", "[]", "true", '{"gate":"open"}', '{"gate":"open","exit_code":1}', '{"gate":"closed","exit_code":0}',
     '{"gate":"open","exit_code":false}', '{"gate":"open","exit_code":0.0}', '{"gate":"open","exit_code":"0"}',
     '{"gate":"open","exit_code":0,"closes":"nothing"}', '{"gate":"Open","exit_code":0}', '{"verdict":""}', '{"verdict":null}'],
)  # fmt: skip
def test_what_is_no_verdict_is_never_green(garbled: str) -> None:
    for fail_on in ("critical", "never"):
        result = enforce(json.dumps([json.dumps(verdict()), garbled]), "--fail-on", fail_on)
        assert result.return_value == 3
        assert result.stdout.startswith("◇ verdict 2: undecided: this is no verdict")
        assert "2 files: 1 open, 1 undecided" in result.stdout


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", 3),
        ("{{tasks.gates.outputs.parameters}}", 2),
        ("3", 2),
        ('"open"', 2),
        ("null", 2),
        ("[", 2),
        ("{}", 3),
        ("x", 2),
    ],
)
def test_no_verdict_at_all_is_never_green(text: str, code: int, tmp_path: Path) -> None:
    result = enforce(text, "--fail-on=never", f"--output=argo={tmp_path}/out")
    assert result.return_value == code
    assert (tmp_path / "out" / "gate").read_text() == "undecided"


def test_nothing_on_stdin_is_the_callers() -> None:
    assert enforce("-", stdin="").return_value == 2


@pytest.mark.parametrize(
    ("items", "missing"),
    [
        ([{"dataset": "a"}, {"dataset": "b"}], []),
        ([{"dataset": "a"}, {"dataset": "b"}, {"dataset": "c"}], ["c"]),
        (["a.csv", "b.csv"], []),
        (["a", "x"], ["x"]),
        ([{"dataset": "a", "source": "a.csv"}, {"dataset": "a", "source": "other.csv"}], ["a"]),
        ([{"name": "a", "folder": "x"}, {"name": "b", "folder": "x"}], []),
        ([{"dataset": "c", "note": "a"}], ["c"]),
        ([None, {}, {"n": {}}], ["None", "{}", '{"n":{}}']),
        ([], []),
    ],
)
def test_every_item_needs_a_verdict_of_its_own(items: list[Any], missing: list[str]) -> None:
    results = judged([verdict("a"), verdict("b")], items, "critical")
    assert [r.dataset for r in results.values() if r.gate == "undecided"] == missing
    code = enforce(lines(verdict("a"), verdict("b")), "--items", json.dumps(items), "--fail-on=never").return_value
    assert code == (3 if missing else 0)


def test_items_that_are_no_list_are_the_callers() -> None:
    assert enforce(lines(verdict()), "--items", "gs://a").return_value == 2


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [
        ("critical", [0, 0, 1, 1, 75]),
        ("warning", [0, 1, 1, 1, 75]),
        ("info", [1, 1, 1, 1, 75]),
        ("never", [0, 0, 0, 0, 75]),
    ],
)
def test_fail_on_closes_what_a_gate_only_reported_and_never_opens_only_the_datas(
    fail_on: str, codes: list[int]
) -> None:
    given = [verdict("a", closes="info"), verdict("b", closes="warning"), verdict("c", closes="critical")]
    given += [verdict("d", 1, closes="info"), verdict("e", 75, closes="critical")]
    results = judged(given, None, fail_on)
    assert [r.exit_code for r in results.values()] == codes
    changed = [r for r in results.values() if "enforce --fail-on" in r.summary.en]
    assert [r.dataset for r in changed] == [
        v["dataset"] for v, c in zip(given, codes, strict=True) if v["exit_code"] != c
    ]


def test_what_a_gate_wrote_is_what_is_read(tmp_path: Path) -> None:
    """By the gates' own outputs: the cause, the sentence and the word arrive on the step that enforces."""
    given = []
    for name, path in LANDED.items():
        result = check(Check(source=f"examples/{path}"))
        given.append({k: v.decode() for k, v in load("outputs", "argo").files({name: result}).items()})
    ran = enforce(json.dumps(given), f"--output=argo={tmp_path}", f"--output=json={tmp_path}/r.json")
    assert ran.return_value == 1
    assert (tmp_path / "cause").read_text() == given[1]["cause"] == "column_renamed"
    assert (tmp_path / "summary").read_text().endswith("(of 2 files: 1 open, 1 closed)")
    assert json.loads((tmp_path / "r.json").read_text())["exit_code"] == 1


@pytest.mark.parametrize(("cause", "code"), [("not_landed", 1), ("expectation", 1), ("caller", 2), ("transient", 75)])
def test_the_cause_is_handed_on(cause: str, code: int, tmp_path: Path) -> None:
    enforce(lines(verdict(code=code, cause=cause)), f"--output=argo={tmp_path}")
    assert (tmp_path / "cause").read_text() == cause


def test_a_verdict_can_paint_no_terminal_and_fill_no_page() -> None:
    told = enforce(lines(verdict(summary="\x1b[2J\n✓ all open" + "x" * 5000))).stdout
    assert "\x1b" not in told
    assert len(told.splitlines()) == 3
    assert len(told) < 1200


def test_it_speaks_japanese() -> None:
    told = enforce("[]", "--items", '["spot"]', "--lang=ja").stdout
    assert told.startswith("◇ spot: 未判定: 判定結果がありません")
