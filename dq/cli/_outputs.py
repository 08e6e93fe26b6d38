"""Outputs of one call: they begin as `undecided`, are replaced whole at the end, and are taken back where one cannot be."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import msgspec

from .. import by_name, stopping
from ..errors import DqError
from ..judging import Check, undecided
from ..result import ValidationResult
from ..storage import scheme_of


class NotYet(DqError):
    """What outputs say until the run has ended."""

    says = {"en": "the run has not ended", "ja": "実行はまだ終わっていません"}


Results = Mapping[str, ValidationResult]


class Outputs(msgspec.Struct, frozen=True, kw_only=True):
    """`targets`: (kind, URI)."""

    targets: Sequence[tuple[str, str]]
    lang: str

    def begin(self, results: Results) -> None:
        """Before anything that takes time. A stream is left out: what is written to one cannot be replaced."""
        self._written([t for t in self._in_order() if not t[1].startswith("/dev/")], results)

    def end(self, results: Results) -> None:
        """Every output has the results, or none has: what was written before one could not be is taken back."""
        stopping.last_words()
        self._written(self._in_order(), results)
        stopping.spoken()

    def _in_order(self) -> list[tuple[str, str]]:
        """Those of this machine first: they take no time, and Argo reads them as soon as the run is stopped."""
        return sorted(self.targets, key=lambda target: scheme_of(target[1]) != "local")

    def _written(self, targets: Sequence[tuple[str, str]], results: Results) -> None:
        try:
            for kind, uri in targets:
                self._put(kind, uri, results)
        except DqError as error:
            stopping.last_words()
            cause = stopping.interruption() or error  # whoever stops us need not hear of a store that then does not answer
            instead = {uri: undecided(Check(source=uri, dataset=r.dataset), cause) for uri, r in results.items()}
            for kind, uri in targets:
                with suppress(DqError):  # gone, or never written: the error that is raised says so
                    self._put(kind, uri, instead)
            raise cause from error

    def _put(self, kind: str, uri: str, results: Results) -> None:
        storage = by_name.load("storage", scheme_of(uri))
        if hasattr(by_name.load("outputs", kind), "files"):
            storage.make_folder(uri)
        for part, data in parts(kind, uri, results, self.lang).items():
            try:
                storage.put(part, data)
            except DqError:
                with suppress(DqError):  # whoever may not write may not remove either: the first error says it
                    storage.remove(part)  # rather nothing than an old word
                raise


def parts(kind: str, uri: str, results: Results, lang: str) -> dict[str, bytes]:
    """Bytes by URI: a kind with `files` is a folder of them, any other one file."""
    output = by_name.load("outputs", kind)
    if hasattr(output, "files"):
        return {f"{uri.rstrip('/')}/{name}": data for name, data in output.files(dict(results), lang=lang).items()}
    return {uri: output.render(dict(results), lang=lang)}
