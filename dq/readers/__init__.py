"""Readers, by format: LandedFile -> Dialect -> Batch. They give SQL text; only engines open DuckDB."""

from typing import Protocol

from ..batch import Batch
from ..spec.spec import Dialect, Spec
from ..storage import LandedFile


class Reader(Protocol):
    """What each file of this shelf meets."""

    def recognises(self, landed: LandedFile, head: bytes) -> bool:
        """Whether the name or the first bytes say that this reader's format it is."""

    def observe(self, landed: LandedFile, declared: Spec) -> Dialect:
        """What the file looks like, from a bounded head. What is declared holds until it reads nothing there and
        exactly one other reading reads everything. NotReadable where no reading does."""

    def open(self, landed: LandedFile, dialect: Dialect, declared: Spec) -> Batch:
        """The file as a batch: columns with their declared or inferred types, read as observed."""
