"""The last good run that a file is held against: a past result document, or another landed file."""

from collections.abc import Callable

import msgspec

from .by_name import load, names
from .errors import CallerError, DataError
from .result import Baseline, Finding, Landed, ValidationResult, decode
from .spec.spec import Spec
from .storage import scheme_of

LARGEST = 64 << 20  # bytes of a result document


class NoBaseline(CallerError):
    says = {"en": "the baseline {uri} cannot be used: {detail}", "ja": "比較元 {uri} は使えません: {detail}"}


class Remembered(msgspec.Struct, frozen=True):
    """What is known of the baseline before the landed file is read. `spec` is None for a landed file: it is scanned when
    the suite is known. `findings`: of the last run before this one, good or not; they know since when."""

    uri: str
    landed: Landed | None = None
    gate: str | None = None
    spec: Spec | None = None
    findings: tuple[Finding, ...] = ()

    def told(self, carried: Spec | None) -> Baseline:
        """For the result. `carried`: what the next run is to be held against, where that is not this run's own Spec."""
        return Baseline(self.uri, self.landed, self.gate, carried)  # type: ignore[arg-type]  # a Gate, as decoded


def remember(uri: str) -> Remembered:
    """Reads a result document now (it may be about to be overwritten by this run's own), a landed file later.

    A result that does not advance the dataset is no baseline: what it was itself held against is. NoBaseline (exit 2)
    where there is nothing, or nothing that ever opened.
    """
    if scheme_of(uri) not in names("storage"):
        raise NoBaseline(
            {"en": f"dq cannot read {scheme_of(uri)}:// URIs", "ja": "この形式の URI は読めません"}, uri=uri
        )
    if uri.endswith((".yaml", ".yml")):
        raise NoBaseline({"en": "it is a suite: -s takes that", "ja": "スイートです。-s で指定してください"}, uri=uri)
    storage = load("storage", scheme_of(uri))
    try:
        landed = storage.land(uri)
        try:
            if not _bytes(landed.path, 64).lstrip().startswith(b"{"):
                return Remembered(uri, Landed(uri=landed.uri, size=landed.size, updated=landed.updated))
            if landed.size > LARGEST:
                raise NoBaseline(
                    {"en": "no result document is that large", "ja": "結果文書としては大きすぎます"}, uri=uri
                )
            return of_result(uri, of_bytes(uri, _bytes(landed.path, LARGEST)))
        finally:
            storage.release(landed)
    except NoBaseline:
        raise
    except (DataError, CallerError) as error:  # a fault, a full disk or a signal is not the baseline's
        raise NoBaseline({lang: error.message(lang) for lang in ("en", "ja")}, uri=uri) from error


def of_bytes(uri: str, data: bytes) -> ValidationResult:
    """The result document, or NoBaseline where these bytes are none."""
    try:
        return decode(data)
    except msgspec.MsgspecError as error:
        raise NoBaseline(
            {"en": f"it is no result document ({error})", "ja": f"結果文書ではありません({error})"}, uri=uri
        ) from error


def of_result(uri: str, document: ValidationResult) -> Remembered:
    """What a past result is as a baseline. A Spec that it carries goes before its own."""
    past = document.baseline
    if past is not None and past.spec is not None:
        return Remembered(uri, past.landed, past.gate, past.spec, document.spec_changes)
    if document.advances and document.spec is not None:
        return Remembered(uri, document.landed, document.gate, document.spec, document.spec_changes)
    raise NoBaseline(
        {
            "en": "its gate did not open, or only by --fail-on never, and it remembers none that did",
            "ja": "そのゲートは開いていないか --fail-on never によって開いただけで、それ以前に開いた記録もありません",
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


def _bytes(path: str, most: int) -> bytes:
    with open(path, "rb") as file:
        return file.read(most)
