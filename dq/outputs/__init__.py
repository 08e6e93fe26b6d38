"""Outputs, by the name in --output KIND=PATH and --format: a result as bytes. They compute nothing."""

from typing import Protocol

from ..result import ValidationResult
from ..sentences import Lang


class Output(Protocol):
    """What each file of this shelf meets. A kind that is a folder has `files(results, *, lang)` beside it: bytes by the
    file's name in the folder."""

    def render(self, results: dict[str, ValidationResult], *, lang: Lang) -> bytes:
        """One or more results by source URI (in the order of the call) as one document, UTF-8."""
