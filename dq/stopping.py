"""SIGTERM and Ctrl-C: whoever runs something long says how to end it; the signal is answered at once and once.

A Python handler runs only between bytecodes of the main thread, and an exception raised in one is lost inside DuckDB.
So the handler does nothing: the signal's number arrives on a wakeup pipe, a thread reads it and calls what is to be ended.
"""

import os
import signal
from _thread import start_new_thread
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from .errors import Interrupted
from .exit_codes import INTERRUPTED, TERMINATED

LAST_WORDS = 6.0
"""Seconds after a signal for outputs that say so: with what then still waits for a store, well inside 30."""

_endings: list[Callable[[], None]] = []
_received: list[int] = []
_until: list[float] = []
_spoken: list[bool] = []
_held: list[bool] = []
_lock = Lock()


def install() -> None:
    """Once, in the main thread of the command. SIGTERM -> 143, SIGINT -> 130."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, _noted)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    start_new_thread(_watch, (reading,))  # Thread.start() waits until it runs: 0.0003 s


def _noted(signum: int, frame: object) -> None:
    """Python's own side of a signal: between two bytecodes it ends what no `ending` could."""
    _received.append(signum)
    check()


def _watch(reading: int) -> None:
    while data := os.read(reading, 16):
        with _lock:
            _received.extend(b for b in data if b in (signal.SIGTERM, signal.SIGINT))
            endings = tuple(_endings) if _received else ()
        for end in endings:
            end()


@contextmanager
def ending(end: Callable[[], None]) -> Iterator[None]:
    """While the block runs, a signal calls `end` (from another thread). `check()` afterwards tells."""
    with _lock:
        _endings.append(end)
    try:
        check()
        yield
    finally:
        with _lock:
            _endings.remove(end)


def check() -> None:
    """Raises Interrupted once a signal has arrived, but for the last words."""
    stopped = interruption()
    if stopped is None or _held or (_until and monotonic() < _until[0]) or (_spoken and signal.SIGTERM in _received):
        return
    raise stopped


def interruption() -> Interrupted | None:
    """What stopped us; None where nothing did."""
    if not _received:
        return None
    name, code = ("SIGINT", INTERRUPTED) if _received[0] == signal.SIGINT else ("SIGTERM", TERMINATED)
    return Interrupted(name, code)


def hold() -> None:
    """A signal waits until `release`: while modules are imported, before a run can say anything of itself."""
    _held.append(True)


def release() -> None:
    """And is answered then."""
    _held.clear()
    check()


def last_words() -> None:
    """From now on what a signal has stopped may be told: for a few seconds `check` lets pass. Nothing without a signal."""
    if _received and not _until:
        _until.append(monotonic() + LAST_WORDS)


def patience(seconds: float) -> float:
    """So many seconds, or what is left of them after a signal."""
    return min(seconds, max(0.5, _until[0] - monotonic())) if _until else seconds


def spoken() -> None:
    """The gate's word stands, in every output: a SIGTERM that comes now finds nothing to stop."""
    _spoken.append(True)
