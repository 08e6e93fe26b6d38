"""Where files come from and results go, by URI scheme. One file a scheme: `local` (a path or file://), `gs`."""

from collections.abc import Iterator
from typing import Any, Protocol

import msgspec


class LandedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that has landed, pinned. `path`: where its bytes can be read on this machine. `uri`: as it is called.
    `frame`: a DataFrame or an Arrow table that never was a file, and has no path."""

    uri: str
    path: str
    size: int  # bytes
    updated: str | None = None  # ISO 8601, UTC
    generation: str | None = None
    digest: str | None = None  # crc32c:<base64>, where the store knows it
    frame: Any = None


class Scheme(Protocol):
    """What each file of this shelf meets. Errors: NotLanded, NotAFile, NoPermission, NoSpace, CannotWrite, Transient."""

    def land(self, uri: str) -> LandedFile:
        """Pin a file. A directory, a FIFO or a device is NotAFile."""

    def release(self, landed: LandedFile) -> None:
        """Let go of what `land` holds for it: its path may lead nowhere afterwards."""

    def get(self, uri: str) -> bytes:
        """The whole of a small file: a suite, a past result."""

    def put(self, uri: str, data: bytes) -> None:
        """Replace atomically: a reader sees the old bytes or the new, never a part."""

    def make_folder(self, uri: str) -> None:
        """With those above it, where it is missing and the store has folders."""

    def remove(self, uri: str) -> None:
        """Remove if it is there."""

    def list(self, pattern: str) -> Iterator[str]:
        """URIs that fit a glob, sorted."""


def scheme_of(uri: str) -> str:
    """The shelf's file for a URI.

    >>> scheme_of("gs://bucket/a.csv"), scheme_of("data/a.csv"), scheme_of("C:/a.csv")
    ('gs', 'local', 'local')
    """
    head, found, _ = uri.partition("://")
    return head if found and head != "file" else "local"
