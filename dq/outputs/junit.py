"""JUnit XML, for whatever shows test reports: a suite a file, a case an expectation or a spec change."""

from xml.sax.saxutils import escape, quoteattr

from ..result import ExpectationResult, Finding, ValidationResult
from ..sentences import Lang, Text
from ._plain import one_line

EXCUSED = Text("not evaluated because of", "次の変更のため評価しなかった:")


def render(results: dict[str, ValidationResult], *, lang: Lang = "en") -> bytes:
    """Breaking changes and unsuccessful critical expectations are failures, what stopped a run is an error, what was not
    evaluated is skipped; warnings pass and say so on system-out."""
    suites = "".join(_suite(uri, result, lang) for uri, result in results.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dq">\n{suites}</testsuites>\n'.encode(
        "utf-8", "backslashreplace"
    )


def _suite(uri: str, result: ValidationResult, lang: Lang) -> str:
    cases = [_finding(f, result, lang) for f in result.spec_changes] + [_entry(r, result, lang) for r in result.results]
    if result.error is not None:
        told = f"<error type={_attr(result.error.kind)} message={_attr(result.error.message[lang])}/>"
        cases.append(_case("run", result, told))
    failures, errors, skipped = (sum(f"<{tag}" in case for case in cases) for tag in ("failure", "error ", "skipped"))
    head = (
        f'name={_attr(result.dataset or uri)} tests="{len(cases)}" failures="{failures}" errors="{errors}" '
        f'skipped="{skipped}" time="{result.meta.seconds}" timestamp={_attr(result.meta.started)} file={_attr(uri)}'
    )
    return f"<testsuite {head}>\n{''.join(cases)}<system-out>{_text(result.summary[lang])}</system-out>\n</testsuite>\n"


def _finding(finding: Finding, result: ValidationResult, lang: Lang) -> str:
    name = " ".join((finding.kind, *finding.columns[:3]))
    if finding.grade == "breaking" and finding.known_issue is None:
        told = (
            f"<failure type={_attr(finding.kind)} message={_attr(finding.sentence[lang])}>{_shown(finding)}</failure>"
        )
    else:
        told = f"<system-out>{_text(finding.sentence[lang])}</system-out>"
    return _case(name, result, told)


def _entry(entry: ExpectationResult, result: ValidationResult, lang: Lang) -> str:
    name = " ".join((str(entry.expectation_config.get("type")), *entry.columns[:3]))
    if entry.success:
        return _case(name, result, "")
    if entry.success is None:
        because = next((f.sentence[lang] for f in result.spec_changes if f.id == entry.not_evaluated_because), "")
        return _case(name, result, f"<skipped message={_attr(f'{EXCUSED[lang]} {because}')}/>")
    if entry.severity == "critical":
        told = f"<failure type={_attr(entry.severity)} message={_attr(entry.sentence[lang])}>{_shown(entry)}</failure>"
    else:
        told = f"<system-out>{_text(f'{entry.severity}: {entry.sentence[lang]}')}</system-out>"
    return _case(name, result, told)


def _shown(of: Finding | ExpectationResult) -> str:
    lines = (f"{'row' if e.line is None else 'line'} {e.row if e.line is None else e.line}: {e.value!r}"
             for e in of.evidence.examples if e.value is not None)  # fmt: skip
    return _text("\n".join(lines), keep_lines=True)


def _case(name: str, result: ValidationResult, told: str) -> str:
    return f"<testcase classname={_attr(result.dataset or 'dq')} name={_attr(name)}>{told}</testcase>\n"


def _attr(text: str) -> str:
    return quoteattr(one_line(text))


def _text(text: str, *, keep_lines: bool = False) -> str:
    return escape("\n".join(map(one_line, text.split("\n"))) if keep_lines else one_line(text))
