"""Conditions over values: an expectation says `value < low`, this writes and quotes the SQL.

A `Value` is a cell of a typed column, never NULL where a condition is asked of it (the family guards that); a literal
that cannot be compared with the column's type raises CannotJudge, as GX raises on text against a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec

from ..errors import CannotJudge
from . import mixed

NUMERIC = frozenset({"integer", "number", "boolean"})
TEMPORAL = frozenset({"date", "datetime"})
KINDS = (NUMERIC, TEMPORAL, frozenset({"text"}), frozenset({"time"}))


def quote(text: str) -> str:
    """A SQL string literal. NUL has no place in one: it is spelt chr(0)."""
    if "\0" in text:
        return "(" + " || chr(0) || ".join("'" + part.replace("'", "''") + "'" for part in text.split("\0")) + ")"
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: Any) -> str:
    """A SQL literal of the value's own type."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            if value != value or value in (float("inf"), float("-inf")):
                return f"'{value}'::DOUBLE"
            return f"{value!r}::DOUBLE"
        case Decimal():
            return f"{value}::DOUBLE"
        case datetime():
            if value.tzinfo is not None:  # DuckDB would drop the offset; our datetimes with one are instants in UTC
                try:
                    value = value.astimezone(UTC).replace(tzinfo=None)
                except OverflowError:
                    raise CannotJudge(f"{value} lies outside the calendar") from None
            return f"TIMESTAMP {quote(value.isoformat(sep=' '))}"
        case date():
            return f"DATE {quote(value.isoformat())}"
        case time():
            return f"TIME {quote(value.isoformat())}"
        case str():
            return quote(value)
    raise CannotJudge(f"a value of type {type(value).__name__} cannot be compared")


_WIDTHS = {"datetime": len("2026-04-01 00:00:00.000000"), "time": len("00:00:00.000000")}


class Condition(msgspec.Struct, frozen=True):
    """A SQL boolean expression, in parentheses where it needs them."""

    sql: str

    def __and__(self, other: Condition) -> Condition:
        if NEVER in (self, other):
            return NEVER
        if self == ALWAYS:
            return other
        return self if other == ALWAYS else Condition(f"({self.sql} AND {other.sql})")

    def __or__(self, other: Condition) -> Condition:
        if ALWAYS in (self, other):
            return ALWAYS
        if self == NEVER:
            return other
        return self if other == NEVER else Condition(f"({self.sql} OR {other.sql})")

    def __invert__(self) -> Condition:
        return NEVER if self == ALWAYS else ALWAYS if self == NEVER else Condition(f"(NOT {self.sql})")

    def surely(self) -> Condition:
        """False where a NULL leaves it open."""
        return self if self in (NEVER, ALWAYS) else Condition(f"coalesce({self.sql}, FALSE)")


NEVER = Condition("FALSE")
ALWAYS = Condition("TRUE")


class Value(msgspec.Struct, frozen=True, eq=False):
    """One cell of a typed column. `type` is the column's (spec.ColumnType), or "mixed": then `kinds` are its cells'."""

    sql: str
    type: str
    kinds: tuple[str, ...] = ()

    def __lt__(self, other: object) -> Condition:
        return self._compared("<", other)

    def __le__(self, other: object) -> Condition:
        return self._compared("<=", other)

    def __gt__(self, other: object) -> Condition:
        return self._compared(">", other)

    def __ge__(self, other: object) -> Condition:
        return self._compared(">=", other)

    def equals(self, other: object) -> Condition:
        return self._compared("=", other)

    def is_in(self, values: Iterable[object]) -> Condition:
        """Members that the column's type could never equal ("1" among integers) are no members, as in GX."""
        if self.kinds:
            several = tuple(values)
            return _any(part.is_in(several) for part in self._parts())
        members = [m for m in (_member(self.type, v) for v in values) if m is not None]
        listed = ", ".join(dict.fromkeys(members))
        return Condition(f"({self.number()} IN ({listed}))") if members else NEVER

    def comparable(self, other: Value) -> bool:
        """Whether the two are of one kind: numbers (booleans among them), days and times of days, text. Of mixed ones:
        whether any of their cells are."""
        return any(_alike(a, b) for a in self._parts() for b in other._parts())

    def length(self) -> Value:
        """Code points of the value as text."""
        return Value(f"length({self.text()})", "integer")

    def text(self) -> str:
        """SQL of the value as Python's str() would write it."""
        if self.type == "text":
            return self.sql
        if self.kinds:
            return mixed.by_kind(self.sql, {part.type: part.text() for part in self._parts()})
        if self.type == "boolean":
            return f"(CASE WHEN {self.sql} THEN 'True' ELSE 'False' END)"
        if self.type in ("datetime", "time"):  # Python writes no fraction, or all six figures of it
            written, width = f"CAST({self.sql} AS VARCHAR)", _WIDTHS[self.type]
            return f"(CASE WHEN contains({written}, '.') THEN rpad({written}, {width}, '0') ELSE {written} END)"
        return f"CAST({self.sql} AS VARCHAR)"

    def number(self) -> str:
        """SQL that compares as a number where the type is one: booleans are 0 and 1, mixed numbers DOUBLE."""
        if self.numeric and self.kinds:
            return mixed.by_kind(self.sql, {p.type: f"CAST({p.sql} AS DOUBLE)" for p in self._parts()})
        return f"CAST({self.sql} AS INTEGER)" if self.type == "boolean" else self.sql

    @property
    def numeric(self) -> bool:
        """Whether every value is a number."""
        return NUMERIC.issuperset(self.kinds or (self.type,))

    @property
    def key(self) -> str:
        """SQL that is equal where the values are."""
        return mixed.key(self.sql) if self.kinds else self.sql

    def _parts(self) -> tuple[Value, ...]:
        return tuple(Value(mixed.part(self.sql, kind), kind) for kind in self.kinds) or (self,)

    def _compared(self, operator: str, other: object) -> Condition:
        if self.kinds or (isinstance(other, Value) and other.kinds):
            return self._compared_by_kind(operator, other)
        if isinstance(other, Value):
            return Condition(f"({self.number()} {operator} {_common(self, other)})")
        return Condition(f"({self.number()} {operator} {_bound(self.type, other)})")

    def _compared_by_kind(self, operator: str, other: object) -> Condition:
        """A literal must compare with every kind of cell; of two cells of different kinds no comparison is true."""
        if not isinstance(other, Value):
            return _any(part._compared(operator, other) for part in self._parts())
        if not self.comparable(other):
            raise CannotJudge(f"a {self.type} column cannot be compared with a {other.type} column")
        pairs = ((a, b) for a in self._parts() for b in other._parts() if _alike(a, b))
        return _any(a._compared(operator, b) for a, b in pairs)


def _alike(a: Value, b: Value) -> bool:
    return any(a.type in kinds and b.type in kinds for kinds in KINDS)


def _any(conditions: Iterable[Condition]) -> Condition:
    """Whether one of them is true; a NULL is none."""
    found = NEVER
    for condition in conditions:
        found = found | condition.surely()
    return found


def _common(left: Value, right: Value) -> str:
    if left.comparable(right):
        return right.number()
    raise CannotJudge(f"a {left.type} column cannot be compared with a {right.type} column")


def _bound(type_: str, bound: object) -> str:
    """A literal on the other side of < or =; date bounds compare with datetimes at midnight."""
    value = getattr(bound, "value", bound)
    if type_ in NUMERIC and isinstance(value, (bool, int, float, Decimal)):
        return literal(int(value) if isinstance(value, bool) else value)
    if type_ in TEMPORAL and isinstance(value, (date, datetime)):
        return literal(value)
    if type_ == "text" and isinstance(value, str):
        return quote(value)
    if type_ == "time" and isinstance(value, time):
        return literal(value)
    raise CannotJudge(f"a {type_} column cannot be compared with {value!r} ({type(value).__name__})")


def _member(type_: str, value: object) -> str | None:
    """A member of a set as a literal, None where the type could never equal it. Text that reads as a date is one."""
    if type_ in NUMERIC and isinstance(value, (bool, int, float, Decimal)):
        return literal(int(value) if isinstance(value, bool) else value)
    if type_ in TEMPORAL:
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                return None
        return literal(value) if isinstance(value, (date, datetime)) else None
    if type_ == "time":
        if isinstance(value, str):
            try:
                value = time.fromisoformat(value)
            except ValueError:
                return None
        return literal(value) if isinstance(value, time) else None
    return quote(value) if type_ == "text" and isinstance(value, str) else None
