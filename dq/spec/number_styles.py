"""Styles of written numbers: how the figures of a column are written, as shares of its cells."""

import re
from collections.abc import Mapping

from .profile import Profile

_FRACTION = re.compile(r"[+-]?[0-9,]*\.([0-9]+)")
_FOREIGN = re.compile(r"[^0-9.,+\-eE]")


def styles(profile: Profile) -> Mapping[str, float]:
    """Shares of the cells that are numbers, by style. A cell may show several; {} where there are none.

    integer: no decimal mark · decimals N: exactly N decimals · trailing zero: ends in a 0 that says nothing · point zero:
    ends in .0 · thousands: a mark every three digits · decimal comma · exponent · long: more than 17 figures (a binary
    fraction written out) · plus: a leading +
    """
    found: dict[str, int] = {}
    total = 0
    for cell, n in profile.counts.items():
        if _FOREIGN.search(cell) or not any(c.isdigit() for c in cell):
            continue
        total += n
        for style in _of(cell, profile.format):
            found[style] = found.get(style, 0) + n
    return {style: n / total for style, n in found.items()} if total else {}


def _of(cell: str, format_: str | None) -> list[str]:
    told = []
    if format_ == "1234,5":
        told.append("decimal comma")
        cell = cell.replace(".", "").replace(",", ".")
    elif "," in cell:
        told.append("thousands")
    if "e" in cell or "E" in cell:
        return [*told, "exponent"]
    if cell[0] == "+":
        told.append("plus")
    fraction = _FRACTION.fullmatch(cell)
    if fraction is None:
        return [*told, "integer"]
    digits = fraction[1]
    told.append(f"decimals {len(digits)}")
    if digits == "0":
        told.append("point zero")
    elif digits[-1] == "0":
        told.append("trailing zero")
    if sum(c.isdigit() for c in cell) > 17:
        told.append("long")
    return told


def most_decimals(profile: Profile) -> int:
    """The most decimals that any cell has."""
    shares = styles(profile)
    return max((int(style.split()[1]) for style in shares if style.startswith("decimals ")), default=0)
