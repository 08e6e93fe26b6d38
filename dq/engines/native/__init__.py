"""native, the default engine: DuckDB over text cells. One scan counts; only where something is wrong a second looks."""

from types import ModuleType

from ... import duck, idle
from ...batch import Batch
from ...expectation_types._families import Format
from ...result import Outcome
from ...spec.spec import Spec
from ...suites.suite import Suite
from .plan import plan
from .scan import scanned, with_rereads

__all__ = ["begin", "evaluate"]


def begin() -> None:
    """The first connection."""
    duck.begin()


def evaluate(suite: Suite, batch: Batch, form: Format) -> tuple[Spec, tuple[Outcome, ...]]:
    """The observed Spec, and an outcome for each expectation in the suite's order."""
    paths = () if batch.path is None else (batch.path,)
    tables = {} if batch.arrow is None else {"batch": batch.arrow}
    with duck.connection(paths, tables) as con:
        answer: tuple[Spec, tuple[Outcome, ...]] = with_rereads(batch, lambda read: _evaluate(con, suite, read, form))
    return answer


def _evaluate(con: duck.Connection, suite: Suite, batch: Batch, form: Format) -> tuple[Spec, tuple[Outcome, ...]]:
    head = idle.later(lambda: _after().of_head(batch))
    made = plan(suite, batch, trusting=True)
    figures = scanned(con, made, batch)
    if made.misled(figures):
        made = plan(suite, batch)
        figures = scanned(con, made, batch)
    answer: tuple[Spec, tuple[Outcome, ...]] = _after().told(con, suite, made, batch, figures, head.result(), form)
    return answer


def _after() -> ModuleType:
    """What has its say after the scan, and is imported during it."""
    from . import told

    return told
