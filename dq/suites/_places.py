"""Where suites stand: a folder of this machine, or one under a URI, of which a suite is known by as much as by its path."""

from __future__ import annotations

from collections.abc import Iterator
from os.path import isdir, splitext
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from .. import by_name
from ..storage import scheme_of


class Stored(msgspec.Struct, frozen=True, order=True):
    """A suite's file, or the folder of them, in a store: what matching asks of a Path."""

    uri: str

    def __str__(self) -> str:
        return self.uri

    def __fspath__(self) -> str:
        return self.uri

    @property
    def name(self) -> str:
        return self.uri.rpartition("/")[2]

    @property
    def stem(self) -> str:
        return splitext(self.name)[0]

    @property
    def suffix(self) -> str:
        return splitext(self.name)[1]

    def is_file(self) -> bool:
        return True  # as it was listed

    def iterdir(self) -> Iterator[Stored]:
        """The files of the folder itself, not of those in it."""
        return map(Stored, by_name.load("storage", scheme_of(self.uri)).list(f"{self.uri}/*"))

    def read_bytes(self) -> bytes:
        data: bytes = by_name.load("storage", scheme_of(self.uri)).get(self.uri)
        return data


if TYPE_CHECKING:
    from pathlib import Path

Place: TypeAlias = "Path | Stored"


def folder_at(name: str) -> Place | None:
    """The folder of this name, or None where there is none."""
    scheme = scheme_of(name)
    if scheme != "local":
        return Stored(name.rstrip("/")) if scheme in by_name.names("storage") else None
    from pathlib import Path  # 0.002 s, which a suite that is named by its path does not need

    return Path(name) if isdir(name) else None
