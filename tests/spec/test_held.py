"""What a known issue let through is held back from the Spec that the next file meets; everything else moves on."""

import msgspec
import pytest

from dq.spec.held import held_back
from dq.spec.spec import ColumnSpec, Dialect, Sample, Spec


def spec(encoding: str, names: str, rows: int) -> Spec:
    return Spec(
        dialect=Dialect(encoding=encoding, delimiter=","),
        columns=tuple(ColumnSpec(name=n, type="text") for n in names),
        rows=rows,
        sample=Sample(key=("a",), limit=9, hashes=(1, 2), rows=(tuple(names), tuple(names.upper()))),
    )


PAST, NOW = spec("cp932", "ab", 10), spec("utf-8", "axb", 20)


def test_nothing_known_is_nothing_held_back() -> None:
    assert held_back(NOW, PAST, []) == NOW


def test_an_added_column_is_not_there_yet() -> None:
    held = held_back(NOW, PAST, [("column_added", ("x",))])
    assert [c.name for c in held.columns or ()] == ["a", "b"]
    assert held.sample is not None
    assert held.sample.rows == (("a", "b"), ("A", "B"))
    assert (held.rows, held.dialect.encoding) == (20, "utf-8")


def test_a_dialect_is_as_it_was_in_that_field() -> None:
    held = held_back(NOW, PAST, [("encoding_changed", ()), ("column_added", ("x",))])
    assert held.dialect == Dialect(encoding="cp932", delimiter=",")
    assert len(held.columns or ()) == 2


@pytest.mark.parametrize(
    "change",
    [("column_renamed", ("b", "x")), ("date_format_changed", ("a",)), ("rows_lost", ()), ("column_added", ("a",))],
)
def test_what_cannot_be_taken_back_alone_leaves_the_past_as_a_whole(change: tuple[str, tuple[str, ...]]) -> None:
    assert held_back(NOW, PAST, [("column_added", ("x",)), change]) == PAST


def test_a_spec_without_a_sample_has_none_afterwards() -> None:
    bare = msgspec.structs.replace(NOW, sample=None)
    assert held_back(bare, PAST, [("column_added", ("x",))]).sample is None
