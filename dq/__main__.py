"""`dq`, and `python -m dq`."""

import gc
import sys
from contextlib import suppress

gc.set_threshold(100_000)  # a run is short and makes few cycles; looking for them costs a twentieth of a small file


def main() -> None:
    """DuckDB starts on the side before anything else where it will be needed: it has 0.04 s to itself then."""
    if sys.argv[1:2] in (["check"], ["compare"]) and not {"-h", "--help"} & {*sys.argv}:
        with suppress(Exception):  # is met again where it can be told
            from . import duck

            duck.begin()
    from .cli import main

    main()


if __name__ == "__main__":
    main()
