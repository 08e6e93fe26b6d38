"""Rows and physical lines: where a row begins, and where a quote took rows with it. Only where something is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ._feed import Cut, behind, cut_into_records
from ._globs import dropped
from ._records import Chunk, split, tidy
from ._unpacking import line_ends


class Swallowed(msgspec.Struct, frozen=True):
    """A quote that opened on 1-based `line` and took `rows` further lines with it; `closed` where it found an end."""

    line: int
    rows: int
    closed: bool


def lines_of_rows(pieces: Iterable[bytes], cut: Cut, rows: Sequence[int]) -> Mapping[int, int]:
    """For 0-based numbers of data rows, their 1-based physical lines: every line counted, those of the header, blank
    ones, skipped ones and those within quotes too."""
    wanted = sorted(set(rows), reverse=True)
    found: dict[int, int] = {}
    row, line = 0, cut.start
    for chunk in _chunks(pieces, cut) if wanted else ():
        count = _plain_rows(chunk, cut)
        if count is not None and wanted[-1] >= row + count:  # none of them in here
            row, line = row + count, line + count
            continue
        for record in chunk.lines():
            text = record.rstrip(b"\r\n")
            if chunk.kind == "lines" and (cut.skip or cut.ends_at):
                said = text.decode("utf-8", "replace")
                if cut.ends(said, row > 0):
                    return found
                if dropped(said, cut.skip):
                    line += 1
                    continue
            if text or chunk.kind != "lines":
                if wanted[-1] == row:
                    found[wanted.pop()] = line + 1
                    if not wanted:  # at once: the next record may be one that never closes
                        return found
                row += 1
            line += 1 if chunk.kind == "lines" else max(1, line_ends(record))
    return found


def quoted_lines(pieces: Iterable[bytes], cut: Cut, width: int) -> tuple[Swallowed | None, bool]:
    """The first record in which a quote took whole rows with it or never closed, and whether any record has several
    lines at all. A cell of several lines is no such thing: most of its lines are no rows of the table's width, and the
    more it looks like a cell (its row is whole, its quote closes where a cell ends) and the narrower the table, the
    more of them it takes."""
    line, delimiter, several = cut.start, cut.delimiter.encode(), False
    for chunk in _chunks(pieces, cut):
        ends = line_ends(chunk.data)
        if chunk.kind == "open":
            return Swallowed(line + 1, ends - chunk.data.endswith((b"\n", b"\r")), False), True
        if chunk.kind == "record":
            several = True
            inner = chunk.data.splitlines()[1:-1] if width > 1 else []
            alike = sum(part.count(delimiter) == width - 1 for part in inner)
            if alike > 1 and alike * 2 > len(inner) and alike >= _suspicious(chunk.data, cut, width):
                return Swallowed(line + 1, ends - 1, True), True
        line += ends
    return None, several


def _suspicious(record: bytes, cut: Cut, width: int) -> int:
    """How many lines that look like rows make a record of several lines one that swallowed them."""
    quote = cut.quote or '"'
    text = record.decode("utf-8", "replace").rstrip("\r\n")
    if len(split(text, cut.delimiter, quote) or ()) != width or not tidy(text, cut.delimiter, quote):
        return 2
    return {2: 50, 3: 10}.get(width, 3)


def longest_line(pieces: Iterable[bytes], cut: Cut) -> tuple[int, int]:
    """Bytes of the longest record and its 1-based line."""
    line, most, where = cut.start, 0, cut.start + 1
    for chunk in _chunks(pieces, cut):
        if len(chunk.data) > most:
            at = line
            for record in chunk.lines():
                if len(record) > most:
                    most, where = len(record), at + 1
                at += 1
        line += line_ends(chunk.data)
    return most, where


def _chunks(pieces: Iterable[bytes], cut: Cut) -> Iterator[Chunk]:
    return cut_into_records(behind(pieces, cut.start), cut)


def _plain_rows(chunk: Chunk, cut: Cut) -> int | None:
    """How many rows a chunk holds where that is the number of its line ends, else None: it has to be looked into."""
    data = chunk.data
    if chunk.kind != "lines" or data[:1] in b"\r\n" or b"\n\n" in data:
        return None
    if b"\r" in data and (b"\r\r" in data or b"\n\r" in data):
        return None
    if any(g.literal in data for g in (*cut.skip, *filter(None, (cut.ends_at,)))):  # b"" is in all
        return None
    return line_ends(data) + (data[-1:] not in b"\r\n")
