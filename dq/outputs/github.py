"""GitHub's workflow commands: an annotation a finding or unsuccessful expectation, at its line of the landed file."""

from ..result import Evidence, ValidationResult
from ..sentences import Lang
from ._plain import one_line

MOST = 10  # GitHub shows ten annotations of a level a step
LEVELS = {"critical": "error", "warning": "warning", "info": "notice", "breaking": "error", "compatible": "notice"}


def render(results: dict[str, ValidationResult], *, lang: Lang = "en") -> bytes:
    """To be printed to a step's log: `--output github=/dev/stdout`."""
    lines: list[str] = []
    for uri, result in results.items():
        told: list[tuple[str, str, Evidence]] = []
        told += [(f.grade, f.sentence[lang], f.evidence) for f in result.spec_changes if f.grade in LEVELS]
        told += [(r.severity, r.sentence[lang], r.evidence) for r in result.results if r.success is False]
        if result.error is not None:
            told.insert(0, ("critical", result.error.message[lang], Evidence()))
        title = f"dq: {result.dataset or uri}"
        lines += [_command(LEVELS[level], uri, evidence, title, said) for level, said, evidence in told[:MOST]]
        if len(told) > MOST:
            lines.append(_command("notice", uri, Evidence(), title, f"+{len(told) - MOST:,}"))
    return "".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace")


def _command(level: str, uri: str, evidence: Evidence, title: str, said: str) -> str:
    at = next((e.line for e in evidence.examples if e.line is not None), None)
    where = f"file={_property(uri)}" + (f",line={at}" if at is not None else "")
    return f"::{level} {where},title={_property(title)}::{_data(said)}"


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
