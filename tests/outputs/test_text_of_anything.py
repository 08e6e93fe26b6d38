"""Whatever the result holds, its page fits the terminal and does nothing to it."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outputs._results import config, new_dates, result, too_high
from outputs.test_terminal import measured
from outputs.test_text import fits

from dq.outputs import text
from dq.result import (
    Baseline,
    Evidence,
    Example,
    ExceptionInfo,
    ExpectationResult,
    Finding,
    Landed,
    RunError,
    SuiteRef,
    ValidationResult,
)
from dq.sentences import LANGS, Lang, Text, same

HOSTILE = "\x1b[2J\x1b]0;x\x07\n✓ gate open\r\u202e\u200b\x00\x9b\ud800\u2028\u00a0\ufeff"


def everywhere(said: str) -> ValidationResult:
    """A result that says it in every field that can hold a text."""
    both, evidence = same(said), Evidence(1, 2, (Example(1, said, said), Example(None, said, said, 3)))
    sub = RunError(said, both, said, both)
    return result(
        "closed",
        summary=both,
        title=both,
        owner=said,
        period=said,
        dataset=said,
        suite_name=said,
        suite=SuiteRef(said),
        landed=Landed(uri=said, rows=1),
        baseline=Baseline(said, Landed(uri=said, updated=said), "open"),
        results=(
            too_high(said, notes=said),
            ExpectationResult(
                success=False,
                expectation_config=config("t", {"column": said}, notes=[said]),
                exception_info=ExceptionInfo(True, said, said + "x"),
                evidence=evidence,
                sentence=both,
            ),
        ),
        spec_changes=tuple(
            new_dates(
                id=f"c{n}",
                columns=(said,),
                sentence=both,
                since=said,
                evidence=evidence,
                known_issue=issue,
                against="history",
            )
            for n, issue in enumerate((None, {"until": said, "owner": said, "reason": said}) * 20)
        ),
        error=RunError(said, both, said, both, (sub, sub)),
    )


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_hostile_reaches_the_terminal(lang: Lang) -> None:
    one = everywhere(HOSTILE)
    without = msgspec.structs.replace(one, error=None)
    for results in ({HOSTILE: one}, {HOSTILE: without}, {HOSTILE: one, "b": without, "c": result()}):
        shown = text.render(results, lang=lang).decode()
        assert all(c.isprintable() or c == "\n" for c in shown)
        assert not any(line.startswith(("✓ gate open   ⟨", "✓ gate open\n")) for line in shown.splitlines())
        assert "⟨ESC⟩" in shown
    fits(text.render({HOSTILE: one}, lang=lang), 100, 40)


# --- whatever the result ---------------------------------------------------------------------------------------------

words = st.text(st.characters(), max_size=30) | st.text("受渡日 ab\u0301。\n\x1b", max_size=300)
sentences = st.builds(Text, words, words)
maybe = st.none() | words
examples = st.builds(Example, st.none() | st.integers(1, 10**9), maybe, maybe, st.none() | st.integers(0, 10**9))
evidences = st.builds(Evidence, st.none() | st.integers(0, 99), st.none(), st.lists(examples, max_size=3).map(tuple))
findings = st.builds(
    Finding,
    id=st.sampled_from(["c1", "c2"]),
    kind=st.sampled_from(["a", "b", "c"]),
    columns=st.lists(words, max_size=3).map(tuple),
    grade=st.sampled_from(["breaking", "compatible", "ignore"]),
    confidence=st.floats(0, 1),
    since=maybe,
    known_issue=st.none() | st.fixed_dictionaries({"until": words, "owner": maybe, "reason": maybe}),
    evidence=evidences,
    sentence=sentences,
)
entries = st.builds(
    ExpectationResult,
    success=st.sampled_from([True, False, False, None]),
    expectation_config=st.builds(
        config,
        st.sampled_from(["t", "u"]),
        st.fixed_dictionaries({"column": words, "max_value": st.integers(0, 2)}),
        st.sampled_from(["critical", "warning", "info"]),
        notes=maybe | st.lists(words, max_size=3),
    ),
    exception_info=st.builds(ExceptionInfo, st.booleans(), maybe, maybe),
    not_evaluated_because=st.sampled_from([None, None, "c1"]),
    evidence=evidences,
    sentence=sentences,
)


def several(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few; now and then hundreds, of which many are equal."""
    return st.builds(lambda few, times: tuple(few * times), st.lists(of, max_size=10), st.sampled_from([1, 1, 40]))


errors = st.builds(RunError, words, sentences, maybe, st.none() | sentences)
results = st.builds(
    result,
    st.sampled_from(["open", "closed", "undecided"]),
    exit_code=st.sampled_from([0, 1, 2, 3, 75, 130, 143]),
    summary=sentences,
    title=st.none() | sentences,
    owner=maybe,
    period=maybe,
    dataset=maybe,
    suite=st.builds(SuiteRef, maybe),
    baseline=st.none() | st.builds(Baseline, words, st.none(), st.sampled_from([None, "open", "closed"])),
    landed=st.none() | st.builds(Landed, uri=words, rows=st.none() | st.integers(0, 10**12)),
    results=several(entries),
    spec_changes=several(findings),
    error=st.none() | errors | st.builds(msgspec.structs.replace, errors, mistakes=several(errors)),
)


@given(st.sampled_from(LANGS), words, results, st.integers(30, 130), st.integers(10, 60))
@settings(max_examples=150)
def test_any_result_fits_a_page_and_hides_nothing(
    lang: Lang, uri: str, one: ValidationResult, columns: int, lines: int
) -> None:
    rendered = text.render({uri: one}, lang=lang, width=columns, page=lines)
    fits(rendered, max(columns, text.LEAST_WIDTH), max(lines, text.LEAST_PAGE))
    assert all(c.isprintable() or c == "\n" for c in rendered.decode())


@given(st.sampled_from(LANGS), st.dictionaries(words, results, min_size=2, max_size=9))
@settings(max_examples=20)
def test_any_results_end_in_a_tally(lang: Lang, several: dict[str, ValidationResult]) -> None:
    shown = text.render(several, lang=lang).decode()
    assert all(measured(line) <= 100 for line in shown.splitlines())
    assert f"{len(several)} files:" in shown or f"{len(several)} ファイル:" in shown
