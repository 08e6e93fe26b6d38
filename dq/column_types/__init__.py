"""Column types: all that dq knows of a type stands in its file. text -> value in SQL, and which format a text has."""

from collections.abc import Sequence
from typing import Protocol

from ..sentences import Says, Text


class ColumnTypeModule(Protocol):
    """What each file of this shelf meets. `duckdb`: the SQL type of its values. `says`: the type's name in words."""

    duckdb: str
    says: dict[str, str]

    def value(self, text: str, format: str | None) -> str:  # noqa: A002  the word for it
        """SQL that converts SQL `text` (never NULL, never missing), NULL where the cell does not read as the type.

        DuckDB 2 pushes a lone TRY_CAST into the CSV reader as a CAST: guard every one."""

    def reads(self, cells: Sequence[str], format: str | None) -> bool:  # noqa: A002
        """Whether every cell reads as the type (with the format, where one is given), by the same rules as `value`."""

    def formats(self, cells: Sequence[str]) -> tuple[str | None, ...]:
        """The formats that every cell has, likeliest first; () where the cells are not of this type. `(None,)` for
        types without formats."""

    def refuses(self, format: str | None) -> Says | None:  # noqa: A002
        """Why this cannot be declared as the type's format, in both languages; None where it can."""

    def words(self, format: str | None) -> Text:  # noqa: A002
        """A format as people write it: `%Y/%m/%d` is YYYY/MM/DD. None is the type's own."""
