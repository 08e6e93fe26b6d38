"""Great Expectations, live: the reference that native's verdicts are held against.

The reference configuration is GX 1.24 on pandas 3 with `mode.string_storage="python"` (pure `re`), integers with
missing values as Int64, dates as Python's dates.
"""

import json
import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pandas as pd

with warnings.catch_warnings():  # GX's own: deprecated modules of Python, its own deprecations
    warnings.simplefilter("ignore")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

pd.set_option("mode.string_storage", "python")


@cache
def _definition() -> Any:
    """One context for the whole session; a batch of it costs a millisecond."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("frame")
    return asset.add_batch_definition_whole_dataframe("whole")


def batch(frame: pd.DataFrame) -> Any:
    return _definition().get_batch({"dataframe": frame})


def validate(
    frame: pd.DataFrame, configs: Iterable[Mapping[str, Any]], result_format: object = "COMPLETE"
) -> list[dict[str, Any]]:
    """GX's results in the order of `configs` (`{type, kwargs}`), as plain JSON: one suite, one batch."""
    configs = list(configs)
    found = sorted(results(frame, configs, result_format), key=lambda r: r["expectation_config"]["meta"]["n"])
    if len(found) != len(configs):
        raise AssertionError("GX dropped an expectation: an unknown type, or two alike")
    return found


def results(
    frame: pd.DataFrame, configs: Iterable[Mapping[str, Any]], result_format: object = "COMPLETE"
) -> list[dict[str, Any]]:
    """In GX's own order, as plain JSON."""
    numbered = [{"type": c["type"], "kwargs": dict(c["kwargs"]), "meta": {"n": n}} for n, c in enumerate(configs)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        suite = gx.ExpectationSuite(name="suite", expectations=numbered)
        document = batch(frame).validate(suite, result_format=result_format).to_json_dict()
    return json.loads(json.dumps(document["results"], default=_numpy))  # type: ignore[no-any-return]  # JSON


def _numpy(value: Any) -> Any:
    """GX leaves numpy's scalars where json cannot write them (quantiles' success)."""
    return value.item()


def raised(result: Mapping[str, Any]) -> bool:
    """Whether GX could not judge: flat, or keyed by metric."""
    info = result["exception_info"]
    return bool(info["raised_exception"]) if "raised_exception" in info else bool(info)


def column(type_: str, values: Iterable[Any]) -> pd.Series:
    """A typed column as the engine hands it to GX. None is a missing value."""
    values = list(values)
    missing = any(v is None for v in values)
    if type_ != "text" and any(isinstance(v, str) for v in values):
        return pd.Series(values, dtype="object")
    match type_:
        case "integer":
            return pd.Series(values, dtype="Int64" if missing else "int64")
        case "number":
            return pd.Series(values, dtype="float64")
        case "boolean":
            return pd.Series(values, dtype="object" if missing else "bool")
        case "datetime":
            return pd.Series(values, dtype="datetime64[us]")
        case "text":
            return pd.Series(values, dtype="str")
        case _:
            return pd.Series(values, dtype="object")
