"""The way from Python: `dq.check` and `dq.compare`, over files, pandas DataFrames and Arrow tables."""

import os
from collections.abc import Mapping
from typing import Any

import msgspec

from . import gate
from .baseline import Remembered, of_result, remember
from .by_name import names, near
from .errors import Mistake, UnsupportedExpectation, UsageError
from .expectation_types._families import Format
from .judging import Check
from .result import Comparison, ExpectationResult, ValidationResult
from .storage import LandedFile
from .suites import match
from .suites._arguments import LEVELS
from .suites.load import load, load_mapping
from .suites.suite import Suite

_INDICES = ("partial_unexpected_index_list", "unexpected_index_list")


def check(
    source: Any,
    suite: Any,
    *,
    engine: str = "native",
    result_format: str | Mapping[str, Any] = "SUMMARY",
    baseline: Any = None,
    parameters: Mapping[str, Any] | None = None,
) -> ValidationResult:
    """The verdict on a source by a suite, as one value; `.to_json_dict()` is the result document.

    `source`: a path, a URI, a pandas DataFrame or a pyarrow Table. `suite`: a path or name, a mapping in GX's shape or
    ours, or a GX ExpectationSuite. `baseline`: the last good run: a path, or its ValidationResult. Raises SuiteError for
    an invalid suite, UnsupportedExpectation where the engine does not know a type, and whatever else leaves the gate
    undecided; bad data raises nothing.
    """
    if engine not in names("engines"):
        raise UsageError(_none_of("engine", engine, names("engines")))
    landed, uri = _landed(source)
    asked = Check(
        source=uri,
        declared=_declared(suite, uri, parameters),
        engine=engine,
        form=_form(result_format),
        baseline=_remembered(baseline),
        landed=landed,
    )
    return _labelled(gate.check(asked, raising=True), source)


def compare(before: Any, after: Any) -> Comparison:
    """What changed from one source to another; no suite needed. Sources are as in `check`."""
    old, new = (landed or uri for landed, uri in map(_landed, (before, after)))
    return gate.compare(old, new)


def _landed(source: Any) -> tuple[LandedFile | None, str]:
    """What is no file, and what the source is called."""
    if isinstance(source, (str, os.PathLike)):
        return None, os.fspath(source)
    if not (hasattr(source, "iloc") and hasattr(source, "columns")) and not hasattr(source, "__arrow_c_stream__"):
        got = type(source).__name__
        raise UsageError(
            {
                "en": f"a source is a path, a URI, a pandas DataFrame or an Arrow table, not `{got}`",
                "ja": f"対象にはパス・URI・pandas の DataFrame・Arrow の表を渡してください(`{got}` は使えません)",
            }
        )
    uri = f"<{type(source).__name__}>"
    return LandedFile(uri=uri, path="", size=0, frame=source), uri


def _declared(suite: Any, uri: str, parameters: Mapping[str, Any] | None) -> Suite:
    if isinstance(suite, (str, os.PathLike)):
        return load(str(match.resolve(suite, uri)), parameters=parameters)
    if isinstance(suite, Mapping):
        return load_mapping(suite, parameters=parameters)
    if hasattr(suite, "to_json_dict"):  # GX's own: whatever it names is an expectation of somebody's
        document = suite.to_json_dict()
        _known(document)
        return load_mapping(document, parameters=parameters)
    got = type(suite).__name__
    raise UsageError(
        {
            "en": f"a suite is a path, a mapping or a GX ExpectationSuite, not `{got}`",
            "ja": f"スイートにはパス・マッピング・GX の ExpectationSuite を渡してください(`{got}` は使えません)",
        }
    )


def _known(document: Mapping[str, Any]) -> None:
    given = [expectation.get("type") for expectation in document.get("expectations", ())]
    mistakes = [
        Mistake(
            {
                "en": f"the native engine does not know `{type_}`",
                "ja": f"native エンジンは `{type_}` に対応していません",
            },
            path=f"$.expectations[{n}].type",
            unsupported=True,
        )
        for n, type_ in enumerate(given)
        if type_ not in names("expectation_types")
    ]
    if mistakes:
        raise UnsupportedExpectation(str(document.get("name") or "<suite>"), mistakes)


def _form(given: str | Mapping[str, Any]) -> Format:
    """GX's result_format: a level, or a mapping with one."""
    options = {"result_format": given} if isinstance(given, str) else dict(given)
    level = options.get("result_format", "SUMMARY")
    if level not in LEVELS:
        raise UsageError(_none_of("result_format", level, LEVELS))
    most = options.get("partial_unexpected_count", 20)
    return Format(level=level, partial_unexpected_count=max(0, int(most)))


def _none_of(what: str, given: object, known: tuple[str, ...]) -> dict[str, str]:
    meant = near(str(given), known)
    en, ja = (
        (f": did you mean `{meant}`?", f"。`{meant}` ではありませんか?") if meant else (f": {', '.join(known)}",) * 2
    )
    return {"en": f"no {what} `{given}`{en}", "ja": f"{what} `{given}` はありません{ja}"}


def _remembered(baseline: Any) -> Remembered | None:
    if baseline is None or isinstance(baseline, Remembered):
        return baseline
    if isinstance(baseline, ValidationResult):
        return of_result(baseline.landed.uri if baseline.landed is not None else "<result>", baseline)
    return remember(os.fspath(baseline))


def _labelled(result: ValidationResult, source: Any) -> ValidationResult:
    """Rows by the DataFrame's own labels, as GX calls them; those of a plain index are their numbers."""
    index = getattr(source, "index", None)
    if index is None or not hasattr(source, "iloc") or (type(index).__name__ == "RangeIndex" and _plain(index)):
        return result
    return msgspec.structs.replace(result, results=tuple(_relabelled(r, index) for r in result.results))


def _plain(index: Any) -> bool:
    return bool(index.start == 0 and index.step == 1)


def _relabelled(result: ExpectationResult, index: Any) -> ExpectationResult:
    told = dict(result.result)
    for name in _INDICES:
        if name in told:
            told[name] = [_label(index[row]) for row in told[name]]
    if "unexpected_index_query" in told:
        told["unexpected_index_query"] = f"df.filter(items={told['unexpected_index_list']}, axis=0)"
    return msgspec.structs.replace(result, result=told)


def _label(label: Any) -> Any:
    return label.item() if hasattr(label, "item") else label
