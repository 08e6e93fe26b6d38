"""What a run leaves in Cloud Storage: outputs and history, whole and conditional, also when the store fails or the run is
stopped; suites that live there; and what the log tells of it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from _gcs import Store, demand, running

demand()

SUITE = 'name: prices\nlanded: {match: ["prices_*.csv"]}\ncolumns:\n  - {name: hour, type: integer, required: true}\n'
GOOD, BAD = b"hour\n1\n2\n", b"hour\n1\nx\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with running(tmp_path_factory.mktemp("gcs")) as store:
        yield store


@pytest.fixture(autouse=True)
def _fresh(store: Store) -> Iterator[None]:
    store.heal()
    store.seen.clear()
    store.put("suites/prices.yaml", SUITE.encode())
    store.put("prices_1.csv", GOOD)
    store.put("prices_2.csv", BAD)
    yield
    store.over.set()


def start(store: Store, folder: Path, *args: str, **env: str) -> "subprocess.Popen[bytes]":
    known = {k: v for k, v in os.environ.items() if not k.startswith(("GOOGLE_", "GCE_", "KUBERNETES_", "DQ_"))}
    ours = {
        "STORAGE_EMULATOR_HOST": store.host,
        "DQ_GCS_SECONDS": "3",
        "DQ_TERMINATION_LOG": str(folder / "log"),
        **env,
    }
    suite = [] if "DQ_SUITES" in env else ["-s", "gs://landing/suites/prices.yaml"]
    command = [sys.executable, "-m", "dq", "check", *args, *suite]
    return subprocess.Popen(command, env={**known, **ours}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def check(store: Store, folder: Path, *args: str, **env: str) -> tuple[int, str]:
    run = start(store, folder, *args, **env)
    _, err = run.communicate(timeout=100)
    assert b"Traceback" not in err
    return run.returncode, err.decode()


def names(store: Store, prefix: str) -> list[str]:
    _, data = store._answer("GET", f"/storage/v1/b/landing/o?prefix={prefix}")
    return sorted(item["name"] for item in json.loads(data).get("items", []))


def document(store: Store, name: str) -> Any:
    return json.loads(store.get(name) or b"null")


def test_every_kind_of_output_goes_to_the_store(store: Store, tmp_path: Path) -> None:
    kinds = ("json", "gx", "text", "junit", "markdown", "github")
    args = [f"--output={kind}=gs://landing/all/{kind}" for kind in kinds]
    code, err = check(store, tmp_path, "gs://landing/prices_1.csv", *args, "--output=argo=gs://landing/all/argo/")
    assert code == 0, err
    assert {name.split("/")[1] for name in names(store, "all/")} == {*kinds, "argo"}
    assert store.get("all/argo/gate") == b"open"
    told = document(store, "all/json")
    assert told["suite"]["uri"] == "gs://landing/suites/prices.yaml"
    assert len(told["suite"]["digest"]) == len("sha256:") + 64


@pytest.mark.parametrize("named", [[], ["-s", "prices"], ["-s", "other"], ["-s", "price"]])
def test_the_folder_of_suites_may_be_in_the_store(store: Store, tmp_path: Path, named: list[str]) -> None:
    """What stands in a folder of that folder, or is no suite, is none of it."""
    store.put("suites/other.2020-01-01.yaml", SUITE.replace("prices", "other").encode())
    store.put("suites/README.md", b"landed: prices_1.csv")
    store.put("suites/old/prices.yaml", SUITE.encode())
    out = tmp_path / "r.json"
    code, err = check(
        store, tmp_path, "gs://landing/prices_1.csv", f"--output=json={out}", *named, DQ_SUITES="gs://landing/suites/"
    )
    told = json.loads(out.read_text())
    if named == ["-s", "price"]:
        assert code == 2
        assert "did you mean `prices`?" in told["error"]["hint"]["en"]
    else:
        assert code == 0, err
        file = "other.2020-01-01" if "other" in named else "prices"
        assert told["suite"]["uri"] == f"gs://landing/suites/{file}.yaml"


@pytest.mark.parametrize(("fault", "on", "code"), [("503", "list", 75), ("403", "list", 2), ("503", "media", 75)])
def test_a_folder_of_suites_that_cannot_be_read_is_told(
    store: Store, tmp_path: Path, fault: str, on: str, code: int
) -> None:
    store.fail(fault, on=on)
    assert check(store, tmp_path, "gs://landing/prices_1.csv", DQ_SUITES="gs://landing/suites")[0] == code


def test_an_empty_folder_of_suites_fits_nothing(store: Store, tmp_path: Path) -> None:
    assert check(store, tmp_path, "gs://landing/prices_1.csv", DQ_SUITES="gs://landing/none")[0] == 2


def test_a_history_in_the_store_knows_the_last_good_run(store: Store, tmp_path: Path) -> None:
    history = ("--history", "gs://landing/h1")
    out = ("--output", f"json={tmp_path}/r.json")
    assert check(store, tmp_path, "gs://landing/prices_1.csv", *history, *out)[0] == 0
    first = json.loads((tmp_path / "r.json").read_text())
    assert check(store, tmp_path, "gs://landing/prices_2.csv", *history)[0] == 1
    store.put("prices_3.csv", GOOD + b"3\n")
    assert check(store, tmp_path, "gs://landing/prices_3.csv", *history, *out, DQ_HISTORY="gs://landing/other")[0] == 0
    third = json.loads((tmp_path / "r.json").read_text())
    assert third["baseline"]["uri"] == first["result_uri"]
    assert first["landed"]["generation"] == third["baseline"]["landed"]["generation"]
    kept = [name for name in names(store, "h1/prices/") if name.endswith(".json")]
    assert len(kept) == 3
    assert document(store, third["result_uri"].removeprefix("gs://landing/")) == third
    assert names(store, "other/") == []


def test_the_history_may_come_from_the_environment(store: Store, tmp_path: Path) -> None:
    for given in ([], ["--history="]):
        assert check(store, tmp_path, "gs://landing/prices_1.csv", *given, DQ_HISTORY="gs://landing/h2/")[0] == 0
    assert len([name for name in names(store, "h2/prices/") if name.endswith(".json")]) == 2
    assert check(store, tmp_path, "gs://landing/prices_1.csv", "--past", DQ_HISTORY="gs://landing/h2/")[0] == 0
    assert len([name for name in names(store, "h2/prices/") if name.endswith(".json")]) == 2


def test_runs_of_one_dataset_at_once_lose_nothing(store: Store, tmp_path: Path) -> None:
    runs = [start(store, tmp_path, "gs://landing/prices_1.csv", "--history=gs://landing/h3",
                  "--output=json=gs://landing/h3.json") for _ in range(4)]  # fmt: skip
    assert [run.wait(100) for run in runs] == [0] * 4
    for run in runs:
        assert run.stderr is not None
        run.stderr.close()
    assert len([name for name in names(store, "h3/prices/") if name.endswith(".json")]) == 4
    assert document(store, "h3.json")["gate"] == "open"


def test_writers_of_one_name_at_once_each_stand_there_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", store.host)
    from dq.storage import gs

    gs._client.cache_clear()
    try:
        data = [bytes([97 + n]) * 200_000 for n in range(6)]
        with ThreadPoolExecutor(6) as several:
            list(several.map(lambda each: gs.put("gs://landing/one", each), data))
        assert store.get("one") in data
    finally:
        gs._client.cache_clear()


@pytest.mark.parametrize(
    ("fault", "on", "code", "says"),
    [
        ("503", "list", 75, "did not answer"),
        ("403", "list", 2, "no permission to read"),
        ("503", "upload", 75, "did not answer"),
        ("403", "upload", 2, "no permission to write"),
        ("mute", "upload", 75, "did not answer"),
    ],
)
def test_a_history_that_fails_is_told_by_its_code(
    store: Store, tmp_path: Path, fault: str, on: str, code: int, says: str
) -> None:
    store.fail(fault, on=on)
    out = tmp_path / "out"
    got, err = check(store, tmp_path, "gs://landing/prices_1.csv", "--history=gs://landing/h4", f"--output=argo={out}")
    assert got == code, err
    assert (out / "gate").read_text() == "undecided"
    assert says in (out / "summary").read_text()
    assert says in (tmp_path / "log").read_text()


@pytest.mark.parametrize("on", ["upload", "list"])
def test_a_history_that_fails_once_is_no_matter(store: Store, tmp_path: Path, on: str) -> None:
    store.fail("503", 1, on=on)
    code, err = check(store, tmp_path, "gs://landing/prices_1.csv", f"--history=gs://landing/h5{on}", DQ_LOG="json")
    assert code == 0
    retries = [line for line in map(json.loads, err.splitlines()) if line["event"] == "retry"]
    assert [line["uri"].startswith("gs://landing/h5") for line in retries] == [True]
    assert "503" in retries[0]["detail"]


def test_every_retry_is_told(store: Store, tmp_path: Path) -> None:
    store.fail("503", on="media")
    code, err = check(store, tmp_path, "gs://landing/prices_1.csv", DQ_LOG="json", DQ_WORKFLOW="w")
    lines = [json.loads(line) for line in err.splitlines()]
    assert code == 75
    assert len([line for line in lines if line["event"] == "retry"]) >= 2
    assert (lines[-1]["event"], lines[-1]["cause"], lines[-1]["workflow"]) == ("verdict", "transient", "w")


def test_outputs_without_permission_say_which_one(store: Store, tmp_path: Path) -> None:
    store.fail("403", on="upload")
    code, err = check(store, tmp_path, "gs://landing/prices_1.csv", "--output=json=gs://landing/r.json")
    assert code == 2
    assert "no permission to write gs://landing/r.json" in err
    assert "storage.objects.create" in err


@pytest.mark.parametrize(("fault", "on"), [("stall", "media"), ("mute", "media"), ("503", "media"), ("mute", "any")])
def test_a_stopped_run_says_so_everywhere(store: Store, tmp_path: Path, fault: str, on: str) -> None:
    """Where the store still answers; where it does not, at least on this machine, and in time."""
    uri = f"gs://landing/stopped/{fault}_{on}.json"
    out = tmp_path / "out"
    args = ["gs://landing/prices_1.csv", f"--output=json={uri}", f"--output=argo={out}", "--history=gs://landing/h6"]
    run = start(store, tmp_path, *args, DQ_GCS_SECONDS="60")
    while "upload" not in store.seen:  # its outputs begin
        time.sleep(0.02)
    store.fail(fault, on=on)
    time.sleep(2.5)
    sent = time.monotonic()
    run.send_signal(signal.SIGTERM)
    run.communicate(timeout=30)
    assert run.returncode == 143
    assert time.monotonic() - sent < 20
    assert (out / "gate").read_text() == "undecided"
    assert "SIGTERM" in (out / "summary").read_text()
    assert "SIGTERM" in (tmp_path / "log").read_text()
    told = document(store, uri.removeprefix("gs://landing/"))
    assert told["gate"] == "undecided"
    assert on == "any" or "SIGTERM" in told["summary"]["en"]
    assert names(store, "h6/") == []
