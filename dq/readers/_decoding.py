"""Encodings: which one a file has, and its text as UTF-8, exactly as Python's codec of that name reads it."""

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from ..errors import NotReadable
from ..regex import later
from ..storage import LandedFile
from ._unpacking import blocks, compression_of, line_ends, lines_of, part, refuse_foreign
from ._western import western

HEAD = 256 << 10  # bytes that `observe` looks at, unpacked …
_LINES, _MOST = 24, 8 << 20  # … or more where lines are so long that these are not so many
_BOMS = {  # the longest first: UTF-32's begins with UTF-16's
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_UNMEANT = later("[\x80\uf8f0-\uf8f3]")  # 0x80, 0xA0, 0xFD to 0xFF
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first `HEAD` bytes as text, cut at the last line end. `size`: its bytes in the file, with the BOM.
    `encoding` None: all ASCII and nothing declared. `whole`: the file is no longer than this."""

    text: str
    size: int
    whole: bool
    encoding: str | None
    bom: bool
    compression: str | None


def codec(name: str) -> str:
    """Python's own name of a codec; `utf-8-sig` is utf-8, a BOM is told apart. LookupError for what is no text's.

    >>> codec("MS932"), codec("UTF8"), codec("utf_8_sig"), codec("Shift_JIS")
    ('cp932', 'utf-8', 'utf-8', 'shift_jis')
    """
    known = codecs.lookup(name).name
    b"\0".decode(known, "ignore")
    return "utf-8" if known == "utf-8-sig" else known


def head_of(landed: LandedFile, declared: str | None) -> Head:
    """What the file begins with. NotReadable where it is empty, packed otherwise, or of no encoding that we know. The one
    that was looked at last, where its encoding is asked for, stands ready: `observe` and `open` look at the same."""
    last = _last[:]
    if last and last[0][0] is landed and last[0][1].encoding == declared:
        return last[0][1]
    head = _head_of(landed, declared)
    _last[:] = [(landed, head)]
    return head


_last: list[tuple[LandedFile, Head]] = []


def _head_of(landed: LandedFile, declared: str | None) -> Head:
    compression = compression_of(landed)
    raw, whole = _beginning(landed, compression)
    if not raw:
        raise NotReadable({"en": "it is empty once unpacked", "ja": "展開すると空のファイルです"}, uri=landed.uri)
    refuse_foreign(landed, raw)
    encoding, bom = encoding_of(raw, declared, whole)
    if encoding is None and not raw.isascii():
        raise unreadable(landed, compression, declared)
    try:
        text = codecs.getincrementaldecoder(encoding or "utf-8")("strict").decode(raw, final=whole)
    except UnicodeError:  # not what its BOM says
        raise unreadable(landed, compression, encoding) from None
    text = text.removeprefix("\ufeff") if bom else text
    cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
    if not whole:
        if not cut:
            en, ja = f"its first {len(raw):,} bytes hold no line end", f"先頭の {len(raw):,} バイトに改行がありません"
            raise NotReadable({"en": en, "ja": ja}, uri=landed.uri)
        text = text[:cut]
    name = encoding or "utf-8"
    size = len(text) if raw.isascii() and splits_at_newlines(name) else len(text.encode(name))
    mark = 3 if bom and encoding == "utf-8" else 0
    return Head(text=text, size=size + mark, whole=whole, encoding=encoding, bom=bom, compression=compression)


def _beginning(landed: LandedFile, compression: str | None) -> tuple[bytes, bool]:
    """The first bytes, and whether they are all: `HEAD`, more where that holds too few lines."""
    raw, source = b"", blocks(landed, compression)
    for block in source:
        raw += block
        if len(raw) > HEAD and (line_ends(raw[:HEAD]) >= _LINES or len(raw) > _MOST):
            source.close()
            return raw[: HEAD if line_ends(raw[:HEAD]) >= _LINES else _MOST], False
    return raw if len(raw) <= _MOST else raw[:_MOST], len(raw) <= _MOST


def encoding_of(raw: bytes, declared: str | None, whole: bool = True) -> tuple[str | None, bool]:
    """The encoding of a file that begins so, and whether it has a BOM. A BOM tells; ASCII proves nothing, so the
    declared holds; valid UTF-8 with any other character is UTF-8 whatever is declared; then the declared; then
    Windows-1252 or Mac Roman where the bytes make words so, then CP932.
    None where nothing reads it, or where it is ASCII and nothing is declared."""
    for mark, name in _BOMS.items():
        if raw.startswith(mark):
            return name, True
    if declared is None and b"\0" in raw:
        for name, zeros in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[::2])):
            if zeros.count(0) * 3 > len(zeros) and reads(raw, name, whole):
                return name, False
    if raw.isascii():
        return declared, False
    for name in _likeliest(raw, declared):
        if reads(raw, name, whole, declared=name == declared):
            return name, False
    return None, False


def _likeliest(raw: bytes, declared: str | None) -> Iterable[str]:
    yield "utf-8"
    if declared is not None:
        yield declared
    if declared != "cp932":
        name = western(raw)
        if name is not None:
            yield name
    yield "cp932"


def reads(raw: bytes, encoding: str, whole: bool = True, declared: bool = False) -> bool:
    """Whether the bytes are text in this encoding; of a part, a last character may be cut. Python's CP932 reads five
    bytes that Windows leaves undefined: nobody means them, so a file with them is CP932 only where that is declared."""
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(raw, final=whole)
    except UnicodeError:
        return False
    return declared or encoding != "cp932" or _UNMEANT.search(text) is None


def first_telling(landed: LandedFile, compression: str | None) -> bytes | None:
    """The first block that is not ASCII, None where all are: only that tells an encoding. It begins with a character,
    since what stands before it is ASCII; its last may be cut."""
    return next((block for block in blocks(landed, compression) if not block.isascii()), None)


def splits_at_newlines(encoding: str) -> bool:
    """Whether an ASCII byte is that character wherever a line begins, so that pieces of whole lines decode alone."""
    plain = bytes(range(128))
    shifting = encoding.startswith(("iso2022", "hz", "utf-7"))  # ASCII bytes that mean others
    return not shifting and plain.decode(encoding, "replace") == plain.decode("ascii")


def utf8(
    landed: LandedFile, compression: str | None, encoding: str, bom: bool, span: tuple[int, int] | None = None
) -> Iterator[bytes]:
    """The file, or a span of its bytes, as UTF-8 without its BOM, in pieces of whole physical lines. NotReadable with
    the line where the bytes are not of the encoding."""
    source = blocks(landed, compression) if span is None else part(landed, span)
    if not splits_at_newlines(encoding):
        yield from lines_of(_transcoded(source, landed, compression, encoding), landed)
        return
    for n, piece in enumerate(lines_of(source, landed)):
        if bom and not n:
            piece = piece.removeprefix(codecs.BOM_UTF8)
        if encoding == "utf-8" or piece.isascii():
            yield piece
            continue
        try:
            yield piece.decode(encoding).encode()
        except UnicodeDecodeError:
            raise unreadable(landed, compression, encoding) from None


def _transcoded(source: Iterable[bytes], landed: LandedFile, compression: str | None, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for block in source:
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise unreadable(landed, compression, encoding) from None


def real_encoding(landed: LandedFile, compression: str | None, declared: str | None) -> str | None:
    """The encoding that reads every byte, where UTF-8 turned out not to: the declared, then what the first bytes that
    tell make words of, then CP932. None where none does, or where it is UTF-8 with a few broken bytes: what reads those
    as something else reads the rest wrongly."""
    right = wrong = 0
    words = None
    for piece in lines_of(blocks(landed, compression), landed):
        if not piece.isascii():
            text = piece.decode("utf-8", "replace")
            bad = text.count("\ufffd")
            words = words or western(piece)
            wrong, right = wrong + bad, right + len(_BEYOND_ASCII.findall(text)) - bad
    if right > 4 * wrong:
        return None
    for name in dict.fromkeys(n for n in (declared, words if declared != "cp932" else None, "cp932") if n):
        pieces = lines_of(blocks(landed, compression), landed)
        if name != "utf-8" and all(p.isascii() or reads(p, name, declared=name == declared) for p in pieces):
            return name
    return None


def unreadable(landed: LandedFile, compression: str | None, encoding: str | None) -> NotReadable:
    """Where the bytes stop being text: the line and the offset at which the encoding fails (of UTF-8 and CP932 the one
    that gets further, where none is declared). Reads the file again: only called when something is wrong."""
    names = ("utf-8", "cp932") if encoding is None else (encoding,)
    offset, line, name = max((*_first_bad(landed, compression, n), n) for n in names)
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
    """0-based byte offset (unpacked) and 1-based line of the first byte that the encoding cannot read."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    at, line = 0, 1
    for block in chain(blocks(landed, compression), (b"",)):
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:  # of what was left over and this block
            before = error.object[: error.start].decode(encoding, "replace")
            return at - (len(error.object) - len(block)) + error.start, line + _line_ends(before)
        at += len(block)
        line += _line_ends(text)
    return at, line


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
