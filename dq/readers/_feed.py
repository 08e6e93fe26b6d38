"""A file that DuckDB cannot open as it is, fed to it through a pipe by a thread: as UTF-8, its skipped lines dropped,
its bare CRs turned into line ends, up to where its table ends."""

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec

from ._globs import Glob, dropped
from ._records import Chunk, chunks, closing, odd_line

_PIPE = 1 << 20
_LONGEST_CELL = 32 << 20  # a quote that takes more lines than these bytes never closes
_ENDS = (b"\r\n", b"\n", b"\r")
_BARE_CR = re.compile(rb"\r(?!\n)")


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a file: from physical line `start` on, without `skip`, up to `ends_at`. `exact`: cut by records,
    since lines are dropped or bare CRs end them; else pieces pass as they are. `width`: rows of so many cells in which text
    stands behind a closing quote are handed over as too long, since DuckDB would drop that text; 0: there are none."""

    start: int
    delimiter: str
    quote: str | None
    skip: tuple[Glob, ...] = ()
    ends_at: Glob | None = None
    exact: bool = False
    width: int = 0

    def ends(self, line: str, begun: bool) -> bool:
        """Whether the table ends before this line; a blank one counts only once the table has rows."""
        return self.ends_at is not None and (begun or self.ends_at.text != "blank") and self.ends_at.matches(line)

    def loses(self, rows: bytes) -> bool:
        """Whether text stands behind a closing quote."""
        if not self.width or self.quote is None or self.quote.encode() not in rows:
            return False
        return closing(self.delimiter, self.quote).fullmatch(rows) is None

    def told(self, row: bytes) -> bytes:
        """The row, made too long where it loses text."""
        return row.rstrip(b"\n") + self.delimiter.encode() * self.width + b"\n" if self.loses(row) else row


class BareCr(Exception):
    """Bare CRs appeared where lines end otherwise: the file must be cut by records."""


class Unclosed(Exception):
    """A quote opened that never closes. What it takes with it is nothing to be fed: it may be the rest of the file."""


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
            at = cr + 1 + (lf == cr + 1) if cr >= 0 and (lf < 0 or cr < lf) else (lf + 1 or len(piece))
            left -= 1
        if at < len(piece):
            yield piece[at:]


def bare_cr(piece: bytes) -> bool:
    """Whether a CR stands without its LF; a piece ends behind a line end."""
    return b"\r" in piece and _BARE_CR.search(piece) is not None


def table(pieces: Iterable[bytes], cut: Cut) -> Iterator[bytes]:
    """The table's rows as DuckDB is to see them. BareCr where pieces may not pass as they are, Unclosed where they end."""
    rest = behind(pieces, cut.start)
    if not cut.exact:
        yield from _as_they_are(rest, cut.quote.encode() if cut.quote else None)
        return
    begun = False  # a blank line between header and rows ends nothing
    for chunk in cut_into_records(rest, cut):
        if chunk.kind == "open":
            raise Unclosed
        kept, ended = _kept(chunk, cut, begun)
        if kept:
            begun = begun or bool(kept.strip())
            yield kept
        if ended:
            return


def _as_they_are(pieces: Iterable[bytes], mark: bytes | None) -> Iterator[bytes]:
    """With LF as their line end, where that is sure to stand outside quotes."""
    quoted = unsure = False
    for piece in pieces:
        here = mark is not None and mark in piece
        quoted = quoted or here
        if b"\r" not in piece:
            unsure = unsure or here
        elif unsure or (quoted and bare_cr(piece)) or (mark is not None and here and odd_line(piece, mark)):
            raise BareCr
        else:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield piece


def cut_into_records(pieces: Iterable[bytes], cut: Cut) -> Iterator[Chunk]:
    """Chunks of whole records, also where a quoted cell spans pieces. Only the last may be `open`."""
    held: list[bytes] = []
    size, tried = 0, 0
    for piece in pieces:
        if held:
            held.append(piece)
            size += len(piece)
            if size < min(2 * tried, _LONGEST_CELL + 1):  # tried again at twice the size only: linear in sum
                continue
            piece = b"".join(held)
            held = []
        for chunk in chunks(piece, cut.delimiter, cut.quote):
            if chunk.kind == "open":
                if len(chunk.data) > _LONGEST_CELL:
                    yield chunk
                    return
                held = [chunk.data]
                size = tried = len(chunk.data)
            else:
                yield chunk
    if held:
        yield from chunks(b"".join(held), cut.delimiter, cut.quote)


def _kept(chunk: Chunk, cut: Cut, begun: bool) -> tuple[bytes, bool]:
    """A chunk with LF as its line end and without dropped lines, and whether the table ends in it."""
    data = chunk.data
    if chunk.kind != "lines":  # a quoted line is none to be dropped, and its own CRs are the cell's
        end = len(data.rstrip(b"\r\n"))
        row = data[:end] + b"\n" if chunk.kind == "record" and data[end:] in _ENDS else data
        return cut.told(row) if chunk.kind == "record" else row, False
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data
    globs = (*cut.skip, *filter(None, (cut.ends_at,)))
    losing = cut.loses(data)
    if not losing and not any(g.literal in data for g in globs):  # b"" is in all: such a glob is tried on every line
        return data, False
    kept: list[bytes] = []
    for line in data.splitlines(keepends=True):
        said = line.rstrip(b"\n").decode("utf-8", "replace")
        if cut.ends(said, begun):
            return b"".join(kept), True
        if not dropped(said, cut.skip):
            kept.append(cut.told(line) if losing else line)
            begun = begun or bool(said)
    return b"".join(kept), False


Source = Callable[[], Iterator[bytes]]


@contextmanager
def fed(sources: Sequence[Source], relation: Callable[[Sequence[str]], str]) -> Iterator[str]:
    """The relation over pipes, each filled by a thread while a statement reads. What broke a feed is raised at the end
    and outranks what the reader says. The threads end when the reader has gone, whatever they still had to say."""
    gone, broken = threading.Event(), list[BaseException]()
    pipes = [_pipe() for _ in sources]
    threads = [
        threading.Thread(target=_feed, args=(source, into, gone, broken), name="dq-feed", daemon=True)
        for source, (_, into) in zip(sources, pipes, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        yield relation([f"/dev/fd/{out}" for out, _ in pipes])
    except Exception as error:
        _gone(pipes, threads, gone)
        if broken:
            raise broken[0] from error
        raise
    except BaseException:
        _gone(pipes, threads, gone)
        raise
    _gone(pipes, threads, gone)
    if broken:
        raise broken[0]


def _gone(pipes: Sequence[tuple[int, int]], threads: Sequence[threading.Thread], gone: threading.Event) -> None:
    gone.set()
    for out, _ in pipes:
        os.close(out)
    for thread in threads:
        thread.join()


def _feed(source: Source, into: int, gone: threading.Event, broken: list[BaseException]) -> None:
    try:
        for piece in source():
            _written(into, piece, gone)
    except BrokenPipeError:
        pass  # the reader has what it wanted
    except BaseException as error:  # noqa: BLE001  of another thread: handed over, never lost
        broken.append(error)
        gone.set()  # what the other feeds had to say counts for nothing
    finally:
        os.close(into)


def _written(pipe: int, data: bytes, gone: threading.Event) -> None:
    import select  # most files are opened by DuckDB itself

    view, poll = memoryview(data), select.poll()
    poll.register(pipe, select.POLLOUT)
    while view:
        if gone.is_set():
            raise BrokenPipeError
        try:
            view = view[os.write(pipe, view) :]
        except BlockingIOError:
            poll.poll(50)  # milliseconds: how long a reader that went unnoticed is waited for


def _pipe() -> tuple[int, int]:
    """Of 1 MB where Linux lets us: one of 64 KB makes writer and reader take turns."""
    import fcntl  # most files are opened by DuckDB itself

    out, into = os.pipe()
    os.set_blocking(into, False)
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # above what this user may have
            fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, _PIPE)
    return out, into
