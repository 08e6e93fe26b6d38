"""Days and times as publishers write them beyond strptime: eras, weekdays behind dates, weeks, quarters, 24:00."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import msgspec

from ..by_name import load
from ..regex import later
from ..sentences import Text, same

TYPES = ("date", "datetime", "time")
READ = 300  # distinct cells that tell a format

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "R": 2018, "H": 1988, "S": 1925, "T": 1911}
_LONG, _SHORT, _YEAR = "(令和|平成|昭和|大正)", "([RHSTrhst])", "(元|[0-9]{1,2})"
_WEEKDAY = later(r"\s*\((?:[月火水木金土日]|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So)(?:曜日?)?(?:・?祝)?\)")
_RUNS = later(r"[0-9]+")
_DIRECTIVE = later("%([YymdHIMSf])")


class _Form(msgspec.Struct, frozen=True):
    format: str
    pattern: str
    says: Text


_FORMS = (
    _Form("era年月日", f"{_LONG}{_YEAR}年([0-9]{{1,2}})月([0-9]{{1,2}})日", Text("era dates such as 令和8年4月1日", "和暦(令和8年4月1日)")),
    _Form("era.月.日", f"{_SHORT}{_YEAR}[./-]([0-9]{{1,2}})[./-]([0-9]{{1,2}})", Text("era dates such as R8.4.1", "和暦(R8.4.1)")),
    _Form("era年月", f"{_LONG}{_YEAR}年([0-9]{{1,2}})月", Text("era months such as 令和8年4月", "和暦の年月(令和8年4月)")),
    _Form("era年", f"{_LONG}{_YEAR}年(?:度)?", Text("era years such as 令和8年", "和暦の年(令和8年)")),
    _Form("%G-W%V", "([0-9]{4})-?W([0-9]{2})", same("YYYY-Www")),
    _Form("%Y-Q", "([0-9]{4})[- /年]?(?:Q|第)([1-4])(?:四半期)?", same("YYYY-Qn")),
)
_COMPILED = tuple((form, later(form.pattern)) for form in _FORMS)


def formats_of(type_: str, cells: Sequence[str]) -> tuple[str, ...]:
    """The formats of this type that all cells have, likeliest first."""
    found: tuple[str, ...] = load("column_types", type_).formats(cells)
    return found


def told(cells: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """(type, the formats that all these cells have, likeliest first); None where they are neither days nor times."""
    cells = cells[:READ]
    plain = [_plain(c) for c in cells]
    first = plain[0]
    if not first[:1].isdigit() or first.endswith(("度", "期")):
        form = next((f for f, fits in _COMPILED if all(fits.fullmatch(c) for c in plain)), None)
        if form is not None:
            return "date", (form.format,)
    if "24:00" in first or any("24:00" in c for c in plain):
        plain = [c for c in plain if "24:00" not in c] or ["0:00"]
    for type_ in TYPES:
        formats = formats_of(type_, plain)
        if formats:
            return type_, formats
    form = next((f for f, fits in _COMPILED if all(fits.fullmatch(c) for c in plain)), None)
    return None if form is None else ("date", (form.format,))


@lru_cache(maxsize=20_000)
def _plain(cell: str) -> str:
    text = (cell if cell.isascii() else unicodedata.normalize("NFKC", cell)).strip()
    return _WEEKDAY.sub("", text) if text.endswith(")") or ") " in text else text


def reads(cell: str, type_: str, format_: str | None) -> bool:
    return moment(cell, type_, format_) is not None


@lru_cache(maxsize=50_000)
def moment(cell: str, type_: str, format_: str | None) -> datetime | None:
    """When it is, None where the cell does not read so. A month is its first day; 24:00 is 00:00 of the day written."""
    text = _plain(cell)
    form = next((fits.fullmatch for f, fits in _COMPILED if f.format == format_), None)
    if form is not None:
        return _of_form(form(text), str(format_))
    found: datetime | None = load("column_types", type_).read(text.replace("24:00", "00:00"), format_)
    return found


def _of_form(hit: re.Match[str] | None, format_: str) -> datetime | None:
    if hit is None:
        return None
    try:
        if format_ == "%G-W%V":
            return datetime.fromisocalendar(int(hit[1]), int(hit[2]), 1)
        if format_ == "%Y-Q":
            return datetime(int(hit[1]), 3 * int(hit[2]) - 2, 1)  # noqa: DTZ001  a day has no zone
        year = _ERAS.get(hit[1].upper(), _ERAS.get(hit[1], 0)) + (1 if hit[2] == "元" else int(hit[2]))
        month, day, *_ = (*(int(g) for g in hit.groups()[2:]), 1, 1)
        return datetime(year, month, day)  # noqa: DTZ001  a day has no zone
    except ValueError:
        return None


def words(type_: str, format_: str) -> Text:
    """A format as people write it; `%-m` is a month without zero padding."""
    form = next((f for f in _FORMS if f.format == format_), None)
    if form is not None:
        return form.says
    if "%-" in format_:
        plain: Text = load("column_types", type_).words(re.sub("%-([mdHI])", r"<\1>", format_))
        short = {"m": "M", "d": "D", "H": "H", "I": "h"}
        return same(re.sub("<([mdHI])>", lambda hit: short[hit[1]], plain.en))
    text: Text = load("column_types", type_).words(format_)
    return text


# --- zero padding ----------------------------------------------------------------------------------------------------


def padding(cells: Sequence[str], format_: str | None) -> tuple[str, str]:
    """("padded", "unpadded" or "" where nothing tells; of month and day, of the hour)."""
    directives = _DIRECTIVE.findall(format_ or "")
    if not directives or "%b" in (format_ or "").lower():
        return "", ""
    seen = {"day": [0, 0], "hour": [0, 0]}
    parts = [(n, "hour" if d in "HI" else "day") for n, d in enumerate(directives) if d in "mdHI"]
    for cell in cells[:READ]:
        runs = _RUNS.findall(cell)
        if len(runs) != len(directives):
            continue
        for n, part in parts:
            seen[part][0] += runs[n][0] == "0" and len(runs[n]) == 2
            seen[part][1] += len(runs[n]) == 1
    return _word(seen["day"]), _word(seen["hour"])


def _word(seen: Sequence[int]) -> str:
    led, single = seen
    return "unpadded" if single and not led else "padded" if led and not single else ""


def unpadded(format_: str, how: tuple[str, str]) -> str:
    """`%Y/%m/%d` with ("unpadded", "") is `%Y/%-m/%-d`."""
    for word, letters in zip(how, ("md", "HI"), strict=True):
        if word == "unpadded":
            format_ = re.sub(f"%([{letters}])", r"%-\1", format_)
    return format_
