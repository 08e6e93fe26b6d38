"""The file as DuckDB may be told it: a name is a pattern to DuckDB, and `a[1].csv` would read `a1.csv`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


def real(path: str) -> str:
    """Absolute and without links: DuckDB compares what it opens with what it is allowed to, and expands a leading ~.
    A descriptor is its own real path: behind that of a spool stands a file without a name."""
    return path if path.startswith("/dev/fd/") else os.path.realpath(path)


@contextmanager
def literally(path: str) -> Iterator[str]:
    """The real path, or where it holds glob characters that of a descriptor."""
    path = real(path)
    if not any(c in path for c in "*?["):
        yield path
        return
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield f"/dev/fd/{file}"
    finally:
        os.close(file)
