"""A file that DuckDB cannot open as it is, fed to it through a pipe by a thread: as UTF-8, its skipped lines dropped,
its bare CRs turned into line ends, up to where its table ends."""

import os
import re
import select
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec

from ._globs import Glob, dropped
from ._records import pattern

_PIPE = 1 << 20
_BARE_CR = re.compile(rb"\r(?!\n)")


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a file: from physical line `start` on, without `skip`, up to `ends_at`. `exact`: cut by records,
    since lines are dropped or bare CRs end them; else pieces pass as they are."""

    start: int
    delimiter: str
    quote: str | None
    skip: tuple[Glob, ...] = ()
    ends_at: Glob | None = None
    exact: bool = False


class BareCr(Exception):
    """Bare CRs appeared where lines end otherwise: the file must be cut by records."""


def behind(pieces: Iterable[bytes], lines: int) -> Iterator[bytes]:
    """Pieces without the first physical lines."""
    left = lines
    for piece in pieces:
        if not left:
            yield piece
            continue
        at = 0
        while left and at < len(piece):
            lf, cr = piece.find(b"\n", at), piece.find(b"\r", at)
            if cr >= 0 and (lf < 0 or cr < lf):
                at = cr + (2 if lf == cr + 1 else 1)
            else:
                at = lf + 1 if lf >= 0 else len(piece)
            left -= 1
        if at < len(piece):
            yield piece[at:]


def bare_cr(piece: bytes) -> bool:
    """Whether a CR stands without its LF; a piece ends behind a line end."""
    return b"\r" in piece and _BARE_CR.search(piece) is not None


def table(pieces: Iterable[bytes], cut: Cut) -> Iterator[bytes]:
    """The table's rows as DuckDB is to see them. BareCr where pieces may not pass as they are."""
    rest = behind(pieces, cut.start)
    if not cut.exact:
        quoted, mark = False, cut.quote.encode() if cut.quote else None
        for piece in rest:
            quoted = quoted or (mark is not None and mark in piece)
            if bare_cr(piece):
                if quoted:
                    raise BareCr
                piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            yield piece
        return
    for piece in whole_records(rest, cut):
        kept, ended = _kept(piece, cut)
        if kept:
            yield kept
        if ended:
            return


def whole_records(pieces: Iterable[bytes], cut: Cut) -> Iterator[bytes]:
    """Pieces joined where a quoted cell spans them, so that each holds whole records (the last maybe an open one)."""
    quote = cut.quote.encode() if cut.quote else None
    held: list[bytes] = []
    size, tried = 0, 0
    for piece in pieces:
        if quote is None or (not held and quote not in piece):
            yield piece
            continue
        held.append(piece)
        size += len(piece)
        if quote not in piece or size < 2 * tried:  # tried again at twice the size only: linear in sum
            continue
        joined = b"".join(held)
        whole = _whole(joined, cut)
        if whole:
            yield joined[:whole]
        held = [joined[whole:]] if whole < len(joined) else []
        size = tried = len(joined) - whole
    if held:
        yield b"".join(held)


def _whole(data: bytes, cut: Cut) -> int:
    """How many bytes of these are whole records."""
    at, record = 0, pattern(cut.delimiter, cut.quote)
    while at < len(data):
        found = record.match(data, at)
        if found is None:
            break
        at = found.end()
    return at


def _kept(piece: bytes, cut: Cut) -> tuple[bytes, bool]:
    """A piece of whole records with LF as its line end and without dropped lines, and whether the table ends in it."""
    quote = cut.quote.encode() if cut.quote else None
    blank_ends = cut.ends_at is not None and not cut.ends_at.literal
    wanted = [g for g in (*cut.skip, *filter(None, (cut.ends_at,))) if g.literal and g.literal in piece]
    wild = blank_ends or any(not g.literal for g in cut.skip)
    if not wanted and not wild and (quote is None or quote not in piece):
        return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in piece else piece, False
    kept, ended = [], False
    for line in _records(piece, cut):
        end = len(line.rstrip(b"\r\n")) if line[-1:] in (b"\r", b"\n") else len(line)
        text = line[:end]
        if (wanted or wild) and b"\n" not in text and b"\r" not in text:
            said = text.decode("utf-8", "replace")
            if cut.ends_at is not None and cut.ends_at.matches(said):
                ended = True
                break
            if dropped(said, cut.skip):
                continue
        kept.append(text + b"\n" if end < len(line) else text)
    return b"".join(kept), ended


def _records(piece: bytes, cut: Cut) -> Iterator[bytes]:
    record, at = pattern(cut.delimiter, cut.quote), 0
    while at < len(piece):
        found = record.match(piece, at)
        if found is None:  # a quote that never closes: the rest is one record, as DuckDB reads it
            yield piece[at:]
            return
        yield found[0]
        at = found.end()


@contextmanager
def fed(pieces: Callable[[], Iterator[bytes]], relation: Callable[[str], str]) -> Iterator[str]:
    """The relation over a pipe that a thread fills while a statement reads. What broke the feed is raised at the end and
    outranks what the reader says. The thread ends when the reader has gone, whatever it still had to say."""
    read_end, write_end = os.pipe()
    _widened(write_end)
    os.set_blocking(write_end, False)
    broken: list[BaseException] = []
    gone = threading.Event()

    def run() -> None:
        try:
            for piece in pieces():
                _written(write_end, piece, gone)
        except BrokenPipeError:
            pass  # the reader has what it wanted
        except BaseException as error:  # noqa: BLE001  of another thread: handed over, never lost
            broken.append(error)
        finally:
            os.close(write_end)

    feeder = threading.Thread(target=run, name="dq-feed", daemon=True)
    feeder.start()
    try:
        yield relation(f"/dev/fd/{read_end}")
    except BaseException as error:
        gone.set()
        os.close(read_end)
        feeder.join()
        if broken and isinstance(error, Exception):
            raise broken[0] from error
        raise
    gone.set()
    os.close(read_end)
    feeder.join()
    if broken:
        raise broken[0]


def _written(pipe: int, data: bytes, gone: threading.Event) -> None:
    view, poll = memoryview(data), select.poll()
    poll.register(pipe, select.POLLOUT)
    while view:
        if gone.is_set():
            raise BrokenPipeError
        try:
            view = view[os.write(pipe, view) :]
        except BlockingIOError:
            poll.poll(50)  # milliseconds: how long a reader that went unnoticed is waited for


def _widened(pipe: int) -> None:
    """A pipe of 64 KB makes writer and reader take turns; Linux lets us have more."""
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        return
