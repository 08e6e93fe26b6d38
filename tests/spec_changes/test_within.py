"""A change that begins within a file is told with the line where it begins, with a baseline and without, and hides no
other cause."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dq import gate
from dq.baseline import remember
from dq.judging import Check
from dq.result import ValidationResult

ROWS, TURN = 4_000, 2_500  # behind the head that tells types and formats
LINE = TURN + 2
HEADER = "受渡日;時刻;価格;約定量;エリア\n"
SUITE = """
name: turn
reader: {delimiter: ";"}
columns:
  - {name: 受渡日, type: date, format: "%Y/%m/%d", required: true}
  - {name: 時刻, type: time}
  - {name: 価格, type: number, required: true}
  - {name: 約定量, type: integer}
  - {name: エリア, type: text, values: [tokyo]}
"""

Row = Callable[[date, int, float, int], str]


def _plain(day: date, minute: int, price: float, volume: int) -> str:
    return f"{day:%Y/%m/%d};{minute // 60:02d}:{minute % 60:02d};{price:.2f};{volume};tokyo"


def _lines(row: Row, first: int, last: int) -> Iterator[str]:
    for i in range(first, last):
        yield (
            row(date(2020, 1, 1) + timedelta(i // 48), i % 48 * 30, 10 + i * 7919 % 9973 / 100, 1000 + i * 31 % 50_000)
            + "\n"
        )


def _cell(n: int, written: Callable[[str], str]) -> Row:
    def row(*values: object) -> str:
        cells = _plain(*values).split(";")  # type: ignore[arg-type]  # a Row's own
        cells[n] = written(cells[n])
        return ";".join(cells)

    return row


def _clock(cell: str) -> str:
    hour, minute = map(int, cell.split(":"))
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'PM' if hour >= 12 else 'AM'}"


def _shorter(*values: object) -> str:
    return _plain(*values).rpartition(";")[0]  # type: ignore[arg-type]  # a Row's own


_date = _cell(0, lambda c: c.replace("/", "-"))
TURNS: dict[str, tuple[str, Row, str, str]] = {
    "dates": (
        "",
        _date,
        "date_format_changed",
        f"受渡日: from line {LINE:,} on, 1,500 of 4,000 dates are YYYY-MM-DD (the others YYYY/MM/DD)",
    ),
    "times": (
        "",
        _cell(1, _clock),
        "time_format_changed",
        f"時刻: from line {LINE:,} on, 1,500 of 4,000 times are hh:MM AM/PM (the others HH:MM",
    ),
    "decimal comma": (
        "",
        _cell(2, lambda c: c.replace(".", ",")),
        "number_format_changed",
        f"価格: from line {LINE:,} on, 1,500 of 4,000 numbers are written with a decimal comma",
    ),
    "thousands": (
        "",
        _cell(3, lambda c: f"{int(c):,}"),
        "number_format_changed",
        f"約定量: from line {LINE:,} on, 1,500 of 4,000 numbers are written with thousands separators",
    ),
    "a unit": (
        "",
        _cell(3, lambda c: f"{c} kWh"),
        "number_format_changed",
        f"約定量: from line {LINE:,} on, 1,500 of 4,000 numbers are written with kWh",
    ),
    "decimals": (
        "",
        _cell(3, lambda c: f"{c}.5"),
        "type_changed",
        f"約定量: from line {LINE:,} on, 1,500 of 4,000 cells have decimals (the others are integers)",
    ),
    "text": (
        "",
        _cell(3, lambda c: f"n{c}"),
        "type_changed",
        f"約定量: from line {LINE:,} on, 1,500 of 4,000 cells do not read as an integer: “n",
    ),
    "a token": (
        "",
        _cell(3, lambda c: "N/A" if c.endswith(("0", "5")) else c),
        "null_pattern_changed",
        "約定量: “N/A” now stands for a missing value (300 of 4,000 cells, first in line 2,50",
    ),
    "the header again": (
        HEADER,
        _plain,
        "header_rows_changed",
        f"the header stands again in line {LINE:,}: several files in one",
    ),
    "another header": (
        "date;time;price;volume;area\n",
        _plain,
        "header_rows_changed",
        f"another header stands in line {LINE:,}: date, time, price, volume, area",
    ),
    "another table": (
        "date;time;price;volume;area;note\n",
        lambda *v: _plain(*v) + ";x",
        "header_rows_changed",
        f"from line {LINE:,} on there is another table (date, time, price, volume, area and 1 more): 1,501 of 4,001 rows",
    ),
    "fewer cells": (
        "",
        _shorter,
        "header_rows_changed",
        f"from line {LINE:,} on, rows have another number of cells: 1,500 of 4,000",
    ),
    "the delimiter": (
        "",
        lambda *v: _plain(*v).replace(";", ","),
        "delimiter_changed",
        f"from line {LINE:,} on, cells are separated by commas (before by semicolons): 1,500 of 4,000 rows",
    ),
}


def _file(folder: Path, between: str = "", row: Row = _plain, more: str = "") -> Path:
    path = folder / "turned.csv"
    path.write_text(
        HEADER + "".join(_lines(_plain, 0, TURN)) + between + "".join(_lines(row, TURN, ROWS)) + more, "utf-8"
    )
    return path


def _checked(folder: Path, file: Path, baseline: Path | None = None) -> ValidationResult:
    suite = folder / "turn.yaml"
    suite.write_text(SUITE, "utf-8")
    past = None if baseline is None else remember(str(baseline))
    return gate.check(Check(source=str(file), suite=str(suite), baseline=past))


def _before(folder: Path) -> Path:
    path = folder / "before.csv"
    path.write_text(HEADER + "".join(_lines(_plain, 0, ROWS)), "utf-8")
    return path


@pytest.mark.parametrize("with_baseline", [False, True], ids=["declared", "baseline"])
@pytest.mark.parametrize("name", TURNS)
def test_it_is_told_with_its_line(tmp_path: Path, name: str, with_baseline: bool) -> None:
    between, row, kind, sentence = TURNS[name]
    told = _checked(tmp_path, _file(tmp_path, between, row), _before(tmp_path) if with_baseline else None)
    [finding] = told.spec_changes
    assert (finding.kind, finding.grade, told.gate) == (kind, "breaking", "closed")
    assert finding.sentence.en.startswith(sentence)
    assert f"{finding.begins:,} 行目" in finding.sentence.ja
    assert [r.sentence.en for r in told.results if r.success is False] == []
    assert told.statistics.not_evaluated_expectations > 0


@pytest.mark.parametrize("name", TURNS)
def test_compare_tells_it_too(tmp_path: Path, name: str) -> None:
    between, row, kind, _ = TURNS[name]
    told = gate.compare(str(_before(tmp_path)), str(_file(tmp_path, between, row)))
    assert [(f.kind, f.begins is not None) for f in told.spec_changes] == [(kind, True)]
    assert gate.compare(str(tmp_path / "turned.csv"), str(tmp_path / "turned.csv")).spec_changes == ()


def test_an_encoding_that_turns_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "turned.csv"
    halves = ["".join(_lines(_cell(4, lambda _: "東京"), *part)) for part in ((0, TURN), (TURN, ROWS))]
    path.write_bytes((HEADER + halves[0]).encode() + halves[1].encode("cp932"))
    told = _checked(tmp_path, path)
    assert told.error is not None
    assert told.error.message.en.split(": ")[1].startswith(f"line {LINE:,} is not UTF-8")
    assert told.exit_code == 1


@pytest.mark.parametrize(
    "more",
    ["2020/03/40;00:30;1.00;3;tokyo\n", "unknown;00:30;1.00;3;tokyo\n"],
    ids=["no such day", "no day at all"],
)
def test_what_has_another_cause_is_not_excused(tmp_path: Path, more: str) -> None:
    """1,500 dates in another format, and one cell more that is wrong for itself."""
    told = _checked(tmp_path, _file(tmp_path, row=_date, more=more))
    assert [f.kind for f in told.spec_changes] == ["date_format_changed"]
    [wrong] = [r for r in told.results if r.success is False]
    assert (wrong.evidence.count, told.spec_changes[0].evidence.count) == (1501, 1500)


def test_what_is_wrong_before_it_begins_is_not_excused(tmp_path: Path) -> None:
    path = _file(tmp_path, HEADER)
    path.write_text(path.read_text("utf-8").replace("2020/02/01;00:30;", "2020/02/01;0:30 h;", 1), "utf-8")
    told = _checked(tmp_path, path)
    assert [f.kind for f in told.spec_changes] == ["header_rows_changed"]
    assert [r.expectation_config["kwargs"]["column"] for r in told.results if r.success is False] == ["時刻"]


def test_what_does_not_read_in_the_new_format_either_is_not_excused(tmp_path: Path) -> None:
    path = tmp_path / "turned.csv"
    lines = "".join(_lines(_date, 0, ROWS)).replace("2020-02-10;", "不明;")
    path.write_text(HEADER + lines, "utf-8")
    told = _checked(tmp_path, path)
    assert [f.kind for f in told.spec_changes] == ["date_format_changed"]
    [wrong] = [r for r in told.results if r.success is False]
    assert wrong.evidence.count == 48


def test_a_few_odd_cells_and_notes_below_the_table_are_no_change(tmp_path: Path) -> None:
    told = _checked(tmp_path, _file(tmp_path, more="出典;電力取引所\n注;速報値\n注2;暫定\n"))
    assert told.spec_changes == ()
    path = _file(tmp_path)
    path.write_text(path.read_text("utf-8").replace(";00:30;", ";0時30分;", 2), "utf-8")
    assert _checked(tmp_path, path).spec_changes == ()


def test_a_column_that_is_not_shown_says_nothing_of_its_cells(tmp_path: Path) -> None:
    path = _file(tmp_path, row=_cell(3, lambda c: f"secret{c}"))
    suite = tmp_path / "turn.yaml"
    suite.write_text(SUITE.replace("type: integer", "type: integer, pii: true"), "utf-8")
    told = gate.check(Check(source=str(path), suite=str(suite)))
    assert "secret" not in str(told.to_json_dict())
