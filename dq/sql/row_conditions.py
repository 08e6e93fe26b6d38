"""Row conditions: which rows an expectation is about. GX's serialised conditions, its strings, and pandas' queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import msgspec

from . import row_trees
from .conditions import Condition
from .row_trees import Both, Column, Compared, Either, Member, Missing, NoRowCondition, Not, Tree

if TYPE_CHECKING:
    from .table import Table

__all__ = ["NoRowCondition", "RowCondition", "parse"]

MOST = 100
"""GX's own limit on the conditions of one tree."""


class RowCondition(msgspec.Struct, frozen=True):
    """A parsed row condition. `given` is as the suite wrote it."""

    given: object
    tree: Tree

    @property
    def columns(self) -> tuple[str, ...]:
        return row_trees.columns_in(self.tree)

    def sql(self, table: Table) -> Condition:
        """True or false of every row, never NULL. CannotJudge where a column is missing (names are case-sensitive here,
        as in GX) or is compared with what is not of its kind."""
        return row_trees.sql(self.tree, table).surely()


def parse(given: object, parser: str | None = None) -> RowCondition:
    """NoRowCondition (a ValueError) where it is none. `parser`: GX's `condition_parser`; without one, a string that
    names its columns as `col("x")` is GX's, any other a pandas query."""
    if isinstance(given, str):
        return RowCondition(given, _parsed(given, parser))
    if not isinstance(given, Mapping) and hasattr(given, "dict"):  # GX's own Condition objects
        given = given.dict()
    if not isinstance(given, Mapping):
        got = type(given).__name__
        raise NoRowCondition(f"Expected a string or a mapping, got {got}", f"文字列かマッピングが必要ですが {got} です")
    return RowCondition(given, _mapping(given))


def _parsed(given: str, parser: str | None) -> Tree:
    from .row_strings import parsed  # most suites have none

    return parsed(given, parser)


_OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "IN", "NOT_IN")
_FIELDS = {
    "comparison": ("column", "operator", "parameter"),
    "nullity": ("column", "is_null"),
    "and": ("conditions",),
    "or": ("conditions",),
    "pass_through": ("pass_through_filter",),
}


def _mapping(given: Mapping[str, Any]) -> Tree:
    tree = _node(given, ())
    if _count(tree) > MOST:
        raise NoRowCondition(f"more than {MOST} conditions", f"条件が {MOST} 個を超えています")
    return tree


def _node(given: object, inside: tuple[str, ...]) -> Tree:
    if not isinstance(given, Mapping):
        raise NoRowCondition(f"Expected a mapping, got {given!r}", f"マッピングが必要ですが {given!r} です")
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in _FIELDS:
        known = ", ".join(_FIELDS)
        raise NoRowCondition(f"`type` is one of {known}, not {kind!r}", f"`type` は {known} のいずれかです({kind!r})")
    lacking = [name for name in _FIELDS[kind] if name not in given]
    unknown = [str(name) for name in given if name != "type" and name not in _FIELDS[kind]]
    if lacking or unknown:
        name = (lacking or unknown)[0]
        raise NoRowCondition(
            f"a condition of type `{kind}` {'lacks' if lacking else 'has no'} `{name}`",
            f"type が `{kind}` の条件に `{name}` {'がありません' if lacking else 'は使えません'}",
        )
    match kind:
        case "nullity":
            missing = Missing(_column(given["column"]))
            if not isinstance(given["is_null"], bool):
                raise NoRowCondition("`is_null` is true or false", "`is_null` は true か false です")
            return missing if given["is_null"] else Not(missing)
        case "pass_through":
            if not isinstance(given["pass_through_filter"], str):
                raise NoRowCondition("`pass_through_filter` is a string", "`pass_through_filter` は文字列です")
            return _parsed(given["pass_through_filter"], "pandas")
        case "comparison":
            return _comparison(given)
    if kind == "or" and inside:
        raise NoRowCondition(
            f"`or` cannot stand inside `{inside[-1]}`: GX refuses it",
            f"`or` は `{inside[-1]}` の中に置けません(GX の制限)",
        )
    if not isinstance(given["conditions"], (list, tuple)) or not given["conditions"] or len(inside) > MOST:
        raise NoRowCondition("`conditions` is a list of conditions", "`conditions` は条件のリストです")
    parts = tuple(_node(part, (*inside, kind)) for part in given["conditions"])
    return Both(parts) if kind == "and" else Either(parts)


def _comparison(given: Mapping[str, Any]) -> Tree:
    column, operator, parameter = _column(given["column"]), given["operator"], given["parameter"]
    operator = getattr(operator, "value", operator)  # GX's enum
    if operator not in _OPERATORS:
        known = " ".join(_OPERATORS)
        raise NoRowCondition(f"`operator` is one of {known}, not {operator!r}", f"`operator` は {known} のいずれかです")
    if operator in ("IN", "NOT_IN"):
        if isinstance(parameter, (str, Mapping)) or not hasattr(parameter, "__iter__"):
            raise NoRowCondition(f"`{operator}` needs a list", f"`{operator}` にはリストが必要です")
        member = Member(column, tuple(map(_literal, parameter)))
        return member if operator == "IN" else Not(member)
    return Compared(column, operator, _literal(parameter))


def _column(given: object) -> Column:
    name = given.get("name") if isinstance(given, Mapping) else None
    if not isinstance(name, str):
        raise NoRowCondition('`column` is {"name": …}', '`column` は {"name": …} です')
    return Column(name)


def _literal(given: object) -> Any:
    finite = not isinstance(given, (int, float)) or abs(given) < 1e300
    if finite and isinstance(given, (bool, int, float, str, date, datetime, time)):
        return given
    raise NoRowCondition(f"nothing compares with {given!r}", f"{given!r} とは比較できません")


def _count(tree: Tree) -> int:
    return sum(map(_count, tree.parts)) if isinstance(tree, (Both, Either)) else 1
