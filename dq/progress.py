"""A line on stderr for what takes longer than two seconds on a terminal; nothing in a pod or a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

AFTER_SECONDS = 2.0
EVERY_SECONDS = 0.2
_wanted: list[str] = []


def show(what: str) -> None:
    """From now on, say how far `what` is. Only the command line calls this, and only on a terminal."""
    _wanted[:] = [what]


@contextmanager
def watching(percent: Callable[[], float]) -> Iterator[None]:
    """While the block runs: `percent()` is 0 to 100, negative while unknown."""
    if not _wanted:
        yield
        return
    done = Event()
    thread = Thread(target=_draw, args=(percent, done), daemon=True, name="progress")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _draw(percent: Callable[[], float], done: Event) -> None:
    if done.wait(AFTER_SECONDS):
        return
    while not done.wait(EVERY_SECONDS):
        at = max(0.0, min(100.0, percent()))
        bar = ("#" * int(at / 4)).ljust(25, ".")
        sys.stderr.write(f"\r{_wanted[0]} [{bar}] {at:3.0f} %")
        sys.stderr.flush()
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
