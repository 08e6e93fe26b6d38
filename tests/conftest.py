"""How Hypothesis runs: the same examples every time; `make fuzz` (HYPOTHESIS_PROFILE=fuzz) draws many new ones."""

import os

from hypothesis import settings

settings.register_profile("default", derandomize=True, database=None, deadline=None, max_examples=50)
settings.register_profile("fuzz", database=None, deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
