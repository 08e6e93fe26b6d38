"""A folder of Argo's output parameters: one small file each, whose content never reads as green by default.

`--output argo=/tmp/dq/out` writes `gate`, `summary`, `cause`, `verdict`, `rows`, `breaking`, `unsuccessful`, `generation`
and `result-uri`; templates/base/gate.yaml reads them.
"""

import msgspec

from ..result import ValidationResult
from ..sentences import Lang
from . import _several
from ._plain import one_line

NONE = "none"


def render(results: dict[str, ValidationResult], *, lang: Lang = "en") -> bytes:
    """The verdict alone: one line of JSON, for `dq enforce`."""
    return files(results, lang=lang)["verdict"]


def files(results: dict[str, ValidationResult], *, lang: Lang = "en") -> dict[str, bytes]:
    """Every parameter by its file name. Of several results the worst one speaks; counts are sums."""
    uri, worst = _several.worst(results)
    landed = worst.landed
    verdict = {
        "source": uri,
        "dataset": worst.dataset,
        "gate": worst.gate,
        "exit_code": worst.exit_code,
        "closes": worst.against,  # whatever --fail-on was: `dq enforce` decides by it
        "cause": cause(worst),
        "summary": one_line(worst.summary[lang], 300),  # forty of them are one argument of a command line
    }
    rows = [r.landed.rows for r in results.values() if r.landed is not None and r.landed.rows is not None]
    told = {
        "gate": worst.gate,
        "summary": _several.sentence(results, lang, 500),  # beside the verdict, in the same argument
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
        data = "not_landed" if result.error.kind == "NotLanded" else "not_readable"  # 0: under `--fail-on never`
        return {0: data, 1: data, 2: "caller", 3: "fault", 75: "transient"}.get(result.exit_code, "interrupted")
    return "expectation" if result.gate == "closed" else NONE


def breaking(result: ValidationResult) -> int:
    return sum(f.grade == "breaking" and f.known_issue is None for f in result.spec_changes)
