"""Files of real publishers, with nothing declared, against what is known of them."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dq.readers import csv
from dq.spec.spec import Dialect, Spec
from dq.storage import LandedFile

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
FILES = [
    pytest.param(case.parent / truth["file"], truth, id=f"{case.parent.name}-{side}")
    for case in sorted(CASES.glob("*/case.yaml"))
    for side, truth in YAML(typ="safe").load(case).items()
    if side in ("before", "after")
] or [pytest.param(None, None, marks=pytest.mark.skip(reason="the real files are not beside this repository"))]


def landed_at(path: Path) -> LandedFile:
    return LandedFile(uri=str(path), path=str(path), size=path.stat().st_size)


@pytest.mark.parametrize(("path", "truth"), FILES)
def test_a_real_file_is_seen_as_it_is(scan: Any, path: Path, truth: dict[str, Any]) -> None:
    dialect = csv.observe(landed_at(path), Spec())
    assert (dialect.encoding or "utf-8") == truth["encoding"].removesuffix("-sig")
    assert dialect.bom == truth["bom"]
    assert dialect.line_ending == truth["line_ending"]
    assert dialect.delimiter == truth["delimiter"]
    assert list(dialect.header_rows or ()) == truth["header_rows"]
    assert len(dialect.preamble or ()) == truth["preamble_rows"]
    batch, rows = scan(landed_at(path), None, "SELECT count(*), count(CASE WHEN {ragged} THEN 1 END) FROM {relation}")
    assert len(batch.columns) == truth["columns"]
    assert rows[0][0] > 0
    assert rows[0][1] == 0


@pytest.mark.parametrize(("path", "truth"), FILES)
def test_a_real_file_declared_as_it_is_stays_so(path: Path, truth: dict[str, Any]) -> None:
    """Declared, it is seen as declared: a file held against its own description shows no change."""
    observed = csv.observe(landed_at(path), Spec())
    batch = csv.open(landed_at(path), observed, Spec())
    declared = Spec(
        dialect=Dialect(
            encoding=truth["encoding"],
            delimiter=truth["delimiter"],
            header_rows=tuple(truth["header_rows"]),
            table_ends_at=observed.table_ends_at,
        ),
        columns=tuple(c.spec for c in batch.columns),
    )
    again = csv.observe(landed_at(path), declared)
    assert again.header_rows == observed.header_rows
    assert again.delimiter == observed.delimiter
    assert again.encoding == truth["encoding"]
    read = csv.open(landed_at(path), again, declared)
    assert [(c.name, c.spec.type, c.spec.format) for c in read.columns] == [
        (c.name, c.spec.type, c.spec.format) for c in batch.columns
    ]


@pytest.mark.parametrize(("path", "truth"), FILES)
def test_a_change_that_a_publisher_makes_is_seen_and_read(
    land: Any, scan: Any, path: Path, truth: dict[str, Any]
) -> None:
    """The same table, moved, recoded and cut otherwise, is still the same table."""
    observed = csv.observe(landed_at(path), Spec())
    batch, rows = scan(landed_at(path))
    declared = Spec(dialect=observed, columns=tuple(c.spec for c in batch.columns))
    text = path.read_bytes().decode(truth["encoding"])
    header = observed.header_rows or ()
    moved = land(("注記\n" + text).encode("utf-16"))
    again, moved_rows = scan(moved, declared)
    assert (again.dialect.encoding, again.dialect.header_rows) == ("utf-16", tuple(h + 1 for h in header))
    assert moved_rows == rows
    if '"' not in text and "\t" not in text:
        tabbed, tabbed_rows = scan(land(text.replace(",", "\t").encode(truth["encoding"])), declared)
        assert tabbed.dialect.delimiter == "\t"
        assert tabbed_rows == rows
