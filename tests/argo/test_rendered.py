"""What `kubectl apply -k` sends is what Argo takes: by its CRDs, its schema, its Python models, none of them lenient."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from _argo import (
    EXAMPLES,
    ROOT,
    SHARED,
    TEMPLATES,
    crds,
    examples,
    gate,
    judged,
    objects,
    rendered,
    templates,
    with_components,
)

import dq

FOLDERS = ("base", "overlays/example", "components/cluster-scope/namespace")
COMPONENTS = sorted(path.parent.name for path in (TEMPLATES / "components").glob("*/kustomization.yaml"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Everything that Argo would see, rendered, with each component alone on the base; and the examples."""
    folder = tmp_path_factory.mktemp("rendered")
    for name in FOLDERS[:2]:
        (folder / f"{name.replace('/', '-')}.yaml").write_text(rendered(name), encoding="utf-8")
    for component in COMPONENTS:
        (folder / f"with-{component}.yaml").write_text(with_components(component), encoding="utf-8")
    return [*map(str, sorted(folder.iterdir())), *map(str, EXAMPLES)]


def test_the_api_server_admits_them_strictly(files: list[str]) -> None:
    told = judged(files=files, crds=crds())["admitted"]
    assert [one for one in told if one["error"]] == []
    assert {one["kind"] for one in told} == {"Workflow", "WorkflowTemplate", "CronWorkflow", "ClusterWorkflowTemplate"}


TYPOS: tuple[tuple[tuple[str, ...], Any, str], ...] = (
    (("container", "imagePullPolicyy"), "Always", "unknown field spec.templates[0].container.imagePullPolicyy"),
    (("retryStrategy", "retryPolicy"), "Alway", 'Unsupported value: "Alway"'),
    (("activeDeadlineSeconds",), [1], "activeDeadlineSeconds"),
    (("script",), {"source": "x", "image": "y"}, "must have"),
)


def test_a_typo_would_be_refused(tmp_path: Path) -> None:
    for n, (path, value, _) in enumerate(TYPOS):
        broken = deepcopy(gate())
        inner = templates(broken)["gate"]
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
        (tmp_path / f"{n}.yaml").write_text(yaml.safe_dump(broken), encoding="utf-8")
    definition = [path for path in crds() if "_workflowtemplates" in path]
    told = judged(files=sorted(map(str, tmp_path.iterdir())), crds=definition)["admitted"]
    assert [said in one["error"] for one, (_, _, said) in zip(told, TYPOS, strict=True)] == [True] * len(TYPOS)


def strict(schema: Any) -> Any:
    """The schema as shipped takes any field: none that it does not know, from here on (TESTING)."""
    if isinstance(schema, dict):
        made = {key: strict(value) for key, value in schema.items()}
        if isinstance(made.get("properties"), dict) and made.get("type") == "object":
            made.setdefault("additionalProperties", False)
        return made
    return [strict(one) for one in schema] if isinstance(schema, list) else schema


def test_the_schema_made_strict_takes_them(files: list[str]) -> None:
    path = SHARED / "schema-v4.1.2.json"
    if not path.exists():
        pytest.skip("Argo's JSON Schema is not beside this checkout (../shared/argo)")
    schema = strict(json.loads(path.read_text(encoding="utf-8")))
    validators = {}
    from jsonschema import Draft7Validator

    seen = 0
    for file in files:
        for one in objects(Path(file).read_text(encoding="utf-8")):
            kind = f"io.argoproj.workflow.v1alpha1.{one['kind']}"
            if kind not in schema["definitions"]:
                continue
            if kind not in validators:
                validators[kind] = Draft7Validator({"$ref": f"#/definitions/{kind}", "definitions": schema["definitions"]})
            assert [f"{file}: {e.json_path}: {e.message}" for e in validators[kind].iter_errors(one)] == []
            seen += 1
    assert seen > 10


def test_hera_models_them(files: list[str]) -> None:
    from hera.workflows import ClusterWorkflowTemplate, CronWorkflow, Workflow, WorkflowTemplate

    models = {m.__name__: m for m in (ClusterWorkflowTemplate, CronWorkflow, Workflow, WorkflowTemplate)}
    seen = set()
    for file in files:
        for one in objects(Path(file).read_text(encoding="utf-8")):
            if one["kind"] in models:
                model = models[one["kind"]].from_dict(one)
                assert model.to_dict()["kind"] == one["kind"]
                seen.add(one["kind"])
    assert seen == set(models)


def test_the_image_is_pinned_once() -> None:
    kustomization = yaml.safe_load((TEMPLATES / "base" / "kustomization.yaml").read_text(encoding="utf-8"))
    assert kustomization["images"] == [{"name": "dq", "newName": "dq", "newTag": dq.__version__}]
    source = (TEMPLATES / "base" / "gate.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"^ *image: (.*)$", source, re.M)) == {"dq"}
    for template in templates(gate()).values():
        assert template["container"]["image"] == f"dq:{dq.__version__}"
        assert template["metadata"]["labels"]["tags.datadoghq.com/version"] == dq.__version__


def test_the_suites_become_the_config_map_that_the_pods_mount() -> None:
    from dq.suites import match

    [suites] = [o for o in objects(rendered("base")) if o["kind"] == "ConfigMap"]
    made = {path.name: path.read_text(encoding="utf-8") for path in match.names(ROOT / "expectations")}
    assert suites["data"] == made
    assert re.fullmatch(r"dq-suites-[a-z0-9]+", suites["metadata"]["name"])
    for name in ("gate", "report"):
        volumes = {v["name"]: v for v in templates(gate())[name]["volumes"]}
        assert volumes["dq-suites"]["configMap"]["name"] == suites["metadata"]["name"]


def test_an_overlay_names_its_own() -> None:
    text = rendered("overlays/example")
    [suites] = [o for o in objects(text) if o["kind"] == "ConfigMap"]
    assert {"plant_outages.yaml", "fuel_prices.yaml"} < set(suites["data"])
    assert suites["metadata"]["namespace"] == "data-pipelines"
    for name, template in templates(gate(text)).items():
        assert template["container"]["image"].endswith(f"/data/dq:{dq.__version__}")
        assert template["metadata"]["labels"]["tags.datadoghq.com/env"] == "prod"
        if name != "enforce":
            assert {v["configMap"]["name"] for v in template["volumes"] if "configMap" in v} == {suites["metadata"]["name"]}
            assert {a["archive"]["none"] == {} and a["optional"] for a in template["outputs"]["artifacts"]} == {True}
            assert all("{{pod.name}}" in a["gcs"]["key"] for a in template["outputs"]["artifacts"])
            assert template["nodeSelector"] == {"cloud.google.com/gke-spot": "true"}


def test_cluster_scope_has_no_namespace_and_keeps_its_references() -> None:
    text = with_components("cluster-scope", "spot-nodes", "gcs-artifacts", "workload-identity")
    shared = gate(text)
    assert shared["kind"] == "ClusterWorkflowTemplate"
    assert "namespace" not in shared["metadata"]
    [suites] = [o for o in objects(text) if o["kind"] == "ConfigMap"]
    volumes = [v["configMap"]["name"] for v in templates(shared)["gate"]["volumes"] if "configMap" in v]
    assert volumes == [suites["metadata"]["name"]]
    here = objects(rendered("components/cluster-scope/namespace"))
    assert {o["kind"] for o in here} == {"ServiceAccount", "Role", "RoleBinding", "ConfigMap"}
    [beside] = [o for o in here if o["kind"] == "ConfigMap"]
    assert beside["metadata"]["name"] == suites["metadata"]["name"]


def test_the_base_needs_no_artifact_repository_and_no_script() -> None:
    for template in templates(gate()).values():
        assert "artifacts" not in template["outputs"]
        assert "artifacts" not in template["inputs"]
        assert "script" not in template
    for one in [gate(), *examples()]:
        for template in templates(one).values():
            command = template.get("container", {}).get("command", [])
            assert not {Path(part).name for part in command} & {"sh", "bash", "ash", "dash", "python", "python3"}


def test_the_executor_may_report_outputs() -> None:
    kinds = {o["kind"]: o for o in objects(rendered("base"))}
    [rule] = kinds["Role"]["rules"]
    assert rule == {"apiGroups": ["argoproj.io"], "resources": ["workflowtaskresults"], "verbs": ["create", "patch"]}
    [subject] = kinds["RoleBinding"]["subjects"]
    assert kinds["RoleBinding"]["roleRef"]["name"] == kinds["Role"]["metadata"]["name"]
    assert {t["serviceAccountName"] for t in templates(gate()).values()} == {subject["name"]}
    assert kinds["ServiceAccount"]["metadata"]["name"] == subject["name"]
    assert "automountServiceAccountToken" not in str(kinds)
