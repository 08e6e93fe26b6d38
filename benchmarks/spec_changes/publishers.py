"""Invented publishers: files of our own making in the manner of real open data, two periods each, nothing changed.

Each function makes one landed file of a period (0 and 1 follow each other). No number in them is anybody's.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from math import pi, sin
from random import Random

from .table import Table

Publisher = Callable[[Random, int], Table]

WARDS = ("中央区", "北区", "西区", "南区", "東区", "白石区", "厚別区", "豊平区", "清田区", "手稲区", "港区", "緑区", "旭区", "泉区", "青葉区", "栄区")
PREFECTURES = ("北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県")  # fmt: skip
COUNTRIES = ("Austria", "Belgium", "Czechia", "Denmark", "Estonia", "Finland", "France", "Germany", "Greece", "Hungary", "Ireland", "Italy", "Latvia", "Malta", "Norway", "Poland", "Spain", "Sweden")  # fmt: skip


def _days(first: date, n: int) -> list[date]:
    return [first + timedelta(days=i) for i in range(n)]


def _load(rng: Random, hour: float, level: float) -> float:
    return level * (1 + 0.25 * sin((hour - 9) / 24 * 2 * pi)) * rng.uniform(0.96, 1.04)


def _comma(value: float, decimals: int = 2) -> str:
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def german_market(rng: Random, period: int) -> Table:
    """Quarter-hours, semicolons, decimal commas and thousands points, dd.mm.yyyy."""
    rows = []
    for day in _days(date(2026, 3 + period, 1), 6):
        for q in range(96):
            start, end = datetime(2026, 1, 1) + timedelta(minutes=15 * q), datetime(2026, 1, 1) + timedelta(minutes=15 * (q + 1))
            sun = max(0.0, sin((q / 4 - 6) / 12 * pi)) * 30_000 * rng.uniform(0.7, 1)
            cells = (_load(rng, q / 4, 55_000), sun, rng.uniform(1_000, 30_000), rng.uniform(-40, 240))
            rows.append((f"{day:%d.%m.%Y}", f"{start:%H:%M}", f"{end:%H:%M}", *map(_comma, cells)))
    names = ("Datum", "Anfang", "Ende", "Netzlast [MWh]", "Photovoltaik [MWh]", "Wind Onshore [MWh]", "Preis [€/MWh]")
    return Table(header=(names,), rows=tuple(rows), delimiter=";", bom=True)


def british_demand(rng: Random, period: int) -> Table:
    """Half-hours by settlement period, upper-case names, whole numbers."""
    rows = [
        (f"{day:%Y-%m-%d}", str(p), str(round(_load(rng, p / 2, 26_000))), str(round(_load(rng, p / 2, 28_000))),
         str(round(rng.uniform(0, 9_000))), "6545", str(rng.randrange(0, 12_000)), str(rng.randrange(-1_000, 2_000)))
        for day in _days(date(2026, 1 + period, 1), 9) for p in range(1, 49)
    ]  # fmt: skip
    names = ("SETTLEMENT_DATE", "SETTLEMENT_PERIOD", "ND", "TSD", "EMBEDDED_WIND_GENERATION", "EMBEDDED_WIND_CAPACITY", "EMBEDDED_SOLAR_GENERATION", "IFA_FLOW")  # fmt: skip
    return Table(header=(names,), rows=tuple(rows))


def french_mix(rng: Random, period: int) -> Table:
    """Half-hours of a region with a constant column, a text column, gaps; semicolons."""
    rows = []
    for day in _days(date(2026, 5, 1 + 9 * period), 7):
        for p in range(48):
            gap = rng.random() < 0.02
            values = [round(_load(rng, p / 2, level)) for level in (5_600, 900, 2_500, 300)]
            rows.append(("Occitanie", "Données temps réel", f"{day:%Y-%m-%d}", f"{p // 2:02}:{p % 2 * 30:02}",
                         *("" if gap else str(v) for v in values), f"{rng.uniform(20, 80):.1f}"))  # fmt: skip
    names = ("Région", "Nature", "Date", "Heures", "Consommation (MW)", "Thermique (MW)", "Nucléaire (MW)", "Éolien (MW)", "Taux CO2 (g/kWh)")  # fmt: skip
    return Table(header=(names,), rows=tuple(rows), delimiter=";")


def prefecture_cases(rng: Random, period: int) -> Table:
    """A list of cases that grows: running numbers, municipal code, blank notes; Japanese, UTF-8 with a BOM."""
    rng = Random("cases")  # it accumulates
    rows = []
    for n in range(1, 260 + 20 * period):
        day = date(2026, 2, 1) + timedelta(days=n // 4)
        rows.append((str(n), "131016", "東京都", "", f"{day:%Y-%m-%d}", rng.choice(("", "都内", "都外", "調査中")),
                     rng.choice(("20代", "30代", "40代", "50代", "60代", "70代", "10歳未満")), rng.choice(("男性", "女性")),
                     rng.choice(("", "0", "1")), ""))  # fmt: skip
    names = ("No", "全国地方公共団体コード", "都道府県名", "市区町村名", "公表_年月日", "患者_居住地", "患者_年代", "患者_性別", "退院済フラグ", "備考")
    return Table(header=(names,), rows=tuple(rows), bom=True)


def shelters(rng: Random, period: int) -> Table:
    """A register of places: names, addresses, coordinates, telephone numbers, flags that are 1 or nothing."""
    rng = Random("shelters")
    rows = []
    for n in range(150 + 3 * period):
        ward = rng.choice(WARDS)
        rows.append((f"{n + 1:05}", f"{ward}第{n % 40 + 1}小学校", f"{ward}{rng.randrange(1, 9)}丁目{rng.randrange(1, 30)}-{rng.randrange(1, 20)}",
                     f"{rng.uniform(42.9, 43.2):.6f}", f"{rng.uniform(141.2, 141.5):.6f}", f"011-{rng.randrange(200, 999)}-{rng.randrange(1000, 9999)}",
                     rng.choice(("1", "")), rng.choice(("1", "")), rng.choice(("1", "", "")), str(rng.randrange(50, 900)), rng.choice(("", "", "要予約"))))  # fmt: skip
    names = ("NO", "名称", "住所", "緯度", "経度", "電話番号", "災害種別_洪水", "災害種別_地震", "災害種別_津波", "想定収容人数", "備考")
    return Table(header=(names,), rows=tuple(rows), encoding="cp932", eol="\r\n")


def population(rng: Random, period: int) -> Table:
    """By ward: a stamp above, thousands separators, a total row at the end."""
    rows, total = [], [0, 0, 0, 0]
    for n, ward in enumerate(WARDS):
        fixed = Random(ward)
        base = [fixed.randrange(40_000, 140_000), fixed.randrange(60_000, 150_000), fixed.randrange(60_000, 150_000)]
        men, women, homes = (b + rng.randrange(-200, 200) for b in base)
        values = [homes, men + women, men, women]
        total = [t + v for t, v in zip(total, values, strict=True)]
        rows.append((f"{n + 1:02}", ward, *(f"{v:,}" for v in values), f"{rng.uniform(-1, 1):.1f}%"))
    rows.append(("", "合計", *(f"{t:,}" for t in total), ""))
    names = ("番号", "区名", "世帯数", "総数", "男", "女", "増減率")
    stamp = f"令和8年{4 + period}月1日現在" + "," * 6
    return Table(header=(names,), rows=tuple(rows), preamble=(stamp,), encoding="cp932", eol="\r\n")


def months_aside(rng: Random, period: int) -> Table:
    """One column a month, a window of twelve that slides."""
    first = 2026 * 12 + 3 + period
    months = [f"{m // 12}年{m % 12 + 1}月" for m in range(first - 12, first)]
    rows = [(p, item, *(str(Random(f"{p}{item}{m}").randrange(80, 140)) for m in months)) for p in PREFECTURES for item in ("生産指数", "出荷指数")]
    return Table(header=(("都道府県", "品目", *months),), rows=tuple(rows), encoding="cp932", eol="\r\n")


def days_aside(rng: Random, period: int) -> Table:
    """One column a day that accumulates, as time series of epidemics had it."""
    days = _days(date(2026, 1, 22), 60 + period)
    rows = []
    for country in COUNTRIES:
        fixed, sum_ = Random(country), 0
        cells = []
        for _ in days:
            sum_ += fixed.randrange(0, 90)
            cells.append(str(sum_))
        rows.append(("", country, f"{fixed.uniform(35, 65):.4f}", f"{fixed.uniform(-9, 30):.4f}", *cells))
    return Table(header=(("Province/State", "Country/Region", "Lat", "Long", *(f"{d.month}/{d.day}/{d:%y}" for d in days)),), rows=tuple(rows))


def weather(rng: Random, period: int) -> Table:
    """Three header lines under a stamp and a blank line, quality columns, unpadded dates with time."""
    rows = []
    for h in range(24 * 20):
        when = datetime(2026, 1 + period, 1) + timedelta(hours=h + 1)
        rows.append((f"{when.year}/{when.month}/{when.day} {when.hour}:00:00", f"{5 + 6 * sin((h - 9) / 24 * 2 * pi) + rng.gauss(0, 1):.1f}",
                     "8", "1", f"{max(0.0, rng.gauss(-1, 1)):.1f}", "8", "1"))  # fmt: skip
    header = (
        ("", "札幌", "札幌", "札幌", "札幌", "札幌", "札幌"),
        ("年月日時", "気温(℃)", "気温(℃)", "気温(℃)", "降水量(mm)", "降水量(mm)", "降水量(mm)"),
        ("", "", "品質情報", "均質番号", "", "品質情報", "均質番号"),
    )
    stamp = (f"ダウンロードした時刻：2026/0{2 + period}/03 10:1{period}:27", "")
    return Table(header=header, rows=tuple(rows), preamble=stamp, encoding="cp932", eol="\r\n")


def grid_area(rng: Random, period: int) -> Table:
    """An area's supply and demand by half-hours, a unit row above, many columns of small and large numbers."""
    rows = []
    for day in _days(date(2026, 6 + period, 1), 8):
        for p in range(48):
            demand = round(_load(rng, p / 2, 9_000 if period == 0 else 12_000))
            sun = round(max(0.0, sin((p / 2 - 6) / 12 * pi)) * 4_000 * rng.uniform(0.3, 1))
            cells = (demand, 0, round(demand * rng.uniform(0.3, 0.4)), round(demand * rng.uniform(0.2, 0.3)), rng.randrange(0, 9),
                     rng.randrange(200, 900), sun, rng.randrange(0, 700) if sun > 2_500 else 0, rng.randrange(-900, 900), rng.randrange(-2_000, 2_000))  # fmt: skip
            rows.append((f"{day.year}/{day.month}/{day.day}", f"{p // 2}:{p % 2 * 30:02}", *map(str, cells)))
    names = ("DATE", "TIME", "エリア需要", "原子力", "火力(LNG)", "火力(石炭)", "火力(その他)", "水力", "太陽光発電実績", "太陽光出力制御量", "揚水", "連系線")
    return Table(header=(names,), rows=tuple(rows), preamble=("単位[MW平均],,,供給力,,,,,,,,",), eol="\r\n")


def exchange_rates(rng: Random, period: int) -> Table:
    """Daily rates of many currencies, two header lines, workdays only."""
    codes = ("USD", "GBP", "EUR", "CAD", "CHF", "AUD", "KRW", "CNY", "THB", "INR")
    words = ("米ドル", "英ポンド", "ユーロ", "カナダドル", "スイスフラン", "豪ドル", "韓国ウォン", "人民元", "タイバーツ", "インドルピー")
    levels = [154.2, 196.4, 167.1, 112.3, 174.0, 99.5, 11.02, 21.3, 4.51, 1.83]
    walk, rows = Random("rates"), []
    for day in _days(date(2025, 4, 1), 260 + 25 * period):
        levels = [v * (1 + walk.gauss(0, 0.004)) for v in levels]
        if day.weekday() < 5:
            rows.append((f"{day.year}/{day.month}/{day.day}", *(f"{v:.2f}" for v in levels)))
    return Table(header=(("", *words), ("", *codes)), rows=tuple(rows), encoding="cp932", eol="\r\n")


def budget(rng: Random, period: int) -> Table:
    """Amounts with thousands separators and ▲ for minus, free text, all quoted."""
    rows = []
    for n in range(120):
        fixed = Random(f"budget{n}")
        amount, last = (round(fixed.uniform(10, 90_000) * rng.uniform(0.9, 1.1)) for _ in range(2))
        change = amount - last
        rows.append((f"{n // 10 + 1:02}", f"{n % 10 + 1:02}", fixed.choice(("総務費", "民生費", "衛生費", "土木費", "教育費", "消防費")),
                     f"{fixed.choice(('道路', '公園', '学校', '庁舎', '河川'))}{fixed.choice(('維持管理', '改修', '整備', '運営'))}事業", f"{amount:,}",
                     f"{last:,}", f"{change:,}" if change >= 0 else f"▲{-change:,}", fixed.choice(("一般財源", "国庫支出金", "市債"))))  # fmt: skip
    names = ("款", "項", "科目", "事業名", "予算額（千円）", "前年度（千円）", "増減（千円）", "財源")
    return Table(header=(names,), rows=tuple(rows), quoting="all", eol="\r\n", bom=True)


def trade(rng: Random, period: int) -> Table:
    """Codes with leading zeros, measured quantities, a month column of six digits."""
    rows = []
    for code in range(101, 290):
        fixed = Random(code)
        quantity = fixed.uniform(10, 5e5) * rng.uniform(0.8, 1.2)
        rows.append((f"20260{period + 1}", f"{code:04}", fixed.choice(("JP", "DE", "US", "CN", "FR")), fixed.choice(("KG", "NO", "MT")),
                     str(round(quantity)), str(round(quantity * fixed.uniform(0.5, 9)))))  # fmt: skip
    return Table(header=(("TIME_PERIOD", "HS_CODE", "PARTNER", "UNIT", "QUANTITY", "VALUE_KEUR"),), rows=tuple(rows))


def stops(rng: Random, period: int) -> Table:
    """A timetable's stops, everything quoted."""
    rows = []
    for n in range(200 + period * 2):
        fixed = Random(f"stop{n}")
        rows.append((f"{n // 2:04}_{n % 2 + 1:02}", fixed.choice(("市役所前", "駅前", "病院前", "学校前", "公園口", "温泉", "役場前", "橋")) + str(n // 2),
                     f"{fixed.uniform(35, 36):.6f}", f"{fixed.uniform(139, 140):.6f}", fixed.choice(("0", "1")), "", "ja"))  # fmt: skip
    return Table(header=(("stop_id", "stop_name", "stop_lat", "stop_lon", "location_type", "parent_station", "stop_lang"),), rows=tuple(rows), quoting="all")


def incidents(rng: Random, period: int) -> Table:
    """Reports: ids, ISO times, free text with commas, a few categories."""
    rows = []
    for n in range(180):
        when = datetime(2026, 3 + period, 1) + timedelta(minutes=rng.randrange(0, 43_000))
        words = rng.sample(("water", "leak", "near", "station", "reported, closed", "line 4", "signal", "failure", "crew sent"), 4)
        rows.append((f"INC-{period:02}{n:05}", f"{when:%Y-%m-%dT%H:%M:%SZ}", rng.choice(("low", "medium", "high")),
                     rng.choice(("North", "South", "East", "West")), " ".join(words), str(rng.randrange(1, 240)), rng.choice(("true", "false"))))  # fmt: skip
    rows.sort(key=lambda r: r[1])
    return Table(header=(("incidentId", "reportedAt", "severityLevel", "regionName", "description", "durationMinutes", "isResolved"),), rows=tuple(rows))


def swiss_cantons(rng: Random, period: int) -> Table:
    """A cumulative file: new rows every day, many empty cells."""
    rng, rows = Random("cantons"), []
    for day in _days(date(2026, 2, 1), 24 + period):
        for n, canton in enumerate(("AG", "BE", "BS", "GE", "GR", "LU", "SG", "TI", "VD", "ZH")):
            cases = (day - date(2026, 1, 20)).days * (n + 3) + rng.randrange(0, 5)
            rows.append((f"{day:%Y-%m-%d}", "", canton, "" if rng.random() < 0.4 else str(cases * 9), str(cases), "" if rng.random() < 0.6 else str(cases // 9),
                         "" if rng.random() < 0.7 else str(cases // 30), f"https://www.example.org/{canton.lower()}/{day:%Y%m%d}"))  # fmt: skip
    return Table(header=(("date", "time", "abbreviation_canton_and_fl", "ncumul_tested", "ncumul_conf", "current_hosp", "current_icu", "source"),), rows=tuple(rows))


def dutch_ages(rng: Random, period: int) -> Table:
    """Counts by age group and province with a report stamp and a version; semicolons, quoted text."""
    rows = []
    for n in range(220):
        day = date(2026, 1, 5) + timedelta(days=n // 4 + 2 * period)
        rows.append((f"2026-04-0{1 + period} 10:00:00", f"{day:%Y-%m-%d}", rng.choice(("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70+")),
                     rng.choice(("Male", "Female")), rng.choice(("Utrecht", "Gelderland", "Zeeland", "Drenthe", "Groningen")), str(rng.randrange(0, 60))))  # fmt: skip
    return Table(header=(("Date_of_report", "Date_statistics", "Agegroup", "Sex", "Province", "Total_reported"),), rows=tuple(rows), delimiter=";", quoting="text")


def spanish_jobs(rng: Random, period: int) -> Table:
    """dd/mm/yyyy, decimal commas inside quotes, a comma as delimiter."""
    rows = []
    for day in _days(date(2026, 1 + period, 3), 27):
        for region in ("Andalucía", "Aragón", "Asturias", "Cantabria", "Galicia", "Madrid", "Murcia", "Navarra"):
            rows.append((f"{day:%d/%m/%Y}", region, str(rng.randrange(900, 90_000)), f"{rng.uniform(6, 22):.2f}".replace(".", ","), f"{rng.uniform(-3, 3):.1f}".replace(".", ",")))  # fmt: skip
    return Table(header=(("Fecha", "Comunidad Autónoma", "Parados", "Tasa de paro", "Variación"),), rows=tuple(rows))


def american_claims(rng: Random, period: int) -> Table:
    """MM/DD/YYYY, thousands in quotes, two-letter states, tabs."""
    states = ("AL", "AK", "AZ", "CA", "CO", "FL", "GA", "IL", "NY", "TX", "WA")
    rows = [
        (state, f"{day:%m/%d/%Y}", f"{round(Random(state).uniform(1_000, 90_000) * rng.uniform(0.9, 1.1)):,}", f"{rng.uniform(0.5, 4):.2f}", f"{rng.randrange(1, 6)}")
        for day in (date(2026, 1, 3) + timedelta(days=7 * w) for w in range(14 + period)) for state in states
    ]  # fmt: skip
    return Table(header=(("State", "Filed week ended", "Initial Claims", "Insured Unemployment Rate", "Region"),), rows=tuple(rows), delimiter="\t")


def many_floats(rng: Random, period: int) -> Table:
    """Forty columns of figures with .0, sparse, one row for each country and day."""
    things = [f"{a}_{b}" for a in ("new", "total", "smoothed", "weekly") for b in ("cases", "deaths", "tests", "beds", "doses", "visits", "stays", "calls", "orders")]
    rows = []
    for country in COUNTRIES[:12]:
        for day in _days(date(2026, 1, 1), 20 + period):
            fixed = Random(f"{country}{day}")
            rows.append((country[:3].upper(), country, f"{day:%Y-%m-%d}", *("" if fixed.random() < 0.3 else f"{float(fixed.randrange(0, 9_000 + 500 * n))}" for n in range(len(things)))))  # fmt: skip
    return Table(header=(("iso_code", "location", "date", *things),), rows=tuple(rows))


def air_quality(rng: Random, period: int) -> Table:
    """Stations and hours 1 to 24, `-` where nothing was measured."""
    rows = []
    for station in ("13101010", "13102010", "13103010", "13104020"):
        for day in _days(date(2026, 7 + period, 1), 6):
            for hour in range(1, 25):
                cells = [f"{rng.uniform(0, 0.06):.3f}", str(rng.randrange(1, 40)), f"{rng.uniform(0, 9):.1f}", rng.choice(("N", "NNE", "E", "S", "SSW", "W"))]
                rows.append((station, f"{day:%Y/%m/%d}", str(hour), *("-" if rng.random() < 0.04 else c for c in cells)))
    return Table(header=(("測定局コード", "日付", "時", "SO2(ppm)", "PM2.5(ug/m3)", "WS(m/s)", "WD(16Dir)"),), rows=tuple(rows), encoding="cp932", eol="\r\n")


def eurostat(rng: Random, period: int) -> Table:
    """Months as columns that grow, flags behind figures, `:` for no value, tabs."""
    months = [f"{m // 12}-{m % 12 + 1:02}" for m in range(2024 * 12, 2025 * 12 + 6 + period)]
    rows = []
    for country in COUNTRIES:
        cells = (f"{Random(country + m).uniform(90, 130):.1f}" for m in months)
        rows.append((f"M,I15,{country[:2].upper()}", *(": " if Random(m + country).random() < 0.05 else f"{c} p" if m == months[-1] else c for c, m in zip(cells, months, strict=True))))  # fmt: skip
    return Table(header=(("freq,unit,geo\\TIME_PERIOD", *months),), rows=tuple(rows), delimiter="\t")


def era_register(rng: Random, period: int) -> Table:
    """Dates of an era, full-width figures, yen, trailing blanks, an empty last column."""
    rows = []
    for n in range(140):
        day = date(2026, 1 + period, 1) + timedelta(days=n // 6)
        amount = rng.randrange(1_000, 900_000)
        rows.append((f"令和8年{day.month}月{day.day}日", f"R8.{day.month}.{day.day}", str(n + 1).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
                     rng.choice(("売買 ", "賃貸 ", "交換 ")), f"{amount:,} 円", rng.choice(("あり", "なし")), ""))  # fmt: skip
    return Table(header=(("契約日", "登録日", "受付番号", "種別", "金額", "抵当権", ""),), rows=tuple(rows), encoding="cp932", eol="\r\n")


def notes_below(rng: Random, period: int) -> Table:
    """Notes under the table, a blank line before them; months of fiscal years down the side."""
    rows = []
    for m in range(36 + period):
        month = (m + 3) % 12 + 1
        fixed = Random(m)
        rows.append((f"{2023 + (m + 3) // 12}年{month}月", *(f"{fixed.randrange(1_000, 99_000):,}" for _ in range(4)), f"{fixed.uniform(-9, 9):.1f}"))
    footer = ("", "(注1) 速報値を含む。", f"(注2) 2026年{5 + period}月15日更新")
    return Table(header=(("年月", "新設住宅着工戸数", "持家", "貸家", "分譲住宅", "前年同月比(%)"),), rows=tuple(rows), footer=footer, encoding="cp932", eol="\r\n")


def hospital_week(rng: Random, period: int) -> Table:
    """Title and unit lines above, weeks of the ISO calendar, `<5` for small numbers."""
    rows = []
    for week in range(1, 16 + period):
        for region in ("Nord", "Süd", "Ost", "West", "Mitte"):
            few = rng.random() < 0.1
            rows.append((f"2026-W{week:02}", region, "<5" if few else str(rng.randrange(5, 400)), str(rng.randrange(40, 900)), f"{rng.uniform(10, 95):.1f} %"))
    preamble = ("Belegte Betten nach Region;;;;", f"Stand: {1 + period:02}.05.2026;;;;")
    return Table(header=(("Kalenderwoche", "Region", "Belegte Betten", "Freie Betten", "Auslastung"),), rows=tuple(rows), preamble=preamble, delimiter=";")


def sensor_readings(rng: Random, period: int) -> Table:
    """Every ten minutes, epoch seconds, exponents, -9999 for no value."""
    first, rows = 1_767_225_600 + period * 86_400 * 3, []
    for n in range(432):
        rows.append((str(first + 600 * n), "S-01" if n % 2 else "S-02", f"{rng.uniform(1e-6, 9e-6):.3e}", "-9999" if rng.random() < 0.05 else f"{rng.uniform(-5, 25):.2f}", str(rng.randrange(940, 1_040))))  # fmt: skip
    return Table(header=(("epoch", "sensor", "flux", "temp_c", "pressure"),), rows=tuple(rows))


PUBLISHERS: tuple[Publisher, ...] = (
    german_market, british_demand, french_mix, prefecture_cases, shelters, population, months_aside, days_aside, weather, grid_area,
    exchange_rates, budget, trade, stops, incidents, swiss_cantons, dutch_ages, spanish_jobs, american_claims, many_floats,
    air_quality, eurostat, era_register, notes_below, hospital_week, sensor_readings,
)  # fmt: skip
