"""One run over several files: outputs begin as `undecided` before anything heavy, and are replaced whole at the end."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec

from .. import by_name, log, stopping
from ..baseline import remember
from ..errors import DqError, Interrupted, OutOfMemory
from ..exit_codes import INTERRUPTED, TERMINATED
from ..expectation_types._outcomes import Format
from ..gate import check
from ..judging import Check, undecided
from ..result import ValidationResult
from ..storage import scheme_of
from ._outputs import NotYet, Outputs, Results


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """The sources (files, or globs of them) and outputs of one call. `targets`: (kind, URI)."""

    sources: Sequence[str]
    targets: Sequence[tuple[str, str]]
    lang: str

    history: str | None = None  # where each result is kept

    def of(self, *, level: str, baseline: str | None, **asked: Any) -> dict[str, ValidationResult]:
        """The result of each file, in the order of the call; every output has them, or says `undecided`, or is gone.

        A baseline is read first: it may be one of the outputs. Globs are looked up after the outputs have begun: a store
        may be slow, or not answer.
        """
        form = Format(level=level)
        outputs = Outputs(targets=self.targets, lang=self.lang)
        past = None
        try:
            stopping.release()
            past = remember(baseline) if baseline else None
            begun = {s: Check(source=s, form=form, baseline=past, **asked) for s in self.sources}
            outputs.begin({s: undecided(request, NotYet()) for s, request in begun.items()})
            files = [file for source in self.sources for file in files_of(source)]
        except DqError as error:
            requests = {s: Check(source=s, form=form, baseline=past, **asked) for s in self.sources}
            results = {s: self._one(request, partial(undecided, request, error)) for s, request in requests.items()}
        else:
            requests = {f: Check(source=f, form=form, baseline=past, **asked) for f in files}
            results = {f: self._one(request, partial(_judged, request)) for f, request in requests.items()}
        outputs.end(results)
        return results

    def _one(self, request: Check, judge: Callable[[], ValidationResult]) -> ValidationResult:
        log.about(dataset=request.dataset, source=request.source)
        judged = _guarded(request, judge)
        known = msgspec.structs.replace(request, dataset=judged.dataset)
        result = _guarded(known, partial(self._kept, known, judged))
        log.about(dataset=result.dataset, source=request.source)
        if log.wanted():
            from ._telling import tell  # for those who listen

            tell(result, "ja" if self.lang == "ja" else "en")
        return result

    def _kept(self, request: Check, result: ValidationResult) -> ValidationResult:
        """Kept as soon as it is judged: the next file of the call may be the next of its dataset. A verdict that cannot
        be kept is none; an error stays the error that it is. What was stopped is not kept: there is no time."""
        if self.history is None or result.dataset is None or result.exit_code in (INTERRUPTED, TERMINATED):
            return result
        from .. import history  # for those who keep one

        named = history.named(self.history, result)
        try:
            history.keep(named, self._pages({request.source: named}))
        except DqError as error:
            if result.error is not None and result.gate == "undecided":
                log.warn(error.message(self.lang))
                return result
            return undecided(request, error)
        return named

    def _pages(self, results: Results) -> dict[str, bytes]:
        kinds = [kind for kind in ("html",) if kind in by_name.names("outputs")]
        return {f".{kind}": by_name.load("outputs", kind).render(dict(results), lang=self.lang) for kind in kinds}


def files_of(source: str) -> list[str]:
    """A glob's files, sorted; a source without wildcards (or a file that is called like one) is itself."""
    scheme = scheme_of(source)
    wild = any(c in source for c in "*?[")
    if not wild or scheme not in by_name.names("storage") or (scheme == "local" and os.path.exists(source)):
        return [source]
    return list(by_name.load("storage", scheme).list(source)) or [source]


def _judged(request: Check) -> ValidationResult:
    by_name.load("engines", request.engine).begin()
    return check(request)


def _guarded(request: Check, judge: Callable[[], ValidationResult]) -> ValidationResult:
    """One file's result, whatever happens to it: the others of the call are still judged, and the outputs say it."""
    try:
        stopping.check()
        return judge()
    except Interrupted as error:
        return undecided(request, error)
    except MemoryError:
        return undecided(request, OutOfMemory("Python"))
    except Exception as error:  # noqa: BLE001  a crash must never read as bad data, nor as good
        stopped = stopping.interruption()
        if stopped is not None:
            return undecided(request, stopped)  # what a signal broke is no bug
        from . import bug  # the package of this file: at the top it would be a circle

        return undecided(request, bug(error))
