"""When two results say the same."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

OURS_ALONE = {"unreadable_count"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+")
COUNTS = "partial_unexpected_counts"


def difference(ours: Mapping[str, Any], gx: Mapping[str, Any]) -> str | None:
    """What native says otherwise than GX, or None."""
    for name in ("success", "raised"):
        if ours[name] != gx[name]:
            return f"{name}: {ours[name]} is not GX's {gx[name]}"
    mine = {k: v for k, v in ours["result"].items() if k not in OURS_ALONE}
    for name in sorted({*mine, *gx["result"]}):
        if name == COUNTS and (COUNTS not in gx["result"] or same_counts(mine.get(COUNTS, []), gx["result"][COUNTS])):
            continue
        if name not in mine or name not in gx["result"] or not alike(mine[name], gx["result"][name]):
            return f"{name}: {mine.get(name, 'absent')!r} is not GX's {gx['result'].get(name, 'absent')!r}"
    return None


def same_counts(ours: list[dict[str, Any]], gx: list[dict[str, Any]]) -> bool:
    """The same values with the same counts. GX counts each NaN alone, calls some of them NaT, and beside them its order
    is chance (differences.yaml: counts_of_missing_cells)."""
    return _counts(ours) == _counts(gx)


def _counts(listed: list[dict[str, Any]]) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for entry in listed:
        values = entry["value"] if isinstance(entry["value"], list) else [entry["value"]]
        counts[tuple(None if v == "NaT" else v for v in values)] += entry["count"]
    return counts


def alike(ours: Any, gx: Any) -> bool:
    """Equal as JSON, floats to their last digits, moments to their last microsecond."""
    if isinstance(ours, bool) or isinstance(gx, bool):
        return ours is gx
    if isinstance(ours, (int, float)) and isinstance(gx, (int, float)):
        return math.isclose(ours, gx, rel_tol=1e-9, abs_tol=1e-9) or (ours != ours and gx != gx)
    if isinstance(ours, list) and isinstance(gx, list):
        return len(ours) == len(gx) and all(map(alike, ours, gx))
    if isinstance(ours, dict) and isinstance(gx, dict):
        return ours.keys() == gx.keys() and all(alike(ours[k], gx[k]) for k in ours)
    if isinstance(ours, str) and isinstance(gx, str) and MOMENT.fullmatch(ours) and MOMENT.fullmatch(gx):
        return abs(datetime.fromisoformat(ours) - datetime.fromisoformat(gx)) <= timedelta(microseconds=1)
    return bool(ours == gx)
