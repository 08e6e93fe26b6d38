"""A call that is not understood has outputs all the same: they say so, and no old word stands in them."""

from collections.abc import Sequence
from itertools import pairwise

from ..errors import UsageError
from ..judging import Check, undecided
from ._options import target_of
from ._outputs import Outputs


def tell(args: Sequence[str], error: UsageError, lang: str) -> None:
    """Into every `--output` of the arguments that can be read as one. Raises DqError where one cannot be written."""
    targets = []
    for text in given(args, "--output"):
        try:
            targets.append(target_of(text))
        except UsageError:
            continue  # it may be the very mistake: there is nowhere to tell it
    if targets:
        dataset = next(iter(given(args, "--dataset")), None)
        result = undecided(Check(source=f"dq {args[0]}", dataset=dataset), error)
        Outputs(targets=targets, lang=lang).begin({result.landed.uri if result.landed else "": result})


def given(args: Sequence[str], option: str) -> list[str]:
    """The values of an option, in either form.

    >>> given(["--output=json=a", "--output", "argo=b", "--output"], "--output")
    ['json=a', 'argo=b']
    """
    values = [arg.removeprefix(option + "=") for arg in args if arg.startswith(option + "=")]
    return [v for v in (*values, *(b for a, b in pairwise(args) if a == option)) if v]
