"""Which suite is for a landed file: the one whose `landed.match` fits, in the version that its period picks."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from .. import by_name
from ..errors import AmbiguousSuite, NoSuite, NoSuiteFits, NoSuiteFolder
from ..regex import later
from ..sentences import Text
from ._document import LANDED
from ._nodes import Map, Node, Unreadable, parse
from ._patterns import fits
from ._period import days_of, first_day, period_of
from ._places import Place, Stored, folder_at
from ._reading import At, Document
from ._record import one_of
from .load import LATER, MAX_BYTES, load

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Place", "days_of", "find", "first_day", "fits", "names", "period_of", "resolve", "suites_folder", "version_for"]

SUFFIXES = (".yaml", ".yml", ".json")
OF_KUSTOMIZE = ("kustomization.yaml", "kustomization.yml")  # stands among suites, where they become a ConfigMap
_VERSIONED = later(r"(?P<stem>.+)\.(?P<from>\d{4}-\d{2}-\d{2})")


class Found(msgspec.Struct, frozen=True):
    """One suite's file, and what it says of the files it is for. `since`: the day from which this version holds."""

    path: Place
    stem: str
    since: date | None
    match: tuple[str, ...] = ()
    period: str | None = None
    broken: bool = False


def find(landed_uri: str, suites_dir: Path | None = None, *, at: str | None = None) -> Place:
    """The suite of a landed file. `at`: the period the data is of, where the file's name is not to say so.

    NoSuiteFits, AmbiguousSuite; SuiteError where the only suite that might fit cannot be read.
    """
    folder = suites_folder(suites_dir)
    candidates = [_look(path) for path in _files(folder)]
    fitting = {c.stem for c in candidates if any(fits(pattern, landed_uri) for pattern in c.match)}
    if len(fitting) > 1:
        shown = ", ".join(str(min(c.path for c in candidates if c.stem == stem)) for stem in sorted(fitting))
        raise AmbiguousSuite(uri=landed_uri, names=shown)
    if not fitting:
        broken = next((c for c in candidates if c.broken), None)
        if broken is not None:  # it may be the one that was meant: its mistakes say more
            load(broken.path, parameters=LATER)
        raise _none_fits(landed_uri, folder, candidates)
    of_one = [c for c in candidates if c.stem in fitting and _may_fit(c, landed_uri)]
    period = at or next((p for c in of_one if (p := period_of(c.period, landed_uri)) is not None), None)
    return version_for(of_one, period).path


def resolve(
    name_or_path: str | os.PathLike[str], landed_uri: str | None = None, *, at: str | None = None
) -> Place | str:
    """What `-s` names: a path, a suite of the nearest `expectations/` by its name, or a URI, which stays as it is.

    `landed_uri`: picks the version where a name has several. NoSuite with the near name.
    """
    name = os.fspath(name_or_path)
    if "://" in name:
        return name
    if os.path.exists(name) and not os.path.isdir(name):
        return name
    if name.endswith(SUFFIXES) or os.sep in name:
        raise _no_such_path(name)
    folder = suites_folder(None, missing_ok=True)
    files = _files(folder) if folder is not None else []
    exact = [path for path in files if path.stem == name]
    if _VERSIONED.fullmatch(name) and exact:
        return exact[0]
    of_one = [_look(path) for path in files if _stem(path)[0] == name]
    if not of_one:
        raise _no_such_name(name, folder, files)
    periods = (period_of(c.period, landed_uri) for c in of_one) if landed_uri is not None else ()
    return version_for(of_one, at or next((p for p in periods if p is not None), None)).path


def names(suites_dir: Path | None = None) -> list[Place]:
    """All suites of the nearest `expectations/`, sorted: every version is one."""
    return _files(suites_folder(suites_dir))


def version_for(versions: Sequence[Found], period: str | None) -> Found:
    """The version in force on the period's first day; today's, where no period is known; else the oldest."""
    day = (first_day(period) if period is not None else None) or date.today()  # noqa: DTZ011  the caller's day
    ordered = sorted(versions, key=lambda v: (v.since or date.min, str(v.path)))
    in_force = [v for v in ordered if v.since is None or v.since <= day]
    return in_force[-1] if in_force else ordered[0]


def suites_folder(given: Path | None, *, missing_ok: bool = False) -> Place | None:
    """The folder of suites: the given one, `DQ_SUITES` (which may be a gs:// prefix), or the nearest `expectations/`
    upwards."""
    named = given or os.environ.get("DQ_SUITES") or None
    if named is not None:
        folder = folder_at(str(named))
        if folder is not None:
            return folder
        raise NoSuite(name=str(named), hint=_NO_FOLDER)
    from pathlib import Path  # 0.002 s, which a suite that is named by its path does not need

    here = Path.cwd()
    for parent in (here, *here.parents):
        if (parent / "expectations").is_dir():
            return parent / "expectations" if parent != here else Path("expectations")
    if missing_ok:
        return None
    raise NoSuiteFolder(here=str(here))


_NO_FOLDER = {"en": "it must be a folder of suites", "ja": "スイートのフォルダーを指定してください"}


def _files(folder: Place | None) -> list[Place]:
    if folder is None:
        return []
    return sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES and may_be_suite(p) and p.is_file())


def may_be_suite(path: Place) -> bool:
    """Not hidden, as what a mounted ConfigMap holds beside its files is, and not what makes that ConfigMap."""
    return not path.name.startswith(".") and path.name not in OF_KUSTOMIZE


def _stem(path: Place) -> tuple[str, date | None]:
    """`jepx_spot.2026-04-01.yaml` is the version of `jepx_spot` that holds from that day."""
    found = _VERSIONED.fullmatch(path.stem)
    if found is None:
        return path.stem, None
    try:
        return found["stem"], date.fromisoformat(found["from"])
    except ValueError:
        return path.stem, None


def _look(path: Place) -> Found:
    """Only `landed` is read, from its own lines where they can be told: a folder of suites costs little."""
    stem, since = _stem(path)
    try:
        if not isinstance(path, Stored) and path.stat().st_size > MAX_BYTES:
            return Found(path, stem, since, broken=True)
        text = path.read_bytes().removeprefix(BOM_UTF8).decode().replace("\r\n", "\n")
        if "landed" not in text:
            return Found(path, stem, since)
        landed = _landed(text)
    except (OSError, UnicodeDecodeError, Unreadable):
        return Found(path, stem, since, broken=True)
    document = Document(str(path), [], None)
    values, _ = one_of(None if landed is None else At(document, landed, "$.landed"), LANDED)
    return Found(path, stem, since, values.get("match", ()), values.get("period"), bool(document.mistakes))


def _landed(text: str) -> Node | None:
    """The value of the document's `landed`, without reading the rest where that is possible."""
    block = re.search(r"^landed:.*\n(?:(?:[ \t#].*)?\n)*(?:[ \t].*)?", text + "\n", re.MULTILINE)
    for part in (block[0], text) if block is not None else (text,):
        try:
            root = parse(part)
        except Unreadable:
            if part is text:
                raise
            continue
        entries = root.entries if isinstance(root, Map) else []
        found = next((value for key, value in entries if key.raw == "landed"), None)
        if isinstance(found, Map) or part is text:
            return found
    return None


def _may_fit(version: Found, uri: str) -> bool:
    """A version without patterns of its own is for the files of the others."""
    return not version.match or any(fits(pattern, uri) for pattern in version.match)


def _none_fits(uri: str, folder: Place | None, candidates: Sequence[Found]) -> NoSuiteFits:
    by_pattern = {pattern: c for c in candidates for pattern in c.match}
    near = by_name.near(uri.rsplit("/", 1)[-1], [p.rsplit("/", 1)[-1] for p in by_pattern])
    pattern = next((p for p in by_pattern if near is not None and p.rsplit("/", 1)[-1] == near), None)
    nearest = Text("", "")
    from shlex import quote  # most files have a suite

    if pattern is not None:
        path = by_pattern[pattern].path
        nearest = Text(f" (nearest: `{pattern}` of {path})", f"(最も近いもの: {path} の `{pattern}`)")
    return NoSuiteFits(
        uri=uri,
        nearest={"en": nearest.en, "ja": nearest.ja},
        quoted=quote(uri),
        folder=quote(str(folder)),
        hint=_DRAFT if "init" in by_name.names("cli") else _NAME_ONE,
    )


_NAME_ONE = {
    "en": "name the suite with -s, or add the file's pattern to its `landed.match`",
    "ja": "-s でスイートを指定するか、スイートの `landed.match` にパターンを加えてください",
}
_DRAFT = {
    "en": "draft one with `dq init {quoted} -o {folder}/NAME.yaml`, or name one with -s",
    "ja": "`dq init {quoted} -o {folder}/NAME.yaml` で下書きを作るか、-s で指定してください",
}
_MEANT = {"en": "did you mean `{near}`?", "ja": "`{near}` ではありませんか?"}
_THERE = {"en": "in {folder} there are: {known}", "ja": "{folder} にあるもの: {known}"}


def _no_such_name(name: str, folder: Place | None, files: Sequence[Place]) -> NoSuite:
    known = sorted({_stem(path)[0] for path in files})
    near = by_name.near(name, known)
    if folder is None:
        return NoSuite(name=name, hint=NoSuiteFolder.hints)
    told = {"near": near, "folder": str(folder), "known": ", ".join(known[:20]) or "-"}
    return NoSuite(name=name, hint=_THERE if near is None else _MEANT, **told)


def _no_such_path(name: str) -> NoSuite:
    from pathlib import Path

    parent = Path(name).parent
    known = [p.name for p in _files(parent)] if parent.is_dir() else []
    near = by_name.near(Path(name).name, known)
    return NoSuite(name=name) if near is None else NoSuite(name=name, near=str(parent / near), hint=_MEANT)
