"""Makes every landed file under examples/, byte for byte the same each time. Standard library only.

    python examples/make_examples.py [FOLDER]      FOLDER: where to write, examples/ itself by default

The numbers are invented. Only the manner is Japanese energy data's: CP932 and CRLF, half-hours by code, stamp lines,
unit rows, full-width parentheses. `landed/` holds the files as agreed; each folder under `broken/` is named for what
the upstream did, and differs from its original in that alone.
"""

import random
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

Rows = list[list[str]]
Change = Callable[[Rows], Rows]

PRICES, NEXT_PRICES = "day_ahead_20260413.csv", "day_ahead_20260420.csv.gz"
DEMAND, FUEL = "area_demand_20260421.csv", "fuel_prices_202604.csv"

# A day in half-hours, per mille of its height: two peaks, and a valley where the sun shines.
PRICE_SHAPE = (
    660, 650, 640, 630, 625, 620, 618, 620, 630, 645, 670, 710,
    770, 850, 930, 980, 960, 880, 760, 620, 500, 410, 350, 310,
    290, 280, 285, 300, 340, 400, 480, 590, 730, 890, 1050, 1210,
    1330, 1390, 1370, 1300, 1200, 1090, 990, 900, 830, 770, 720, 690,
)  # fmt: skip
DEMAND_SHAPE = (
    700, 685, 672, 662, 655, 650, 648, 650, 658, 672, 695, 730,
    775, 830, 885, 930, 960, 980, 990, 995, 998, 1000, 996, 985,
    960, 955, 970, 975, 972, 968, 965, 968, 975, 985, 998, 1008,
    1005, 990, 970, 945, 915, 880, 845, 815, 785, 760, 735, 715,
)  # fmt: skip
SUN_SHAPE = (
    *[0] * 10, 8, 40, 110, 210, 330, 450, 560, 660, 750, 830, 890, 940, 975, 995,
    1000, 990, 965, 925, 870, 800, 715, 615, 500, 380, 260, 150, 65, 18, *[0] * 10,
)  # fmt: skip

PRICE_HEADER = [
    "受渡日", "時刻コード", "売り入札量(kWh)", "買い入札量(kWh)", "約定総量(kWh)", "システムプライス(円/kWh)",
    *(f"エリアプライス{area}(円/kWh)" for area in ("北海道", "東北", "東京", "中部", "関西", "九州")),
]  # fmt: skip
DEMAND_HEADER = [
    "DATE", "TIME", "エリア需要", "原子力", "火力(LNG)", "火力(石炭)", "水力", "太陽光発電実績", "太陽光出力制御量",
    "風力発電実績", "揚水", "連系線", "合計", "区分",
]  # fmt: skip
FUEL_HEADER = ["series", "month", "fuel", "benchmark", "price_usd_per_mmbtu", "published", "revised", "withdrawn"]


def day_ahead(first: date, days: int = 7) -> Rows:
    """Half-hourly prices and volumes of some days; neighbouring areas share a price until a line is full."""
    dice = random.Random(first.isoformat())
    rows: Rows = []
    for day in (first + timedelta(days=n) for n in range(days)):
        height = (13.5 if day.weekday() < 5 else 10.8) + 2.4 * dice.random()
        for code, share in enumerate(PRICE_SHAPE, start=1):
            system = round(height * share / 1000 + dice.random() - 0.5, 2)
            east = round(system + (1.6 + dice.random() if dice.random() < 0.3 else 0), 2)
            west = round(system - (0.9 + dice.random() if dice.random() < 0.4 else 0), 2)
            kyushu = 0.01 if 22 <= code <= 28 and dice.random() < 0.5 else west
            hokkaido = round(east + (1.2 if dice.random() < 0.25 else 0), 2)
            traded = 50 * int(200_000 + 70_000 * share / 1000 + 9_000 * dice.random())
            sold = traded + 50 * int(40_000 + 60_000 * dice.random())
            bought = traded + 50 * int(20_000 + 70_000 * dice.random())
            prices = (system, hokkaido, east, east, west, west, kyushu)
            volumes = (sold, bought, traded)
            rows.append([f"{day:%Y/%m/%d}", str(code), *map(str, volumes), *(f"{price:.2f}" for price in prices)])
    return rows


def area_demand(day: date) -> Rows:
    """One area's demand and what met it, MW: the supplies of a half-hour add up to its demand."""
    dice = random.Random(f"demand {day}")
    rows: Rows = []
    for slot in range(48):
        demand = 31_000 * DEMAND_SHAPE[slot] // 1000 + dice.randrange(-150, 150)
        sun = 11_500 * SUN_SHAPE[slot] // 1000
        curtailed = 50 * dice.randrange(0, 8) if SUN_SHAPE[slot] > 900 else 0
        nuclear, coal = 2_630, 5_400 + dice.randrange(0, 90)
        water, wind = 1_350 + dice.randrange(0, 200), dice.randrange(60, 420)
        pumped = -1_200 if SUN_SHAPE[slot] > 800 else 900 if 34 <= slot <= 40 else 0
        tie = 2_400 + dice.randrange(-300, 300)
        gas = demand - (sun - curtailed) - nuclear - coal - water - wind - pumped - tie
        supplies = (nuclear, gas, coal, water, sun - curtailed, curtailed, wind, pumped, tie)
        clock = f"{slot // 2}:{30 * (slot % 2):02d}"
        written = f"{day.year}/{day.month}/{day.day}"
        rows.append([written, clock, str(demand), *map(str, supplies), str(demand), "確報" if slot < 40 else "速報"])
    return rows


def fuel_prices(last: date, months: int = 24) -> Rows:
    """Monthly import prices of three fuels, oldest first; a price may be revised once, later than it was published."""
    dice = random.Random(f"fuel {last}")
    level = {"LNG": ("Spot DES", 11.8), "coal": ("FOB 6000", 4.6), "oil": ("Dated cargo", 13.9)}
    rows: Rows = []
    for back in range(months - 1, -1, -1):
        year, month = divmod(last.year * 12 + last.month - 1 - back, 12)
        published = date(year + (month == 11), (month + 1) % 12 + 1, 8 + dice.randrange(0, 5))
        for fuel, (benchmark, price) in level.items():
            level[fuel] = (benchmark, round(price * (0.94 + 0.12 * dice.random()), 2))
            revised = str(published + timedelta(days=30)) if dice.random() < 0.3 and back else ""
            series = f"{fuel.upper()}-{year}{month + 1:02d}"
            at = f"{year}-{month + 1:02d}"
            rows.append([series, at, fuel, benchmark, f"{level[fuel][1]:.2f}", str(published), revised, ""])
    return rows


def text(rows: Rows, *, delimiter: str = ",", end: str = "\r\n", above: tuple[str, ...] = ()) -> str:
    """Lines as these publishers write them: no cell needs quotes."""
    return "".join(line + end for line in (*above, *(delimiter.join(row) for row in rows)))


def gzip_stored(data: bytes) -> bytes:
    """Gzip of stored blocks: what a compressor makes differs between zlib's releases, this does not."""
    blocks = [data[at : at + 0xFFFF] for at in range(0, len(data), 0xFFFF)] or [b""]
    body = b"".join(
        struct.pack("<BHH", block is blocks[-1], len(block), len(block) ^ 0xFFFF) + block for block in blocks
    )
    header = b"\x1f\x8b\x08\x00" + b"\0\0\0\0" + b"\x00\xff"
    return header + body + struct.pack("<II", zlib.crc32(data), len(data))


def as_agreed(rows: Rows) -> Rows:
    return rows


def prices_as(change: Change = as_agreed, *, encoding: str = "cp932", delimiter: str = ",") -> bytes:
    """The agreed week of prices with one thing done to it."""
    rows = change([PRICE_HEADER, *day_ahead(date(2026, 4, 13))])
    return text(rows, delimiter=delimiter).encode(encoding)


def demand_as(*above: str) -> bytes:
    """The agreed day of demand, with lines that stand between the stamp and the unit row."""
    lines = ("2026/4/21 23:55 UPDATE", *above, "単位[MW平均],,,供給力")
    return text([DEMAND_HEADER, *area_demand(date(2026, 4, 21))], above=lines).encode("cp932")


def fuel_as(change: Change = as_agreed) -> bytes:
    return text(change([FUEL_HEADER, *fuel_prices(date(2026, 3, 1))]), end="\n").encode()


# --- what upstreams do ----------------------------------------------------------------------------------------------


def iso_dates(rows: Rows) -> Rows:
    return [rows[0], *([row[0].replace("/", "-"), *row[1:]] for row in rows[1:])]


def full_width_tokyo(rows: Rows) -> Rows:
    return [[name.replace("エリアプライス東京(円/kWh)", "エリアプライス東京（円/kWh）") for name in rows[0]], *rows[1:]]


def notes_column(rows: Rows) -> Rows:
    return [[*rows[0], "備考"], *([*row, ""] for row in rows[1:])]


def placeholder_price(rows: Rows, area: str = "東京") -> Rows:
    """The area stands at 9999 for the evening peak of the third day."""
    at = rows[0].index(f"エリアプライス{area}(円/kWh)")
    peak = {("2026/04/15", str(code)) for code in (36, 37, 38)}
    return [[*row[:at], "9999", *row[at + 1 :]] if (row[0], row[1]) in peak else row for row in rows]


def new_export_system(rows: Rows) -> Rows:
    """All at once, as when a publisher replaces the program behind its site."""
    return iso_dates(full_width_tokyo(placeholder_price(rows, "九州")))


def without_thursday(rows: Rows) -> Rows:
    return [row for row in rows if row[0] != "2026/04/16"]


def not_available_yet(rows: Rows) -> Rows:
    """The youngest LNG price is not out: a word stands where a number should."""
    return [[*row[:4], "n.a.", *row[5:]] if row[0] == "LNG-202603" else row for row in rows]


def revision_appended(rows: Rows) -> Rows:
    """A revised oil price comes as a second row instead of replacing the first."""
    row = next(row for row in rows if row[0] == "OIL-202602")
    return [*rows, [*row[:4], f"{float(row[4]) + 0.35:.2f}", *row[5:]]]


def comma_in_benchmark(rows: Rows) -> Rows:
    """ "Dated, cargo" without quotes makes a cell too many; two rows are cut short as well."""
    broken = [[*row[:3], "Dated, cargo", *row[4:]] if row[0].startswith("OIL-2026") else row for row in rows]
    return [row[:5] if row[0] in ("LNG-202501", "COAL-202501") else row for row in broken]


def examples() -> Iterator[tuple[str, bytes]]:
    """Every file: its path under examples/, its bytes."""
    following = text([PRICE_HEADER, *day_ahead(date(2026, 4, 20))]).encode("cp932")
    yield f"landed/{PRICES}", prices_as()
    yield f"landed/{NEXT_PRICES}", gzip_stored(following)
    yield f"landed/{DEMAND}", demand_as()
    yield f"landed/{FUEL}", fuel_as()
    yield f"broken/date_format_changed/{PRICES}", prices_as(iso_dates)
    yield f"broken/encoding_changed/{PRICES}", prices_as(encoding="utf-8")
    yield f"broken/delimiter_changed/{PRICES}", prices_as(delimiter=";")
    yield f"broken/column_renamed/{PRICES}", prices_as(full_width_tokyo)
    yield f"broken/column_added/{PRICES}", prices_as(notes_column)
    yield f"broken/placeholder_price/{PRICES}", prices_as(placeholder_price)
    yield f"broken/missing_day/{PRICES}", prices_as(without_thursday)
    yield f"broken/new_export_system/{PRICES}", prices_as(new_export_system, encoding="utf-8")
    yield f"broken/truncated_gzip/{NEXT_PRICES}", gzip_stored(following)[: len(following) * 3 // 5]
    yield f"broken/header_moved/{DEMAND}", demand_as("※4月21日分から速報値の算出方法を変更しました")
    yield f"broken/not_a_number/{FUEL}", fuel_as(not_available_yet)
    yield f"broken/duplicate_keys/{FUEL}", fuel_as(revision_appended)
    yield f"broken/ragged_rows/{FUEL}", fuel_as(comma_in_benchmark)


def make(folder: Path) -> None:
    for name, data in examples():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
