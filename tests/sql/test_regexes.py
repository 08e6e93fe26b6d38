"""RE2 says what `re.search` says, for every pattern that is translated and every text; the rest cannot hang a run."""

import _sre  # Python's own tables of case: private, and what is asked here
import re
import threading
import time
import warnings
from re import _casefix

import _duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dq.sql import regex_sets, regexes

CONNECTION = _duckdb.connect(config={"threads": 1})
LETTERS = [*"aAbBkKsSiI1_- \néÉſ\u212aßẞİıµμǅ１٣漢ー\u00a0"]
TEXT = [*LETTERS, *"\x1c\x85\u2028\r\t\0🎌Ω\u2126ςσ\u0301²'\\]", "a\n"]


def found(pattern: str, texts: list[str]) -> list[bool]:
    condition = regexes.matches("t", pattern)
    assert condition is not None
    rows = "SELECT unnest(?::VARCHAR[]) AS t, generate_subscripts(?::VARCHAR[], 1) AS i"
    sql = f"SELECT {condition.sql} FROM ({rows}) ORDER BY i"
    return [row[0] for row in CONNECTION.execute(sql, [texts, texts]).fetchall()]


def members() -> st.SearchStrategy[str]:
    one = st.sampled_from([re.escape(c) for c in LETTERS])
    spans = st.sampled_from(["a-k", "A-Z", "0-9", "ß-ÿ", "α-ω", "ぁ-ヿ", "\\x00-\\x1f", "k-\u3000", "Z-a"])
    kinds = st.sampled_from(["\\d", "\\D", "\\w", "\\W", "\\s", "\\S"])
    return st.lists(one | spans | kinds, min_size=1, max_size=4).map("".join)


def atoms() -> st.SearchStrategy[str]:
    return st.one_of(
        st.sampled_from([re.escape(c) for c in LETTERS]),
        st.sampled_from(["\\d", "\\D", "\\w", "\\W", "\\s", "\\S", ".", "^", "$", "\\A", "\\Z", "\\b", "\\B", "(?:)"]),
        st.builds("[{}{}]".format, st.sampled_from(["", "^"]), members()),
    )


def patterns() -> st.SearchStrategy[str]:
    counts = st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{1,3}", "{,2}", "{2,}", "{1,2}?", "*+"])
    opens = st.sampled_from([*["(", "(?:"] * 4, "(?i:", "(?s:", "(?m:", "(?a:", "(?-i:", "(?ims:", "(?=", "(?!", "(?>"])

    def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        sequence = st.lists(inner, min_size=1, max_size=4).map("".join)
        return st.one_of(
            sequence,
            st.builds("{}{}|{})".format, opens, sequence, sequence),
            st.builds("{}{})".format, opens, sequence),
            st.builds("(?:{}){}".format, sequence, counts),
            st.builds("{}{}".format, atoms(), counts),
        )

    flags = st.sampled_from(["", "", "", "(?i)", "(?m)", "(?s)", "(?a)", "(?x)", "(?im)", "(?is)", "(?ai)"])
    return st.builds("{}{}".format, flags, st.recursive(atoms(), extend, max_leaves=8))


@settings(max_examples=250, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(pattern=patterns(), texts=st.lists(st.lists(st.sampled_from(TEXT), max_size=6).map("".join), max_size=25))
def test_re2_finds_what_python_finds(pattern: str, texts: list[str]) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern)
    except re.error:
        return
    if regexes.re2(pattern) is not None:
        texts = ["", "\n", "a\n", *texts]
        assert found(pattern, texts) == [compiled.search(text) is not None for text in texts]


TRANSLATED = [
    *("", "abc", "^JC[0-9]{3}$", r"^\d{4}-\d\d?$", r"(?i)kwh|MWh", "訂正", r"^[\w.+-]+@\w+(\.\w+)+$", r"(?s)^.*$"),
    *(r"^(?:a|b)*?c\Z", "(?m)^x$", r"\s", "a{1000}", "(?P<year>[12][0-9]{3})", "(?x) a  b # c"),
    *(r"(?a)\bkWh\b", "^$", "x$|y$", r"[^\s\S]", "[\\ud800a]", r"\.", "'", '"', "\0", r"(a$|b)", "(?i:straße)"),
    *("a|", "()", r"(?a)(?u:^\d$)", r"(?a)^\d"),
]
LEFT_TO_PYTHON = [
    *(r"\bkWh", r"\B", "(?=a)", "(?<!a)b", r"(a)\1", "(?>a)b", "a++", "(?(1)a|b)|(x)", "a{1001}", "(?:a{100}){11}"),
    *("a$b", "(?:a$)*", "a$\n", r"\w{30}", "(?:a?){1000,}b{1001}", "(" * 300 + "a" + ")*" * 300),
]


@pytest.mark.parametrize("pattern", TRANSLATED)
def test_what_re2_runs(pattern: str) -> None:
    texts = ["", "a", "a\n", "JC105", "JC105\n", "jc105", "2024-1", "２０２４-01", "KWH", "kWh", "xkWh", "10 kWh"]
    texts += ["a.b@c.de", "a b", "ab", "x\ny", "'", '"', "\0", "b", "STRASSE", "straſſe", "STRAẞE", "1999年"]
    texts += ["a" * 1000, "y\nx", "１", "訂正あり", "ab\n\n", "y", " "]
    assert found(pattern, texts) == [re.search(pattern, text) is not None for text in texts]


@pytest.mark.parametrize("pattern", LEFT_TO_PYTHON)
def test_what_is_left_to_python(pattern: str) -> None:
    assert regexes.matches("t", pattern) is None


@pytest.mark.parametrize("pattern", ["(", "[", "*", "a{2,1}", "(?<=a+)b", "(?P<a", "\\", "(?z)", "a" * 10_001, "((("])
def test_what_is_no_regex(pattern: str) -> None:
    assert regexes.compiles(pattern)


def test_python_search_is_re_search() -> None:
    for pattern in ["(?=.*[0-9])a", r"\bkWh\b", r"(a)\1", "(?:a|b)+$", "[", ""]:
        if regexes.compiles(pattern) is None:
            for text in ["", "aa1", "10 kWh", "abab\n", "x" * 20_000 + "aa1", "kWhx"]:
                assert regexes.python_search(pattern)(text) is (re.search(pattern, text) is not None)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(a+)+$", "a" * 60 + "b"),
        (r"(?:a|a){50}(?=b)", "a" * 60),
        (r"(?=(a|aa)+$)", "a" * 90 + "b"),
        (r"^(\w+\s?)*\b$", "a" * 60 + "!"),
        (r"[^y]*[^w]*z(?=!)", "a" * 300_000),
        (r"[^y]*z(?=!)", "a" * 1_000_000),
    ],
)
def test_a_pattern_without_end_is_stopped(pattern: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regexes, "SECONDS", 0.1)
    search = regexes.python_search(pattern)
    started = time.monotonic()
    with pytest.raises(regexes.RegexTooSlow) as slow:
        search(text)
    assert time.monotonic() - started < 3
    assert pattern in slow.value.message("ja")
    assert search("") is (re.search(pattern, "") is not None)  # no alarm is left behind

    refused: list[BaseException] = []

    def elsewhere() -> None:
        try:
            search(text)
        except regexes.RegexTooSlow as error:
            refused.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join(3)
    assert len(refused) == 1


def test_python_has_no_more_letters_than_are_asked() -> None:
    everything = regex_sets._characters(regex_sets.LAST)
    assert re.search(r"\w", everything[regex_sets.LAST_LETTER + 1 :]) is None
    assert re.search(r"[\d\s]", everything[regex_sets.LAST_FIGURE + 1 :]) is None
    cased = set(regex_sets._cased())
    for code in range(regex_sets.LAST + 1):
        if _sre.unicode_iscased(code):
            assert {code, _sre.unicode_tolower(code)} <= cased
    assert {c for code, others in _casefix._EXTRA_CASES.items() for c in (code, *others)} <= cased


PLAIN = ["[^k]", r"\d", r"\W", r"[^\s]", ".", "(?s).", r"(?a)\W", r"(?a)[^\s]", r"(?a)\d"]
CASELESS = ["(?i)[A-Z]", "(?i)[^α-ω]", "(?i)[^k]", "(?i)ß", "(?i)ẞ", "(?i)ſ", r"(?i)\W", "(?ai)[^k]", "(?ai)ſ"]


@pytest.mark.parametrize("pattern", [*PLAIN, *CASELESS])
def test_sets_are_pythons_own(pattern: str) -> None:
    """Asked of every code point but surrogates."""
    translated = regexes.re2(pattern)
    assert translated is not None
    everything = regex_sets._characters(regex_sets.LAST)
    ours = re.sub(r"\\x\{([0-9a-f]+)\}", lambda code: f"\\U{code[1]:>08}", translated)
    pythons = re.sub("[\ud800-\udfff]+", "", "".join(re.findall(pattern, everything)))
    assert "".join(re.findall(ours, everything)) == pythons
