"""What an expectation asks of the second look, what comes back, and how figures become GX's result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from ..result import Evidence, Example, Outcome
from ..sentences import Says, Text, fill, number
from ..sql.conditions import ALWAYS, NEVER, Condition

GX_VALUES = 200  # GX cuts unexpected_list there even at COMPLETE


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """GX's result_format: how much of an outcome is told."""

    level: str = "SUMMARY"
    partial_unexpected_count: int = 20

    @property
    def values(self) -> int:
        """How many unexpected values are kept."""
        return GX_VALUES if self.level == "COMPLETE" else self.partial_unexpected_count


class Predicate(msgspec.Struct, frozen=True, kw_only=True):
    """What SQL cannot tell and Python must, over the distinct values of the rows `where`; the engine bounds its time.

    `value`: SQL of a text, which `test` is given; it is true where the value holds.
    """

    value: str
    where: Condition = ALWAYS
    test: Callable[[str], bool]


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """What the second look is to find: rows where `condition` holds, or those among `where` whose `keys` repeat (NULL
    equals NULL; which rows count is said by `where` alone).

    `shown`: name -> SQL of what a sample shows; empty where nothing may be shown: then there are no values. `shape`:
    values are single, lists, or records, as GX shows them. `distinct`: SQL of a value, of which `count` and
    values are the different ones, smallest first. `raw`: column -> SQL of the raw text for evidence; without `pii`
    columns.
    """

    condition: Condition = NEVER
    keys: tuple[str, ...] = ()
    where: Condition = ALWAYS
    shown: dict[str, str] = {}
    shape: Literal["value", "pair", "record"] = "value"
    distinct: str | None = None
    raw: dict[str, str] = {}


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What the second look found: rows in file order, bounded; `count` is exact."""

    count: int
    rows: tuple[int, ...] = ()
    lines: tuple[int | None, ...] = ()
    values: tuple[Any, ...] = ()
    raw: tuple[tuple[tuple[str, str | None], ...], ...] = ()
    all_rows: tuple[int, ...] = ()

    def examples(self) -> tuple[Example, ...]:
        found: list[Example] = []
        for n, row in enumerate(self.rows):
            line = self.lines[n] if n < len(self.lines) else None
            cells = self.raw[n] if n < len(self.raw) else ()
            found += [Example(line, column, value, row) for column, value in cells] or [Example(line, None, None, row)]
            if len(found) >= 3:
                break
        return tuple(found[:3])


NOT: Says = {"en": "{unexpected} of {judged} {word_are} not", "ja": "{judged} 件中 {unexpected} 件が満たしていません"}


def map_outcome(
    got: Mapping[str, Any],
    mostly: float,
    form: Format,
    look: Look | None,
    *,
    null_type: bool = False,
    told: Says = NOT,
) -> Outcome:
    """The map families' outcome from their counts, cumulative by level as GX's.

    Success is (n - u) / n >= mostly, n being what could be judged: neither missing nor unreadable; no n passes.
    `null_type`: expectations about missing cells judge all rows, and have no missing_* of their own. Where nobody looked
    for what is unexpected (`mostly` allows it), nothing of it is listed, as GX does where none is to be.
    """
    element, missing = got["element_count"], 0 if null_type else got["missing_count"]
    unexpected = got["unexpected_count"] if look is None else look.count
    judged = element - missing - got.get("unreadable_count", 0)
    success = judged == 0 or (judged - unexpected) / judged >= mostly
    result: dict[str, Any] = {}
    if form.level != "BOOLEAN_ONLY":
        values = list(look.values) if look else []
        partial = values[: form.partial_unexpected_count]
        result = {
            "element_count": element,
            "unexpected_count": unexpected,
            "unexpected_percent": percent(unexpected, judged),
            "partial_unexpected_list": partial,
        }
        if not null_type:
            result |= {
                "missing_count": missing,
                "missing_percent": percent(missing, element),
                "unexpected_percent_total": percent(unexpected, element),
                "unexpected_percent_nonmissing": percent(unexpected, judged),
            }
        result |= unjudged(got)
        listed = look is not None or unexpected == 0
        if listed and form.level in ("SUMMARY", "COMPLETE") and form.partial_unexpected_count > 0:
            counts = counted(values)
            if counts is not None:
                result["partial_unexpected_counts"] = counts[: form.partial_unexpected_count]
            result["partial_unexpected_index_list"] = list(look.rows[: form.partial_unexpected_count]) if look else []
        if form.level == "COMPLETE":
            rows = list(look.all_rows) if look else []
            result |= {
                "unexpected_list": values[:GX_VALUES],
                "unexpected_index_list": rows,
                "unexpected_index_query": f"df.filter(items={rows}, axis=0)",
            }
    return Outcome(
        success=success,
        result=result,
        evidence=Evidence(unexpected, judged, look.examples() if look else ()),
        observed=fill(told, unexpected=unexpected, judged=judged, **_VERBS[unexpected == 1]),
    )


_VERBS = (
    {"word_are": "are", "word_do": "do", "word_have": "have"},
    {"word_are": "is", "word_do": "does", "word_have": "has"},
)
"""By whether one value is spoken of."""


def percent(part: int, whole: int) -> float | None:
    return part / whole * 100 if whole else None  # in GX's order: the last digit is the same


def counted(values: Sequence[Any]) -> list[dict[str, Any]] | None:
    """`[{value, count}]` of the values kept, sorted by (-count, value), records as lists of their values, missing ones
    last; None where the values do not compare."""
    seen: dict[Any, tuple[Any, int]] = {}
    for given in values:
        value = list(given.values()) if isinstance(given, dict) else given
        key = tuple(value) if isinstance(value, list) else value
        seen[key] = (value, seen.get(key, (value, 0))[1] + 1)
    try:
        return [{"value": v, "count": n} for v, n in sorted(seen.values(), key=lambda vn: (-vn[1], _rank(vn[0])))]
    except TypeError:
        return None


def _rank(value: Any) -> Any:
    return [_rank(v) for v in value] if isinstance(value, list) else (value is None, "" if value is None else value)


def unjudged(got: Mapping[str, Any]) -> dict[str, int]:
    """How many cells (or rows) could not be judged: what does not read as its type, or stands in a malformed row, is
    shown by an expectation of its own."""
    return {"unreadable_count": got["unreadable_count"]} if got.get("unreadable_count") else {}


def observed_as(value: Any) -> Text:
    if value is None:
        return Text("there are no values", "値がありません")
    shown = number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
    return Text(f"it is {shown}", f"実際は {shown}")


def listed(values: Sequence[object], most: int = 5) -> Text:
    """Some of several values: `A, B, C and 4 more`. An empty text is shown as one."""
    shown = ['""' if v == "" else str(v) for v in values[:most]]
    rest = len(values) - len(shown)
    if not rest:
        return Text(", ".join(shown), "、".join(shown))
    return Text(f"{', '.join(shown)} and {rest:,} more", f"{'、'.join(shown)} ほか {rest:,} 件")
