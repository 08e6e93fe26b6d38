"""The vocabulary: one file an expectation type, named as users and GX type it. `dq expectations` lists it."""
