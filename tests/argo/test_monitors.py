"""Monitors ask for metrics that the templates emit, by the names and tags under which they arrive; and the alerts work."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from _argo import objects, tool
from _monitors import BUILT_IN, CAUSES, DATADOG, MONITORS, annotation, collected, emitted, mapped, operator


def terraform() -> dict[str, dict[str, Any]]:
    import hcl2

    with open(DATADOG / "main.tf", encoding="utf-8") as file:
        document = hcl2.load(file)
    found = {}
    for resource in document["resource"]:
        for kind, byname in resource.items():
            if kind.strip('"') == "datadog_monitor":
                found.update({name.strip('"'): body for name, body in byname.items()})
    return found


def dashboard() -> dict[str, Any]:
    return json.loads((DATADOG / "dashboard.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # an object


def queries() -> list[str]:
    widgets = [request for w in dashboard()["widgets"] for request in w["definition"].get("requests", ())]
    return [m["query"] for m in operator()] + [q["query"] for request in widgets for q in request["queries"]]


def test_the_controller_hands_out_every_metric_under_one_name() -> None:
    assert set(mapped(annotation())) == set(emitted()) - set(BUILT_IN)
    [helm] = objects((DATADOG / "argo-helm.yaml").read_text(encoding="utf-8"))
    assert mapped(helm["controller"]["podAnnotations"]["ad.datadoghq.com/controller.checks"]) == mapped(annotation())
    assert not any(name.endswith(("_total", ".count")) for pair in mapped(annotation()).items() for name in pair)


@pytest.mark.parametrize("query", queries())
def test_a_query_names_metrics_and_tags_that_arrive(query: str) -> None:
    found = collected()
    parts = re.findall(r"(argo_workflows\.[a-z_.]+?)\{([^}]*)\}(?: by \{([^}]*)\})?(\.as_count\(\))?", query)
    assert parts
    for name, scope, by, as_count in parts:
        assert name in found
        assert bool(as_count) == name.endswith(".count")
        filters = [part.lstrip("!").partition(":") for part in scope.split(",") if part not in ("*", "$dataset")]
        tags = {key for key, _, _ in filters} | {tag for tag in by.split(",") if tag}
        assert tags <= found[name]
        allowed = {"gate": {"open", "closed", "undecided"}, "phase": {"error", "failed"}}
        assert all(value in allowed[key] for key, _, value in filters)
        assert query == query.replace("Error", "error")  # tags are lowercase


@pytest.mark.parametrize("monitor", operator(), ids=lambda m: m["name"])
def test_a_message_uses_only_tags_that_the_query_groups_by(monitor: dict[str, Any]) -> None:
    grouped = {tag for by in re.findall(r"by \{([^}]*)\}", monitor["query"]) for tag in by.split(",")}
    used = set(re.findall(r"\{\{(\w+)\.name\}\}", monitor["name"] + monitor["message"]))
    used |= set(re.findall(r'is_exact_match "(\w+)\.name"', monitor["message"]))
    assert used <= grouped
    assert set(re.findall(r'is_exact_match "cause\.name" "(\w+)"', monitor["message"])) <= CAUSES
    blocks = re.findall(r"\{\{([#/])(\w+)", monitor["message"])
    opened, closed = (sorted(word for mark, word in blocks if mark == which) for which in "#/")
    assert opened == closed
    critical = re.search(r"(?:>=|>|<) (\d+)$", monitor["query"])
    assert critical is not None
    assert monitor["options"]["thresholds"] == {"critical": critical[1]}


def test_a_dataset_and_a_cause_are_named_and_a_good_run_resolves() -> None:
    by_query = {m["query"]: m for m in operator()}
    last = "max(last_10m):max:argo_workflows.dq_gate.last_result{*} by {dataset} >= 1"
    assert by_query[last]["options"]["onMissingData"] == "default"
    assert "{{dataset.name}}" in by_query[last]["name"]
    [cause] = [m for m in operator() if "{{cause.name}}" in m["name"]]
    assert "by {dataset,gate,cause}" in cause["query"]


def test_terraform_and_the_operator_have_the_same_monitors() -> None:
    def plain(text: Any) -> Any:
        return text.strip('"') if isinstance(text, str) else text

    one = {}
    for body in terraform().values():
        message = re.sub(r"^ {4}", "", str(body["message"]).strip().strip('"'), flags=re.M)
        message = re.sub(r"^<<-EOT\n|\n *EOT$", "", message)
        [threshold] = body["monitor_thresholds"]
        one[plain(body["name"])] = (
            plain(body["query"]), plain(body["type"]), body["priority"], str(threshold["critical"]),
            body["require_full_window"], re.sub(r"\$\{var\.\w+\} ?", "", message).strip(),
            body.get("notify_no_data", False), body.get("no_data_timeframe"), plain(body.get("on_missing_data")),
        )  # fmt: skip
    other = {}
    for m in operator():
        options = m["options"]
        other[m["name"]] = (
            m["query"], m["type"], m["priority"], options["thresholds"]["critical"], options["requireFullWindow"],
            re.sub(r"@[\w-]+ ?", "", m["message"]).strip(), options.get("notifyNoData", False),
            options.get("noDataTimeframe"), options.get("onMissingData"),
        )  # fmt: skip
    assert one == other
    assert len(one) == 6


def test_datadogs_own_models_take_monitors_and_dashboard() -> None:
    from datadog_api_client.configuration import Configuration
    from datadog_api_client.model_utils import validate_and_convert_types
    from datadog_api_client.v1.model.dashboard import Dashboard
    from datadog_api_client.v1.model.monitor import Monitor

    def taken(model: type, value: dict[str, Any]) -> None:
        made = validate_and_convert_types(value, (model,), ["received"], True, True, Configuration())
        assert not getattr(made, "_unparsed", False)
        assert unparsed(made) == []

    for m in operator():
        options = {re.sub(r"[A-Z]", lambda c: "_" + c[0].lower(), key): value for key, value in m["options"].items()}
        options["thresholds"] = {"critical": float(options["thresholds"]["critical"])}
        taken(Monitor, {**m, "options": options})
    taken(Dashboard, dashboard())


def unparsed(model: Any) -> list[str]:
    """What the client kept as it came because no model of it fits."""
    if type(model).__name__ == "UnparsedObject":
        return [str(model)]
    if isinstance(model, list):
        return [one for part in model for one in unparsed(part)]
    if hasattr(model, "_data_store"):
        known = set(getattr(model, "openapi_types", {})) | {"value"}
        extra = [f"{type(model).__name__}.{key}" for key in model._data_store if known and key not in known]
        return extra + [one for part in model._data_store.values() for one in unparsed(part)]
    return []


def test_the_controller_keeps_last_results_between_runs() -> None:
    [config] = objects((MONITORS / "controller-configmap.yaml").read_text(encoding="utf-8"))
    [helm] = objects((DATADOG / "argo-helm.yaml").read_text(encoding="utf-8"))
    assert yaml.safe_load(config["data"]["metricsConfig"])["metricsTTL"] == "0"
    assert helm["controller"]["metricsConfig"]["metricsTTL"] == "0"


def rules() -> list[dict[str, Any]]:
    [document] = objects((MONITORS / "prometheus" / "rules.yaml").read_text(encoding="utf-8"))
    return [rule for group in document["groups"] for rule in group["rules"]]


def test_the_rules_name_metrics_and_labels_that_are_served() -> None:
    found = emitted()
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    for rule in rules():
        used = set(re.findall(r"\b(argo_workflows_\w+|dq_gate:\w+)", rule["expr"]))
        assert used
        assert used <= set(found) | recorded
        labels = {"dataset", "gate", "cause", "phase", "template_name"}
        for inner in re.findall(r"\b(argo_workflows_\w+)\{([^}]*)\}", rule["expr"]):
            assert set(re.findall(r"(\w+)(?:=|!=|=~)\"", inner[1])) <= found[inner[0]][1]
        for by in re.findall(r"\b(?:by|on|group_left) \(([^)]*)\)", rule["expr"]):
            assert {label.strip() for label in by.split(",") if label.strip()} <= labels


def promtool(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [tool("promtool", "Debian's package `prometheus` has it"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


STORIES = ("rules_test.yaml", "absence_test.yaml")


def test_the_alerts_tell_their_story() -> None:
    """Good, bad, fault, re-run good, and six more: promtool plays them against the rules."""
    for arguments in (("check", "rules", "rules.yaml"), ("test", "rules", *STORIES)):
        ran = promtool(*arguments, folder=MONITORS / "prometheus")
        assert ran.returncode == 0, ran.stdout + ran.stderr
    played = [s for name in STORIES for s in yaml.safe_load((MONITORS / "prometheus" / name).read_text("utf-8"))["tests"]]
    assert len(played) == 8
    found = emitted()
    for series in (one["series"] for s in played for one in s["input_series"]):  # as the controller serves them
        name, labels = series.rstrip("}").split("{")
        assert set(re.findall(r'(\w+)="', labels)) - {"instance"} <= found[name][1]
        assert found[name][1] - {"namespace"} <= set(re.findall(r'(\w+)="', labels))
    tested = {t["alertname"] for s in played for t in s.get("alert_rule_test", ())}
    assert {rule["alert"] for rule in rules() if "alert" in rule} == tested


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dq_gate:last_result == 1) *", "dq_gate:last_result == 0) *"),
        ("for: 1m\n        labels:\n          severity", "for: 20m\n        labels:\n          severity"),
        ('unless on (dataset) (time()', 'and on (dataset) (time()'),
        ("          or (dq_gate:last_result and on (dataset)", "          and (dq_gate:last_result and on (dataset)"),
        ("- 120)", "- 999999)"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_seen(old: str, new: str, tmp_path: Path) -> None:
    text = (MONITORS / "prometheus" / "rules.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "rules.yaml").write_text(text.replace(old, new), encoding="utf-8")
    story = STORIES["time()" in old]
    (tmp_path / story).write_text((MONITORS / "prometheus" / story).read_text(encoding="utf-8"), encoding="utf-8")
    assert promtool("test", "rules", story, folder=tmp_path).returncode == 1
