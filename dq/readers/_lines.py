"""Data rows and physical lines: which line a row begins on, and where a quote swallowed rows. Only where something is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ._feed import Cut, behind, whole_records
from ._globs import dropped
from ._records import pattern


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
    for piece in whole_records(behind(pieces, cut.start), cut):
        if not wanted:
            break
        count = _plain_rows(piece, cut)
        if count is not None and wanted[-1] >= row + count:  # none of them in here
            row, line = row + count, line + count
            continue
        for record in _records(piece, cut):
            text = record.rstrip(b"\r\n") if record[:1] in b"\r\n" or record[-1:] in b"\r\n" else record
            inner = b"\n" in text or b"\r" in text
            if not inner and (cut.skip or cut.ends_at):
                said = text.decode("utf-8", "replace")
                if cut.ends_at is not None and cut.ends_at.matches(said):
                    return found
                if dropped(said, cut.skip):
                    line += 1
                    continue
            if text:
                if wanted and wanted[-1] == row:
                    found[wanted.pop()] = line + 1
                    if not wanted:
                        break
                row += 1
            line += _line_ends(record) if inner else 1
    return found


def swallowed(pieces: Iterable[bytes], cut: Cut, width: int) -> Swallowed | None:
    """The first record in which a quote took whole rows with it, or never closed. A cell of several lines is no such
    thing: its lines are no rows of the table's width."""
    line = cut.start
    delimiter = cut.delimiter.encode()
    for piece in whole_records(behind(pieces, cut.start), cut):
        if cut.quote is None or cut.quote.encode() not in piece:
            line += _line_ends(piece)
            continue
        record, at = pattern(cut.delimiter, cut.quote), 0
        while at < len(piece):
            match = record.match(piece, at)
            if match is None:
                return Swallowed(line + 1, _line_ends(piece[at:].rstrip(b"\r\n")), False)
            ends = _line_ends(match[0])
            if ends > 2 and width > 1:
                inner = match[0].splitlines()[1:-1]
                alike = sum(part.count(delimiter) == width - 1 for part in inner)
                if alike > 1 and alike * 2 > len(inner):
                    return Swallowed(line + 1, ends - 1, True)
            line += ends
            at = match.end()
    return None


def longest_line(pieces: Iterable[bytes], cut: Cut) -> tuple[int, int]:
    """Bytes of the longest record and its 1-based line."""
    line, most, where = cut.start, 0, cut.start + 1
    for piece in whole_records(behind(pieces, cut.start), cut):
        if len(piece) > most:
            for record in _records(piece, cut):
                if len(record) > most:
                    most, where = len(record), line + 1
                line += max(1, _line_ends(record))
        else:
            line += _line_ends(piece)
    return most, where


def _plain_rows(piece: bytes, cut: Cut) -> int | None:
    """How many rows a piece holds where that is the number of its line ends, else None: it has to be looked into."""
    if (cut.quote and cut.quote.encode() in piece) or b"\r\r" in piece or b"\n\n" in piece or b"\n\r" in piece or piece[:1] in b"\r\n":
        return None
    literals = [g.literal for g in (*cut.skip, *filter(None, (cut.ends_at,)))]
    if any(literal in piece for literal in literals):  # b"" is in all: such a glob has no literal
        return None
    return _line_ends(piece) + (piece[-1:] not in b"\r\n")


def _records(piece: bytes, cut: Cut) -> Iterator[bytes]:
    if cut.quote is None or cut.quote.encode() not in piece:
        yield from piece.splitlines(keepends=True)  # of bytes: LF, CRLF and CR only
        return
    record, at = pattern(cut.delimiter, cut.quote), 0
    while at < len(piece):
        match = record.match(piece, at)
        if match is None:
            yield piece[at:]
            return
        yield match[0]
        at = match.end()


def _line_ends(data: bytes) -> int:
    crs = data.count(b"\r") if b"\r" in data else 0
    return data.count(b"\n") + (crs - data.count(b"\r\n") if crs else 0)
