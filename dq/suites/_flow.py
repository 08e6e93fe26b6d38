"""Values as YAML in one line, as people write it: quotes only where they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ._nodes import core


def flow(value: Any) -> str:
    """What the loader reads back as the value.

    >>> flow({"value_set": ["実績", "NO", "1", 2.0, None, "a b"]})
    '{value_set: [実績, NO, "1", 2.0, null, "a b"]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(str(k))}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str) and value.isidentifier() and core(value) is value:
        return value
    written = msgspec.json.encode(value, enc_hook=str).decode()
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in written)
