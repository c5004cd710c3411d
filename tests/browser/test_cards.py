"""Does a card beside a link tell who is meant, and never stand in the way?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PHONE
from playwright.sync_api import Locator, Page, expect
from test_pages import AXE

Open = Callable[..., Page]


@pytest.fixture
def document(site: Path) -> str:
    """Name a document with a link to a person in its text."""
    linked = re.compile(r'<p id="[^"]+">[^\n]*<a class="e e-person"')
    return next(
        path.relative_to(site).as_posix()
        for path in sorted(site.glob("d/*.html"))
        if linked.search(path.read_text("utf-8"))
    )


def first_link(page: Page) -> Locator:
    return page.locator("main .body a.e-person").first


def card_of(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def test_a_pointer_on_a_link_shows_the_card_of_whom_it_leads_to(
    base: str, open_page: Open, document: str
) -> None:
    page = open_page(base + document)
    link = first_link(page)
    link.hover()
    expect(card_of(page)).to_be_visible()
    assert link.get_attribute("aria-describedby") == "entity-card"
    heading = card_of(page).locator(".card-name").inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_escape_closes_it_and_the_focus_stays(
    http_base: str, open_page: Open, document: str
) -> None:
    page = open_page(http_base + document)
    link = first_link(page)
    link.focus()
    expect(card_of(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_be_hidden()
    expect(link).to_be_focused()


def test_the_pointer_may_enter_the_card(http_base: str, open_page: Open, document: str) -> None:
    page = open_page(http_base + document)
    first_link(page).hover()
    card = card_of(page)
    expect(card).to_be_visible()
    card.hover()
    page.wait_for_timeout(400)  # longer than a card waits when the pointer has left its link
    expect(card).to_be_visible()


def test_a_tap_leads_on_without_a_card(http_base: str, open_page: Open, document: str) -> None:
    page = open_page(http_base + document, viewport=PHONE, has_touch=True, is_mobile=True)
    first_link(page).tap()
    page.wait_for_url("**/person/**")


def test_the_card_lies_inside_the_window(http_base: str, open_page: Open, document: str) -> None:
    page = open_page(http_base + document, viewport={"width": 320, "height": 700})
    for link in page.locator("main .body a.e").all()[:6]:
        link.focus()
        expect(link).to_have_attribute("aria-describedby", "entity-card")
        box = card_of(page).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_a_page_with_an_open_card_is_accessible(
    http_base: str, open_page: Open, document: str
) -> None:
    page = open_page(http_base + document)
    first_link(page).focus()
    expect(card_of(page)).to_be_visible()
    page.evaluate(AXE)
    assert not page.evaluate("async () => (await axe.run()).violations")


def test_readers_who_hide_links_see_no_card(http_base: str, open_page: Open, document: str) -> None:
    page = open_page(http_base + document)
    page.evaluate("() => localStorage.setItem('sitegen', JSON.stringify({ links: 'off' }))")
    page.reload()
    first_link(page).focus()
    page.evaluate("() => sitegen.demand('card')")
    page.wait_for_timeout(400)
    assert page.locator(".card:not([hidden])").count() == 0
