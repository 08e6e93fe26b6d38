"""A dataset's history: each run is kept, and the last one whose gate opened is what the next file is held against."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dq import history
from dq.cli._running import Run
from dq.errors import CannotWrite
from dq.history import folder_of, keep, last_good, named
from dq.judging import Check, undecided
from dq.result import Landed, RunMeta, ValidationResult
from dq.sentences import same

SUITE = """
name: prices
landed: {match: ["prices_*.csv"], period: "prices_{year}{month}{day}.csv"}
key: [hour]
columns:
  - {name: hour, type: integer}
  - {name: price, type: number}
expectations:
  - {type: expect_column_values_to_be_between, kwargs: {column: price, max_value: 100}}
  - {type: expect_column_values_to_be_between, kwargs: {column: price, min_value: 0}, severity: warning}
"""
ROWS = "".join(f"{n},{n}.5\n" for n in range(1, 25))
GOOD = "hour,price\n" + ROWS
BAD = "hour,price\n" + ROWS.replace("24.5", "999")
WARNS = "hour,price\n" + ROWS.replace("24.5", "-1")
MORE = "hour,price,note\n" + ROWS.replace("\n", ",x\n")


class Place:
    """A folder of landed files and suites, and its history."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.history = folder, folder / "history"
        self.suite(SUITE)

    def suite(self, text: str) -> None:
        (self.folder / "suite.yaml").write_text(text, encoding="utf-8")

    def check(self, day: int | str, text: str, **asked: Any) -> ValidationResult:
        file = self.folder / f"prices_{day}.csv"
        file.write_text(text, encoding="utf-8")
        kept = asked.pop("kept", str(self.history))
        run = Run(targets=asked.pop("targets", []), lang="en", sources=[str(file)], history=kept)
        asked = {"suite": str(self.folder / "suite.yaml"), "history": str(self.history), "kept": True, **asked}
        [result] = run.of(level="SUMMARY", baseline=asked.pop("baseline", None), **asked).values()
        return result

    def documents(self) -> list[Path]:
        return sorted(self.history.rglob("*.json"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def day_of(result: ValidationResult) -> str | None:
    """The day of the file that a result was held against."""
    landed = result.baseline.landed if result.baseline else None
    return landed.uri.rpartition("_")[2].removesuffix(".csv") if landed else None


def test_every_run_is_kept_and_the_last_good_one_is_the_baseline(place: Place) -> None:
    first = place.check(20260401, GOOD)
    assert first.baseline is None
    second = place.check(20260402, GOOD)
    assert day_of(second) == "20260401"
    assert [str(path) for path in place.documents()] == [first.result_uri, second.result_uri]
    kept = json.loads(place.documents()[1].read_text())
    assert kept == second.to_json_dict()
    assert place.documents()[0].parent == place.history / "prices" / "2026-04"


def test_its_page_stands_beside_it(place: Place) -> None:
    for text in (GOOD, BAD, ""):
        uri = place.check(20260401, text).result_uri or ""
        page = Path(uri.removesuffix(".json") + ".html").read_text(encoding="utf-8")
        assert "prices" in page
        assert "<html" in page


def test_outputs_say_where_the_result_is_kept(place: Place) -> None:
    out = place.folder / "out"
    result = place.check(20260401, GOOD, targets=[("argo", str(out)), ("json", str(place.folder / "r.json"))])
    assert (out / "result-uri").read_text() == result.result_uri
    assert json.loads((place.folder / "r.json").read_text())["result_uri"] == result.result_uri


def test_only_an_open_gate_advances(place: Place) -> None:
    place.check(20260401, GOOD)
    assert place.check(20260402, BAD).gate == "closed"
    assert place.check(20260403, GOOD.replace(",", ";")).gate == "closed"
    assert place.check(20260404, "").gate == "closed"
    after = place.check(20260405, WARNS)
    assert (after.gate, day_of(after)) == ("open", "20260401")
    assert day_of(place.check(20260406, GOOD)) == "20260405"


@pytest.mark.parametrize(("text", "advances"), [(BAD, False), (WARNS, True), (MORE, True), ("price\n1\n", False)])
def test_under_never_only_what_critical_would_have_opened_advances(place: Place, text: str, advances: bool) -> None:
    place.check(20260401, GOOD)
    assert place.check(20260402, text, fail_on="never").gate == "open"
    assert day_of(place.check(20260403, GOOD)) == ("20260402" if advances else "20260401")


def test_a_file_that_is_not_there_does_not_advance_even_under_never(place: Place) -> None:
    run = Run(targets=[], lang="en", sources=["none.csv"], history=str(place.history))
    suite = str(place.folder / "suite.yaml")
    [result] = run.of(level="SUMMARY", baseline=None, suite=suite, fail_on="never", history=str(place.history)).values()
    assert (result.gate, result.exit_code) == ("open", 0)
    assert [path.name.split(".")[3] for path in place.documents()] == ["open"]
    assert place.check(20260403, GOOD).baseline is None


KNOWN = "changes: {column_added: breaking}\nknown_issues:\n  - {kind: column_added, columns: [note], until: %s}\n"


def test_a_known_issue_advances_all_but_its_own_finding(place: Place) -> None:
    place.check(20260401, GOOD)
    place.suite(SUITE + KNOWN % "2999-12-31")
    during = [place.check(20260402 + n, MORE.replace("7.5", f"{n}.25")) for n in range(3)]
    assert [r.gate for r in during] == ["open"] * 3
    assert [[f.kind for f in r.spec_changes] for r in during] == [["column_added"]] * 3
    assert {f.since for r in during for f in r.spec_changes} == {"2026-04-02"}
    place.suite(SUITE + KNOWN % "2020-01-01")
    after = place.check(20260406, MORE)
    assert (after.gate, [f.kind for f in after.spec_changes]) == ("closed", ["column_added"])
    assert "since 2026-04-02" in after.summary.en
    assert "2026-04-02 から" in after.summary.ja


def test_runs_are_in_the_order_of_their_periods(place: Place) -> None:
    place.check(20260420, GOOD)
    assert place.check(20260410, GOOD).baseline is None
    assert day_of(place.check(20260415, GOOD)) == "20260410"
    assert day_of(place.check(20260430, GOOD)) == "20260420"


def test_without_periods_runs_are_in_the_order_of_their_making(place: Place) -> None:
    place.suite(SUITE.replace(', period: "prices_{year}{month}{day}.csv"', ""))
    for name in ("c", "a", "b"):
        last = place.check(name, GOOD + f"{ord(name)},1\n")
    assert day_of(last) == "a"
    assert all(path.parent.name == f"{datetime.now(UTC):%Y-%m}" for path in place.documents())


def test_a_file_that_is_judged_twice_gets_one_word(place: Place) -> None:
    place.check(20260401, GOOD)
    first, again = place.check(20260402, MORE), place.check(20260402, MORE)
    assert day_of(first) == day_of(again) == "20260401"
    assert first.spec_changes == again.spec_changes != ()
    changed = place.check(20260402, MORE.replace("7.5", "8.5"))
    assert day_of(changed) == "20260402", "other bytes under the name are another delivery"


def test_a_named_baseline_wins_and_the_run_is_kept(place: Place) -> None:
    first = place.check(20260401, GOOD)
    place.check(20260402, GOOD)
    third = place.check(20260403, GOOD, baseline=first.result_uri)
    assert day_of(third) == "20260401"
    assert len(place.documents()) == 3


def test_past_files_are_held_against_what_was_before_and_not_kept(place: Place) -> None:
    place.check(20260401, GOOD)
    place.check(20260405, GOOD)
    again = place.check(20260403, GOOD, kept=None)
    assert day_of(again) == "20260401"
    assert again.result_uri is None
    assert len(place.documents()) == 2


@pytest.mark.parametrize("last", ["20260331", "20260101", "20201231", "19990101"])
def test_however_long_ago_the_last_one_is_found(place: Place, last: str) -> None:
    place.check(last, GOOD)
    place.check(20260407, GOOD)
    assert day_of(place.check(20260401, GOOD)) == last


def test_datasets_are_apart(place: Place) -> None:
    place.check(20260401, GOOD, dataset="one")
    assert place.check(20260402, GOOD, dataset="on").baseline is None
    assert place.check(20260402, GOOD, dataset="one*").baseline is None
    assert day_of(place.check(20260403, GOOD, dataset="one")) == "20260401"


@pytest.mark.parametrize(
    "name", ["../../etc", "/etc/x", "a/b", ".", "..", "a\\b", "%2e%2e/x", "x" * 400, "*", "\x00", "\ud800", "日本/語"]
)
def test_no_name_leads_out_of_the_history(place: Place, name: str) -> None:
    place.check(20260401, GOOD, dataset=name)
    assert day_of(place.check(20260402, GOOD, dataset=name)) == "20260401"
    for document in place.documents():
        assert document.relative_to(place.history).parts[1:-1] == ("2026-04",)
    assert len(folder_of(name).encode()) <= 120


def test_the_history_may_stand_where_globs_and_uris_look_odd(place: Place) -> None:
    place.history = place.folder / "a[1]*?%2e b"
    place.check(20260401, GOOD)
    assert day_of(place.check(20260402, GOOD)) == "20260401"
    uri = "file://" + str(place.history).replace("%", "%25")
    result = place.check(20260403, GOOD, kept=uri, history=uri)
    assert day_of(result) == "20260402"
    assert len(place.documents()) == 3


def result(n: int, gate: Any = "open") -> ValidationResult:
    return ValidationResult(
        success=True, gate=gate, exit_code=0, summary=same("x"), dataset="d", period="2026-04-01",
        landed=Landed(uri=f"{n}.csv", size=n, digest="x"), meta=RunMeta(dq_version="0", started=""),
    )  # fmt: skip


def test_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as several:
        list(several.map(lambda n: keep(named(str(tmp_path), result(n)), {".html": b"page"}), range(64)))
    documents = [json.loads(path.read_text()) for path in tmp_path.rglob("*.json")]
    assert sorted(d["landed"]["size"] for d in documents) == list(range(64))
    assert len(list(tmp_path.rglob("*.html"))) == 64
    assert len(list(tmp_path.rglob("*"))) == 2 + 2 * 64, "nothing else is left"


def test_what_others_put_there_and_what_was_never_finished_is_passed_over(place: Place) -> None:
    first = place.check(20260401, GOOD)
    folder = Path(first.result_uri or "").parent
    for name in (".dq.1.abcdef", "notes.json", "2026-04-02.good.json", Path(first.result_uri or "").name + ".html"):
        (folder / name).write_text("half")
    assert day_of(place.check(20260402, GOOD)) == "20260401"


def test_a_document_that_is_none_is_told(place: Place) -> None:
    first = place.check(20260401, GOOD)
    Path(first.result_uri or "").write_text("{}")
    after = place.check(20260402, GOOD)
    assert (after.exit_code, after.error and after.error.kind) == (2, "NoBaseline")
    assert (first.result_uri or "") in after.summary.en


def test_a_verdict_that_cannot_be_kept_is_none(place: Place) -> None:
    place.history.write_text("a file")
    out = place.folder / "out"
    told = place.check(20260401, GOOD, targets=[("argo", str(out))])
    assert (told.gate, told.exit_code, told.dataset) == ("undecided", 3, "prices")
    assert (out / "gate").read_text() == "undecided"
    assert str(place.history) in told.summary.en


def test_an_error_stays_what_it_is_where_it_cannot_be_kept(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.history.write_text("a file")
    place.suite(SUITE.replace("max_value: 100", "max_valu: 100"))
    told = place.check(20260401, GOOD, dataset="prices")
    assert told.exit_code == 2
    assert told.result_uri is None
    assert "cannot write" in capsys.readouterr().err


def test_what_cannot_be_written_raises(tmp_path: Path) -> None:
    (tmp_path / "h").touch()
    with pytest.raises(CannotWrite):
        keep(named(str(tmp_path / "h"), result(1)), {})


def test_an_undecided_run_is_kept_and_never_a_baseline(place: Place) -> None:
    request = Check(source="prices_20260401.csv", dataset="prices")
    keep(named(str(place.history), undecided(request, CannotWrite(uri="x"))), {})
    assert [path.name.split(".")[3] for path in place.documents()] == ["undecided"]
    assert last_good(str(place.history), "prices", None, Landed(uri="x")) is None


def test_months_go_back_over_new_year() -> None:
    assert history._months_back("2026-02") == ["2026-02", "2026-01", "2025-12"]


def test_a_run_without_the_baseline_that_was_named_is_kept_as_undecided(place: Place) -> None:
    told = place.check(20260401, GOOD, baseline=str(place.folder / "none.json"), dataset="prices")
    assert told.exit_code == 2
    assert [path.name.split(".")[3] for path in place.documents()] == ["undecided"]
    assert told.result_uri == str(place.documents()[0])
