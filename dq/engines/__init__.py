"""Engines, by the name in --engine: evaluate(suite, batch) -> the observed Spec and an outcome per expectation."""

from typing import Protocol

from ..batch import Batch
from ..expectation_types._families import Format
from ..result import Outcome
from ..spec.spec import Spec
from ..suites.suite import Suite


class Engine(Protocol):
    """What each file of this shelf meets. Outcomes stand in the order of the suite's expectations."""

    def begin(self) -> None:
        """What takes time and needs neither suite nor file is begun on the side; `evaluate` finds it done."""

    def evaluate(self, suite: Suite, batch: Batch, form: Format) -> tuple[Spec, tuple[Outcome, ...]]: ...
