"""Table: one delimited file taken apart, so that one thing in it can be changed, and put together again as bytes."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """`preamble` and `footer`: raw lines. `header`: one list of cells for each header line; () where there is none.
    `rows`: cells as text, all as many as the header has."""

    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    preamble: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    encoding: str = "utf-8"
    bom: bool = False
    delimiter: str = ","
    eol: str = "\n"
    quoting: Literal["minimal", "all", "text"] = "minimal"

    @property
    def names(self) -> tuple[str, ...]:
        """As dq names columns: header lines joined with "|"."""
        return tuple("|".join(part for part in parts if part.strip()) for parts in zip(*self.header, strict=True))

    @property
    def width(self) -> int:
        return len(self.header[0]) if self.header else len(self.rows[0])

    def column(self, i: int) -> tuple[str, ...]:
        return tuple(row[i] for row in self.rows)

    def with_column(self, i: int, change: Callable[[str], str]) -> "Table":
        return self.replace(rows=tuple((*row[:i], change(row[i]), *row[i + 1 :]) for row in self.rows))

    def with_columns(self, places: Sequence[int], change: Callable[[str], str]) -> "Table":
        wanted = frozenset(places)
        return self.replace(rows=tuple(tuple(change(c) if i in wanted else c for i, c in enumerate(r)) for r in self.rows))

    def renamed(self, i: int, name: str) -> "Table":
        """With another name in the last header line that names this column."""
        line = max(n for n, parts in enumerate(self.header) if parts[i].strip() or n == 0)
        header = tuple((*p[:i], name, *p[i + 1 :]) if n == line else p for n, p in enumerate(self.header))
        return self.replace(header=header)

    def own_name(self, i: int) -> str:
        """The last header line's part of the name."""
        return next((parts[i] for parts in reversed(self.header) if parts[i].strip()), "")

    def picked(self, places: Sequence[int]) -> "Table":
        return self.replace(
            header=tuple(tuple(parts[i] for i in places) for parts in self.header),
            rows=tuple(tuple(row[i] for i in places) for row in self.rows),
        )

    def inserted(self, i: int, names: Sequence[str], cells: Sequence[str]) -> "Table":
        """With a column before column `i`; `names`: one for each header line."""
        return self.replace(
            header=tuple((*p[:i], n, *p[i:]) for p, n in zip(self.header, names, strict=True)),
            rows=tuple((*r[:i], c, *r[i:]) for r, c in zip(self.rows, cells, strict=True)),
        )

    def replace(self, **changes: object) -> "Table":
        return msgspec.structs.replace(self, **changes)

    def encoded(self) -> bytes:
        """LookupError or UnicodeEncodeError where the encoding cannot hold the text."""
        out = io.StringIO()
        quoting = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "text": csv.QUOTE_NONNUMERIC}[self.quoting]
        write = csv.writer(out, delimiter=self.delimiter, lineterminator=self.eol, quoting=quoting).writerow  # type: ignore[arg-type]  # one of csv's constants
        for line in self.preamble:
            out.write(line + self.eol)
        for parts in self.header:
            write(parts)
        for row in self.rows:
            write([_number(c) for c in row] if self.quoting == "text" else row)
        for line in self.footer:
            out.write(line + self.eol)
        encoding = "utf-8-sig" if self.bom and self.encoding == "utf-8" else self.encoding
        return out.getvalue().encode(encoding)


class _Plain(float):
    """A number that the csv module writes as it stood."""

    text = ""

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


def _number(cell: str) -> str | float:
    try:
        number = _Plain(cell)
    except ValueError:
        return cell
    number.text = cell
    return number


def parsed(data: bytes, encoding: str, header_rows: Sequence[int], delimiter: str = ",") -> Table | None:
    """A table out of real bytes; None where writing it again does not give the same cells (ragged rows, several tables)."""
    bom = data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig" if bom else encoding)
    eol = "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r"
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = header_rows[0] if header_rows else 0
    body = list(csv.reader(io.StringIO("\n".join(lines[first:])), delimiter=delimiter))
    while body and not body[-1]:
        body.pop()
    tall = len(header_rows)
    header, rows = body[:tall], body[tall:]
    width = len(rows[0]) if rows else len(header[0])
    header = [[*parts, *[""] * (width - len(parts))] for parts in header]
    if not rows or any(len(r) != width for r in (*header, *rows)):
        return None
    quoted = text.count('"') > 0.5 * sum(map(len, body))
    return Table(
        header=tuple(map(tuple, header)),
        rows=tuple(map(tuple, rows)),
        preamble=tuple(lines[:first]),
        encoding="utf-8" if bom else encoding,
        bom=bom,
        delimiter=delimiter,
        eol=eol,
        quoting="all" if quoted else "minimal",
    )
