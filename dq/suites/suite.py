"""Suite: the declared Spec of a source and its expectations, as one frozen value."""

from typing import Any

import msgspec

from ..expectation_types._families import Expectation, Format
from ..result import Grade, Severity
from ..sentences import Text
from ..spec.spec import Spec


class Position(msgspec.Struct, frozen=True):
    """Where something stands: 1-based line and column of a file, and its path in the document (`$.columns[1].type`)."""

    uri: str
    line: int
    column: int
    path: str

    def __str__(self) -> str:
        return f"{self.uri}:{self.line}:{self.column}"


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """One declared expectation. `kwargs` is what the suite gave, coerced as GX coerces, for `expectation_config`.

    `implied`: not written by the author; it stands for a declared type or for well-formed rows. Shorthand (`required`,
    `key`, `values`) expands into ordinary ones at their own lines.
    """

    type: str
    expectation: Expectation
    kwargs: dict[str, Any]
    severity: Severity = "critical"
    notes: str | None = None
    description: str | None = None
    meta: dict[str, Any] = {}
    id: str | None = None
    result_format: Format | None = None
    implied: bool = False
    at: Position | None = None

    def config(self) -> dict[str, Any]:
        """`expectation_config` of the result: GX's keys."""
        config: dict[str, Any] = {"type": self.type, "kwargs": self.kwargs, "meta": self.meta, "severity": self.severity}
        for name in ("notes", "description", "id"):
            if getattr(self, name) is not None:
                config[name] = getattr(self, name)
        return config


class KnownIssue(msgspec.Struct, frozen=True, kw_only=True):
    """A snooze that expires and stays visible. `until`: ISO date, the last day it holds."""

    kind: str
    columns: tuple[str, ...] = ()
    until: str
    owner: str | None = None
    reason: str | None = None


class Suite(msgspec.Struct, frozen=True, kw_only=True):
    """`spec` is the declared one. `expectations` in the order of the file, expanded; implied ones for declared types
    included. `changes`: this source's own grades by kind. `digest`: sha256:<hex> of the file's bytes."""

    name: str
    uri: str | None = None
    digest: str | None = None
    version: str | None = None
    title: Text | None = None
    owner: str | None = None
    match: tuple[str, ...] = ()
    period: str | None = None
    spec: Spec = Spec()
    expectations: tuple[Declared, ...] = ()
    changes: dict[str, Grade] = {}
    known_issues: tuple[KnownIssue, ...] = ()
