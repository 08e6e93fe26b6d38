"""Who asks Cloud Storage: the emulator's anonymous, or application default credentials."""

import os
from functools import cache
from time import monotonic, sleep
from typing import Any

import google.auth.exceptions as auth
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage  # type: ignore[attr-defined]  # a namespace package

from .. import log, stopping
from ._talk import listen

SECONDS = min(15.0, float(os.environ.get("DQ_GCS_SECONDS") or 60))  # in which a pod's metadata server may become ready


@cache
def client() -> Any:
    """Google's client, one for the process. DefaultCredentialsError where there are none, in a pod after a while."""
    listen()
    if os.environ.get("STORAGE_EMULATOR_HOST"):
        return storage.Client(project="emulator", credentials=AnonymousCredentials())  # type: ignore[no-untyped-call]  # google's
    os.environ.setdefault("GCE_METADATA_TIMEOUT", "2")  # nobody waits for a metadata server that is not there
    until = monotonic() + stopping.patience(SECONDS)
    while True:
        try:
            return storage.Client(project=os.environ.get("GOOGLE_CLOUD_PROJECT") or "dq")
        except auth.DefaultCredentialsError as error:
            if not in_a_pod() or monotonic() > until:
                raise
            log.line("warning", "retry", f"asked again for credentials: {error!s}", detail=str(error))
        sleep(1)
        stopping.check()


def in_a_pod() -> bool:
    """Where credentials come from a metadata server that begins with the pod, and may answer a moment later."""
    return bool(os.environ.get("KUBERNETES_SERVICE_HOST")) and not os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")
