"""Text: any cell is one, as it stands."""

from collections.abc import Sequence

from ..sentences import Says, Text, same

duckdb = "VARCHAR"
says = {"en": "text", "ja": "文字列"}


def value(text: str, format: str | None) -> str:  # noqa: A002
    return text


def reads(cells: Sequence[str], format: str | None) -> bool:  # noqa: A002
    return True


def formats(cells: Sequence[str]) -> tuple[str | None, ...]:
    return (None,)


def refuses(format: str | None) -> Says | None:  # noqa: A002
    if format is None:
        return None
    return {"en": f"text has no format, got `{format}`", "ja": f"text に書式はありません(`{format}`)"}


def words(format: str | None) -> Text:  # noqa: A002
    return same(format or "")
