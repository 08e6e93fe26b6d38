"""The page in a real browser: phone and desk, both languages, light and dark. No request, no overflow, no complaint."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from outputs._results import situations
from outputs.test_html import MARKUP, changed, wide
from outputs.test_text_of_anything import HOSTILE, everywhere
from playwright.sync_api import Browser, Page

from dq.baseline import remember
from dq.gate import check
from dq.judging import Check
from dq.outputs import html
from dq.result import ValidationResult

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples"
PHONE, DESK, NARROW = 390, 1280, 320
ARGO = "sandbox; base-uri 'none'; default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'"
"""What Argo's server sends with an artifact."""


def example(name: str, *, suite: str) -> dict[str, ValidationResult]:
    """A broken file against its suite, and against the good one of the same name."""
    [file] = (EXAMPLES / "broken" / name).iterdir()
    good = EXAMPLES / "landed" / file.name
    past = remember(str(good)) if good.exists() else None
    return {
        file.name: check(Check(source=str(file), suite=str(ROOT / "expectations" / f"{suite}.yaml"), baseline=past))
    }


PAGES: dict[str, Callable[[], dict[str, ValidationResult]]] = {
    "new_export_system": lambda: example("new_export_system", suite="day_ahead_prices"),
    "duplicate_keys": lambda: example("duplicate_keys", suite="fuel_prices"),
    "open_with_changes": lambda: example("column_added", suite="day_ahead_prices"),
    "truncated": lambda: example("truncated_gzip", suite="day_ahead_prices"),
    "unit_changed": lambda: {"volume.csv": changed()},
    "undecided": lambda: situations()["error_suite"],
    "several": lambda: situations()["several"],
    "wide": lambda: {"wide.csv": wide(300)},
    "hostile": lambda: {HOSTILE: everywhere(HOSTILE)},
    "markup": lambda: {MARKUP: everywhere(MARKUP)},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, results in PAGES.items():
        (folder / f"{name}.html").write_bytes(html.render(results(), lang="en"))
    return {name: folder / f"{name}.html" for name in PAGES}


@contextmanager
def opened(browser: Browser, file: Path, *, width: int = PHONE, theme: Any = "light", **more: Any) -> Iterator[Page]:
    """The page, which must ask for nothing but itself, and complain of nothing."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme, **more)
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    page.on("request", lambda request: heard.append(request.url) if request.url != file.as_uri() else None)
    page.goto(file.as_uri())
    yield page
    assert heard == []
    context.close()


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", ["new_export_system", "unit_changed", "several"])
def test_both_languages_fit_and_are_accessible(
    browser: Browser, files: dict[str, Path], name: str, width: int, theme: str
) -> None:
    with opened(browser, files[name], width=width, theme=theme) as page:
        for lang in ("en", "ja"):
            page.locator(f"label[for=lang-{lang}]").click()
            assert page.evaluate("document.documentElement.lang") == lang
            assert overflow(page) <= 0
            assert not page.locator(f".{'ja' if lang == 'en' else 'en'}:visible").count()
            found = Axe().run(page).response["violations"]
            assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_a_narrow_phone_and_is_accessible(browser: Browser, files: dict[str, Path], name: str) -> None:
    with opened(browser, files[name], width=NARROW, theme="dark") as page:
        for details in page.locator("details").all()[:40]:
            details.evaluate("e => e.open = true")
        assert overflow(page) <= 0
        assert page.locator("h1:visible").count() == 1
        assert page.locator("img, iframe, object, embed").count() == 0
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []


def test_the_gate_and_the_reason_are_on_the_first_screen_of_a_phone(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["new_export_system"]) as page:
        for part in (".gate", ".which", ".why", ".facts a"):
            box = page.locator(part).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 664, part  # what a browser's own bars leave of 844
        move, spec = (page.locator(part).bounding_box() for part in ("#move", "#spec-h"))
        assert move is not None
        assert spec is not None
        assert move["y"] < spec["y"]


def test_the_move_stands_to_the_right_on_a_desk(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["new_export_system"], width=DESK) as page:
        move, changes = (page.locator(part).bounding_box() for part in ("#move", "#changes-h"))
        assert move is not None
        assert changes is not None
        assert move["x"] > changes["x"] + changes["width"]


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_arrow_keys_switch_language_and_theme_and_the_choice_is_remembered(
    browser: Browser, files: dict[str, Path]
) -> None:
    with opened(browser, files["unit_changed"]) as page:
        assert page.title() == "✕ Gate closed · jepx_spot"
        page.locator("#lang-en").focus()
        page.keyboard.press("ArrowRight")
        assert page.title() == "✕ ゲート閉 · jepx_spot"
        light = background(page)
        page.locator("#th-auto").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert background(page) != light
        page.reload()
        assert page.locator("h1").inner_text() == "ゲート閉"
        assert background(page) != light


def test_the_theme_is_the_system_s(browser: Browser, files: dict[str, Path]) -> None:
    with (
        opened(browser, files["unit_changed"], theme="light") as light,
        opened(browser, files["unit_changed"], theme="dark") as dark,
    ):
        assert background(light) == "rgb(253, 252, 249)"
        assert background(dark) == "rgb(20, 22, 24)"


def test_it_works_without_script(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["unit_changed"], java_script_enabled=False) as page:
        page.locator("label[for=lang-ja]").click()
        page.locator("label[for=th-dark]").click()
        assert page.locator("h1").inner_text() == "ゲート閉"
        assert not page.locator(".copy:visible").count()
        page.locator("summary").first.click()
        assert page.locator("details li").first.is_visible()


def test_it_works_as_argo_serves_it(browser: Browser, files: dict[str, Path]) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 844})
    page = context.new_page()
    body = files["unit_changed"].read_text(encoding="utf-8")
    headers = {"Content-Security-Policy": ARGO, "Content-Type": "text/html; charset=utf-8"}
    page.route("**/*", lambda route: route.fulfill(body=body, headers=headers))
    page.goto("http://argo.test/artifact/page.html")
    assert page.locator(".verdict").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(161, 24, 14)"
    page.locator("label[for=lang-ja]").click()
    assert page.locator("h1").inner_text() == "ゲート閉"
    context.close()


def test_a_command_is_copied_as_it_stands(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["unit_changed"], permissions=["clipboard-read", "clipboard-write"]) as page:
        page.locator(".copy").last.click()
        page.get_by_text("Copied").first.wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == "dq check \\\n  volume.csv \\\n  -s expectations/jepx_spot.yaml"


def test_on_paper_everything_is_open_and_light(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["new_export_system"], theme="dark", width=DESK) as page:
        page.emulate_media(media="print", color_scheme="dark")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert background(page) == "rgb(255, 255, 255)"
        assert page.locator("details:not([open])").count() == 0
        assert page.locator(".sw:visible, .copy:visible").count() == 0
        assert page.pdf().startswith(b"%PDF")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details[open]").count() == 0
