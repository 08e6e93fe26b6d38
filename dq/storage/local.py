"""Files of this machine: a path, or `file://`. What is written is there whole or not at all."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from ..errors import CannotWrite, DqError, NoPermission, NoSpace, NotAFile, NotLanded
from . import LandedFile

_KINDS = (
    (stat.S_ISDIR, {"en": "a directory", "ja": "フォルダ"}),
    (stat.S_ISFIFO, {"en": "a pipe (FIFO)", "ja": "パイプ(FIFO)"}),
    (stat.S_ISSOCK, {"en": "a socket", "ja": "ソケット"}),
    (lambda _: True, {"en": "a device", "ja": "デバイス"}),
)

_STREAMS = {"/dev/stdout": 1, "/dev/fd/1": 1, "/dev/stderr": 2, "/dev/fd/2": 2}


def land(uri: str) -> LandedFile:
    """Pin a file: its size and time as they are now. NotLanded offers the nearest names that are there."""
    path = path_of(uri)
    try:
        seen = os.stat(path)
        _demand_file(uri, seen.st_mode)
        with open(path, "rb"):  # access() answers for another user than open() does
            pass
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unread(uri, path, error) from None
    updated = datetime.fromtimestamp(seen.st_mtime, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return LandedFile(uri=uri, path=path, size=seen.st_size, updated=updated)


def release(landed: LandedFile) -> None:
    """Nothing is held: the file stands where it landed."""


def get(uri: str) -> bytes:
    path = path_of(uri)
    try:
        _demand_file(uri, os.stat(path).st_mode)
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unread(uri, path, error) from None


def put(uri: str, data: bytes) -> None:
    """Written beside its target, synced and renamed, with the target's mode. What cannot be replaced (a device such as
    /dev/stdout, a bind-mounted file such as a termination log) is written in place."""
    descriptor = _STREAMS.get(path_of(uri))
    path = os.path.realpath(path_of(uri))  # a link stays one: its target is replaced
    try:
        if descriptor is not None:
            _write_all(descriptor, data)
            return
        mode = _mode(path_of(uri))
        if mode is not None and not stat.S_ISREG(mode):
            _write_in_place(path_of(uri), data)  # as it is called: a pipe's /dev/fd/3 leads to no path
            return
        try:
            _replace(path, data, mode)
        except OSError as error:
            # EBUSY: a mount point. EXDEV, EROFS, EACCES, EPERM: the folder is not ours to write to, but the file may be
            if mode is None or error.errno not in (errno.EBUSY, errno.EXDEV, errno.EROFS, errno.EACCES, errno.EPERM):
                raise
            _write_in_place(path, data)
    except (OSError, ValueError) as error:
        raise _unwritten(uri, error) from error


def make_folder(uri: str) -> None:
    try:
        os.makedirs(path_of(uri), exist_ok=True)
    except (OSError, ValueError) as error:
        raise _unwritten(uri, error) from error


def remove(uri: str) -> None:
    """A regular file, or a link to one; a device is not ours to remove."""
    path = path_of(uri)
    try:
        with suppress(FileNotFoundError):
            if stat.S_ISREG(os.stat(path).st_mode):
                os.unlink(path)
    except (OSError, ValueError) as error:
        raise _unwritten(uri, error) from error


def list(pattern: str) -> Iterator[str]:  # noqa: A001  the Protocol's word
    """Files that fit a glob, sorted, as the pattern calls them; `**` goes into folders."""
    prefix = "file://" if pattern.startswith("file://") else ""
    import glob as globs  # a file that is named is not looked for

    for path in sorted(globs.iglob(path_of(pattern), recursive=True)):
        if os.path.isfile(path):
            yield prefix + path.replace("%", "%25") if prefix else path


def path_of(uri: str) -> str:
    """The path that a URI names.

    >>> path_of("file:///data/a%20b.csv"), path_of("file://localhost/a.csv"), path_of("a%20b.csv")
    ('/data/a b.csv', '/a.csv', 'a%20b.csv')
    """
    if not uri.startswith("file://"):
        return uri
    path = uri.removeprefix("file://")
    host, _, rest = path.partition("/")
    path = "/" + rest if host in ("", "localhost") else path
    return _unescaped(path)


def _unescaped(path: str) -> str:
    """urllib's unquote without urllib, which takes 10 ms."""
    if "%" not in path:
        return path
    head, *parts = path.encode("utf-8", "surrogateescape").split(b"%")
    said = head
    for part in parts:
        try:
            said += bytes([int(part[:2], 16)]) + part[2:] if part[:2].isalnum() and len(part) > 1 else b"%" + part
        except ValueError:
            said += b"%" + part
    return said.decode("utf-8", "surrogateescape")


def _write_all(descriptor: int, data: bytes) -> None:
    """To a stream of our own, behind what it already holds."""
    while data:
        data = data[os.write(descriptor, data) :]


def _demand_file(uri: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NotAFile(next(words for is_kind, words in _KINDS if is_kind(mode)), uri=uri)


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None


def _replace(path: str, data: bytes, mode: int | None) -> None:
    beside = os.path.join(os.path.dirname(path), f".dq.{os.getpid()}.{os.urandom(4).hex()}")
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        try:
            if mode is not None:
                os.fchmod(file, stat.S_IMODE(mode))
            _write_all(file, data)
            os.fsync(file)
        finally:
            os.close(file)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _write_in_place(path: str, data: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        if stat.S_ISREG(os.fstat(file).st_mode):
            os.ftruncate(file, 0)
        _write_all(file, data)
    finally:
        os.close(file)


def _unread(uri: str, path: str, error: OSError | ValueError) -> DqError:
    code = error.errno if isinstance(error, OSError) else errno.ENOENT
    if code in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
        return NotLanded(uri=uri, hint=_nearest(path))
    if code in (errno.EACCES, errno.EPERM):
        return NoPermission(uri=uri)
    detail = getattr(error, "strerror", None) or str(error)
    return NotAFile({"en": f"unreadable ({detail})", "ja": f"読み取り不能: {detail}"}, uri=uri)


def _nearest(path: str) -> dict[str, str] | None:
    """What else is there: the nearest names of its folder, or the folder that is missing."""
    folder, name = os.path.split(path)
    try:
        there = os.listdir(folder or ".")
    except (OSError, ValueError):
        return {"en": f"there is no folder {folder}", "ja": f"フォルダ {folder} がありません"}
    if len(there) > 2000:  # a landing zone of years: comparing them all would take seconds
        there = [n for n in there if n[:4] == name[:4]][-2000:]
    from difflib import get_close_matches  # a file that is there needs it not

    near = get_close_matches(name, sorted(there, reverse=True), n=3, cutoff=0.6)
    if not near:
        return None
    listed = ", ".join(os.path.join(folder, n) for n in near)
    return {"en": f"there is {listed}", "ja": f"近い名前のファイル: {listed}"}


def _unwritten(uri: str, error: OSError | ValueError) -> DqError:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoSpace(uri=uri)
    return CannotWrite(getattr(error, "strerror", None) or str(error), uri=uri)
