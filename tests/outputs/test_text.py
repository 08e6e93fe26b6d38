"""The page that a person reads. `DQ_GOLDEN=write pytest tests/outputs` writes the golden pages anew: then read them."""

import os
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from outputs._results import (
    KNOWN,
    URI,
    added,
    config,
    excused,
    good,
    in_rows,
    new_dates,
    result,
    situations,
    stopped,
    too_high,
)
from outputs.test_terminal import measured

from dq.outputs import text
from dq.result import (
    Evidence,
    Example,
    ValidationResult,
)
from dq.sentences import LANGS, Lang, Text, same

GOLDEN = Path(__file__).parent / "golden"
SITUATIONS = situations()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SITUATIONS)
def test_golden(name: str, lang: Lang) -> None:
    file, page = GOLDEN / f"{name}.{lang}.txt", text.render(SITUATIONS[name], lang=lang)
    if os.environ.get("DQ_GOLDEN") == "write":
        file.write_bytes(page)
    assert page.decode() == file.read_text(encoding="utf-8")


def test_every_golden_page_is_still_rendered() -> None:
    assert {f.name for f in GOLDEN.iterdir()} == {f"{name}.{lang}.txt" for name in SITUATIONS for lang in LANGS}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SITUATIONS)
def test_colour_adds_nothing_but_colour(name: str, lang: Lang) -> None:
    coloured = text.render(SITUATIONS[name], lang=lang, colour=True).decode()
    plain = "".join(line.rstrip(" ") + "\n" for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines())
    assert plain == text.render(SITUATIONS[name], lang=lang).decode()
    assert coloured.count("\x1b[0m") * 2 == coloured.count("\x1b[")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("columns", "lines"), [(100, 40), (80, 24), (40, 24), (200, 60)])
@pytest.mark.parametrize("name", SITUATIONS)
def test_a_page_fits_its_terminal(name: str, columns: int, lines: int, lang: Lang) -> None:
    for uri, one in SITUATIONS[name].items():
        fits(text.render({uri: one}, lang=lang, width=columns, page=lines), columns, lines)


def fits(page: bytes, columns: int, lines: int) -> None:
    shown = page.decode()
    assert shown.endswith("\n")
    assert shown.count("\n") < lines, "the prompt needs a line"
    assert all(measured(line) <= columns for line in shown.splitlines())


# --- what stands on it -----------------------------------------------------------------------------------------------


def page(one: ValidationResult, lang: Lang = "en", uri: str = URI, **more: Any) -> str:
    return text.render({uri: one}, lang=lang, **more).decode()


@pytest.mark.parametrize(
    ("gate", "word"), [("open", "✓ gate open"), ("closed", "✗ gate closed"), ("undecided", "◇ undecided")]
)
def test_the_word_comes_first(gate: str, word: str) -> None:
    assert page(result(gate)).startswith(word + "   jepx_spot   spot_summary_2026.csv   17,520 rows   0.4 s\n")


def test_breaking_findings_come_before_compatible_ones_and_known_issues_last() -> None:
    shown = page(result("closed", spec_changes=(new_dates(known_issue=KNOWN), added(), new_dates(columns=("b",)))))
    assert re.findall("breaking, known|breaking|compatible", shown) == ["breaking", "compatible", "breaking, known"]
    assert "known until 2026-12-31 (market-data): publisher announced it" in shown


def test_a_change_that_the_suite_ignores_is_not_told() -> None:
    assert "備考" not in page(result("closed", spec_changes=(added(grade="ignore"), new_dates())))


def test_critical_expectations_come_first_then_the_larger_count() -> None:
    entries = (
        too_high("w", severity="warning", count=9),
        too_high("few", count=1),
        too_high("many", count=7, notes="x"),
    )
    shown = page(result("closed", results=entries))
    assert re.findall(r"  (\w+) is at most", shown) == ["many", "few", "w"]


def test_what_a_finding_excuses_is_counted_under_it_and_not_told_again() -> None:
    unlike = msgspec.structs.replace(too_high(), not_evaluated_because="c2")  # however its success is written
    entries = (good(), excused("c1"), excused("c1", "x"), unlike)
    shown = page(result("closed", results=entries, spec_changes=(new_dates(), new_dates(id="c2", columns=("y",)))))
    assert "2 expectations not evaluated because of it" in shown
    assert "1 expectation not evaluated because of it" in shown
    assert "unsuccessful" not in shown


def test_alike_ones_are_told_once_only_where_the_page_is_too_small() -> None:
    few = tuple(too_high(f"c{n}") for n in range(4))
    assert "like it" not in page(result("closed", results=few))
    many = tuple(too_high(f"c{n}") for n in range(40))
    shown = page(result("closed", results=many))
    assert "… and 39 more like it: c1, c2, c3" in shown
    assert shown.count("is at most 999") == 1


def test_whatever_is_not_told_is_counted() -> None:
    named = [f"column number {n}" for n in range(900)]
    entries = tuple(
        msgspec.structs.replace(
            too_high(name), expectation_config=config("expect_x", {"column": name, "max_value": n}), sentence=same(name)
        )
        for n, name in enumerate(named)
    )
    shown = page(result("closed", results=entries))
    told = sum(f"  {name}  " in shown for name in named)
    (rest,) = re.findall(r"… and (\d+) more: --format json shows all", shown)
    assert told + int(rest) == 900
    assert told > 20


def test_alike_ones_that_are_not_told_are_counted_one_by_one() -> None:
    """400 groups of three: more groups than lines."""
    entries = []
    for n in range(1_200):
        of = config("expect_x", {"column": f"c{n}", "max_value": n // 3})
        entries.append(msgspec.structs.replace(too_high(f"c{n}"), expectation_config=of))
    shown = page(result("closed", results=tuple(entries)))
    told = shown.count("is at most 999") + sum(map(int, re.findall(r"… and (\d+) more like it", shown)))
    (rest,) = re.findall(r"… and ([\d,]+) more: --format json shows all", shown)
    assert told + int(rest.replace(",", "")) == 1_200
    assert told > 30


def test_at_most_three_examples_and_no_value_that_the_result_does_not_show() -> None:
    shown = page(SITUATIONS["closed_by_an_expectation"][URI])
    assert 'line 812 "9999" · line 813 "9999" · line 814 "9999"\n' in shown
    five = Evidence(5, 9, tuple(Example(n, "a", "v") for n in range(1, 6)))
    assert page(result("closed", spec_changes=(new_dates(columns=("a",), evidence=five),))).count('"v"') == 3
    pii = Evidence(2, 9, (Example(4, "a", None), Example(7, "a", None)))
    assert "      line 4 · line 7\n" in page(result("closed", spec_changes=(new_dates(columns=("a",), evidence=pii),)))


def test_examples_of_several_columns_name_them_and_rows_say_where_they_are_counted_from() -> None:
    assert '      row 7 a "1"  secret · row 8 a ""  (rows counted from 0)\n' in page(
        result("closed", results=(in_rows(),))
    )


def test_a_line_is_told_as_an_editor_takes_it() -> None:
    late = Evidence(1, 1, (Example(1_234_567, "a", "v"),))
    assert 'line 1234567 "v"' in page(result("closed", spec_changes=(new_dates(columns=("a",), evidence=late),)))


@pytest.mark.parametrize("name", ["closed_by_a_finding", "closed_by_an_expectation", "error_bug"])
def test_a_summary_that_says_what_the_page_says_is_not_said_twice(name: str) -> None:
    one = SITUATIONS[name][URI]
    assert page(one).count(one.summary.en) == 1


def test_a_summary_that_repeats_the_first_sentence_is_not_said() -> None:
    entries = (too_high("a"), too_high("b"))
    repeats = same(f"jepx_spot: gate closed: {entries[0].sentence.en} (and 1 more). The publisher's move")
    assert "and 1 more" not in page(result("closed", results=entries, summary=repeats))


def test_a_summary_that_says_more_is_said() -> None:
    shown = page(result("closed", results=(too_high("a"), too_high("b")), summary=same("Two things.")))
    assert "\n  Two things.\n" in shown


@pytest.mark.parametrize(
    ("name", "en", "ja"),
    [
        ("closed_by_a_finding", "publisher's move, or market-data's: if the", "公表元か market-data です: 変更が"),
        ("closed_by_an_expectation", "move, or the suite owner's: if the val", "公表元かスイートの担当者です: 値"),
        ("error_not_landed", "The publisher's move", "次に動くのは公表元です"),
        ("error_suite", "The caller's move", "次に動くのは dq を呼び出した側です"),
        ("error_bug", "The move of dq's developers", "次に動くのは dq の開発者です"),
        ("error_no_space", "The move of whoever runs dq", "次に動くのは dq の運用者です"),
        ("error_transient", "Nobody's move", "対応は不要です"),
        ("error_interrupted", "Nobody's move", "対応は不要です"),
    ],
)  # fmt: skip
def test_whose_move_it_is(name: str, en: str, ja: str) -> None:
    assert en in page(SITUATIONS[name][URI])
    assert ja in page(SITUATIONS[name][URI], "ja")


def test_an_open_gate_asks_nobody() -> None:
    assert "move" not in page(SITUATIONS["open_with_warnings"][URI])
    assert "move" in page(SITUATIONS["open_against_critical"][URI])


def test_the_next_command_is_quoted_for_a_shell_and_left_out_where_it_would_not_be_itself() -> None:
    closed = result("closed", results=(too_high(),))
    assert "  then: dq check 'a b.csv' -s expectations/jepx_spot.yaml\n" in page(closed, uri="a b.csv")
    assert "dq check" not in page(closed, uri="a\x1bb.csv")
    assert "dq check" not in page(closed, uri="x" * 200 + ".csv")


@pytest.mark.parametrize("lang", LANGS)
def test_long_names_give_way_to_the_facts_after_them(lang: Lang) -> None:
    long = result("closed", dataset="長い名前" * 40, results=(too_high(),))
    first = page(long, lang, uri="gs://b/" + "データ" * 60 + ".csv").splitlines()[0]
    assert first.count("…") == 2
    assert first.endswith("0.4 s" if lang == "en" else "0.4 秒")


def test_unsuccessful_ones_that_the_statistics_leave_out_are_not_counted_against_them() -> None:
    one = result("closed", results=(good(), too_high()))
    other = msgspec.structs.replace(
        one, statistics=msgspec.structs.replace(one.statistics, unsuccessful_expectations=0)
    )
    assert "1 of 2 expectations unsuccessful" in page(one)
    assert "\n1 expectation unsuccessful\n" in page(other)


def test_an_error_has_its_form() -> None:
    error = stopped(2, "UsageError", Text("no such thing", "ありません"), where="a.yaml:1:2", hint=Text("look", "確認"))
    assert "\nerror: no such thing\n  at a.yaml:1:2\n  hint: look\n" in page(error)
    assert "\nエラー: ありません\n  場所: a.yaml:1:2\n  ヒント: 確認\n" in page(error, "ja")


def test_the_worst_of_many_files_have_pages_and_the_tally_ends_it() -> None:
    shown = text.render(SITUATIONS["a_crowd_of_files"], lang="en").decode()
    assert shown.endswith("exit code 143\n")
    assert shown.count("Nobody's move") == 3
    assert len(shown.splitlines()) < 3 * 40 + 70


def test_no_result_is_no_page() -> None:
    with pytest.raises(ValueError, match="no result"):
        text.render({}, lang="en")
