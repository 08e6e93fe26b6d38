"""`columns:` -> the declared columns, each with the places it was read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from .. import by_name
from ..spec.spec import ColumnSpec
from ._document import COLUMN
from ._nodes import Scalar, Seq
from ._reading import At, Hint, first_at, near
from ._record import several_of


class Column(msgspec.Struct, frozen=True):
    """One declared column. `mostly`: the share of its cells that must read as its type. `fields`: where each stands."""

    spec: ColumnSpec
    fields: dict[str, At]
    mostly: float | None = None


class Columns(msgspec.Struct, frozen=True):
    """The columns that a suite declares. Where it declares none, every name is fine."""

    declared: tuple[Column, ...] = ()
    folded: dict[str, list[str]] = {}
    """Names by their case-folded spelling: GX finds columns case apart where only one fits."""

    @property
    def specs(self) -> tuple[ColumnSpec, ...]:
        return tuple(c.spec for c in self.declared)

    def check(self, at: At) -> None:
        """A mistake where the name at this place is no declared column."""
        if not self.declared or not isinstance(at.node, Scalar):
            return
        name = at.node.raw
        alike = self.folded.get(name.casefold(), [])
        if name in alike or len(alike) == 1:
            return
        of = next((c.spec.name for c in self.declared if name in c.spec.aliases), None)
        if of is not None:
            hint: Hint = (f"it is an alias of `{of}`: use that", f"`{of}` の別名です。そちらを使ってください")
        else:
            hint = near(at, name, tuple(dict.fromkeys(n for names in self.folded.values() for n in names)))
        at.mistake(f"column `{name}` is not declared", f"列 `{name}` は宣言されていません", hint)


def read(at: At | None) -> Columns:
    found: list[Column] = []
    seen: dict[str, tuple[int, str]] = {}
    for values, fields in several_of(at, COLUMN, ("write `- {name: …}`", "`- {name: …}` の形で書いてください")):
        if "name" not in values:
            continue
        _names(values, fields, seen)
        mostly = values.pop("mostly", None)
        values.pop("expectations", None)
        if mostly is not None and "type" not in fields:
            fields["mostly"].on_key().mistake(
                "`mostly` says how many cells read as the column's type: it needs `type`",
                "`mostly` は型として読めるセルの割合です。`type` が必要です",
            )
        _format(values, fields)
        _values(values, fields)
        found.append(Column(ColumnSpec(**values), fields, mostly))
    folded: dict[str, list[str]] = {}
    for name in dict.fromkeys(c.spec.name for c in found):
        folded.setdefault(name.casefold(), []).append(name)
    return Columns(tuple(found), folded)


def _names(values: dict[str, Any], fields: dict[str, At], seen: dict[str, tuple[int, str]]) -> None:
    """A name or alias stands for one column only."""
    places = [(values["name"], fields["name"])]
    aliases = fields.get("aliases")
    if aliases is not None and isinstance(aliases.node, Seq):
        places += [(at.node.raw, at) for at in aliases.items() if isinstance(at.node, Scalar)]
    for name, at in places:
        if name not in seen:
            seen[name] = (at.node.line, values["name"])
            continue
        line, of = seen[name]
        if at is fields["name"] and of == name:
            at.mistake(f"duplicate column `{name}`", f"列 `{name}` が重複しています", first_at(line))
        else:
            at.mistake(
                f"`{name}` already stands for the column `{of}`",
                f"`{name}` はすでに列 `{of}` を指しています",
                first_at(line),
            )


def _format(values: dict[str, Any], fields: dict[str, At]) -> None:
    """A format fits the column's type, and is one: the type itself says so."""
    type_, format_ = values.get("type"), values.get("format")
    if format_ is None:
        return
    at = fields["format"]
    if type_ is None:
        if "type" not in fields:
            hint = ("date, datetime or time", "date、datetime、time など")
            at.on_key().mistake("`format` needs `type`", "`format` には `type` が必要です", hint)
        return
    refuses: Callable[[str], Mapping[str, str] | None] = by_name.load("column_types", type_).refuses
    wrong = refuses(format_)
    if wrong is not None:
        at.mistake(wrong["en"], wrong["ja"], _EXAMPLES.get(type_))
        del values["format"]  # told: what the type implies need not say it again


_EXAMPLES = {
    "date": ('for example "%Y/%m/%d"', '例: "%Y/%m/%d"'),
    "datetime": ('for example "%Y-%m-%dT%H:%M:%S"', '例: "%Y-%m-%dT%H:%M:%S"'),
    "time": ('for example "%H:%M"', '例: "%H:%M"'),
}
_PYTHON: dict[str, tuple[type, ...]] = {"text": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


def _values(values: dict[str, Any], fields: dict[str, At]) -> None:
    """A closed set has values of the column's type: 1 is no member of a column of text, nor "1" of one of integers."""
    type_, at = values.get("type", ""), fields.get("values")
    wanted = _PYTHON.get(type_)
    if wanted is None or at is None or not isinstance(at.node, Seq):
        return
    quoted = ('write it in quotes: "…"', '引用符で囲んでください: "…"')
    bare = ("write it without quotes", "引用符なしで書いてください")
    for item in at.items():
        if not isinstance(item.node, Scalar) or item.node.value is None:
            continue  # told already: neither is a single value
        fits = isinstance(item.node.value, wanted) and isinstance(item.node.value, bool) is (bool in wanted)
        if not fits:
            item.mistake(
                f"`{item.node.raw}` is no value of a column of type {type_}",
                f"`{item.node.raw}` は {type_} 型の値ではありません",
                quoted if type_ == "text" else bare if isinstance(item.node.value, str) else None,
            )
