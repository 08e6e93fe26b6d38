"""Row conditions cut into tokens, and where a reading of them stands."""

import re
from functools import cache
from typing import Literal, NoReturn, TypeAlias

import msgspec

from .row_trees import NoRowCondition

Language: TypeAlias = Literal["gx", "pandas"]

_PATTERN = r"""\s*+(?:
      (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?!\w)
    | (?P<name>[^\W\d]\w*)
    | (?P<text>TEXT)
    | (?P<quoted>`[^`]+`)
    | (?P<mark>==|!=|<=|>=|\*\*|//|.)
    )"""
_TEXTS = {"gx": """"[^"]*"|'[^']*'""", "pandas": r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""}  # GX's know no escapes


class Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    at: int


class Reading:
    """Where a parse stands in its tokens."""

    def __init__(self, given: str, language: Language) -> None:
        self.given, self.language = given, language
        self.tokens = _tokens(given, language)
        self.next = 0
        self.depth = 0

    def peek(self, ahead: int = 0) -> Token:
        return self.tokens[min(self.next + ahead, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.peek()
        self.next += 1
        return token

    def takes(self, *texts: str) -> str | None:
        """The next token where it is one of these marks or words."""
        token = self.peek()
        if token.kind in ("mark", "name") and token.text in texts:
            self.next += 1
            return token.text
        return None

    def wants(self, text: str) -> None:
        if self.takes(text) is None:
            self.refuse(f"`{text}` is missing", f"`{text}` がありません")

    def refuse(self, en: str, ja: str) -> NoReturn:
        at = self.peek().at
        where_en, where_ja = (f"before `{self.given[at : at + 20]}`", f"`{self.given[at : at + 20]}` の前")
        if at >= len(self.given):
            where_en, where_ja = "at the end", "末尾"
        raise NoRowCondition(f"{en}, {where_en}", f"{ja}({where_ja})")


def _tokens(given: str, language: Language) -> list[Token]:
    pattern = _pattern(language)
    found: list[Token] = []
    at, end = 0, len(given.rstrip())
    while at < end and (match := pattern.match(given, at)):
        kind = match.lastgroup or "mark"
        found.append(Token(kind, match[kind], match.start(kind)))
        at = match.end()
    found.append(Token("end", "", len(given)))
    return found


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    return re.compile(_PATTERN.replace("TEXT", _TEXTS[language]), re.VERBOSE | re.DOTALL)
