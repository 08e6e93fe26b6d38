"""`dq check gs://…` as a whole process, while the store and the network fail: the right code, the right verdict, in
bounded time, memory and disk, and nothing left behind."""

import gzip
import io
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from _gcs import Store, demand, running

demand()

SUITE = """\
name: prices
columns:
  - {name: hour, type: integer, required: true}
  - {name: price, type: number}
"""
GOOD = b"hour,price\n" + b"".join(b"%d,%d.5\n" % (i, i % 97) for i in range(100_000))  # 1 MB: DuckDB, proxy, client
BAD = GOOD + b"x,1\n"
LARGE = GOOD * 9  # 9 MB or so


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with running(tmp_path_factory.mktemp("gcs")) as store:
        yield store


@pytest.fixture(autouse=True)
def _no_fault(store: Store) -> Iterator[None]:
    store.heal()
    store.seen.clear()
    store.put("prices_1.csv", GOOD)
    store.put("prices_2.csv", BAD)
    yield
    store.over.set()


class Ran(msgspec.Struct):
    """How it ended. `peak`: MB of memory. `left`: what stands in its TMPDIR afterwards."""

    code: int
    out: str
    err: str
    result: dict[str, Any]
    argo: dict[str, str]
    seconds: float
    peak: float
    left: list[str]


def _start(store: Store, folder: Path, *args: str, **env: str) -> "subprocess.Popen[bytes]":
    (folder / "prices.yaml").write_text(SUITE)
    (folder / "tmp").mkdir(exist_ok=True)
    (folder / "result.json").write_text('{"gate": "open", "of": "an old run"}')
    command = [sys.executable, "-m", "dq", "check", *args, "-s", "prices.yaml"]
    command += ["--output", "json=result.json", "--output", "argo=argo"]
    (folder / "argo").mkdir(exist_ok=True)
    known = {k: v for k, v in os.environ.items() if not k.startswith(("GOOGLE_", "GCE_", "CLOUDSDK_", "KUBERNETES_"))}
    ours = {"STORAGE_EMULATOR_HOST": store.host, "DQ_GCS_SECONDS": "3", "TMPDIR": str(folder / "tmp"), **env}
    where: Any = {"cwd": folder, "env": {k: v for k, v in {**known, **ours}.items() if v}}
    with open(folder / "out", "wb") as out, open(folder / "err", "wb") as err:
        return subprocess.Popen(command, stdout=out, stderr=err, **where)


def _ended(process: "subprocess.Popen[bytes]", folder: Path, began: float) -> Ran:
    killer = threading.Timer(600, process.kill)
    killer.start()
    peak = 0.0
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        peak = max(peak, _peak(process.pid))
        time.sleep(0.005)
    process.wait()
    killer.cancel()
    return Ran(
        code=process.returncode,
        out=(folder / "out").read_text(),
        err=(folder / "err").read_text(),
        result=json.loads((folder / "result.json").read_bytes()),
        argo={p.name: p.read_text() for p in (folder / "argo").iterdir()},
        seconds=time.monotonic() - began,
        peak=peak,
        left=sorted(p.name for p in (folder / "tmp").iterdir()),
    )


def _peak(pid: int) -> float:
    """MB, so far. Not from rusage: there a child begins with what its parent took, and that is every test before this."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _check(store: Store, folder: Path, *args: str, **env: str) -> Ran:
    began = time.monotonic()
    ran = _ended(_start(store, folder, *args, **env), folder, began)
    assert "Traceback" not in ran.out + ran.err
    assert ran.left == []
    assert ran.result["exit_code"] == ran.code
    assert ran.argo["gate"] == ran.result["gate"]
    return ran


def _replaced(store: Store) -> None:
    store.put("prices_1.csv", BAD)


def _vanished(store: Store) -> None:
    store.delete("prices_1.csv")


FAULTS = {  # fault, how often, of which requests; the code, and what the summary says
    "none": ("", 0, None, 0, "gate open"),
    "503_once": ("503", 1, None, 0, "gate open"),
    "503_in_the_middle": ("503", 1, "media", 0, "gate open"),
    "503_for_ever": ("503", 10**6, None, 75, "did not answer"),
    "429_once": ("429", 1, None, 0, "gate open"),
    "429_for_ever": ("429", 10**6, None, 75, "did not answer"),
    "500_for_ever": ("500", 10**6, "media", 75, "did not answer"),
    "cut_once": ("cut", 1, None, 0, "gate open"),
    "cut_for_ever": ("cut", 10**6, None, 75, "did not answer"),
    "stall_once": ("stall", 1, None, 0, "gate open"),
    "stall_for_ever": ("stall", 10**6, None, 75, "did not answer"),
    "mute_once": ("mute", 1, "meta", 0, "gate open"),
    "mute_for_ever": ("mute", 10**6, "any", 75, "did not answer"),
    "flipped_byte_once": ("flip", 1, None, 0, "gate open"),
    "flipped_byte_for_ever": ("flip", 10**6, None, 75, "checksum"),
    "401": ("401", 10**6, None, 2, "no Google Cloud credentials"),
    "403": ("403", 10**6, None, 2, "no permission"),
    "403_on_the_bytes": ("403", 10**6, "media", 2, "no permission"),
    "replaced": (_replaced, 1, None, 75, "was replaced while it was read"),
    "vanished": (_vanished, 1, None, 75, "was replaced while it was read"),
    "vanished_before": (_vanished, 1, "meta", 1, "not landed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_in_its_code(store: Store, tmp_path: Path, name: str) -> None:
    fault, times, on, code, said = FAULTS[name]
    act = fault if isinstance(fault, str) else lambda: fault(store)
    if fault:
        store.fail(act, times, on)
    ran = _check(store, tmp_path, "gs://landing/prices_1.csv")
    assert ran.code == code, ran.err + ran.out
    assert ran.result["gate"] == {0: "open", 1: "closed"}.get(code, "undecided")
    assert said in ran.argo["summary"]
    assert ran.argo["cause"] == {0: "none", 1: "not_landed", 2: "caller", 75: "transient"}[code]
    assert ran.seconds < 20
    assert 10 < ran.peak < 400
    assert not fault or store.times < times  # it was met


@pytest.mark.parametrize("fault", ["503", "429", "cut", "stall", "flip"])
def test_bad_data_behind_a_passing_fault_closes_the_gate(store: Store, tmp_path: Path, fault: str) -> None:
    store.fail(fault, 1)
    ran = _check(store, tmp_path, "gs://landing/prices_2.csv")
    assert (ran.code, ran.result["gate"], ran.result["landed"]["rows"]) == (1, "closed", 100_001)
    assert "line 100002" in ran.out


def test_patience_begins_anew_while_bytes_come(store: Store, tmp_path: Path) -> None:
    """Cut three times, each time behind some MB, with less patience than that takes: it goes on where it was. The waits
    between are drawn, and one time in five all three fit into a second: then nothing is shown, and it is cut again."""
    store.put("prices_4.csv", LARGE)
    for _ in range(10):
        store.fail("cut", 3)
        ran = _check(store, tmp_path, "gs://landing/prices_4.csv", DQ_GCS_SECONDS="1", DQ_LOG="json")
        assert (ran.code, ran.result["landed"]["size"], store.times) == (1, len(LARGE), 0)  # a header in its middle
        if "asked for the rest" in ran.err:
            return
    pytest.fail("thirty waits in a row were short")


def test_a_store_that_is_not_there(store: Store, tmp_path: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{s.getsockname()[1]}"
    ran = _check(store, tmp_path, "gs://landing/prices_1.csv", STORAGE_EMULATOR_HOST=nobody)
    assert (ran.code, ran.result["gate"], ran.argo["cause"]) == (75, "undecided", "transient")


def test_what_is_judged_is_the_generation_that_is_named(store: Store, tmp_path: Path) -> None:
    first = _check(store, tmp_path, "gs://landing/prices_1.csv").result["landed"]
    ran = _check(store, tmp_path, f"gs://landing/prices_1.csv#{first['generation']}")
    assert (ran.code, ran.result["landed"]) == (0, first)
    assert ran.argo["generation"] == first["generation"]
    store.put("prices_1.csv", BAD)
    ran = _check(store, tmp_path, f"gs://landing/prices_1.csv#{first['generation']}")
    assert (ran.code, ran.result["gate"]) == (1, "closed")
    assert "another generation" in ran.out


def test_every_format_lands_from_the_store(store: Store, tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    packed = io.BytesIO()
    parquet.write_table(arrow.table({"hour": list(range(1000)), "price": [0.5] * 1000}), packed)
    files = {
        "t.parquet": (packed.getvalue(), 0),
        "t.csv.gz": (gzip.compress(GOOD), 0),
        "t_utf16.csv": (GOOD.decode().encode("utf-16"), 0),
        "t_ja.csv": ("hour,price,備考\n1,2,東京\n".encode("cp932"), 0),
        "a[1] #b?.csv": (GOOD, 0),
        "t_bad.csv.gz": (gzip.compress(BAD), 1),
        "t_ragged.csv": (GOOD + b"1\n", 1),
        "t_empty.csv": (b"", 1),
        "t_cut.csv.gz": (gzip.compress(GOOD)[:-9], 1),
    }
    for name, (data, _) in files.items():
        store.put(name, data)
    args = [f"gs://landing/{name}" for name in files]
    ran = subprocess.run(
        [sys.executable, "-m", "dq", "check", *args, "-s", "prices.yaml", "--format", "json"],
        cwd=tmp_path if (tmp_path / "prices.yaml").write_text(SUITE) else None, capture_output=True, timeout=100,
        env={**os.environ, "STORAGE_EMULATOR_HOST": store.host, "DQ_GCS_SECONDS": "3"}, check=False,
    )  # fmt: skip
    told = json.loads(ran.stdout)["run_results"]
    assert {uri.removeprefix("gs://landing/"): r["exit_code"] for uri, r in told.items()} == {
        name: code for name, (_, code) in files.items()
    }


def test_an_object_is_held_against_another(store: Store, tmp_path: Path) -> None:
    store.put("prices_3.csv", GOOD.replace(b",", b";"))
    ran = _check(store, tmp_path, "gs://landing/prices_3.csv", "--baseline", "gs://landing/prices_1.csv")
    assert (ran.code, ran.argo["cause"]) == (1, "delimiter_changed")
    assert ran.result["baseline"]["landed"]["rows"] == 100_000
    store.fail("503", on="media")
    ran = _check(store, tmp_path, "gs://landing/prices_3.csv", "--baseline", "gs://landing/prices_1.csv")
    assert (ran.code, ran.argo["cause"]) == (75, "transient")  # a fault is not the baseline's


def test_outputs_go_to_the_store_and_faults_of_theirs_are_no_verdict(store: Store, tmp_path: Path) -> None:
    out = ("--output", "json=gs://landing/out/result.json")
    ran = _check(store, tmp_path, "gs://landing/prices_1.csv", *out)
    assert (ran.code, json.loads(store.get("out/result.json") or b"")["gate"]) == (0, "open")
    store.fail("503", 2, on="upload")
    ran = _check(store, tmp_path, "gs://landing/prices_2.csv", *out)
    assert (ran.code, json.loads(store.get("out/result.json") or b"")["gate"]) == (1, "closed")
    store.fail("503", on="upload")
    ran = _check(store, tmp_path, "gs://landing/prices_1.csv", *out)
    assert (ran.code, ran.result["gate"]) == (75, "undecided")
    store.fail("403", on="upload")
    ran = _check(store, tmp_path, "gs://landing/prices_1.csv", *out)
    assert (ran.code, ran.result["gate"]) == (2, "undecided")


@pytest.mark.parametrize("fault", ["503", "mute", "403"])
def test_a_glob_that_cannot_be_listed_leaves_no_old_word(store: Store, tmp_path: Path, fault: str) -> None:
    store.fail(fault, on="list")
    ran = _check(store, tmp_path, "gs://landing/*.csv")
    assert (ran.code, ran.result["gate"]) == (2 if fault == "403" else 75, "undecided")


def test_a_glob_without_a_match_is_not_landed(store: Store, tmp_path: Path) -> None:
    ran = _check(store, tmp_path, "gs://landing/prices_*.tsv")
    assert (ran.code, ran.argo["cause"]) == (1, "not_landed")
    ran = _check(store, tmp_path, "gs://nobody/prices_*.csv")
    assert (ran.code, ran.argo["cause"]) == (1, "not_landed")


@pytest.mark.parametrize("crowd", [1_200, pytest.param(3_000, marks=pytest.mark.fuzz)])
def test_thousands_of_tiny_objects(store: Store, tmp_path: Path, crowd: int) -> None:
    """Each has its own result; memory, disk and descriptors are those of a few."""
    store.make_bucket(f"crowd{crowd}")
    for n in range(crowd):
        data = b"hour,price\n1,%d\n" % n if n != 1034 else b"hour,price\nx,1\n"
        store.put(f"2026/prices_{n:05}.csv", data, f"crowd{crowd}")
    began, (_, hard) = time.monotonic(), resource.getrlimit(resource.RLIMIT_NOFILE)
    process = _start(store, tmp_path, f"gs://crowd{crowd}/2026/*.csv")
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (128, hard))  # its own, not that of the tests
    ran = _ended(process, tmp_path, began)
    print(f"{crowd} objects: {ran.seconds:.1f} s, {ran.peak:.0f} MB")
    told = ran.result["run_results"]
    assert (ran.code, len(told)) == (1, crowd)
    assert [uri for uri, r in told.items() if r["gate"] != "open"] == [f"gs://crowd{crowd}/2026/prices_01034.csv"]
    assert 10 < ran.peak < 600


@pytest.mark.parametrize("fault", ["stall", "mute", "503"])
def test_a_signal_ends_the_wait(store: Store, tmp_path: Path, fault: str) -> None:
    store.fail(fault, on="media")
    began = time.monotonic()
    process = _start(store, tmp_path, "gs://landing/prices_1.csv", DQ_GCS_SECONDS="60")
    while "media" not in store.seen and time.monotonic() - began < 30:
        time.sleep(0.02)
    time.sleep(0.2)
    spools = [os.readlink(fd) for fd in Path(f"/proc/{process.pid}/fd").iterdir() if fd.is_symlink()]
    assert [p for p in spools if p.startswith(f"{tmp_path}/tmp/") and p.endswith(" (deleted)")]  # it is there …
    assert list((tmp_path / "tmp").iterdir()) == []  # … and has no name
    sent = time.monotonic()
    process.send_signal(signal.SIGTERM)
    ran = _ended(process, tmp_path, sent)
    assert (ran.code, ran.result["gate"], ran.argo["gate"], ran.left) == (143, "undecided", "undecided", [])
    assert ran.seconds < 5
    assert "Traceback" not in ran.err


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB as TMPDIR."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount one")
    (tmp_path / "tmp").mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", tmp_path / "tmp"], check=False)
    if made.returncode != 0:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("this machine mounts no tmpfs")
    yield tmp_path
    subprocess.run(["umount", tmp_path / "tmp"], check=True)


def test_an_object_that_does_not_fit_is_not_read(store: Store, small_disk: Path) -> None:
    store.put("prices_4.csv", LARGE)
    ran = _check(store, small_disk, "gs://landing/prices_4.csv")
    assert (ran.code, ran.result["error"]["kind"]) == (3, "NoSpace")
    assert "media" not in store.seen


def test_room_that_others_take_meanwhile(store: Store, small_disk: Path) -> None:
    def filled() -> None:
        with open(small_disk / "tmp" / "other", "wb") as file:
            file.write(b"x" * ((8 << 20) - (64 << 10)))

    store.fail(filled, 1)
    store.put("prices_4.csv", GOOD)
    process = _start(store, small_disk, "gs://landing/prices_4.csv")
    ran = _ended(process, small_disk, time.monotonic())
    assert (ran.code, ran.result["error"]["kind"], ran.left) == (3, "NoSpace", ["other"]), ran.err
    assert "Traceback" not in ran.err


def test_a_limit_of_the_spool_that_no_disk_shows(store: Store, tmp_path: Path) -> None:
    """A volume's sizeLimit: who goes past it is ended by the kubelet, without a word."""
    ran = _check(store, tmp_path, "gs://landing/prices_1.csv", DQ_SPOOL_BYTES=str(len(GOOD)))
    assert ran.code == 0
    ran = _check(store, tmp_path, "gs://landing/prices_1.csv", DQ_SPOOL_BYTES=str(len(GOOD) - 1))
    assert (ran.code, ran.result["error"]["kind"]) == (3, "NoSpace")
    ran = _check(store, tmp_path, "gs://landing/prices_1.csv", DQ_SPOOL_BYTES="4Gi")
    assert (ran.code, ran.result["error"]["kind"]) == (2, "UsageError")


@pytest.mark.fuzz
def test_two_gigabytes(tmp_path: Path) -> None:
    """In the memory of a small file, over a connection that is cut in its middle; the disk that it needs is its own size."""
    seed = tmp_path / "seed" / "landing"
    seed.mkdir(parents=True)
    block = b"".join(b"%d,%d.25\n" % (i, i % 97) for i in range(1_000_000))
    blocks = 2_100_000_000 // len(block)
    with open(seed / "prices_1.csv", "wb") as file:
        file.write(b"hour,price\n")
        for _ in range(blocks):
            file.write(block)
    size = (seed / "prices_1.csv").stat().st_size
    held = ("-backend", "memory", "-data", f"{tmp_path}/seed")  # its disk is read whole before the first byte is sent
    with running(tmp_path, *held) as store:
        shutil.rmtree(tmp_path / "seed")
        store.fail("cut", 1)
        ran = _check(store, tmp_path, "gs://landing/prices_1.csv", DQ_GCS_SECONDS="60")
    print(f"\n{size / 1e9:.1f} GB: {ran.seconds:.0f} s, {ran.peak:.0f} MB")
    assert (ran.code, ran.result["landed"]["rows"], ran.result["landed"]["size"]) == (0, blocks * 1_000_000, size)
    assert store.seen.count("media") == 2
    assert 10 < ran.peak < 600
