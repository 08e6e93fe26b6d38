"""What every test of a reader needs: a file from bytes, and its rows as DuckDB gives them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import _duckdb as duckdb
import pytest

from dq.batch import Batch, ReadAgain
from dq.readers import csv
from dq.spec.spec import Spec
from dq.storage import LandedFile

Land = Callable[..., LandedFile]


@pytest.fixture
def land(tmp_path: Path) -> Land:
    """`land(b"a,b\\n1,2\\n")`: the bytes as a landed file."""

    def landed(data: bytes, name: str = "landed.csv") -> LandedFile:
        path = tmp_path / name
        path.write_bytes(data)
        return LandedFile(uri=str(path), path=str(path), size=os.path.getsize(path))

    return landed


@pytest.fixture(scope="session")
def con() -> Any:
    connection = duckdb.connect(":memory:", config={"threads": "2"})
    connection.execute("SET autoinstall_known_extensions = false")
    yield connection
    connection.close()


Scan = Callable[..., tuple[Batch, list[tuple[Any, ...]]]]


@pytest.fixture
def scan(con: Any) -> Scan:
    """`scan(landed, declared)`: the batch that could be read in the end, and the rows of `sql` over it."""

    def scanned(landed: LandedFile, declared: Spec | None = None, sql: str = "SELECT * FROM {relation}") -> Any:
        declared = declared or Spec()
        batch = csv.open(landed, csv.observe(landed, declared), declared)
        for _ in range(5):
            try:
                with batch.reading() as relation:
                    rows = con.execute(sql.format(relation=relation, ragged=batch.ragged)).fetchall()
                return batch, rows
            except ReadAgain as contradicted:
                batch = contradicted.batch
            except duckdb.Error as error:
                again = csv.reread(batch, str(error))
                if again is None:
                    raise
                batch = again
        raise AssertionError("read again and again")

    return scanned
