"""Credentials of Google Cloud that are not there, not yet there, or no longer good; no wait for who is not there."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from _gcs import demand, free_port

demand()

SUITE = "name: prices\ncolumns:\n  - {name: hour, type: integer}\n"


class _Metadata(BaseHTTPRequestHandler):
    """As a pod's metadata server that becomes ready: it hangs up on its first callers."""

    asked = 0
    ready_after = 2

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:  # http.server's word
        _Metadata.asked += 1
        if _Metadata.asked <= _Metadata.ready_after:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        body = b"googleapis.com" if "universe" in self.path else b"dq-project"
        self.send_response(200)
        self.send_header("Metadata-Flavor", "Google")
        self.send_header("Content-Type", "application/text")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def metadata() -> Iterator[str]:
    _Metadata.asked = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Metadata)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def nobody() -> str:
    """An address where nothing listens."""
    return f"127.0.0.1:{free_port()}"


@pytest.fixture
def mute() -> Iterator[str]:
    """One that takes calls and says nothing."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen(50)
        yield f"127.0.0.1:{s.getsockname()[1]}"


def _environment(host: str, folder: Path, **more: str) -> dict[str, str]:
    clean = ("GOOGLE_", "GCE_", "CLOUDSDK_", "KUBERNETES_", "STORAGE_")
    known = {k: v for k, v in os.environ.items() if not k.startswith(clean)}
    return {**known, "HOME": str(folder), "GCE_METADATA_HOST": host, "GCE_METADATA_IP": host, **more}


def _check(host: str, folder: Path, **more: str) -> tuple[int, str, float]:
    (folder / "prices.yaml").write_text(SUITE)
    command = [sys.executable, "-m", "dq", "check", "gs://landing/prices_1.csv", "-s", "prices.yaml"]
    began = time.monotonic()
    environment = _environment(host, folder, **more)
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=90, check=False)
    said = (ran.stdout + ran.stderr).decode()
    assert "Traceback" not in said
    return ran.returncode, said, time.monotonic() - began


@pytest.mark.parametrize("host", ["nobody", "mute"])
def test_no_credentials_are_the_callers_within_twenty_seconds(request: Any, tmp_path: Path, host: str) -> None:
    code, said, seconds = _check(request.getfixturevalue(host), tmp_path)
    assert (code, "no Google Cloud credentials" in said) == (2, True), said
    assert seconds < 20


def test_a_key_file_that_is_not_there(nobody: str, tmp_path: Path) -> None:
    code, said, seconds = _check(nobody, tmp_path, GOOGLE_APPLICATION_CREDENTIALS=str(tmp_path / "none.json"))
    assert (code, "no Google Cloud credentials" in said) == (2, True), said
    assert seconds < 10


def test_in_a_pod_it_is_a_fault_that_may_pass(nobody: str, tmp_path: Path) -> None:
    """Workload Identity's metadata server begins with the pod."""
    code, said, seconds = _check(
        nobody, tmp_path, KUBERNETES_SERVICE_HOST="10.0.0.1", DQ_GCS_SECONDS="5", DQ_LOG="json"
    )
    assert (code, "metadata server" in said) == (75, True), said
    assert '"retry"' in said
    assert seconds < 30


def test_a_metadata_server_that_becomes_ready_is_waited_for(metadata: str, tmp_path: Path) -> None:
    _Metadata.ready_after = 5  # more than Google's own library asks
    code = "from dq.storage import gs; print(type(gs._client()._credentials).__module__)"
    environment = _environment(metadata, tmp_path, KUBERNETES_SERVICE_HOST="10.0.0.1")
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, timeout=90, check=False)
    assert ran.stdout.decode().strip() == "google.auth.compute_engine.credentials", ran.stderr
    assert _Metadata.asked > 5
