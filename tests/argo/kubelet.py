"""What happens to a pod: its command is really run, or it meets the fate that a plan has for it. For judge/play.

usage: kubelet.py PLAN < pod.json     PLAN: {"suites": FOLDER, "here": {gs://…: folder}, "fates": {dataset: [fate, …]}}; a
fate is {} (run it), or {"exit_code", "message", "outputs"}, {"lost": message}, {"deleted": true}. The last one stays. Every
pod's arguments are noted beside the plan.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> None:
    plan = Path(sys.argv[1])
    told = json.loads(plan.read_text(encoding="utf-8"))
    pod = json.load(sys.stdin)
    [container] = [c for c in pod["spec"]["containers"] if c["name"] == "main"]
    named = [a.removeprefix("--dataset=") for a in container["args"] if a.startswith("--dataset=")]
    who = named[0] if named else next(iter(container["args"]), "")
    with open(plan.with_name("pods.jsonl"), "a", encoding="utf-8") as log:
        noted = {"who": who, "args": container["args"], "deadline": pod["spec"].get("activeDeadlineSeconds")}
        log.write(json.dumps(noted) + "\n")
    fates = told["fates"].get(who, [{}])
    fate = fates[min(turn(plan.parent / who), len(fates) - 1)]
    if container["command"][-1:] != ["dq"] and not fate:
        fate = {"exit_code": 0}  # what comes behind the gate
    json.dump(fate or run(pod, container, {"/dq/expectations": told["suites"], **told["here"]}), sys.stdout)


def turn(counter: Path) -> int:
    """How many pods of this dataset there were before; they come one after another."""
    n = int(counter.read_text()) if counter.exists() else 0
    counter.write_text(str(n + 1))
    return n


def run(pod: dict[str, Any], container: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    """The container's command with its arguments, environment and mounts."""
    volumes = {v["name"]: v for v in pod["spec"]["volumes"]}
    with tempfile.TemporaryDirectory() as node:
        out = Path(node) / "out"
        out.mkdir()
        mounted = {m["mountPath"]: volumes[m["name"]] for m in container["volumeMounts"]}
        assert "emptyDir" in mounted["/dq/out"]
        places = {**places, "/dq/out": str(out)}

        def here(text: str) -> str:
            for path, place in places.items():
                text = text.replace(path, place)
            return text

        said = Path(node) / "termination-log"
        quiet = {key: value for key, value in os.environ.items() if not key.startswith("DQ_")}
        given = {e["name"]: here(e.get("value", "")) for e in container["env"] if e["name"].startswith(("DQ_", "TMP"))}
        ran = subprocess.run(
            [sys.executable, "-c", "from dq.cli import main; main()", *map(here, container["args"])],
            cwd=ROOT, env={**quiet, **given, "DQ_TERMINATION_LOG": str(said), "PYTHONPATH": str(ROOT)},
            capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        return {
            "exit_code": ran.returncode,
            "message": said.read_text(encoding="utf-8") if said.exists() else ran.stderr.decode()[-1000:],
            "outputs": {f"/dq/out/{path.name}": path.read_text(encoding="utf-8") for path in out.iterdir()},
        }


if __name__ == "__main__":
    main()
