"""What a `pii` column holds stands nowhere in the result, its key's values included; rows are still aligned by it."""

from pathlib import Path

from dq.baseline import remember
from dq.gate import check
from dq.judging import Check
from dq.outputs.json import render

SUITE = """
name: meters
key: [customer, month]
columns:
  - {name: customer, type: text, pii: true}
  - {name: month, type: integer}
  - {name: use, type: number}
"""


def landed(folder: Path, name: str, rows: range) -> str:
    lines = [f"cust-{c}-secret,{m},{c * m}" for c in rows for m in range(1, 4)]
    (folder / name).write_text("\n".join(["customer,month,use", *lines]) + "\n", encoding="utf-8")
    return str(folder / name)


def test_a_key_that_is_pii_is_nowhere_in_the_result(tmp_path: Path) -> None:
    (tmp_path / "meters.yaml").write_text(SUITE, encoding="utf-8")
    suite = str(tmp_path / "meters.yaml")
    whole = landed(tmp_path, "before.csv", range(40))
    before = check(Check(source=whole, suite=suite))
    document = render({whole: before}, lang="en")
    assert b"secret" not in document
    (tmp_path / "before.json").write_bytes(document)
    after = check(
        Check(
            source=landed(tmp_path, "after.csv", range(20)),
            suite=suite,
            baseline=remember(str(tmp_path / "before.json")),
        )
    )
    assert "rows_lost" in {change.kind for change in after.spec_changes}
    assert b"secret" not in render({"after": after}, lang="en")
