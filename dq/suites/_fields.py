"""What a single field of a dataset file may hold."""

from __future__ import annotations

import codecs
import re
from datetime import date
from typing import Any, get_args

from .. import by_name
from ..result import Grade
from ..sentences import Text
from ..spec.spec import ColumnType
from . import _period
from ._nodes import Map, Scalar, as_json
from ._reading import At, choice, filled, only, several, table_of, text, whole
from ._record import Field, Table, record

TYPES: tuple[str, ...] = get_args(ColumnType)
GRADES: tuple[str, ...] = get_args(Grade)
KINDS = frozenset(
    {
        "column_added",
        "column_removed",
        "column_renamed",
        "column_split",
        "columns_merged",
        "columns_reordered",
        "header_rows_changed",
        "preamble_changed",
        "encoding_changed",
        "bom_changed",
        "delimiter_changed",
        "quoting_changed",
        "line_ending_changed",
        "type_changed",
        "date_format_changed",
        "time_format_changed",
        "number_format_changed",
        "unit_changed",
        "granularity_changed",
        "value_domain_changed",
        "null_pattern_changed",
        "row_order_changed",
        "coverage_changed",
        "rows_lost",
        "content_repeated",
        "period_mismatch",
    }
)
"""The kinds that the design names, whether or not one is told yet: a suite may grade it in advance."""

NAME = re.compile(r"[a-z0-9_-]{1,63}")


def slug(at: At) -> str:
    got = filled(at)
    if NAME.fullmatch(got):
        return got
    slug = re.sub(r"[^a-z0-9_-]+", "_", got.lower()).strip("_")[:63]
    raise at.refused(
        f"a suite's name has only a-z 0-9 _ - and at most 63 of them, not `{got}`",
        f"スイートの名前に使えるのは a-z 0-9 _ - の 63 文字までです: `{got}`",
        (f"for example `{slug}`", f"例: `{slug}`") if slug else None,
    )


def pattern(at: At) -> str:
    got = filled(at)
    if got.endswith("/") or "//" in got.partition("://")[2] or not got.strip("*/"):
        raise at.refused(f"`{got}` names no file", f"`{got}` はファイルを指していません")
    return got


def period_pattern(at: At) -> str:
    got = filled(at)
    wrong = _period.mistake(got)
    if wrong is not None:
        raise at.refused(*wrong)
    return got


def encoding(at: At) -> str:
    got = filled(at)
    try:
        codec = codecs.lookup(got)
    except (LookupError, ValueError, UnicodeError):
        codec = None
    if codec is None or not codec._is_text_encoding:
        known = ("utf-8", "cp932", "utf-16", "euc_jp", "shift_jis", "latin-1", "cp1252", "iso2022_jp")
        near = by_name.near(got, known)
        raise at.refused(
            f"unknown encoding `{got}`",
            f"未知の文字コード `{got}` です",
            (f"did you mean `{near}`?", f"`{near}` ではありませんか?")
            if near
            else ("Python's name of it", "Python での名前"),
        )
    return codec.name


def one_character(at: At) -> str:
    got = text(at)
    if len(got) != 1 or got in "\r\n\0":
        raise at.refused(
            f"Expected one character, got {got!r}",
            f"1 文字が必要ですが {got!r} です",
            ('a tab is "\\t"', 'タブは "\\t" です'),
        )
    return got


def line(at: At) -> int:
    got = whole(at)
    if not 0 <= got < 10_000:
        raise at.refused(
            f"{got} is no line near the top",
            f"{got} は見出し行になりません",
            ("0 is the first line", "0 が最初の行です"),
        )
    return got


def known_kind(at: At) -> str:
    kinds = sorted(KINDS | set(by_name.names("spec_changes")))
    return str(choice(kinds, ("kind of spec change", "変更の種類"))(at))


def changes(at: At) -> dict[str, Grade]:
    known = sorted(KINDS | set(by_name.names("spec_changes")))
    grade = choice(GRADES, ("grade", "区分"))
    return table_of(grade)(_holding(at, only(at.fields(), known)))


def _holding(at: At, fields: dict[str, At]) -> At:
    """The mapping with these of its fields only."""
    kept = Map(at.node.line, at.node.column, [(f.key, f.node) for f in fields.values() if f.key is not None])
    return At(at.document, kept, at.path, at.key)


def format_name(at: At) -> str:
    return str(choice(by_name.names("readers"), ("file format", "ファイル形式"))(at))


def day(at: At) -> str:
    got = text(at)
    try:
        if len(got) != 10:
            raise ValueError
        return date.fromisoformat(got).isoformat()
    except ValueError:
        raise at.refused(
            f"`{got}` is not a date", f"`{got}` は日付ではありません", ("for example 2026-12-31", "例: 2026-12-31")
        ) from None


def value(at: At) -> Any:
    if not isinstance(at.node, Scalar) or at.node.value is None:
        raise at.expected("a single value")
    return at.node.value


def notes(at: At) -> str:
    return "\n".join(several(text, one=True, empty=True)(at))


def mapping(at: At) -> dict[str, Any]:
    at.fields()
    plain: dict[str, Any] = as_json(at.plain)
    return plain


def anything(at: At) -> Any:
    return at


TEXT = {"type": ["string", "number"]}
TITLE: Table = {
    "en": Field(filled, TEXT, "in English"),
    "ja": Field(filled, TEXT, "in Japanese"),
}


def title(at: At) -> Text:
    if at.kind != "object":
        both = filled(at)
        return Text(both, both)
    values, _ = record(at, TITLE)
    if not values:
        raise at.refused("a title has `en`, `ja` or both", "title には `en` か `ja` が必要です")
    return Text(values.get("en", values.get("ja", "")), values.get("ja", values.get("en", "")))
