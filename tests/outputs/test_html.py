"""The page in a browser. `DQ_GOLDEN=write pytest tests/outputs` writes anew what it says: then read it.

What it looks like is proved in tests/page, in a real browser."""

import os
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest
from hatchling.builders.wheel import WheelBuilder
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, nodes
from outputs._html import read, spans
from outputs._results import (
    LANDED,
    LAST_GOOD,
    META,
    URI,
    config,
    good,
    new_dates,
    renamed,
    result,
    situations,
    too_high,
)
from outputs.test_text_of_anything import HOSTILE, everywhere, results, words

from dq.baseline import remember
from dq.gate import check
from dq.judging import Check
from dq.outputs import html
from dq.outputs._html import markup, plots
from dq.result import Baseline, Evidence, Example, ExpectationResult, ValidationResult
from dq.sentences import LANGS, Lang, Text, same
from dq.spec.spec import ColumnSpec, Dialect, Sample, Spec, Statistics

GOLDEN = Path(__file__).parent / "golden_html"
TEMPLATES = sorted(html.HERE.glob("*.j2"))


def column(name: str, type_: Any, least: Any, most: Any, first: str, **more: Any) -> ColumnSpec:
    missing = more.pop("missing", 0)
    return ColumnSpec(
        name=name, type=type_, statistics=Statistics(missing=missing, min=least, max=most, first=((2, first),)), **more
    )


def spec(*, unit: str = "kWh", factor: int = 1, dates: str = "%Y/%m/%d", **more: Any) -> Spec:
    """Four columns and 40 sampled rows."""
    day = "2026-04-{:02d}" if "-" in dates else "2026/04/{:02d}"
    rows = tuple((day.format(n + 1), str(n % 4), str(1000 * (n + 1) * factor), f"secret{n}") for n in range(28))
    columns = (
        column("受渡日", "date", "2026-04-01", "2026-04-28", rows[0][0], format=dates),
        column("code", "integer", 0, 3, "0"),
        column("volume", "number", 1000 * factor, 28_000 * factor, rows[0][2], unit=unit, missing=3),
        ColumnSpec(name="person", type="text", pii=True, statistics=Statistics()),
    )
    sample = Sample(key=("受渡日",), whole=True, hashes=tuple(range(28)), rows=rows)
    fields: dict[str, Any] = {"columns": columns, "rows": 28, "key": ("受渡日", "code"), "sample": sample}
    return Spec(dialect=Dialect(format="csv", encoding="cp932", delimiter="\t", header_rows=(1,)), **{**fields, **more})


def changed(**fields: Any) -> ValidationResult:
    """Dates in another format, a unit that changed, a value that is too high: with both Specs."""
    unit = new_dates(
        id="c2", kind="unit_changed", columns=("volume",), before="kWh", after="Wh", evidence=Evidence(28, 28),
        sentence=same("volume: the unit is now Wh (was kWh)"),
    )  # fmt: skip
    high = too_high("volume", count=2)
    high = msgspec.structs.replace(
        high, meta={"at": "expectations/x.yaml:9:3"},
        evidence=Evidence(2, 28, (Example(5, "volume", "4000000", 3), Example(6, "volume", "5000000", 4))),
    )  # fmt: skip
    past = Baseline("before.json", LAST_GOOD.landed, "open", spec())
    defaults: dict[str, Any] = {
        "spec_changes": (new_dates(), unit), "results": (good("code"), high), "baseline": past,
        "spec": spec(unit="Wh", factor=1000, dates="%Y-%m-%d"), "summary": unit.sentence,
    }  # fmt: skip
    return result("closed", **{**defaults, **fields})


SITUATIONS = {
    **situations(),
    "with_specs": {URI: changed()},
    "open_with_spec": {URI: result(results=(good(),), spec=spec())},
}
TOLD = ("with_specs", "open_with_spec", "closed_by_findings_and_an_expectation", "error_suite", "undecided", "several")


# --- what it says ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", TOLD)
def test_golden(name: str, lang: Lang) -> None:
    file, told = GOLDEN / f"{name}.{lang}.txt", read(html.render(SITUATIONS[name], lang=lang)).text(lang) + "\n"
    if os.environ.get("DQ_GOLDEN") == "write":
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_every_golden_text_is_still_told() -> None:
    assert {f.name for f in GOLDEN.iterdir()} == {f"{name}.{lang}.txt" for name in TOLD for lang in LANGS}


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_page_is_whole_and_has_both_languages(name: str) -> None:
    page = read(html.render(SITUATIONS[name], lang="ja"))
    english, japanese = spans(page)
    assert english == japanese > 15
    assert 'id="lang-ja" checked' in page.source
    assert 'id="lang-en" checked' not in page.source


def test_both_languages_are_one_page() -> None:
    english, japanese = (html.render(SITUATIONS["several"], lang=lang).decode() for lang in LANGS)
    differ = [(a, b) for a, b in zip(english.splitlines(), japanese.splitlines(), strict=True) if a != b]
    assert len(differ) == 4  # <html lang>, the title, and which radio button is checked


def test_no_result_is_no_page() -> None:
    with pytest.raises(ValueError, match="no result"):
        html.render({}, lang="en")


def test_the_policy_lets_in_its_own_style_and_script_and_nothing_else() -> None:
    page = html.render(SITUATIONS["open"], lang="en").decode()
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        [text] = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_what_is_excused_stands_under_its_cause_and_not_among_the_unsuccessful() -> None:
    text = read(html.render(SITUATIONS["closed_by_findings_and_an_expectation"])).text("en")
    assert text.index("3 expectations not evaluated because of it") < text.index("受渡日 is in the year")
    assert text.index("受渡日 is in the year") < text.index("3 of 43 expectations unsuccessful")


def test_alike_ones_are_told_once_and_the_rest_counted() -> None:
    text = read(html.render(SITUATIONS["closed_by_1000_expectations"])).text("en")
    assert "399 more like it" in text
    assert re.search(r"… and \d+ more: the result document has all", text)


def test_samples_carry_the_key_where_it_is_surely_that_row() -> None:
    text = read(html.render({URI: changed()})).text("en")
    assert re.search(r"line 受渡日 code volume\n5 2026-04-04 3 4000000\n6 2026-04-05 0 5000000", text)
    told_otherwise = Evidence(1, 28, (Example(5, "volume", "7", 3),))
    other = msgspec.structs.replace(changed().results[1], evidence=told_otherwise)
    assert "line volume\n5 7" in read(html.render({URI: changed(results=(other,))})).text("en")


def test_a_change_shows_the_cell_before_and_now() -> None:
    page = html.render({URI: changed()}).decode()
    assert "<bdi>2026<mark>/</mark>04<mark>/</mark>01</bdi>" in page
    assert "<bdi>2026<mark>-</mark>04<mark>-</mark>01</bdi>" in page
    assert '<svg aria-hidden="true" focusable="false" class="scale"' in page


def test_several_files_are_listed_worst_first() -> None:
    text = read(html.render(SITUATIONS["several"])).text("en")
    order = [text.index(f"spot_summary_{year}.csv") for year in (2027, 2026, 2024, 2025)]
    assert order == sorted(order)
    assert "4 files: 1 closed, 1 undecided, 2 open · exit code 75" in text


def test_commands_are_for_a_shell_or_are_not_there() -> None:
    assert "-s expectations/jepx_spot.yaml" in html.render(SITUATIONS["closed_by_an_expectation"]).decode()
    spaced = html.render({"a b;$(x).csv": SITUATIONS["closed_by_an_expectation"][URI]}).decode()
    assert "&#39;a b;$(x).csv&#39;" in spaced
    hidden = html.render({"a\u202eb.csv": SITUATIONS["closed_by_an_expectation"][URI]}).decode()
    assert "dq check" not in hidden


def test_what_is_judged_under_a_new_name_belongs_to_the_column_of_that_name() -> None:
    """The expectation names `amount`; the file, and so the page's table, calls it `volume`."""
    called = renamed(columns=("amount", "volume"), before="amount", after="volume", evidence=Evidence())
    high = msgspec.structs.replace(too_high("amount"), meta={"judged_as": {"amount": "volume"}})
    page = read(html.render({URI: changed(spec_changes=(called,), results=(high,))}))
    text = page.text("en")
    assert "1 expectation judged under the new name" in text
    assert "This file: 1,000,000 to 28,000,000." in text
    assert re.search(r"volume was amount\nnumber Wh\n(.*\n){3}breaking critical", text)


# --- what it never does ----------------------------------------------------------------------------------------------

MARKUP = "</bdi></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;{{7*7}}{% raw %}"


@pytest.mark.parametrize(
    "said", [HOSTILE, MARKUP, "שלום\u202e" + "a\u0301" * 30 + "x" * 500, "`" * 99], ids=["c", "m", "r", "t"]
)
def test_nothing_hostile_acts(said: str) -> None:
    one = everywhere(said)
    bad = spec(columns=(column(said, "text", None, None, said), *(spec().columns or ())[1:]))
    for without in (
        one,
        msgspec.structs.replace(one, error=None, spec=bad, baseline=Baseline(said, LANDED, "open", bad)),
    ):
        for given_ in ({said: without}, {said: without, "b": result()}):
            page = read(html.render(given_, lang="en"))
            quiet = [
                tag for tag, name, value in page.attributes if value and ("alert" in value or "gate open\n" in value)
            ]
            assert quiet == []


json = st.none() | st.booleans() | st.integers() | st.floats() | words | st.lists(st.integers(), max_size=2)
statistics = st.builds(
    Statistics, missing=st.integers(0, 10**9), unreadable=st.integers(0, 3), min=json, max=json,
    first=st.lists(st.tuples(st.none() | st.integers(1, 9), words), max_size=2).map(tuple),
)  # fmt: skip
columns = st.builds(
    ColumnSpec,
    name=words | st.sampled_from(["a", "b"]),
    type=st.sampled_from([None, "text", "integer", "number", "date", "datetime", "time", "boolean"]),
    format=st.none() | st.sampled_from(["%Y-%m-%d", "%H:%M", "era.月.日", "%Y-Q", "1.234,5"]),
    unit=st.none() | words,
    pii=st.booleans(),
    statistics=st.none() | statistics,
)
cells = (
    st.none()
    | st.sampled_from(["", "1", "-2.5", "1e308", "9" * 400, "2026-04-01", "R8.4.1", "23:59", "1.234,5"])
    | words
)
samples = st.builds(
    Sample, whole=st.booleans(), rows=st.lists(st.lists(cells, max_size=4).map(tuple), max_size=9).map(tuple)
)
dialects = st.builds(
    Dialect, encoding=st.none() | words, delimiter=st.none() | words, preamble=st.none() | st.tuples(words)
)
specs = st.builds(
    Spec, dialect=dialects, columns=st.none() | st.lists(columns, max_size=4).map(tuple),
    rows=st.none() | st.integers(0, 99), key=st.tuples(st.sampled_from(["a", "b"])), sample=st.none() | samples,
)  # fmt: skip


@given(st.dictionaries(words, results, min_size=1, max_size=4), st.sampled_from(LANGS), specs, st.none() | specs)
@settings(max_examples=40)
def test_any_result_is_a_page(several: dict[str, ValidationResult], lang: Lang, now: Spec, past: Spec | None) -> None:
    first, *_ = several
    baseline = Baseline("b", None, "open", past) if past is not None else several[first].baseline
    several[first] = msgspec.structs.replace(several[first], spec=now, baseline=baseline)
    page = html.render(several, lang=lang)
    read(page)
    assert len(page) <= html.LARGEST


def test_personal_data_is_not_there() -> None:
    renamed_ = renamed(columns=("person", "visitor"), before="person", after="visitor")
    cells = Evidence(1, 28, (Example(2, "person", "secret0", 0), Example(3, "visitor", "secret1", 1)))
    visitor = ColumnSpec(name="visitor", type="text", statistics=Statistics(first=((2, "secret0"),)))
    seen_as_another = spec(columns=(*(spec().columns or ())[:3], visitor))
    one = changed(
        spec_changes=(msgspec.structs.replace(renamed_, evidence=cells),),
        results=(msgspec.structs.replace(too_high("person"), evidence=cells),),
    )
    for spec_ in (one.spec, seen_as_another):
        page = html.render({URI: msgspec.structs.replace(one, spec=spec_)}).decode()
        assert "secret" not in page
        assert "not shown" in page


def wide(n: int) -> ValidationResult:
    """2,000 columns with names of 200 characters, of which each is told of by an expectation and a finding."""
    names = [f"列{n:05d}" + "長い名前" * 50 for n in range(n)]
    rows = tuple(tuple(str((r * c) % 97) for c in range(n)) for r in range(20))
    columns = tuple(column(name, "number", 0, 96, "1", missing=c % 3) for c, name in enumerate(names))
    whole = Spec(columns=columns, rows=20, sample=Sample(whole=True, hashes=tuple(range(20)), rows=rows))
    results = tuple(
        msgspec.structs.replace(
            too_high(name, notes="よ" * 5_000),
            expectation_config=config("t", {"column": name, "max_value": float(c)}, notes="よ" * 5_000),
            evidence=Evidence(3, 20, tuple(Example(r, name, "值" * 500, r) for r in range(3))),
            sentence=Text(f"{name} {'word ' * 400}", f"{name} {'語' * 2_000}"),
        )
        for c, name in enumerate(names)
    )
    changes = tuple(
        new_dates(id=f"c{c}", columns=(name,), sentence=Text(f"{name}: x", f"{name}: よ" * 300))
        for c, name in enumerate(names)
    )
    return result(
        "closed", spec=whole, results=results, spec_changes=changes, baseline=Baseline("b", LANDED, "open", whole)
    )


def test_a_page_of_2000_columns_and_as_many_failures_is_bounded() -> None:
    one = wide(2_000)
    page = html.render({URI: one})
    assert len(page) <= html.LARGEST
    text = read(page).text("en")
    assert "Observed spec: 2,000 columns" in text
    assert re.search(r"1,9\d\d more changes", text)
    assert len(html.render({f"{n}.csv": one for n in range(8)})) <= html.LARGEST


@pytest.mark.parametrize("said", ["\u202e" * 400, "受" * 400, "x/" * 400], ids=["named", "wide", "long"])
def test_a_page_of_many_files_is_bounded(said: str) -> None:
    page = html.render({f"{n}{said}/{said}": everywhere(said) for n in range(300)})
    assert len(page) <= html.LARGEST
    assert re.search(r"… and \d+ more", read(page).text("en"))


def test_an_ordinary_page_is_small() -> None:
    assert len(html.render({URI: changed()})) < 60_000


def luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_has_six_times_the_contrast_and_marks_three_times(theme: int) -> None:
    style = (html.HERE / "page.css").read_text(encoding="utf-8")
    tokens = {n: v[theme] for n, *v in re.findall(r"--(\w+):light-dark\(#(\w{6}),#(\w{6})\)", style)}
    assert len(tokens) == 15

    def contrast(one: str, other: str) -> float:
        bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (bright + 0.05) / (dark + 0.05)

    for text in ("ink", "ink2", "closed", "open", "undecided", "warn"):
        assert contrast(tokens[text], tokens["paper"]) >= 6, text
    assert contrast("ffffff", tokens["band"]) >= 6
    assert min(contrast(tokens["ink"], tokens[ground]) for ground in ("well", "mark")) >= 6
    assert min(contrast(tokens[mark], tokens["paper"]) for mark in ("bar", "rule2", "focus")) >= 3


def test_only_the_page_imports_its_template_engine() -> None:
    package = html.HERE.parent.parent
    using = [
        f.relative_to(package)
        for f in package.rglob("*.py")
        if re.search(r"^\s*(from|import) jinja2", f.read_text(), re.M)
    ]
    assert using == [Path("outputs/html.py")]


def test_the_wheel_has_what_the_page_is_made_of(tmp_path: Path) -> None:
    [built] = WheelBuilder(str(html.HERE.parent.parent.parent)).build(directory=str(tmp_path), versions=["standard"])
    with ZipFile(built) as wheel:
        held = {name for name in wheel.namelist() if name.startswith("dq/outputs/_html/")}
    assert held == {f"dq/outputs/_html/{f.name}" for f in html.HERE.iterdir() if f.is_file()}


# --- parts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_a_template_says_everything_in_both_languages(template: Path) -> None:
    """`t(english, japanese)`: as many placeholders in both, and nothing that is left in English."""
    tree = Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
    calls = [c for c in tree.find_all(nodes.Call) if isinstance(c.node, nodes.Name) and c.node.name == "t"]
    for call in calls:
        assert len(call.args) == 2
        english, japanese = (
            next(c.value for c in (arg, *arg.find_all(nodes.Const)) if isinstance(c, nodes.Const)) for arg in call.args
        )
        assert re.findall(r"\{[^}]*\}", english) == re.findall(r"\{[^}]*\}", japanese)
        assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", japanese), japanese
    markup_ = r"\{[{%#].*?[}%#]\}|<(style|script|title)>.*?</\1>|<[^>]*>| [a-z-]+=\"[^\"]*\""
    loose = re.sub(markup_, "", template.read_text(encoding="utf-8"), flags=re.S)
    assert set(re.findall(r"[A-Za-z]{3,}", loose)) <= {"English", "Language"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u00a0b", '<bdi>a<span class="ctl">NBSP</span>b</bdi>'),
        ("受渡日", '<bdi lang="ja">受渡日</bdi>'),
        ("<b>", "<bdi>&lt;b&gt;</bdi>"),
        ("x" * 81, f"<bdi>{'x' * 80}…</bdi>"),
        ("\u0000" * 80, '<bdi>' + '<span class="ctl">NUL</span>' * 13 + "…</bdi>"),
        ("a\u0301\u0301\u0301", '<bdi>a\u0301\u0301<span class="ctl">U+0301</span></bdi>'),
    ],
)  # fmt: skip
def test_text_of_a_file(text: str, shown: str) -> None:
    assert str(markup.cell(text)) == shown


def test_names_are_set_off_as_whole_words() -> None:
    told = markup.said(same("a is at most b: aa and <c>"), ("a", "b", "<c>"))
    assert str(told) == "<bdi>a</bdi> is at most <bdi>b</bdi>: aa and <bdi>&lt;c&gt;</bdi>"


@pytest.mark.parametrize(
    ("seen", "low", "high", "crosses", "dots"),
    [
        ((5, 5), 0, 10, 0, 1),
        ((12, 12), 0, 10, 1, 0),
        ((-1, 12), 0, 10, 2, 0),
        ((1, 9), 0, 10, 0, 0),
        ((3, 3), None, 2, 1, 0),
    ],
)
def test_a_margin_crosses_out_what_is_beyond(seen: Any, low: Any, high: Any, crosses: int, dots: int) -> None:
    drawn = str(plots.margin(seen, low, high, ("", "")))
    assert drawn.count("m0-8l-8 8") == crosses
    assert drawn.count("p-ink") == dots


def test_one_filler_does_not_flatten_a_distribution() -> None:
    values = [float(n % 40) for n in range(400)] + [9999.0]
    assert plots.middle(values) == (0, 39)


def test_what_could_not_be_judged_is_told_once() -> None:
    message = 'The column "x" does not exist.'
    excused = ExpectationResult(
        success=None,
        expectation_config=config("t", {"column": "x"}),
        exception_info=msgspec.structs.replace(good().exception_info, raised_exception=True, exception_message=message),
        not_evaluated_because="c1",
        sentence=Text(f"x is there: cannot be judged: {message}", f"x がある: 判定できません: {message}"),
    )
    page = html.render({URI: changed(results=(excused,), meta=META)}).decode()
    assert '<li><span class="en" lang="en"><bdi>x</bdi> is there</span>' in page


# --- real files ------------------------------------------------------------------------------------------------------

CASES = html.HERE.parents[2].parent / "shared" / "cases"


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("jp_tepco_area_fy2019_to_fy2025", ("MW平均", "火力(LNG)", "単位[MW平均],,,供給力")),
        ("citibike_2021_02", ("start station name", "started_at", "date and time YYYY-MM-DD HH:MM:SS")),
        ("it_regioni_lat_rename", ("was lat", "latitudine", "Abruzzo")),
        ("natgas_month_to_date", ("1997-01 line 2", "1997-01-15 line 2", "4 successful")),
    ],
)
def test_the_page_of_a_real_pair(case: str, told: tuple[str, ...], tmp_path: Path) -> None:
    if not (CASES / case).is_dir():
        pytest.skip("the real files of publishers are not here")
    [before], [after] = ((CASES / case).glob(f"{side}__*") for side in ("before", "after"))
    (tmp_path / "suite.yaml").write_text(
        "name: case\nexpectations:\n"
        "  - {type: expect_table_row_count_to_be_between, kwargs: {min_value: 10, max_value: 20000}}\n"
    )
    judged = check(Check(source=str(after), suite=str(tmp_path / "suite.yaml"), baseline=remember(str(before))))
    page = html.render({str(after): judged}, lang="ja")
    text = read(page).text("en")
    assert judged.gate == "closed"
    assert [words for words in told if words not in text] == []
    assert len(page) < 100_000
