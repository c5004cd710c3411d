"""Do pictures wait until they are asked for, where the line is slow or the reader says so?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from first_search import Answer, serving
from playwright.sync_api import Browser, Page, expect

SLOW = {
    "offline": False, "latency": 1500, "downloadThroughput": 30_000, "uploadThroughput": 10_000,
    "connectionType": "cellular2g",
}  # fmt: skip
SAVING = """Object.defineProperty(navigator, "connection", {
  value: { saveData: true, effectiveType: "4g" },
})"""


@pytest.fixture
def served(site: Path) -> Iterator[tuple[str, list[Answer]]]:
    with serving(site) as (address, log):
        yield address, log


def pictured(site: Path) -> str:
    """A document with a picture and a caption."""
    return next(
        path.relative_to(site).as_posix()
        for path in sorted((site / "d").glob("*.html"))
        if re.search(r"<figure><img [^>]*loading", path.read_text("utf-8"))
    )


def fetched(log: list[Answer]) -> list[str]:
    """The pictures that were asked for; not the icon."""
    ends = (".svg", ".png", ".jpg", ".webp")
    return [one.path for one in log if one.path.endswith(ends) and "icon" not in one.path]


def read_through(page: Page) -> None:
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")


def test_on_a_slow_line_a_picture_waits_for_its_button(
    site: Path, served: tuple[str, list[Answer]], browser: Browser
) -> None:
    address, log = served
    page = browser.new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address + pictured(site), timeout=60_000)
    assert page.evaluate("navigator.connection.effectiveType") in ("2g", "slow-2g")
    button = page.locator("button.picture").first
    button.wait_for(timeout=60_000)
    tools.send("Network.emulateNetworkConditions", SLOW | {"latency": 0, "downloadThroughput": -1})
    read_through(page)
    assert fetched(log) == []
    expect(button).to_have_text(re.compile(r"أظهر الصورة · .+ · [٠-٩]+×[٠-٩]+"))
    n_waiting = page.locator("button.picture").count()
    button.press("Enter")
    expect(page.locator("img.wanted")).to_have_js_property("complete", value=True)
    assert len(fetched(log)) == 1
    assert page.locator("button.picture").count() == n_waiting - 1
    expect(page.locator("img.wanted")).to_be_focused()
    page.close()


def test_a_browser_that_saves_data_is_heeded(
    site: Path, served: tuple[str, list[Answer]], browser: Browser
) -> None:
    address, log = served
    page = browser.new_page()
    page.add_init_script(SAVING)
    for name in (pictured(site), "index.html", "c/index.html"):
        page.goto(address + name)
        read_through(page)
    assert [path for path in fetched(log) if "logo" not in path] == []
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_elsewhere_pictures_come_by_themselves(
    *, script: bool, site: Path, served: tuple[str, list[Answer]], browser: Browser
) -> None:
    address, log = served
    page = browser.new_page(java_script_enabled=script)
    page.goto(address + pictured(site))
    page.locator("main img").first.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert fetched(log)
    assert page.locator("button.picture").count() == 0
    page.close()


def test_the_reader_chooses_and_finds_it_so_on_the_next_page(
    site: Path, served: tuple[str, list[Answer]], browser: Browser
) -> None:
    address, log = served
    page = browser.new_page()
    page.goto(address + "about.html")
    page.locator("#reader-bar summary").click()
    page.get_by_label("الصور").select_option("ask")
    page.goto(address + pictured(site))
    read_through(page)
    assert fetched(log) == []
    assert page.locator("button.picture").count() > 0
    page.locator("#reader-bar summary").click()
    page.get_by_label("الصور").select_option("all")
    expect(page.locator("button.picture")).to_have_count(0)
    page.locator("main img").first.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert fetched(log)
    page.close()


def test_where_its_script_does_not_come_pictures_do(
    site: Path, served: tuple[str, list[Answer]], browser: Browser
) -> None:
    address, _ = served
    page = browser.new_page()
    page.add_init_script(SAVING)
    page.route("**/pictures.js*", lambda route: route.abort())
    page.goto(address + pictured(site))
    expect(page.locator("main img").first).to_be_visible()
    page.close()


Open = Callable[..., Page]


def test_a_printed_page_is_fetched_when_it_is_asked_for_on_any_line(
    http_base: str, open_page: Open
) -> None:
    asked: list[str] = []
    page = open_page("about:blank")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(http_base + "d/matbaa-2019-1-fano.html")
    page.wait_for_load_state("networkidle")
    assert [one for one in asked if "/fano/" in one] == []
    page.locator("button[data-scans]").click()
    page.locator(".beside img").wait_for()
    expect(page.locator(".beside img")).to_have_js_property("complete", value=True)
    assert len({one for one in asked if "/fano/" in one}) == 1
