"""Files of this machine: pinned or told why not; written whole or not at all."""

import os
import socket
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from dq.errors import CannotWrite, NoPermission, NoSpace, NotAFile, NotLanded
from dq.storage import local

UNPRIVILEGED = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


@pytest.mark.parametrize("call", ["{path}", "file://{path}", "file://localhost{path}"])
def test_a_file_lands_under_the_name_it_is_called_by(tmp_path: Path, call: str) -> None:
    path = tmp_path / "日 a%b.csv"
    path.write_bytes(b"abc")
    os.utime(path, (1_700_000_000, 1_700_000_000.25))
    shown = str(path).replace("%", "%25").replace(" ", "%20") if "://" in call else str(path)
    uri = call.format(path=shown)
    landed = local.land(uri)
    assert (landed.uri, landed.path, landed.size) == (uri, str(path), 3)
    assert landed.updated == "2023-11-14T22:13:20.250Z"
    assert local.get(uri) == b"abc"


@pytest.mark.parametrize("ask", [local.land, local.get])
def test_a_file_that_is_not_there_offers_the_nearest(tmp_path: Path, ask: Any) -> None:
    for name in ("spot_2025.csv", "spot_2024.csv", "other.txt"):
        (tmp_path / name).touch()
    with pytest.raises(NotLanded) as caught:
        ask(str(tmp_path / "spot_2026.csv"))
    for lang in ("en", "ja"):
        assert "spot_2025.csv" in (caught.value.hint(lang) or "")
        assert "other" not in (caught.value.hint(lang) or "")
    assert "spot_2026.csv" in caught.value.message()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotLanded) as caught:
        local.land(str(tmp_path / "no such" / "a.csv"))
    assert "no such" in (caught.value.hint() or "")


def test_a_path_below_a_file_has_not_landed(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(NotLanded):
        local.land(str(tmp_path / "a" / "b.csv"))


def test_nothing_alike_hints_at_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotLanded) as caught:
        local.land(str(tmp_path / "spot.csv"))
    assert caught.value.hint() is None


@pytest.mark.parametrize("ask", [local.land, local.get])
@pytest.mark.parametrize("kind", ["directory", "FIFO", "socket", "device"])
def test_what_is_no_file(tmp_path: Path, ask: Any, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked without waiting: opening a FIFO would hang."""
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    path = str(tmp_path / "x")
    if kind == "directory":
        os.mkdir(path)
    elif kind == "FIFO":
        os.mkfifo(path)
    elif kind == "device":
        path = os.devnull
    with socket.socket(socket.AF_UNIX) as listener:
        if kind == "socket":
            listener.bind("x")
        with pytest.raises(NotAFile, match=kind):
            ask(path)


@UNPRIVILEGED
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.touch(mode=0)
    for ask in (local.land, local.get):
        with pytest.raises(NoPermission):
            ask(str(path))


def test_an_odd_name_is_told_not_crashed_on() -> None:
    for uri in ("a\0b", "x" * 5000):
        with pytest.raises((NotLanded, NotAFile)):
            local.land(uri)


# --- writing ----------------------------------------------------------------------------------------------------------


def test_put_replaces_the_whole_and_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    local.put(str(path), b"one, and longer")
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask()
    path.chmod(0o640)
    before = path.stat().st_ino
    local.put(f"file://{path}", b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.stat().st_ino != before
    assert os.listdir(tmp_path) == ["result.json"]


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    local.put(str(tmp_path / "link"), b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_reader_sees_the_old_or_the_new_never_a_part(tmp_path: Path) -> None:
    path, seen = tmp_path / "a", set()
    old, new = b"o" * 300_000, b"n" * 300_001
    local.put(str(path), old)
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for i in range(40):
        local.put(str(path), new if i % 2 else old)
    done.set()
    reader.join()
    assert seen <= {old, new}


def test_a_device_and_a_pipe_are_written_in_place(tmp_path: Path) -> None:
    local.put(os.devnull, b"x" * 100_000)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    read, write = os.pipe()
    local.put(f"/dev/fd/{write}", b"said")
    os.close(write)
    assert os.read(read, 10) == b"said"
    os.close(read)


def test_a_file_whose_folder_takes_no_other_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bind-mounted termination log: the rename over it says EBUSY. Here the kernel's part is played."""
    path = tmp_path / "termination-log"
    path.write_bytes(b"a longer text that was there before")
    node = path.stat().st_ino

    def busy(*_: object) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(os, "replace", busy)
    local.put(str(path), b"short")
    assert path.read_bytes() == b"short"
    assert path.stat().st_ino == node
    assert os.listdir(tmp_path) == ["termination-log"]


def test_no_space_left_is_told_and_leaves_the_old(tmp_path: Path) -> None:
    with pytest.raises(NoSpace, match="/dev/full"):
        local.put("/dev/full", b"x")


@pytest.mark.parametrize("where", ["no such folder/a", "folder", "file/below"])
def test_what_cannot_be_written(tmp_path: Path, where: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite) as caught:
        local.put(str(tmp_path / where), b"x")
    assert where in caught.value.message("ja")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_remove_is_content_with_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    local.remove(str(path))
    local.remove(str(path))
    assert not path.exists()
    local.remove(str(tmp_path))
    assert tmp_path.is_dir()  # what is no file is left standing


def test_list_gives_files_sorted_as_they_are_called(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.txt", "sub/d.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "dir.csv").mkdir()
    assert [*local.list(f"{tmp_path}/*.csv")] == [f"{tmp_path}/a.csv", f"{tmp_path}/b.csv"]
    assert [*local.list(f"file://{tmp_path}/**/*.csv")] == [
        f"file://{tmp_path}/{n}" for n in ("a.csv", "b.csv", "sub/d.csv")
    ]
    assert [*local.list(f"{tmp_path}/nothing*")] == []


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    for _ in range(2):
        local.make_folder(f"file://{tmp_path}/a/b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite):
        local.make_folder(str(tmp_path / "file" / "b"))
