"""Reading a page as strictly as a browser reads it leniently: every element closed, every id once, every link answered."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

VOID = {"meta", "input", "br"}
TAGS = VOID | {
    *("html", "head", "title", "style", "body", "script", "header", "main", "section", "article", "footer", "nav"),
    *("a", "fieldset", "legend", "label", "div", "span", "p", "b", "bdi", "mark", "code", "h1", "h2", "h3", "h4"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("details", "summary", "button", "svg", "defs", "symbol", "pattern", "path", "use", "g", "text"),
}
SELF_CLOSED = {"path", "use"}


class Page(HTMLParser):
    """`text`: what each language shows, by line; `ids`, `links`, and every attribute as (tag, name, value)."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.tags: list[str] = []
        self._open: list[tuple[str, str]] = []  # tag, language
        self._text: dict[str, list[str]] = {"en": [], "ja": []}
        self.source = page.decode()
        self.feed(self.source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        self.tags.append(tag)
        given = dict(attrs)
        assert len(given) == len(attrs), f"an attribute twice: {tag} {attrs}"
        self.attributes += [(tag, name, value) for name, value in attrs]
        if "id" in given:
            self.ids.append(str(given["id"]))
        if tag in ("a", "use"):
            self.links.append(str(given["href"]))
        if tag in VOID:
            self._break("\n") if tag == "br" else None
            return
        classes = str(given.get("class") or "").split()
        language = "en" if "en" in classes else "ja" if "ja" in classes else self._open[-1][1] if self._open else ""
        self._open.append((tag, language))
        self._break(BREAKS.get(tag, ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SELF_CLOSED, tag
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1][0] == tag, f"</{tag}> in {self._open}"
        self._open.pop()
        self._break(BREAKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in ("style", "script"):
            self._break(data, self._open[-1][1])

    def _break(self, text: str, language: str = "") -> None:
        for each in (language,) if language else ("en", "ja"):
            self._text[each].append(text)

    def text(self, lang: str) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._text[lang]).split("\n"))
        return "\n".join(line for line in lines if line)


BREAKS: dict[str, str] = {
    **dict.fromkeys(
        ["p", "h1", "h2", "h3", "h4", "li", "dt", "tr", "summary", "section", "caption", "div", "table"], "\n"
    ),
    **dict.fromkeys(["td", "th", "dd"], "  "),
}


def read(page: bytes) -> Page:
    """The page, having held it to what every page must be."""
    found = Page(page)
    assert found.source.startswith("<!doctype html>\n<html lang=")
    assert len(set(found.ids)) == len(found.ids), [i for i in found.ids if found.ids.count(i) > 1]
    assert [link for link in found.links if not link.startswith("#") or link[1:] not in found.ids] == []
    for tag, name, value in found.attributes:
        assert name not in ("style", "src", "action", "srcdoc"), (tag, name)
        assert not name.startswith("on"), (tag, name)
        if name.endswith(("labelledby", "for")):
            assert value in found.ids
    assert (
        found.tags.count("script")
        == found.tags.count("style")
        == found.tags.count("main")
        == found.tags.count("h1")
        == 1
    )
    assert not re.search(r"https?://(?!www\.w3\.org)", found.source.split("</style>")[0])
    hidden = [c for c in found.source if not c.isprintable() and c not in "\n\u00a0"]
    assert hidden == []
    levels = [int(tag[1]) for tag in found.tags if re.fullmatch("h[1-6]", tag)]
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels
    return found


def spans(page: Page) -> tuple[int, int]:
    """How many pieces are English, and how many Japanese."""
    classes: list[Any] = [value for tag, name, value in page.attributes if tag == "span" and name == "class"]
    return classes.count("en"), classes.count("ja")
