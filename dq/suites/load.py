"""A suite's text -> Suite, or every mistake in it at once: YAML in the dataset file's form, and GX's JSON suites."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Mapping
from stat import S_ISREG
from typing import Any

import msgspec

from .. import by_name
from ..errors import Mistake, NoPermission, NoSuite, NotAFile, SuiteError, UnsupportedExpectation
from ..storage import scheme_of
from ..storage._digest import sha256
from . import _gx, _suite
from ._nodes import Map, Node, Unreadable, from_python, parse, plain
from ._reading import At, Document
from .suite import Suite

MAX_BYTES = 10_000_000


class _Later(dict[str, Any]):
    """`parameters=LATER`: none are given yet, and what depends on one is not judged. For lint."""


LATER = _Later()


def load(
    uri: str | os.PathLike[str], *, data: bytes | None = None, parameters: Mapping[str, Any] | None = None
) -> Suite:
    """The suite that stands at a path or URI (`data`: its bytes, where they are already there).

    `parameters`: what `{"$PARAMETER": name}` stands for. Raises SuiteError with all mistakes; NoSuite, NotAFile,
    NoPermission where there is nothing to read.
    """
    name = os.fspath(uri)
    data = _bytes(name) if data is None else data
    root = _root(name, data)
    suite = _read(name, root, parameters, json=name.endswith(".json"))
    return msgspec.structs.replace(suite, uri=name, digest=sha256(data))


def load_mapping(
    mapping: Mapping[str, Any], uri: str | None = None, *, parameters: Mapping[str, Any] | None = None
) -> Suite:
    """A suite that was built in Python, in GX's shape or ours."""
    name = uri or "<suite>"
    try:
        root = from_python(dict(mapping))
    except Unreadable as unreadable:
        raise SuiteError(name, [unreadable.mistake]) from None
    return msgspec.structs.replace(_read(name, root, parameters, json=True), uri=uri)


def _bytes(uri: str) -> bytes:
    scheme = scheme_of(uri)
    if scheme != "local":
        if scheme not in by_name.names("storage"):
            raise NoSuite(name=uri)
        fetched: bytes = by_name.load("storage", scheme).get(uri)
        return fetched
    path = uri.removeprefix("file://")
    try:
        mode = os.stat(path)
        if not S_ISREG(mode.st_mode):
            raise NotAFile(uri=uri, detail={"en": "a directory or a device", "ja": "ディレクトリまたはデバイス"})
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except PermissionError:
        raise NoPermission(uri=uri) from None
    except (OSError, ValueError):
        raise NoSuite(name=uri) from None


def _root(uri: str, data: bytes) -> Node:
    """The document's root, or SuiteError for a file that is none."""
    place = f"{uri}:1:1"
    if len(data) > MAX_BYTES:
        raise SuiteError(uri, [Mistake({"en": "larger than 10 MB: no suite", "ja": "10 MB を超えています"}, place)])
    data = data.removeprefix(BOM_UTF8)
    try:
        decoded = data.decode()
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        hint = {"en": "save it as UTF-8", "ja": "UTF-8 で保存してください"}
        told = {"en": "the file is not UTF-8", "ja": "ファイルが UTF-8 ではありません"}
        raise SuiteError(uri, [Mistake(told, f"{uri}:{line}:1", None, hint)]) from None
    try:
        root = parse(decoded)
    except Unreadable as e:
        mistake = msgspec.structs.replace(e.mistake, where=f"{uri}:{e.line}:{e.column}")
        raise SuiteError(uri, [mistake]) from None
    if root is None or plain(root) is None:
        hint = {
            "en": "it needs at least a `name` and `expectations`",
            "ja": "少なくとも `name` と `expectations` が必要です",
        }
        raise SuiteError(uri, [Mistake({"en": "the suite is empty", "ja": "スイートが空です"}, place, "$", hint)])
    return root


def _read(uri: str, root: Node, parameters: Mapping[str, Any] | None, *, json: bool) -> Suite:
    if _gx.is_0_18(root):
        assert isinstance(root, Map)
        root = _gx.from_0_18(root)
    document = Document(uri, [], None if isinstance(parameters, _Later) else {**_own(root), **(parameters or {})})
    suite = At(document, root, "$").take(lambda at: _suite.read(at, json=json))
    if document.mistakes or suite is None:
        mistakes = [m for _, _, m in sorted(document.mistakes, key=lambda lcm: lcm[:2])]
        unsupported = mistakes and all(m.unsupported for m in mistakes)
        raise (UnsupportedExpectation if unsupported else SuiteError)(uri, mistakes)
    return suite


def _own(root: Node) -> dict[str, Any]:
    """`suite_parameters`: values that stand in the suite itself, unless the caller gives others."""
    entries = root.entries if isinstance(root, Map) else []
    own = next((value for key, value in entries if key.raw == "suite_parameters"), None)
    return plain(own) if isinstance(own, Map) else {}


__all__ = ["LATER", "NoSuite", "load", "load_mapping"]
