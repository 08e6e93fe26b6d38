"""Row conditions: which rows an expectation is about. GX's serialised conditions, its strings, and plain comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .conditions import Condition

if TYPE_CHECKING:
    from .table import Table


class RowCondition(msgspec.Struct, frozen=True):
    """A parsed row condition. `given` is as the suite wrote it."""

    given: object

    def sql(self, table: Table) -> Condition:
        raise NotImplementedError
