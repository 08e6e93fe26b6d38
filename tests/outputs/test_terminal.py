"""What a terminal is given: nothing that it obeys, nothing that hides, nothing wider than it stands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.outputs._terminal import fit, pad, paint, quoted, visible, width, wrap

texts = st.text(st.characters(), max_size=60) | st.text(
    "ab 受渡日。、(\u0301\u200b\x1b\n\ud800\U0001f1ef👩🏽ｱ", max_size=60
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("受渡日 e\u0301 ok", "受渡日 e\u0301 ok"),
        ("\x1b[2J", "⟨ESC⟩[2J"),
        ("a\x00b\tc\r\n", "a⟨NUL⟩b⟨TAB⟩c⟨CR⟩⟨LF⟩"),
        ("\x9b31m\x7f", "⟨U+009B⟩31m⟨DEL⟩"),
        ("\ufeffid", "⟨BOM⟩id"),
        ("a\u00a0b\u3000c\u202fd", "a⟨NBSP⟩b⟨全角SP⟩c⟨NNBSP⟩d"),
        ("\u202egpj.exe\u202c\u2066\u2069\u200f", "⟨RLO⟩gpj.exe⟨PDF⟩⟨LRI⟩⟨PDI⟩⟨RLM⟩"),
        ("a\u200bb\u200dc\u2060\u00ad", "a⟨ZWSP⟩b⟨ZWJ⟩c⟨WJ⟩⟨SHY⟩"),
        ("a\u2028b\u2029\x85", "a⟨LS⟩b⟨PS⟩⟨NEL⟩"),
        ("\u3164\u2800\ufe0f\U000e0100", "⟨U+3164⟩⟨U+2800⟩⟨VS16⟩⟨U+E0100⟩"),
        ("\ue000\U000e0041\uffff", "⟨U+E000⟩⟨U+E0041⟩⟨U+FFFF⟩"),
        ("caf\udce9 \ud800", "caf⟨\\xe9⟩ ⟨U+D800⟩"),
    ],
)
def test_what_does_not_show_is_named(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@given(texts)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert visible(shown) == shown
    shown.encode()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("受渡日", 6),
        ("ｱｲｳ", 3),
        ("（）", 4),
        ("e\u0301", 1),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),
        ("😀", 2),
        ("→…", 2),
    ],
)
def test_east_asian_characters_count_as_wide_as_they_stand(text: str, columns: int) -> None:
    assert width(text) == columns


@given(texts, st.integers(0, 30))
def test_a_fitted_text_fits(text: str, columns: int) -> None:
    text = visible(text)
    shown = fit(text, columns)
    assert measured(shown) <= columns
    assert shown == text or columns == 0 or (shown.endswith("…") and text.startswith(shown[:-1]))
    assert measured(pad(text, columns)) == columns


def test_a_thousand_accents_on_one_letter_are_cut() -> None:
    assert len(fit("a" + "\u0301" * 1_000, 10)) <= 41


@given(texts, st.integers(4, 30), st.integers(1, 4))
def test_a_wrapped_text_loses_nothing_but_what_is_cut(text: str, columns: int, lines: int) -> None:
    text = visible(text)
    broken = wrap(text, columns, lines)
    assert len(broken) <= lines
    assert all(measured(line) <= columns for line in broken)
    told = "".join("".join(broken).split())
    assert told == "".join(text.split()) or (told.endswith("…") and "".join(text.split()).startswith(told[:-1]))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("次に動くのは公表元です。直してください。", ["次に動くのは", "公表元です。", "直してくださ", "い。"]),
        ("誤りならば公表元に", ["誤りならば", "公表元に"]),
        ("abcdefghijklmnopqrst", ["abcdefghijklm", "nopqrst"]),
        ("at most 999 of 17,520", ["at most 999", "of 17,520"]),
    ],
)
def test_lines_break_where_a_reader_expects_it(text: str, broken: list[str]) -> None:
    assert wrap(text, 13, 4) == broken


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("", '""'),
        (" 1 ", '" 1 "'),
        ("x" * 80, f'"{"x" * 80}"'),
        ("x" * 81, f'"{"x" * 80}…"'),
        ("\u0301a", '"◌\u0301a"'),
        ("a\nb", '"a⟨LF⟩b"'),
    ],
)
def test_a_cell_stands_in_quotes_and_is_cut_at_80_characters(cell: str, shown: str) -> None:
    assert quoted(cell) == shown


def test_colour_is_a_style_s_own_and_an_empty_text_has_none() -> None:
    assert paint("✗", "closed") == "\x1b[1;31m✗\x1b[0m"
    assert paint("plain", "") == paint("plain", "compatible") == "plain"
    assert paint("", "closed") == ""


def measured(text: str) -> int:
    """Columns, counted another way than `width` does."""
    wide = sum(unicodedata.east_asian_width(c) in ("W", "F") for c in text)
    none = sum(unicodedata.category(c) in ("Mn", "Me", "Cf") or 0x1160 <= ord(c) < 0x1200 for c in text)
    overlap = sum(
        unicodedata.east_asian_width(c) in ("W", "F") and unicodedata.category(c) in ("Mn", "Me", "Cf") for c in text
    )
    return len(text) + wide - none - overlap
