"""Records: how lines become cells, exactly as DuckDB cuts them with `strict_mode=false`.

A quote opens a cell only at its start (behind one space at most) and then toggles until the delimiter or the line's end
stands outside; anywhere else it is a character. Line ends are LF, CRLF and CR.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


class Record(msgspec.Struct, frozen=True):
    """One record: its cells, its first physical line (0-based) and how many lines it takes. `open`: a quote opened
    here never closes, and the line is taken as it stands. `blank`: an empty line, which is no row (`""` is one)."""

    cells: tuple[str, ...]
    line: int
    lines: int = 1
    open: bool = False
    blank: bool = False


@cache
def pattern(delimiter: str, quote: str | None = '"') -> re.Pattern[bytes]:
    """One whole record with its line end, over UTF-8 bytes. Possessive: no backtracking, linear."""
    if quote is None:
        return re.compile(rb"[^\r\n]*+(?:\r\n|\n|\r|\Z)")
    quoted, plain = _cell(delimiter, quote)
    cell = f"(?:{quoted}|{plain})"
    return re.compile(f"{cell}(?:{re.escape(delimiter)}{cell})*+(?:\r\n|\n|\r|\\Z)".encode())


def _cell(delimiter: str, quote: str) -> tuple[str, str]:
    """A quoted cell and a plain one. A delimiter of several characters cannot stand in a class."""
    d, q = re.escape(delimiter), re.escape(quote)
    one = len(delimiter.encode()) == 1
    other, unquoted_ = (f"[^{d}\\r\\n]", f"[^{d}{q}\\r\\n]") if one else (f"(?:(?!{d})[^\\r\\n])", f"(?:(?!{d})[^{q}\\r\\n])")
    return f" ?(?:{q}[^{q}]*+{q}{unquoted_}*+)++", f"(?! ?{q}){other}*+"


@cache
def _whole(delimiter: str, quote: str) -> re.Pattern[str]:
    cell = "|".join(_cell(delimiter, quote))
    return re.compile(f"(?:{cell})(?:{re.escape(delimiter)}(?:{cell}))*+")


@cache
def _cells(delimiter: str, quote: str) -> re.Pattern[str]:
    """A delimiter and the cell behind it: the inside of a quoted one, a quoted one with quotes in it, or a plain one."""
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
    lines: Sequence[str], delimiter: str, quote: str | None = '"', *, first: int = 0, whole: bool = True, most: int = 200
) -> Iterator[Record]:
    """Records of physical lines from line `first` on. A quote that swallows more than `most` lines never closed:
    its line is taken as it stands. A last record that the head cuts is left out unless the head is `whole`."""
    at, end = first, len(lines)
    while at < end:
        line = lines[at]
        if quote is None or quote not in line:
            yield Record(tuple(line.split(delimiter)), at, blank=not line)
            at += 1
            continue
        text, taken = line, 1
        cells = split(text, delimiter, quote)
        while cells is None and at + taken < end and taken < most:
            following = lines[at + taken]
            text, taken = f"{text}\n{following}", taken + 1
            if quote in following:
                cells = split(text, delimiter, quote)
        if cells is None:
            if not whole and at + taken >= end and taken < most:
                return
            yield Record(tuple(line.split(delimiter)), at, open=True)
            at += 1
            continue
        yield Record(cells, at, taken)
        at += taken


def split(text: str, delimiter: str, quote: str) -> tuple[str, ...] | None:
    """The cells of one record, None where a quote is still open at its end."""
    if _whole(delimiter, quote).fullmatch(text) is None:
        return None
    found = _cells(delimiter, quote).findall(delimiter + text)
    return tuple([inside or (unquoted(quoted.lstrip(" "), quote) if quoted else plain) for inside, quoted, plain in found])


def unquoted(cell: str, quote: str = '"') -> str:
    '''What a quoted cell says. Behind a closing quote DuckDB drops what is no quote: so does this.

    >>> unquoted('"a ""b"" c"'), unquoted('"a"x')
    ('a "b" c', 'a')
    '''
    said, parts = [], cell.split(quote)  # even parts stand outside quotes, odd ones inside
    for i in range(1, len(parts), 2):
        if i > 1:
            said.append(quote if not parts[i - 1] else "")
        said.append(parts[i])
    return "".join(said)
