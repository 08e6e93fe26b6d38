"""Reading a document field by field, so that every mistake in it is told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from .. import by_name
from ..errors import Mistake
from ._nodes import Map, Node, Scalar, Seq, kind, plain
from ._other_words import OTHER_WORDS
from .suite import Position

T = TypeVar("T")
LONGEST = 400
"""Characters of a message."""
MOST_HINTS = 100
"""Near misses are looked for in so many mistakes: each costs a comparison with every known name."""


class Refused(Exception):
    """One field holds what it must not; `At.take` collects it and goes on."""

    def __init__(self, mistake: Mistake, line: int, column: int) -> None:
        self.mistake, self.line, self.column = mistake, line, column
        super().__init__(mistake.message["en"])

    def as_unsupported(self) -> Refused:
        """The same, where nothing is wrong but that the engine does not know it."""
        return Refused(msgspec.structs.replace(self.mistake, unsupported=True), self.line, self.column)


class Document(msgspec.Struct, frozen=True, eq=False):
    """What is being read, and what was found wrong in it. `parameters`: what `{"$PARAMETER": name}` stands for; None
    where they are yet to come (lint): what depends on one is then not judged."""

    uri: str
    mistakes: list[tuple[int, int, Mistake]]
    parameters: Mapping[str, Any] | None


class At(msgspec.Struct, frozen=True, eq=False):
    """One place of a document: a node and its path. `key`: where the name of the field stands."""

    document: Document
    node: Node
    path: str
    key: Scalar | None = None

    @property
    def position(self) -> Position | None:
        """None where there is no text: a mapping from Python."""
        if not self.node.line:
            return None
        return Position(self.document.uri, self.node.line, self.node.column, self.path)

    @property
    def plain(self) -> Any:
        return plain(self.node)

    @property
    def kind(self) -> str:
        return kind(self.node)

    def on_key(self) -> At:
        """The same field, at its name: where a mistake is about the name."""
        return self if self.key is None else At(self.document, self.key, self.path)

    def refused(self, en: str, ja: str, hint: Hint = None) -> Refused:
        where = f"{self.document.uri}:{self.node.line}:{self.node.column}" if self.node.line else None
        message = {"en": _short(en), "ja": _short(ja)}
        told = Mistake(message, where, self.path, hint and {"en": _short(hint[0]), "ja": _short(hint[1])})
        return Refused(told, self.node.line, self.node.column)

    def mistake(self, en: str, ja: str, hint: Hint = None) -> None:
        self.collect(self.refused(en, ja, hint))

    def take(self, read: Callable[[At], T]) -> T | None:
        """What `read` makes of this place; None where it is a mistake, which is collected."""
        try:
            return read(self)
        except Refused as refused:
            self.collect(refused)
            return None

    def expected(self, wanted: str, hint: Hint = None) -> Refused:
        got = self.kind
        return self.refused(f"Expected {wanted}, got `{got}`", f"{in_japanese(wanted)}が必要ですが{in_japanese(got)}です", hint)

    def fields(self) -> dict[str, At]:
        """The fields of a mapping by name. Duplicate keys are mistakes, the first one holds."""
        if not isinstance(self.node, Map):
            raise self.expected("`object`")
        found: dict[str, At] = {}
        for key, value in self.node.entries:
            name = key.raw
            at = At(self.document, value, self.path + step(name), key)
            if name in found:
                first = found[name].key
                told = first_at(first.line if first is not None else 0)
                at.on_key().mistake(f"duplicate key `{name}`", f"キー `{name}` が重複しています", told)
            else:
                found[name] = at
        return found

    def fields_quietly(self, hint: Hint = None) -> dict[str, At]:
        """`fields` for a first look: duplicates are told by the second."""
        if not isinstance(self.node, Map):
            raise self.expected("`object`", hint)
        pairs = reversed(self.node.entries)
        return {key.raw: At(self.document, value, self.path + step(key.raw), key) for key, value in pairs}

    def items(self, hint: Hint = None) -> Iterator[At]:
        if not isinstance(self.node, Seq):
            raise self.expected("`array`", hint or LISTED)
        for i, item in enumerate(self.node.items):
            yield At(self.document, item, f"{self.path}[{i}]")

    def collect(self, refused: Refused) -> None:
        self.document.mistakes.append((refused.line, refused.column, refused.mistake))


_JA = {
    "object": "マッピング",
    "array": "リスト",
    "str": "文字列",
    "int": "整数",
    "float": "数",
    "bool": "真偽値",
    "null": "空の値",
}


def in_japanese(kind: str) -> str:
    """A kind of value as analysts call it."""
    return _JA.get(kind.strip("`"), f" {kind} ")


LISTED = ("write a list: [a, b]", "リストで書いてください: [a, b]")
Hint = tuple[str, str] | None
"""The remedy in English and Japanese."""


def _short(said: str) -> str:
    """A value that fills pages says no more than its beginning."""
    return said if len(said) <= LONGEST else said[:LONGEST] + "…"


def step(name: str) -> str:
    """One step of a path: `.name`, or `["a b"]` where a dot would mislead."""
    return f".{name}" if re.fullmatch(r"[^\s.\[\]\"'$]+", name) else f"[{msgspec.json.encode(name).decode()}]"


def near(at: At, name: str, known: Collection[str]) -> Hint:
    """`did you mean …?`, or what there is to choose from where that is short."""
    if len(at.document.mistakes) >= MOST_HINTS:
        return None
    ours = OTHER_WORDS.get(name.lower())
    if ours in known:
        return f"here it is called `{ours}`", f"ここでは `{ours}` と書きます"
    hit = by_name.near(name, known)
    if hit is not None:
        return f"did you mean `{hit}`?", f"`{hit}` ではありませんか?"
    if 0 < len(known) <= 20:
        listed = ", ".join(f"`{k}`" for k in known)
        return f"one of {listed}", f"{listed} のいずれかです"
    return None


def first_at(line: int) -> Hint:
    return (f"it stands first on line {line}", f"最初のものは {line} 行目にあります") if line else None


def unknown(at: At, what: str, name: str, known: Collection[str], hint: Hint = None) -> None:
    """A name that is none of the known ones: `what` is `key`, `argument`, …"""
    ja = {"key": "キー", "argument": "引数"}.get(what, what)
    at.on_key().mistake(f"unknown {what} `{name}`", f"未知の{ja} `{name}` です", hint or near(at, name, known))


def only(fields: dict[str, At], known: Collection[str]) -> dict[str, At]:
    """The known ones among the fields, and those that were plainly meant: they are read as such, so that what stands in
    them is checked too and nothing counts as missing. The others are mistakes, and so are those."""
    for name, at in fields.items():
        if name not in known:
            unknown(at, "key", name, known)
    return meant(fields, known)


def meant(fields: dict[str, At], known: Collection[str]) -> dict[str, At]:
    """The fields by the names that they should have; without those that have none."""
    found = {name: at for name, at in fields.items() if name in known}
    for name, at in fields.items():
        if name not in known:
            of = OTHER_WORDS.get(name.lower()) or by_name.near(name, [k for k in known if k not in found], 0.7)
            if of is not None and of in known and of not in found:
                found[of] = at
    return found


# --- what a single field may hold ------------------------------------------------------------------------------------


def text(at: At) -> str:
    """A text. A number that stands where a name belongs is the text it is written as: column 2024 is "2024"."""
    if isinstance(at.node, Scalar):
        if isinstance(at.node.value, str):
            return at.node.value
        if isinstance(at.node.value, (int, float)) and not isinstance(at.node.value, bool):
            return at.node.raw
        raise at.expected("`str`", ('write it in quotes: "…"', '引用符で囲んでください: "…"') if at.node.raw else None)
    raise at.expected("`str`")


def filled(at: At) -> str:
    got = text(at)
    if not got.strip():
        raise at.refused("an empty text", "空の文字列です")
    return got


def boolean(at: At) -> bool:
    value = at.node.value if isinstance(at.node, Scalar) else None
    if not isinstance(value, bool):
        raise at.expected("`bool`", ("write true or false", "true か false で書いてください"))
    return value


def share(at: At) -> float:
    """A number from 0 to 1; its text too, as GX casts."""
    got = number(at)
    if not 0 <= got <= 1:
        raise at.refused(
            f"Expected `float` between 0 and 1, got {got:g}",
            f"0 以上 1 以下の数が必要ですが {got:g} です",
            (f"{got:g} % is {got / 100:g}", f"{got:g} % は {got / 100:g} です") if 1 < got <= 100 else None,
        )
    return got


def number(at: At) -> float:
    value = at.node.value if isinstance(at.node, Scalar) else None
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        try:
            return float(value)
        except (ValueError, OverflowError):
            raise at.refused(f"`{value}` is no number", f"`{value}` は数ではありません") from None
    raise at.expected("`float`")


def whole(at: At) -> int:
    """A whole number; 2.5 is 2 and "5" is 5, as GX casts."""
    value = at.node.value if isinstance(at.node, Scalar) else None
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        try:
            return int(value)
        except (ValueError, OverflowError):
            raise at.refused(f"`{value}` is no whole number", f"`{value}` は整数ではありません") from None
    raise at.expected("`int`")


def choice(known: Collection[str], what: tuple[str, str]) -> Callable[[At], Any]:
    """One of some names. `what`: what they are names of, in both languages. Any: a Literal's members are known here."""

    def read(at: At) -> Any:
        got = text(at)
        if got not in known:
            ja = what[1] if what[1][0] > "~" else f" {what[1]}"
            raise at.refused(f"unknown {what[0]} `{got}`", f"未知の{ja} `{got}` です", near(at, got, known))
        return got

    return read


def several(
    read: Callable[[At], T], *, one: bool = False, empty: bool = False, hint: Hint = None
) -> Callable[[At], tuple[T, ...]]:
    """A list; each bad item is a mistake of its own. `one`: a single value stands for a list of one."""

    def read_all(at: At) -> tuple[T, ...]:
        if one and isinstance(at.node, Scalar):
            return (read(at),)
        items = [item.take(read) for item in at.items(hint)]
        if not items and not empty:
            raise at.refused(
                "an empty list", "空のリストです", ("fill it, or leave it out", "値を書くか、項目ごと削ってください")
            )
        return tuple(item for item in items if item is not None)

    return read_all


def table_of(read: Callable[[At], T]) -> Callable[[At], dict[str, T]]:
    """A mapping whose values are all of one kind."""

    def read_all(at: At) -> dict[str, T]:
        got = {name: value.take(read) for name, value in at.fields().items()}
        return {name: value for name, value in got.items() if value is not None}

    return read_all
