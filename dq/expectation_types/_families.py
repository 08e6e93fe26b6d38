"""Families: what expectation types share. A type says only what differs: its arguments, its condition, its sentence.

A family knows which measures it asks for and how they become an outcome; the meaning of `mostly` stands in one place
(`map_outcome`). The families stand in their files by what they judge; types import from here.
"""

from ._bounds import Bound, Needs, at_least_one, bounds, upright, within
from ._columns import (
    BoundedAggregateExpectation,
    ColumnAggregateExpectation,
    ColumnCellsExpectation,
    ColumnMapExpectation,
    numeric,
    ordered,
)
from ._expectation import Expectation, Mostly, different, not_empty, raw, repeats, shown
from ._outcomes import Format, Look, Predicate, Wrong, listed, map_outcome, observed_as, unjudged
from ._rows import ColumnPairMapExpectation, MulticolumnMapExpectation, RowMapExpectation
from ._tables import TableExpectation, table_outcome

__all__ = [
    "Bound",
    "BoundedAggregateExpectation",
    "ColumnAggregateExpectation",
    "ColumnCellsExpectation",
    "ColumnMapExpectation",
    "ColumnPairMapExpectation",
    "Expectation",
    "Format",
    "Look",
    "Mostly",
    "MulticolumnMapExpectation",
    "Needs",
    "Predicate",
    "RowMapExpectation",
    "TableExpectation",
    "Wrong",
    "at_least_one",
    "bounds",
    "different",
    "listed",
    "map_outcome",
    "not_empty",
    "numeric",
    "observed_as",
    "ordered",
    "raw",
    "repeats",
    "shown",
    "table_outcome",
    "unjudged",
    "upright",
    "within",
]
