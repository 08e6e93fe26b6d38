"""What time a landed file is of, from its name: `spot_{fiscal_year}.csv` over `spot_2026.csv` is FY2026."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache

from .. import by_name

PLACEHOLDERS = ("year", "fiscal_year", "month", "day", "hour")
FISCAL_YEAR_BEGINS = 4
"""The month: a fiscal year is called after the calendar year in which it begins, as in Japan."""

MOST_WILDCARDS = 8
"""Each may be tried at every character of a name: few are enough, and many never end."""

_PARTS = re.compile(r"\{([^{}]*)\}|(\*\*/|\*|\?)|([^{}*?]+|[{}])")
_WIDTH = {"year": "4", "fiscal_year": "4", "month": "2", "day": "2", "hour": "2"}


def mistake(pattern: str) -> tuple[str, str, tuple[str, str] | None] | None:
    """What is wrong with a period's pattern, in English and Japanese with a remedy; None where nothing is."""
    named = re.findall(r"\{([^{}]*)\}", pattern)
    listed = " ".join(f"{{{p}}}" for p in PLACEHOLDERS)
    for name in named:
        if name not in PLACEHOLDERS:
            near = by_name.near(name, PLACEHOLDERS)
            hint = (f"did you mean `{{{near}}}`?", f"`{{{near}}}` ではありませんか?") if near else (listed, listed)
            return f"unknown placeholder `{{{name}}}`", f"未知のプレースホルダー `{{{name}}}` です", hint
        if named.count(name) > 1:
            return f"`{{{name}}}` stands twice", f"`{{{name}}}` が 2 回あります", None
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", pattern)):
        return f"a brace is not closed in `{pattern}`", f"`{pattern}` の波括弧が閉じていません", None
    if pattern.count("*") > MOST_WILDCARDS:
        most = MOST_WILDCARDS
        return f"more than {most} `*` in `{pattern}`", f"`{pattern}` の `*` が {most} 個を超えています", None
    if ("year" in named) == ("fiscal_year" in named):
        return (
            f"`{pattern}` needs one of {{year}} and {{fiscal_year}}",
            f"`{pattern}` には {{year}} か {{fiscal_year}} のどちらか 1 つが必要です",
            ('for example "spot_{year}{month}{day}.csv"', '例: "spot_{year}{month}{day}.csv"'),
        )
    for finer, coarser in (("day", "month"), ("hour", "day")):
        if finer in named and coarser not in named:
            return f"{{{finer}}} needs {{{coarser}}}", f"{{{finer}}} には {{{coarser}}} が必要です", None
    return None


def period_of(pattern: str | None, uri: str) -> str | None:
    """`2026`, `FY2026`, `2026-04`, `2026-04-01` or `2026-04-01T05`; None where the name does not fit or is no time.

    >>> period_of("spot_{year}{month}.csv", "/data/spot_202604.csv")
    '2026-04'
    """
    if pattern is None or mistake(pattern) is not None:
        return None
    found = _compiled(pattern).search("/" + uri) or _compiled(pattern).search("/" + re.sub(r"\.(gz|zst|bz2)$", "", uri))
    if found is None:
        return None
    got = {name: int(digits) for name, digits in found.groupdict().items()}
    month, day, hour = got.get("month"), got.get("day"), got.get("hour")
    year = got["year"] if "year" in got else got["fiscal_year"]
    if "fiscal_year" in got and month is not None and month < FISCAL_YEAR_BEGINS:
        year += 1
    try:
        datetime(year, month or 1, day or 1, hour or 0)  # noqa: DTZ001  a file's name has no zone
    except ValueError:
        return None
    if month is None:
        return f"FY{year:04d}" if "fiscal_year" in got else f"{year:04d}"
    told = f"{year:04d}-{month:02d}" + ("" if day is None else f"-{day:02d}")
    return told if hour is None else f"{told}T{hour:02d}"


def first_day(period: str) -> date | None:
    """The first day of a period as `period_of` writes it (`--at` is given so too); None where it is none.

    >>> first_day("FY2026").isoformat()
    '2026-04-01'
    """
    found = re.fullmatch(r"(FY)?(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T\d{2}(?::?\d{2})*)?)?)?", period)
    if found is None or (found[1] and found[3]):
        return None
    try:
        return date(int(found[2]), int(found[3] or (FISCAL_YEAR_BEGINS if found[1] else 1)), int(found[4] or 1))
    except ValueError:
        return None


def days_of(period: str) -> tuple[str, str] | None:
    """First and last day of a period, ISO; None where it is none.

    >>> days_of("FY2026"), days_of("2026-02"), days_of("2026-04-01T05")
    (('2026-04-01', '2027-03-31'), ('2026-02-01', '2026-02-28'), ('2026-04-01', '2026-04-01'))
    """
    first = first_day(period)
    if first is None:
        return None
    of_a_year = period.startswith("FY") or "-" not in period
    if of_a_year or period.count("-") == 1:
        months = first.month - 1 + (12 if of_a_year else 1)
        year = first.year + months // 12
        after = date(year, months % 12 + 1, 1) if year <= date.max.year else None
        last = date.max if after is None else after - timedelta(days=1)
    else:
        last = first
    return first.isoformat(), last.isoformat()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Fits trailing path segments. Figures have their full width where digits touch, else a leading zero may lack."""
    parts = _PARTS.findall(pattern)
    regex = ""
    for i, (name, glob, literal) in enumerate(parts):
        if name:
            before, after = (
                (parts[i - 1] if i else ("", "", "")),
                (parts[i + 1] if i + 1 < len(parts) else ("", "", "")),
            )
            touched = (
                before[0] or after[0] or before[1] or after[1] or before[2][-1:].isdigit() or after[2][:1].isdigit()
            )
            width = _WIDTH[name]
            digits = f"[0-9]{{{width}}}" if touched or width == "4" else f"[0-9]{{1,{width}}}"
            regex += f"(?P<{name}>{digits})"
        else:
            regex += {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}.get(glob, re.escape(literal))
    anchored = regex if pattern.startswith("/") else "/" + regex
    return re.compile(anchored + r"\Z")
