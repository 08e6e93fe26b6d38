"""The result document. Several files of one call stand under `run_results`, with one gate and one exit code."""

from .. import exit_codes
from ..result import ValidationResult, encode
from ..sentences import Lang


def render(results: dict[str, ValidationResult], *, lang: Lang = "en") -> bytes:
    """One result is the document itself. Sentences stand in both languages, whatever `lang`.

    `statistics` of several: GX's four of a checkpoint over the files, and the sums over their expectations.
    """
    if not results:
        raise ValueError("no result to render")
    if len(results) == 1:
        return encode(next(iter(results.values())))
    code = exit_codes.worst(result.exit_code for result in results.values())
    return encode(
        {
            "success": all(result.success for result in results.values()),
            "gate": exit_codes.gate_of(code),
            "exit_code": code,
            "statistics": _statistics(list(results.values())),
            "run_results": results,
        }
    )


def _statistics(results: list[ValidationResult]) -> dict[str, int | float]:
    successful = sum(result.success for result in results)
    counts = ("evaluated", "successful", "unsuccessful", "not_evaluated")
    return {
        "evaluated_validations": len(results),
        "successful_validations": successful,
        "unsuccessful_validations": len(results) - successful,
        "success_percent": 100 * successful / len(results),
        **{f"{c}_expectations": sum(getattr(r.statistics, f"{c}_expectations") for r in results) for c in counts},
    }
