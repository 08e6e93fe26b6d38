"""One run over several files: outputs begin as `undecided` before anything heavy, and are replaced whole at the end."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from .. import by_name, stopping
from ..baseline import remember
from ..errors import DqError, Interrupted, OutOfMemory
from ..expectation_types._outcomes import Format
from ..gate import check
from ..judging import Check, undecided
from ..result import ValidationResult
from ..storage import scheme_of


class NotYet(DqError):
    says = {"en": "the run has not ended", "ja": "実行はまだ終わっていません"}


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """The files and outputs of one call. `targets`: (kind, URI)."""

    files: Sequence[str]
    targets: Sequence[tuple[str, str]]
    lang: str

    def of(self, *, level: str, baseline: str | None, **asked: Any) -> dict[str, ValidationResult]:
        """The result of each file, in the order of the call; every output has them, or says `undecided`, or is gone.

        A baseline is read first: it may be one of the outputs.
        """
        form = Format(level=level)
        try:
            past = remember(baseline) if baseline else None
        except DqError as error:
            results = {f: undecided(Check(source=f, form=form, **asked), error) for f in self.files}
        else:
            requests = {f: Check(source=f, form=form, baseline=past, **asked) for f in self.files}
            self._write({f: undecided(request, NotYet()) for f, request in requests.items()}, begins=True)
            results = {f: _judged(request) for f, request in requests.items()}
        self._end(results)
        return results

    def _end(self, results: Mapping[str, ValidationResult]) -> None:
        """Every output has the results, or none has: what was written before one could not be is taken back."""
        try:
            self._write(results)
        except DqError as error:
            self._take_back({f: undecided(Check(source=f, dataset=r.dataset), error) for f, r in results.items()})
            raise

    def _write(self, results: Mapping[str, ValidationResult], *, begins: bool = False) -> None:
        for kind, uri in self.targets:
            if not (begins and uri.startswith("/dev/")):  # what is written to a stream cannot be replaced
                self._put(kind, uri, results)

    def _put(self, kind: str, uri: str, results: Mapping[str, ValidationResult]) -> None:
        """A kind with `files` is a folder of them; any other one file."""
        storage, output = by_name.load("storage", scheme_of(uri)), by_name.load("outputs", kind)
        if hasattr(output, "files"):
            parts = {f"{uri.rstrip('/')}/{n}": data for n, data in output.files(dict(results), lang=self.lang).items()}
        else:
            parts = {uri: output.render(dict(results), lang=self.lang)}
        for part, data in parts.items():
            try:
                storage.put(part, data)
            except DqError:
                storage.remove(part)  # rather nothing than an old word
                raise

    def _take_back(self, results: Mapping[str, ValidationResult]) -> None:
        for kind, uri in self.targets:
            with suppress(DqError):  # this one is gone, or could never be written: the error that is raised says so
                self._put(kind, uri, results)


def _judged(request: Check) -> ValidationResult:
    """One file's result, whatever happens to it: the others of the call are still judged, and the outputs say it."""
    try:
        stopping.check()
        return check(request)
    except Interrupted as error:
        return undecided(request, error)
    except MemoryError:
        return undecided(request, OutOfMemory("Python"))
    except Exception as error:  # noqa: BLE001  a crash must never read as bad data, nor as good
        try:
            stopping.check()  # what a signal broke is no bug
        except Interrupted as stopped:
            return undecided(request, stopped)
        from . import bug  # the package of this file: at the top it would be a circle

        return undecided(request, bug(error))
