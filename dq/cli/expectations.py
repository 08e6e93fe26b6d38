"""Show the vocabulary: expectation types by family, or one with its arguments and an example."""

import sys
from collections.abc import Iterator
from typing import Any, ClassVar

import click
import msgspec

from .. import by_name
from ..errors import CallerError
from ..expectation_types._families import Expectation, TableExpectation, listed
from ..sentences import Lang, Text
from ..suites import _arguments
from ..suites._flow import flow
from ..suites._gx import VOCABULARY
from ..suites._types import said_type
from ..suites.load import load_mapping
from ._options import Command, lang

FAMILIES = {
    "value": Text("Each value of a column", "列の値それぞれ"),
    "figure": Text("A figure of a column", "列の集計値"),
    "pair": Text("Two columns of each row", "行ごとの 2 列"),
    "columns": Text("Several columns of each row", "行ごとの複数列"),
    "table": Text("The table", "表全体"),
}
IMPLIED = frozenset({"expect_column_values_to_read_as", "expect_table_rows_to_be_well_formed"})


class UnknownType(CallerError):
    says: ClassVar[dict[str, str]] = {"en": "unknown expectation type `{name}`", "ja": "未知の期待条件 `{name}` です"}


@click.command(cls=Command)
@click.argument("type_", metavar="[TYPE]", required=False)
@lang
def command(type_: str | None, lang: Lang) -> int:
    """Show the vocabulary: what can be expected, by family; with TYPE its arguments and an example to copy.

    \b
    dq expectations
    dq expectations expect_column_values_to_be_between
    """
    known = by_name.names("expectation_types")
    if type_ is None:
        told = "\n".join(_listed(known, lang))
    elif type_ in known:
        told = "\n".join(_shown(type_, lang))
    else:
        raise _unknown(type_, known)
    sys.stdout.buffer.write(told.encode() + b"\n")
    return 0


def _unknown(name: str, known: tuple[str, ...]) -> UnknownType:
    snake = "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")
    near = by_name.near(snake, known) or by_name.near("expect_" + snake, known)
    hint = {"en": "`dq expectations` lists them", "ja": "`dq expectations` で一覧できます"}
    holding = [k for k in known if snake in k]
    if name in VOCABULARY:
        hint = {"en": "it is Great Expectations', and not here yet", "ja": "Great Expectations の語彙ですが、未対応です"}
    elif len(holding) > 1:
        said = listed([f"`{k}`" for k in holding])
        hint = {"en": f"there are {said.en}", "ja": f"{said.ja} があります"}
    elif near is not None:
        hint = {"en": "did you mean `{near}`?", "ja": "`{near}` ではありませんか?"}
    return UnknownType(name=name, near=near, hint=hint)


def _listed(known: tuple[str, ...], lang: Lang) -> Iterator[str]:
    """One line a type, under its family's heading."""
    of_family: dict[str, list[str]] = {}
    for name in known:
        of_family.setdefault(_family(_arguments.type_class(name)), []).append(name)
    for family, heading in FAMILIES.items():
        if family not in of_family:
            continue
        yield heading[lang]
        for name in of_family[family]:
            mark = {"en": " (implied)", "ja": "(暗黙)"}[lang] if name in IMPLIED else ""
            yield f"  {name}{mark}\n      {_first_line(name) if lang == 'en' else _statement(name)[lang]}"
        yield ""
    yield {
        "en": "dq expectations TYPE shows its arguments and an example.",
        "ja": "dq expectations TYPE で引数と例を表示します。",
    }[lang]


def _family(cls: type[Expectation]) -> str:
    """By what it is asked about, which its arguments tell."""
    arguments = cls.__struct_fields__
    if issubclass(cls, TableExpectation):
        return "table"
    if "column" in arguments:
        return "value" if "mostly" in arguments else "figure"
    return "pair" if "column_A" in arguments else "columns" if "column_list" in arguments else "table"


def _first_line(name: str) -> str:
    return (by_name.load("expectation_types", name).__doc__ or "").strip().partition("\n")[0]


def _shown(name: str, lang: Lang) -> Iterator[str]:
    """What one type says, takes and looks like in a suite."""
    cls = _arguments.type_class(name)
    yield name
    if lang == "en":
        documented = by_name.load("expectation_types", name).__doc__ or ""
        yield from ("  " + line for line in documented.strip().splitlines())
    yield ""
    yield {"en": "As it is told", "ja": "表示される文"}[lang]
    yield f"  {_statement(name)[lang]}"
    yield ""
    yield {"en": "Arguments", "ja": "引数"}[lang]
    rows = [(n, said_type(f.type), _default(f, lang)) for n, f in _ordered(name)]
    widths = [max(len(row[i]) for row in rows) for i in (0, 1)]
    for argument, type_, default in rows:
        yield f"  {argument:<{widths[0]}}  {type_:<{widths[1]}}  {default}".rstrip()
    yield ""
    yield {"en": "Example", "ja": "例"}[lang]
    yield f"  - type: {name}"
    if cls.example:
        yield f"    kwargs: {flow(cls.example)}"
    yield {"en": "    notes: why", "ja": "    notes: 理由"}[lang]


def _statement(name: str) -> Text:
    """The sentence of the example: what a reader of a result will see."""
    entry = {"type": name, "kwargs": _arguments.type_class(name).example}
    suite = load_mapping({"name": name, "expectations": [entry]})
    return suite.expectations[0].expectation.statement()


def _ordered(name: str) -> list[tuple[str, Any]]:
    """Required ones first, what every type takes last."""
    fields = _arguments.parameters_of(name).items()
    return sorted(fields, key=lambda nf: (not nf[1].required, nf[0] in _arguments.CONDITIONAL))


def _default(field: Any, lang: Lang) -> str:
    if field.required:
        return {"en": "required", "ja": "必須"}[lang]
    if field.default is None or field.default is msgspec.NODEFAULT:
        return ""
    default = field.default
    return f"= {flow(int(default) if isinstance(default, float) and default.is_integer() else default)}"
