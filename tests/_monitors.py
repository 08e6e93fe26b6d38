"""What the templates' metrics are called where they arrive, and the monitors that ask for them."""

import json
from typing import Any

from _argo import TEMPLATES, examples, gate, objects, templates

from dq.by_name import names

MONITORS = TEMPLATES / "monitors"
DATADOG = MONITORS / "datadog"
BUILT_IN = {"argo_workflows_total_count": ("counter", {"phase", "namespace"})}
"""Of Argo's own; Datadog's check collects it as argo_workflows.total.count."""
CAUSES = {*names("spec_changes"), "expectation", "not_landed", "not_readable", "caller", "fault", "transient",
          "interrupted", "none", "unknown"}  # fmt: skip


def emitted() -> dict[str, tuple[str, set[str]]]:
    """Prometheus' name -> type and labels, of the shared templates and of the example's workflow."""
    found = dict(BUILT_IN)
    specs = [*templates(gate()).values()] + [o["spec"] for o in examples()]
    for metric in (m for spec in specs for m in spec.get("metrics", {}).get("prometheus", ())):
        kind = "counter" if "counter" in metric else "gauge"
        found[f"argo_workflows_{metric['name']}"] = (kind, {label["key"] for label in metric["labels"]})
    return found


def mapped(text: str) -> dict[str, str]:
    """The annotation's `extra_metrics`: Prometheus' name -> Datadog's."""
    checks = json.loads(text)["argo_workflows"]["instances"][0]
    assert checks["openmetrics_endpoint"] == "https://%%host%%:9090/metrics"
    assert checks["tls_verify"] is False
    return {key: value for one in checks["extra_metrics"] for key, value in one.items()}


def annotation() -> str:
    [controller] = objects((DATADOG / "controller.yaml").read_text(encoding="utf-8"))
    annotations = controller["spec"]["template"]["metadata"]["annotations"]
    return str(annotations["ad.datadoghq.com/workflow-controller.checks"])


def collected() -> dict[str, set[str]]:
    """Datadog's names -> tags: `argo_workflows.` before the mapped name, `.count` behind a counter's."""
    known = {"argo_workflows_total_count": "total", **mapped(annotation())}
    found = emitted()
    return {
        f"argo_workflows.{known[name]}" + (".count" if kind == "counter" else ""): labels
        for name, (kind, labels) in found.items()
    }


def operator() -> list[dict[str, Any]]:
    return [o["spec"] for o in objects((DATADOG / "datadogmonitors.yaml").read_text(encoding="utf-8"))]
