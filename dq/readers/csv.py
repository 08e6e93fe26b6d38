"""CSV in any delimiter, encoding and layout that publishers send: observed from a bounded head, read as observed.

Two ways: a plain UTF-8 file DuckDB opens itself, in parallel, while a thread watches for what it would read wrongly;
any other is fed to it through a pipe. What contradicts the head (an encoding that turns, bare CRs, lines to be dropped)
restarts the reading, each cause at most once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice, zip_longest

import msgspec

from ..batch import Batch, BatchColumn, ReadAgain
from ..errors import NotReadable, UsageError
from ..spec.spec import Dialect, Spec
from ..storage import LandedFile
from . import _borders, _decoding, _dialect, _header
from ._columns import called, columns_of, declared_as, unique
from ._feed import Cut
from ._globs import Glob, dropped
from ._lines import longest_line, quoted_lines
from ._opening import real
from ._reading import Contradicted, How, OddQuotes, Reading
from ._records import closing, physical, split
from ._unpacking import LONGEST_LINE, blocks

_HEAD_ROWS = 1000
_ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".csv.gzip")


def recognises(landed: LandedFile, head: bytes) -> bool:
    """By its name. Where no other format is recognised a file is read as CSV anyway."""
    return landed.uri.lower().endswith(_ENDINGS)


def observe(landed: LandedFile, declared: Spec) -> Dialect:
    """What the file looks like, from a bounded head."""
    asked = declared.dialect
    wanted_encoding = _codec(asked.encoding)
    head = _decoding.head_of(landed, wanted_encoding)
    encoding = head.encoding
    if encoding not in (None, "utf-8") and head.text.isascii() and not head.bom and not head.whole:
        telling = _decoding.first_telling(landed, head.compression)
        if telling is not None:
            encoding = _decoding.encoding_of(telling, wanted_encoding, whole=False)[0] or encoding
    lines = physical(head.text)
    if head.whole and asked.header_rows != () and not any(lines):
        raise _only_blank(landed)
    columns = declared.columns or ()
    names = frozenset(n for c in columns for n in (c.name, *c.aliases))
    quote = None if asked.quoting == "none" else asked.quote or '"'
    delimiter = _dialect.delimiter_of(lines, asked.delimiter, quote, names)
    skip = tuple(Glob(g, delimiter) for g in asked.skip or ())
    ends_at = None if asked.table_ends_at is None else Glob(asked.table_ends_at, delimiter)
    starts_at = None if asked.table_starts_at is None else Glob(asked.table_starts_at, delimiter)
    page = _header.Page(lines, delimiter, quote, head.whole, skip)
    start = _header.start_of(lines, starts_at)
    if start is None:
        raise NotReadable(
            {
                "en": f"no line of its beginning matches `table.starts_at` ({asked.table_starts_at})",
                "ja": f"`table.starts_at`({asked.table_starts_at})に合う行が先頭部分にありません",
            },
            uri=landed.uri,
        )
    wanted = [frozenset((c.name, *c.aliases)) for c in columns]
    place = _header.place_of(page, start, asked.header_rows, wanted, ends_at)
    if place is None:
        raise _only_blank(landed)
    first = place.header[0] if place.header else place.data
    return Dialect(
        format="csv",
        compression=head.compression,
        encoding=asked.encoding if asked.encoding and wanted_encoding == encoding else encoding,
        bom=head.bom,
        line_ending=_dialect.line_ending(head.text, delimiter, quote),
        delimiter=delimiter,
        quote=quote,
        quoting=_dialect.quoting(head.text, delimiter, quote),
        header_rows=place.header,
        preamble=tuple(lines[:first]),
        skip=asked.skip,
        missing=asked.missing,
        table_starts_at=asked.table_starts_at,
        table_ends_at=asked.table_ends_at or place.ends_at,
    )


def _only_blank(landed: LandedFile) -> NotReadable:
    return NotReadable({"en": "it holds no table, only blank lines", "ja": "空行だけで、表がありません"}, uri=landed.uri)


def open(landed: LandedFile, dialect: Dialect, declared: Spec) -> Batch:  # noqa: A001  the Protocol's word
    """The file as a batch of text cells, read as `dialect` says."""
    return _opened(landed, dialect, declared, How())


def reread(batch: Batch, error_message: str) -> Batch | None:
    """The same file, read as the engine's error asks; None where the error is not about how it is read. NotReadable
    where no reading is left. Each way is taken at most once."""
    return None if batch.reread is None else batch.reread(error_message)


def _codec(name: str | None) -> str | None:
    """The codec of a declared name. UsageError where Python has none."""
    try:
        return None if name is None else _decoding.codec(name)
    except LookupError:
        raise UsageError(
            {"en": f"encoding `{name}` is not known to Python", "ja": f"文字コード `{name}` は Python にありません"}
        ) from None


def _opened(landed: LandedFile, dialect: Dialect, declared: Spec, how: How) -> Batch:
    head = _decoding.head_of(landed, _codec(dialect.encoding))
    lines = physical(head.text)
    delimiter, quote = dialect.delimiter or ",", dialect.quote
    skip = tuple(Glob(g, delimiter) for g in dialect.skip or ())
    ends_at = None if dialect.table_ends_at is None else Glob(dialect.table_ends_at, delimiter)
    page = _header.Page(lines, delimiter, quote, head.whole, skip)
    header = _header.rows_at(page, dialect.header_rows or ())
    data = (header[-1].line + header[-1].lines) if header else len(dialect.preamble or ())
    rows = [r.cells for r in _header.table_from(page, data, ends_at, _HEAD_ROWS)]
    width = _width([r.cells for r in header], rows, 0 if header else len(declared.columns or ()))
    named = _dialect.names_in([r.cells for r in header], width) if header else [c.name for c in declared.columns or ()]
    names = unique([*named[:width], *[""] * (width - len(named))])
    across = [list(column) for column in islice(zip_longest(*rows, fillvalue=""), width)]
    cells = dict(zip(names, [*across, *[[""] * len(rows)] * (width - len(across))], strict=True))
    columns = columns_of(names, cells, declared.columns or (), ("",) if dialect.missing is None else dialect.missing)
    if how.strict and _lax(page, dialect, data, rows, width):
        how = msgspec.structs.replace(how, strict=False)
    by = declared_as(names, declared.columns or ())
    reading = _reading(landed, dialect, head, page, data, width, ends_at, how)
    return Batch(
        uri=landed.uri,
        path=real(landed.path),
        columns=tuple(BatchColumn(spec=c, sql=f"c{i}", called=called(c.name, by)) for i, c in enumerate(columns)),
        dialect=dialect,
        reading=partial(_reading_of, reading, dialect, declared),
        ragged=f"(c{width - 1} IS NULL OR c{width} IS NOT NULL)",
        lines=reading.lines,
        size=landed.size if dialect.compression is None else None,
        rows_estimate=_rows(landed, head, len(lines) - data, len(rows)),
        head=cells,
        reread=partial(_reread, reading, dialect, declared),
    )


def _width(header: Sequence[Sequence[str]], rows: Sequence[Sequence[str]], declared: int) -> int:
    """The header's, wider where most rows are, narrower where it only trails blanks that no row has."""
    named = max(map(len, header), default=declared)
    common, count = max(Counter(map(len, rows)).items(), key=lambda wn: wn[1], default=(0, 0))
    if count * 2 <= len(rows):
        return max(named, 1 if named else common, 1)
    while header and named > common and not any("".join(cells[named - 1 :]).strip() for cells in header):
        named -= 1
    return max(named, common, 1)


def _lax(page: _header.Page, dialect: Dialect, data: int, rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the head shows already what DuckDB's strict mode refuses: a scan that stops there is a scan lost."""
    if dialect.line_ending == "mixed" or max(map(len, rows), default=0) > width + 1:
        return True
    lines, quote = page.lines[data:] if page.whole else page.lines[data:-1], page.quote
    quoted = [line for line in lines if quote in line] if quote is not None else []
    if quote is None or not quoted:
        return False
    close = closing(page.delimiter, quote).fullmatch
    if all(close(line.encode("utf-8", "surrogatepass")) for line in quoted):
        return False
    return close("\n".join(lines).encode("utf-8", "surrogatepass")) is None  # cells of several lines


def _reading(
    landed: LandedFile,
    dialect: Dialect,
    head: _decoding.Head,
    page: _header.Page,
    data: int,
    width: int,
    ends_at: Glob | None,
    how: How,
) -> Reading:
    """Direct where DuckDB cuts the bytes as they are into the rows that are meant."""
    encoding = _codec(dialect.encoding) or head.encoding or "utf-8"
    before = page.lines[:data]
    dropping = bool(page.skip) and any(dropped(line, page.skip) for line in page.lines[data:])
    bare = head.text.count("\r") != (head.text.count("\r\n") if how.parallel else 0)
    plain = encoding == "utf-8" or _all_ascii(landed, head, encoding)
    countable = all(
        split(line, page.delimiter, page.quote) is not None for line in before if page.quote and page.quote in line
    )
    losing = not how.strict and page.quote is not None and _holds(landed, head, page.quote)
    exact = how.exact or bare or losing or ends_at is not None or dropping or any(not g.literal for g in page.skip)
    direct = plain and countable and not exact and dialect.compression is None and _borders.hold(landed, how.buffer)
    cut = Cut(
        start=data,
        delimiter=page.delimiter,
        quote=page.quote,
        skip=page.skip,
        ends_at=ends_at,
        exact=exact or bool(page.skip),
        width=width if losing else 0,
    )
    return Reading(
        landed=landed,
        compression=dialect.compression,
        encoding=encoding,
        bom=bool(dialect.bom),
        cut=cut,
        width=width,
        direct=direct,
        seen=None if head.whole and not (page.quote and page.quote in head.text) else head.size,
        how=how,
    )


def _all_ascii(landed: LandedFile, head: _decoding.Head, encoding: str) -> bool:
    """Nothing to transcode: only looked for where the head does not tell already."""
    if not head.text.isascii() or head.bom or not _decoding.splits_at_newlines(encoding):
        return False
    return head.whole or _decoding.first_telling(landed, head.compression) is None


def _holds(landed: LandedFile, head: _decoding.Head, quote: str) -> bool:
    """Whether a quote may stand anywhere: looked for only where the bytes are there as they are."""
    if head.compression is not None or quote in head.text or not _decoding.splits_at_newlines(head.encoding or "utf-8"):
        return True
    return not head.whole and any(quote.encode() in block for block in blocks(landed, None))


@contextmanager
def _reading_of(reading: Reading, dialect: Dialect, declared: Spec) -> Iterator[str]:
    """The relation. What contradicts the reading becomes ReadAgain with the batch that reads it, or NotReadable."""
    try:
        with reading.opened() as relation:
            yield relation
    except Contradicted as found:
        raise _again(reading, dialect, declared, found.how) from None
    except OddQuotes as odd:
        several = _refuse_swallowed(reading)
        if several and reading.direct and reading.how.parallel:
            how = msgspec.structs.replace(reading.how, parallel=False, checked=True)
            raise _again(reading, dialect, declared, how) from None
        if odd.__cause__ is not None:  # what the engine said meanwhile
            raise odd.__cause__ from None


def _again(reading: Reading, dialect: Dialect, declared: Spec, how: How) -> ReadAgain:
    again = ReadAgain(
        {"en": "its lines are not as its beginning promised", "ja": "行の形が先頭部分と異なります"},
        uri=reading.landed.uri,
    )
    again.batch = _opened(reading.landed, dialect, declared, how)
    return again


def _refuse_swallowed(reading: Reading) -> bool:
    """NotReadable where a quote took rows with it: no row behind it can be told from its cell. Otherwise whether there
    are cells of several lines."""
    found, several = quoted_lines(reading.pieces(), reading.cut, reading.width)
    if found is None:
        return several
    if found.closed:
        en, ja = f"takes {found.rows:,} further lines with it", f"後続の {found.rows:,} 行を取り込んでいます"
    else:
        en, ja = "never closes", "閉じられていません"
    raise NotReadable(
        {"en": f"a quote opened on line {found.line:,} {en}", "ja": f"{found.line:,} 行目の引用符が{ja}"},
        uri=reading.landed.uri,
    )


def _reread(reading: Reading, dialect: Dialect, declared: Spec, message: str) -> Batch | None:
    how, lower = reading.how, message.lower()
    if "disable the parser's strict mode" in lower:
        return _opened(reading.landed, dialect, declared, msgspec.structs.replace(how, strict=False))
    if "invalid unicode" in lower or "not utf-8 encoded" in lower:
        if reading.encoding != "utf-8":
            return None
        real = _decoding.real_encoding(reading.landed, reading.compression, _codec(declared.dialect.encoding))
        if real is None:
            raise _decoding.unreadable(reading.landed, reading.compression, "utf-8")
        return _opened(reading.landed, msgspec.structs.replace(dialect, encoding=real), declared, how)
    if "maximum line size" in lower or "max_line_size" in lower:
        _refuse_swallowed(reading)
        longest, line = longest_line(reading.pieces(), reading.cut)
        if longest > LONGEST_LINE:
            raise NotReadable(
                {
                    "en": f"line {line:,} is {longest:,} bytes long",
                    "ja": f"{line:,} 行目の長さが {longest:,} バイトあります",
                },
                uri=reading.landed.uri,
            )
        wider = msgspec.structs.replace(how.for_lines_of(longest), checked=True)
        return None if how.longest >= wider.longest else _opened(reading.landed, dialect, declared, wider)
    if "parallel" in lower and how.parallel:
        _refuse_swallowed(reading)
        return _opened(reading.landed, dialect, declared, msgspec.structs.replace(how, parallel=False, checked=True))
    return None


def _rows(landed: LandedFile, head: _decoding.Head, lines: int, rows: int) -> int:
    """From the size of the file and of the head's lines; a gzip is taken to be five times its size."""
    if head.whole:
        return rows if lines <= _HEAD_ROWS else lines
    size = landed.size * (1 if head.compression is None else 5)
    return max(lines, round(size * lines / max(head.size, 1)))
