"""The same 26 questions as one hand-written statement: what DuckDB alone needs, by somebody who knows it.

    python benchmarks/bare_duckdb.py FILE [--json]

No suite, no general rule, no sentence, no sample: everything is written for this one file. Cells are read as text and
converted under a guard (CASE keeps DuckDB from pushing the cast into its reader, where one bad cell ends the scan); the
cells that do not convert are counted. Uniqueness is proved by 64-bit hashes out of the same scan: equal hashes would
have to be looked at again, so they read as "not unique" here, which errs towards a closed gate.
"""

import json
import sys

import _duckdb

COLUMNS = [
    "id", "delivery_date", "period", "area", "participant", "participant_name", "product", "bid_price",
    "clearing_price", "bid_volume", "cleared_volume", "published_at", "is_final", "note",
]  # fmt: skip
CSV = (
    "read_csv('{path}', header=true, auto_detect=false, delim=',', quote='\"', escape='\"', columns={{"
    + ", ".join(f"{c}: 'VARCHAR'" for c in COLUMNS)
    + "}})"
)
CONVERTED = {
    "id": "BIGINT", "period": "BIGINT", "bid_price": "DOUBLE", "clearing_price": "DOUBLE",
    "bid_volume": "BIGINT", "cleared_volume": "BIGINT", "is_final": "BOOLEAN",
}  # fmt: skip
TEXTS = "area, participant, participant_name, product, published_at, note"
FROM_TEXT = ", ".join(
    [f"CASE WHEN {c} <> '' THEN TRY_CAST({c} AS {t}) END AS {c}_, {c}" for c, t in CONVERTED.items()]
    + ["TRY_STRPTIME(delivery_date, '%Y-%m-%d') AS delivery_date_, delivery_date", TEXTS]
)
AS_TYPED = ", ".join([f"{c} AS {c}_, {c}" for c in (*CONVERTED, "delivery_date")] + [TEXTS])
UNREADABLE = " + ".join(
    f"count(CASE WHEN {c} IS NOT NULL AND {c}_ IS NULL THEN 1 END)" for c in (*CONVERTED, "delivery_date")
)
# Ranks from 0. GX's quantile is the nearest value, half to the even index; its median lies between the two middle ones.
LAST = "(SELECT priced FROM scan) - 1"
PLACES = [f"floor(({LAST}) / 2)", f"ceil(({LAST}) / 2)"] + [
    f"round_even({q} * ({LAST}), 0)" for q in (0.05, 0.25, 0.5, 0.75, 0.95)
]
AREAS = "('hokkaido', 'tohoku', 'tokyo', 'chubu', 'hokuriku', 'kansai', 'chugoku', 'shikoku', 'kyushu')"

SCAN = f"""
WITH scan AS MATERIALIZED (
    SELECT
        count(*) AS n,
        {UNREADABLE} AS unreadable,
        count(note) AS notes,
        count(id) AS ids,
        count(CASE WHEN period_ < 1 OR period_ > 48 THEN 1 END) AS period,
        count(CASE WHEN bid_price_ < 0 OR bid_price_ > 999 THEN 1 END) AS bid_price,
        count(CASE WHEN area NOT IN {AREAS} THEN 1 END) AS area,
        count(CASE WHEN participant IN ('GEN-0000', 'GEN-9999') THEN 1 END) AS participant,
        list(hash(id_)) AS id_hashes,
        list(hash(delivery_date_, period_, area, participant)) AS key_hashes,
        count(CASE WHEN length(participant_name) NOT BETWEEN 2 AND 40 THEN 1 END) AS lengths,
        count(CASE WHEN NOT regexp_matches(participant, '^GEN-[0-9]{{4}}$') THEN 1 END) AS unlike,
        count(CASE WHEN regexp_matches(participant_name, '[?\uFFFD]') THEN 1 END) AS alike,
        count(CASE WHEN published_at IS NOT NULL AND TRY_STRPTIME(published_at, '%Y-%m-%d %H:%M:%S') IS NULL
              THEN 1 END) AS stamps,
        min(clearing_price_) AS low, max(clearing_price_) AS high, avg(clearing_price_) AS mean,
        stddev_samp(clearing_price_) AS stdev,
        list(clearing_price_) AS prices, count(clearing_price_) AS priced,
        sum(cleared_volume_) AS total,
        count(CASE WHEN product NOT IN ('spot', 'intraday', 'block') THEN 1 END) AS product,
        count(CASE WHEN bid_volume_ < cleared_volume_ OR (bid_volume_ IS NULL) <> (cleared_volume_ IS NULL)
              THEN 1 END) AS pairs
    FROM {{rows}}
), prices AS MATERIALIZED (
    SELECT v, sum(c) OVER (ORDER BY v) AS upto
    FROM (SELECT v, count(*) AS c FROM (SELECT unnest(prices) AS v FROM scan) WHERE v IS NOT NULL GROUP BY v)
)
SELECT
    scan.* EXCLUDE (id_hashes, key_hashes, prices, priced),
    (SELECT count(DISTINCT h) FROM (SELECT unnest(id_hashes) AS h FROM scan)) AS id_distinct,
    (SELECT count(DISTINCT h) FROM (SELECT unnest(key_hashes) AS h FROM scan)) AS key_distinct,
    (SELECT count(*) FROM prices) AS price_distinct,
    {", ".join(f"(SELECT min(v) FROM prices WHERE upto > {at})" for at in PLACES)}
FROM scan
"""


def main(path: str, as_json: bool) -> int:
    """Ask, judge, print; 0 where all 26 hold."""
    parquet = path.endswith(".parquet")
    rows = f"(SELECT {AS_TYPED} FROM '{path}')" if parquet else f"(SELECT {FROM_TEXT} FROM {CSV.format(path=path)})"
    header = header_of(path)
    (row,) = _duckdb.connect().execute(SCAN.replace("{rows}", rows)).fetchall()
    (n, unreadable, notes, ids, period, bid_price, area, participant, lengths, unlike, alike, stamps, low, high, mean,
     stdev, total, product, pairs, id_distinct, key_distinct, price_distinct, *picked) = row  # fmt: skip
    median, quantiles = (picked[0] + picked[1]) / 2, picked[2:]
    ranges = ((1, 3), (8, 12), (18, 22), (28, 32), (36, 40))
    results = (
        ("null", (n - notes) / n >= 0.9, notes, None),
        ("not_be_null", ids == n, n - ids, None),
        ("between", period == 0, period, None),
        ("between", bid_price == 0, bid_price, None),
        ("in_set", area == 0, area, None),
        ("not_be_in_set", participant == 0, participant, None),
        ("of_type", unreadable == 0, None, "float64"),
        ("be_unique", id_distinct == ids, None, None),
        ("compound", key_distinct == n, None, None),
        ("lengths", lengths == 0, lengths, None),
        ("match_regex", unlike == 0, unlike, None),
        ("not_match_regex", alike == 0, alike, None),
        ("strftime", stamps == 0, stamps, None),
        ("min", 0 <= low <= 1, None, low),
        ("max", 30 <= high <= 200, None, high),
        ("mean", 15 <= mean <= 25, None, mean),
        ("median", 15 <= median <= 25, None, median),
        ("stdev", 5 <= stdev <= 20, None, stdev),
        ("sum", 1e6 <= total <= 1e14, None, total),
        ("quantile", all(a <= q <= b for q, (a, b) in zip(quantiles, ranges, strict=True)), None, quantiles),
        ("unique_value_count", 500 <= price_distinct <= 5000, None, price_distinct),
        ("distinct", product == 0, None, None),
        ("pair", pairs == 0, pairs, None),
        ("row_count", 1 <= n <= 20_000_000, None, n),
        ("exist", "published_at" in header, None, None),
        ("ordered_list", header == COLUMNS, None, header),
    )
    if as_json:
        print(json.dumps([{"kind": k, "success": s, "unexpected": u, "observed": o} for k, s, u, o in results]))
    else:
        for kind, success, _, _ in results:
            print("ok  " if success else "FAIL", kind)
    return 0 if unreadable == 0 and all(success for _, success, _, _ in results) else 1


def header_of(path: str) -> list[str]:
    """The names as the file gives them: explicit `columns` would hide another order."""
    if path.endswith(".parquet"):
        return [name for (name,) in _duckdb.connect().execute(
            f"SELECT name FROM parquet_schema('{path}') WHERE num_children IS NULL").fetchall()]  # fmt: skip
    with open(path, encoding="utf-8") as file:
        return file.readline().rstrip("\r\n").split(",")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--json" in sys.argv[2:]))
