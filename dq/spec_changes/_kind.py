"""Kind: what a file of this shelf declares beside its `find`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import msgspec

from ..result import Evidence, Example, Finding, Grade
from ..sentences import Says, Text, fill
from ..spec.align import Diff, Pair

__all__ = ["Diff", "Evidence", "Example", "Finding", "Kind", "KindModule", "Pair", "alike", "found"]


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """`grade`: whether a transform written for the old spec still reads the file rightly (compatible) or not (breaking).
    `explains`: the aspects of a column (of every column, for dialect kinds) whose expectations it excuses.
    `within`: the same of a change that begins within a file, where the rest is still read as before.
    `yields_to`: kinds that, where they are found on a column, explain this one."""

    grade: Grade = "breaking"
    explains: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    yields_to: frozenset[str] = frozenset()
    says: Says


class KindModule(Protocol):
    """What each file of this shelf meets."""

    kind: Kind

    def find(self, diff: Diff) -> Iterator[Finding]:
        """Findings of this kind; `kind`, `grade`, `id` and `against` are filled in by `compare`."""


def found(kind: Kind, /, *, sentence: Text | None = None, **of: object) -> Finding:
    """A finding whose sentence is the kind's, filled from the finding itself and the words given beside it."""
    fields: dict[str, Any] = {name: of.pop(name) for name in tuple(of) if name in Finding.__struct_fields__}
    words = {"before": fields.get("before"), "after": fields.get("after"), **of}
    return Finding(kind="", **{"grade": kind.grade, "sentence": sentence or fill(kind.says, **words), **fields})


def alike(pairs: Iterable[tuple[Pair, Any]], tell: Callable[[list[Pair], Any], Finding]) -> Iterator[Finding]:
    """Columns that changed alike are one finding: pairs grouped by how they changed, in the order of the file."""
    groups: dict[Any, list[Pair]] = {}
    for pair, how in pairs:
        groups.setdefault(how, []).append(pair)
    for how, members in groups.items():
        yield tell(members, how)
