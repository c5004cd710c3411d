"""Do list pages in a second language work: the switch, the search, what scripts load?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import axe_playwright_python
import pytest
from conftest import PHONE, _Handler, build
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def two(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive with lists in English beside the Arabic ones."""
    copy = tmp_path_factory.mktemp("two") / "content"
    shutil.copytree(archive, copy, ignore=shutil.ignore_patterns(".sitegen"))
    settings = copy / "site.toml"
    text = settings.read_text("utf-8")
    line = 'language = "ar"\n'
    assert line in text
    text = text.replace(line, f'{line}languages = ["ar", "en"]\n')
    settings.write_text(f'{text}\n[translations.en]\ntitle = "The Treasury"\n', encoding="utf-8")
    return build(copy, copy.parent / "public")


@pytest.fixture(scope="module")
def english(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample archive with an English interface around its Arabic texts."""
    copy = tmp_path_factory.mktemp("english") / "content"
    shutil.copytree(archive, copy, ignore=shutil.ignore_patterns(".sitegen"))
    settings = copy / "site.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('language = "ar"', 'language = "en"', 1), encoding="utf-8")
    return build(copy, copy.parent / "public").as_uri() + "/"


@pytest.fixture(params=["http", "file"])
def both(request: pytest.FixtureRequest, two: Path) -> Iterator[str]:
    if request.param == "file":
        yield two.as_uri() + "/"
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(two.parent)))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/{two.name}/"
    server.shutdown()
    server.server_close()


def test_the_switch_leads_to_the_same_page_and_back(both: str, open_page: Open) -> None:
    page = open_page(both + "c/al-matbaa/index.html")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(both + "en/c/al-matbaa/index.html")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.get_by_role("link", name="العربية").click()
    expect(page).to_have_url(both + "c/al-matbaa/index.html")


def test_the_search_speaks_english_and_finds_texts_that_are_there_once(
    both: str, open_page: Open
) -> None:
    page = open_page(both + "en/search.html#q=المطبعة")
    expect(page.locator("#results h2, #results h3").first).to_be_visible()
    expect(page.locator("#status")).to_contain_text("results")
    page.locator("#results a").first.click()
    page.wait_for_url("**/d/*.html*")
    assert page.url.startswith(both + "d/")
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_a_search_is_kept_by_the_switch(both: str, open_page: Open) -> None:
    page = open_page(both + "en/search.html#q=المطبعة")
    expect(page.locator("#results a").first).to_be_visible()
    page.get_by_role("link", name="العربية").click()
    page.wait_for_url(lambda url: url.startswith(both + "search.html#"))
    expect(page.locator("#q")).to_have_value("المطبعة")
    expect(page.locator("#results a").first).to_be_visible()


def test_the_header_searches_in_its_own_language(both: str, open_page: Open) -> None:
    page = open_page(both + "en/year/index.html")
    page.locator("header input[type=search]").fill("حرف")
    page.locator("header input[type=search]").press("Enter")
    page.wait_for_url("**/en/search.html#*")


def test_what_scripts_load_comes_from_where_it_is(both: str, open_page: Open) -> None:
    page = open_page(both + "en/index.html")
    link = page.locator(".today li a").first
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url("**/d/*.html")
    page = open_page(both + "en/c/al-matbaa/v1/n1.html")
    page.locator("#reader-bar summary").click()
    expect(page.locator("#reader-bar")).to_contain_text("Theme")


@pytest.mark.parametrize("path", ["en/index.html", "en/c/al-matbaa/index.html", "en/data.html",
                                  "d/matbaa-2019-1-fano.html"])  # fmt: skip
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(two: Path, open_page: Open, path: str, viewport: object) -> None:
    options = {"viewport": viewport} if viewport else {}
    page = open_page(two.as_uri() + "/" + path, **options)
    page.evaluate(AXE)
    assert page.evaluate("async () => (await axe.run({preload: false})).violations") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_arabic_on_an_english_page_runs_from_the_right(english: str, open_page: Open) -> None:
    page = open_page(english + "person/p-abduh.html")
    line = page.locator(".kwic a", has=page.locator(".left:not(:empty)")).first
    before, word = line.locator(".left").bounding_box(), line.locator("b").bounding_box()
    assert before
    assert word
    assert before["x"] >= word["x"] + word["width"] - 1
    expect(page.locator(".description")).to_have_css("direction", "rtl")
