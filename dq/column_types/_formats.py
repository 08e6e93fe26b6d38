"""Formats of dates and times: strptime's directives, read by rules that are the same in Python and in SQL.

Zero padding is optional where no digit touches the directive, as in strptime; everything else is exact: no blank that
the format does not have, ASCII digits, four of them for %Y (not 0000), a day that exists, 00:00 to 23:59:59 (24:00 does
not read), %f of one to nine digits, cut to microseconds, and %z, which is Z, +09:00 or +0900 and gives the instant in
UTC. DuckDB's own strptime takes outer blanks, years of one digit and a tab for a blank: hence a guard before it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

import msgspec

from ..sentences import Says, Text, same
from ..sql.conditions import quote

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FRACTION, _LONG_FRACTION = "[0-9]{1,6}", "[0-9]{7,9}"
_PATTERNS = {
    "Y": "[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000",
    "y": "[0-9]{2}",
    "m": "0?[1-9]|1[0-2]",
    "d": "0?[1-9]|[12][0-9]|3[01]",
    "H": "[01]?[0-9]|2[0-3]",
    "I": "0?[1-9]|1[0-2]",
    "M": "[0-5]?[0-9]",
    "S": "[0-5]?[0-9]",
    "f": _FRACTION,
    "z": "Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9]",
    "p": "(?i:am|pm)",
    "b": f"(?i:{'|'.join(m[:3] for m in _MONTHS)})",
    "B": f"(?i:{'|'.join(_MONTHS)})",
    "a": f"(?i:{'|'.join(d[:3] for d in _DAYS)})",
    "A": f"(?i:{'|'.join(_DAYS)})",
}
_DIGITS = frozenset("YymdHIMSf")
_PADDED = frozenset("mdHIMS")
_EXCLUSIVE = (("Y", "y"), ("b", "B"), ("b", "m"), ("B", "m"), ("H", "I"), ("a", "A"))
_WORDS = {"Y": "YYYY", "y": "YY", "m": "MM", "d": "DD", "H": "HH", "I": "hh", "M": "MM", "S": "SS", "f": "ffffff"}
_WORDS |= {"z": "±hh:mm", "p": "AM/PM", "b": "Mon", "B": "Month", "a": "Day", "A": "Day"}

# What publishers write, likeliest first. Two-digit years and month names last: they are rarer.
DATES = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y"),
    *("%d-%m-%Y", "%m-%d-%Y", "%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y"),
    *("%m/%d/%y", "%d/%m/%y", "%y/%m/%d", "%d.%m.%y", "%d-%m-%y", "%d-%b-%y"),
)
MONTHS = ("%Y-%m", "%Y/%m", "%Y年%m月", "%b %Y", "%B %Y", "%b-%Y", "%b-%y", "%m/%Y", "%m-%Y")
CLOCKS = (
    *("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%H:%M:%S,%f", "%H時%M分%S秒", "%H時%M分", "%H時", "%I:%M %p", "%I:%M:%S %p"),
)


class UnknownFormat(ValueError):
    """`says`: why, in both languages."""

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.says = {"en": en, "ja": ja}


class Form(msgspec.Struct, frozen=True):
    """A format taken apart. `pattern`: a regex that RE2 and Python read alike; the calendar's part is left to strptime.
    `cheap`: SQL over `{t}` that guards `strptime(t || '|', format || '|')` without a regex, where there is one."""

    format: str
    directives: tuple[str, ...]
    pattern: str
    cheap: str | None
    read: Callable[[str], datetime | None]

    @property
    def longer(self) -> str | None:
        """The pattern of a fraction finer than microseconds, or None."""
        return self.pattern.replace(_FRACTION, _LONG_FRACTION) if "f" in self.directives else None


@cache
def form(format: str) -> Form:  # noqa: A002  strptime's word
    """UnknownFormat where it is not one that both sides read alike."""
    if not format:
        raise UnknownFormat("it is empty", "空です")
    if not format.isprintable() or format != format.strip():
        raise UnknownFormat("control characters or outer blanks", "制御文字か前後の空白があります")
    pieces = tuple(p for p in re.split(r"(%(?:.|$))", format) if p)
    directives = tuple(p[1:] for p in pieces if p[0] == "%" and p != "%%")
    for d in directives:
        if d not in _PATTERNS:
            known = " ".join(f"%{k}" for k in _PATTERNS)
            raise UnknownFormat(f"%{d} is not supported; {known} are", f"%{d} は使えません。使えるのは {known} です")
    if len(set(directives)) != len(directives):
        raise UnknownFormat("a directive stands twice", "同じ指定子が 2 回あります")
    for one, other in _EXCLUSIVE:
        if one in directives and other in directives:
            raise UnknownFormat(f"%{one} and %{other} exclude each other", f"%{one} と %{other} は併用できません")
    if ("I" in directives) != ("p" in directives):
        raise UnknownFormat("%I and %p need each other", "%I と %p は両方必要です")
    if "z" in directives and pieces[-1] != "%z":
        raise UnknownFormat("%z must be the last", "%z は末尾に置いてください")
    if not re.fullmatch(r"[^%]*(%[^f][^%]*)*([.,]%f(?![0-9]|%[YymdHIMS]).*)?", format):
        raise UnknownFormat(
            "%f must follow a point or a comma, and no figure follow it",
            "%f は小数点かコンマの直後に置き、すぐ後に数字を続けないでください",
        )
    parts = [_part(pieces, i) for i in range(len(pieces))]
    named = "".join(f"(?P<{d}>{p})" if d else p for d, p in parts)
    pattern = "".join(f"(?:{p})" if d else p for d, p in parts)
    return Form(format, directives, pattern, _cheap(pieces), _reader(named))


def refuses(format: str | None, needs: Sequence[str], never: str = "") -> Says | None:  # noqa: A002
    """Why a declared format cannot be one, in both languages; None where it can. One directive of each of `needs` must
    be there, none of `never`."""
    if format is None:
        return None
    try:
        found = set(form(format).directives)
    except UnknownFormat as problem:
        en, ja = problem.says["en"], problem.says["ja"]
        return {"en": f"format `{format}`: {en}", "ja": f"書式 `{format}` は使えません: {ja}"}
    for one_of in needs:
        if not found & set(one_of):
            named = [f"%{d}" for d in one_of]
            return {
                "en": f"format `{format}` lacks {' or '.join(named)}",
                "ja": f"書式 `{format}` に {' か '.join(named)} がありません",
            }
    for d in sorted(found & set(never)):
        return {
            "en": f"format `{format}`: %{d} has no place in this type",
            "ja": f"書式 `{format}`: この型では %{d} を使えません",
        }
    return None


_CANONICAL = "%Y-%m-%d %H:%M:%S"


def timestamp(text: str, formats: Sequence[str]) -> str:
    """SQL of the TIMESTAMP that SQL `text` reads as by one of the formats, else NULL. With %z the instant in UTC."""
    forms = [form(f) for f in formats]
    if len(forms) == 1 and forms[0].cheap is not None:
        closed = quote(forms[0].format + "|")
        return f"CASE WHEN {forms[0].cheap.format(t=text)} THEN try_strptime({text} || '|', {closed}) END"
    branches = _branch(text, text, [f.pattern for f in forms], formats)
    plainly = written_back(text, formats)
    if plainly is not None:
        branches = f"WHEN {plainly} THEN TRY_CAST({text} AS TIMESTAMP) {branches}"
    longer = [f.longer for f in forms if f.longer is not None]
    if longer:  # DuckDB's %f takes six digits
        cut = f"regexp_replace({text}, '([.,][0-9]{{6}})[0-9]+', '\\1')"
        branches += _branch(text, cut, longer, formats)
    return f"CASE {branches} END"


def written_back(text: str, formats: Sequence[str]) -> str | None:
    """SQL that is true for text as a cast writes moments, which most is: it spares the regex. None where no format is so."""
    if _CANONICAL not in formats:
        return None
    return f"strlen({text}) = 19 AND CAST(TRY_CAST({text} AS TIMESTAMP) AS VARCHAR) = {text}"


def read(cell: str, formats: Sequence[str]) -> datetime | None:
    """What `timestamp` gives, in Python."""
    return next((v for f in formats if (v := form(f).read(cell)) is not None), None)


def words(format: str) -> Text:  # noqa: A002
    """A format as people write one: `%Y/%m/%d` is YYYY/MM/DD."""
    return same(re.sub(r"%(.)", lambda d: _WORDS.get(d[1], d[1]), format))


def every(cells: Sequence[str], likely: Sequence[str]) -> tuple[str, ...]:
    """Those of the likely formats that every cell has."""
    distinct = tuple(dict.fromkeys(cells))
    return tuple(f for f in likely if all(form(f).read(c) is not None for c in distinct))


def day_varies_most(found: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
    """Several orders of day and month, likeliest first: of two figures the day is the one that varies more."""
    if len(found) < 2:
        return found
    return tuple(sorted(found, key=lambda f: -len({v.day for c in cells if (v := form(f).read(c)) is not None})))


def by_shape(formats: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Formats by the shape of their cells: text that is no date is told by one look-up, without compiling a pattern."""
    table: dict[str, list[str]] = {}
    for f in formats:
        zones = ("Z", "+9:9", "-9:9", "+9", "-9") if f.endswith("%z") else ("",)
        plain = re.sub("%[bBpaA]", "a", re.sub("%[YymdHIMSf]", "9", f.removesuffix("%z")))
        for zone in zones:
            table.setdefault(shape(plain + zone), []).append(f)
    return {k: tuple(v) for k, v in table.items()}


def shape(cell: str) -> str:
    """Runs of digits as 9, of letters as a: `2024-01-05T10:30` is 9-9-9a9:9."""
    return re.sub("[A-Za-z]+", "a", re.sub("[0-9]+", "9", cell))


def _branch(text: str, source: str, patterns: Sequence[str], formats: Sequence[str]) -> str:
    zoned = any(f.endswith("%z") for f in formats)
    guard = f"regexp_full_match({text}, {quote('|'.join(patterns))})"
    if zoned:
        source = f"(CASE WHEN ends_with({source}, 'Z') THEN left({source}, -1) || '+00:00' ELSE {source} END)"
    listed = quote(formats[0]) if len(formats) == 1 else "[" + ", ".join(map(quote, formats)) + "]"
    parsed = f"try_strptime({source}, {listed})"
    if zoned:  # a plain TIMESTAMP, of no session's time zone; an offset can carry 9999-12-31 out of the calendar
        parsed = f"make_timestamp(epoch_us({parsed}))"
        guard += f" AND {parsed} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'"
    return f"WHEN {guard} THEN {parsed} "


def _part(pieces: Sequence[str], i: int) -> tuple[str, str]:
    """(directive, its pattern) or ("", a literal's). Where digits touch, the width is fixed: `%Y%m%d` needs eight."""
    piece = pieces[i]
    if piece == "%%":
        return "", "%"
    if piece[0] != "%":
        return "", re.escape(piece).replace("\\ ", " ")
    directive = piece[1]
    if directive in _PADDED:
        before, after = (pieces[i - 1] if i else ""), (pieces[i + 1] if i + 1 < len(pieces) else "")
        if _digit(before, -1) or _digit(after, 0):
            return directive, "[0-9]{2}"
    return directive, _PATTERNS[directive]


def _digit(piece: str, end: int) -> bool:
    if piece[:1] == "%" and piece != "%%":
        return piece[1] in _DIGITS
    return piece != "" and piece[end].isdigit()


def _cheap(pieces: Sequence[str]) -> str | None:
    """For year-first dates and for times, with something between all figures and no blank: what strptime takes too
    much is then a blank before (first character), a blank after (the bar) and a short year (LIKE: four characters, then
    as many separators as there are). Half the cost of the regex."""
    if any(p[0] == "%" and p[1] not in "YmdHMS" for p in pieces) or "%Y" in pieces[1:] or pieces[0][0] != "%":
        return None
    like = ""
    for i, piece in enumerate(pieces):
        if piece[0] == "%":
            if i and pieces[i - 1][0] == "%":
                return None
            like += "____" if piece == "%Y" else "%"
        elif re.search(r"[\s0-9_\\{}|]", piece):
            return None
        else:
            like += piece
    if pieces[0] == "%Y":
        return f"{{t}} LIKE {quote(like)} AND {{t}} >= '0001' AND {{t}} < ':'"
    return "{t} >= '0' AND {t} < ':'"


def _reader(pattern: str) -> Callable[[str], datetime | None]:
    pattern = pattern.replace(_FRACTION, "[0-9]{1,9}")
    compiled: list[re.Pattern[str]] = []

    def read_cell(cell: str) -> datetime | None:
        if not compiled:
            compiled.append(re.compile(pattern, re.ASCII))
        found = compiled[0].fullmatch(cell)
        return None if found is None else _moment(found.groupdict())

    return read_cell


def _moment(got: Mapping[str, str]) -> datetime | None:
    year = int(got["Y"]) if "Y" in got else _century(int(got["y"])) if "y" in got else 1900
    name = (got.get("b") or got.get("B") or "").lower()[:3]
    month = next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(name)) if name else int(got.get("m", 1))
    hour = int(got.get("H", 0))
    if "I" in got:
        hour = int(got["I"]) % 12 + (12 if got["p"].lower() == "pm" else 0)
    micro = int(got.get("f", "")[:6].ljust(6, "0"))
    try:
        moment = datetime(year, month, int(got.get("d", 1)), hour, int(got.get("M", 0)), int(got.get("S", 0)), micro)  # noqa: DTZ001  as DuckDB's TIMESTAMP
        return moment - _offset(got.get("z", "Z"))
    except (ValueError, OverflowError):
        return None


def _century(two: int) -> int:
    """As strptime: 69 to 99 are the last century's."""
    return 1900 + two if two >= 69 else 2000 + two


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -size if zone[0] == "-" else size
