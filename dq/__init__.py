"""dq: a data-quality gate for files that come from outside."""

__version__ = "0.1.0"
