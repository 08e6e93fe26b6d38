"""Bounds: what `min_value` and `max_value` may be, what lies between them, and how a person says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import msgspec

from ..errors import CannotJudge
from ..regex import later
from ..sentences import Text, number

Needs: TypeAlias = Callable[[Any], Mapping[str, str] | None]
"""A precondition over several arguments: None, or the mistake in both languages."""

_DATE = later(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class Bound(msgspec.Struct, frozen=True):
    """A bound as GX coerces it: a float, a date or a datetime. Texts of numbers are numbers."""

    value: float | date | datetime

    @classmethod
    def read(cls, given: object) -> Bound:
        """ValueError with what was expected where it is none of them, or outside the calendar."""
        if isinstance(given, Bound):
            return given
        if isinstance(given, (bool, int, float)):
            return cls(float(given))
        value = _written(given) if isinstance(given, str) else given
        if not isinstance(value, (float, date, datetime)):
            raise ValueError(f"Expected a number, a date or a datetime, got {given!r}")
        try:
            plain(value)
        except OverflowError:
            raise ValueError(f"Expected a number, a date or a datetime, got {given!r}") from None
        return cls(value)

    def __str__(self) -> str:
        return said(self)

    def __json__(self) -> object:
        return self.value


def _written(text: str) -> float | date | datetime | None:
    """A text as a number, else as a date or a datetime; None where it is none of them."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        day = _DATE.fullmatch(text)
        return date(*map(int, day.groups())) if day else datetime.fromisoformat(text)
    except ValueError:
        return None


def plain(bound: Any) -> Any:
    """What is compared: the bound's own value; dates and datetimes on one scale, a date being its midnight, and with an
    offset the instant in UTC."""
    value = getattr(bound, "value", bound)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  data without a zone stays without one
    return value


def within(observed: Any, of: Any) -> bool:
    """Between the bounds of an expectation, inclusive unless strict; None lies nowhere.

    A text is compared with dates as the date that it reads as. CannotJudge where there is no comparison.
    """
    low, high = plain(of.min_value), plain(of.max_value)
    seen = plain(observed)
    if seen is None:
        return False
    if isinstance(seen, str) and (isinstance(low, datetime) or isinstance(high, datetime)):
        seen = _read(seen)
    try:
        above = low is None or (seen > low if of.strict_min else seen >= low)
        below = high is None or (seen < high if of.strict_max else seen <= high)
    except TypeError:
        raise CannotJudge(f"{observed!r} cannot be compared with {of.min_value or of.max_value}") from None
    return bool(above and below)


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise CannotJudge(f'"{text}" does not read as a date') from None


def at_least_one(*names: str) -> Needs:
    """One of these arguments must be given."""

    def need(expectation: Any) -> dict[str, str] | None:
        if any(getattr(expectation, name) is not None for name in names):
            return None
        listed = ", ".join(f"`{n}`" for n in names)
        return {"en": f"one of {listed} must be given", "ja": f"{listed} のいずれかを指定してください"}

    return need


def upright(expectation: Any) -> dict[str, str] | None:
    """Bounds the right way up: `min_value` is at most `max_value`. Asked of every expectation that has both."""
    low, high = getattr(expectation, "min_value", None), getattr(expectation, "max_value", None)
    if low is None or high is None:
        return None
    try:
        upside_down = plain(low) > plain(high)
    except TypeError:
        return {
            "en": f"`min_value` {said(low)} and `max_value` {said(high)} are not of one kind",
            "ja": f"`min_value` {said(low)} と `max_value` {said(high)} の種類が異なります",
        }
    if not upside_down:
        return None
    return {
        "en": f"bounds upside down: `min_value` {said(low)} is above `max_value` {said(high)}",
        "ja": f"上下限が逆です: `min_value` {said(low)} が `max_value` {said(high)} を超えています",
    }


def said(bound: Any) -> str:
    """A bound as a person writes it: `1,000`, `0.5`, `2026-04-01`."""
    value = getattr(bound, "value", bound)
    return number(value) if isinstance(value, (int, float)) else str(value)


def bounds(of: Any) -> Text:
    """The bounds of an expectation in words: "between 1 and 48", "at most 999", "more than 0"."""
    low, high = of.min_value, of.max_value
    if low is not None and high is not None and not (of.strict_min or of.strict_max):
        if said(low) == said(high):
            return Text(f"exactly {said(low)}", f"{said(low)} ちょうど")
        return Text(f"between {said(low)} and {said(high)}", f"{said(low)} 以上 {said(high)} 以下")
    en, ja = [], []
    if low is not None:
        en.append(f"{'more than' if of.strict_min else 'at least'} {said(low)}")
        ja.append(f"{said(low)} {'超' if of.strict_min else '以上'}")
    if high is not None:
        en.append(f"{'less than' if of.strict_max else 'at most'} {said(high)}")
        ja.append(f"{said(high)} {'未満' if of.strict_max else '以下'}")
    return Text(" and ".join(en) or "any number", " ".join(ja) or "任意の数")
