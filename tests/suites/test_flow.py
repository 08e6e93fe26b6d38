"""Values written as YAML are read back as they were."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dq.suites._flow import flow
from dq.suites._nodes import parse, plain

ODD = ["NO", "null", "true", "1", "1.5", "実績", "a: b", "- a", "#", ".inf", "{x}", "\x7f", "\x85", "\u2028", "\ufeff"]
TEXTS = st.text(max_size=6) | st.sampled_from(ODD)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    root = parse(f"x: {flow(value)}")
    assert root is not None
    assert plain(root) == {"x": value}
