"""What every expectation type is: arguments, a sentence, and what it asks of the engine."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import msgspec

from ..result import Outcome
from ..sentences import Says, Text, fill, same
from ..sql import measures
from ..sql.conditions import Condition
from ..sql.measures import Measure
from ..sql.row_conditions import RowCondition
from ..sql.table import Cell, Table
from ._bounds import Bound, Needs
from ._outcomes import Format, Look, Predicate, Wrong, listed

Mostly = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """The base of all. Class variables: `says` fills from the arguments and `words()`; `aspects` of a Spec it speaks
    about (columns types text missing values rows), by which spec changes excuse it; `example` is YAML kwargs.

    The engine asks `measures`, `facts` and `predicates`, and merges what it has of them into `got`: of a predicate the
    number of rows that do not hold, and a condition that is true for them. Where `looks(got)`, it finds what `wrong`
    says, and `outcome` is given what it found.
    """

    row_condition: RowCondition | None = None
    condition_parser: str | None = None

    says: ClassVar[Says]
    aspects: ClassVar[frozenset[str]] = frozenset({"columns", "values"})
    needs: ClassVar[Needs | None] = None
    example: ClassVar[dict[str, Any]]

    def measures(self, table: Table) -> dict[str, Measure]:
        """The figures it asks of the scan, by a name of its own. CannotJudge where the columns do not allow it."""
        return {}

    def facts(self, table: Table) -> dict[str, Any]:
        """What it knows before the scan."""
        return {}

    def predicates(self, table: Table) -> dict[str, Predicate]:
        """What Python must tell over distinct values, because SQL cannot."""
        return {}

    def looks(self, got: Mapping[str, Any]) -> bool:
        """Whether there is something to look at again; where it succeeds too, for GX then lists unexpected values."""
        return bool(got.get("unexpected_count", 0) > 0)

    def wrong(self, table: Table, got: Mapping[str, Any]) -> Wrong | None:
        """What the second look is to find, or None where the figures say all."""
        return None

    def outcome(self, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
        raise NotImplementedError

    def named_columns(self) -> tuple[str, ...]:
        single = (getattr(self, name, None) for name in ("column", "column_A", "column_B"))
        several = (getattr(self, name, None) or () for name in ("column_list", "column_set"))
        return tuple(dict.fromkeys([*(c for c in single if c is not None), *(c for group in several for c in group)]))

    def read_columns(self) -> tuple[str, ...]:
        """The columns that it names, and those that its row condition does."""
        where = () if self.row_condition is None else self.row_condition.columns
        return tuple(dict.fromkeys((*self.named_columns(), *where)))

    def words(self) -> dict[str, object]:
        """What `says` is filled with, beside the arguments."""
        return {}

    def statement(self) -> Text:
        """What it expects, as a sentence without its outcome."""
        given = {name: _spoken(getattr(self, name)) for name in self.__struct_fields__}
        said = fill(self.says, **{**given, **self.words()})
        mostly = getattr(self, "mostly", 1.0)
        if mostly < 1:
            of = {"en": "{said} (at least {share:g} % of them)", "ja": "{said}({share:g} % 以上)"}
            said = Text(*(of[lang].format(said=said[lang], share=100 * mostly) for lang in ("en", "ja")))
        return said


def not_empty(name: str) -> Needs:
    """A set or list that must hold something."""

    def need(expectation: Any) -> dict[str, str] | None:
        if getattr(expectation, name):
            return None
        return {"en": f"`{name}` is empty", "ja": f"`{name}` が空です"}

    return need


def repeats(got: Mapping[str, Any]) -> bool:
    """Whether hashes of keys met twice: then the keys may repeat, which the second look tells exactly."""
    rows, distinct = got["keys"]
    return bool(rows > distinct)


def different(cell: Cell, where: Condition) -> Measure:
    """[values, different values] of a column. Texts by their hashes: the second look tells exactly where those meet."""
    if cell.type in ("text", "mixed"):
        return measures.hashes((cell.value.key,), where & cell.filled)
    return measures.distinct(cell.value.sql, where)


def raw(*cells: Cell) -> dict[str, str]:
    """What evidence may show: the raw text of columns that are not `pii`."""
    return {c.name: c.text for c in cells if not c.pii}


def shown(*cells: Cell, shape: str = "value") -> dict[str, str]:
    """What a sample shows: values, but never of a `pii` column; a pair keeps its two places."""
    if all(c.pii for c in cells):
        return {}
    if shape == "pair":
        return {f"{place}": "NULL" if c.pii else c.value.sql for place, c in zip("AB", cells, strict=True)}
    return {c.name: c.value.sql for c in cells if not c.pii}


def _spoken(value: object) -> object:
    if isinstance(value, Bound):
        return same(str(value))
    return listed(value) if isinstance(value, (list, tuple)) else value
