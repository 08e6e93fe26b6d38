"""Small plots as inline SVG, in the page's own colours. None stands alone: its numbers are beside it as text, so that it
is nothing to a screen reader."""

from collections.abc import Sequence
from math import log10

import msgspec
from markupsafe import Markup, escape

from ...sentences import Text

BINS = 26


class Bins(msgspec.Struct, frozen=True):
    """Values counted from `low` to `high`; how many lie beyond."""

    counts: tuple[int, ...]
    low: float
    high: float
    under: int = 0
    over: int = 0


def binned(values: Sequence[float], low: float, high: float, count: int = BINS) -> Bins:
    """
    >>> binned([0, 1, 1, 9], 0, 2, 2).counts
    (1, 2)
    """
    counts = [0] * count
    span = high - low
    inside = [v for v in values if low <= v <= high]
    for value in inside:
        counts[min(count - 1, int((value - low) / span * count)) if span > 0 else 0] += 1
    return Bins(tuple(counts), low, high, sum(v < low for v in values), sum(v > high for v in values))


def middle(values: Sequence[float]) -> tuple[float, float]:
    """The range that holds all but far outliers: one filler of 9999 must not flatten the rest."""
    ordered = sorted(values)
    first, last = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
    reach = 1.5 * (last - first) or abs(last) or 1.0
    inside = [v for v in ordered if first - reach <= v <= last + reach]
    return inside[0], inside[-1]


def distribution(after: Bins, before: Bins | None = None, width: int = 132, height: int = 28) -> Markup:
    """Bars: this file. Line: the last good one, brought to the same area. An arrow: values beyond the axis."""
    line = _same_area(after, before) if before is not None else ()
    top = max((*after.counts, *line, 1))
    left, right = (12 if after.under else 0), width - (12 if after.over else 0)
    gap = 0.8 if len(after.counts) <= 48 and right - left >= 4 * len(after.counts) else 0.0
    body = _path("p-bar", _bars(after.counts, left, right, height, top, gap))
    if line:
        body += _path("p-line", _outline(line, left, right, height, top))
    body += _path("p-axis", f"M{left} {height}.5H{right}")
    if after.over:
        body += _path("p-out", f"M{width - 9} {height - 12}l9 6-9 6z")
    if after.under:
        body += _path("p-out", f"M9 {height - 12}l-9 6 9 6z")
    return _svg(width, height + 1, body)


def _same_area(after: Bins, before: Bins) -> tuple[float, ...]:
    share = sum(after.counts) / max(1, sum(before.counts))
    return tuple(n * share for n in before.counts)


def track(share: float, width: int = 40, height: int = 8) -> Markup:
    """How much of a column is missing."""
    filled = max(1.5, width * min(share, 1.0))
    soft = _path("p-soft", f"M0 0h{width}v{height}H0z")
    return _svg(width, height, soft + _path("p-bar", f"M0 0h{_n(filled)}v{height}H0z"))


def margin(
    seen: tuple[float, float], low: float | None, high: float | None, ends: tuple[str, str], width: int = 264
) -> Markup:
    """What was seen, between the bounds: heavy lines, hatched beyond. One value is a dot; a cross is beyond."""
    start, stop, y, floor = 6.0, width - 8.0, 9.5, 16
    inner = (start + (14 if low is not None else 0), stop - (14 if high is not None else 0))
    a, b = (low if low is not None else min(seen[0], high or seen[0])), (high if high is not None else max(seen))
    span = (b - a) or 1.0

    def at(value: float) -> float:
        return min(max(inner[0] + (value - a) / span * (inner[1] - inner[0]), start + 4), stop - 4)

    body = Markup()
    if low is not None:
        body += Markup('<path fill="url(#hatch)" d="M{} 3h14v13h-14z"/>').format(_n(start))
    if high is not None:
        body += Markup('<path fill="url(#hatch)" d="M{} 3h14v13h-14z"/>').format(_n(inner[1]))
    body += _path("p-axis", f"M{_n(start)} {floor}.5H{_n(stop)}")
    least, most = at(seen[0]), at(seen[1])
    if seen[0] != seen[1]:
        body += _path("p-bar", f"M{_n(least)} {y - 3}H{_n(max(most, least + 2))}v6H{_n(least)}z")
    bounds = [at_ for at_, bound in zip(inner, (low, high), strict=True) if bound is not None]
    body += _path("p-bound", "".join(f"M{_n(x)} 0V{floor + 4}" for x in bounds))
    beyond = [x for x, v in ((least, seen[0]), (most, seen[1])) if _beyond(v, low, high)]
    if beyond:
        body += _path("p-outl", "".join(f"M{_n(x - 4)} {y - 4}l8 8m0-8l-8 8" for x in dict.fromkeys(beyond)))
    elif seen[0] == seen[1]:
        body += _path("p-ink", f"M{_n(least - 3.6)} {y}a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z")
    words = Markup('<text class="p-tb" x="{}" y="32" text-anchor="{}">{}</text>')
    for text, x, anchor in ((ends[0], start, "start"), (ends[1], stop, "end")):
        body += words.format(_n(x), anchor, text) if text else Markup()
    return _svg(width, 36, body)


def _beyond(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def scales(before: Sequence[float], after: Sequence[float], words: tuple[Text, Text]) -> Markup | None:
    """Two distributions on one logarithmic axis, outlined before and filled after; None where one has no positive
    values, or both would lie on top of each other."""
    old, new = ([log10(v) for v in values if v > 0] for values in (before, after))
    if min(len(old), len(new)) < 3:
        return None
    low, high = min(min(old), min(new)), max(max(old), max(new))
    if high - low < 1:
        return None
    low, high = low - 0.1, high + 0.1
    width, start = 360, 58
    a, b = (binned(values, low, high, 60).counts for values in (old, new))
    bars, line = _bars(b, start, width - 10, 34, max(b), 0), _outline(a, start, width - 10, 34, max(a))
    body = Markup('<g transform="translate(0 2)">{}</g>').format(_path("p-line", line))
    body += Markup('<g transform="translate(0 48)">{}</g>').format(_path("p-bar", bars))
    body += _path("p-axis", f"M{start} 36.5H{width - 10}M{start} 82.5H{width - 10}")
    tail, head = (start + (sorted(v)[len(v) // 2] - low) / (high - low) * (width - 10 - start) for v in (old, new))
    back = -6 if head > tail else 6
    if abs(head - tail) > 12:  # from the middle of the old values to that of the new
        body += _path("p-line", f"M{_n(tail)} 43H{_n(head)}M{_n(head + back)} 39L{_n(head)} 43l{back} 4")
    for n in range(int(low // 1) + 1, int(high // 1) + 1):
        x = start + (n - low) / (high - low) * (width - 10 - start)
        body += _path("p-axis", f"M{_n(x)} 82v4")
        body += Markup('<text class="p-t" x="{}" y="99" text-anchor="middle">{}</text>').format(_n(x), _power(n))
    for y, text in ((33, words[0]), (79, words[1])):
        body += Markup(
            '<text class="p-t en" x="0" y="{0}">{1}</text><text class="p-t ja" x="0" y="{0}">{2}</text>'
        ).format(y, text.en, text.ja)
    return _svg(width, 104, body, "scale")


def _power(n: int) -> str:
    return "10" + str(n).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _bars(counts: Sequence[float], left: float, right: float, height: int, top: float, gap: float) -> str:
    step = (right - left) / len(counts)
    return "".join(
        f"M{_n(left + n * step + gap / 2)} {height}v-{_n(max(1, c / top * (height - 1)))}h{_n(step - gap)}V{height}z"
        for n, c in enumerate(counts)
        if c
    )


def _outline(counts: Sequence[float], left: float, right: float, height: int, top: float) -> str:
    """A step line over the filled bins only; the axis stays an axis."""
    step = (right - left) / len(counts)
    filled = [n for n, c in enumerate(counts) if c]
    if not filled:
        return ""
    steps = (
        f"V{_n(height - counts[n] / top * (height - 1))}H{_n(left + (n + 1) * step)}"
        for n in range(filled[0], filled[-1] + 1)
    )
    return f"M{_n(left + filled[0] * step)} {height}{''.join(steps)}V{height}"


def _path(name: str, data: str) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(name, data) if data else Markup()


def _svg(width: int, height: int, body: Markup, name: str = "") -> Markup:
    return Markup(
        '<svg aria-hidden="true" focusable="false"{2} width="{0}" height="{1}" viewBox="0 0 {0} {1}">{3}</svg>'
    ).format(width, height, Markup(' class="{}"').format(name) if name else Markup(), escape(body))


def _n(value: float) -> str:
    """
    >>> _n(2.0), _n(1.25)
    ('2', '1.2')
    """
    return f"{value:.1f}".rstrip("0").rstrip(".")


def legend() -> dict[str, Markup]:
    """What bars, line and arrow look like."""
    bars, line, far = "M0 12V5h6v7zM6 12V1h6v11zM12 12V7h6v5z", "M0 6h6V2h6v5h6", "M4 0l9 6-9 6z"
    marks = {"bars": _path("p-bar", bars), "line": _path("p-line", line), "far": _path("p-out", far)}
    return {f"legend_{name}": _svg(18, 12, mark) for name, mark in marks.items()}
