"""Mutations of how a table is written down: bytes, delimiter, quoting, lines above the table."""

from collections.abc import Callable
from random import Random

from .columns_of import of_sort
from .table import Table
from .truth import Change, Mutant


def header_removed(t: Table, rng: Random) -> Mutant | None:
    """No names any more: the first line is data."""
    if len(t.header) != 1 or t.preamble or not of_sort(t, "integer", "number", "date", "stamp", "time"):
        return None
    return Mutant(t.replace(header=()), (Change("header_rows_changed"),))


def header_line_added(t: Table, rng: Random) -> Mutant | None:
    """A line of groups above the names, as spreadsheets have them."""
    if len(t.header) != 1 or t.width < 5 or t.preamble or not of_sort(t, "integer", "number", "date", "stamp", "time"):
        return None
    japanese = any(not n.isascii() for n in t.names)
    groups = ("基本情報", "実績") if japanese else ("Keys", "Figures")
    above = tuple(groups[i >= t.width // 2] for i in range(t.width))
    return Mutant(t.replace(header=(above, *t.header)), (Change("header_rows_changed", alternatives=("preamble_changed",)),))


def preamble_added(t: Table, rng: Random) -> Mutant | None:
    """A title above the header."""
    if t.preamble or not t.header:
        return None
    title = "2026年度 公表資料（速報）" if any(not n.isascii() for n in t.names) else "Open data extract (provisional)"
    return Mutant(t.replace(preamble=(title + t.delimiter * (t.width - 1),)), (Change("preamble_changed"),))


def blank_line_above(t: Table, rng: Random) -> Mutant | None:
    return Mutant(t.replace(preamble=("",)), (Change("preamble_changed"),)) if not t.preamble and t.header else None


def preamble_removed(t: Table, rng: Random) -> Mutant | None:
    return Mutant(t.replace(preamble=()), (Change("preamble_changed"),)) if t.preamble else None


def preamble_text(t: Table, rng: Random) -> Mutant | None:
    """Other words above the header; as many lines."""
    if not t.preamble:
        return None
    words = "暫定値のため後日修正されます" if any(not n.isascii() for n in t.names) else "Provisional figures subject to revision"
    return Mutant(t.replace(preamble=(words, *t.preamble[1:])), (Change("preamble_changed"),))


def _telling(t: Table) -> bool:
    return not t.replace(encoding="utf-8").encoded().isascii() and not _bom_only(t)


def _bom_only(t: Table) -> bool:
    return t.bom and t.replace(bom=False).encoded().isascii()


def bom_added(t: Table, rng: Random) -> Mutant | None:
    return None if t.bom or t.encoding != "utf-8" else Mutant(t.replace(bom=True), (Change("bom_changed", after=True),))


def bom_removed(t: Table, rng: Random) -> Mutant | None:
    return Mutant(t.replace(bom=False), (Change("bom_changed", after=False),)) if t.bom else None


def to_utf_8(t: Table, rng: Random) -> Mutant | None:
    if t.encoding != "cp932" or not _telling(t):
        return None
    return Mutant(t.replace(encoding="utf-8"), (Change("encoding_changed", after="utf-8"),))


def to_cp932(t: Table, rng: Random) -> Mutant | None:
    if t.encoding != "utf-8" or t.bom or not _telling(t):
        return None
    return Mutant(t.replace(encoding="cp932"), (Change("encoding_changed", after="cp932"),))


def to_utf_16(t: Table, rng: Random) -> Mutant | None:
    truth = (Change("encoding_changed"), Change("bom_changed", optional=True))
    return Mutant(t.replace(encoding="utf-16", bom=False), truth)


def delimiting(delimiter: str, word: str) -> Callable[[Table, Random], Mutant | None]:
    def mutate(t: Table, rng: Random) -> Mutant | None:
        if t.delimiter == delimiter or t.width < 2:
            return None
        lines = [line.replace(t.delimiter, delimiter) for line in t.preamble]
        return Mutant(t.replace(delimiter=delimiter, preamble=tuple(lines)), (Change("delimiter_changed", after=delimiter),))

    mutate.__name__ = f"delimiter_{word}"
    return mutate


def quoted(t: Table, rng: Random) -> Mutant | None:
    return Mutant(t.replace(quoting="all"), (Change("quoting_changed"),)) if t.quoting == "minimal" else None


def unquoted(t: Table, rng: Random) -> Mutant | None:
    return Mutant(t.replace(quoting="minimal"), (Change("quoting_changed"),)) if t.quoting != "minimal" else None


def ending(eol: str, word: str) -> Callable[[Table, Random], Mutant | None]:
    def mutate(t: Table, rng: Random) -> Mutant | None:
        return Mutant(t.replace(eol=eol), (Change("line_ending_changed", after=word),)) if t.eol != eol else None

    mutate.__name__ = f"line_ending_{word}"
    return mutate


DIALECT: tuple[Callable[[Table, Random], Mutant | None], ...] = (
    header_removed, header_line_added, preamble_added, blank_line_above, preamble_removed, preamble_text, bom_added, bom_removed,
    to_utf_8, to_cp932, to_utf_16, delimiting(";", "semicolon"), delimiting("\t", "tab"), delimiting("|", "bar"), delimiting(",", "comma"),
    quoted, unquoted, ending("\n", "lf"), ending("\r\n", "crlf"), ending("\r", "cr"),
)  # fmt: skip
