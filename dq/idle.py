"""Idle: what Python can do while DuckDB scans and needs none of it: imports and figures that are wanted after the scan.

It costs nothing there. Where no scan comes, whoever wants it does it then.
"""

from _thread import start_new_thread
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Job(Generic[T]):
    """Done once, by whoever comes first."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._lock = Lock()
        self._made: list[T] = []

    def result(self) -> T:
        """What the work returns, or raises."""
        with self._lock:
            if not self._made:
                self._made.append(self._work())
            return self._made[0]


MOST = 8
"""Jobs that wait: of runs that never scanned the oldest are forgotten."""

_waiting: list[Job[object]] = []


def later(work: Callable[[], T]) -> Job[T]:
    """The work is done at the next `now`, or where its result is asked for.

    >>> later(lambda: 7).result()
    7
    """
    job = Job(work)
    _waiting.append(job)  # type: ignore[arg-type]  # of any sort
    del _waiting[:-MOST]
    return job


def now() -> None:
    """Python begins to wait: what waits for that is done on another thread."""
    if _waiting:
        jobs, _waiting[:] = tuple(_waiting), ()
        with suppress(RuntimeError):  # no thread to be had: then they are done in turn
            start_new_thread(_done, (jobs,))  # Thread.start() waits until it runs


def _done(jobs: tuple[Job[object], ...]) -> None:
    for job in jobs:
        try:
            job.result()
        except Exception:  # noqa: BLE001  whoever asks for the result meets it again
            return
