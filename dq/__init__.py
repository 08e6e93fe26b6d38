"""dq: a data-quality gate for files that come from outside.

result = dq.check("landed/prices.csv", "expectations/prices.yaml")
result.gate, result.exit_code, result.to_json_dict()

dq.compare("prices_2025.csv", "prices_2026.csv").spec_changes
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # of typing, which would be imported for it alone
if TYPE_CHECKING:
    from .errors import DqError, SuiteError, UnsupportedExpectation
    from .python import check, compare
    from .result import Comparison, ValidationResult

_FROM = {
    "check": "python",
    "compare": "python",
    "DqError": "errors",
    "SuiteError": "errors",
    "UnsupportedExpectation": "errors",
    "Comparison": "result",
    "ValidationResult": "result",
}

__all__ = [
    "Comparison",
    "DqError",
    "SuiteError",
    "UnsupportedExpectation",
    "ValidationResult",
    "__version__",
    "check",
    "compare",
]


def __getattr__(name: str) -> object:
    """What is asked for is imported then: `import dq` costs nothing."""
    if name not in _FROM:
        raise AttributeError(f"module `dq` has no attribute `{name}`")
    from importlib import import_module

    return getattr(import_module(f".{_FROM[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_FROM])
