"""Where DuckDB 2.0.1 loses or invents rows: at the borders of its read buffers. Run at real size in the tests.

A last line that has no end vanishes when it crosses a border; a blank CRLF line on a border becomes a row, or leaves its
LF in the next cell; a record that begins on a border with a quoted CRLF joins the record before. Such files are fed: what
is fed ends with LF, and blank lines move what would stand on a border.
"""

import os

from ..storage import LandedFile

DIRECT = 32_000_000  # DuckDB's own size of a buffer; in threads only 16 times the longest line is safe
FED = 8 << 20  # of a pipe: with DuckDB's own size reader and feed take turns
_NEAR = 4


def hold(landed: LandedFile, buffer: int = DIRECT) -> bool:
    """Whether DuckDB cuts this file's rows rightly at the borders of buffers of this size."""
    file = os.open(landed.path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        size = os.fstat(file).st_size
        if size <= buffer:
            return True
        for border in range(buffer, size + 1, buffer):
            if b"\n\r\n" in os.pread(file, 2 * _NEAR, border - _NEAR):
                return False
        if os.pread(file, 1, size - 1) == b"\n":
            return True
        last = (size - 1) // buffer * buffer
        return b"\n" in os.pread(file, 1 << 20, last - 1)
    finally:
        os.close(file)
