"""The last good run that a file is held against: a past result document, or another landed file."""

from collections.abc import Callable

import msgspec

from .by_name import load
from .errors import CallerError, DqError
from .result import Baseline, Landed, ValidationResult, decode
from .spec.spec import Spec
from .storage import scheme_of

LARGEST = 64 << 20  # bytes of a result document


class NoBaseline(CallerError):
    says = {"en": "the baseline {uri} cannot be used: {detail}", "ja": "比較元 {uri} は使えません: {detail}"}


class Remembered(msgspec.Struct, frozen=True):
    """What is known of the baseline before the landed file is read. `spec` is None for a landed file: it is scanned when
    the suite is known."""

    uri: str
    landed: Landed | None = None
    gate: str | None = None
    spec: Spec | None = None

    def told(self, *, keep: bool) -> Baseline:
        """For the result. `keep`: the gate did not open, so the next run needs what this one was held against."""
        return Baseline(self.uri, self.landed, self.gate, self.spec if keep else None)  # type: ignore[arg-type]  # a Gate, as decoded


def remember(uri: str) -> Remembered:
    """Reads a result document now (it may be about to be overwritten by this run's own), a landed file later.

    A result whose gate did not open is no baseline: what it was itself held against is. NoBaseline (exit 2) where there
    is nothing, or nothing that ever opened.
    """
    storage = load("storage", scheme_of(uri))
    try:
        landed = storage.land(uri)
        head = _head(landed.path)
        if not head.lstrip().startswith(b"{"):
            return Remembered(uri, Landed(uri=landed.uri, size=landed.size, updated=landed.updated))
        if landed.size > LARGEST:
            raise NoBaseline({"en": "no result document is that large", "ja": "結果文書としては大きすぎます"}, uri=uri)
        document = decode(storage.get(uri))
    except NoBaseline:
        raise
    except DqError as error:
        raise NoBaseline({lang: error.message(lang) for lang in ("en", "ja")}, uri=uri) from error
    except msgspec.MsgspecError as error:
        raise NoBaseline(
            {"en": f"it is no result document ({error})", "ja": f"結果文書ではありません({error})"}, uri=uri
        ) from error
    return _of_result(uri, document)


def _of_result(uri: str, document: ValidationResult) -> Remembered:
    if document.gate == "open" and document.spec is not None:
        return Remembered(uri, document.landed, document.gate, document.spec)
    past = document.baseline
    if past is not None and past.spec is not None:
        return Remembered(uri, past.landed, past.gate, past.spec)
    raise NoBaseline(
        {
            "en": f"its gate was {document.gate}, and it remembers none that opened",
            "ja": "そのゲートは開いておらず、それ以前に開いた記録もありません",
        },
        uri=uri,
    )


def scanned(remembered: Remembered, scan: Callable[[str], Spec], digest: str | None = None) -> Remembered:
    """The baseline with its Spec: a landed file is scanned by `scan` now. `digest`: of its bytes, where it is known."""
    if remembered.spec is not None:
        return remembered
    spec = scan(remembered.uri)
    landed = remembered.landed or Landed(uri=remembered.uri)
    known = msgspec.structs.replace(landed, rows=spec.rows, columns=len(spec.columns or ()), digest=digest)
    return Remembered(remembered.uri, known, remembered.gate, spec)


def _head(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(64)
