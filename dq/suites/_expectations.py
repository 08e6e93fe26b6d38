"""A list of expectations -> Declared ones, each at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from .. import by_name
from ..sql.row_conditions import RowCondition
from ..sql.row_trees import Column
from . import _arguments, _expand
from ._columns import Columns
from ._document import EXPECTATION, OF_GX_EXPECTATION
from ._gx import VOCABULARY
from ._nodes import Map, Scalar, Seq
from ._reading import At, meant, near, text
from ._record import Field, record
from .suite import Declared


def read(at: At | None, columns: Columns, under: str | None = None) -> list[Declared | None]:
    """Those of a list; None for a mistake, and for what waits for a parameter. `under`: the column they stand under."""
    if at is None or at.kind == "null":
        return []
    return [_one(place, columns, under) for place in at.take(lambda at: list(at.items(_WRITTEN))) or []]


_WRITTEN = ("write `- {type: …, kwargs: {…}}`", "`- {type: …, kwargs: {…}}` の形で書いてください")


def _one(at: At, columns: Columns, under: str | None) -> Declared | None:
    fields = at.take(lambda at: at.fields_quietly(_WRITTEN))
    if fields is None:
        return None
    stands = meant(fields, EXPECTATION).get("type")
    type_ = stands.take(_type) if stands is not None and stands.kind != "null" else None
    if stands is None and (named := next((name for name in fields if name in by_name.names("expectation_types")), None)):
        told = f"- {{type: {named}, kwargs: {{…}}}}"
        hint = (f"write `{told}`", f"`{told}` の形で書いてください")
        fields[named].on_key().mistake(f"`{named}` stands where a key should", f"キーの位置に `{named}` があります", hint)
        return None
    values, fields = record(at, {**EXPECTATION, **OF_GX_EXPECTATION, **_beside(type_, fields)})
    if type_ is None or stands is None:
        return None
    kwargs, known = fields.get("kwargs"), _arguments.parameters_of(type_)
    if under is not None and "column" not in known:
        at.mistake(
            f"`{type_}` is not about one column",
            f"`{type_}` は 1 つの列についての期待条件ではありません",
            ("move it to the suite's own `expectations`", "スイート直下の `expectations` に移してください"),
        )
        return None
    given = {} if under is None else {"column": _expand.place_of(under, at)}
    got = _arguments.read(type_, kwargs, at, given, beside=fields)
    _check_columns(kwargs, columns, given)
    if got is None:
        return None
    _check_condition(got.expectation.row_condition, kwargs, columns)
    return Declared(
        type=type_,
        expectation=got.expectation,
        kwargs=got.shown,
        severity=values.get("severity", "critical"),
        notes=values.get("notes"),
        description=values.get("description"),
        meta=values.get("meta", {}),
        id=values.get("id"),
        result_format=got.result_format,
        at=stands.position,
    )


def _type(at: At) -> str:
    got = text(at)
    known = by_name.names("expectation_types")
    if got in VOCABULARY and got not in known:
        refused = at.refused(
            f"the native engine does not know `{got}` of Great Expectations yet",
            f"Great Expectations の `{got}` には native エンジンがまだ対応していません",
            ("`dq expectations` lists what it knows", "対応済みのものは `dq expectations` で一覧できます"),
        )
        raise refused.as_unsupported()
    if got not in known:
        snake = "".join("_" + c.lower() if c.isupper() else c for c in got).lstrip("_")
        hint = near(at, snake, known) or ("`dq expectations` lists them", "`dq expectations` で一覧できます")
        raise at.refused(f"unknown expectation type `{got}`", f"未知の期待条件 `{got}` です", hint)
    return got


def _beside(type_: str | None, fields: dict[str, At]) -> dict[str, Field]:
    """Arguments written beside `kwargs` instead of in it: told with the remedy."""
    if type_ is None:
        return {}
    known = set(_arguments.parameters_of(type_)) - set(EXPECTATION)
    return {name: Field(_misplaced, {}, "", nullable=True) for name in fields if name in known}


def _misplaced(at: At) -> Any:
    name = at.key.raw if at.key is not None else ""
    raise at.on_key().refused(
        f"`{name}` is an argument: it belongs in `kwargs`",
        f"`{name}` は引数です。`kwargs` の中に書いてください",
        (f"kwargs: {{{name}: …}}", f"kwargs: {{{name}: …}}"),
    )


def _check_columns(kwargs: At | None, columns: Columns, given: Mapping[str, At]) -> None:
    """Columns that arguments name are declared. What is `given` is told elsewhere."""
    if kwargs is None or not isinstance(kwargs.node, Map):
        return
    for name, place in kwargs.fields_quietly().items():
        if name in ("column", "column_A", "column_B") and name not in given:
            columns.check(place)
        elif name == "column_list" and isinstance(place.node, Seq):
            for item in place.items():
                columns.check(item)


def _check_condition(condition: RowCondition | None, kwargs: At | None, columns: Columns) -> None:
    """Columns that a row condition names are declared: else it would be judged over no rows, or none at all."""
    if condition is None or kwargs is None:
        return
    place = kwargs.fields_quietly()["row_condition"]
    for name in dict.fromkeys(_named(condition.tree)):
        columns.check(At(place.document, Scalar(place.node.line, place.node.column, name, name), place.path))


def _named(tree: object) -> Iterator[str]:
    if isinstance(tree, Column):
        yield tree.name
    elif isinstance(tree, tuple):
        for part in tree:
            yield from _named(part)
    elif isinstance(tree, msgspec.Struct):
        for field in tree.__struct_fields__:
            yield from _named(getattr(tree, field))
