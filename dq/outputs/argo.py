"""A folder of Argo's output parameters: one small file each, whose content never reads as green by default.

`--output argo=/tmp/dq/out` writes `gate`, `summary`, `cause`, `verdict`, `rows`, `breaking`, `unsuccessful`, `generation`
and `result-uri`; templates/base/gate.yaml reads them.
"""

import msgspec

from .. import exit_codes
from ..result import ValidationResult
from ..sentences import Lang
from ._plain import one_line

NONE = "none"


def render(results: dict[str, ValidationResult], *, lang: Lang = "en") -> bytes:
    """The verdict alone: one line of JSON, for `dq enforce`."""
    return files(results, lang=lang)["verdict"]


def files(results: dict[str, ValidationResult], *, lang: Lang = "en") -> dict[str, bytes]:
    """Every parameter by its file name. Of several results the worst one speaks; counts are sums."""
    if not results:
        raise ValueError("no result to render")
    code = exit_codes.worst(r.exit_code for r in results.values())
    worst = next(r for r in results.values() if r.exit_code == code)
    uri = next(uri for uri, r in results.items() if r is worst)
    landed = worst.landed
    verdict = {
        "source": uri,
        "dataset": worst.dataset,
        "gate": worst.gate,
        "exit_code": code,
        "cause": cause(worst),
        "summary": one_line(worst.summary[lang]),
    }
    rows = [r.landed.rows for r in results.values() if r.landed is not None and r.landed.rows is not None]
    told = {
        "gate": worst.gate,
        "summary": one_line(worst.summary[lang]),
        "cause": cause(worst),
        "verdict": msgspec.json.encode(verdict).decode(),
        "rows": str(sum(rows)) if len(rows) == len(results) else "-1",
        "breaking": str(sum(breaking(r) for r in results.values())) if worst.gate != "undecided" else "-1",
        "unsuccessful": str(sum(r.statistics.unsuccessful_expectations for r in results.values()))
        if worst.gate != "undecided"
        else "-1",
        "generation": (landed.generation if landed is not None else None) or NONE,
        "result-uri": worst.result_uri or NONE,
    }
    return {name: text.encode() for name, text in told.items()}


def cause(result: ValidationResult) -> str:
    """The kind of the first finding that closes, else what else closed the gate, else none. A label: few values, ever."""
    finding = next((f for f in result.spec_changes if f.grade == "breaking" and f.known_issue is None), None)
    if finding is not None:
        return finding.kind
    if result.error is not None:
        return {0: NONE, 1: "not_landed", 2: "caller", 3: "fault", 75: "transient"}.get(result.exit_code, "interrupted")
    return "expectation" if result.gate == "closed" else NONE


def breaking(result: ValidationResult) -> int:
    return sum(f.grade == "breaking" and f.known_issue is None for f in result.spec_changes)
