"""The image run hard: read-only root, nobody, no capabilities, no network, little memory. Code, output parameters and
termination message are looked at from outside, on good, bad, faulty and killed runs."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from _container import Container, Ended
from _gcs import Store, running

HOST = ("--network=host",)
TMP = ("--tmpfs=/tmp:rw,size=16m,mode=1777",)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with running(tmp_path_factory.mktemp("gcs")) as store:
        store.put("prices_1.csv", b"hour,price\n1,2.5\n")
        store.put("prices_9.csv", b"hour,price\n" + b"1,2.5\n" * 5_000_000)
        yield store


@pytest.fixture(autouse=True)
def _healed(store: Store) -> Iterator[None]:
    store.heal()
    yield
    store.over.set()


def _args(source: str, *more: str) -> tuple[str, ...]:
    return (
        "check",
        source,
        "--suite=data/expectations/prices.yaml",
        "--dataset=prices",
        "--output=argo=/dq/out",
        *more,
    )


def _said(container: Container, ran: Ended, code: int, gate: str, cause: str) -> None:
    """What a pod shows of it: code, parameters, and one sentence as the termination message."""
    told, message = container.told(), container.message.read_text()
    assert (ran.code, told["gate"], told["cause"]) == (code, gate, cause), ran.err + ran.out
    assert message == told["summary"]
    assert message.startswith("prices: ")
    assert "\n" not in message
    assert "Traceback" not in ran.out + ran.err


def test_a_good_file(container: Container) -> None:
    _said(container, container.run(*_args("data/prices_1.csv")), 0, "open", "none")
    assert container.told()["rows"] == "2"


def test_a_bad_file(container: Container) -> None:
    _said(container, container.run(*_args("data/prices_2.csv")), 1, "closed", "expectation")
    assert "market-data" in container.message.read_text()


def test_a_file_that_is_not_there(container: Container) -> None:
    _said(container, container.run(*_args("data/prices_3.csv")), 1, "closed", "not_landed")


def test_a_file_that_it_may_not_read(container: Container) -> None:
    (container.data / "prices_1.csv").chmod(0o600)  # root's
    _said(container, container.run(*_args("data/prices_1.csv")), 2, "undecided", "caller")


def test_a_suite_that_is_invalid(container: Container) -> None:
    (container.data / "expectations" / "prices.yaml").write_text("name: prices\ncolums: []\n")
    _said(container, container.run(*_args("data/prices_1.csv")), 2, "undecided", "caller")


def test_the_store_without_network_or_credentials(container: Container) -> None:
    ran = container.run(*_args("gs://landing/prices_1.csv"), options=TMP)
    _said(container, ran, 2, "undecided", "caller")
    assert ran.seconds < 20


def test_the_store(container: Container, store: Store) -> None:
    env = {"STORAGE_EMULATOR_HOST": store.host}
    _said(container, container.run(*_args("gs://landing/prices_1.csv"), options=HOST + TMP, env=env), 0, "open", "none")
    assert container.told()["generation"].isdigit()


def test_a_store_that_fails(container: Container, store: Store) -> None:
    store.fail("503")
    env = {"STORAGE_EMULATOR_HOST": store.host, "DQ_GCS_SECONDS": "2"}
    ran = container.run(*_args("gs://landing/prices_1.csv"), options=HOST + TMP, env=env)
    _said(container, ran, 75, "undecided", "transient")


@pytest.mark.parametrize(("room", "said"), [(TMP, "no space left"), ((), "no folder for temporary files")])
def test_a_spool_without_room(container: Container, store: Store, room: tuple[str, ...], said: str) -> None:
    """30 MB into a /tmp of 16 MB, and into a read-only one."""
    ran = container.run(
        *_args("gs://landing/prices_9.csv"), options=HOST + room, env={"STORAGE_EMULATOR_HOST": store.host}
    )
    _said(container, ran, 3, "undecided", "fault")
    assert said in container.message.read_text()


def test_sigterm_while_the_store_stalls(container: Container, store: Store) -> None:
    """As process 1, which the kernel spares every signal that it has no handler for."""
    store.fail("stall")
    container.start(*_args("gs://landing/prices_1.csv"), options=HOST + TMP, env={"STORAGE_EMULATOR_HOST": store.host})
    _until(lambda: store.times < 10**6)
    began = time.monotonic()
    container.signal("TERM")
    ran = container.ended()
    _said(container, ran, 143, "undecided", "interrupted")
    assert time.monotonic() - began < 10


def _rows(container: Container, count: int) -> None:
    rows = b"".join(b"%d,%d.25\n" % (i, i % 97) for i in range(count))
    (container.data / "prices_9.csv").write_bytes(b"hour,price\n" + rows)


@pytest.fixture
def long(container: Container) -> Container:
    """In the middle of a scan that takes long: 2 million rows on a tenth of a processor."""
    _rows(container, 2_000_000)
    container.start(*_args("data/prices_9.csv"), options=("--cpus=0.1",))
    _until(lambda: (container.out / "verdict").exists())
    time.sleep(1.0)
    return container


def test_sigterm_in_the_middle_of_the_scan(long: Container) -> None:
    long.signal("TERM")
    _said(long, long.ended(), 143, "undecided", "interrupted")


def test_sigkill_leaves_undecided(long: Container) -> None:
    long.signal("KILL")
    assert (long.ended().code, long.told()["gate"], long.message.read_text()) == (137, "undecided", "")


def test_a_breach_of_the_memory_limit_leaves_undecided(container: Container) -> None:
    _rows(container, 1_000_000)
    ran = container.run(*_args("data/prices_9.csv"), options=("--memory=40m",))
    assert (ran.code, container.told()["gate"], container.message.read_text()) == (137, "undecided", "")


def test_a_million_rows_fit_into_little_memory(container: Container) -> None:
    _rows(container, 1_000_000)
    _said(container, container.run(*_args("data/prices_9.csv"), options=("--memory=256m",)), 0, "open", "none")


def _until(happened: object) -> None:
    for _ in range(600):
        if happened():  # type: ignore[operator]  # a predicate
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within 30 s")


def test_what_it_writes_is_whole_for_who_reads_meanwhile(container: Container) -> None:
    """Nothing but the parameters stands in the folder afterwards: no half-written file beside them."""
    container.run(*_args("data/prices_1.csv"))
    left = {path.name for path in Path(container.out).iterdir()}
    assert left == {
        "gate",
        "summary",
        "cause",
        "verdict",
        "rows",
        "breaking",
        "unsuccessful",
        "generation",
        "result-uri",
    }
