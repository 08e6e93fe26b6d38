"""Mutations of a table's columns: renamed, dropped, added, split, merged, reordered."""

import re
from collections.abc import Callable
from random import Random

from .columns_of import filled, of_sort, sort_of
from .table import Table
from .truth import Change, Mutant

GLOSSARY = {
    "date": "日付", "datum": "Date", "日付": "date", "fecha": "date", "年月日": "date", "年月": "year_month", "time": "時刻", "状態": "status",
    "heures": "time", "region": "地域", "région": "region", "state": "都道府県", "country": "国名", "location": "国・地域", "province": "州",
    "comunidad autónoma": "Region", "備考": "notes", "名称": "name", "住所": "address", "電話番号": "phone", "緯度": "latitude", "経度": "longitude",
    "lat": "緯度", "long": "経度", "都道府県": "prefecture", "都道府県名": "prefecture", "区名": "ward", "世帯数": "households", "総数": "population",
    "男": "male", "女": "female", "合計": "total", "エリア需要": "area_demand", "原子力": "nuclear", "水力": "hydro", "連系線": "interconnector",
    "揚水": "pumped_storage", "price": "価格", "preis [€/mwh]": "Price [EUR/MWh]", "netzlast [mwh]": "Grid load [MWh]", "parados": "unemployed",
    "sex": "geslacht", "agegroup": "leeftijdsgroep", "description": "Beschreibung", "種別": "type", "財源": "funding_source", "事業名": "project",
    "予算額(千円)": "budget_kjpy", "確定": "final", "quantity": "数量", "partner": "相手国", "stop_name": "停留所名", "durationminutes": "所要時間(分)",
    "患者_年代": "age_group", "患者_性別": "sex", "受渡日": "delivery_date", "時刻コード": "time_code", "deaths": "死亡者数", "confirmed": "感染者数",
    "consommation (mw)": "Load (MW)", "auslastung": "Occupancy", "持家": "owner_occupied", "貸家": "rental", "usd": "米ドル", "eur": "ユーロ",
}  # fmt: skip


def _words(name: str) -> list[str]:
    return [w for w in re.split(r"[^\w]+|_|(?<=[a-z0-9])(?=[A-Z])", name) if w]


def snake(name: str) -> str:
    return "_".join(w.lower() for w in _words(name))


def camel(name: str) -> str:
    words = _words(name)
    return words[0].lower() + "".join(w[:1].upper() + w[1:].lower() for w in words[1:]) if words else name


def upper(name: str) -> str:
    return name.upper() if name.upper() != name else name.lower()


def abbreviated(name: str) -> str:
    return "_".join(w[:3].lower() if w.isascii() else w[:2] for w in _words(name))


def prefixed(name: str) -> str:
    return f"{'実績_' if not name.isascii() else 'total_'}{name}"


def suffixed(name: str) -> str:
    return f"{name}{'（速報）' if not name.isascii() else ' (provisional)'}"


def unprefixed(name: str) -> str:
    words = _words(name)
    return name[len(words[0]) :].lstrip(" _-") if len(words) > 1 and words[0] and name.startswith(words[0]) else name


def widened(name: str) -> str:
    to = str.maketrans("()[]%/", "（）［］％／")
    back = str.maketrans("（）［］％／", "()[]%/")
    return name.translate(to) if name.translate(to) != name else name.translate(back)


def spaced(name: str) -> str:
    return name.replace("_", " ") if "_" in name else name.replace(" ", "") if " " in name else f" {name}"


def with_unit(name: str) -> str:
    return name if re.search(r"[(\[（［]", name) else f"{name}(MW)"


def translated(name: str) -> str:
    return GLOSSARY.get(name.casefold().replace("（", "(").replace("）", ")"), name)


def unrelated(name: str) -> str:
    return "指標A" if not name.isascii() else "M49"


STYLES: tuple[Callable[[str], str], ...] = (
    snake, camel, upper, abbreviated, prefixed, suffixed, unprefixed, widened, spaced, with_unit, translated, unrelated,
)  # fmt: skip


def renaming(style: Callable[[str], str]) -> Callable[[Table, Random], Mutant | None]:
    """One column goes by another name."""

    def mutate(t: Table, rng: Random) -> Mutant | None:
        names = [t.own_name(i) for i in range(t.width)]
        able = [i for i, n in enumerate(names) if n.strip() and style(n) not in (*names, "") and names.count(n) == 1]
        able = [i for i in able if sort_of(t, i) != "empty" and (style is not with_unit or sort_of(t, i) in ("integer", "number"))]
        if style in (abbreviated, unprefixed, unrelated):  # the name says little: the cells must
            able = [i for i in able if len(set(filled(t, i))) > 5 and not _twin(t, i) and not re.search(r"\d{2,4}[-/年]", names[i])]
        if not able:
            return None
        i = rng.choice(able)
        return _renamed(t, {i: style(names[i])})

    mutate.__name__ = f"rename_{style.__name__}"
    return mutate


def _twin(t: Table, i: int) -> bool:
    return any(j != i and t.column(j) == t.column(i) for j in range(t.width))


def _renamed(t: Table, to: dict[int, str]) -> Mutant:
    after = t
    for i, name in to.items():
        after = after.renamed(i, name)
    return Mutant(after, tuple(Change("column_renamed", (), t.names[i], after.names[i]) for i in to))


def rename_all(t: Table, rng: Random) -> Mutant | None:
    """Another style for every name."""
    style = rng.choice((snake, camel, upper, spaced))
    new = [style(t.own_name(i)) for i in range(t.width)]
    if len(set(new)) < len(new) or not all(n.strip() for n in new) or not all(n.strip() for n in t.names):
        return None
    changed = {i: n for i, n in enumerate(new) if n != t.own_name(i)}
    return _renamed(t, changed) if len(changed) > 1 else None


def rename_two(t: Table, rng: Random) -> Mutant | None:
    """Two neighbours at once, each by its own style."""
    able = [i for i in range(t.width - 1) if all(sort_of(t, j) != "empty" and t.own_name(j).strip() for j in (i, i + 1))]
    able = [i for i in able if t.own_name(i) != t.own_name(i + 1)]
    if not able:
        return None
    i = rng.choice(able)
    to = {i: prefixed(t.own_name(i)), i + 1: suffixed(t.own_name(i + 1))}
    return _renamed(t, to) if not set(to.values()) & set(t.names) else None


def drop_one(t: Table, rng: Random) -> Mutant | None:
    return _dropped(t, [rng.randrange(t.width)]) if t.width > 2 else None


def drop_several(t: Table, rng: Random) -> Mutant | None:
    return _dropped(t, sorted(rng.sample(range(t.width), 3))) if t.width > 6 else None


def _dropped(t: Table, places: list[int]) -> Mutant | None:
    if any(not t.names[i].strip() or (t.header and not t.header[-1][i].strip() and len(t.header) == 1) for i in places):
        return None
    after = t.picked([i for i in range(t.width) if i not in places])
    kept = [i for i in range(t.width) if i not in places]
    if len(set(t.names)) < t.width or not any(sort_of(t, i) != "empty" for i in kept):
        return None
    return Mutant(after, (Change("column_removed", tuple(t.names[i] for i in places)),))


def _new_cells(t: Table, rng: Random) -> tuple[str, list[str]]:
    japanese = any(not n.isascii() for n in t.names)
    return rng.choice((
        ("品質フラグ" if japanese else "quality_flag", [rng.choice(("A", "B", "C")) for _ in t.rows]),
        ("蓄電池出力" if japanese else "battery_output", [str(rng.randrange(100_000, 900_000)) for _ in t.rows]),
        ("更新者" if japanese else "remarks", ["" for _ in t.rows]),
        ("比率" if japanese else "ratio_x", [f"{rng.random():.6f}" for _ in t.rows]),
    ))  # fmt: skip


def _added(t: Table, rng: Random, places: list[int]) -> Mutant | None:
    after, new = t, []
    for n, place in enumerate(places):
        name, cells = _new_cells(t, rng)
        name = f"{name}{n + 1}" if n else name
        after = after.inserted(place, [*[""] * (len(t.header) - 1), name], cells)
        new.append(name)
    return Mutant(after, (Change("column_added", tuple(new)),)) if len(set(after.names)) == after.width else None


def add_at_the_end(t: Table, rng: Random) -> Mutant | None:
    return _added(t, rng, [t.width])


def add_in_the_middle(t: Table, rng: Random) -> Mutant | None:
    return _added(t, rng, [rng.randrange(1, t.width)])


def add_several(t: Table, rng: Random) -> Mutant | None:
    return _added(t, rng, [t.width, t.width + 1, rng.randrange(1, t.width)])


def split_stamp(t: Table, rng: Random) -> Mutant | None:
    """A date with time becomes a date and a time."""
    able = of_sort(t, "stamp")
    if not able:
        return None
    i = rng.choice(able)
    sep = "T" if "T" in filled(t, i)[0] else " "
    first, second = [c.partition(sep)[0] for c in t.column(i)], [c.partition(sep)[2] for c in t.column(i)]
    old, names = t.names[i], (f"{t.own_name(i)}_date", f"{t.own_name(i)}_time")
    return _split(t, i, old, names, first, second)


def split_label(t: Table, rng: Random) -> Mutant | None:
    """A label with a separator becomes two columns: `新町-1` -> `新町`, `1`."""
    able = [i for i in of_sort(t, "id", "text", "category") if all(re.search(r"\S[-_ ]\S", c) for c in filled(t, i))]
    if not able:
        return None
    i = rng.choice(able)
    parts = [re.split(r"(?<=\S)[-_ ](?=\S)", c, maxsplit=1) if c else ["", ""] for c in t.column(i)]
    names = (f"{t.own_name(i)}_1", f"{t.own_name(i)}_2")
    return _split(t, i, t.names[i], names, [p[0] for p in parts], [p[1] for p in parts])


def _split(t: Table, i: int, old: str, names: tuple[str, str], first: list[str], second: list[str]) -> Mutant | None:
    blank = [""] * (len(t.header) - 1)
    kept = t.picked([j for j in range(t.width) if j != i])
    after = kept.inserted(i, [*blank, names[1]], second).inserted(i, [*blank, names[0]], first)
    return Mutant(after, (Change("column_split", (), [old], list(names)),)) if len(set(after.names)) == after.width else None


def merge_date_and_time(t: Table, rng: Random) -> Mutant | None:
    """A date and a time become one column."""
    dates, times = of_sort(t, "date"), of_sort(t, "time")
    if not dates or not times:
        return None
    return _merged(t, dates[0], times[0], rng.choice(("datetime", "日時", "timestamp")), " ")


def merge_labels(t: Table, rng: Random) -> Mutant | None:
    """Two neighbouring texts become one."""
    able = [i for i in range(t.width - 1) if all(sort_of(t, j) in ("category", "id", "code", "text") and all(t.column(j)) for j in (i, i + 1))]
    able = [i for i in able if not any(re.fullmatch(r"[\d.,%▲ 円eE+-]+", c) for j in (i, i + 1) for c in t.column(j)[:9])]
    if not able:
        return None
    i = rng.choice(able)
    return _merged(t, i, i + 1, f"{t.own_name(i)}_{t.own_name(i + 1)}", rng.choice(("-", " ", "_")))


def _merged(t: Table, i: int, j: int, name: str, sep: str) -> Mutant | None:
    cells = [f"{r[i]}{sep}{r[j]}" if r[i] and r[j] else "" for r in t.rows]
    old = [t.names[i], t.names[j]]
    after = t.picked([k for k in range(t.width) if k not in (i, j)]).inserted(min(i, j), [*[""] * (len(t.header) - 1), name], cells)
    return Mutant(after, (Change("columns_merged", (), old, [name]),)) if len(set(after.names)) == after.width else None


def split_date(t: Table, rng: Random) -> Mutant | None:
    """A date becomes year, month and day."""
    able = [i for i in of_sort(t, "date") if all(re.fullmatch(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}", c) for c in t.column(i))]
    if not able:
        return None
    i = able[0]
    parts = [re.split("[-/]", c) for c in t.column(i)]
    names = ("年", "月", "日") if any(not n.isascii() for n in t.names) else ("year", "month", "day")
    after, blank = t.picked([j for j in range(t.width) if j != i]), [""] * (len(t.header) - 1)
    for n in (2, 1, 0):
        after = after.inserted(i, [*blank, names[n]], [str(int(p[n])) for p in parts])
    return Mutant(after, (Change("column_split", (), [t.names[i]], list(names)),)) if len(set(after.names)) == after.width else None


def swap_two(t: Table, rng: Random) -> Mutant | None:
    if t.width < 4:
        return None
    i, j = sorted(rng.sample(range(t.width), 2))
    order = list(range(t.width))
    order[i], order[j] = j, i
    return _reordered(t, order)


def last_column_first(t: Table, rng: Random) -> Mutant | None:
    return _reordered(t, [t.width - 1, *range(t.width - 1)]) if t.width > 2 else None


def _reordered(t: Table, order: list[int]) -> Mutant | None:
    if any(not n.strip() for n in t.names) or len(set(t.names)) < t.width or (len(t.header) > 1 and any(not p.strip() for p in t.header[-1])):
        return None
    return Mutant(t.picked(order), (Change("columns_reordered"),))


COLUMNS: tuple[Callable[[Table, Random], Mutant | None], ...] = (
    *map(renaming, STYLES), rename_all, rename_two, drop_one, drop_several, add_at_the_end, add_in_the_middle, add_several,
    split_stamp, split_label, split_date, merge_date_and_time, merge_labels, swap_two, last_column_first,
)  # fmt: skip
