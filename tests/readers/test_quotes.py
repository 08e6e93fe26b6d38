"""Lines with an odd number of quotes, found from quote to quote or line by line: both say the same."""

from hypothesis import given
from hypothesis import strategies as st

from dq.readers import _reading


def _by_lines(data: bytes) -> bool:
    *lines, _ = data.split(b"\n")
    return any(line.count(b'"') % 2 for line in lines)


@given(st.lists(st.sampled_from([b'"', b"\n", b"a", b",", b"x" * 300]), max_size=60), st.integers(1, 50))
def test_both_ways_find_the_odd_line(parts: list[bytes], size: int) -> None:
    data = b"".join(parts)
    blocks = [data[i : i + size] for i in range(0, len(data), size)]
    for sparse in (0, 10**9):  # never, always from quote to quote
        _reading._SPARSE, before = (1 if sparse == 0 else 0), _reading._SPARSE
        odd, left = False, 0
        for block in blocks:
            if not odd:
                odd, left = _reading.odd_in_block(block, b'"', left)
        _reading._SPARSE = before
        assert odd is _by_lines(data)
