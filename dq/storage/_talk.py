"""What a library says through Python's logging, as lines of our log; without DQ_LOG=json it stays on stderr as it is."""

import logging

from .. import log


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        log.line("warning", "library", record.getMessage(), logger=record.name)


def listen() -> None:
    """Once, from where such libraries are opened: nobody else needs logging."""
    if log.wanted():
        logging.getLogger().addHandler(_Lines(logging.WARNING))
