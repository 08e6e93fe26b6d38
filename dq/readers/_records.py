"""Records: how lines become cells, exactly as DuckDB cuts them with `strict_mode=false`.

A quote opens a cell only at its start (behind one space at most) and then toggles until the delimiter or the line's end
stands outside; anywhere else it is a character. Line ends are LF, CRLF and CR.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

import msgspec

_TALLEST = 1000  # lines of one record
_LOOK, _SPARSE = 1 << 16, 200  # quotes are rare where the first 64 KB of a block have fewer than one in 200 bytes


class Record(msgspec.Struct, frozen=True):
    """One record: its cells, its first physical line (0-based) and how many lines it takes. `open`: a quote opened
    here never closes, and the line is taken as it stands. `blank`: an empty line, which is no row (`""` is one)."""

    cells: tuple[str, ...]
    line: int
    lines: int = 1
    open: bool = False
    blank: bool = False


class Chunk(msgspec.Struct, frozen=True):
    """Bytes of whole records: `lines`, one each; `record`, one of several lines; `open`, what a quote that never closes
    takes with it."""

    data: bytes
    kind: Literal["lines", "record", "open"]

    def lines(self) -> list[bytes]:
        """Records with their line ends."""
        return self.data.splitlines(keepends=True) if self.kind == "lines" else [self.data]  # bytes: LF, CRLF, CR only


def chunks(data: bytes, delimiter: str, quote: str | None) -> Iterator[Chunk]:
    """Records in as few chunks as there are; 150 MB/s where quotes stand, nothing where none do."""
    if quote is None or quote.encode() not in data:
        if data:
            yield Chunk(data, "lines")
        return
    run, record = _patterns(delimiter, quote)
    at = 0
    while at < len(data):
        found = run.match(data, at)
        if found is not None and found.end() > at:
            yield Chunk(data[at : found.end()], "lines")
            at = found.end()
            continue
        found = record.match(data, at)
        if found is None:
            yield Chunk(data[at:], "open")
            return
        last = found.end() == len(data) and b"\n" not in found[0] and b"\r" not in found[0]  # no line end at the file's
        yield Chunk(found[0], "lines" if last else "record")
        at = found.end()


@cache
def _patterns(delimiter: str, quote: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """As many records of one line as follow each other, and one record of any, over UTF-8 bytes. Possessive: linear."""
    d = re.escape(delimiter)
    end = "(?:\r\n|\n|\r)"
    quoted, plain = _cell(delimiter, quote)
    quoted_here, _ = _cell(delimiter, quote, inside="\\r\\n")
    one = f"(?:{quoted_here}|{plain})"
    any_ = f"(?:{quoted}|{plain})"
    run = f"(?:[^{re.escape(quote)}\\r\\n]*+{end}|{one}(?:{d}{one})*+{end})*+"
    return re.compile(run.encode()), re.compile(f"{any_}(?:{d}{any_})*+(?:{end}|\\Z)".encode())


def _cell(delimiter: str, quote: str, inside: str = "") -> tuple[str, str]:
    """A quoted cell and a plain one. A delimiter of several characters cannot stand in a class."""
    d, q = re.escape(delimiter), re.escape(quote)
    one = len(delimiter.encode()) == 1
    other, unquoted_ = (
        (f"[^{d}\\r\\n]", f"[^{d}{q}\\r\\n]") if one else (f"(?:(?!{d})[^\\r\\n])", f"(?:(?!{d})[^{q}\\r\\n])")
    )
    return f" ?(?:{q}[^{q}{inside}]*+{q}{unquoted_}*+)++", f"(?! ?{q}){other}*+"


@cache
def _whole(delimiter: str, quote: str) -> re.Pattern[str]:
    cell = "|".join(_cell(delimiter, quote))
    return re.compile(f"(?:{cell})(?:{re.escape(delimiter)}(?:{cell}))*+")


@cache
def _cells(delimiter: str, quote: str) -> re.Pattern[str]:
    """A delimiter and the cell behind it: the inside of a quoted one, one with quotes in it, or a plain one."""
    quoted, plain = _cell(delimiter, quote)
    d, q = re.escape(delimiter), re.escape(quote)
    return re.compile(f"{d}(?: ?{q}([^{q}]*+){q}(?={d}|[\r\n]|\\Z)|({quoted})|({plain}))")


def physical(text: str) -> list[str]:
    """Physical lines without their ends; a line end at the very end opens no further line.

    >>> physical("a\\r\\nb\\rc\\n"), physical("")
    (['a', 'b', 'c'], [])
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def records(
    lines: Sequence[str], delimiter: str, quote: str | None = '"', *, first: int = 0, whole: bool = True
) -> Iterator[Record]:
    """Records of physical lines from line `first` on. A quote that finds no end within `_TALLEST` lines never closed:
    its line is taken as it stands (and every such line, once some have cost as much as they may). A last record that
    the head cuts is left out unless the head is `whole`."""
    at, end, patience = first, len(lines), 20 * _TALLEST
    while at < end:
        line = lines[at]
        if quote is None or quote not in line:
            yield Record(tuple(line.split(delimiter)), at, blank=not line)
            at += 1
            continue
        text, taken = line, 1
        cells = split(text, delimiter, quote)
        while cells is None and at + taken < end and taken < min(_TALLEST, patience):
            following = lines[at + taken]
            text, taken = f"{text}\n{following}", taken + 1
            if quote in following:
                cells = split(text, delimiter, quote)
        if cells is not None:
            yield Record(cells, at, taken)
            at += taken
            continue
        if not whole and at + taken >= end:
            return
        patience -= taken
        yield Record(tuple(line.split(delimiter)), at, open=True)
        at += 1


def split(text: str, delimiter: str, quote: str) -> tuple[str, ...] | None:
    """The cells of one record, None where a quote is still open at its end."""
    if _whole(delimiter, quote).fullmatch(text) is None:
        return None
    found = _cells(delimiter, quote).findall(delimiter + text)
    return tuple(
        [inside or (unquoted(quoted.lstrip(" "), quote) if quoted else plain) for inside, quoted, plain in found]
    )


def tidy(text: str, delimiter: str, quote: str) -> bool:
    """Whether every quoted cell of a record closes where it ends, as RFC 4180 has it."""
    d, q = re.escape(delimiter), re.escape(quote)
    cell = f"(?:{q}(?:[^{q}]|{q}{q})*+{q}(?={d}|\\Z)|(?!{q})(?:(?!{d})[^\r\n])*+)"
    return re.fullmatch(f"{cell}(?:{d}{cell})*+", text) is not None


@cache
def closing(delimiter: str, quote: str) -> re.Pattern[bytes]:
    """Lines, ended by LF, in which quotes close where their cells end (but for blanks): of these DuckDB drops nothing.
    Over UTF-8 bytes; cells may hold line ends."""
    d, q = re.escape(delimiter), re.escape(quote)
    other = f"[^{d}\\r\\n]" if len(delimiter.encode()) == 1 else f"(?:(?!{d})[^\\r\\n])"
    blank = "[" + " \t".replace(delimiter, "") + "]"
    cell = f"(?: ?{q}(?:[^{q}]|{q}{q})*+{q}{blank}*+(?={d}|\n|\\Z)|(?! ?{q}){other}*+)"
    line = f"{cell}(?:{d}{cell})*+"
    return re.compile(f"(?:{line}\n)*+(?:{line})?".encode())


def odd_line(lines: bytes, mark: bytes) -> bool:
    """Whether one of these whole lines has an odd number of quotes."""
    odd, left = odd_in_block(lines, mark, 0)
    return odd or left == 1


def odd_in_block(block: bytes, mark: bytes, left: int) -> tuple[bool, int]:
    """Whether a line of the block has an odd number of quotes, and how many of its last one are left unpaired."""
    if mark not in block:
        return (True, 0) if left and b"\n" in block else (False, left)
    if block[:_LOOK].count(mark) * _SPARSE < min(_LOOK, len(block)):
        return _odd_among_few(block, mark, left)
    first, *lines = block.split(b"\n")
    left = (left + first.count(mark)) % 2
    if not lines:
        return False, left
    last = lines.pop()
    return bool(left) or any(line.count(mark) % 2 for line in lines), last.count(mark) % 2


def _odd_among_few(block: bytes, mark: bytes, left: int) -> tuple[bool, int]:
    """The same from quote to quote: where they are rare, ten times as fast as line by line."""
    at = 0
    while True:
        if not left:
            at = block.find(mark, at) + 1
            if not at:
                return False, 0
        closing = block.find(mark, at)
        if block.find(b"\n", at, closing if closing >= 0 else len(block)) >= 0:
            return True, 0
        if closing < 0:
            return False, 1
        at, left = closing + 1, 0


def unquoted(cell: str, quote: str = '"') -> str:
    """What a quoted cell says. Behind a closing quote DuckDB drops what is no quote: so does this.

    >>> unquoted('"a ""b"" c"'), unquoted('"a"x')
    ('a "b" c', 'a')
    """
    said, parts = [], cell.split(quote)  # even parts stand outside quotes, odd ones inside
    for i in range(1, len(parts), 2):
        if i > 1:
            said.append(quote if not parts[i - 1] else "")
        said.append(parts[i])
    return "".join(said)
