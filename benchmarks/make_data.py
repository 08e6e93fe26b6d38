"""The benchmark's files: an order book of a power market, the same bytes on every machine.

    python benchmarks/make_data.py [--large]

Every value is integer arithmetic on the row number, never DuckDB's hash() or random(): those change with its version.
"""

import argparse
import codecs
import hashlib
from pathlib import Path

import _duckdb

HERE = Path(__file__).parent
DATA = HERE / "data"
SMALL, MILLION, LARGE = 1_000, 1_000_000, 10_000_000
RECIPE = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()

AREAS = ("hokkaido", "tohoku", "tokyo", "chubu", "hokuriku", "kansai", "chugoku", "shikoku", "kyushu")
NAMES = (
    "北海エナジートレーディング株式会社 卸電力取引部",
    "東日本電力販売株式会社 需給運用センター",
    "中央グリーンパワー合同会社 市場取引課",
    "瀬戸内火力発電株式会社 東京支店 需給管理部",
    "九州風力発電ホールディングス株式会社",
)

# Row i is day, period, area and participant counted like digits, so the four of them are unique together.
ROWS = f"""
    SELECT
        i + 1 AS id,
        DATE '2014-04-01' + (i // 2160)::INTEGER AS delivery_date,
        1 + i // 45 % 48 AS period,
        {list(AREAS)}[1 + i // 5 % 9] AS area,
        'GEN-' || lpad((100 + i % 5 * 37)::VARCHAR, 4, '0') AS participant,
        {list(NAMES)}[1 + i % 5] AS participant_name,
        CASE WHEN a % 20 = 0 THEN 'block' WHEN a % 3 = 0 THEN 'intraday' ELSE 'spot' END AS product,
        CASE WHEN b % 100 <> 0 THEN (1 + b % 4999)::DECIMAL(9, 0) / 100 END::DECIMAL(9, 2) AS bid_price,
        ((1 + (a * 3 + b) % 3999)::DECIMAL(9, 0) / 100)::DECIMAL(9, 2) AS clearing_price,
        100 * (50 + c % 90000) AS bid_volume,
        100 * (c % (50 + c % 90000)) AS cleared_volume,
        strftime(TIMESTAMP '2014-03-31 10:00:00' + INTERVAL (i // 2160) DAY + INTERVAL (a % 3600) SECOND,
                 '%Y-%m-%d %H:%M:%S') AS published_at,
        b % 10 <> 0 AS is_final,
        CASE WHEN c % 25 = 0 THEN ['訂正', '再送, 訂正', 'late bid'][1 + a % 3] END AS note
    FROM (SELECT i, i * 2654435761 % 4294967291 % 1000003 AS a, (i * 40503 + 12345) * 69621 % 2147483647 AS b,
                 (i * 16807 + 777) * 48271 % 2147483647 AS c
          FROM range({{rows}}) AS r(i))
    ORDER BY i
"""

# A handful of mistakes far apart, all of them values that still read as their column's type: GX's reader must not stop.
BROKEN = """
    SELECT * REPLACE (
        CASE WHEN id % 27001 = 900 THEN 49 ELSE period END AS period,
        CASE WHEN id % 200003 = 950 THEN id - 1 ELSE id END AS id,
        CASE WHEN id % 50021 = 970 THEN 'okinawa' ELSE area END AS area,
        CASE WHEN id % 90001 = 980 THEN 'gen-0100' ELSE participant END AS participant,
        CASE WHEN id % 150001 = 990 THEN -0.01 ELSE clearing_price END AS clearing_price
    ) FROM ({rows}) ORDER BY id
"""


def main() -> None:
    """Make whatever is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="10 million rows too (1.6 GB)")
    make(large=parser.parse_args().large)


def make(*, large: bool = False) -> None:
    """The files that are missing, or all of them where this file has changed since."""
    DATA.mkdir(exist_ok=True)
    recipe = DATA / "recipe.sha256"
    if not recipe.exists() or recipe.read_text() != RECIPE:
        for old in DATA.iterdir():
            old.unlink()
    db = _duckdb.connect()
    wanted = {"orders_1k": SMALL, "orders_1m": MILLION} | ({"orders_10m": LARGE} if large else {})
    for name, rows in wanted.items():
        write(db, ROWS.format(rows=rows), DATA / f"{name}.csv", "FORMAT csv, HEADER")
    write(db, BROKEN.format(rows=ROWS.format(rows=MILLION)), DATA / "orders_1m_broken.csv", "FORMAT csv, HEADER")
    # Prices as doubles: pandas reads a decimal as an object a cell, and GX then takes more than ten minutes.
    doubles = "SELECT * REPLACE (bid_price::DOUBLE AS bid_price, clearing_price::DOUBLE AS clearing_price) FROM"
    parquet = f"{doubles} ({ROWS.format(rows=MILLION)}) ORDER BY id"
    write(db, parquet, DATA / "orders_1m.parquet", "FORMAT parquet, COMPRESSION zstd")
    transcode(DATA / "orders_1m.csv", DATA / "orders_1m_cp932.csv")
    recipe.write_text(RECIPE)


def write(db: _duckdb.DuckDBPyConnection, rows: str, path: Path, options: str) -> None:
    """One file from a query, there whole or not at all."""
    if not path.exists():
        part = path.with_suffix(".part")
        db.execute(f"COPY ({rows}) TO '{part}' ({options})")
        part.rename(path)


def transcode(source: Path, path: Path) -> None:
    """The same cells in CP932, as Japanese publishers send them."""
    if not path.exists():
        part = path.with_suffix(".part")
        decode = codecs.getincrementaldecoder("utf-8")()
        with source.open("rb") as utf8, part.open("wb") as cp932:
            while block := utf8.read(1 << 22):
                cp932.write(decode.decode(block).encode("cp932"))
        part.rename(path)


if __name__ == "__main__":
    main()
