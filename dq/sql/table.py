"""The typed rows as expectations see them: cells by column name, and which rows count."""

import msgspec

from ..by_name import near
from ..errors import CannotJudge
from .conditions import ALWAYS, NEVER, Condition, Value


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell is missing, unreadable or a value; the three conditions exclude each other. Of a malformed row nobody knows
    which cell is which: its cells are none of the three, and `malformed` is true of them.

    `text`: SQL of the raw text (of the value, where the source is typed). `value`: NULL unless the cell is a value.
    """

    name: str
    text: str
    value: Value
    missing: Condition
    unreadable: Condition
    type: str
    malformed: Condition = NEVER
    physical: str | None = None
    pii: bool = False

    @property
    def unjudged(self) -> Condition:
        """Neither missing nor a value: nothing but its own expectation speaks about it."""
        return self.unreadable | self.malformed

    @property
    def filled(self) -> Condition:
        """The cell is a value."""
        return Condition(f"({self.value.sql} IS NOT NULL)")


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """`malformed`: rows with too many or too few cells. `called`: declared names of columns that the file has under an
    accepted alias, each with the file's."""

    cells: dict[str, Cell]
    malformed: Condition = NEVER
    called: dict[str, str] = {}

    def named(self, name: str) -> Cell | None:
        """By exact name, the file's or the declared one."""
        return self.cells.get(name) or self.cells.get(self.called.get(name, name))

    def names(self) -> list[str]:
        """The columns in order, by their declared names."""
        declared = {name: known for known, name in self.called.items()}
        return [declared.get(name, name) for name in self.cells]

    def cell(self, name: str) -> Cell:
        """By exact name, else case-insensitively where only one fits, as GX does. CannotJudge where there is none."""
        found = self.named(name)
        if found is not None:
            return found
        folded = [n for n in self.cells if n.casefold() == name.casefold()]
        if len(folded) == 1:
            return self.cells[folded[0]]
        hint = near(name, self.cells)
        raise CannotJudge(
            f'The column "{name}" in BatchData does not exist.' + (f' Did you mean "{hint}"?' if hint else "")
        )

    def where(self, row_condition: object) -> Condition:
        """Which rows an expectation is about; ALWAYS without a row condition."""
        if row_condition is None:
            return ALWAYS
        return row_condition.sql(self)  # type: ignore[attr-defined,no-any-return]  # sql/row_conditions.py
