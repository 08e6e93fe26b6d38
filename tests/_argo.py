"""Manifests as the cluster would get them, and the tools that judge them. What CI must have, a laptop may lack."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
EXAMPLES = sorted((TEMPLATES / "examples").glob("*.yaml"))
JUDGE = ROOT / "tests" / "argo" / "judge"
SHARED = ROOT.parent / "shared" / "argo"
GO_PLACES = ("/usr/local/go/bin", str(Path.home() / "go" / "bin"))


def lacking(what: str) -> None:
    """Where a tool is absent: CI fails, for it installs them, unless it said that its machine cannot have it (.ci/run);
    elsewhere the test is skipped and says why."""
    if os.environ.get("CI") == "true" and "go" not in os.environ.get("DQ_CI_LACKS", "").split():
        pytest.fail(what)
    pytest.skip(what, allow_module_level=True)


def tool(name: str, why: str) -> str:
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(GO_PLACES))
    if found is None:
        lacking(f"no `{name}` here: {why}")
    return str(found)


@cache
def rendered(folder: str) -> str:
    """What `kubectl apply -k` would send of a folder of templates/."""
    return rendered_at(TEMPLATES / folder)


def rendered_at(folder: Path) -> str:
    kustomize = shutil.which("kustomize") or shutil.which("kustomize", path=os.pathsep.join(GO_PLACES))
    command = [kustomize, "build"] if kustomize else [tool("kubectl", "it renders kustomizations"), "kustomize"]
    ran = subprocess.run([*command, folder], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def with_components(*names: str) -> str:
    """The base with these components, in a copy of the tree: `kubectl apply -k` reads nothing outside of it."""
    with TemporaryDirectory() as copy:
        for tree in ("templates", "expectations"):
            copytree(ROOT / tree, Path(copy) / tree)
        folder = Path(copy) / "templates" / "overlays" / "of-a-test"
        folder.mkdir()
        components = [f"../../components/{name}" for name in names]
        text = yaml.safe_dump({"kind": "Kustomization", "resources": ["../../base"], "components": components})
        (folder / "kustomization.yaml").write_text(text)
        return rendered_at(folder)


def objects(text: str) -> list[dict[str, Any]]:
    return [o for o in yaml.safe_load_all(text) if o]


def gate(text: str | None = None) -> dict[str, Any]:
    """The shared WorkflowTemplate, as it is rendered."""
    kinds = ("WorkflowTemplate", "ClusterWorkflowTemplate")
    found = [o for o in objects(rendered("base") if text is None else text) if o["kind"] in kinds]
    assert len(found) == 1
    return found[0]


def templates(workflow: dict[str, Any]) -> dict[str, dict[str, Any]]:
    spec = workflow["spec"].get("workflowSpec", workflow["spec"])
    return {t["name"]: t for t in spec.get("templates", ())}


def examples() -> list[dict[str, Any]]:
    return [o for path in EXAMPLES for o in objects(path.read_text(encoding="utf-8"))]


def texts(value: Any) -> Iterator[str]:
    """Every string in a value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for k, v in value.items():
            yield from texts(k)
            yield from texts(v)
    elif isinstance(value, list):
        for v in value:
            yield from texts(v)


def tags(value: Any) -> list[str]:
    """What stands between {{ and }}."""
    return [tag.strip() for text in texts(value) for tag in re.findall(r"\{\{(.*?)\}\}", text, re.S)]


def judged(**asked: Any) -> dict[str, Any]:
    """Argo's and the API server's own code on what is asked; see judge/main.go."""
    ran = subprocess.run(
        [program("judge")], input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)  # type: ignore[no-any-return]  # an object by its contract


@cache
def program(name: str) -> Path:
    """A Go program of judge/, built once for all workers; the first build of Kubernetes' packages takes minutes."""
    go = tool("go", "Argo's own code is a Go library")
    binary = ROOT / "build" / name
    binary.parent.mkdir(exist_ok=True)
    with open(binary.parent / "go.lock", "w") as lock:
        flock(lock, LOCK_EX)
        sources = max(path.stat().st_mtime for path in JUDGE.rglob("*") if path.is_file())
        if not binary.exists() or binary.stat().st_mtime < sources:
            ran = subprocess.run(
                [go, "build", "-o", f"{binary.parent}/", "./..."],
                cwd=JUDGE, env={**os.environ, "GOFLAGS": "-mod=mod"}, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if ran.returncode != 0:
                lacking(f"the Go programs were not built: {ran.stderr[-1000:]}")
            for built in ("judge", "play"):
                os.utime(binary.with_name(built))
    return binary


def crds() -> list[str]:
    """Argo's definitions, unpacked beside each other in a folder that goes with the run."""
    packed = sorted((SHARED / "crds").glob("*.xz"))
    if not packed:
        pytest.skip("Argo's CRDs are not beside this checkout (../shared/argo/crds)")
    import lzma

    folder = Path(tempfile.mkdtemp(prefix="crds-"))
    for path in packed:
        (folder / path.stem).write_bytes(lzma.decompress(path.read_bytes()))
    return [str(folder / path.stem) for path in packed]


DQ = [sys.executable, "-c", "from dq.cli import main; main()"]


def run(name: str, folder: Path, **given: str) -> tuple[int, dict[str, str], str]:
    """The exit code, the output parameters, and the termination message of one pod."""
    template = templates(gate())[name]
    container = template["container"]
    values = {p["name"]: given.get(p["name"].replace("-", "_"), p.get("default")) for p in template["inputs"]["parameters"]}
    folder.mkdir(parents=True, exist_ok=True)

    def filled(text: str) -> str:
        for key, value in values.items():
            text = text.replace("{{inputs.parameters." + key + "}}", value)
        return text.replace("/dq/out", str(folder)).replace("/dq/expectations", str(ROOT / "expectations"))

    said = folder / "termination-log"
    environment = {e["name"]: filled(e.get("value", "x")) for e in container["env"]}
    quiet = {key: value for key, value in os.environ.items() if not key.startswith("DQ_")}
    ran = subprocess.run(
        [*DQ, *map(filled, container["args"])], cwd=ROOT, check=False, capture_output=True, timeout=60,
        env={**quiet, **environment, "DQ_TERMINATION_LOG": str(said)},
    )  # fmt: skip
    read = {}
    for output in template["outputs"]["parameters"]:
        path = Path(filled(output["valueFrom"]["path"]))
        read[output["name"]] = path.read_text(encoding="utf-8") if path.exists() else output["valueFrom"]["default"]
    return ran.returncode, read, said.read_text(encoding="utf-8") if said.exists() else ""
