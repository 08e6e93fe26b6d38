"""What a dataset file may hold, field by field. The loader and the editors' JSON Schema are made from these tables."""

from __future__ import annotations

from .. import by_name
from ..result import SEVERITIES
from ._fields import (
    GRADES,
    KINDS,
    NAME,
    TEXT,
    TYPES,
    anything,
    changes,
    day,
    encoding,
    format_name,
    known_kind,
    line,
    mapping,
    notes,
    one_character,
    pattern,
    period_pattern,
    slug,
    title,
    value,
)
from ._reading import boolean, choice, filled, several, share, text
from ._record import Field, Table

TEXTS = {"type": "array", "items": TEXT, "minItems": 1}
_ANY_TEXTS = {"type": "array", "items": {"type": ["string", "number"]}}
BOOL = {"type": "boolean"}

LANDED: Table = {
    "match": Field(
        several(pattern, one=True),
        {"anyOf": [TEXT, TEXTS]},
        "globs of the files that this suite is for, by trailing path",
    ),
    "period": Field(
        period_pattern, TEXT, "what time the data is of, from the file's name: spot_{year}{month}{day}.csv"
    ),
}
ONE_TABLE: Table = {
    "starts_at": Field(filled, TEXT, "a glob of the line above the table, or blank"),
    "ends_at": Field(filled, TEXT, "a glob of the line below the table, or blank"),
}
READER: Table = {
    "format": Field(format_name, {"enum": list(by_name.names("readers"))}, "the file's format"),
    "compression": Field(choice(("gzip",), ("compression", "圧縮形式")), {"enum": ["gzip"]}, "how the file is packed"),
    "encoding": Field(encoding, TEXT, "Python's name of the encoding: utf-8, cp932"),
    "bom": Field(boolean, BOOL, "whether a byte order mark stands first"),
    "line_ending": Field(
        choice(("lf", "crlf", "cr", "mixed"), ("line ending", "改行")),
        {"enum": ["lf", "crlf", "cr", "mixed"]},
        "how lines end",
    ),
    "delimiter": Field(one_character, {**TEXT, "maxLength": 1}, "what stands between cells"),
    "quote": Field(one_character, {**TEXT, "maxLength": 1}, "what cells are quoted with"),
    "quoting": Field(
        choice(("minimal", "all", "none"), ("quoting", "引用の方式")),
        {"enum": ["minimal", "all", "none"]},
        "which cells are quoted",
    ),
    "header_rows": Field(
        several(line, empty=True),
        {"type": "array", "items": {"type": "integer", "minimum": 0}},
        "physical lines of the header, 0-based, every line counted; [] where there is none",
    ),
    "skip": Field(several(filled), TEXTS, "globs of raw lines that are no data"),
    "missing": Field(several(text, empty=True), _ANY_TEXTS, 'tokens that mean "no value"'),
    "table": Field(anything, {"$ref": "#/$defs/table"}, "where several tables share one file: which one"),
}
EXPECTATION: Table = {
    "type": Field(anything, TEXT, "an expectation type: dq expectations lists them", needed=True),
    "kwargs": Field(anything, {"type": "object"}, "its arguments", nullable=True),
    "severity": Field(
        choice(SEVERITIES, ("severity", "重大度")),
        {"enum": list(SEVERITIES)},
        "critical closes the gate",
        nullable=True,
    ),
    "notes": Field(notes, {"anyOf": [TEXT, _ANY_TEXTS]}, "why; shown to whoever reads the failure", nullable=True),
    "description": Field(text, TEXT, "in words of your own", nullable=True),
    "meta": Field(mapping, {"type": "object"}, "anything of yours", nullable=True),
    "id": Field(text, TEXT, "Great Expectations' id", nullable=True),
}
OF_GX_EXPECTATION: Table = {
    name: Field(anything, {}, "written by Great Expectations; ignored", nullable=True)
    for name in ("rendered_content", "success_on_last_run")
}
COLUMN: Table = {
    "name": Field(filled, TEXT, "as the header has it", needed=True),
    "type": Field(choice(TYPES, ("column type", "列の型")), {"enum": list(TYPES)}, "how its cells read"),
    "format": Field(filled, TEXT, 'how dates and times are written: "%Y/%m/%d"'),
    "unit": Field(filled, TEXT, "what its numbers count"),
    "aliases": Field(several(filled), TEXTS, "other names that the column comes under"),
    "required": Field(boolean, BOOL, "the column is there and no cell is missing"),
    "values": Field(several(value), {"type": "array", "minItems": 1}, "a closed set; without it new values are growth"),
    "pii": Field(boolean, BOOL, "never sampled: counts and row numbers only"),
    "missing": Field(several(text, empty=True), _ANY_TEXTS, 'tokens of this column\'s own that mean "no value"'),
    "mostly": Field(
        share, {"type": "number", "minimum": 0, "maximum": 1}, "the share of its cells that must read as its type"
    ),
    "expectations": Field(
        anything, {"type": "array", "items": {"$ref": "#/$defs/expectation"}}, "the column's own: `column` is implied"
    ),
}
KNOWN_ISSUE: Table = {
    "kind": Field(known_kind, {"enum": sorted(KINDS)}, "the kind of spec change", needed=True),
    "columns": Field(several(filled, one=True), {"anyOf": [TEXT, TEXTS]}, "the columns it is about; none: all"),
    "until": Field(day, {"type": "string", "format": "date"}, "the last day it holds", needed=True),
    "owner": Field(filled, TEXT, "who looks after it"),
    "reason": Field(filled, TEXT, "why it may pass"),
}
SUITE: Table = {
    "name": Field(slug, {**TEXT, "pattern": f"^{NAME.pattern}$"}, "a-z 0-9 _ -, at most 63", needed=True),
    "title": Field(title, {"anyOf": [TEXT, {"$ref": "#/$defs/title"}]}, "what people call it"),
    "owner": Field(filled, TEXT, "whose move it is beside the publisher's"),
    "version": Field(filled, {"type": ["string", "number"]}, "the spec's own version"),
    "landed": Field(anything, {"$ref": "#/$defs/landed"}, "which files it is for"),
    "reader": Field(anything, {"$ref": "#/$defs/reader"}, "how the file is read"),
    "key": Field(several(filled, one=True), {"anyOf": [TEXT, TEXTS]}, "what identifies a row: unique and complete"),
    "changes": Field(
        changes,
        {"type": "object", "propertyNames": {"enum": sorted(KINDS)}, "additionalProperties": {"enum": list(GRADES)}},
        "this source's own grades of spec changes",
    ),
    "columns": Field(
        anything, {"type": "array", "items": {"$ref": "#/$defs/column"}, "minItems": 1}, "what the file looks like"
    ),
    "expectations": Field(
        anything,
        {"type": "array", "items": {"$ref": "#/$defs/expectation"}},
        "the table's and those over several columns",
    ),
    "known_issues": Field(
        anything, {"type": "array", "items": {"$ref": "#/$defs/known_issue"}}, "a snooze that expires and stays visible"
    ),
}
OF_GX_SUITE: Table = {
    "id": Field(text, TEXT, "Great Expectations' id", nullable=True),
    "meta": Field(mapping, {"type": "object"}, "anything of yours", nullable=True),
    "notes": Field(notes, {}, "why", nullable=True),
    "suite_parameters": Field(
        mapping, {"type": "object"}, "values of parameters, unless the caller gives them", nullable=True
    ),
}
