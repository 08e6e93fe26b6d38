"""`python -m dq` is `dq`."""

from .cli import main

main()
