"""Argo's own controller plays our templates, with dq in the pods: only the node and the API around it are ours.

What no validation shows: what is retried, what reaches whom, which metrics come out, and what a fan-out does.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from _argo import EXAMPLES, ROOT, examples, program, rendered, with_components
from _monitors import MONITORS, emitted

GOOD, BAD = "examples/landed/day_ahead_20260413.csv", "examples/broken/column_renamed/day_ahead_20260413.csv"
FUEL = "examples/landed/fuel_prices_202604.csv"
QUICK = {"DEFAULT_REQUEUE_TIME": "200ms", "RECENTLY_STARTED_POD_DURATION": "500ms", "RECENTLY_DELETED_POD_DURATION": "500ms"}


class Played:
    """What `play` said of one workflow."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.phase: str = told["phase"]
        self.message: str = told["message"]
        self.errors: list[str] = told["errors"] or []
        self.nodes = {re.sub(r"^[^.]+\.?", "", n["name"]): n for n in told["nodes"] or ()}
        self.metrics = {
            (name, frozenset(re.findall(r'(\w+)="([^"]*)"', labels))): float(value)
            for name, labels, value in re.findall(r"^(\w+)\{(.*)\} (\S+)$", told["metrics"], re.M)
        }

    def metric(self, name: str, **labels: str) -> float | None:
        return self.metrics.get((f"argo_workflows_dq_gate_{name}", frozenset(labels.items())))

    def attempts(self, task: str) -> list[str]:
        return [n["phase"] for name, n in sorted(self.nodes.items()) if re.fullmatch(re.escape(task) + r"\(\d+\)", name)]


def play(
    folder: Path, workflows: list[dict[str, Any]], fates: dict[str, Any] | None = None, base: str | None = None
) -> list[Played]:
    """The workflows in turn, under one controller."""
    (folder / "base.yaml").write_text(base or rendered("base"), encoding="utf-8")
    plan = {
        "suites": str(ROOT / "expectations"),
        "here": {"gs://example-dq-results": str(folder)},
        "fates": fates or {},
    }
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    asked = {
        "files": [str(folder / "base.yaml"), *map(str, EXAMPLES)],
        "config": str(MONITORS / "controller-configmap.yaml"),
        "workflows": workflows,
        "kubelet": [sys.executable, str(ROOT / "tests" / "argo" / "kubelet.py"), str(folder / "plan.json")],
    }
    ran = subprocess.run(
        [program("play")], input=json.dumps(asked), env={**os.environ, **QUICK}, cwd=ROOT,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-5000:]
    return [Played(one) for one in json.loads(ran.stdout)]


def pods(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "pods.jsonl").read_text(encoding="utf-8").splitlines()]


def two_tasks(source: str) -> dict[str, Any]:
    """The example's own Workflow, on this source."""
    [workflow] = [o for o in examples() if o["metadata"].get("generateName") == "sample-workflow-"]
    return {**workflow, "spec": {**workflow["spec"], "arguments": {"parameters": [{"name": "source", "value": source}]}}}


def example(name: str, **given: str) -> dict[str, Any]:
    [workflow] = [o for o in examples() if o["metadata"].get("generateName") == name]
    changed = json.loads(json.dumps(workflow))
    for parameter in changed["spec"]["arguments"]["parameters"]:
        parameter["value"] = given.get(parameter["name"], parameter["value"])
    return changed  # type: ignore[no-any-return]  # an object as it was


def test_good_bad_fault_and_good_again(tmp_path: Path) -> None:
    """The morning that the alerts' story tells, as the controller counts it."""
    fault = {"exit_code": 75, "message": "day_ahead_prices: undecided: the store did not answer", "outputs": {
        "/dq/out/gate": "undecided", "/dq/out/cause": "transient", "/dq/out/breaking": "-1"}}  # fmt: skip
    drained = {"lost": "Pod was terminated in response to imminent node shutdown."}
    fates = {"day_ahead_prices": [{}, {}, fault, drained, {}]}
    good, bad, mended = play(tmp_path, [two_tasks(GOOD), two_tasks(BAD), two_tasks(GOOD)], fates)

    assert good.phase == "Succeeded"
    assert [good.nodes[task]["phase"] for task in ("gate", "task1", "task2")] == ["Succeeded"] * 3
    assert good.nodes["gate"]["outputs"]["gate"] == "open"
    assert good.nodes["gate"]["outputs"]["result-uri"].startswith(str(tmp_path))
    assert good.metric("last_result", dataset="day_ahead_prices") == 0
    assert good.metric("runs", dataset="day_ahead_prices", gate="open", cause="none") == 1
    assert good.errors == []

    assert bad.phase == "Failed"
    assert bad.attempts("gate") == ["Failed"]  # data is never retried
    assert [bad.nodes[task]["phase"] for task in ("task1", "task2")] == ["Omitted", "Omitted"]
    said = bad.nodes["gate(0)"]["message"]
    assert said.startswith("main: Error (exit code 1): day_ahead_prices: gate closed: column renamed: ")
    assert bad.nodes["gate"]["outputs"]["summary"] in said  # the task has no message of its own, and the outputs
    assert bad.metric("last_result", dataset="day_ahead_prices") == 1
    assert bad.metric("runs", dataset="day_ahead_prices", gate="closed", cause="column_renamed") == 1
    assert bad.metric("breaking_changes", dataset="day_ahead_prices") == 1
    assert bad.errors == []

    assert mended.phase == "Succeeded"
    assert mended.attempts("gate") == ["Failed", "Failed", "Succeeded"]
    assert mended.metric("last_result", dataset="day_ahead_prices") == 0  # what clears the alert
    assert mended.metric("runs", dataset="day_ahead_prices", gate="undecided", cause="transient") == 1
    assert mended.metric("attempts", dataset="day_ahead_prices", status="Failed") == 3
    assert mended.metric("attempts", dataset="day_ahead_prices", status="Succeeded") == 2
    assert (mended.metric("duration_seconds", dataset="day_ahead_prices") or 0) > 9  # waits of 2 s and 8 s

    served = {name: {label for label, _ in labels} for name, labels in mended.metrics}
    assert {name: served[name] for name in emitted()} == {name: labels for name, (_, labels) in emitted().items()}
    gates = [pod for pod in pods(tmp_path) if pod["who"] == "day_ahead_prices"]
    assert {pod["deadline"] for pod in gates} == {1500}


@pytest.mark.parametrize(
    ("fate", "phase", "attempts"),
    [
        ({"lost": "Pod was active on the node longer than the specified deadline"}, "Failed", 1),
        ({"exit_code": 137, "message": "", "outputs": {}}, "Failed", 1),
        ({"exit_code": 64, "message": "bad command", "outputs": {}}, "Failed", 1),
        ({"deleted": True}, "Succeeded", 2),
        ({"lost": "The node was low on resource: ephemeral-storage."}, "Succeeded", 2),
    ],
    ids=["deadline", "out of memory", "argoexec", "deleted", "evicted"],
)
def test_a_pod_that_leaves_no_word(fate: dict[str, Any], phase: str, attempts: int, tmp_path: Path) -> None:
    """It is counted by dataset all the same, and reads as green nowhere."""
    [one] = play(tmp_path, [two_tasks(GOOD)], {"day_ahead_prices": [fate, {}]})
    assert one.phase == phase
    assert len(one.attempts("gate")) == attempts
    assert one.metric("last_result", dataset="day_ahead_prices") == (0 if phase == "Succeeded" else 1)
    opened = one.metric("runs", dataset="day_ahead_prices", gate="open", cause="none")
    assert opened == (1 if phase == "Succeeded" else None)
    ended = [one.metric("attempts", dataset="day_ahead_prices", status=s) or 0 for s in ("Succeeded", "Failed", "Error")]
    assert sum(ended) == attempts


def sources(**of: str) -> str:
    return json.dumps([{"dataset": dataset, "source": source} for dataset, source in of.items()])


def test_a_fan_out_is_judged_to_its_end_and_fails_by_name(tmp_path: Path) -> None:
    asked = sources(day_ahead_prices=BAD, fuel_prices=FUEL, nowhere="README.md")
    [one] = play(tmp_path, [example("forty-sources-", sources=asked)])
    assert one.phase == "Failed"
    phases = {n["outputs"].get("cause"): n["phase"] for name, n in one.nodes.items() if re.match(r"sources\(\d:.*\)$", name)}
    assert phases == {"column_renamed": "Succeeded", "none": "Succeeded", "caller": "Failed"}
    assert one.nodes["enforce"]["phase"] == "Failed"
    assert "nowhere" in one.nodes["enforce(0)"]["message"]
    assert one.nodes["transform"]["phase"] == "Omitted"
    assert one.metric("last_result", dataset="day_ahead_prices") == 1  # though its pod succeeded
    assert one.metric("last_result", dataset="fuel_prices") == 0
    assert one.metric("last_result", dataset="nowhere") == 1
    assert one.metric("runs", dataset="day_ahead_prices", gate="closed", cause="column_renamed") == 1


def test_a_fan_out_opens_where_all_are_open_and_a_closed_one_is_named(tmp_path: Path) -> None:
    opened, closed = play(tmp_path, [
        example("forty-sources-", sources=sources(day_ahead_prices=GOOD, fuel_prices=FUEL)),
        example("forty-sources-", sources=sources(day_ahead_prices=BAD, fuel_prices=FUEL)),
    ])  # fmt: skip
    assert (opened.phase, opened.nodes["transform"]["phase"]) == ("Succeeded", "Succeeded")
    assert opened.errors == []
    assert (closed.phase, closed.nodes["transform"]["phase"]) == ("Failed", "Omitted")
    assert re.search(r"day_ahead_prices.*column renamed", closed.nodes["enforce(0)"]["message"])


def test_a_fan_out_of_which_none_ended_is_not_green(tmp_path: Path) -> None:
    """Argo gathers nothing then, and hands `[]` on: it does not wait for ever."""
    [one] = play(tmp_path, [example("forty-sources-", sources=sources(nowhere="README.md"))])
    assert (one.phase, one.nodes["enforce"]["phase"], one.nodes["transform"]["phase"]) == ("Failed", "Failed", "Omitted")
    [enforced] = [pod for pod in pods(tmp_path) if pod["who"] == "enforce"]
    assert enforced["args"][-2:] == ["--", "[]"]


def test_a_fan_out_over_nothing_is_not_green(tmp_path: Path) -> None:
    [one] = play(tmp_path, [example("forty-sources-", sources="[]")])
    assert (one.phase, one.nodes["nothing"]["phase"], one.nodes["transform"]["phase"]) == ("Failed", "Failed", "Omitted")
    assert "not one verdict" in one.nodes["nothing(0)"]["message"]


def test_forty_of_them(tmp_path: Path) -> None:
    """The example as it stands, with the verdicts of forty pods in one argument."""
    verdict = {"gate": "open", "exit_code": 0, "closes": None, "cause": "none", "summary": "gate open: " + "x" * 280}
    items = json.loads(example("forty-sources-")["spec"]["arguments"]["parameters"][0]["value"])
    fates = {
        item["dataset"]: [{"exit_code": 0, "message": "", "outputs": {
            "/dq/out/gate": "open", "/dq/out/cause": "none",
            "/dq/out/verdict": json.dumps({**verdict, **item}), "/dq/out/summary": "y" * 500}}]
        for item in items
    }  # fmt: skip
    [one] = play(tmp_path, [example("forty-sources-")], fates)
    assert one.phase == "Succeeded"
    assert sum(value for (name, _), value in one.metrics.items() if name == "argo_workflows_dq_gate_runs") == 40


def test_one_template_for_the_cluster(tmp_path: Path) -> None:
    workflow = example("report-only-", source=BAD)
    gate, _ = workflow["spec"]["templates"][0]["dag"]["tasks"]
    gate["templateRef"]["clusterScope"] = True
    gate["arguments"]["parameters"] = [p for p in gate["arguments"]["parameters"] if p["name"] != "fail-on"]
    [one] = play(tmp_path, [workflow], base=with_components("cluster-scope"))
    assert (one.phase, one.nodes["transform"]["phase"]) == ("Failed", "Omitted")
    assert one.metric("runs", dataset="fuel_prices", gate="closed", cause="column_renamed") == 1


def test_report_only_lets_through_and_says_why(tmp_path: Path) -> None:
    [one] = play(tmp_path, [example("report-only-", source=BAD)], {})
    assert (one.phase, one.nodes["transform"]["phase"]) == ("Succeeded", "Succeeded")
    assert one.nodes["gate"]["outputs"]["cause"] == "column_renamed"
    assert one.metric("runs", dataset="fuel_prices", gate="open", cause="column_renamed") == 1


def test_the_cron_asks_for_the_day_in_its_own_zone(tmp_path: Path) -> None:
    [cron] = [o for o in examples() if o["kind"] == "CronWorkflow"]
    at = {"workflows.argoproj.io/scheduled-time": "2026-04-20T21:30:00Z"}  # as Argo says it: 06:30 of the 21st in Tokyo
    workflow = {"metadata": {"generateName": "area-demand-", "annotations": at}, "spec": cron["spec"]["workflowSpec"]}
    ok = {"exit_code": 0, "message": "", "outputs": {"/dq/out/gate": "open", "/dq/out/generation": "1776"}}
    [one] = play(tmp_path, [workflow], {"area_demand": [ok]})
    assert one.phase == "Succeeded"
    gate, transform = pods(tmp_path)
    assert gate["args"][-1] == "gs://example-landing/demand/area_demand_20260421.csv"
    assert transform["args"][1:] == [f"--source={gate['args'][-1]}", "--generation=1776"]


def test_a_workflow_that_argo_refuses_is_seen_only_in_the_count(tmp_path: Path) -> None:
    workflow = example("report-only-", source=GOOD)
    del workflow["spec"]["templates"][0]["dag"]["tasks"][0]["arguments"]["parameters"][1]  # the dataset
    [one] = play(tmp_path, [workflow])
    assert one.phase in ("Error", "Failed")  # 4.1, 4.0
    assert one.message.startswith("invalid spec: ")
    assert "dataset" in one.message
    assert one.nodes == {}
    assert [name for name, _ in one.metrics if "dq_gate" in name] == []
    counted = frozenset({("phase", one.phase), ("namespace", "data-pipelines")})
    assert one.metrics[("argo_workflows_total_count", counted)] == 1
