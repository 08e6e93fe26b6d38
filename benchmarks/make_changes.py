"""Pairs of files with spec changes in them, for changes.py: the same bytes on every machine.

python benchmarks/make_changes.py [--large]
"""

import argparse

import _duckdb
from make_data import DATA, LARGE, MILLION, ROWS, write

WIDE = {"10k": 10_000, "200k": 200_000}
LATER = 1_000  # rows by which the second file of a wide pair has moved on


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--large", action="store_true", help="10 million rows too (3.2 GB)")
    options = parser.parse_args()
    DATA.mkdir(exist_ok=True)
    db = _duckdb.connect()
    for name, rows in WIDE.items():
        write(db, wide(rows), DATA / f"wide_{name}.csv", "FORMAT csv, HEADER")
        write(db, wide(rows, later=True), DATA / f"wide_{name}_next.csv", "FORMAT csv, HEADER")
    for name, rows in {"1m": MILLION, **({"10m": LARGE} if options.large else {})}.items():
        orders = ROWS.format(rows=rows)
        write(db, orders, DATA / f"orders_{name}.csv", "FORMAT csv, HEADER")
        write(db, changed(orders), DATA / f"orders_{name}_next.csv", "FORMAT csv, HEADER")


def wide(rows: int, *, later: bool = False) -> str:
    """100 columns: hours, areas, and figures in MW. Later one column is called otherwise, one is split, one is in kW."""
    columns = [
        "strftime(TIMESTAMP '2026-01-01' + INTERVAL (i // 10) HOUR, '%Y-%m-%d %H:%M') AS time",
        "'area-' || i % 10 AS area",
    ]
    for k in range(98):
        figure = f"((i * {7919 * (k + 3)} + {k * 104729}) % 100003 / 100.0 + {10 * k})"
        start, end = "'T' || lpad((i * 31 % 977)::VARCHAR, 3, '0')", "'line-' || i * 17 % 89"
        if k == 40:
            columns.append(f"printf('%.2f', {figure}) AS {'generator_forty' if later else 'plant_40'}")
        elif k == 60:
            columns.append(
                f"printf('%.0f', 1000 * {figure}) AS \"load(kW)\""
                if later
                else f"printf('%.2f', {figure}) AS \"load(MW)\""
            )
        elif k == 80:
            columns += [f"{start} AS tie_from", f"{end} AS tie_to"] if later else [f"{start} || ' ' || {end} AS tie"]
        else:
            columns.append(f"printf('%.2f', {figure}) AS plant_{k:02d}")
    return f"SELECT {', '.join(columns)} FROM (SELECT r + {LATER if later else 0} AS i FROM range({rows}) AS t(r)) ORDER BY i"


def changed(orders: str) -> str:
    """Another name, and dates in another format."""
    return (
        "SELECT * REPLACE (strftime(delivery_date, '%Y/%m/%d') AS delivery_date) "
        f"RENAME (participant_name AS trader) FROM ({orders}) ORDER BY id"
    )


if __name__ == "__main__":
    main()
