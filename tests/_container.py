"""The image, built by Buildah and run by Podman as a cluster would: on a Debian machine as root, without Docker or a
registry. The base image that the Dockerfile asks for is made here, by debootstrap, under the name that it has there.

What is made stays in build/container (layers, so that a second build takes seconds) and, of the base, in the user's cache.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "container"
IMAGE = "localhost/dq"
TOOLS = ("buildah", "podman", "runc", "debootstrap", "catatonit")  # the last: what holds a Pod together
PACKAGES = ("ca-certificates", "python3", "python3-venv")
USELESS = ("var/cache/apt", "var/lib/apt/lists", "var/log", "usr/share/doc", "usr/share/man", "usr/share/locale")
LOCKED = ("--read-only", "--read-only-tmpfs=false", "--cap-drop=all", "--security-opt=no-new-privileges")
CI = bool(os.environ.get("CI")) and "containers" not in os.environ.get("DQ_CI_LACKS", "").split()


class Ended(msgspec.Struct):
    """How a container ended. `seconds`: of its own life, without Podman's."""

    code: int
    out: str
    err: str
    seconds: float = 0.0


def refuse(reason: str) -> None:
    """Where containers cannot run: a failure in CI, where they must unless its machine has no right to; else a skip with
    the reason."""
    (pytest.fail if CI else pytest.skip)(reason)


def demand() -> None:
    """The tools and the rights, before anything is built."""
    if "containers" in os.environ.get("DQ_CI_LACKS", "").split():
        refuse("this machine gives no namespaces, mounts or devices")
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        refuse(f"not installed: {', '.join(missing)} (apt-get install {' '.join(TOOLS)})")
    if os.geteuid() != 0:
        refuse("building the base image with debootstrap, and limits of memory, need root")


def call(*command: str | Path, timeout: float = 120, **more: Any) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(command, capture_output=True, timeout=timeout, env=_environment(), check=False, **more)


def must(*command: str | Path, timeout: float = 900, **more: Any) -> str:
    ran = call(*command, timeout=timeout, **more)
    assert ran.returncode == 0, (
        f"{' '.join(map(str, command))}\n{ran.stdout.decode()[-3000:]}{ran.stderr.decode()[-3000:]}"
    )
    return ran.stdout.decode()


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "CONTAINERS_STORAGE_CONF": str(FOLDER / "storage.conf"),
        "CONTAINERS_CONF": str(FOLDER / "containers.conf"),
    }


def _configured() -> None:
    """Storage of our own, runc (crun refuses hybrid cgroups), limits that need no CAP_SYS_RESOURCE."""
    run = Path(tempfile.gettempdir()) / f"dq-container-{hashlib.sha256(str(FOLDER).encode()).hexdigest()[:8]}"
    (FOLDER / "storage.conf").write_text(
        f'[storage]\ndriver = "overlay"\ngraphroot = "{FOLDER}/store"\nrunroot = "{run}/run"\n'
    )
    (FOLDER / "containers.conf").write_text(
        '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\nnetns = "host"\n'
        f'[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\ntmp_dir = "{run}/libpod"\n'
    )


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: the workers of a test run share what is built."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def built(target: str = "gate") -> str:
    """The name of the image of this source, built where it is not yet."""
    demand()
    name = f"{IMAGE}:{target}"
    with _alone():
        _configured()
        done, digest = FOLDER / f"built-{target}", _digest()
        if done.exists() and done.read_text() == digest and call("podman", "image", "exists", name).returncode == 0:
            return name
        base = _default("BASE_IMAGE")
        if call("podman", "image", "exists", base).returncode != 0:
            must("podman", "import", "--quiet", _base(), base)
        ran = call("podman", "run", "--rm", "--network=none", *LOCKED, base, "true")
        if ran.returncode != 0:
            refuse(f"this machine runs no containers: {ran.stderr.decode().strip()}")
        must("buildah", "bud", "--isolation=chroot", "--layers", "--pull-never", *_secrets(),
             f"--target={target}", f"--tag={name}", ROOT)  # fmt: skip
        done.write_text(digest)
    return name


def _digest() -> str:
    """Of all that the image is built from."""
    found = hashlib.sha256()
    sources = [ROOT / name for name in ("Dockerfile", ".dockerignore", "pyproject.toml", "README.md", "LICENSE")]
    for path in (
        *sources,
        *sorted(p for p in (ROOT / "dq").rglob("*") if p.is_file() and "__pycache__" not in p.parts),
    ):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _default(argument: str) -> str:
    found = re.search(rf"^ARG {argument}=(\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def _base() -> Path:
    """A Debian with Python as the official slim image has it: no documentation, no caches, no bytecode. Once a machine."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dq-tests"
    tar = cache / f"bookworm-{hashlib.sha256(repr((PACKAGES, USELESS)).encode()).hexdigest()[:8]}.tar"
    if tar.exists():
        return tar
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        root = Path(folder) / "root"
        must("debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", "bookworm", root)
        for useless in USELESS:
            shutil.rmtree(root / useless)
            (root / useless).mkdir()
        for compiled in root.rglob("*.pyc"):
            compiled.unlink()
        must("tar", "-C", root, "-cf", Path(folder) / "root.tar", ".")
        shutil.move(Path(folder) / "root.tar", tar)
    return tar


def _secrets() -> list[str]:
    """The machine's own way to PyPI, where it has one."""
    ca = os.environ.get("PIP_CERT") or "/etc/ssl/certs/ca-certificates.crt"
    files = {"pipconf": "/etc/pip.conf", "ca": ca}
    return [f"--secret=id={name},src={path}" for name, path in files.items() if Path(path).exists()]


class Container:
    """One run: `/dq/out`, the termination message and the mounts are looked at from outside."""

    def __init__(self, image: str, folder: Path) -> None:
        self.image, self.folder, self.name = image, folder, f"dq-{os.getpid()}-{os.urandom(4).hex()}"
        self.out, self.message, self.data = folder / "out", folder / "termination-log", folder / "data"
        self.out.mkdir(exist_ok=True)
        self.data.mkdir(exist_ok=True)
        self.message.write_text("")
        os.chmod(folder, 0o755)  # pytest's are its own user's
        os.chmod(self.out, 0o777)  # as an emptyDir is
        os.chmod(self.message, 0o666)  # as the kubelet makes it

    def start(self, *args: str, options: tuple[str, ...] = (), env: Mapping[str, str] | None = None) -> None:
        mounts = [f"{self.data}:/dq/data:ro", f"{self.out}:/dq/out", f"{self.message}:/dev/termination-log"]
        given = {"network": "none", "memory": "512m"}
        given |= dict(o.removeprefix("--").split("=", 1) for o in options if o.startswith(("--network=", "--memory=")))
        rest = [o for o in options if not o.startswith(("--network=", "--memory="))]
        must(
            "podman", "run", "--detach", f"--name={self.name}", *LOCKED, *rest,
            f"--network={given['network']}", f"--memory={given['memory']}", f"--memory-swap={given['memory']}",
            *[f"--volume={mount}" for mount in mounts], *[f"--env={k}={v}" for k, v in (env or {}).items()],
            self.image, *args,
        )  # fmt: skip

    def signal(self, name: str) -> None:
        must("podman", "kill", f"--signal={name}", self.name)

    def ended(self, timeout: float = 100) -> Ended:
        """Waits for the end, and takes the container away."""
        code = int(must("podman", "wait", self.name, timeout=timeout))
        log = call("podman", "logs", self.name)
        state = json.loads(must("podman", "inspect", "--type=container", "--format={{json .State}}", self.name))
        must("podman", "rm", "--force", self.name)
        return Ended(code, log.stdout.decode(), log.stderr.decode(), _life(state))

    def run(self, *args: str, options: tuple[str, ...] = (), env: Mapping[str, str] | None = None) -> Ended:
        self.start(*args, options=options, env=env)
        return self.ended()

    def told(self) -> dict[str, str]:
        """Argo's output parameters, as its wait container would read them."""
        return {path.name: path.read_text() for path in self.out.iterdir() if path.is_file()}


def _life(state: Mapping[str, Any]) -> float:
    began, end = (datetime.fromisoformat(_micro(state[key])) for key in ("StartedAt", "FinishedAt"))
    return (end - began).total_seconds()


def _micro(stamp: str) -> str:
    """Go's nanoseconds are more than Python 3.11 reads."""
    return re.sub(r"(\.\d{6})\d*", r"\1", stamp)


if __name__ == "__main__":  # before the tests ask for them, so that these need not wait
    for each in ("gate", "full"):
        print(built(each))
