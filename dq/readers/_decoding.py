"""Bytes of a landed file: unpacked and transcoded to UTF-8, in blocks, exactly as Python's codec of that name reads them."""

import codecs
import re
import zlib
from collections.abc import Iterator

import msgspec

from ..errors import NoPermission, NotLanded, NotReadable
from ..storage import LandedFile

HEAD = 256 << 10  # what `observe` looks at, decompressed
BLOCK = 1 << 20
LONGEST_LINE = 256 << 20  # beyond this a file has no lines
MOST_UNPACKED = 1 << 30  # a gzip may unpack to this much whatever its ratio …
MOST_RATIO = 200  # … and beyond it to so many times its own size
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip  # the longest first: UTF-32's begins with UTF-16's


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first `HEAD` bytes as text, cut at the last line end. `size`: bytes of it in the file's encoding.
    `encoding` None: all ASCII and nothing declared. `whole`: the file is no longer than this."""

    text: str
    size: int
    whole: bool
    encoding: str | None
    bom: bool
    compression: str | None


def codec(name: str) -> str:
    """Python's own name of a codec: `MS932` is cp932, `UTF8` is utf-8; `utf-8-sig` is utf-8, a BOM is told apart.

    >>> codec("MS932"), codec("UTF8"), codec("utf_8_sig"), codec("Shift_JIS")
    ('cp932', 'utf-8', 'utf-8', 'shift_jis')
    """
    known = codecs.lookup(name).name
    b"".decode(known)  # LookupError for what is no text encoding: hex, zip
    return "utf-8" if known == "utf-8-sig" else known


def blocks(landed: LandedFile, compression: str | None) -> Iterator[bytes]:
    """The file's bytes, unpacked. NotReadable for a truncated or corrupt gzip and for one that unpacks without bounds."""
    try:
        with open(landed.path, "rb", buffering=0) as file:
            raw = iter(lambda: file.read(BLOCK), b"")
            yield from _unpacked(raw, landed) if compression == "gzip" else raw
    except FileNotFoundError:
        raise NotLanded(uri=landed.uri) from None
    except PermissionError:
        raise NoPermission(uri=landed.uri) from None


def _unpacked(raw: Iterator[bytes], landed: LandedFile) -> Iterator[bytes]:
    most = max(MOST_UNPACKED, MOST_RATIO * landed.size)
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
                raise _corrupt(landed, given, str(error)) from error
            data, ended = (member.unused_data, True) if member.eof else (member.unconsumed_tail, False)
            given += len(block)
            if given > most:
                raise NotReadable(
                    {
                        "en": f"it unpacks to more than {most:,} bytes ({landed.size:,} packed)",
                        "ja": f"展開後の大きさが {most:,} バイトを超えます(圧縮時 {landed.size:,} バイト)",
                    },
                    uri=landed.uri,
                )
            if block:
                yield block
    if not ended:
        raise NotReadable(
            {
                "en": f"the gzip is truncated: it ends after {given:,} bytes of text",
                "ja": f"gzip が途中で切れています(展開後 {given:,} バイトで終わっています)",
            },
            uri=landed.uri,
        )


def _corrupt(landed: LandedFile, given: int, detail: str) -> NotReadable:
    return NotReadable(
        {
            "en": f"the gzip is corrupt after {given:,} bytes of text ({detail})",
            "ja": f"gzip が壊れています(展開後 {given:,} バイトの位置: {detail})",
        },
        uri=landed.uri,
    )


def head_of(landed: LandedFile, declared: str | None) -> Head:
    """What the file begins with. NotReadable where it is empty, packed otherwise, or of no encoding that we know."""
    with open_quietly(landed) as file:
        magic = file.read(8)
    if not magic:
        raise NotReadable({"en": "it is empty (0 bytes)", "ja": "空のファイルです(0 バイト)"}, uri=landed.uri)
    if magic[:4] == b"PK\x03\x04":
        raise NotReadable(
            {"en": "it is a zip archive or an Excel workbook, not a CSV", "ja": "CSV ではなく zip または Excel ファイルです"},
            uri=landed.uri,
        )
    compression = "gzip" if magic[:2] == b"\x1f\x8b" else None
    raw, source, whole = b"", blocks(landed, compression), False
    while len(raw) <= HEAD and not whole:
        block = next(source, None)
        whole = block is None
        raw += block or b""
    source.close()  # type: ignore[attr-defined]  # a generator
    whole = whole and len(raw) <= HEAD
    raw = raw[:HEAD]
    if not raw:
        raise NotReadable({"en": "it is empty once unpacked", "ja": "展開すると空のファイルです"}, uri=landed.uri)
    encoding, bom = encoding_of(raw, declared, whole)
    if encoding is None and not raw.isascii():
        raise unreadable(landed, compression, declared)
    text = codecs.getincrementaldecoder(encoding or "utf-8")("strict").decode(raw, final=whole)
    text = text.removeprefix("\ufeff") if bom else text
    cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
    if not whole and cut:
        text = text[:cut]
    return Head(text=text, size=_size(text, encoding), whole=whole, encoding=encoding, bom=bom, compression=compression)


def _size(text: str, encoding: str | None) -> int:
    return len(text) if text.isascii() and encoding in (None, "utf-8", "cp932") else len(text.encode(encoding or "utf-8", "replace"))


def open_quietly(landed: LandedFile):  # type: ignore[no-untyped-def]  # FileIO: naming it imports io for nothing
    """The file opened for bytes, with our errors."""
    try:
        return open(landed.path, "rb", buffering=0)
    except FileNotFoundError:
        raise NotLanded(uri=landed.uri) from None
    except PermissionError:
        raise NoPermission(uri=landed.uri) from None


def encoding_of(raw: bytes, declared: str | None, whole: bool = True) -> tuple[str | None, bool]:
    """The encoding of a file that begins so, and whether it has a BOM. A BOM tells; ASCII proves nothing, so the
    declared holds; valid UTF-8 with any other character is UTF-8 whatever is declared; then the declared, then CP932.
    None where nothing reads it, or where it is ASCII and nothing is declared."""
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return name, True
    if declared is None and b"\0" in raw:
        for name, zeros in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[::2])):
            if zeros.count(0) * 3 > len(zeros) and reads(raw, name, whole):
                return name, False
    if raw.isascii():
        return declared, False
    for name in dict.fromkeys(("utf-8", declared or "cp932", "cp932")):
        if reads(raw, name, whole):
            return name, False
    return None, False


def reads(raw: bytes, encoding: str, whole: bool = True) -> bool:
    """Whether the bytes are text in this encoding; of a part, a last character may be cut."""
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(raw, final=whole)
    except UnicodeError:
        return False
    return True


def first_telling(landed: LandedFile, compression: str | None) -> bytes | None:
    """The first piece of whole lines that is not ASCII, None where all are: only that tells an encoding."""
    return next((p for p in lines_of(blocks(landed, compression), landed) if not p.isascii()), None)


def splits_at_newlines(encoding: str) -> bool:
    """Whether an ASCII byte is that ASCII character wherever a line begins: pieces cut at newlines decode alone."""
    ascii_ = bytes(range(128))
    try:
        return ascii_.decode(encoding) == ascii_.decode("ascii") and not encoding.startswith(("utf-16", "utf-32", "utf-7"))
    except UnicodeError:  # escapes: iso2022_jp, hz
        return False


def lines_of(source: Iterator[bytes], landed: LandedFile) -> Iterator[bytes]:
    """Blocks cut behind a line end (LF, else CR), so that each holds whole physical lines. NotReadable where a line has no end."""
    rest: list[bytes] = []
    held = 0
    for block in source:
        cut = block.rfind(b"\n") + 1 or block.rfind(b"\r", 0, -1) + 1
        if not cut:
            if rest and rest[-1].endswith(b"\r"):  # a CR was left to see whether LF follows: it does not
                yield b"".join(rest)
                rest, held = [], 0
            rest.append(block)
            held += len(block)
            if held > LONGEST_LINE:
                raise NotReadable(
                    {"en": f"a line is longer than {LONGEST_LINE >> 20} MB", "ja": f"{LONGEST_LINE >> 20} MB を超える行があります"},
                    uri=landed.uri,
                )
            continue
        yield b"".join((*rest, block[:cut]))
        rest = [block[cut:]] if cut < len(block) else []
        held = len(block) - cut
    if held:
        yield b"".join(rest)


def utf8(landed: LandedFile, compression: str | None, encoding: str, bom: bool) -> Iterator[bytes]:
    """The file as UTF-8 without its BOM, in pieces of whole physical lines. NotReadable with the line where the bytes
    are not of the encoding."""
    source = blocks(landed, compression)
    if not splits_at_newlines(encoding):
        yield from lines_of(_transcoded(source, landed, compression, encoding, bom), landed)
        return
    at = 0
    for piece in lines_of(source, landed):
        at += len(piece)
        if bom and at == len(piece):
            piece = piece.removeprefix(codecs.BOM_UTF8)
        if encoding == "utf-8" or piece.isascii():
            yield piece
            continue
        try:
            yield piece.decode(encoding).encode()
        except UnicodeDecodeError:
            raise unreadable(landed, compression, encoding) from None


def _transcoded(source: Iterator[bytes], landed: LandedFile, compression: str | None, encoding: str, bom: bool) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    first = True
    try:
        for block in source:
            text = decoder.decode(block)
            if text:
                yield (text.removeprefix("\ufeff") if bom and first else text).encode("utf-8", "surrogatepass")
                first = False
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError:
        raise unreadable(landed, compression, encoding) from None


def real_encoding(landed: LandedFile, compression: str | None, declared: str | None) -> str | None:
    """The encoding that reads every byte, where UTF-8 turned out not to: the declared, then CP932. None where none
    does, or where it is UTF-8 with a few broken bytes: what reads those as something else reads the rest wrongly."""
    right = wrong = 0
    for piece in lines_of(blocks(landed, compression), landed):
        if not piece.isascii():
            text = piece.decode("utf-8", "replace")
            bad = text.count("\ufffd")
            wrong, right = wrong + bad, right + len(_BEYOND_ASCII.findall(text)) - bad
    if right > 4 * wrong:
        return None
    for name in dict.fromkeys((declared or "cp932", "cp932")):
        if name != "utf-8" and all(p.isascii() or reads(p, name) for p in lines_of(blocks(landed, compression), landed)):
            return name
    return None


def unreadable(landed: LandedFile, compression: str | None, encoding: str | None) -> NotReadable:
    """Where the bytes stop being text: the line and the offset at which the encoding (UTF-8 and CP932 where none is
    declared) fails. Reads the file again: only called when something is wrong."""
    name = encoding or "utf-8"
    offset, line = _first_bad(landed, compression, name)
    if encoding is None:  # the one that gets furthest is the one that was meant
        other = _first_bad(landed, compression, "cp932")
        if other > (offset, line):
            name, (offset, line) = "cp932", other
    named = name.upper() if name.startswith(("utf", "cp")) else name
    return NotReadable(
        {
            "en": f"line {line:,} is not {named} (byte {offset:,}), and no other encoding reads the file",
            "ja": f"{line:,} 行目が {named} ではありません({offset:,} バイト目)。ほかの文字コードでも読めません",
        },
        uri=landed.uri,
        hint={
            "en": "declare the file's `encoding` under `reader`, or ask the publisher for a whole file",
            "ja": "`reader` の `encoding` に文字コードを指定するか、発行元に正しいファイルを確認してください",
        },
    )


def _first_bad(landed: LandedFile, compression: str | None, encoding: str) -> tuple[int, int]:
    """0-based byte offset (in the unpacked file) and 1-based line of the first byte that the encoding cannot read."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    at, line = 0, 1
    for block in blocks(landed, compression):
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            return at - (len(error.object) - len(block)) + error.start, line + _line_ends(before.decode(encoding, "replace"))
        at += len(block)
        line += _line_ends(text)
    return at, line


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
