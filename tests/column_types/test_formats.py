"""Which format a text has, and which formats can be declared."""

from datetime import date

import pytest

from dq.by_name import load, names
from dq.column_types import _formats

FOUND = [
    ("date", ["2024/04/01", "2024/4/2"], ("%Y/%m/%d",)),
    ("date", ["2024-04-01"], ("%Y-%m-%d",)),
    ("date", ["20240401", "20241231"], ("%Y%m%d",)),
    ("date", ["20240401", "20241301"], ()),
    ("date", ["10000101"], ()),
    ("date", ["2024年4月1日"], ("%Y年%m月%d日",)),
    ("date", ["1.12.2024"], ("%d.%m.%Y",)),
    ("date", ["2024.12.1"], ("%Y.%m.%d",)),
    ("date", ["13/02/2024", "01/02/2024"], ("%d/%m/%Y",)),
    ("date", ["01/02/2024", "01/13/2024"], ("%m/%d/%Y",)),
    ("date", ["01/02/2024", "01/03/2024"], ("%m/%d/%Y", "%d/%m/%Y")),
    ("date", ["01/02/2024", "02/02/2024"], ("%d/%m/%Y", "%m/%d/%Y")),
    ("date", ["2024-04"], ("%Y-%m",)),
    ("date", ["5 Jan 2024", "15 DEC 2023"], ("%d %b %Y",)),
    ("date", ["Jan 5, 2024"], ("%b %d, %Y",)),
    ("date", ["January 2024"], ("%B %Y",)),
    ("date", ["Jan-24"], ("%b-%y",)),
    ("date", ["2024/02/30"], ()),
    ("date", ["2024/04/01", "x"], ()),
    ("date", ["2024/04/01", "2024-04-01"], ()),
    ("date", ["２０２４/０４/０１"], ()),
    ("date", ["45383"], ()),
    ("date", ["2024-04-01 00:00"], ()),
    ("date", ["東京"], ()),
    ("date", [""], ()),
    ("datetime", ["2024-04-01 10:30:00"], ("%Y-%m-%d %H:%M:%S",)),
    ("datetime", ["2024/4/1 0:30"], ("%Y/%m/%d %H:%M",)),
    ("datetime", ["2024-04-01T10:30:00Z", "2024-04-01T10:30:00+09:00"], ("%Y-%m-%dT%H:%M:%S%z",)),
    ("datetime", ["2024-04-01T10:30:00.123+0900"], ("%Y-%m-%dT%H:%M:%S.%f%z",)),
    ("datetime", ["2024-04-01T10:30:00.1234567"], ("%Y-%m-%dT%H:%M:%S.%f",)),
    ("datetime", ["2024-04-01 10:30:00 +09:00"], ("%Y-%m-%d %H:%M:%S %z",)),
    ("datetime", ["20240401103000"], ("%Y%m%d%H%M%S",)),
    ("datetime", ["20240401T103000Z"], ("%Y%m%dT%H%M%S%z",)),
    ("datetime", ["2024年4月1日10時30分"], ("%Y年%m月%d日%H時%M分",)),
    ("datetime", ["10:30 2024/04/01"], ("%H:%M %Y/%m/%d",)),
    ("datetime", ["1/2/2024 1:30 PM", "1/3/2024 1:30 AM"], ("%m/%d/%Y %I:%M %p", "%d/%m/%Y %I:%M %p")),
    ("datetime", ["2024-04-01 24:00"], ()),
    ("datetime", ["2024-04-01"], ()),
    ("time", ["10:30", "1:05"], ("%H:%M",)),
    ("time", ["10:30:59"], ("%H:%M:%S",)),
    ("time", ["10時30分"], ("%H時%M分",)),
    ("time", ["24:00"], ()),
    ("time", ["10.30"], ()),
    ("integer", ["1", "-007", "+2"], (None,)),
    ("integer", ["17,520", "12"], ("1,234",)),
    ("integer", ["1.5"], ()),
    ("integer", ["1.234"], ()),
    ("integer", ["9223372036854775808"], ()),
    ("number", ["1", "2.5", "-1e3", ".5", "5."], (None,)),
    ("number", ["1,234.5", "12"], ("1,234.5",)),
    ("number", ["1.234,5", "12"], ("1.234,5",)),
    ("number", ["1,5", "12"], ("1234,5",)),
    ("number", ["1,234", "12"], ("1,234.5", "1234,5")),
    ("number", ["0,123"], ("1234,5",)),
    ("number", ["1\u202f234,5"], ("1 234,5",)),
    ("number", ["12,34,567"], ()),
    ("number", ["2"] * 30 + ["2,2"], ()),
    ("number", ["2"] * 30 + ["1.234.567"], ("1.234,5",)),
    ("number", ["2"] * 8 + ["2,2"], ("1234,5",)),
    ("number", ["nan"], ()),
    ("number", ["１"], ()),
    ("boolean", ["true", "FALSE"], (None,)),
    ("boolean", ["1", "0"], ()),
    ("boolean", ["tRUE"], ()),
    ("text", ["anything", ""], (None,)),
]


@pytest.mark.parametrize(("name", "cells", "formats"), FOUND)
def test_formats(name: str, cells: list[str], formats: tuple[str | None, ...]) -> None:
    module = load("column_types", name)
    assert module.formats(cells) == formats
    assert all(module.reads(cells, form) for form in formats)
    assert all(module.refuses(form) is None for form in formats)


@pytest.mark.parametrize("name", [n for n in names("column_types") if n != "text"])
def test_no_cells_have_no_format(name: str) -> None:
    assert load("column_types", name).formats([]) == ()


@pytest.mark.parametrize("form", [*_formats.DATES, *_formats.MONTHS])
def test_every_date_that_is_written_is_recognised(form: str) -> None:
    cells = [f.strftime(form) for f in (date(2024, 4, 1), date(2023, 12, 31))]
    assert form in load("column_types", "date").formats(cells)
    if form not in _formats.MONTHS:
        assert f"{form} %H:%M" in load("column_types", "datetime").formats([f"{c} 10:30" for c in cells])


@pytest.mark.parametrize(
    ("name", "form", "why"),
    [
        ("date", "", "it is empty"),
        ("datetime", "", "it is empty"),
        ("time", "", "it is empty"),
        ("date", "%Q", "%Q is not supported"),
        ("date", "%-d/%m/%Y", "%- is not supported"),
        ("date", "%", "% is not supported"),
        ("date", "%Y-%j", "%j is not supported"),
        ("date", "%d", "lacks %Y or %y"),
        ("date", "%Y", "lacks %m or %b or %B"),
        ("date", "%Y-%m-%Y", "twice"),
        ("date", "%Y-%m-%y", "exclude"),
        ("date", "%Y-%m-%d ", "outer blanks"),
        ("date", "%Y\t%m", "control characters"),
        ("date", "%Y-%m-%d %H:%M", "%H has no place"),
        ("datetime", "%Y-%m-%d", "lacks %H or %I"),
        ("datetime", "%Y-%m %H:%M", "lacks %d"),
        ("datetime", "%Y-%m-%d %H:%M%f", "must follow a point"),
        ("datetime", "%f.%Y-%m-%d %H", "must follow a point"),
        ("datetime", "%Y-%m-%d .%f%H", "must follow a point"),
        ("datetime", "%z %Y-%m-%d %H", "must be the last"),
        ("datetime", "%Y-%m-%d %I:%M", "need each other"),
        ("time", "%Y %H", "%Y has no place"),
        ("number", "#,##0", "is none of"),
        ("integer", "1,234.5", "is none of"),
        ("boolean", "Y", "two different words"),
        ("boolean", "Y/Y", "two different words"),
        ("boolean", "Y/", "two different words"),
        ("text", "%Y", "no format"),
    ],
)
def test_formats_that_cannot_be_declared(name: str, form: str, why: str) -> None:
    said = load("column_types", name).refuses(form)
    assert why in said["en"]
    assert form in said["ja"]


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("date", "%Y/%m/%d", "YYYY/MM/DD"),
        ("date", "%Y年%m月%d日", "YYYY年MM月DD日"),
        ("date", None, "YYYY-MM-DD"),
        ("date", "%b-%y", "Mon-YY"),
        ("time", "%H:%M", "HH:MM"),
        ("datetime", "%Y-%m-%dT%H:%M:%S.%f%z", "YYYY-MM-DDTHH:MM:SS.ffffff±hh:mm"),
        ("number", "1.234,5", "1.234,5"),
        ("boolean", None, "true/false"),
    ],
)
def test_words(name: str, form: str | None, words: str) -> None:
    assert load("column_types", name).words(form).en == words
