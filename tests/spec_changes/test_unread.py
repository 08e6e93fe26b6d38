"""`dq compare` says what cannot be read of the second file, where the first one could be: no spec change, and no silence."""

from pathlib import Path

import pytest

import dq
from dq.outputs import _comparison, _letter

GOOD = "area,load,note\n" + "".join(f"A{n},{100 + n},fine\n" for n in range(40))
SHORT = GOOD.replace("A7,107,fine", "A7,fine").replace("A9,109,fine", "A9,fine")
WORD = GOOD.replace("A7,107", "A7,1o7")


def _compared(folder: Path, before: str, after: str) -> dq.Comparison:
    for name, text in (("before.csv", before), ("after.csv", after)):
        (folder / name).write_text(text, encoding="utf-8")
    return dq.compare(folder / "before.csv", folder / "after.csv")


def test_malformed_rows_close(tmp_path: Path) -> None:
    told = _compared(tmp_path, GOOD, SHORT)
    assert (told.exit_code, told.spec_changes) == (1, ())
    assert [(r.type, r.evidence.count) for r in told.results] == [("expect_table_rows_to_be_well_formed", 2)]
    page = _comparison.render(told).decode()
    assert page.startswith("✗ no spec change, but not all of it can be read\n")
    assert "line 9 · line 11" in page
    assert "nothing changed" not in page
    assert "形式の変更はありませんが、読み取れない箇所があります" in _comparison.render(told, lang="ja").decode()


def test_the_publisher_is_told_where(tmp_path: Path) -> None:
    told = _compared(tmp_path, GOOD, SHORT)
    assert "2 of 40 are not (line 9 · line 11)" in _letter.render(told).decode()
    assert "40 行中 2 行が不正です (9 行目 · 11 行目)" in _letter.render(told, lang="ja").decode()


def test_a_cell_that_does_not_read_as_the_rest_warns(tmp_path: Path) -> None:
    told = _compared(tmp_path, GOOD, WORD)
    assert (told.exit_code, told.spec_changes) == (0, ())
    assert [(r.type, r.columns) for r in told.results] == [("expect_column_values_to_read_as", ("load",))]
    assert 'line 9 "1o7"' in _comparison.render(told).decode()


@pytest.mark.parametrize("broken", [SHORT, WORD])
def test_what_was_so_before_is_no_news(tmp_path: Path, broken: str) -> None:
    assert _compared(tmp_path, broken, broken.replace("A3,103", "A3,113")).results == ()
    assert _compared(tmp_path, broken, GOOD).results == ()


def test_what_a_finding_tells_is_not_told_again(tmp_path: Path) -> None:
    days = "day,load\n" + "".join(f"2026-04-{n:02},{n}\n" for n in range(1, 31))
    turned = days + "".join(f"2026/05/{n:02},{n}\n" for n in range(1, 13))
    told = _compared(tmp_path, days, turned)
    assert [(f.kind, f.begins) for f in told.spec_changes] == [("date_format_changed", 32)]
    assert told.results == ()


def test_under_a_new_name_it_is_no_news_either(tmp_path: Path) -> None:
    assert _compared(tmp_path, WORD, WORD.replace("load", "load_mw")).results == ()


def test_a_short_file_turns_against_a_baseline_too(tmp_path: Path) -> None:
    days = "day,load\n" + "".join(f"2026-04-{n:02},{n}\n" for n in range(1, 31))
    turned = days + "".join(f"2026/05/{n:02},{n}\n" for n in range(1, 13))
    for name, text in (("before.csv", days), ("after.csv", turned)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    suite = {"name": "load", "expectations": [{"type": "expect_column_to_exist", "kwargs": {"column": "day"}}]}
    told = dq.check(tmp_path / "after.csv", suite, baseline=tmp_path / "before.csv")
    assert [(f.kind, f.begins) for f in told.spec_changes] == [("date_format_changed", 32)]


def test_codes_stay_text(tmp_path: Path) -> None:
    numbers = "area,load\n" + "".join(f"{n},{n}\n" for n in range(1, 41))
    told = _compared(tmp_path, numbers, numbers.replace("7,7\n", "007,7\n").replace("\n9,9", "\n,9"))
    assert (told.exit_code, told.results) == (0, ())
    assert [c.type for c in told.after.spec.columns or ()] == ["text", "integer"]
