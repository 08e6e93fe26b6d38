"""Told: what the figures of a scan say of each expectation and of the file; a second look where something is wrong."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ... import duck
from ...batch import Batch
from ...errors import CannotJudge
from ...expectation_types._families import Format, Look, Wrong
from ...result import ExceptionInfo, Outcome
from ...spec.spec import Spec
from ...sql import measures
from ...sql.measures import Measure
from ...suites.suite import Suite
from .glued import glued
from .look_again import look_again
from .observed import Head, observed_spec, of_head
from .plan import Asked, Plan
from .predicates import all_judged
from .turns import with_turns

__all__ = ["of_head", "told"]


def told(
    con: duck.Connection, suite: Suite, made: Plan, batch: Batch, figures: Mapping[Measure, Any], head: Head, form: Format
) -> tuple[Spec, tuple[Outcome, ...]]:
    """The observed Spec, and an outcome for each expectation in the suite's order."""
    wanted = {(n, name): p for n, asked in enumerate(made.asked) for name, p in asked.predicates.items()}
    judged = all_judged(con, made, batch, wanted, figures)
    got = [
        _got(asked, figures, {name: t for (m, name), t in judged.items() if m == n})
        for n, asked in enumerate(made.asked)
    ]
    looks = look_again(con, made, batch, dict(_wrongs(suite, made, got, form)))
    outcomes = tuple(
        _outcome(declared.expectation, asked, of, declared.result_format or form, looks.get(n))
        for n, (declared, asked, of) in enumerate(zip(suite.expectations, made.asked, got, strict=True))
    )
    rows = figures[measures.count()]
    spec = observed_spec(suite, batch, made, figures, head, rows)
    again, headers = glued(con, made, batch, suite, looks, rows)
    spec = msgspec.structs.replace(spec, glued=again)
    return with_turns(con, made, batch, spec, suite, looks, headers), outcomes


def _got(asked: Asked, figures: Mapping[Any, Any], predicates: Mapping[str, Any]) -> dict[str, Any]:
    """What an expectation gets: its facts, its figures, and of each predicate the count and the condition."""
    return {**asked.facts, **{name: figures[m] for name, m in asked.measures.items()}, **predicates}


def _wrongs(
    suite: Suite, made: Plan, got: list[dict[str, Any]], form: Format
) -> list[tuple[int, tuple[Wrong, Format]]]:
    found = []
    for n, (declared, asked) in enumerate(zip(suite.expectations, made.asked, strict=True)):
        of = declared.result_format or form
        if (
            asked.error is None
            and declared.expectation.looks(got[n])
            and not _settled(declared.expectation, got[n], of)
        ):
            wrong = declared.expectation.wrong(made.table, got[n])
            if wrong is not None:
                found.append((n, (wrong, of)))
    return found


def _settled(expectation: Any, got: Mapping[str, Any], form: Format) -> bool:
    """Whether the counts already say success (`mostly` allows what is unexpected): then nobody needs samples, unless they
    are asked for, and an open gate costs one scan (differences.yaml: samples_of_what_mostly_allows). Repeated keys are
    counted by the look itself."""
    return form.level != "COMPLETE" and "keys" not in got and expectation.outcome(got, form, None).success is True


def _outcome(expectation: Any, asked: Asked, got: Mapping[str, Any], form: Format, look: Look | None) -> Outcome:
    if asked.error is not None:
        return _unjudged(asked.error)
    try:
        outcome: Outcome = expectation.outcome(got, form, look)
    except CannotJudge as reason:
        return _unjudged(str(reason))
    return outcome


def _unjudged(reason: str) -> Outcome:
    """What cannot be judged is unsuccessful, and says why in a flat exception_info."""
    return Outcome(success=False, exception_info=ExceptionInfo(True, None, reason))
