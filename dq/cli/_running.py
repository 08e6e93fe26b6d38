"""One run over several files: outputs begin as `undecided` before anything heavy, and are replaced whole at the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from .. import by_name, stopping
from ..errors import DqError, Interrupted, OutOfMemory
from ..gate import Check, check, undecided
from ..result import ValidationResult
from ..storage import scheme_of


class Run:
    """The outputs of one call. `targets`: (kind, URI)."""

    def __init__(self, *, targets: Sequence[tuple[str, str]], lang: str) -> None:
        self.targets = targets
        self.lang = lang

    def begin(self, files: Sequence[str], *, suite: str | None, dataset: str | None) -> None:
        """Every output says `undecided` from here on: whatever happens next, an old one never reads as this run's."""
        if self.targets:
            self._write({f: undecided(Check(source=f, suite=suite, dataset=dataset), NotYet()) for f in files})

    def judge(self, files: Sequence[str], *, level: str, **asked: Any) -> dict[str, ValidationResult]:
        from ..expectation_types._families import Format

        results: dict[str, ValidationResult] = {}
        for file in files:
            request = Check(source=file, form=Format(level=level), **asked)
            results[file] = self._one(request)
        return results

    def _one(self, request: Check) -> ValidationResult:
        try:
            stopping.check()
            return check(request)
        except Interrupted as error:
            return undecided(request, error)
        except MemoryError:
            return undecided(request, OutOfMemory("Python"))
        except Exception as error:  # noqa: BLE001  the others of the call are still judged, and the outputs say it
            from . import bug

            return undecided(request, bug(error))

    def end(self, results: Mapping[str, ValidationResult]) -> None:
        self._write(results)

    def _write(self, results: Mapping[str, ValidationResult]) -> None:
        for kind, uri in self.targets:
            storage = by_name.load("storage", scheme_of(uri))
            data = by_name.load("outputs", kind).render(dict(results), lang=self.lang)
            try:
                storage.put(uri, data)
            except DqError:
                storage.remove(uri)  # rather nothing than an old word
                raise


class NotYet(DqError):
    says = {"en": "the run has not ended", "ja": "実行はまだ終わっていません"}
