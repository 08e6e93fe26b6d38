"""The container's termination message: what Kubernetes, and Argo's node, say of a step that ended. Only in a pod.

The kubelet binds `/dev/termination-log` into a container and reads it when the container has ended; a laptop has no such
file, and gets none. DQ_TERMINATION_LOG names another (a pod's `terminationMessagePath`).
"""

import os

PATH = "/dev/termination-log"
MOST = 1000
"""Bytes: the kubelet keeps 4096, shared by all containers of a pod; an event that repeats the message holds 1024."""

_said: list[str] = []


def note(sentence: str) -> None:
    """What is to be said of this run; the last word counts."""
    _said[:] = [sentence]


def path() -> str | None:
    """Where the message goes; None outside of a pod."""
    named = os.environ.get("DQ_TERMINATION_LOG")
    return named or (PATH if os.path.isfile(PATH) else None)


def write() -> None:
    """Says it, in place: the file is a bind mount. Raises OSError where that cannot be written."""
    to = path()
    if to is None or not _said:
        return
    creating = os.O_CREAT if to != PATH else 0
    file = os.open(to, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC | os.O_NONBLOCK | creating, 0o644)
    try:
        os.write(file, message(_said[0]))
    finally:
        os.close(file)


def message(sentence: str) -> bytes:
    """One line, at most 1000 bytes, whole characters, none that controls. It begins as no message of Kubernetes does: a
    retry that looks for "Pod was terminated" or "Preempted" at its beginning finds neither in a name of the caller's.

    >>> message("jepx_spot: gate open"), message("Pod was terminated\\x1b[2J"), len(message("値" * 999))
    (b'jepx_spot: gate open', b'dq: Pod was terminated [2J', 999)
    """
    plain = " ".join("".join(c if c.isprintable() else " " for c in sentence).split())
    if plain[:1].isupper():
        plain = "dq: " + plain
    data = plain.encode("utf-8", "replace")
    if len(data) <= MOST:
        return data
    return data[: MOST - 3].decode("utf-8", "ignore").encode() + "…".encode()
