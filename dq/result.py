"""What a run says: outcomes of expectations, findings of spec changes, and the document that carries both.

The document has the keys of GX's validation result and ours beside them (DESIGN: "The result document"). It carries the
filled sentences in both languages: outputs compute nothing and look nothing up.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from .sentences import Text
from .spec.spec import Spec

Severity: TypeAlias = Literal["critical", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")
Grade: TypeAlias = Literal["breaking", "compatible", "ignore"]
Gate: TypeAlias = Literal["open", "closed", "undecided"]
ResultFormat: TypeAlias = Literal["BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE"]


class Example(msgspec.Struct, frozen=True):
    """One cell or line as it stands in the file. `line` is physical and 1-based, as an editor shows it; None where a
    file has no lines (Parquet: `row`, 0-based among the data rows). `value` is the raw text, None where not shown
    (a `pii` column) or missing."""

    line: int | None
    column: str | None
    value: str | None
    row: int | None = None


class Evidence(msgspec.Struct, frozen=True):
    """`count` of `of` cells or rows, and at most three examples."""

    count: int | None = None
    of: int | None = None
    examples: tuple[Example, ...] = ()


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One spec change: what the upstream changed. DESIGN pins down what `columns`, `before` and `after` hold by kind.
    `begins`: the line from which on (the row from 1, where a file has no lines), of a change within the file: then
    `evidence` counts all cells, or rows, that it touches."""

    id: str = ""
    kind: str
    columns: tuple[str, ...] = ()
    before: Any = msgspec.field(default=None, name="from")
    after: Any = msgspec.field(default=None, name="to")
    grade: Grade = "breaking"
    confidence: float = 1.0
    since: str | None = None
    begins: int | None = None
    against: Literal["declared", "last_good", "history"] = "declared"
    known_issue: dict[str, Any] | None = None
    evidence: Evidence = Evidence()
    sentence: Text = Text("", "")
    severity: Severity | None = None  # the highest that it excuses, where that is higher than its grade's own


class ExceptionInfo(msgspec.Struct, frozen=True):
    raised_exception: bool = False
    exception_traceback: str | None = None
    exception_message: str | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """An engine's answer to one expectation, before it is judged. `result` is GX's, at the level asked for. `judged_as`:
    columns that it names otherwise than the file now does, each with the file's name."""

    success: bool | None
    result: Mapping[str, Any] = {}
    exception_info: ExceptionInfo = ExceptionInfo()
    evidence: Evidence = Evidence()
    observed: Text | None = None  # for sentences: "3 of 17,520 are not"
    engine: str = "native"
    judged_as: Mapping[str, str] = {}


class ExpectationResult(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of `results`, in suite order. `meta.implied`: it stands for a declared type or for well-formed rows."""

    success: bool | None
    expectation_config: dict[str, Any]
    result: Mapping[str, Any] = {}
    meta: dict[str, Any] = {}
    exception_info: ExceptionInfo = ExceptionInfo()
    not_evaluated_because: str | None = None
    evidence: Evidence = Evidence()
    sentence: Text = Text("", "")

    @property
    def severity(self) -> Severity:
        return self.expectation_config.get("severity", "critical")  # type: ignore[no-any-return]  # from our own loader

    @property
    def type(self) -> str:
        return self.expectation_config["type"]  # type: ignore[no-any-return]  # from our own loader

    @property
    def columns(self) -> tuple[str, ...]:
        kwargs = self.expectation_config.get("kwargs", {})
        named = (kwargs.get("column"), kwargs.get("column_A"), kwargs.get("column_B"), *(kwargs.get("column_list") or ()))
        return tuple(c for c in named if c is not None)


def against(results: Iterable[ExpectationResult], findings: Iterable[Finding]) -> Severity | None:
    """The highest severity that stands against the gate: a breaking change that is no known issue counts as critical."""
    if any(f.grade == "breaking" and f.known_issue is None for f in findings):
        return "critical"
    unsuccessful = {r.severity for r in results if r.success is False}
    return next((severity for severity in SEVERITIES if severity in unsuccessful), None)


class SuiteRef(msgspec.Struct, frozen=True):
    uri: str | None = None
    digest: str | None = None  # sha256:<hex> of the suite's bytes
    version: str | None = None


class Landed(msgspec.Struct, frozen=True, kw_only=True):
    """The file that was judged. `size` in bytes; `updated` ISO 8601 in UTC; `columns` is a count."""

    uri: str
    generation: str | None = None
    size: int | None = None
    digest: str | None = None
    updated: str | None = None
    rows: int | None = None
    columns: int | None = None


class Baseline(msgspec.Struct, frozen=True):
    """What the file was held against. `spec` is carried where the next run is not to be held against this run's own:
    the gate did not open, or only `--fail-on never` or a known issue opened it."""

    uri: str
    landed: Landed | None = None
    gate: Gate | None = None
    spec: Spec | None = None


class RunError(msgspec.Struct, frozen=True):
    """What stopped the run. `mistakes`: of an invalid suite, all of them, each with its own `where` and `hint`."""

    kind: str
    message: Text
    where: str | None = None
    hint: Text | None = None
    mistakes: tuple["RunError", ...] = ()


class RunMeta(msgspec.Struct, frozen=True, kw_only=True):
    dq_version: str
    engine: str = "native"
    started: str  # ISO 8601, UTC
    seconds: float = 0.0


class ResultStatistics(msgspec.Struct, frozen=True, kw_only=True):
    """GX's four, over what was evaluated, and ours."""

    evaluated_expectations: int = 0
    successful_expectations: int = 0
    unsuccessful_expectations: int = 0
    success_percent: float | None = None
    not_evaluated_expectations: int = 0


class ValidationResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result document. `success` is GX's, over what was evaluated; `gate` is the word that counts."""

    success: bool
    gate: Gate
    exit_code: int
    summary: Text
    suite_name: str | None = None
    suite: SuiteRef = SuiteRef()
    dataset: str | None = None
    title: Text | None = None
    owner: str | None = None
    period: str | None = None
    landed: Landed | None = None
    spec_changes: tuple[Finding, ...] = ()
    results: tuple[ExpectationResult, ...] = ()
    statistics: ResultStatistics = ResultStatistics()
    spec: Spec | None = None
    baseline: Baseline | None = None
    error: RunError | None = None
    result_uri: str | None = None  # where this document itself is kept, where it is
    meta: RunMeta

    @property
    def against(self) -> Severity | None:
        """What stands against the gate, whatever --fail-on was."""
        return "critical" if self.error is not None else against(self.results, self.spec_changes)

    @property
    def advances(self) -> bool:
        """Whether the dataset's last good run is this one: its gate opened, and `critical` would have opened it."""
        return self.gate == "open" and self.against != "critical"

    def to_json_dict(self) -> dict[str, Any]:
        """The document as plain JSON values. NaN and infinities become null and the strings "Infinity", "-Infinity"."""
        return _plain(self)  # type: ignore[no-any-return]  # Any by design


class Side(msgspec.Struct, frozen=True):
    """One of the two files of a comparison. Its Spec comes without the sampled rows: they are the file's own."""

    uri: str
    spec: Spec


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What changed between two landed files. `results`: what the second file does not hold though the first one does,
    of what holds of every file that can be read: its rows are well formed, its cells read as the rest of their column.
    `exit_code`: 1 where a change is breaking, or rows are malformed."""

    spec_changes: tuple[Finding, ...]
    results: tuple[ExpectationResult, ...] = ()
    before: Side
    after: Side
    exit_code: int

    def to_json_dict(self) -> dict[str, Any]:
        """The document as plain JSON values."""
        return _plain(self)  # type: ignore[no-any-return]  # Any by design


def encode(document: ValidationResult | Comparison | Mapping[str, Any] | list[Any]) -> bytes:
    """The document as JSON bytes, with a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(_plain(document)), indent=2) + b"\n"


def decode(data: bytes) -> ValidationResult:
    """The document back again. Raises msgspec.ValidationError where it is none of ours."""
    return msgspec.json.decode(data, type=ValidationResult)


def _plain(document: Any) -> Any:
    return _walk(msgspec.to_builtins(document, str_keys=True, enc_hook=str))


def _walk(value: Any) -> Any:
    """JSON has no infinities, and msgspec would write null for them: GX writes Infinity, we write the word. Nor has it
    the bytes of a file name that are no UTF-8 (lone surrogates in Python): they become `\\udc80`, spelt out."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None if value != value else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {_walk(k): _walk(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_walk(v) for v in value]
    return value
