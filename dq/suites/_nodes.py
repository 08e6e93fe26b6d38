"""A suite's text as nodes with positions: YAML 1.2, read event by event; JSON is YAML 1.2.

libyaml reads it, in a twentieth of ruamel's time; ruamel reads what libyaml refuses, and says what is wrong with it. Scalars
are resolved by the core schema of YAML 1.2 and nothing else: `NO`, `12:30` and `2026-04-01` stay text. Aliases, depth and
size are bounded, so that no text can grow here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from ..errors import Mistake
from ..regex import later, lazily

with lazily():  # ten regexes, for its readers in Python: 0.004 s
    import yaml

MAX_DEPTH = 64
MAX_ALIASED = 20_000  # nodes that aliases repeat, all together


class Node(msgspec.Struct, eq=False):
    """`line` and `column` are 1-based, as an editor shows them; 0 where there is no text (a mapping from Python)."""

    line: int
    column: int


class Scalar(Node, eq=False):
    """`value` by the core schema; `raw` as it is written, without quotes."""

    value: Any
    raw: str


class Seq(Node, eq=False):
    items: list[Node]


class Map(Node, eq=False):
    entries: list[tuple[Scalar, Node]]


class Unreadable(Exception):
    """The text is no document at all: one mistake, at `line` and `column`."""

    def __init__(self, line: int, column: int, mistake: Mistake) -> None:
        self.line, self.column, self.mistake = line, column, mistake
        super().__init__(mistake.message["en"])


def parse(text: str) -> Node | None:
    """The document's root, None where there is none. Raises Unreadable."""
    if _QUICK is not None and _OTHERWISE.isdisjoint(text):
        try:
            return _root(yaml.parse(text, Loader=_QUICK))
        except (yaml.YAMLError, ValueError, Unreadable):
            pass  # ruamel may read it, and knows better where it cannot
    from . import _ruamel  # for the few texts that need it

    return _root(_ruamel.events(text))


_QUICK: Any = getattr(yaml, "CSafeLoader", None)  # libyaml is in every wheel, not in every build
_OTHERWISE = frozenset("\t&\x85\u2028\u2029\ufeff")  # what libyaml, which is of YAML 1.1, reads otherwise


def _root(events: Iterator[Any]) -> Node | None:
    root: Node | None = None
    anchors: dict[str, tuple[Node, int]] = {}
    aliased = 0
    for event in events:
        if type(event).__name__ == "DocumentStartEvent":
            if root is not None:
                raise _refused(event, "more than one document in the file", "1 つのファイルに複数の文書があります")
            root, aliased = _compose(events, anchors, aliased)
    return root


def plain(node: Node) -> Any:
    """The node as Python values, mappings with text keys."""
    if isinstance(node, Map):
        return {key.raw: plain(value) for key, value in node.entries}
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.value


def as_json(value: Any) -> Any:
    """What came from a suite, as plain JSON values: dates ISO, lists and not tuples all the way down."""
    plain = msgspec.to_builtins(value, str_keys=True, enc_hook=_item)
    return _listed(plain)


def _listed(value: Any) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_listed(v) for v in value]
    return {k: _listed(v) for k, v in value.items()} if isinstance(value, dict) else value


def _item(value: Any) -> Any:
    """A numpy scalar is the number it holds; anything else its text."""
    return value.item() if hasattr(value, "item") else str(value)


def from_python(value: object) -> Node:
    """A mapping built in Python as nodes without positions. Unreadable where it is nested without end."""
    return _from_python(value, 0)


def kind(node: Node) -> str:
    """The node's type in msgspec's words."""
    if isinstance(node, Map):
        return "object"
    if isinstance(node, Seq):
        return "array"
    assert isinstance(node, Scalar)
    return "null" if node.value is None else type(node.value).__name__


def _from_python(value: object, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise Unreadable(0, 0, _TOO_DEEP)
    if isinstance(value, dict):
        keys = ((Scalar(0, 0, k, k if isinstance(k, str) else str(k)), v) for k, v in value.items())
        return Map(0, 0, [(key, _from_python(v, depth + 1)) for key, v in keys])
    if isinstance(value, (list, tuple, set, frozenset)):
        return Seq(0, 0, [_from_python(v, depth + 1) for v in value])
    if hasattr(value, "tolist"):  # numpy's and pandas' scalars and arrays
        return _from_python(value.tolist(), depth + 1)
    return Scalar(0, 0, value, value if isinstance(value, str) else str(value))


def _compose(events: Iterator[Any], anchors: dict[str, tuple[Node, int]], aliased: int) -> tuple[Node, int]:
    """One document's root from its events, without recursion."""
    open_: list[tuple[Node, str | None, int]] = []  # what is being filled, its anchor, nodes counted when it began
    waiting: list[Scalar | None] = []  # the key that waits for its value, per open node
    count = 0
    for event in events:
        kind = type(event).__name__  # libyaml's events and ruamel's are called the same
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            node, anchor, before = open_.pop()
            waiting.pop()
            if anchor is not None:
                anchors[anchor] = (node, count - before + 1)
            if not open_:
                return node, aliased
            continue
        count += 1
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        fresh: Node
        if kind == "AliasEvent":
            if event.anchor not in anchors:
                raise _refused(
                    event, f"undefined alias `*{event.anchor}`", f"未定義のエイリアス `*{event.anchor}` です"
                )
            fresh, weight = anchors[event.anchor]
            count += weight
            aliased += weight
            if aliased > MAX_ALIASED:
                raise _refused(event, "aliases repeat too much", "エイリアスによる繰り返しが多すぎます")
        elif kind == "ScalarEvent":
            fresh = _scalar(event, line, column)
            if event.anchor is not None:
                anchors[event.anchor] = (fresh, 1)
        elif kind == "MappingStartEvent":
            _untagged(event)
            fresh = Map(line, column, [])
        elif kind == "SequenceStartEvent":
            _untagged(event)
            fresh = Seq(line, column, [])
        else:  # the end of a document that holds nothing
            return Scalar(line, column, None, ""), aliased
        if open_:
            _put(open_[-1][0], waiting, fresh, event)
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            if len(open_) >= MAX_DEPTH:
                raise Unreadable(line, column, _TOO_DEEP)
            open_.append((fresh, event.anchor, count))
            waiting.append(None)
        elif not open_:
            return fresh, aliased
    raise Unreadable(1, 1, Mistake({"en": "the document ends early", "ja": "文書が途中で終わっています"}))


def _put(parent: Node, waiting: list[Scalar | None], fresh: Node, event: Any) -> None:
    if isinstance(parent, Seq):
        parent.items.append(fresh)
        return
    assert isinstance(parent, Map)
    key = waiting[-1]
    if key is not None:
        parent.entries.append((key, fresh))
        waiting[-1] = None
    elif isinstance(fresh, Scalar):
        waiting[-1] = fresh
    else:
        raise _refused(event, "a key must be a text, not a mapping or a list", "キーは文字列でなければなりません")


_SURROGATE = later("[\ud800-\udfff]")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}


def _scalar(event: Any, line: int, column: int) -> Scalar:
    raw = _whole(event.value)
    tag = None if event.tag is None else str(event.tag)
    if tag not in (None, "!", "tag:yaml.org,2002:str"):
        raise _refused(event, f"the tag `{tag}` is not supported", f"タグ `{tag}` には対応していません")
    if tag is not None or event.style or not event.implicit[0]:
        return Scalar(line, column, raw, raw)
    return Scalar(line, column, core(raw), raw)


def core(raw: str) -> Any:
    """A plain scalar by YAML 1.2's core schema: null, true, 1, 1.5; any other is the text itself."""
    if raw in _WORDS:
        return _WORDS[raw]
    if _INT.fullmatch(raw) and len(raw) <= 4000:
        return int(raw, {"0o": 8, "0x": 16}.get(raw[:2], 10))
    return float(raw) if _FLOAT.fullmatch(raw) else raw


def _whole(text: str) -> str:
    r"""JSON spells characters beyond U+FFFF as two escapes, which YAML reads as two: `𠮟` is "\ud842\udf9f"."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _untagged(event: Any) -> None:
    if event.tag is not None and str(event.tag) not in ("!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
        raise _refused(event, f"the tag `{event.tag}` is not supported", f"タグ `{event.tag}` には対応していません")


def _refused(event: Any, en: str, ja: str) -> Unreadable:
    return Unreadable(event.start_mark.line + 1, event.start_mark.column + 1, Mistake({"en": en, "ja": ja}))


_TOO_DEEP = Mistake(
    {"en": f"nested deeper than {MAX_DEPTH} levels", "ja": f"入れ子が {MAX_DEPTH} 段を超えています"},
)
