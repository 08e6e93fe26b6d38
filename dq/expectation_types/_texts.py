"""What Python says of a text: whether a regular expression is found in it, whether it is a date or time of a format."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from ..by_name import load
from ..column_types._formats import written_back
from ..sql import regexes
from ..sql.conditions import NEVER, Condition, Value
from ._bounds import Needs
from ._outcomes import Predicate


def compiles(name: str) -> Needs:
    """The argument is a regular expression of Python's."""

    def need(expectation: Any) -> dict[str, str] | None:
        wrong = regexes.compiles(getattr(expectation, name))
        if wrong is None:
            return None
        return {
            "en": f"`{name}` is no regular expression: {wrong}",
            "ja": f"`{name}` は正規表現として正しくありません: {wrong}",
        }

    return need


def matching(value: Value, regex: str, *, wanted: bool) -> Condition | Predicate:
    """True for a value in whose text the regular expression is found though not wanted, or wanted and not found."""
    text = value.text()
    found = regexes.matches(text, regex)
    if found is None:
        return Predicate(value=text, test=partial(_found, regexes.python_search(regex), wanted))
    return ~found if wanted else found


def _found(search: Callable[[str], bool], wanted: bool, text: str) -> bool:
    return search(text) is wanted


def parses(name: str) -> Needs:
    """The argument is a format that `strptime` knows, and that reads what it writes."""

    def need(expectation: Any) -> dict[str, str] | None:
        given = getattr(expectation, name)
        if _ours(given) is not None:
            return None  # without Python's own, whose import costs a small file more than its scan
        try:
            datetime.strptime(datetime(2000, 2, 3, 4, 5, 6).strftime(given), given)  # noqa: DTZ001, DTZ007  no zone
        except (ValueError, re.error) as error:
            return {"en": f"`{name}` cannot be read: {error}", "ja": f"`{name}` を解釈できません: {error}"}
        return None

    return need


def written_as(format_: str) -> Callable[[str], bool]:
    """Whether `strptime` reads a text."""
    return partial(_written_as, format_)


def _written_as(format_: str, text: str) -> bool:
    try:
        datetime.strptime(text, format_)  # noqa: DTZ007  asked only whether it reads
    except ValueError:
        return False
    return True


def surely_reads(text: str, format_: str) -> Condition:
    """SQL that is true only for texts that `strptime` reads, by our own date and time types: they are stricter (ASCII
    digits, no blank that the format does not have). What they do not read is left to Python."""
    type_ = _ours(format_) if "%f" not in format_ else None  # ours takes nine digits, strptime six
    if type_ is None:
        return NEVER
    plainly, reads = written_back(text, (format_,)), f"({type_.value(text, format_)}) IS NOT NULL"
    return Condition(f"({reads})" if plainly is None else f"(CASE WHEN {plainly} THEN TRUE ELSE {reads} END)")


def _ours(format_: str) -> Any:
    """The date or time type of ours that reads this format, None where none does."""
    types = (load("column_types", name) for name in ("datetime", "date", "time")) if format_ else ()
    return next((type_ for type_ in types if type_.refuses(format_) is None), None)
