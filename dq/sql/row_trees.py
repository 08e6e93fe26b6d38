"""Row conditions as trees, and their SQL.

As in pandas, a comparison with a missing cell is false, `!=` and `not` of one true. A cell that does not read as its
column's type has no value to compare either, but is not missing. A literal that the column could never equal (text
against numbers) cannot be judged: GX would filter every row away, and pass.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from ..by_name import near
from ..errors import CannotJudge
from .conditions import ALWAYS, NEVER, TEMPORAL, Condition, Value

if TYPE_CHECKING:
    from .table import Cell, Table


class NoRowCondition(ValueError):
    """What is given is no row condition that we know. `says`: why, in both languages."""

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.says = {"en": en, "ja": ja}


class Column(msgspec.Struct, frozen=True):
    name: str


class Compared(msgspec.Struct, frozen=True):
    """`operator`: == != < <= > >=. `right`: a literal or another column."""

    column: Column
    operator: str
    right: Any


class Member(msgspec.Struct, frozen=True):
    column: Column
    values: tuple[Any, ...]


class Missing(msgspec.Struct, frozen=True):
    column: Column


class Holds(msgspec.Struct, frozen=True):
    """A boolean column by itself."""

    column: Column


class Not(msgspec.Struct, frozen=True):
    part: Tree


class Both(msgspec.Struct, frozen=True):
    parts: tuple[Tree, ...]


class Either(msgspec.Struct, frozen=True):
    parts: tuple[Tree, ...]


Tree: TypeAlias = "Compared | Member | Missing | Holds | Not | Both | Either"


def sql(tree: Tree, table: Table) -> Condition:
    """May be NULL where a comparison is open: `and` and `or` leave that to the end, `not` settles it."""
    match tree:
        case Compared(column, "!=", right):
            return ~sql(Compared(column, "==", right), table).surely()
        case Compared(column, operator, right):
            return _compared(_cell(table, column), operator, right, table)
        case Member(column, values):
            return _member(_cell(table, column), values) if values else NEVER
        case Missing(column):
            return _cell(table, column).missing
        case Holds(column):
            cell = _cell(table, column)
            if cell.type != "boolean":
                raise CannotJudge(f'column "{cell.name}" is {cell.type}: only a boolean is a condition by itself')
            return Condition(f"({cell.value.sql})")
        case Not(part):
            return ~sql(part, table).surely()
        case Both(parts):
            return _joined([sql(p, table) for p in parts], all_of=True)
        case Either(parts):
            return _joined([sql(p, table) for p in parts], all_of=False)


def columns_in(tree: Tree) -> tuple[str, ...]:
    """The columns that a condition names."""
    match tree:
        case Not(part):
            return columns_in(part)
        case Both(parts) | Either(parts):
            return tuple(name for part in parts for name in columns_in(part))
        case Compared(column, _, Column(other)):
            return column.name, other
        case _:
            return (tree.column.name,)


def _joined(parts: list[Condition], *, all_of: bool) -> Condition:
    joined = ALWAYS if all_of else NEVER
    for part in parts:
        joined = joined & part if all_of else joined | part
    return joined


def _cell(table: Table, column: Column) -> Cell:
    found = table.named(column.name)
    if found is not None:
        return found
    hint = near(column.name, table.cells)
    told = f' Did you mean "{hint}"?' if hint else ""
    raise CannotJudge(f'The column "{column.name}" of the row condition does not exist.{told}')


def _compared(cell: Cell, operator: str, right: Any, table: Table) -> Condition:
    if not isinstance(right, Column) and operator == "==":
        return _member(cell, (right,))
    value = cell.value
    other = _cell(table, right).value if isinstance(right, Column) else _of_the_days(value, right)
    compares: dict[str, Callable[[Any], Condition]] = {
        "==": value.equals,
        "<": value.__lt__,
        "<=": value.__le__,
        ">": value.__gt__,
        ">=": value.__ge__,
    }
    return compares[operator](other)


def _member(cell: Cell, values: tuple[Any, ...]) -> Condition:
    found = cell.value.is_in(values)
    if found == NEVER:
        listed = ", ".join(map(repr, values[:3]))
        raise CannotJudge(f'column "{cell.name}" is {cell.type}: none of its values can be {listed}')
    return found


def _of_the_days(value: Value, literal: Any) -> Any:
    """Text that is compared with days or times of day is one, as in pandas; what is none is left to `Value`."""
    if not isinstance(literal, str):
        return literal
    try:
        if value.type in TEMPORAL:
            return datetime.fromisoformat(literal)
        if value.type == "time":
            return time.fromisoformat(literal)
    except ValueError:
        pass
    return literal
