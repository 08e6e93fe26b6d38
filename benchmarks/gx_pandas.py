"""Great Expectations on pandas, the cheapest way it supports: one frame, no files, no progress bars.

    python benchmarks/gx_pandas.py FILE [--json]
"""

import json
import sys
from pathlib import Path

import great_expectations as gx
import pandas as pd
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.data_context.types.base import ProgressBarsConfig

TYPES = {
    "id": "int64", "period": "int64", "area": "str", "participant": "str", "participant_name": "str",
    "product": "str", "bid_price": "float64", "clearing_price": "float64", "bid_volume": "int64",
    "cleared_volume": "int64", "published_at": "str", "is_final": "bool", "note": "str",
}  # fmt: skip


def main(path: str, as_json: bool) -> int:
    """GX's verdict by expectation, one a line or as one JSON list; 0 where all succeed."""
    frame = read(path)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("p").add_dataframe_asset("a")
    batch = asset.add_batch_definition_whole_dataframe("b").get_batch({"dataframe": frame})
    given = json.loads(Path(__file__).with_name("suite.gx.json").read_text(encoding="utf-8"))
    validated = batch.validate(ExpectationSuite(**given), result_format="SUMMARY").to_json_dict()
    # GX reorders its results: back into the suite's order.
    found = {key(r["expectation_config"]): r for r in validated["results"]}
    results = [found[key(e)] for e in given["expectations"]]
    if as_json:
        print(json.dumps([{"type": r["expectation_config"]["type"], **seen(r)} for r in results], default=str))
    else:
        for r in results:
            print("ok  " if r["success"] else "FAIL", r["expectation_config"]["type"])
    return 0 if validated["success"] else 1


def read(path: str) -> pd.DataFrame:
    if path.endswith(".parquet"):
        return pd.read_parquet(path).astype({"delivery_date": "datetime64[s]"})
    encoding = "cp932" if "cp932" in path else "utf-8"
    return pd.read_csv(path, dtype=TYPES, parse_dates=["delivery_date"], date_format="%Y-%m-%d", encoding=encoding)


def key(config: dict) -> str:
    """Type and column: no two expectations of this suite share both."""
    kwargs = config["kwargs"]
    return f"{config['type']} {kwargs.get('column')} {kwargs.get('column_A')}"


def seen(result: dict) -> dict:
    """What the other contenders can be compared with."""
    inner = result["result"]
    return {
        "success": result["success"],
        "unexpected": inner.get("unexpected_count"),
        "observed": inner.get("observed_value"),
        "raised": result["exception_info"].get("exception_message"),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--json" in sys.argv[2:]))
