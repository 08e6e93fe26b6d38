"""Shelves: a folder whose file names are what users type. This opens one file of one, and no other."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from os import listdir
from os.path import dirname, join
from types import ModuleType

_HERE = dirname(__file__)


@cache
def names(shelf: str) -> tuple[str, ...]:
    """What stands on a shelf, sorted: `names("outputs")` -> `("gx", "json", "text")`. Files `_x.py` are its tools."""
    entries = (entry.removesuffix(".py") for entry in listdir(join(_HERE, shelf)))
    return tuple(sorted(e for e in entries if not e.startswith((".", "_")) and e.isidentifier()))


def load(shelf: str, name: str) -> ModuleType:
    """The module `dq.<shelf>.<name>`; KeyError (with the near miss as second argument) where no such file stands."""
    if name not in names(shelf):
        raise KeyError(name, near(name, names(shelf)))
    return import_module(f"dq.{shelf.replace('/', '.')}.{name}")  # which waits where another thread is at it


def near(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name that was probably meant, or None. `cutoff`: how alike they are at least, of 1.

    >>> near("jsn", ["json", "text"])
    'json'
    """
    from difflib import get_close_matches  # a run without mistakes needs it not

    known = tuple(known)
    folded = {k.casefold(): k for k in reversed(known)}
    hits = get_close_matches(name.casefold(), folded, n=1, cutoff=cutoff)
    return folded[hits[0]] if hits else None


def camel(name: str) -> str:
    """`expect_column_to_exist` -> `ExpectColumnToExist`, as GX names its classes."""
    return "".join(part.capitalize() for part in name.split("_"))
