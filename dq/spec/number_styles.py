"""Styles of written numbers: how the figures of a column are written, as shares of its cells."""

from collections.abc import Mapping
from functools import lru_cache

from ..regex import later
from .figures import STYLES, bare
from .profile import Profile

_FRACTION = later(r"[+-]?[0-9]*\.([0-9]+)")


def styles(profile: Profile) -> Mapping[str, float]:
    """Shares of the cells that are numbers, by style. A cell may show several; {} where there are none.

    integer: no decimal mark · decimals N: exactly N decimals · trailing zero: ends in a 0 that says nothing · point zero:
    ends in .0 · thousands: a mark every three digits · decimal comma · exponent · long: more than 17 figures (a binary
    fraction written out) · plus: a leading + · triangle, brackets: for minus · full width · unit X
    """
    found: dict[str, int] = {}
    total = 0
    for cell, n in profile.counts.items():
        told = _of(cell, profile.format)
        if told is None:
            continue
        total += n
        for style in told:
            found[style] = found.get(style, 0) + n
    return {style: n / total for style, n in found.items()} if total else {}


@lru_cache(maxsize=50_000)
def _of(cell: str, format_: str | None) -> tuple[str, ...] | None:
    read = bare(cell)
    if read is None:
        return None
    figure, told = read[0], list(read[1])
    style = STYLES.get(format_, STYLES[None])
    if style.point == "," and "," in figure:
        told.append("decimal comma")
    marks = " \u00a0\u202f'’" if style.grouping == " " else style.grouping
    if any(mark in figure for mark in marks):
        told.append("thousands")
        for mark in marks:
            figure = figure.replace(mark, "")
    figure = figure.replace(style.point, ".")
    if "e" in figure or "E" in figure:
        return (*told, "exponent")
    if figure[0] == "+":
        told.append("plus")
    fraction = _FRACTION.fullmatch(figure)
    if fraction is None:
        return (*told, "integer")
    digits = fraction[1]
    told.append(f"decimals {len(digits)}")
    if digits == "0":
        told.append("point zero")
    elif digits[-1] == "0":
        told.append("trailing zero")
    if len(figure) > 18:
        told.append("long")
    return tuple(told)


def most_decimals(shares: Mapping[str, float]) -> int:
    """The most decimals that any cell has."""
    return max((int(style.split()[1]) for style in shares if style.startswith("decimals ")), default=0)
