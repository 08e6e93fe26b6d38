"""The templates' pods, made of templates/base/gate.yaml as it stands and run by Podman: its command, arguments, security
context, limits, emptyDirs and the suites' ConfigMap.

Podman knows few fields of a pod (no namespace), so each variable that is one holds the field's name here; the kubelet's
termination log is a mount.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from _container import ROOT, Container, Ended, call, must

TEMPLATES = {
    each["name"]: each
    for each in yaml.safe_load((ROOT / "templates" / "base" / "gate.yaml").read_text())["spec"]["templates"]
}


class Pod:
    """One pod of a template: `run`, then `told` reads its emptyDir as Argo's wait container does."""

    def __init__(self, container: Container, template: str) -> None:
        self.container, self.template, self.name = container, TEMPLATES[template], f"pod-{os.urandom(4).hex()}"

    def run(self, **given: str) -> Ended:
        folder = self.container.folder
        (folder / "pod.yaml").write_text(yaml.safe_dump(self._pod(given)))
        suites = {path.name: path.read_text() for path in (self.container.data / "expectations").iterdir()}
        named = {"name": self._own("dq-suites")}
        (folder / "suites.yaml").write_text(
            yaml.safe_dump({"apiVersion": "v1", "kind": "ConfigMap", "metadata": named, "data": suites})
        )
        must("podman", "play", "kube", "--network=none", f"--configmap={folder}/suites.yaml", folder / "pod.yaml")
        self.container.name = f"{self.name}-main"
        code = int(must("podman", "wait", self.container.name))
        log = call("podman", "logs", self.container.name)
        return Ended(code, log.stdout.decode(), log.stderr.decode())

    def told(self) -> dict[str, str]:
        """The template's own outputs: each path that it names, read from outside."""
        volumes = must("podman", "volume", "inspect", "--format={{.Mountpoint}}", self._own("dq-out")).strip()
        paths = {p["name"]: Path(p["valueFrom"]["path"]) for p in self.template["outputs"]["parameters"]}
        return {name: (Path(volumes) / path.relative_to("/dq/out")).read_text() for name, path in paths.items()}

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(must("podman", "inspect", f"{self.name}-main"))[0]
        return found

    def remove(self) -> None:
        call("podman", "pod", "rm", "--force", self.name)
        call("podman", "volume", "rm", "--force", *map(self._own, ("dq-out", "dq-tmp", "dq-suites")))

    def _own(self, volume: str) -> str:
        """Podman calls a volume as the pod does; two pods of one machine must not share theirs."""
        return f"{self.name}-{volume}"

    def _pod(self, given: dict[str, str]) -> dict[str, Any]:
        said = {
            p["name"]: str(given.get(p["name"].replace("-", "_"), p.get("default", ""))) for p in self._parameters()
        }
        main = {**self.template["container"], "name": "main", "image": self.container.image}
        main["args"] = [_filled(arg, said) for arg in main["args"]]
        main["env"] = [
            each if "value" in each else {"name": each["name"], "value": each["valueFrom"]["fieldRef"]["fieldPath"]}
            for each in main["env"]
        ]
        main["volumeMounts"] = [{**m, "name": self._own(m["name"])} for m in main["volumeMounts"]]
        main["volumeMounts"] += [
            {"name": "landed", "mountPath": "/landed", "readOnly": True},
            {"name": "message", "mountPath": main["terminationMessagePath"]},
        ]
        volumes = [{**v, "name": self._own(v["name"])} for v in self.template["volumes"]]
        for volume in volumes:
            if "configMap" in volume:
                volume["configMap"] = {"name": self._own(volume["configMap"]["name"])}
        volumes += [
            {"name": "landed", "hostPath": {"path": str(self.container.data), "type": "Directory"}},
            {"name": "message", "hostPath": {"path": str(self.container.message), "type": "File"}},
        ]
        spec = {"restartPolicy": "Never", "containers": [main], "volumes": volumes}
        spec["securityContext"] = self.template["securityContext"]
        return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": self.name}, "spec": spec}

    def _parameters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.template["inputs"]["parameters"]
        return found


def _filled(text: str, said: dict[str, str]) -> str:
    for name, value in said.items():
        text = text.replace(f"{{{{inputs.parameters.{name}}}}}", value)
    assert "{{" not in text
    return text


@pytest.fixture
def pod(container: Container) -> Iterator[Any]:
    made: list[Pod] = []

    def of(template: str) -> Pod:
        made.append(Pod(container, template))
        return made[-1]

    yield of
    for each in made:
        each.remove()


@pytest.mark.parametrize(
    ("template", "file", "code", "gate", "cause"),
    [
        ("gate", "prices_1.csv", 0, "open", "none"),
        ("gate", "prices_2.csv", 1, "closed", "expectation"),
        ("gate", "prices_7.csv", 1, "closed", "not_landed"),
        ("report", "prices_1.csv", 0, "open", "none"),
        ("report", "prices_2.csv", 0, "closed", "expectation"),
    ],
)
def test_the_pod_of_a_gate(pod: Any, template: str, file: str, code: int, gate: str, cause: str) -> None:
    made = pod(template)
    ran = made.run(source=f"/landed/{file}", dataset="prices")
    told = made.told()
    assert (ran.code, told["gate"], told["cause"]) == (code, gate, cause), ran.out + ran.err
    assert made.container.message.read_text() == told["summary"]
    assert json.loads(told["verdict"])["gate"] == gate


def test_the_pod_of_a_gate_is_locked(pod: Any) -> None:
    """Podman has understood the template's security context and limits: what ran there ran under them."""
    made = pod("gate")
    assert made.run(source="/landed/prices_1.csv", dataset="prices").code == 0
    state = made.state()
    assert state["Config"]["User"] == "10001:10001"
    assert state["HostConfig"]["ReadonlyRootfs"] is True
    assert state["HostConfig"]["Memory"] == 1 << 30
    assert "no-new-privileges" in state["HostConfig"]["SecurityOpt"]
    assert state["EffectiveCaps"] in (None, [])


@pytest.mark.parametrize(("second", "code", "gate"), [("prices_1.csv", 0, "open"), ("prices_2.csv", 1, "closed")])
def test_the_pods_of_a_fan_out(pod: Any, second: str, code: int, gate: str) -> None:
    verdicts = []
    for file in ("prices_1.csv", second):
        made = pod("report")
        assert made.run(source=f"/landed/{file}", dataset="prices").code == 0
        verdicts.append(made.told())
    made = pod("enforce")
    items = json.dumps([{"source": f"/landed/{file}", "dataset": "prices"} for file in ("prices_1.csv", second)])
    ran = made.run(verdicts=json.dumps(verdicts), items=items)
    assert (ran.code, made.told()["gate"]) == (code, gate), ran.out + ran.err
    assert made.container.message.read_text() == made.told()["summary"]
