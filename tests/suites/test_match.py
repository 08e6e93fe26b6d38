"""The suite of a landed file is the one whose `landed.match` fits, in the version that its period picks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dq.errors import AmbiguousSuite, NoSuite, NoSuiteFits, NoSuiteFolder, SuiteError
from dq.suites.match import find, first_day, fits, names, period_of, resolve

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Writes suites into an `expectations/` of an empty folder, where the test then stands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DQ_SUITES", raising=False)
    folder = tmp_path / "expectations"
    folder.mkdir()

    def write(**suites: str) -> Path:
        for name, landed in suites.items():
            file = folder / f"{name}.yaml"
            file.write_text(f"name: x\n{landed}\ncolumns: [{{name: a}}]\n", encoding="utf-8")
        return folder

    return write


@pytest.mark.parametrize(
    ("pattern", "uri", "fitting"),
    [
        ("jepx/spot_*.csv", "/data/jepx/spot_2026.csv", True),
        ("jepx/spot_*.csv", "gs://landing/jepx/spot_2026.csv", True),
        ("jepx/spot_*.csv", "/data/other/spot_2026.csv", False),
        ("spot_*.csv", "/data/spot_2026.csv.gz", False),
        ("spot_*.csv", "/data/spot_a/b.csv", False),
        ("*.csv", "/data/a.csv", True),
        ("?.csv", "/data/ab.csv", False),
        ("[ab].csv", "/data/b.csv", True),
        ("SPOT.csv", "/data/spot.csv", False),
        ("gs://landing/*/a.csv", "gs://landing/x/a.csv", True),
        ("gs://landing/a.csv", "gs://landing/x/a.csv", False),
        ("gs://landing/a.csv", "/landing/a.csv", False),
        ("/data/*.csv", "/data/a.csv", True),
        ("/data/*.csv", "/mnt/data/a.csv", False),
        ("/data/*.csv", "file:///data/a.csv", True),
        ("jepx/**/a.csv", "/data/jepx/2026/04/a.csv", True),
        ("jepx/**/a.csv", "/data/jepx/a.csv", True),
        ("**/a.csv", "/a.csv", True),
        ("jepx/**", "/data/jepx/2026/a.csv", True),
        ("エリア_*.csv", "/data/エリア_2026.csv", True),
        ("が.csv", "/data/\u304b\u3099.csv", True),
        ("/".join(["**"] * 40) + "/b.csv", "/" + "/".join(["a"] * 200) + "/a.csv", False),
    ],
)
def test_patterns_fit_by_trailing_path_segments(pattern: str, uri: str, fitting: bool) -> None:
    assert fits(pattern, uri) is fitting


def test_a_relative_path_is_one_from_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jepx").mkdir()
    monkeypatch.chdir(tmp_path / "jepx")
    assert fits("jepx/*.csv", "a.csv")
    assert fits("jepx/*.csv", "../jepx/a.csv")


def test_the_one_that_fits_is_found(written: Written) -> None:
    written(a='landed: {match: "a_*.csv"}', b='landed:\n  match:\n    - "b_*.csv"\n    - "c_*.csv"', gx="owner: x")
    assert find("in/a_1.csv") == Path("expectations/a.yaml")
    assert find("in/c_1.csv") == Path("expectations/b.yaml")


def test_suites_are_found_in_the_nearest_folder_upwards(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(a='landed: {match: "a_*.csv"}')
    below = folder.parent / "deep" / "deeper"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert find("a_1.csv") == folder / "a.yaml"
    assert names() == [folder / "a.yaml"]
    (below / "elsewhere").mkdir()
    monkeypatch.setenv("DQ_SUITES", "elsewhere")
    with pytest.raises(NoSuiteFits):
        find("a_1.csv")
    monkeypatch.setenv("DQ_SUITES", "nowhere")
    with pytest.raises(NoSuite, match="nowhere"):
        find("a_1.csv")


def test_without_any_folder_it_says_how_to_name_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DQ_SUITES", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoSuiteFolder) as raised:
        find("a_1.csv")
    assert "-s" in (raised.value.hint() or "")


def test_where_none_fits_the_nearest_pattern_is_shown(written: Written) -> None:
    written(a='landed: {match: "spot_summary_*.csv"}', b='landed: {match: "demand_*.csv"}')
    with pytest.raises(NoSuiteFits) as raised:
        find("in/sopt_summary_{2026}.csv")
    for lang in ("en", "ja"):
        assert "`spot_summary_*.csv`" in raised.value.text(lang)
        assert "sopt_summary_{2026}.csv" in raised.value.text(lang)


def test_two_that_fit_are_both_named(written: Written) -> None:
    written(a='landed: {match: "*.csv"}', b='landed: {match: "b_*.csv"}')
    assert find("a_1.csv") == Path("expectations/a.yaml")
    with pytest.raises(AmbiguousSuite, match=r"expectations/a\.yaml, expectations/b\.yaml"):
        find("b_1.csv")


@pytest.mark.parametrize("broken", ["columns: [", "landed: {match: [a, }", "landed: {mtach: x}", "landed: [a]"])
def test_a_broken_neighbour_matters_only_where_nothing_else_fits(written: Written, broken: str) -> None:
    folder = written(good='landed: {match: "a_*.csv"}')
    (folder / "broken.yaml").write_text(f"name: broken\n{broken}\n", encoding="utf-8")
    assert find("a_1.csv") == Path("expectations/good.yaml")
    expected = SuiteError if "landed" in broken else NoSuiteFits
    with pytest.raises(expected):
        find("b_1.csv")


def test_a_suite_that_is_broken_elsewhere_is_still_the_one(written: Written) -> None:
    folder = written()
    text = 'name: a\nlanded:\n  match:\n  # the archive too\n\n    - "a_*.csv"\n\ncolumns: [{name: a\n'
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    assert find("a_1.csv") == Path("expectations/a.yaml")


def test_files_that_are_no_suites_are_passed_over(written: Written) -> None:
    folder = written(a='landed: {match: "a_*.csv"}')
    (folder / "README.md").write_text("landed: {match: 'a_*.csv'}", encoding="utf-8")
    (folder / ".a.yaml").write_text("landed: {match: 'a_*.csv'}", encoding="utf-8")
    (folder / "old.yaml").mkdir()
    assert names() == [Path("expectations/a.yaml")]
    assert find("a_1.csv") == Path("expectations/a.yaml")


# --- versions --------------------------------------------------------------------------------------------------------


LANDED = 'landed: {match: "a_*.csv", period: "a_{year}{month}{day}.csv"}'


@pytest.mark.parametrize(
    ("file", "version"),
    [
        ("a_20250101.csv", "a.yaml"),
        ("a_20260331.csv", "a.yaml"),
        ("a_20260401.csv", "a.2026-04-01.yaml"),
        ("a_20270101.csv", "a.2026-04-01.yaml"),
        ("a_20300101.csv", "a.2030-01-01.yaml"),
    ],
)
def test_the_period_picks_the_version_in_force_on_its_first_day(written: Written, file: str, version: str) -> None:
    folder = written(a=LANDED)
    for later in ("a.2026-04-01.yaml", "a.2030-01-01.yaml"):
        (folder / later).write_text(f"name: a\n{LANDED}\ncolumns: [{{name: a}}]", encoding="utf-8")
    assert find(f"in/{file}") == Path("expectations") / version
    assert resolve("a", f"in/{file}") == Path("expectations") / version
    assert resolve("a", at=period_of("a_{year}{month}{day}.csv", file)) == Path("expectations") / version


def test_without_a_period_the_version_in_force_today(written: Written) -> None:
    folder = written(a='landed: {match: "a_*.csv"}')
    for later in ("a.2001-01-01.yaml", "a.9999-01-01.yaml"):
        (folder / later).write_text("name: a\ncolumns: [{name: a}]", encoding="utf-8")
    assert find("a_x.csv") == Path("expectations/a.2001-01-01.yaml")
    assert resolve("a") == Path("expectations/a.2001-01-01.yaml")
    assert resolve("a.9999-01-01") == Path("expectations/a.9999-01-01.yaml")


def test_a_file_older_than_every_version_has_the_oldest(written: Written) -> None:
    folder = written()
    for since in ("2020-01-01", "2021-01-01"):
        (folder / f"a.{since}.yaml").write_text(f"name: a\n{LANDED}\ncolumns: [{{name: a}}]", encoding="utf-8")
    assert find("a_20100101.csv") == Path("expectations/a.2020-01-01.yaml")


def test_a_date_that_is_none_is_a_name(written: Written) -> None:
    folder = written(b='landed: {match: "b_*.csv"}')
    (folder / "a.2026-13-01.yaml").write_text(f"name: a\n{LANDED}\ncolumns: [{{name: a}}]", encoding="utf-8")
    assert resolve("a.2026-13-01") == Path("expectations/a.2026-13-01.yaml")


# --- names -----------------------------------------------------------------------------------------------------------


def test_a_suite_is_named_by_path_or_name_or_uri(written: Written, tmp_path: Path) -> None:
    folder = written(a="owner: x")
    (folder / "b.json").write_text("{}", encoding="utf-8")
    (folder / "c.yml").write_text("{}", encoding="utf-8")
    assert resolve("a") == Path("expectations/a.yaml")
    assert resolve("b") == Path("expectations/b.json")
    assert resolve("c") == Path("expectations/c.yml")
    assert resolve(str(tmp_path / "expectations" / "a.yaml")) == str(tmp_path / "expectations" / "a.yaml")
    assert resolve("gs://suites/a.yaml") == "gs://suites/a.yaml"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("jepx_sopt", "did you mean `jepx_spot`?"),
        ("{area}", "in expectations there are: area_demand, jepx_spot"),
        ("expectations/jepx_sopt.yaml", "did you mean `expectations/jepx_spot.yaml`?"),
        ("nowhere/jepx_spot.yaml", None),
        ("expectations", "in expectations there are: area_demand, jepx_spot"),
    ],
)
def test_a_name_that_is_none_has_the_near_miss(written: Written, name: str, hint: str | None) -> None:
    folder = written(jepx_spot="owner: x")
    for file in ("area_demand.yaml", "area_demand.2026-04-01.yaml"):
        (folder / file).write_text("name: a", encoding="utf-8")
    with pytest.raises(NoSuite) as raised:
        resolve(name)
    assert raised.value.hint() == hint
    assert f"`{name}`" in raised.value.message("ja")


# --- periods ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "uri", "period", "begins"),
    [
        ("spot_{year}.csv", "/in/spot_2026.csv", "2026", "2026-01-01"),
        ("spot_{fiscal_year}.csv", "/in/spot_2026.csv", "FY2026", "2026-04-01"),
        ("spot_{year}{month}.csv", "spot_202604.csv", "2026-04", "2026-04-01"),
        ("spot_{year}{month}{day}.csv", "gs://b/spot_20260413.csv", "2026-04-13", "2026-04-13"),
        ("spot_{year}{month}{day}.csv", "spot_20260413.csv.gz", "2026-04-13", "2026-04-13"),
        ("{year}/{month}/spot.csv", "/in/2026/4/spot.csv", "2026-04", "2026-04-01"),
        ("{year}-{month}-{day}T{hour}.csv", "2026-04-13T05.csv", "2026-04-13T05", "2026-04-13"),
        ("{fiscal_year}/{month}.csv", "/in/2026/03.csv", "2027-03", "2027-03-01"),
        ("{fiscal_year}/{month}.csv", "/in/2026/04.csv", "2026-04", "2026-04-01"),
        ("spot_{year}_*.csv", "spot_2026_rev2.csv", "2026", "2026-01-01"),
        ("*_{year}{month}.csv", "a/b_202604.csv", "2026-04", "2026-04-01"),
    ],
)
def test_the_period_is_in_the_name(pattern: str, uri: str, period: str, begins: str) -> None:
    assert period_of(pattern, uri) == period
    day = first_day(period)
    assert day is not None
    assert day.isoformat() == begins


@pytest.mark.parametrize(
    ("pattern", "uri"),
    [
        ("spot_{year}{month}.csv", "spot_202613.csv"),
        ("spot_{year}{month}{day}.csv", "spot_20260230.csv"),
        ("spot_{year}.csv", "spot_26.csv"),
        ("spot_{year}.csv", "spot_２０２６.csv"),
        ("spot_{year}.csv", "xspot_2026.csv"),
        ("spot_{year}.csv", "spot_2026.csv/x"),
        ("spot_{year}.csv", "spot_0000.csv"),
        ("spot_{month}.csv", "spot_04.csv"),
        (None, "spot_2026.csv"),
    ],
)
def test_a_name_that_is_no_time_has_no_period(pattern: str | None, uri: str) -> None:
    assert period_of(pattern, uri) is None


@pytest.mark.parametrize("text", ["", "2026-13", "2026-02-30", "FY2026-04", "yesterday", "20260401", "0000"])
def test_what_is_no_period_has_no_first_day(text: str) -> None:
    assert first_day(text) is None


def test_a_period_that_would_take_long_is_refused() -> None:
    pattern = "{year}" + "*a" * 40 + ".csv"
    assert period_of(pattern, "2026" + "a" * 200 + ".cs") is None


def test_what_makes_the_config_map_of_suites_is_none_of_them(written: Written) -> None:
    """Nor is what a mounted ConfigMap holds beside its files."""
    folder = written(a='landed: {match: ["a_*.csv"]}')
    (folder / "kustomization.yaml").write_text("configMapGenerator: [{name: dq-suites, files: [a.yaml]}]\n")
    (folder / "..data.yaml").write_text("no: suite\n")
    assert [path.name for path in names(folder)] == ["a.yaml"]
    assert find("in/a_1.csv") == Path("expectations") / "a.yaml"
