"""Mutations of cells: how dates, times and numbers are written, units, types, what stands for no value, categories."""

import re
from collections.abc import Callable
from datetime import datetime
from random import Random

from .columns_of import DATES, STAMPS, TIMES, filled, format_of, measured, of_sort, sort_of
from .table import Table
from .truth import Change, Mutant

Mutation = Callable[[Table, Random], Mutant | None]
ERAS = ((2019, 5, "令和", "R"), (1989, 1, "平成", "H"), (1926, 12, "昭和", "S"))


def _era_of(d: datetime) -> tuple[str, str, int]:
    """The era's name, its letter, and the year in it."""
    year, _, name, letter = next(era for era in ERAS if (d.year, d.month) >= era[:2])
    return name, letter, d.year - year + 1


def _era(d: datetime) -> str:
    name, _, year = _era_of(d)
    return f"{name}{year}年{d.month}月{d.day}日"


def _short_era(d: datetime) -> str:
    _, letter, year = _era_of(d)
    return f"{letter}{year}.{d.month}.{d.day}"


DATE_STYLES: dict[str, Callable[[datetime], str]] = {
    "iso": lambda d: f"{d:%Y-%m-%d}",
    "slashes": lambda d: f"{d:%Y/%m/%d}",
    "unpadded": lambda d: f"{d.year}/{d.month}/{d.day}",
    "eight_digits": lambda d: f"{d:%Y%m%d}",
    "japanese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "era": _era,
    "short_era": _short_era,
    "day_first": lambda d: f"{d:%d/%m/%Y}",
    "points": lambda d: f"{d:%d.%m.%Y}",
    "month_first": lambda d: f"{d:%m/%d/%Y}",
    "month_name": lambda d: f"{d:%d %b %Y}",
    "iso_midnight": lambda d: f"{d:%Y-%m-%d} 00:00:00",
    "iso_t": lambda d: f"{d:%Y-%m-%d}T00:00:00",
    "two_digit_year": lambda d: f"{d:%y/%m/%d}",
}
STAMP_STYLES: dict[str, Callable[[datetime], str]] = {
    "iso_t": lambda d: f"{d:%Y-%m-%dT%H:%M:%S}",
    "iso_blank": lambda d: f"{d:%Y-%m-%d %H:%M:%S}",
    "zulu": lambda d: f"{d:%Y-%m-%dT%H:%M:%SZ}",
    "slashes": lambda d: f"{d:%Y/%m/%d %H:%M:%S}",
    "no_seconds": lambda d: f"{d:%Y-%m-%d %H:%M}",
    "fraction": lambda d: f"{d:%Y-%m-%d %H:%M:%S}.000",
    "day_only": lambda d: f"{d:%Y-%m-%d}",
    "day_first": lambda d: f"{d:%d/%m/%Y %H:%M}",
    "japanese": lambda d: f"{d.year}年{d.month}月{d.day}日 {d:%H:%M}",
}
TIME_STYLES: dict[str, Callable[[datetime], str]] = {
    "seconds": lambda d: f"{d:%H:%M:%S}",
    "minutes": lambda d: f"{d:%H:%M}",
    "unpadded": lambda d: f"{d.hour}:{d:%M}",
    "japanese": lambda d: f"{d.hour}時{d:%M}分",
    "four_digits": lambda d: f"{d:%H%M}",
    "half_day": lambda d: f"{d:%I:%M %p}",
}


def _written(sort: str, formats: tuple[str, ...], kind: str, word: str, style: Callable[[datetime], str]) -> Mutation:
    def mutate(t: Table, rng: Random) -> Mutant | None:
        able = [i for i in of_sort(t, sort) if len(set(filled(t, i))) > 2]
        if not able:
            return None
        cells = tuple(filled(t, able[0]))
        format_ = format_of(cells, formats)
        same = [i for i in able if format_of(tuple(filled(t, i)), formats) == format_]

        def change(cell: str) -> str:
            return style(datetime.strptime(cell, format_)) if cell else cell  # type: ignore[arg-type]  # of that sort

        after = t.with_columns(same, change)
        if all(after.column(i) == t.column(i) for i in same) or _padding_unseen(cells, tuple(filled(after, able[0]))):
            return None
        return Mutant(after, (Change(kind, tuple(t.names[i] for i in same)),))

    mutate.__name__ = f"{sort}_{word}"
    return mutate


def turning(whole: Mutation) -> Mutation:
    """The mutation from two thirds of the rows on: the publisher changed his mind within the file."""

    def mutate(t: Table, rng: Random) -> Mutant | None:
        changed = whole(t, rng)
        n = 2 * len(t.rows) // 3
        if changed is None or len(t.rows) < 30 or sum(map(_other_than_padding, t.rows[n:], changed.table.rows[n:])) < 10:
            return None
        return Mutant(t.replace(rows=(*t.rows[:n], *changed.table.rows[n:])), changed.truth)

    mutate.__name__ = f"turning_{whole.__name__}"
    return mutate


def _other_than_padding(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """`2026/4/1` and `2026/04/01` read alike, in one file."""
    return [re.sub(r"\b0+(?=\d)", "", c) for c in a] != [re.sub(r"\b0+(?=\d)", "", c) for c in b]


def _padding_unseen(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """October to December prove nothing."""
    return old[0].replace("/0", "/") == new[0] and sum(a != b for a, b in zip(old, new, strict=True)) < 0.2 * len(old)


def _numbers(t: Table, need: Callable[[list[str]], bool]) -> list[int]:
    return [i for i in measured(t) if need(filled(t, i))]


def decimal_comma(t: Table, rng: Random) -> Mutant | None:
    able = _numbers(t, lambda cells: any("." in c for c in cells))
    return _styled(t, able, lambda c: c.replace(".", ","))


def thousands(t: Table, rng: Random) -> Mutant | None:
    able = _numbers(t, lambda cells: sum(abs(float(c)) >= 1000 for c in cells) > 0.5 * len(cells))
    return _styled(t, able, lambda c: f"{float(c):,.{len(c.partition('.')[2])}f}" if c else c)


def no_thousands(t: Table, rng: Random) -> Mutant | None:
    able = [i for i in range(t.width) if len(cells := filled(t, i)) > 10 and sum(bool(re.fullmatch(r"-?\d{1,3}(,\d{3})+", c)) for c in cells) > 0.5 * len(cells)]
    return _styled(t, able, lambda c: c.replace(",", ""))


def no_decimal_comma(t: Table, rng: Random) -> Mutant | None:
    def german(i: int) -> bool:
        cells = filled(t, i)
        return len(cells) > 10 and all(re.fullmatch(r"-?[\d.]*\d,\d+", c) for c in cells) and not all(re.fullmatch(r"-?\d+(,\d{3})+", c) for c in cells)

    return _styled(t, [i for i in range(t.width) if german(i)], lambda c: c.replace(".", "").replace(",", "."))


def point_zero(t: Table, rng: Random) -> Mutant | None:
    able = [i for i in measured(t) if sort_of(t, i) == "integer"]
    return _styled(t, able, lambda c: f"{c}.0" if c else c)


def no_point_zero(t: Table, rng: Random) -> Mutant | None:
    able = _numbers(t, lambda cells: all(c.endswith(".0") for c in cells))
    return _styled(t, able, lambda c: c.removesuffix(".0"))


def fixed_decimals(t: Table, rng: Random) -> Mutant | None:
    able = _numbers(t, lambda cells: len({len(c.partition(".")[2]) for c in cells}) == 1 and "." in cells[0])
    able = [i for i in able if len(filled(t, i)[0].partition(".")[2]) < 5]
    return _styled(t, able, lambda c: f"{float(c):.6f}" if c else c)


def exponents(t: Table, rng: Random) -> Mutant | None:
    return _styled(t, _numbers(t, lambda cells: "e" not in cells[0]), lambda c: f"{float(c):.4E}" if c else c)


def _styled(t: Table, places: list[int], change: Callable[[str], str]) -> Mutant | None:
    if not places:
        return None
    return Mutant(t.with_columns(places, change), (Change("number_format_changed", tuple(t.names[i] for i in places)),))


def percent_signs(t: Table, rng: Random) -> Mutant | None:
    able = _numbers(t, lambda cells: all(-100 <= float(c) <= 100 for c in cells))
    return _styled(t, able[:1], lambda c: f"{c}%" if c else c)


def yen_signs(t: Table, rng: Random) -> Mutant | None:
    able = _numbers(t, lambda cells: all("." not in c for c in cells))
    return _styled(t, able[:1], lambda c: f"{int(c):,} 円" if c else c)


def triangles(t: Table, rng: Random) -> Mutant | None:
    """▲ for minus."""
    able = _numbers(t, lambda cells: sum(c.startswith("-") for c in cells) > 0.1 * len(cells))
    return _styled(t, able, lambda c: c.replace("-", "▲"))


def full_width(t: Table, rng: Random) -> Mutant | None:
    return _styled(t, measured(t)[:1], lambda c: c.translate(str.maketrans("0123456789.", "０１２３４５６７８９．")))


def _scaled(cell: str, factor: float) -> str:
    if not cell:
        return cell
    decimals = len(cell.partition(".")[2])
    value = float(cell) * factor
    return f"{value:.{max(0, decimals)}f}" if factor > 1 else f"{value:.{decimals + 3}f}"


def scaling(factor: float, word: str, *, named: bool = False, several: bool = False) -> Mutation:
    """Values alone, or with the unit in the name."""

    def mutate(t: Table, rng: Random) -> Mutant | None:
        able = [i for i in measured(t) if sum(float(c) > 0 for c in filled(t, i)) > 0.98 * len(filled(t, i))]
        if several:
            able = measured(t) if len(able) > 1 else []
        elif able:
            able = [rng.choice(able)]
        if not able:
            return None
        after = t.with_columns(able, lambda c: _scaled(c, factor))
        truth = [Change("unit_changed", tuple(t.names[i] for i in able))]
        if named:
            _old, new = ("kW", "MW") if factor < 1 else ("MW", "kW")
            named_before = re.search(r"\((k?M?W)\)$", t.own_name(able[0]))
            if named_before or "(" in t.own_name(able[0]) or "[" in t.own_name(able[0]):
                return None
            return Mutant(after.renamed(able[0], f"{t.own_name(able[0])}({new})"), (Change("column_renamed", (), t.names[able[0]], after.renamed(able[0], f"{t.own_name(able[0])}({new})").names[able[0]]), Change("unit_changed", (t.names[able[0]],), optional=True)))
        return Mutant(after, tuple(truth))

    mutate.__name__ = f"unit_{word}"
    return mutate


def unit_in_name(t: Table, rng: Random) -> Mutant | None:
    """`(kWh)` becomes `(MWh)`, with the values."""
    units = {"kWh": ("MWh", 1e-3), "MWh": ("GWh", 1e-3), "MW": ("GW", 1e-3), "千円": ("百万円", 1e-3), "万kW": ("MW", 10.0), "mm": ("cm", 0.1)}
    for i in measured(t):
        for old, (new, factor) in units.items():
            if re.search(rf"[(\[（]{old}[)\]）]$", t.own_name(i)):
                name = t.own_name(i).replace(old, new)
                after = t.with_column(i, lambda c, f=factor: _scaled(c, f)).renamed(i, name)  # type: ignore[misc]  # bound now
                return Mutant(after, (Change("column_renamed", (), t.names[i], after.names[i]), Change("unit_changed", (t.names[i],))))
    return None


def unit_row(t: Table, rng: Random) -> Mutant | None:
    """The unit above the header changes, with all values."""
    if not any("MW" in line for line in t.preamble):
        return None
    able = of_sort(t, "integer", "number")
    after = t.with_columns(able, lambda c: _scaled(c, 1000)).replace(preamble=tuple(line.replace("MW", "kW") for line in t.preamble))
    return Mutant(after, (Change("unit_changed", tuple(t.names[i] for i in able)), Change("preamble_changed", optional=True)))


def numbers_to_codes(t: Table, rng: Random) -> Mutant | None:
    """`105` becomes `JC105`."""
    able = [i for i in of_sort(t, "integer") if len(set(filled(t, i))) > 5]
    if not able:
        return None
    i = rng.choice(able)
    return Mutant(t.with_column(i, lambda c: f"JC{c}" if c else c), (Change("type_changed", (t.names[i],)),))


def padding_lost(t: Table, rng: Random) -> Mutant | None:
    """`0105` becomes `105`."""
    able = [i for i in of_sort(t, "code") if len({len(c) for c in filled(t, i)}) == 1]
    if not able:
        return None
    i = rng.choice(able)
    return Mutant(t.with_column(i, lambda c: c.lstrip("0") or c[:1]), (Change("type_changed", (t.names[i],)),))


def whole_to_fractions(t: Table, rng: Random) -> Mutant | None:
    able = [i for i in measured(t) if sort_of(t, i) == "integer"]
    if not able:
        return None
    i = rng.choice(able)
    return Mutant(t.with_column(i, lambda c: f"{int(c) + rng.random():.2f}" if c else c), (Change("type_changed", (t.names[i],)),))


def figures_to_words(t: Table, rng: Random) -> Mutant | None:
    able = measured(t)
    if not able:
        return None
    i = rng.choice(able)
    middle = sorted(float(c) for c in filled(t, i))[len(filled(t, i)) // 2]
    return Mutant(t.with_column(i, lambda c: c and ("high" if float(c) > middle else "low")), (Change("type_changed", (t.names[i],)),))


def tokening(token: str, word: str) -> Mutation:
    """A token for no value, in one cell of ten, and in those that were empty."""

    def mutate(t: Table, rng: Random) -> Mutant | None:
        able = [i for i in (*measured(t), *of_sort(t, "date")) if token not in t.column(i)]
        if not able:
            return None
        i = rng.choice(able)
        return Mutant(t.with_column(i, lambda c: token if not c or rng.random() < 0.1 else c), (Change("null_pattern_changed", (t.names[i],)),))

    mutate.__name__ = f"null_{word}"
    return mutate


def zero_to_empty(t: Table, rng: Random) -> Mutant | None:
    able = [i for i in of_sort(t, "integer", "number") if sum(float(c) == 0 for c in filled(t, i)) > 0.65 * len(t.rows)]
    if not able:
        return None
    i = rng.choice(able)
    return Mutant(t.with_column(i, lambda c: "" if c and float(c) == 0 else c), (Change("null_pattern_changed", (t.names[i],)),))


def empty_to_zero(t: Table, rng: Random) -> Mutant | None:
    able = [i for i in of_sort(t, "integer", "number") if sum(not c for c in t.column(i)) > 0.65 * len(t.rows)]
    if not able:
        return None
    i = rng.choice(able)
    return Mutant(t.with_column(i, lambda c: c or "0"), (Change("null_pattern_changed", (t.names[i],)),))


def emptied(t: Table, rng: Random) -> Mutant | None:
    able = [i for i in range(t.width) if len(filled(t, i)) > 0.7 * len(t.rows)]
    if len(able) < 3:
        return None
    i = rng.choice(able)
    return Mutant(t.with_column(i, lambda c: ""), (Change("null_pattern_changed", (t.names[i],)),))


def column_filled(t: Table, rng: Random) -> Mutant | None:
    able = [i for i in of_sort(t, "empty") if t.names[i].strip()]
    if not able:
        return None
    i = rng.choice(able)
    return Mutant(t.with_column(i, lambda c: rng.choice(("A", "B"))), (Change("null_pattern_changed", (t.names[i],)),))


def _categories(t: Table) -> list[int]:
    return [i for i in of_sort(t, "category") if all(n >= 3 for n in _counts(filled(t, i)).values())]


def _counts(cells: list[str]) -> dict[str, int]:
    return {c: cells.count(c) for c in dict.fromkeys(cells)}


def _recoded(t: Table, i: int, to: dict[str, str]) -> Mutant:
    return Mutant(t.with_column(i, lambda c: to.get(c, c)), (Change("value_domain_changed", (t.names[i],)),))


def category_case(t: Table, rng: Random) -> Mutant | None:
    able = [i for i in _categories(t) if any(c.upper() != c for c in filled(t, i))]
    if not able:
        return None
    i = rng.choice(able)
    return _recoded(t, i, {c: c.upper() for c in set(filled(t, i))})


def category_codes(t: Table, rng: Random) -> Mutant | None:
    """Words become letters, one to one."""
    able = [i for i in _categories(t) if any(len(c) > 1 for c in filled(t, i))]
    if not able:
        return None
    i = rng.choice(able)
    return _recoded(t, i, {c: f"K{chr(65 + n)}" for n, c in enumerate(sorted(set(filled(t, i))))})


def category_suffix(t: Table, rng: Random) -> Mutant | None:
    """`Utrecht` becomes `Utrecht Region`."""
    able = [i for i in _categories(t) if all(len(c) > 2 for c in filled(t, i))]
    if not able:
        return None
    i = rng.choice(able)
    tail = "エリア" if not filled(t, i)[0].isascii() else " Region"
    return _recoded(t, i, {c: c + tail for c in set(filled(t, i))})


def one_category_renamed(t: Table, rng: Random) -> Mutant | None:
    """The commonest of a few goes by another word, the rest stays."""
    able = [i for i in _categories(t) if 2 <= len(set(filled(t, i))) <= 6]
    if not able:
        return None
    i = rng.choice(able)
    most = max(_counts(filled(t, i)).items(), key=lambda vn: vn[1])[0]
    return _recoded(t, i, {most: "該当" if not most.isascii() else "other_word"})


CELLS: tuple[Mutation, ...] = (
    *(_written("date", DATES, "date_format_changed", word, style) for word, style in DATE_STYLES.items()),
    *(_written("stamp", STAMPS, "date_format_changed", word, style) for word, style in STAMP_STYLES.items()),
    *(_written("time", TIMES, "time_format_changed", word, style) for word, style in TIME_STYLES.items()),
    *(turning(_written("date", DATES, "date_format_changed", word, DATE_STYLES[word])) for word in ("iso", "slashes", "japanese", "points")),
    *(turning(_written("stamp", STAMPS, "date_format_changed", word, STAMP_STYLES[word])) for word in ("iso_t", "slashes")),
    turning(_written("time", TIMES, "time_format_changed", "half_day", TIME_STYLES["half_day"])), turning(decimal_comma),
    decimal_comma, thousands, no_thousands, no_decimal_comma, point_zero, no_point_zero, fixed_decimals, exponents,
    percent_signs, yen_signs, triangles, full_width,
    scaling(1000, "thousandfold"), scaling(0.001, "thousandth"), scaling(10, "tenfold_everywhere", several=True),
    scaling(0.001, "thousandth_everywhere", several=True), scaling(0.001, "thousandth_with_name", named=True), unit_in_name, unit_row,
    numbers_to_codes, padding_lost, whole_to_fractions, figures_to_words,
    tokening("N/A", "na"), tokening("-", "dash"), tokening("…", "ellipsis"), tokening("欠測", "missing_word"), tokening("NULL", "null"),
    zero_to_empty, empty_to_zero, emptied, column_filled,
    category_case, category_codes, category_suffix, one_category_renamed,
)  # fmt: skip
