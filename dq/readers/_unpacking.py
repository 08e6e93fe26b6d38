"""The bytes of a landed file: unpacked, in blocks or in pieces of whole lines; bounded whatever the file says."""

import zlib
from collections.abc import Generator, Iterable, Iterator
from itertools import pairwise

from ..errors import NoPermission, NotLanded, NotReadable
from ..storage import LandedFile

BLOCK = 1 << 20
_PART = 16 << 20
LONGEST_LINE = 256 << 20  # beyond this a file has no lines
MOST_UNPACKED = 1 << 30  # a gzip may unpack to this much whatever its ratio …
MOST_RATIO = 200  # … and beyond it to so many times its own size


_FOREIGN = {  # what lands under a CSV's name: how it begins, and what it is called
    b"PK\x03\x04": ("a zip archive or an Excel workbook", "zip または Excel ファイル"),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook (.xls)", "旧形式の Excel ファイル(.xls)"),
    b"PAR1\x15": ("a Parquet file", "Parquet ファイル"),
    b"%PDF-": ("a PDF", "PDF"),
    b"\x28\xb5\x2f\xfd": ("compressed with zstd", "zstd 圧縮ファイル"),
    b"\xfd7zXZ": ("compressed with xz", "xz 圧縮ファイル"),
    b"BZh9": ("compressed with bzip2", "bzip2 圧縮ファイル"),
    b"<!DOCTYPE": ("an HTML page", "HTML ページ"),
    b"<HTML": ("an HTML page", "HTML ページ"),
    b"<?XML": ("an XML document", "XML 文書"),
}


def compression_of(landed: LandedFile) -> str | None:
    """gzip by its magic. NotReadable where the file is empty."""
    magic = next(blocks(landed, None), b"")[:2]
    if not magic:
        raise NotReadable({"en": "it is empty (0 bytes)", "ja": "空のファイルです(0 バイト)"}, uri=landed.uri)
    return "gzip" if magic == b"\x1f\x8b" else None


def refuse_foreign(landed: LandedFile, raw: bytes) -> None:
    """NotReadable where the (unpacked) bytes begin as something that is no CSV: an error page, a workbook."""
    begins = raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    begins = begins.upper() if begins[:1] == b"<" else begins
    for magic, (en, ja) in _FOREIGN.items():
        if begins.startswith(magic):
            raise NotReadable({"en": f"it is {en}, not a CSV", "ja": f"CSV ではなく {ja} です"}, uri=landed.uri)


def blocks(landed: LandedFile, compression: str | None, most: int = MOST_UNPACKED) -> Generator[bytes, None, None]:
    """The file's bytes, unpacked. NotReadable for a truncated or corrupt gzip, and for one that unpacks to more than
    `most` bytes and more than `MOST_RATIO` times its size."""
    try:
        with open(landed.path, "rb", buffering=0) as file:
            raw = iter(lambda: file.read(BLOCK), b"")
            if compression == "gzip":
                yield from _unpacked(raw, landed, max(most, MOST_RATIO * landed.size))
            else:
                yield from raw
    except FileNotFoundError:
        raise NotLanded(uri=landed.uri) from None
    except PermissionError:
        raise NoPermission(uri=landed.uri) from None


def spans(landed: LandedFile, most: int) -> list[tuple[int, int]]:
    """The plain file's bytes in at most so many parts of like size, each beginning with a line; one for a small file.
    The first is larger than any head."""
    count = max(1, min(most, landed.size // _PART))
    cuts = [0]
    with open(landed.path, "rb", buffering=0) as file:
        size = file.seek(0, 2)
        for k in range(1, count):
            at = file.seek(size * k // count)
            found = file.read(BLOCK).find(b"\n")
            if found >= 0:
                cuts.append(at + found + 1)
    return [span for span in pairwise([*cuts, size]) if span[0] < span[1]]


def part(landed: LandedFile, span: tuple[int, int]) -> Iterator[bytes]:
    """The bytes of one part, in blocks."""
    with open(landed.path, "rb", buffering=0) as file:
        left = span[1] - file.seek(span[0])
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block


def _unpacked(raw: Iterable[bytes], landed: LandedFile, most: int) -> Iterator[bytes]:
    given, member, ended = 0, zlib.decompressobj(wbits=31), False
    for data in raw:
        while data:
            if ended:  # several members in one file are one text; zeros after the last are padding
                data = data.lstrip(b"\0")
                if not data:
                    break
                member, ended = zlib.decompressobj(wbits=31), False
            try:
                block = member.decompress(data, BLOCK)
            except zlib.error as error:
                en = f"the gzip is corrupt after {given:,} bytes of text ({error})"
                ja = f"gzip が壊れています(展開後 {given:,} バイトの位置: {error})"
                raise NotReadable({"en": en, "ja": ja}, uri=landed.uri) from error
            data, ended = (member.unused_data, True) if member.eof else (member.unconsumed_tail, False)
            given += len(block)
            if given > most:
                en = f"it unpacks to more than {most:,} bytes ({landed.size:,} packed)"
                ja = f"展開後の大きさが {most:,} バイトを超えます(圧縮時 {landed.size:,} バイト)"
                raise NotReadable({"en": en, "ja": ja}, uri=landed.uri)
            if block:
                yield block
    while not ended:  # what the last call held back
        block = member.decompress(member.unconsumed_tail, BLOCK)
        given += len(block)
        if not block:
            en = f"the gzip is truncated: it ends after {given:,} bytes of text"
            ja = f"gzip が途中で切れています(展開後 {given:,} バイトで終わっています)"
            raise NotReadable({"en": en, "ja": ja}, uri=landed.uri)
        yield block
        ended = member.eof


def lines_of(source: Iterable[bytes], landed: LandedFile) -> Iterator[bytes]:
    """Blocks cut behind a line end (LF, else CR), so that each piece holds whole physical lines. NotReadable where a
    line has no end."""
    rest: list[bytes] = []
    held, line = 0, 1
    for block in source:
        cut = block.rfind(b"\n") + 1
        if not cut and held and rest[-1].endswith(b"\r"):  # left to see whether LF follows: it does not
            yield b"".join(rest)
            rest, held = [], 0
        cut = cut or block.rfind(b"\r", 0, -1) + 1
        if cut:
            yield b"".join((*rest, block[:cut]))
            rest, held = [], 0
            line += block.count(b"\n", 0, cut) or block.count(b"\r", 0, cut)
        if cut < len(block):
            rest.append(block[cut:] if cut else block)
            held += len(block) - cut
        if held > LONGEST_LINE:
            most = LONGEST_LINE >> 20
            en, ja = f"line {line:,} is longer than {most} MB", f"{line:,} 行目が {most} MB を超えています"
            raise NotReadable({"en": en, "ja": ja}, uri=landed.uri)
    if held:
        yield b"".join(rest)


def line_ends(data: bytes) -> int:
    """Physical lines that end in these bytes: LF, CRLF and CR."""
    crs = data.count(b"\r") if b"\r" in data else 0
    return data.count(b"\n") + (crs - data.count(b"\r\n") if crs else 0)
