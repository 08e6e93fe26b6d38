"""`kwargs` -> an expectation: every argument converted by itself, as GX coerces it, so that all mistakes are told."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from .. import by_name
from ..expectation_types._families import Bound, Expectation, Format, TableExpectation, upright
from ..sql import row_conditions
from ..sql.row_conditions import NoRowCondition, RowCondition
from . import _parameters
from ._flow import flow
from ._nodes import Map, Seq, as_json
from ._reading import (
    LISTED,
    At,
    boolean,
    choice,
    in_japanese,
    near,
    number,
    only,
    several,
    share,
    text,
    unknown,
    whole,
)

PARSERS = ("great_expectations", "great_expectations__experimental__", "pandas", "spark")
LEVELS = ("BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE")
CONDITIONAL = ("row_condition", "condition_parser")
OF_GX = ("result_format", "catch_exceptions", "batch_id", "windows")
"""Arguments that every type of GX takes and none of ours needs."""
FORM_OPTIONS = (
    *("result_format", "partial_unexpected_count", "include_unexpected_rows", "exclude_unexpected_values"),
    *("unexpected_index_column_names", "return_unexpected_index_query"),
)
"""What GX's `result_format` may say as a mapping; the first two mean something here."""


class Arguments(msgspec.Struct, frozen=True, kw_only=True):
    """What became of `kwargs`: the expectation, and what `expectation_config` shows of it."""

    expectation: Expectation
    shown: dict[str, Any]
    result_format: Format | None = None


@cache
def type_class(name: str) -> type[Expectation]:
    """The class of an expectation type on the shelf."""
    found: type[Expectation] = getattr(by_name.load("expectation_types", name), by_name.camel(name))
    return found


@cache
def parameters_of(name: str) -> dict[str, FieldInfo]:
    """The arguments that a type takes, in its order, the ones of its family first."""
    fields = {n: f for n, f in _fields(type_class(name)).items() if n not in CONDITIONAL}
    return fields | _fields(Expectation) if takes_row_condition(name) else fields


@cache
def _fields(cls: type[Expectation]) -> dict[str, FieldInfo]:
    """As `msgspec.structs.fields`, which evaluates every annotation once more: 0.001 s for a suite of 26 types."""
    types = {n: t for base in reversed(cls.__mro__) for n, t in getattr(base, "__annotations__", {}).items()}
    given, required = cls.__struct_defaults__, len(cls.__struct_fields__) - len(cls.__struct_defaults__)
    defaults = dict(zip(cls.__struct_fields__, (*(msgspec.NODEFAULT,) * required, *given), strict=True))
    return {n: FieldInfo(n, n, types[n], default=default) for n, default in defaults.items()}


def takes_row_condition(name: str) -> bool:
    """As in GX: a condition on rows means nothing to a table's columns, or to a query."""
    table = issubclass(type_class(name), TableExpectation)
    return not table or name.startswith("expect_table_row_count")


def read(
    name: str, kwargs: At | None, entry: At, given: Mapping[str, At], beside: Collection[str] = ()
) -> Arguments | None:
    """The expectation of a known type; None where it has a mistake (collected) or waits for a parameter.

    `entry`: where the expectation stands. `given`: arguments that stand elsewhere (a column's own). `beside`: what
    stands beside `kwargs`, which is told already: an argument among them is not missing.
    """
    before = len(entry.document.mistakes)
    written = kwargs.take(At.fields) if kwargs is not None and kwargs.kind != "null" else {}
    if written is None:
        return None
    known = parameters_of(name)
    values: dict[str, Any] = {}
    waiting = False
    for argument, at in {**given, **written}.items():
        if argument not in known and argument not in OF_GX:
            unknown(at, "argument", argument, (*known, *OF_GX), _why_not(name, argument))
            continue
        if argument in given and argument in written and at.plain != given[argument].plain:
            at.mistake(
                f"`{argument}` is `{at.plain}` here, but this stands under `{given[argument].plain}`",
                f"ここでは `{argument}` が `{at.plain}` ですが、`{given[argument].plain}` の下に書かれています",
                (f"leave `{argument}` out", f"`{argument}` を削ってください"),
            )
        replaced = _parameters.replaced(at)
        waiting |= replaced is None
        if replaced is not None:
            values[argument] = replaced
    told = {n for n in beside if n in known} | {by_name.near(n, known) for n in written if n not in known}
    missing = [n for n, field in known.items() if field.required and n not in {**given, **written}]
    for argument in (n for n in missing if n not in told):
        (kwargs or entry).mistake(
            f"`{name}` needs the argument `{argument}`",
            f"`{name}` には引数 `{argument}` が必要です",
            _example(name, argument),
        )
    form = values["result_format"].take(_form) if "result_format" in values else None
    shown = {n: s for n in OF_GX if n in values for s in _shown_of_gx(n, values.pop(n))}
    converted = {n: _converted(known[n], at, values) for n, at in values.items()}
    if waiting or missing or len(entry.document.mistakes) > before:
        return None
    expectation = type_class(name)(**converted)
    for wrong in _preconditions(expectation):
        told_of = [wrong["argument"]] if "argument" in wrong else re.findall("`([^`]+)`", wrong["en"])
        named = next((values[n] for n in told_of if n in values), kwargs or entry)
        named.mistake(wrong["en"], wrong["ja"])
    if len(entry.document.mistakes) > before:
        return None
    for argument in converted:
        if getattr(expectation, argument) != known[argument].default:
            shown[argument] = _shown(converted[argument])
    ordered = {n: shown[n] for n in {**given, **written} if n in shown}
    return Arguments(expectation=expectation, shown=ordered, result_format=form)


def _preconditions(expectation: Expectation) -> list[Mapping[str, str]]:
    """What speaks against arguments that are right each by itself."""
    wrong: list[Mapping[str, str] | None] = [upright(expectation)]
    needs = type(expectation).needs
    if needs is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of a "possible nested set": it is still a regex
            wrong.insert(0, needs(expectation))
    return [w for w in wrong if w is not None]


def _converted(field: FieldInfo, at: At, given: Mapping[str, At]) -> Any:
    """One argument's value, None where it is a mistake."""

    def convert(at: At) -> Any:
        if field.name == "row_condition":
            return _row_condition(at, given.get("condition_parser"))
        if field.name == "condition_parser" and at.kind != "null":
            return choice(PARSERS, ("condition_parser", "condition_parser"))(at)
        return by_type(field.type)(at)

    return at.take(convert)


def by_type(wanted: Any) -> Callable[[At], Any]:
    """The reader of an annotated type."""
    origin, args = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return _optional(wanted, args)
    if origin is Annotated:
        if args[0] is float and getattr(args[1], "ge", None) == 0 and getattr(args[1], "le", None) == 1:
            return share
        return lambda at: _by_msgspec(at, wanted, by_type(args[0])(at))
    if origin is Literal:
        return lambda at: _member(at, args)
    if (
        origin in (list, tuple, frozenset, set)
        and args
        and args[0] is not Any
        and (origin is not tuple or len(args) == 2)
    ):
        return lambda at: origin(several(by_type(args[0]), empty=True)(at))
    if wanted is Bound:
        return _bound
    plainly: dict[Any, Callable[[At], Any]] = {
        str: text,
        bool: _truth,
        int: whole,
        float: number,
        Any: lambda at: at.plain,
    }
    return plainly.get(wanted) or (lambda at: _by_msgspec(at, wanted, at.plain))


def _optional(wanted: Any, args: tuple[Any, ...]) -> Callable[[At], Any]:
    others = [a for a in args if a is not type(None)]
    nullable = len(others) < len(args)

    def convert(at: At) -> Any:
        if at.kind == "null" and nullable:
            return None
        return by_type(others[0])(at) if len(others) == 1 else _by_msgspec(at, wanted, at.plain)

    return convert


def _by_msgspec(at: At, wanted: Any, value: Any) -> Any:
    """msgspec's conversion, its message and the place inside the argument that it names."""
    try:
        return msgspec.convert(value, wanted, strict=True, dec_hook=_hook)
    except msgspec.ValidationError as e:
        message, _, inner = str(e).partition(" - at `$")
        place = _inside(at, inner.rstrip("`"))
        expected = re.fullmatch(r"Expected (.+), got (.+)", message)
        ja = f"値が正しくありません: {message}"
        hint = None
        if expected:
            ja = f"{in_japanese(expected[1])}が必要ですが{in_japanese(expected[2])}です"
            hint = LISTED if expected[1] == "`array`" else None
        raise place.refused(message, ja, hint) from None


def _hook(wanted: type, value: Any) -> Any:
    return Bound.read(value) if wanted is Bound else wanted(value)


def _inside(at: At, path: str) -> At:
    """The node below a place by msgspec's path: `[1].low`."""
    for index, key in re.findall(r"\[(\d+)\]|\.([^.\[]+)", path):
        if index and isinstance(at.node, Seq) and int(index) < len(at.node.items):
            at = At(at.document, at.node.items[int(index)], f"{at.path}[{index}]")
        elif key and isinstance(at.node, Map):
            at = next((At(at.document, v, f"{at.path}.{key}") for k, v in at.node.entries if k.raw == key), at)
    return at


def _member(at: At, members: Collection[Any]) -> Any:
    got = at.plain
    if not isinstance(got, (list, dict)) and got in members:
        return got
    names = [str(m) for m in members]
    raise at.refused(f"unknown value `{got}`", f"未知の値 `{got}` です", near(at, str(got), names))


def _truth(at: At) -> bool:
    """true and false, and what GX casts to them."""
    value = at.plain
    if isinstance(value, (int, str)) and str(value).lower() in ("true", "false", "1", "0", "yes", "no"):
        return str(value).lower() in ("true", "1", "yes")
    return boolean(at)


def _bound(at: At) -> Bound:
    wanted = "a number, a date or a datetime"
    if at.kind in ("object", "array", "null"):
        raise at.refused(
            f"Expected {wanted}, got `{at.kind}`", f"数・日付・日時のいずれかが必要ですが `{at.kind}` です"
        )
    try:
        bound = Bound.read(at.plain)
    except (ValueError, OverflowError):
        hint = (
            'a date is "2026-04-01", a datetime "2026-04-01T00:00:00"',
            '日付は "2026-04-01"、日時は "2026-04-01T00:00:00"',
        )
        raise at.refused(
            f"Expected {wanted}, got {at.plain!r}", f"数・日付・日時のいずれかが必要ですが {at.plain!r} です", hint
        ) from None
    if bound.value != bound.value:
        raise at.refused("NaN is no bound: nothing compares with it", "NaN は限度になりません")
    return bound


def _row_condition(at: At, parser: At | None) -> RowCondition | None:
    if at.kind == "null":
        return None
    named = parser.plain if parser is not None and isinstance(parser.plain, str) else None
    try:
        return row_conditions.parse(at.plain, named)
    except NoRowCondition as wrong:
        en, ja = wrong.says["en"], wrong.says["ja"]
        raise at.refused(f"not a row condition: {en}", f"行の条件として読めません: {ja}") from None


def _form(at: At) -> Format | None:
    if at.kind == "null":
        return None
    if at.kind != "object":
        return Format(level=choice(LEVELS, ("result_format", "result_format"))(at))
    fields = only(at.fields(), FORM_OPTIONS)
    level = fields.get("result_format")
    count = fields.get("partial_unexpected_count")
    return Format(
        level=(level and level.take(choice(LEVELS, ("result_format", "result_format")))) or "SUMMARY",
        partial_unexpected_count=(count.take(_count) if count else None) or (0 if count else 20),
    )


def _count(at: At) -> int:
    got = whole(at)
    if got < 0:
        raise at.refused(f"Expected `int` of 0 or more, got {got}", f"0 以上の整数が必要ですが {got} です")
    return got


def _shown_of_gx(name: str, at: At) -> list[Any]:
    """What GX shows of its own arguments: only what is not its default."""
    value = at.plain
    if name == "catch_exceptions":
        return [] if value is None or at.take(boolean) is not False else [False]
    return [] if value is None or (name == "result_format" and value == "BASIC") else [as_json(value)]


def _shown(value: Any) -> Any:
    """An argument as `expectation_config` shows it: plain JSON values."""
    if isinstance(value, Bound):
        return as_json(value.value)
    return as_json(value.given if isinstance(value, RowCondition) else value)


def _why_not(name: str, argument: str) -> tuple[str, str] | None:
    if argument in CONDITIONAL:
        return (
            f"`{name}` judges no rows: it takes no `{argument}`",
            f"`{name}` は行を判定しないため `{argument}` を取りません",
        )
    return None


def _example(name: str, argument: str) -> tuple[str, str] | None:
    example = type_class(name).example
    if argument not in example:
        return None
    shown = flow(example[argument])
    return f"for example `{argument}: {shown}`", f"例: `{argument}: {shown}`"
