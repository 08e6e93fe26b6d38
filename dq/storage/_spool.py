"""A file without a name that holds an object while it is judged: nothing is left behind, whatever ends us. Bounded: an
object that will not fit is refused before a byte of it is read."""

import base64
import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

import google_crc32c

from ..errors import CannotWrite, NoSpace, UsageError

BUFFER = 1 << 20
_held: dict[str, IO[bytes]] = {}


def opened(uri: str, size: int) -> IO[bytes]:
    """A spool for so many bytes. NoSpace where the folder of temporary files (TMPDIR) has less, or DQ_SPOOL_BYTES allows
    less for all that are held at once: a volume's `sizeLimit` is seen by nobody but the kubelet, who ends the pod."""
    try:
        folder = tempfile.gettempdir()
    except FileNotFoundError as error:  # none that can be written
        raise CannotWrite({"en": "no folder for temporary files", "ja": "一時ファイルを置けるフォルダがありません"},
                          uri=_named(uri, size)) from error  # fmt: skip
    room = os.statvfs(folder)
    most = _most()
    held = sum(os.fstat(spool.fileno()).st_size for spool in _held.values())
    if size > room.f_bavail * room.f_frsize or (most and size + held > most):
        raise NoSpace(uri=f"{_named(uri, size)} in {folder}")
    with filling(uri, size):
        return tempfile.TemporaryFile(prefix="dq-landed-", buffering=BUFFER)


def _most() -> int:
    """0 for no limit but the disk's."""
    said = os.environ.get("DQ_SPOOL_BYTES") or "0"
    if not said.isdecimal():
        raise UsageError({"en": f"DQ_SPOOL_BYTES takes a number of bytes, not `{said}`",
                          "ja": f"DQ_SPOOL_BYTES にはバイト数を指定してください(`{said}` は数ではありません)"})  # fmt: skip
    return int(said)


def _named(uri: str, size: int) -> str:
    return f"the spool of {uri} ({size:,} bytes)"


@contextmanager
def filling(uri: str, size: int) -> Iterator[None]:
    """While it is written: NoSpace where others took the room meanwhile."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NoSpace(uri=_named(uri, size)) from error
        raise


def crc32c(spool: IO[bytes]) -> str:
    """Of what stands on the disk, as Cloud Storage writes it."""
    spool.seek(0)
    found = 0
    while block := spool.read(BUFFER):
        found = google_crc32c.extend(found, block)
    return base64.b64encode(found.to_bytes(4, "big")).decode()


def kept(spool: IO[bytes]) -> str:
    """The spool's path, which is its descriptor, until it is released."""
    path = f"/dev/fd/{spool.fileno()}"
    _held[path] = spool
    return path


def released(path: str) -> None:
    """Its room is given back: of thousands of objects in one call each takes its own only while it is judged."""
    spool = _held.pop(path, None)
    if spool is not None:
        spool.close()


def dropped(spool: IO[bytes]) -> None:
    """One that was not filled. What it still buffers may not fit either."""
    with suppress(OSError):
        spool.close()
