"""SIGTERM and Ctrl-C: whoever runs something long says how to end it; the signal is answered at once and once.

A Python handler runs only between bytecodes of the main thread, and an exception raised in one is lost inside DuckDB.
So the handler does nothing: the signal's number arrives on a wakeup pipe, a thread reads it and calls what is to be ended.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread

from .errors import Interrupted
from .exit_codes import INTERRUPTED, TERMINATED

_endings: list[Callable[[], None]] = []
_received: list[int] = []
_lock = Lock()


def install() -> None:
    """Once, in the main thread of the command. SIGTERM -> 143, SIGINT -> 130."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, _noted)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    Thread(target=_watch, args=(reading,), daemon=True, name="signals").start()


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
    """Raises Interrupted once a signal has arrived."""
    if _received:
        name, code = ("SIGINT", INTERRUPTED) if _received[0] == signal.SIGINT else ("SIGTERM", TERMINATED)
        raise Interrupted(name, code)
