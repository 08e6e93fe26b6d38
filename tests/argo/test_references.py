"""Every reference leads somewhere: templates, parameters, outputs, items, labels; and what is shared stands alone."""

import json
import re
from typing import Any

import pytest
from _argo import examples, gate, rendered, tags, templates, texts

from dq.by_name import load
from dq.errors import NotLanded
from dq.judging import Check, undecided

SHARED = templates(gate())
OTHERS = {o["metadata"]["name"]: templates(o) for o in examples() if o["kind"] == "WorkflowTemplate"}
KNOWN = {"dq-gate": SHARED, **OTHERS}
NODE = {"status", "duration"}
"""What a metric may always use; `exitCode` and outputs are missing where a pod was lost."""
DAGS = [
    pytest.param(o, t, id=o["metadata"].get("name") or o["metadata"]["generateName"])
    for o in examples() for t in templates(o).values() if "dag" in t
]  # fmt: skip
HERE = [pytest.param(t, id=name) for name, t in SHARED.items()]


def inputs(template: dict[str, Any]) -> dict[str, Any]:
    return {p["name"]: p for p in template.get("inputs", {}).get("parameters", ())}


def outputs(template: dict[str, Any]) -> dict[str, Any]:
    return {p["name"]: p for p in template.get("outputs", {}).get("parameters", ())}


def metrics(template: dict[str, Any]) -> list[dict[str, Any]]:
    return template.get("metrics", {}).get("prometheus", [])  # type: ignore[no-any-return]  # by the schema


def resolves(tag: str, template: dict[str, Any], *, in_metrics: bool = False) -> bool:
    if tag.startswith("inputs.parameters."):
        return tag.removeprefix("inputs.parameters.") in inputs(template)
    if tag.startswith("outputs.parameters."):
        return in_metrics and tag.removeprefix("outputs.parameters.") in outputs(template)
    return tag == "pod.name" or (in_metrics and tag in NODE)


@pytest.mark.parametrize("template", HERE)
def test_what_is_shared_uses_only_its_own(template: dict[str, Any]) -> None:
    outside = {key: value for key, value in template.items() if key != "metrics"}
    assert [tag for tag in tags(outside) if not resolves(tag, template)] == []
    assert [tag for tag in tags(metrics(template)) if not resolves(tag, template, in_metrics=True)] == []
    assert [text for text in texts(template) if "workflow." in text.replace("argoproj.io/workflow'", "")] == []
    assert set(gate()["spec"]) == {"templates"}  # nothing else would travel with a templateRef


def test_an_overlay_uses_only_its_own_too() -> None:
    for template in templates(gate(rendered("overlays/example"))).values():
        outside = {key: value for key, value in template.items() if key != "metrics"}
        assert [tag for tag in tags(outside) if not resolves(tag, template)] == []


@pytest.mark.parametrize("template", HERE)
def test_what_a_caller_would_fill_in_is_stated_in_full(template: dict[str, Any]) -> None:
    container = template["container"]
    assert container["command"] == ["dq"]
    assert {"retryStrategy", "securityContext", "serviceAccountName", "activeDeadlineSeconds", "metadata"} <= set(template)
    assert set(template["retryStrategy"]) == {"limit", "retryPolicy", "expression", "backoff"}
    assert set(template["retryStrategy"]["backoff"]) == {"duration", "factor", "cap", "maxDuration"}
    assert template["securityContext"] == {
        "runAsNonRoot": True, "runAsUser": 10001, "runAsGroup": 10001, "fsGroup": 10001,
        "seccompProfile": {"type": "RuntimeDefault"},
    }  # fmt: skip
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert container["resources"]["limits"]["memory"]
    assert not {"memoize", "synchronization", "hooks", "pendingTimeout", "automountServiceAccountToken"} & set(template)


@pytest.mark.parametrize("template", HERE)
def test_every_input_is_used_and_only_what_must_be_given_has_no_default(template: dict[str, Any]) -> None:
    used = {tag.removeprefix("inputs.parameters.") for tag in tags(template)}
    assert set(inputs(template)) <= used
    required = {name for name, p in inputs(template).items() if "default" not in p}
    assert required in ({"source", "dataset"}, {"verdicts", "items"})
    assert all(isinstance(p.get("default", ""), str) and p["description"] for p in inputs(template).values())


INPUTS = ["source", "dataset", "suite", "baseline", "history", "fail-on", "params", "lang", "deadline"]


def test_the_inputs_and_outputs_are_those_that_were_agreed() -> None:
    for name in ("gate", "report"):
        assert list(inputs(SHARED[name])) == INPUTS
        assert set(outputs(SHARED[name])) == set(written())
    assert set(outputs(SHARED["enforce"])) <= set(written())


def written() -> dict[str, bytes]:
    """What the output folder holds, whatever happened."""
    result = undecided(Check(source="gs://b/a.csv", dataset="a"), NotLanded(uri="gs://b/a.csv"))
    return load("outputs", "argo").files({"gs://b/a.csv": result}, lang="en")  # type: ignore[no-any-return]  # by name


@pytest.mark.parametrize("template", HERE)
def test_every_output_has_a_path_that_is_written_and_a_default_that_is_not_green(template: dict[str, Any]) -> None:
    [folder] = [a.removeprefix("--output=argo=") for a in template["container"]["args"] if a.startswith("--output=argo=")]
    mounted = {m["mountPath"]: m["name"] for m in template["container"]["volumeMounts"]}
    volumes = {v["name"]: v for v in template["volumes"]}
    assert volumes[mounted[folder]]["emptyDir"]["sizeLimit"]
    assert set(mounted.values()) == set(volumes)
    assert "/tmp" in mounted
    for name, output in outputs(template).items():
        assert output["valueFrom"]["path"] == f"{folder}/{name}"
        default = output["valueFrom"]["default"]
        assert default not in ("", "open", "none", "0")
        if name in ("rows", "breaking", "unsuccessful"):
            assert default == "-1"
        if name == "verdict":
            assert json.loads(default)["gate"] == "undecided"
            assert json.loads(default)["exit_code"] != 0
            assert set(json.loads(default)) <= set(json.loads(written()["verdict"])) | {"closes"}


@pytest.mark.parametrize("template", HERE)
def test_no_metric_asks_for_what_a_lost_pod_has_not(template: dict[str, Any]) -> None:
    """What must always come uses the status and inputs; `when` and labels may name outputs only beside such an entry."""
    always = [m for m in metrics(template) if not any(tag.startswith("outputs.") for tag in tags(m))]
    if metrics(template):
        assert {m["name"] for m in always} >= {"dq_gate_last_result", "dq_gate_attempts", "dq_gate_duration_seconds"}
        assert any(m.get("when") == "{{status}} != Succeeded" and m["gauge"]["value"] == "1" for m in always)
    assert [text for text in texts(metrics(template)) if "{{=" in text] == []


METRICS = {
    "dq_gate_last_result": {"dataset"},
    "dq_gate_runs": {"dataset", "gate", "cause"},
    "dq_gate_attempts": {"dataset", "status"},
    "dq_gate_duration_seconds": {"dataset"},
    "dq_gate_breaking_changes": {"dataset"},
}


@pytest.mark.parametrize("name", ["gate", "report"])
def test_the_metrics_are_those_that_were_agreed(name: str) -> None:
    assert {m["name"]: {label["key"] for label in m["labels"]} for m in metrics(SHARED[name])} == METRICS


def test_a_name_has_one_help_and_one_type_in_the_whole_controller() -> None:
    workflows = [m for o in examples() for m in metrics(o["spec"])]
    everywhere = [*workflows, *(m for t in SHARED.values() for m in metrics(t))]
    said: dict[str, set[tuple[str, str, tuple[str, ...]]]] = {}
    for m in everywhere:
        kind = "counter" if "counter" in m else "gauge"
        said.setdefault(m["name"], set()).add((m["help"], kind, tuple(label["key"] for label in m["labels"])))
        assert kind == "counter" or m["gauge"]["realtime"] is False
        assert "version" not in {label["key"] for label in m["labels"]}
        assert not m["name"].endswith("_total")
    assert {name: one for name, one in said.items() if len(one) != 1} == {}
    assert len(said) == 8


@pytest.mark.parametrize("template", HERE)
def test_the_backoff_outlasts_every_attempt(template: dict[str, Any]) -> None:
    retry = template["retryStrategy"]
    longest = max(int(n) for p in inputs(template).values() if p["name"] == "deadline" for n in
                  re.findall(r"at most (\d+)", p["description"]) or [p["default"]])  # fmt: skip
    unit = {"s": 1, "m": 60, "h": 3600}
    named = (retry["backoff"][key] for key in ("maxDuration", "duration", "cap"))
    most, wait, cap = (int(text[:-1]) * unit[text[-1]] for text in named)
    waits = sum(min(cap, wait * int(retry["backoff"]["factor"]) ** n) for n in range(int(retry["limit"])))
    assert most >= (int(retry["limit"]) + 1) * longest + waits
    assert template["activeDeadlineSeconds"] == "{{inputs.parameters.deadline}}"


@pytest.mark.parametrize(("workflow", "template"), DAGS)
def test_a_dag_refers_to_what_is_there(workflow: dict[str, Any], template: dict[str, Any]) -> None:
    spec = workflow["spec"].get("workflowSpec", workflow["spec"])
    arguments = {p["name"]: p for p in spec.get("arguments", {}).get("parameters", ())}
    tasks = {t["name"]: t for t in template["dag"]["tasks"]}
    for task in tasks.values():
        ref = task["templateRef"]
        called = KNOWN[ref["name"]][ref["template"]]
        given = {p["name"]: p["value"] for p in task["arguments"]["parameters"]}
        assert set(given) <= set(inputs(called))
        assert {name for name, p in inputs(called).items() if "default" not in p} <= set(given)
        before = re.findall(r"\b([a-z0-9-]+)\.(Succeeded|Failed|Errored|Skipped)", task.get("depends", ""))
        assert {name for name, _ in before} <= set(tasks)
        assert "dependencies" not in task
        assert "continueOn" not in task
        for tag in tags([given, task.get("withParam", "")]):
            place, _, rest = tag.partition(".")
            if place == "workflow" and rest.startswith("parameters."):
                assert rest.removeprefix("parameters.") in arguments
            elif place == "tasks":
                name, _, output = rest.partition(".outputs.parameters")
                assert name in {n for n, _ in before}
                source = tasks[name]["templateRef"]
                if "withParam" in tasks[name]:  # NAME alone waits for ever where no child succeeded
                    assert output == ""
                else:
                    assert output.removeprefix(".") in outputs(KNOWN[source["name"]][source["template"]])
            elif place == "item":
                items = json.loads(arguments[task["withParam"][len("{{workflow.parameters."):-2]]["value"])
                assert all(rest in item for item in items)
            else:
                assert re.match(r"=.*\bworkflow\.scheduledTime\b", tag)
                assert workflow["kind"] == "CronWorkflow"
        if ref["name"] == "task-template-ref":  # nothing transforms what the gate has not let through
            assert task["depends"] in ("gate.Succeeded", "task1.Succeeded", "enforce.Succeeded")


def test_forty_sources_are_forty_datasets() -> None:
    [workflow] = [o for o in examples() if o["metadata"].get("generateName") == "forty-sources-"]
    items = json.loads(workflow["spec"]["arguments"]["parameters"][0]["value"])
    assert len({item["dataset"] for item in items}) == len({item["source"] for item in items}) == 40
    assert all(re.fullmatch(r"[a-z0-9_-]{1,63}", item["dataset"]) for item in items)
    [main] = templates(workflow).values()
    assert main["dag"]["failFast"] is False
    tasks = {t["name"]: t for t in main["dag"]["tasks"]}
    assert tasks["sources"]["templateRef"] == {"name": "dq-gate", "template": "report"}
    assert tasks["enforce"]["depends"] == "sources.Succeeded || sources.Failed || sources.Errored"


def test_report_differs_from_gate_only_in_what_success_means() -> None:
    one, other = SHARED["gate"], SHARED["report"]
    assert [a for a in other["container"]["args"] if a not in one["container"]["args"]] == ["--exit-zero"]
    assert {key for key in one if one[key] != other[key]} == {"name", "container", "metrics"}
    assert [m for m in metrics(one) if m["name"] != "dq_gate_last_result"] == [
        m for m in metrics(other) if m["name"] != "dq_gate_last_result"
    ]


def test_hera_says_the_same_dag() -> None:
    from runpy import run_path

    from _argo import TEMPLATES

    made = run_path(str(TEMPLATES / "examples" / "hera_dag.py"))["workflow"].to_dict()
    [written_by_hand] = [o for o in examples() if o["metadata"].get("name") == "sample-module-wf"]
    assert made == written_by_hand
