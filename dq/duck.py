"""The door to DuckDB: limits from the container, no extensions, nothing but the landed file, configuration locked."""

import os
import sys
from _thread import start_new_thread
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock, Thread
from typing import Any

from . import idle, progress, stopping
from .errors import NoSpace, OurError, OutOfMemory
from .sql.conditions import quote

_flags = sys.getdlopenflags()
sys.setdlopenflags(os.RTLD_LAZY)  # most of its 50,000 functions are not called in a run: 0.002 s
try:
    import _duckdb as duckdb  # 0.03 s where the package in front of it takes 0.10 s
except ImportError:  # a build without the bare module
    import duckdb  # type: ignore[no-redef]  # the same module in front
finally:
    sys.setdlopenflags(_flags)


Error = duckdb.Error
Connection = Any
SHARE = 0.6  # of the container's memory is DuckDB's: the rest is Python, Arrow and the buffers that DuckDB does not count


def memory_limit() -> int:
    """Bytes this process may use: the smallest of the cgroup's limits and the machine's memory."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        limits += [int(text) for text in [_read(path)] if text.isdigit()]
    return min(limits)


def cpu_limit() -> int:
    """Threads worth having: the cgroup's quota, else the processors we may run on, at most 4 where no quota is set
    (a pod without a limit sees the whole node)."""
    quota = _read("/sys/fs/cgroup/cpu.max").split()
    if len(quota) == 2 and quota[0].isdigit():
        return max(1, -(-int(quota[0]) // int(quota[1])))
    v1 = _read("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"), _read("/sys/fs/cgroup/cpu/cpu.cfs_period_us")
    if v1[0].isdigit() and v1[1].isdigit():
        return max(1, -(-int(v1[0]) // int(v1[1])))
    return min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@cache
def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read().decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def begin() -> None:
    """The first connection is made on another thread, while the suite and the head of the file are read: DuckDB fills its
    catalog for 0.02 s, takes 0.005 s longer for its first statement than for the next, and needs no Python for either."""
    if cpu_limit() > 1 and not _begun:
        _begun.append(_Begun())


class _Begun:
    """A connection that another thread makes. `made` while `done` is held is not yet, None then: it could not be made."""

    def __init__(self) -> None:
        self.made: Connection = None
        self.turns = sys.getswitchinterval()
        sys.setswitchinterval(0.0002)  # else it waits 0.005 s each time that it needs Python for a moment
        self.done = Lock()
        self.done.acquire()
        try:
            start_new_thread(self._run, ())  # Thread.start() waits until it runs
        except RuntimeError:  # no thread to be had: then it is made in turn
            self.done.release()

    def _run(self) -> None:
        try:
            made = duckdb.connect(":memory:", config=_config())
            made.execute(_FIRST).fetchall()
            self.made = made
        except Exception:  # noqa: BLE001  is met again, and told, by whoever needs a connection
            self.made = None
        finally:
            self.done.release()


_FIRST = (  # a scan of nothing sets up the parser, the reader of CSV and the aggregates
    "SELECT count(CASE WHEN regexp_full_match(t, 'a') THEN 1 END), list(t) FILTER (WHERE t IS NOT NULL), list(hash(t)),"
    " min(TRY_CAST(t AS DOUBLE)), max(TRY_CAST(t AS BIGINT)), avg(TRY_CAST(t AS DOUBLE))"
    f" FROM read_csv({quote(os.devnull)}, auto_detect=false, header=false, null_padding=true, columns={{'t': 'VARCHAR'}})"
)


_begun: list[_Begun] = []


def _config() -> dict[str, str | bool | int | float | list[str]]:
    """DuckDB's own limit is its share of the container's."""
    return {
        "threads": str(cpu_limit()),
        "memory_limit": f"{max(int(memory_limit() * SHARE), 64 << 20) >> 20}MiB",
        "temp_directory": _spill(),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "preserve_insertion_order": "true",
    }


def _spill() -> str:
    """The folder that DuckDB makes when it spills, and only then."""
    return os.environ.get("DQ_SPILL") or os.path.join(os.environ.get("TMPDIR", "/tmp"), f"dq-spill-{os.getpid()}")  # noqa: S108


def _connected() -> Connection:
    """A connection that nothing has used: the one that was begun, else a new one."""
    if _begun:
        begun = _begun.pop()
        with begun.done:
            sys.setswitchinterval(begun.turns)
        if begun.made is not None:
            return begun.made
    return duckdb.connect(":memory:", config=_config())


@contextmanager
def connection(paths: Sequence[str] = (), tables: dict[str, Any] | None = None) -> Iterator[Connection]:
    """A connection that can read `paths` and pipes of this process, and nothing else."""
    if tables:
        import duckdb as whole  # noqa: F401  Arrow is scanned by what only the package in front of the module sets up
    con = _connected()
    try:
        for name, table in (tables or {}).items():
            con.register(name, table)
        allowed = ", ".join(quote(p) for p in paths)
        con.execute(
            f"SET allowed_paths = [{allowed}]; SET allowed_directories = ['/dev/fd/'];"
            " SET enable_external_access = false; SET lock_configuration = true"
        )
        with stopping.ending(con.interrupt), progress.watching(con.query_progress):
            yield con
    finally:
        _close(con)


def _close(con: Connection) -> None:
    """DuckDB takes its catalog down for 0.003 s without Python, while the verdict is made; what it spilled is gone before
    anything else happens."""
    if os.path.exists(_spill()):
        con.close()
        return
    try:
        Thread(target=con.close, name="duckdb-closes").start()
    except RuntimeError:  # no thread to be had
        con.close()


def fetch(con: Connection, sql: str) -> list[tuple[Any, ...]]:
    """All rows of one statement. DuckDB's errors about us (memory, disk) become ours; the others pass."""
    idle.now()
    try:
        rows: list[tuple[Any, ...]] = con.execute(sql).fetchall()
    except duckdb.OutOfMemoryException as error:
        raise OutOfMemory(_first_line(error)) from error
    except duckdb.IOException as error:
        if "No space left" in str(error) or "ENOSPC" in str(error):
            raise NoSpace(uri="the spill folder") from error
        raise
    except duckdb.InterruptException as error:
        stopping.check()
        raise OurError(_first_line(error)) from error
    except Exception:
        stopping.check()  # a signal that DuckDB met first comes out of it as some other error
        raise
    stopping.check()
    return rows


def of_the_data(error: Exception) -> bool:
    """Whether an error is about what was read: another one (a binder's, a catalog's) is a bug of ours."""
    return isinstance(error, (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException)) or (
        type(error) is duckdb.Error  # the CSV reader's own
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
