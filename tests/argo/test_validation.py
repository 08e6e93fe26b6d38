"""Argo's own code on our manifests: lint, what is retried, and what a pod is handed."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from _argo import EXAMPLES, gate, judged, rendered, templates

RETRY = templates(gate())["gate"]["retryStrategy"]["expression"]

# exit code, status, message of the last attempt -> again? A missing exit code is "-1".
TRUTH = [
    ("1", "Failed", "main: Error (exit code 1): day_ahead_prices: gate closed: column renamed", False),
    ("1", "Failed", "main: Error (exit code 1): Preempted", False),
    ("1", "Failed", "main: Error (exit code 1): x\nPreempted", False),
    ("1", "Failed", "main: Error (exit code 1): The node was low on resource: disk", False),
    ("2", "Failed", "main: Error (exit code 2): no suite fits this file", False),
    ("3", "Failed", "main: Error (exit code 3): this is a bug", False),
    ("75", "Failed", "main: Error (exit code 75): the store did not answer", True),
    ("175", "Failed", "main: Error (exit code 175)", False),
    ("64", "Failed", "main: Error (exit code 64)", False),
    ("65", "Failed", "main: Error (exit code 65)", False),
    ("137", "Failed", "OOMKilled (exit code 137)", False),
    ("137", "Failed", "main: Error (exit code 137)", False),
    ("143", "Failed", "main: Error (exit code 143): interrupted", False),
    ("-1", "Failed", "Pod was active on the node longer than the specified deadline", False),
    ("-1", "Failed", "Usage of EmptyDir volume \"dq-tmp\" exceeds the limit \"4Gi\".", False),
    ("-1", "Failed", "Pod was terminated in response to imminent node shutdown.", True),
    ("143", "Failed", "Pod was terminated in response to imminent node shutdown.", True),
    ("-1", "Failed", "The node was low on resource: ephemeral-storage. Threshold quantity: 1", True),
    ("-1", "Failed", "Preempted in order to admit critical pod", True),
    ("-1", "Error", "pod deleted", True),
    ("64", "Error", "wait: Error (exit code 64): failed to put file", True),
    ("0", "Error", "", True),
]  # fmt: skip


def test_argo_lints_them_all(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(rendered("base"), encoding="utf-8")
    told = judged(files=[str(tmp_path / "base.yaml"), *map(str, EXAMPLES)])["linted"]
    assert [one for one in told if one["error"]] == []
    assert len(told) == 7


@pytest.mark.parametrize(
    ("template", "given", "said"),
    [
        ("gates", {"source": "x", "dataset": "x"}, "not found"),
        ("gate", {"source": "x"}, "inputs.parameters.dataset was not supplied"),
        ("gate", {"source": "{{workflow.parameters.variable1}}", "dataset": "x"},
         "failed to resolve {{workflow.parameters.variable1}}"),
    ],
)  # fmt: skip
def test_argo_refuses_a_reference_that_leads_nowhere(
    template: str, given: dict[str, str], said: str, tmp_path: Path
) -> None:
    broken: dict[str, Any] = {
        "templateRef": {"name": "dq-gate", "template": template},
        "arguments": {"parameters": [{"name": name, "value": value} for name, value in given.items()]},
    }
    workflow = {
        "apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"generateName": "broken-"},
        "spec": {"entrypoint": "main", "templates": [{"name": "main", "dag": {"tasks": [{"name": "gate", **broken}]}}]},
    }  # fmt: skip
    (tmp_path / "base.yaml").write_text(rendered("base"), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(yaml.safe_dump(workflow), encoding="utf-8")
    told = judged(files=sorted(map(str, tmp_path.iterdir())))["linted"]
    [error] = [one["error"] for one in told if one["name"] == "broken-"]
    assert said in error


def test_faults_are_retried_and_data_never() -> None:
    asked = [
        {"expression": RETRY, "variables": {"lastRetry.exitCode": code, "lastRetry.status": status,
                                            "lastRetry.message": message, "lastRetry.duration": "1.5", "retries": "0"}}
        for code, status, message, _ in TRUTH
    ]  # fmt: skip
    told = judged(expressions=asked)["expressions"]
    wrong = [(case, said) for case, said in zip(TRUTH, told, strict=True) if said != str(case[3]).lower()]
    assert wrong == []


def test_one_expression_serves_all() -> None:
    assert {t["retryStrategy"]["expression"] for t in templates(gate()).values()} == {RETRY}
    assert {t["retryStrategy"]["retryPolicy"] for t in templates(gate()).values()} == {"Always"}


def test_what_a_pod_is_handed(tmp_path: Path) -> None:
    """Filled by the controller's code: what is not given arrives empty, the deadline as a number, hostile text as text."""
    (tmp_path / "base.yaml").write_text(rendered("base"), encoding="utf-8")
    hostile = 'gs://b/a"b\\c\n--output=x {{workflow.name}}.csv'
    told = judged(
        files=[str(tmp_path / "base.yaml")],
        arguments=[
            {"template": "dq-gate/gate", "given": {"source": "gs://b/a.csv", "dataset": "a", "deadline": "60"}},
            {"template": "dq-gate/report", "given": {"source": hostile, "dataset": "a", "params": '{"n": 1}'}},
            {"template": "dq-gate/gate", "given": {"source": "gs://b/a.csv"}},
        ],
    )["templates"]
    plain, odd, lacking = told
    assert plain["container"]["args"] == [
        "check", "--output=argo=/dq/out", "--dataset=a", "--suite=", "--baseline=", "--history=", "--fail-on=critical",
        "--params=", "--lang=en", "--", "gs://b/a.csv",
    ]  # fmt: skip
    assert plain["activeDeadlineSeconds"] in (60, "60")
    assert plain["metadata"]["annotations"]["ad.datadoghq.com/main.logs"].endswith('"tags": ["dataset:a"]}]')
    assert odd["container"]["args"][-2:] == ["--", hostile]
    assert '--params={"n": 1}' in odd["container"]["args"]
    assert "dataset" in lacking["error"]
