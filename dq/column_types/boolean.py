"""True or false. Without a format: true/false, TRUE/FALSE, True/False; with one, two exact words: `Y/N`, `1/0`."""

from collections.abc import Sequence

from ..sentences import Says, Text, same
from ..sql.conditions import quote

duckdb = "BOOLEAN"
says = {"en": "true or false", "ja": "真偽値"}

_TRUE, _FALSE = ("true", "TRUE", "True"), ("false", "FALSE", "False")


def value(text: str, format: str | None) -> str:  # noqa: A002
    true, false = (", ".join(map(quote, words)) for words in _words(format))
    return f"CASE WHEN {text} IN ({true}) THEN TRUE WHEN {text} IN ({false}) THEN FALSE END"


def reads(cells: Sequence[str], format: str | None) -> bool:  # noqa: A002
    true, false = _words(format)
    return all(c in true or c in false for c in cells)


def formats(cells: Sequence[str]) -> tuple[str | None, ...]:
    """Never words of another pair: whether `1` and `0` are a boolean or a number only a suite can say."""
    return (None,) if cells and reads(cells, None) else ()


def refuses(format: str | None) -> Says | None:  # noqa: A002
    if format is None or (len(set(format.split("/"))) == 2 and format.count("/") == 1 and all(format.split("/"))):
        return None
    return {
        "en": f"format `{format}` is not two different words with a slash between them, as `Y/N`",
        "ja": f"書式 `{format}` は `Y/N` のように異なる 2 語を / で区切ったものではありません",
    }


def words(format: str | None) -> Text:  # noqa: A002
    return same(format or "true/false")


def _words(format: str | None) -> tuple[Sequence[str], Sequence[str]]:  # noqa: A002
    if format is None:
        return _TRUE, _FALSE
    true, _, false = format.partition("/")
    return (true,), (false,)
