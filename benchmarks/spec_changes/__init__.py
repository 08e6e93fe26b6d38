"""Spec changes, measured: files that did not change × every kind of change × near misses, and what `dq compare` tells."""
