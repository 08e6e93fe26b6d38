"""Work that is done while DuckDB scans: once, by whoever comes first, and never seen half done."""

import subprocess
import sys
from threading import Event, Thread

import pytest

from dq import idle

# The other thread is in the middle of a module when this one asks for it.
SLOW_IMPORT = """
import importlib.machinery, threading, time
real, begun = importlib.machinery.SourceFileLoader.exec_module, threading.Event()

def slow(loader, module):
    if module.__name__.endswith("bom_changed"):
        begun.set()
        time.sleep(0.5)
    real(loader, module)

importlib.machinery.SourceFileLoader.exec_module = slow
from dq import by_name, idle
idle.later(lambda: by_name.load("spec_changes", "bom_changed"))
idle.now()
begun.wait()
print(by_name.load("spec_changes", "bom_changed").kind.grade)
"""


@pytest.fixture(autouse=True)
def nothing_waits() -> None:
    idle._waiting.clear()


def test_a_job_is_done_once() -> None:
    done: list[int] = []
    job = idle.later(lambda: done.append(1) or len(done))
    idle.now()
    assert [job.result(), job.result()] == [1, 1]


def test_a_job_waits_for_an_idle_moment() -> None:
    begun = Event()
    idle.later(begun.set)
    assert not begun.wait(0.05)
    idle.now()
    assert begun.wait(10)


def test_of_runs_that_never_scanned_little_is_kept() -> None:
    jobs = [idle.later(lambda n=n: n) for n in range(100)]
    assert len(idle._waiting) == idle.MOST
    assert [job.result() for job in jobs] == [*range(100)]


def test_without_a_thread_it_is_done_by_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(idle, "start_new_thread", refused)
    job = idle.later(lambda: 7)
    idle.now()
    assert job.result() == 7


def test_whoever_asks_meets_the_error() -> None:
    job = idle.later(lambda: 1 // 0)
    idle.now()
    with pytest.raises(ZeroDivisionError):
        job.result()


def test_who_asks_while_it_is_done_waits_for_it() -> None:
    begun, go, told = Event(), Event(), []

    def work() -> str:
        begun.set()
        go.wait(10)
        return "done"

    job = idle.later(work)
    idle.now()
    begun.wait(10)
    asker = Thread(target=lambda: told.append(job.result()))
    asker.start()
    assert not told
    go.set()
    asker.join(10)
    assert told == ["done"]


def test_a_module_that_another_thread_imports_is_waited_for() -> None:
    ran = subprocess.run([sys.executable, "-c", SLOW_IMPORT], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "compatible"
