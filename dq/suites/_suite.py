"""The document's root -> Suite. Columns first: everything else names them."""

from __future__ import annotations

from typing import Any

import msgspec

from ..spec.spec import Dialect, Spec
from . import _columns, _expand, _expectations
from ._columns import Columns
from ._document import KNOWN_ISSUE, LANDED, OF_GX_SUITE, ONE_TABLE, READER, SUITE
from ._nodes import Scalar, Seq
from ._reading import At, filled, first_at
from ._record import one_of, record, several_of
from .suite import Declared, KnownIssue, Suite

_OURS = frozenset(SUITE) - {"name", "expectations"}
_NOTHING = (
    "the suite checks nothing: no expectations and no columns",
    "このスイートは何も検査しません(期待条件も列もありません)",
    ("add `columns:` or `expectations:`", "`columns:` か `expectations:` を書いてください"),
)


def read(root: At, *, json: bool) -> Suite:
    """`json`: the document was not written as YAML. GX's suites may be called anything, ours label metrics."""
    names = set(root.fields_quietly())
    of_gx = not names & _OURS and (json or bool(names & set(OF_GX_SUITE)))
    table = {**SUITE, **OF_GX_SUITE}
    if of_gx:
        table["name"] = msgspec.structs.replace(SUITE["name"], read=filled)
    values, fields = record(root, table)
    landed, _ = one_of(fields.get("landed"), LANDED)
    columns = _columns.read(fields.get("columns"))
    dialect = _dialect(fields.get("reader"))
    spec = Spec(dialect=dialect, columns=columns.specs or None, key=values.get("key", ()))
    _check_key(fields.get("key"), columns)
    expectations: list[Declared | None] = []
    for name, at in fields.items():
        expectations += _expanded(name, at, columns, spec)
    if not expectations and not columns.declared and not root.document.mistakes:
        root.mistake(*_NOTHING)
    rows = _expand.well_formed(dialect, landed.get("match", ()), fields.get("reader", root))
    known_issues = [v for v, _ in several_of(fields.get("known_issues"), KNOWN_ISSUE, empty=True)]
    return Suite(
        name=values.get("name", ""),
        title=values.get("title"),
        owner=values.get("owner"),
        version=values.get("version"),
        match=landed.get("match", ()),
        period=landed.get("period"),
        spec=spec,
        expectations=tuple(e for e in (*rows, *expectations) if e is not None),
        changes=values.get("changes", {}),
        known_issues=tuple(KnownIssue(**v) for v in known_issues if "kind" in v and "until" in v),
    )


def _expanded(name: str, at: At, columns: Columns, spec: Spec) -> list[Declared | None]:
    """What a field of the suite comes to in ordinary expectations."""
    if name == "key" and spec.key:
        return list(_expand.key(spec.key, {s.name for s in columns.specs if s.required}, at))
    if name == "expectations":
        return _expectations.read(at, columns)
    found: list[Declared | None] = []
    for column in columns.declared if name == "columns" else ():
        found += _expand.column(column)
        found += _expectations.read(column.fields.get("expectations"), columns, column.spec.name)
    return found


def _dialect(at: At | None) -> Dialect:
    values, fields = one_of(at, READER)
    which, _ = one_of(fields.get("table"), ONE_TABLE)
    values.pop("table", None)
    if values.get("encoding") == "utf-8-sig":
        values |= {"encoding": "utf-8", "bom": True}
    told: dict[str, Any] = {**values, **{f"table_{name}": value for name, value in which.items()}}
    return Dialect(**told)


def _check_key(at: At | None, columns: Columns) -> None:
    if at is None:
        return
    seen: dict[Any, int] = {}
    parts = [part.strip() for part in str(at.plain).split(",")] if isinstance(at.node, Scalar) else []
    if len(parts) > 1 and columns.declared and str(at.plain) not in {s.name for s in columns.specs}:
        listed = f"[{', '.join(parts)}]"
        at.mistake("a key of several columns is a list", "複数列のキーはリストで書きます", (f"key: {listed}", f"key: {listed}"))
        return
    for place in at.items() if isinstance(at.node, Seq) else (at,):
        columns.check(place)
        name = str(place.plain)
        if name in seen:
            place.mistake(f"`{name}` stands twice in the key", f"キーに `{name}` が 2 回あります", first_at(seen[name]))
        seen.setdefault(name, place.node.line)
