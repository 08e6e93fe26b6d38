"""Cloud Storage against an emulator, with a proxy in front that fails as the network does."""

import gc
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _gcs import Store, demand, running

from dq.errors import CallerError, NoPermission, NotAFile, NotLanded, TransientError
from dq.storage import _spool

demand()

# Google's client leaves sockets to the interpreter's end.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

BODY = b"a,b\n" + b"1,2\n" * 50_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with running(tmp_path_factory.mktemp("gcs")) as store:
        store.put("jepx/spot_2026.csv", BODY)
        yield store


@pytest.fixture(scope="module")
def gs(store: Store) -> Iterator[Any]:
    """The storage module, talking to the emulator through the proxy."""
    before = os.environ.get("STORAGE_EMULATOR_HOST")
    os.environ["STORAGE_EMULATOR_HOST"] = store.host
    from dq.storage import gs as module

    module._client.cache_clear()
    module.SECONDS = 3.0
    yield module
    module._client.cache_clear()
    os.environ.pop("STORAGE_EMULATOR_HOST") if before is None else os.environ.update(STORAGE_EMULATOR_HOST=before)


@pytest.fixture(autouse=True)
def _no_fault(store: Store) -> Iterator[None]:
    store.heal()
    yield
    store.heal()
    gc.collect()  # while the warnings of Google's sockets are still this test's own


@pytest.fixture
def landed(gs: Any) -> Iterator[Any]:
    """`landed(uri)`: pinned until the test ends."""
    held = []

    def land(uri: str) -> Any:
        held.append(gs.land(uri))
        return held[-1]

    yield land
    for each in held:
        gs.release(each)
    assert not _spool._held


def test_one_generation_is_pinned_and_named(landed: Any) -> None:
    file = landed("gs://landing/jepx/spot_2026.csv")
    assert Path(file.path).read_bytes() == BODY
    assert file.size == len(BODY)
    assert file.generation.isdigit()
    assert file.digest.startswith("crc32c:")


def test_a_spool_goes_when_it_is_released(gs: Any) -> None:
    file = gs.land("gs://landing/jepx/spot_2026.csv")
    gs.release(file)
    gs.release(file)
    assert not Path(file.path).exists()


def test_what_is_not_there_names_the_nearest(gs: Any) -> None:
    with pytest.raises(NotLanded) as caught:
        gs.land("gs://landing/jepx/spot_2027.csv")
    assert "gs://landing/jepx/spot_2026.csv" in str(caught.value.hint("en"))


def test_a_folder_is_no_file(gs: Any) -> None:
    with pytest.raises(NotAFile):
        gs.land("gs://landing/jepx/")


@pytest.mark.parametrize("fault", ["503", "429", "cut"])
def test_a_passing_fault_is_retried(store: Store, landed: Any, fault: str) -> None:
    store.fail(fault, 1)
    assert Path(landed("gs://landing/jepx/spot_2026.csv").path).read_bytes() == BODY
    assert store.times == 0


@pytest.mark.parametrize("fault", ["503", "flip"])
def test_a_lasting_fault_is_nobodys(store: Store, gs: Any, fault: str) -> None:
    store.fail(fault)
    with pytest.raises(TransientError) as caught:
        gs.land("gs://landing/jepx/spot_2026.csv")
    assert caught.value.exit_code == 75


def test_no_permission_is_the_callers(store: Store, gs: Any) -> None:
    store.fail("403")
    with pytest.raises(NoPermission) as caught:
        gs.land("gs://landing/jepx/spot_2026.csv")
    assert "storage.objects.get" in str(caught.value.hint("en"))


def test_credentials_that_are_refused_are_the_callers(store: Store, gs: Any) -> None:
    store.fail("401")
    with pytest.raises(CallerError):
        gs.land("gs://landing/jepx/spot_2026.csv")


def test_what_is_put_replaces_whole_and_can_be_listed_and_removed(gs: Any) -> None:
    uri = "gs://landing/out/result.json"
    for n in range(3):
        gs.put(uri, json.dumps({"n": n}).encode())
    assert json.loads(gs.get(uri)) == {"n": 2}
    assert list(gs.list("gs://landing/*/*.json")) == [uri]
    assert list(gs.list("gs://landing/*.json")) == []
    gs.remove(uri)
    gs.remove(uri)
    with pytest.raises(NotLanded):
        gs.get(uri)
