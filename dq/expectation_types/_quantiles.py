"""Quantiles as pandas interpolates them, and the ranges they must lie in."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ..sentences import Text, joined, number
from ..sql.measures import position

INTERPOLATIONS = ("linear", "lower", "higher", "midpoint", "nearest")


class QuantileRanges(msgspec.Struct, frozen=True):
    """GX's: a range, of which either end may be open (null), for each quantile."""

    quantiles: tuple[float, ...]
    value_ranges: tuple[tuple[float | None, float | None], ...]


def mistaken(of: Any) -> dict[str, str] | None:
    """As many ranges as quantiles, all between 0 and 1, each range the right way up, a known interpolation."""
    given: QuantileRanges = of.quantile_ranges
    if not given.quantiles or len(given.quantiles) != len(given.value_ranges):
        return {
            "en": f"{len(given.quantiles)} `quantiles`, but {len(given.value_ranges)} `value_ranges`",
            "ja": f"`quantiles` が {len(given.quantiles)} 個、`value_ranges` が {len(given.value_ranges)} 個です",
        }
    outside = next((q for q in given.quantiles if not 0 <= q <= 1), None)
    if outside is not None:
        return {"en": f"quantile {outside} is not between 0 and 1", "ja": f"分位 {outside} が 0 から 1 の外です"}
    down = next((r for r in given.value_ranges if r[0] is not None and r[1] is not None and r[0] > r[1]), None)
    if down is not None:
        return {"en": f"range upside down: {list(down)}", "ja": f"範囲の上下限が逆です: {list(down)}"}
    if of.allow_relative_error and of.allow_relative_error not in INTERPOLATIONS:
        names = ", ".join(INTERPOLATIONS)
        return {
            "en": f"`allow_relative_error` is false or one of {names}",
            "ja": f"`allow_relative_error` は false または {names} のいずれかです",
        }
    return None


def at(figure: Mapping[str, Any] | None, quantiles: Sequence[float], interpolation: bool | str) -> list[Any]:
    """The quantiles from the number of values and the neighbours of each in order; None where there are no values."""
    if figure is None or not figure["n"]:
        return [None] * len(quantiles)
    return [
        _between(low, high, position(q) * (figure["n"] - 1), interpolation)
        for q, low, high in zip(quantiles, figure["low"], figure["high"], strict=True)
    ]


def _between(low: Any, high: Any, index: float, interpolation: bool | str) -> Any:
    part = index - math.floor(index)
    match interpolation:
        case "lower":
            return low
        case "higher":
            return high if part else low
        case "midpoint":
            return (low + high) / 2 if part else float(low)
        case "linear":
            return float(low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part))
    return low if round(index) == math.floor(index) else high


def holding(ranges: QuantileRanges, values: Sequence[Any]) -> list[bool]:
    return [_within(value, *range_) for value, range_ in zip(values, ranges.value_ranges, strict=True)]


def _within(value: float | None, low: float | None, high: float | None) -> bool:
    """As GX: inside, or close to an end (numpy's isclose with rtol 1e-4)."""
    if value is None:
        return False
    close = any(end is not None and abs(value - end) <= 1e-8 + 1e-4 * abs(end) for end in (low, high))
    return close or ((low is None or value >= low) and (high is None or value <= high))


def said(of: QuantileRanges) -> Text:
    """`quantile 0.05 between 0 and 10, quantile 0.95 at most 80`."""
    return joined([_said(q, *range_) for q, range_ in zip(of.quantiles, of.value_ranges, strict=True)])


def _said(quantile: float, low: float | None, high: float | None) -> Text:
    en, ja = f"quantile {quantile:g}", f"{quantile:g} 分位点は"
    if low is not None and high is not None:
        return Text(f"{en} between {number(low)} and {number(high)}", f"{ja} {number(low)} 以上 {number(high)} 以下")
    if low is not None:
        return Text(f"{en} at least {number(low)}", f"{ja} {number(low)} 以上")
    if high is not None:
        return Text(f"{en} at most {number(high)}", f"{ja} {number(high)} 以下")
    return Text(f"{en} any number", f"{ja}任意の数")
