"""How a CSV file gets to DuckDB: opened by DuckDB itself under a watch, or fed; and the SQL of its relation."""

import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial

import msgspec

from ..sql.conditions import quote as quoted
from ..storage import LandedFile
from . import _borders, _decoding
from ._feed import BareCr, Cut, Source, Unclosed, fed, table
from ._lines import lines_of_rows
from ._opening import literally
from ._records import odd_in_block, odd_line
from ._unpacking import LONGEST_LINE, blocks, lines_of, spans

_LINE = 2_000_000  # DuckDB's own bound of a line
_LONG = 4 << 20  # of shorter lines DuckDB itself says that they are too long
_CR = re.compile(rb"\r(?!\n|\Z)")  # bare; one at the end of a block is told by the next


class How(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine's errors and the bytes have taught so far about reading this file."""

    parallel: bool = True
    strict: bool = True  # DuckDB refuses what it would otherwise drop: text behind a closing quote, cells beyond n + 1
    longest: int = _LINE
    exact: bool = False
    checked: bool = False  # no quote takes rows with it

    @property
    def buffer(self) -> int:
        """Bytes that DuckDB reads at a time where it opens the file itself."""
        return _borders.DIRECT if self.longest == _LINE else self.longest + _borders.FED

    def for_lines_of(self, size: int) -> "How":
        """Serially, in buffers that hold such a line whole."""
        return msgspec.structs.replace(self, longest=max(size * 5 // 4, _LONG), parallel=False)


class Contradicted(Exception):
    """The bytes are not as the head promised: `how` reads them."""

    def __init__(self, how: How) -> None:
        super().__init__()
        self.how = how


class OddQuotes(Exception):
    """A line has an odd number of quotes: one of them may have taken rows with it."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """`direct`: DuckDB may open the file itself. `seen`: bytes that the head has shown already; None: all of them."""

    landed: LandedFile
    compression: str | None
    encoding: str
    bom: bool
    cut: Cut
    width: int
    direct: bool
    seen: int | None
    how: How

    def pieces(self) -> Iterator[bytes]:
        """The file as UTF-8 in whole physical lines."""
        return _decoding.utf8(self.landed, self.compression, self.encoding, self.bom)

    def lines(self, rows: Sequence[int]) -> Mapping[int, int]:
        return lines_of_rows(self.pieces(), self.cut, rows) if rows else {}

    @contextmanager
    def opened(self) -> Iterator[str]:
        """The relation, while a statement reads it. Contradicted or OddQuotes on leaving."""
        if self.direct:
            with literally(self.landed.path) as path, nullcontext() if self.seen is None else self._watching():
                yield self.relation([path], self.cut.start)
            return
        try:
            with fed(self._sources(), self.relation) as relation:
                yield relation
        except BareCr:
            raise Contradicted(msgspec.structs.replace(self.how, exact=True)) from None

    def _sources(self) -> list[Source]:
        """One, or parts that are decoded and read side by side: a plain file whose lines decode alone and pass as they
        are."""
        whole = self.compression or self.cut.exact or not self.how.parallel
        if whole or not _decoding.splits_at_newlines(self.encoding):
            return [partial(self._fed, self.pieces(), self.cut)]
        parts = spans(self.landed, min(4, os.cpu_count() or 1))
        return [partial(self._fed, self._part(span), self._cut(span), len(parts) > 1) for span in parts]

    def _part(self, span: tuple[int, int]) -> Iterator[bytes]:
        return _decoding.utf8(self.landed, None, self.encoding, self.bom and not span[0], span)

    def _cut(self, span: tuple[int, int]) -> Cut:
        return msgspec.structs.replace(self.cut, start=0) if span[0] else self.cut

    def _fed(self, pieces: Iterable[bytes], cut: Cut, is_part: bool = False) -> Iterator[bytes]:
        """OddQuotes where a quote may have taken lines with it. Of a part the reading is in doubt then, since it began
        with a line that may stand in a cell: Contradicted."""
        mark, odd = self.cut.quote.encode() if self.cut.quote and not self.how.checked else None, False
        piece, at = b"\n", 0
        for piece in _closed(table(pieces, cut)):
            if len(piece) > max(_LONG, self.how.longest):  # a block at most and what was left of the one before
                raise Contradicted(self.how.for_lines_of(len(piece)))
            if mark is not None and not odd and mark in piece:
                odd = odd_line(piece, mark)
            if at and at % _borders.FED == 0 and b"\r" in piece:
                yield b"\n"
                at += 1
            yield piece
            at += len(piece)
            if odd and is_part:
                raise Contradicted(msgspec.structs.replace(self.how, parallel=False))
        if not piece.endswith((b"\n", b"\r")):
            yield b"\n"
        if odd:
            raise OddQuotes

    def relation(self, paths: Sequence[str], skip: int = 0) -> str:
        """`read_csv` of n + 1 text columns. Nothing in a file equals the null string: it is a line end, unquoted."""
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(self.width + 1))
        options = {
            "auto_detect": "false",
            "compression": "'none'",  # else a name that ends with .gz would tell
            "hive_partitioning": "false",  # else a folder named c0=5 would be a column
            "header": "false",
            "skip": str(skip),
            "delim": quoted(self.cut.delimiter),
            "quote": quoted(self.cut.quote or ""),
            "escape": quoted(self.cut.quote or ""),
            "nullstr": "'\n'",
            "allow_quoted_nulls": "false",
            "null_padding": "true",
            "strict_mode": "true" if self.how.strict else "false",
            "columns": "{" + columns + "}",
        }
        listed = quoted(paths[0]) if len(paths) == 1 else f"[{', '.join(map(quoted, paths))}]"
        if not self.how.parallel or not self.direct:
            options["parallel"] = "false"
        if not self.direct:
            options["buffer_size"] = str(_borders.FED)
        if self.how.longest != _LINE:
            options |= {"max_line_size": str(self.how.longest), "buffer_size": str(self.how.buffer)}
        return f"read_csv({listed}, {', '.join(f'{k}={v}' for k, v in options.items())})"

    @contextmanager
    def _watching(self) -> Iterator[None]:
        """Beside DuckDB's own reading, what it would not tell: bare CRs (it loses a character after one where lines end
        with CRLF), lines to be skipped, lines of many MB (it loses one at the end of a file), lines with an odd number
        of quotes (its threads may take what stands within them for rows)."""
        seen: list[BaseException] = []
        gone = threading.Event()
        watch = threading.Thread(target=self._watch, args=(seen, gone), name="dq-watch", daemon=True)
        watch.start()
        try:
            yield
        except BaseException:
            gone.set()
            watch.join()
            raise
        watch.join()
        if seen:
            raise seen[0]

    def _watch(self, seen: list[BaseException], gone: threading.Event) -> None:
        """By `in` and regex, which look for one byte at the speed of memory; `count` does not."""
        mark = self.cut.quote.encode() if self.cut.quote and not self.how.checked else None
        literals = [glob.literal for glob in self.cut.skip]
        overlap = max(map(len, literals), default=1)
        try:
            tail, new, odd, left, line, longest = b"", (self.seen or 0), False, 0, 0, 0
            for block in blocks(self.landed, None):
                if gone.is_set():
                    return
                cr = tail[-1:] == b"\r" and block[:1] != b"\n"
                cr = cr or (b"\r" in block and (not self.how.parallel or _CR.search(block) is not None))
                if cr or (literals and _any(literals, tail + block[new:])):
                    seen.append(Contradicted(msgspec.structs.replace(self.how, exact=True)))
                    return
                last = block.rfind(b"\n")
                line = len(block) - 1 - last if last >= 0 else line + len(block)
                longest = max(longest, line)
                if mark is not None and not odd:
                    odd, left = odd_in_block(block, mark, left)
                tail, new = block[-overlap:] if new < len(block) else b"", max(0, new - len(block))
            if longest > LONGEST_LINE:
                for _ in lines_of(blocks(self.landed, None), self.landed):  # refused with its number
                    pass
            if longest > _LONG and longest > self.how.longest:
                seen.append(Contradicted(self.how.for_lines_of(longest)))
            elif odd or left:
                seen.append(OddQuotes())
        except BaseException as error:  # noqa: BLE001  of another thread: handed over, never lost
            seen.append(error)


def _closed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces; OddQuotes where a quote among them never closes."""
    try:
        yield from pieces
    except Unclosed:
        raise OddQuotes from None


def _any(literals: Sequence[bytes], data: bytes) -> bool:
    return any(literal in data for literal in literals)
