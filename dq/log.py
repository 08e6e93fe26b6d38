"""The talk of a run as JSON lines on stderr, where DQ_LOG=json asks for it; nothing otherwise.

Each line has time, level, event and message, what the line is about (dataset, source), and where it comes from: the fields
that the environment gives, DQ_WORKFLOW, DQ_POD, DQ_NAMESPACE, DQ_NODE. No logging module: 2 ms of every start.
"""

import os
import sys
import time
import warnings
from typing import Any, Literal, TypeAlias

import msgspec

Level: TypeAlias = Literal["debug", "info", "warning", "error"]
FROM_ENVIRONMENT = ("workflow", "pod", "namespace", "node")
LONGEST = 2000
"""Characters of one text: a line of a log is cut by whoever collects it, at 16 KB by Kubernetes."""

_about: dict[str, Any] = {}


def wanted() -> bool:
    return os.environ.get("DQ_LOG", "").lower() == "json"


def about(**fields: Any) -> None:
    """What the lines from now on are about."""
    _about.clear()
    _about.update(fields)


def subject() -> str:
    """`dataset: `, or the source where that is not known; nothing before either is."""
    name = _about.get("dataset") or _about.get("source")
    return f"{name}: " if name else ""


def line(level: Level, event: str, message: str, /, **fields: Any) -> None:
    """One line, whole; fields that are None are left out."""
    if not wanted():
        return
    now = time.time()
    stamp = f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now))}.{int(now % 1 * 1000):03d}Z"
    place = {name: os.environ.get(f"DQ_{name.upper()}") or None for name in FROM_ENVIRONMENT}
    told = {"time": stamp, "level": level, "event": event, "message": message, **_about, **fields, **place}
    data = msgspec.json.encode({key: _plain(value) for key, value in told.items() if value is not None}, enc_hook=str)
    for separator in "\u2028\u2029\x85":  # JSON lets them stand; what splits text into lines may split there
        data = data.replace(separator.encode(), f"\\u{ord(separator):04x}".encode())
    _write(data)


def say(level: Level, event: str, message: str, text: str, /, **fields: Any) -> None:
    """A line, or where nobody asked for lines the text."""
    if wanted():
        line(level, event, message, **fields)
    else:
        _write(text.encode("utf-8", "backslashreplace"))


def warn(message: str) -> None:
    """What goes wrong beside the verdict."""
    say("warning", "warning", message, f"warning: {message}")


def listen() -> None:
    """Python's warnings are lines too."""
    if wanted():
        warnings.showwarning = lambda message, category, *_, **__: line(
            "warning", "library", f"{category.__name__}: {message}"
        )


def _write(data: bytes) -> None:
    sys.stderr.flush()
    sys.stderr.buffer.write(data + b"\n")
    sys.stderr.flush()


def _plain(value: Any) -> Any:
    """Text bounded and without lone surrogates, which JSON cannot hold."""
    if isinstance(value, str):
        cut = value if len(value) <= LONGEST else value[:LONGEST] + "…"
        return cut.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_plain(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value
