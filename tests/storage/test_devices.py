"""What is no regular file is written in place, and never removed or replaced."""

import os
import stat
from pathlib import Path

import pytest

from dq.errors import CannotWrite, NoSpace
from dq.storage import local


def test_a_full_device_is_told_and_stays() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full on this system")
    with pytest.raises((NoSpace, CannotWrite)):
        local.put("/dev/full", b"x")
    local.remove("/dev/full")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_a_device_is_not_removed() -> None:
    local.remove("/dev/null")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_missing_file_is_nothing_to_remove(tmp_path: Path) -> None:
    local.remove(str(tmp_path / "none"))


def test_a_file_is_removed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    local.remove(str(tmp_path / "a"))
    assert not (tmp_path / "a").exists()
