"""The connection that is begun on the side is as good as one that is made when it is needed, and never the only way to one."""

import sys
from pathlib import Path
from typing import Any

import pytest

from dq import duck


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck, "cpu_limit", lambda: 2)
    monkeypatch.setattr(duck, "_begun", [])


def test_what_was_begun_is_used_once_and_is_as_closed_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")
    duck.begin()
    duck.begin()
    [begun] = duck._begun
    with duck.connection([str(tmp_path / "a.csv")]) as con:
        assert con is begun.made
        assert duck._begun == []
        assert duck.fetch(con, f"SELECT * FROM read_csv('{tmp_path / 'a.csv'}')") == [(1,)]
        for refused in ("SET threads = 1", "SELECT * FROM read_csv('/etc/passwd')", "ATTACH 'x.db'"):
            with pytest.raises(duck.Error):
                con.execute(refused)
    with duck.connection() as other:
        assert other is not begun.made


def test_threads_take_turns_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck, "cpu_limit", lambda: 2)
    before = sys.getswitchinterval()
    duck.begin()
    with duck.connection():
        assert sys.getswitchinterval() == before


def test_where_it_could_not_be_made_the_next_one_is_made_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = duck.duckdb.connect, []

    def connect(*args: Any, **kwargs: Any) -> Any:
        asked.append(args)
        if len(asked) == 1:
            raise duck.duckdb.IOException("no")
        return real(*args, **kwargs)

    monkeypatch.setattr(duck.duckdb, "connect", connect)
    duck.begin()
    with duck.connection() as con:
        assert duck.fetch(con, "SELECT 1") == [(1,)]
    assert len(asked) == 2


def test_without_a_thread_it_is_made_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(duck, "start_new_thread", refused)
    duck.begin()
    with duck.connection() as con:
        assert duck.fetch(con, "SELECT 1") == [(1,)]


def test_on_one_processor_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck, "cpu_limit", lambda: 1)
    duck.begin()
    assert duck._begun == []


def test_what_was_spilled_is_gone_once_the_connection_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DQ_SPILL", str(tmp_path / "spill"))
    monkeypatch.setattr(duck, "memory_limit", lambda: 100 << 20)
    with duck.connection() as con:
        duck.fetch(con, "CREATE TEMP TABLE a AS SELECT hash(range) AS h FROM range(10000000) ORDER BY h")
        assert list((tmp_path / "spill").iterdir())
    assert not (tmp_path / "spill").exists() or not list((tmp_path / "spill").iterdir())
