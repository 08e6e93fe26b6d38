"""A dataset's past runs under one folder or gs:// prefix: each one's document and page, and which of them is the baseline.

    HISTORY/<dataset>/<month>/<period>.<started>.<landed>.<word>.<id>.json       its page beside it, .html

A name is written once, by one run, and says all that a choice needs. So two runs at once lose nothing, a killed one leaves
nothing half done, and nothing is ever rewritten: a bucket may forbid it, or age old runs out.
"""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from zlib import crc32

import msgspec
from msgspec.structs import replace

from .baseline import Remembered, of_bytes, of_result
from .by_name import load
from .errors import NotLanded
from .result import Finding, Landed, ValidationResult, encode
from .storage import LandedFile, scheme_of
from .suites._period import first_day

GOOD = "good"  # advances the dataset; any other run is called by its gate
MONTHS_BACK = 3
"""So many months are listed one by one before all are: of an hourly file with years of history only the last ones."""

_NAME = (
    r"(?P<period>[0-9FYT-]+|_)\.(?P<started>\d{8}T\d{12}Z)\.(?P<landed>[0-9a-f]{8})"
    r"\.(?P<word>[a-z]+)\.(?P<id>[0-9a-f]+)\.json"
)


class Entry(msgspec.Struct, frozen=True):
    """One run, by its name alone."""

    uri: str
    started: str
    landed: str
    word: str
    order: tuple[str, str]


def order_of(period: str | None) -> tuple[str, str]:
    """Periods of one dataset in time; none comes before all.

    >>> order_of(None) < order_of("FY2025") < order_of("2026-04") <= order_of("2026-04-01") < order_of("2026-04-01T05")
    True
    """
    day = first_day(period) if period is not None else None
    return ("", "") if day is None else (day.isoformat(), (period or "").partition("T")[2])


def named(history: str, result: ValidationResult) -> ValidationResult:
    """The result with the URI under which it is going to be kept: a new one each time."""
    now = datetime.now(UTC)
    started = f"{now:%Y%m%dT%H%M%S%f}Z"
    word = GOOD if result.advances else result.gate
    landed = result.landed or Landed(uri="")
    parts = (result.period or "_", started, fingerprint(landed), word, os.urandom(4).hex(), "json")
    folder = f"{_root(history, result.dataset or '')}/{_month(result.period, now.date())}"
    return replace(result, result_uri=f"{folder}/{'.'.join(parts)}")


def keep(result: ValidationResult, pages: Mapping[str, bytes]) -> None:
    """Writes what `named` has named, the document last: with it the run is there. `pages`: bytes by their ending."""
    uri = result.result_uri or ""
    storage = load("storage", scheme_of(uri))
    storage.make_folder(uri.rpartition("/")[0])
    for ending, data in pages.items():
        storage.put(uri.removesuffix(".json") + ending, data)
    storage.put(uri, encode(result))


def last_good(history: str, dataset: str, period: str | None, landed: LandedFile | Landed) -> Remembered | None:
    """The last run of the dataset whose gate opened, up to this period where there is one, and the findings of the last
    run of all. A run of this very file is passed over: who judges a file twice gets one word."""
    own = fingerprint(landed)
    before = _before(history, dataset, period)
    since: tuple[Finding, ...] | None = None
    for entry in before:
        good = entry.word == GOOD and entry.landed != own
        if not good and (since is not None or entry.word == "undecided"):
            continue
        try:
            document = of_bytes(entry.uri, load("storage", scheme_of(entry.uri)).get(entry.uri))
        except NotLanded:  # aged out since it was listed
            continue
        since = document.spec_changes if since is None else since
        if good:
            return replace(of_result(entry.uri, document), findings=since)
    return None


def _before(history: str, dataset: str, period: str | None) -> Iterator[Entry]:
    """The dataset's runs up to a period, the latest first; month by month, as long as somebody asks."""
    root, limit = _root(history, dataset), order_of(period)
    month = _month(period, datetime.now(UTC).date())
    seen: list[str] = []
    for pattern in (*_months_back(month), "*"):
        entries = (e for e in _listed(f"{_plain(root)}/{pattern}/*.json") if e.uri.rsplit("/", 2)[1] not in seen)
        fitting = [e for e in entries if period is None or e.order <= limit]
        yield from sorted(
            fitting, key=lambda e: (e.started,) if period is None else (*e.order, e.started), reverse=True
        )
        seen.append(pattern)


def _listed(pattern: str) -> Iterator[Entry]:
    for uri in load("storage", scheme_of(pattern)).list(pattern):
        found = re.fullmatch(_NAME, uri.rpartition("/")[2])
        if found is not None:  # what somebody else put there is none of ours
            period = None if found["period"] == "_" else found["period"]
            yield Entry(uri, found["started"], found["landed"], found["word"], order_of(period))


def _months_back(month: str) -> list[str]:
    year, number = int(month[:4]), int(month[5:])
    return [f"{year - (number <= n):04d}-{(number - n - 1) % 12 + 1:02d}" for n in range(MONTHS_BACK)]


def _month(period: str | None, today: date) -> str:
    return ((first_day(period) if period is not None else None) or today).isoformat()[:7]


def fingerprint(landed: LandedFile | Landed) -> str:
    """The same for the same bytes under the same name."""
    known = landed.digest or landed.generation or landed.updated
    return f"{crc32(repr((landed.uri, landed.size, known)).encode('utf-8', 'surrogateescape')):08x}"


def _root(history: str, dataset: str) -> str:
    return f"{history.rstrip('/')}/{folder_of(dataset)}"


def folder_of(dataset: str) -> str:
    """A dataset's name as that of a folder: what could lead out of it, or means something to a glob, is spelt out.

    >>> folder_of("jepx_spot"), folder_of("スポット"), folder_of("../a"), folder_of("")
    ('jepx_spot', 'スポット', '=2e.=2fa', '=')
    """
    told = "".join(c if c.isalnum() or c in "-_" or (c == "." and n) else _spelt(c) for n, c in enumerate(dataset))
    if len(told.encode("utf-8", "replace")) > 120:
        told = f"{told[:30]}={crc32(dataset.encode('utf-8', 'surrogateescape')):08x}"
    return told or "="


def _spelt(character: str) -> str:
    return "".join(f"={byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))


def _plain(text: str) -> str:
    """As a glob that fits this text alone."""
    return re.sub(r"([*?[])", r"[\1]", text)
