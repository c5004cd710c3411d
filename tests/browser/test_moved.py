"""Do the addresses of an older site lead on: by a page, from home, from the 404 page?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

Open = Callable[..., Page]
FANO = "**/d/matbaa-2019-1-fano.html"


@pytest.mark.parametrize("old", ["articles/fano-1514.html", "index.html?p=12"])
def test_an_old_address_leads_to_the_document(base: str, open_page: Open, old: str) -> None:
    page = open_page(base + old)
    page.wait_for_url(FANO)
    assert page.locator("h1").inner_text()


def test_home_without_a_query_of_the_old_site_stays(base: str, open_page: Open) -> None:
    page = open_page(base + "index.html?utm_source=x")
    page.evaluate("() => sitegen.demand('moved')")
    page.wait_for_timeout(500)
    assert "index.html" in page.url


def test_the_404_page_leads_on_where_the_host_shows_it(
    http_base: str, site: Path, browser: Browser
) -> None:
    page = browser.new_page()
    missing = (site / "404.html").read_text("utf-8").replace('="assets/', f'="{http_base}assets/')
    page.route(
        "**/articles/fano-1514.html",
        lambda route: route.fulfill(status=404, content_type="text/html", body=missing),
    )
    page.goto(http_base + "articles/fano-1514.html")
    page.wait_for_url(FANO)
    page.close()


def test_python_and_the_browser_put_an_address_into_the_same_file(
    http_base: str, open_page: Open
) -> None:
    from sitegen.export.redirects import bucket  # noqa: PLC0415
    from sitegen.pages.cards import bucket as card_bucket  # noqa: PLC0415

    page = open_page(http_base + "index.html")
    page.evaluate("() => Promise.all(['moved', 'card'].map(sitegen.demand))")
    keys = ["?p=12", "news/12.html", "٢٠١٢/مقال/", "a" * 300]
    found = page.evaluate("keys => keys.map((key) => sitegen.movedFile(key, 61))", keys)
    assert found == [bucket(key, 61) for key in keys]
    addresses = ["person/p-rida", "place/2f/l-bulaq"]
    found = page.evaluate("keys => keys.map((key) => sitegen.cardFile(key, 61))", addresses)
    assert found == [card_bucket(address, 61) for address in addresses]
