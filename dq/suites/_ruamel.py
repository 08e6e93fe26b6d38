"""ruamel's events: for a text that libyaml refuses. What is YAML 1.2 all the same is read; what is not is told in our words."""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from ._nodes import Unreadable
from ._syntax import in_our_words


def events(text: str) -> Iterator[Any]:
    """ruamel's events; its errors, and the ones its scanner lets through, as Unreadable."""
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as e:
        unclosed = "quoted scalar" in str(e.context or "") and "end of stream" in str(e.problem or "")
        mark = e.context_mark if unclosed else e.problem_mark or e.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        raise Unreadable(line, column, in_our_words(str(e.problem or ""), str(e.context or ""))) from None
    except ReaderError as e:
        line, column = text.count("\n", 0, e.position) + 1, e.position - text.rfind("\n", 0, e.position)
        raise Unreadable(line, column, in_our_words("special characters are not allowed", "")) from None
    except (YAMLError, ValueError, OverflowError) as e:
        raise Unreadable(1, 1, in_our_words(str(e), "")) from None
