"""stdout and stderr that no reader can turn into another word: a closed pipe is a reader that has had enough."""

import io
import os
import sys


class _Heard(io.FileIO):
    """A descriptor of ours. What nobody reads any more goes nowhere."""

    def write(self, data: object, /) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]  # a buffer, as BufferedWriter hands it on; no None: it blocks
        except BrokenPipeError:
            return self._unheard(data)
        except OSError:
            if self.fileno() != 2:  # an answer that cannot be written is told; the telling itself has nobody to go to
                raise
            return self._unheard(data)

    def _unheard(self, data: object) -> int:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
        return memoryview(data).nbytes  # type: ignore[arg-type]  # the same buffer


def install() -> None:
    """Once, at the start of the process. A stream that is closed is opened on nothing: no file shall get its number."""
    for number, name in ((0, "stdin"), (1, "stdout"), (2, "stderr")):
        given = getattr(sys, name)
        if given is None:
            nothing = os.open(os.devnull, os.O_RDWR)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
        if number == 0:
            sys.stdin = given or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  as long as the process
            continue
        raw = io.BufferedWriter(_Heard(number, "wb", closefd=False))
        encoding, errors = (given.encoding, given.errors) if given is not None else ("utf-8", "backslashreplace")
        setattr(sys, name, io.TextIOWrapper(raw, encoding, errors, line_buffering=number == 2 or raw.isatty()))
