"""Regular expressions: Python's `re.search` is our language, DuckDB's RE2 runs it where both provably say the same.

A pattern is parsed by Python's own parser and written anew for RE2, its character sets as the code points that Python
itself says they hold (so that `\\d` is １ too, and `(?i)k` the Kelvin sign). What RE2 lacks or reads otherwise
(look-around, references, Unicode's `\\b`, a `$` before the end, more than 1,000 repetitions) stays with Python, under
an alarm: a pattern that backtracks without end is stopped, not waited for.
"""

import re
import signal
import threading
import warnings
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from typing import Any

import msgspec

from ..errors import CallerError
from .conditions import Condition, quote
from .regex_sets import Ranges, ranges, written

_constants: Any = re._constants  # type: ignore[attr-defined]  # Python's parser, private but the only exact one
_parser: Any = re._parser  # type: ignore[attr-defined]
_CHARACTERS = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN)
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
_TYPES = re.ASCII | re.LOCALE | re.UNICODE

LONGEST = 10_000
"""Characters of a pattern."""
HEAVIEST = 8_000
"""Ranges, repetitions counted, past which RE2's automaton outgrows its memory and is slower than Python."""
MOST_REPEATED = 1_000
DEEPEST = 500
FEW = 4  # characters of a set that are looked for one by one
SECONDS = 10.0
"""For one text. Real patterns take microseconds."""


class RegexTooSlow(CallerError):
    says = {
        "en": "the regular expression {regex} took longer than {seconds} seconds on one value",
        "ja": "正規表現 {regex} の照合が 1 つの値で {seconds} 秒を超えました",
    }
    hints = {
        "en": "repetitions inside repetitions, as (a+)+, are the usual cause",
        "ja": "(a+)+ のような、繰り返しの中の繰り返しがよくある原因です",
    }


def compiles(pattern: str) -> str | None:
    """Why this is no regular expression of Python's, None where it is one."""
    if len(pattern) > LONGEST:
        return f"longer than {LONGEST:,} characters"
    try:
        _compiled(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error) or type(error).__name__
    return None


def matches(text: str, pattern: str) -> Condition | None:
    """SQL that is true where `re.search(pattern, text)` finds something, or None where only Python can say."""
    literal = plain(pattern)
    if literal:
        return Condition(f"({' OR '.join(f'contains({text}, {quote(part)})' for part in literal)})")
    translated = re2(pattern)
    return None if translated is None else Condition(f"regexp_matches({text}, {quote(translated)})")


@lru_cache(256)
def plain(pattern: str) -> tuple[str, ...]:
    """The texts of which one must stand in it, where the pattern says no more than that: looked for ten times as fast."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = _parser.parse(pattern)
    except (re.error, OverflowError, RecursionError):
        return ()
    items = list(parsed)
    if parsed.state.flags & (re.IGNORECASE | re.VERBOSE) or not items:
        return ()
    if all(_told(op, of) for op, of in items):
        return ("".join(chr(of) for _, of in items),)
    if len(items) == 1 and items[0][0] is _constants.IN and len(items[0][1]) <= FEW:
        members = items[0][1]
        return tuple(chr(of) for op, of in members) if all(_told(op, of) for op, of in members) else ()
    return ()


def _told(op: Any, of: Any) -> bool:
    """A character that a SQL literal can hold."""
    return op is _constants.LITERAL and of != 0 and not 0xD800 <= of <= 0xDFFF


@lru_cache(256)
def re2(pattern: str) -> str | None:
    """The pattern for RE2, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = _parser.parse(pattern)
        translated = _sequence(parsed, parsed.state.flags, last=True)
    except (_Unprovable, RecursionError):
        return None
    if _weight(parsed, parsed.state.flags) > HEAVIEST or _depth(translated) > DEEPEST:
        return None
    return translated


class Search(msgspec.Struct, frozen=True):
    """`re.search` as a question, stopped after SECONDS with RegexTooSlow. Outside the main thread, where no alarm can
    be set, a pattern that could take long is not even tried."""

    pattern: str

    def __call__(self, text: str) -> bool:
        compiled = _compiled(self.pattern)
        if len(text) <= LONGEST and not _backtracks(self.pattern):
            return compiled.search(text) is not None
        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            raise RegexTooSlow(regex=self.pattern, seconds=f"{SECONDS:g}")
        return _alarmed(compiled, text)


def python_search(pattern: str) -> Callable[[str], bool]:
    """`re.search` as a question that cannot hang the gate."""
    return Search(pattern)


def _alarmed(compiled: re.Pattern[str], text: str) -> bool:
    """`re` looks for signals while it backtracks from one place, but not on its way from place to place: in long texts
    that way is ours."""
    armed = True

    def rings(number: int, frame: object) -> None:
        if armed:
            raise RegexTooSlow(regex=compiled.pattern, seconds=f"{SECONDS:g}")

    before = signal.signal(signal.SIGALRM, rings)
    left, every = signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        if len(text) <= LONGEST:
            return compiled.search(text) is not None
        return any(compiled.match(text, at) is not None for at in range(len(text) + 1))
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, left, every)
        signal.signal(signal.SIGALRM, before)


@lru_cache(256)
def _compiled(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a "possible nested set" is still a regex
        return re.compile(pattern)


# --- to RE2 ----------------------------------------------------------------------------------------------------------


class _Unprovable(Exception):
    """RE2 has no such thing, or reads it otherwise."""


def _sequence(items: Any, flags: int, *, last: bool) -> str:
    """`last`: nothing of the pattern follows. What is found, and by which way, is not asked: groups and laziness go."""
    end = len(items) - 1
    return "".join(_item(op, of, flags, last=last and i == end) for i, (op, of) in enumerate(items))


def _item(op: Any, of: Any, flags: int, *, last: bool) -> str:
    if op in _CHARACTERS:
        return written(_ranges(op, of, flags))
    if op is _constants.AT:
        return _at(of, flags, last=last)
    if op is _constants.BRANCH:
        return f"(?:{'|'.join(_sequence(branch, flags, last=last) for branch in of[1])})"
    if op is _constants.SUBPATTERN:
        _, added, removed, inner = of
        return f"(?:{_sequence(inner, combined(flags, added, removed), last=last)})"
    if op in _REPEATS:
        least, most, inner = of
        if max(1, _repeated(of)) * _deepest(inner) > MOST_REPEATED:
            raise _Unprovable
        upper = "" if most is _constants.MAXREPEAT else str(most)
        return f"(?:{_sequence(inner, flags, last=last and most == 1)}){{{least},{upper}}}"
    raise _Unprovable  # look-around, references, atomic groups, and what Python may yet invent


def _at(where: Any, flags: int, *, last: bool) -> str:
    multiline = bool(flags & re.MULTILINE)
    if where is _constants.AT_BEGINNING:
        return "(?m:^)" if multiline else r"\A"
    if where is _constants.AT_BEGINNING_STRING:
        return r"\A"
    if where is _constants.AT_END_STRING:
        return r"\z"
    if where is _constants.AT_END and multiline:
        return "(?m:$)"
    if where is _constants.AT_END and last:
        return r"(?:\n?\z)"  # Python's `$` holds before a last newline too; RE2 can only take it, if nothing follows
    if where is _constants.AT_BOUNDARY and flags & re.ASCII:
        return r"\b"
    raise _Unprovable  # \b of Unicode; \B, which Python finds nowhere in an empty text


def combined(flags: int, added: int, removed: int) -> int:
    """The flags inside `(?i-s:…)`."""
    if added & _TYPES:
        flags &= ~_TYPES
    return (flags | added) & ~removed


def _ranges(op: Any, of: Any, flags: int) -> Ranges:
    return ranges(op, tuple(of) if isinstance(of, list) else of, int(flags))


def _depth(translated: str) -> int:
    """Parentheses inside parentheses; those of the text are written as codes."""
    return max(accumulate(1 if c == "(" else -1 if c == ")" else 0 for c in translated), default=0) if translated else 0


def _repeated(of: Any) -> int:
    least, most, _ = of
    return int(least if most is _constants.MAXREPEAT else most)


def _deepest(items: Any) -> int:
    """The largest product of nested repetitions: RE2 allows 1,000."""
    deepest = 1
    for op, of in items:
        inner = max(map(_deepest, _parts(of)), default=1)
        deepest = max(deepest, inner * (max(1, _repeated(of)) if op in _REPEATS else 1))
    return deepest


def _weight(items: Any, flags: int) -> int:
    total = 0
    for op, of in items:
        if op in _CHARACTERS:
            total += len(_ranges(op, of, flags))
        elif op is _constants.BRANCH:
            total += sum(_weight(branch, flags) for branch in of[1])
        elif op is _constants.SUBPATTERN:
            total += _weight(of[3], combined(flags, of[1], of[2]))
        elif op in _REPEATS:
            total += (_repeated(of) + 1) * _weight(of[2], flags)
    return total


@lru_cache(256)
def _backtracks(pattern: str) -> bool:
    """Whether a text could be shared out in many ways; False is at most quadratic in its length."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _choices(_parser.parse(pattern)) > 1


def _choices(items: Any) -> int:
    """How often a search may come back and try otherwise; a choice inside a repetition counts as many."""
    total = 0
    for op, of in items:
        inside = sum(map(_choices, _parts(of)))
        if op in (*_REPEATS, _constants.POSSESSIVE_REPEAT):
            total += inside * 2 + (of[0] != of[1])
        else:
            total += inside + (op in (_constants.BRANCH, _constants.GROUPREF))
    return total


def _parts(of: Any) -> list[Any]:
    """Every sequence inside an item, whatever its kind."""
    if isinstance(of, _parser.SubPattern):
        return [of]
    if isinstance(of, (tuple, list)):
        return [found for part in of for found in _parts(part)]
    return []
