"""Filling sentences. They stand beside the fact they tell (type, kind, error), in both languages; this only fills."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

Lang: TypeAlias = Literal["en", "ja"]
LANGS: tuple[Lang, ...] = ("en", "ja")
Says: TypeAlias = Mapping[str, str]
"""`{"en": "... {column} ...", "ja": "..."}`: the same placeholders in both."""


class Text(msgspec.Struct, frozen=True):
    """One sentence in both languages."""

    en: str
    ja: str

    def __getitem__(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en


def fill(says: Says, /, **values: object) -> Text:
    """Both languages at once. A value that is itself a `Text` speaks the language it stands in; integers get
    thousands separators; None leaves nothing.

    >>> fill({"en": "{n} rows", "ja": "{n} 行"}, n=17520).en
    '17,520 rows'
    """
    return Text(*(says[lang].format_map({k: _spoken(v, lang) for k, v in values.items()}) for lang in LANGS))


def same(text: str) -> Text:
    """A text that needs no translation: a name, a value, a format."""
    return Text(text, text)


def joined(texts: "list[Text] | tuple[Text, ...]", *, en: str = ", ", ja: str = "、") -> Text:
    return Text(en.join(t.en for t in texts), ja.join(t.ja for t in texts))


def plural(count: int, singular: str, plural: str | None = None) -> str:
    """English only: Japanese has no plural.

    >>> plural(1, "row"), plural(2, "row")
    ('row', 'rows')
    """
    return singular if count == 1 else plural or singular + "s"


def number(value: float) -> str:
    """A number as a person writes it: `17,520`, `0.25`, `1e+20`.

    >>> number(17520), number(0.5), number(3.0)
    ('17,520', '0.5', '3')
    """
    if isinstance(value, int) or (value == value and abs(value) < 1e15 and value == int(value)):
        return f"{int(value):,}"
    return f"{value:,.10g}"


def _spoken(value: object, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Text):
        return value[lang]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return number(value)
    return str(value)
