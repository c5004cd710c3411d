"""Does the search page help while one types, and ask what was meant, without being in the way?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Locator, Page, expect
from searching import Searching, address

Open = Callable[..., Page]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def search(base: str, open_page: Open) -> Searching:
    return Searching(open_page(address(base, "")))


def listed(search: Searching) -> Locator:
    return search.page.locator("#ahead")


def typed(search: Searching, text: str) -> Locator:
    """Type key by key, and wait for the list of the last word, not of its beginnings."""
    search.box.press_sequentially(text, delay=20)
    last = text.rsplit(maxsplit=1)[-1]
    expect(listed(search).get_by_role("option").first).to_contain_text(last)
    return listed(search)


def active(search: Searching) -> Locator:
    name = search.box.get_attribute("aria-activedescendant")
    return search.page.locator(f"#{name}")


def meant(search: Searching) -> Locator:
    return search.page.locator(".meant a")


def test_words_are_offered_while_typing_and_the_keyboard_chooses(search: Searching) -> None:
    options = typed(search, "كِتَاب المطب").get_by_role("option")
    expect(search.box).to_have_attribute("aria-expanded", "true")
    assert search.box.get_attribute("role") == "combobox"
    first = options.first.inner_text()
    assert first.startswith("المطب")
    search.box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert active(search).inner_text() == first
    search.box.press("ArrowDown")
    search.box.press("ArrowUp")
    search.box.press("ArrowUp")
    assert search.box.get_attribute("aria-activedescendant") is None
    search.box.press("ArrowDown")
    search.box.press("Enter")
    expect(search.box).to_have_value(f"كِتَاب {first}")
    expect(listed(search)).to_be_hidden()
    search.settle(f"كِتَاب {first}")
    expect(search.box).to_be_focused()


def test_escape_closes_the_list_and_enter_searches_what_was_typed(search: Searching) -> None:
    typed(search, "المطب")
    search.box.press("Escape")
    expect(listed(search)).to_be_hidden()
    expect(search.box).to_have_value("المطب")
    search.box.press_sequentially("ع")
    expect(listed(search)).to_be_visible()
    search.box.press("Enter")
    expect(listed(search)).to_be_hidden()
    search.settle("المطبع")


def test_a_name_leads_to_the_texts_that_mention_it(search: Searching) -> None:
    group = typed(search, "البستان").get_by_role("group").first
    heading = group.get_attribute("aria-label") or ""
    assert "البستان" in heading
    group.get_by_role("option").first.click()
    expect(search.page.locator(".chip").filter(has_text=heading)).to_be_visible()
    assert "entity" in parse_qs(urlsplit(search.page.url).fragment)
    expect(search.box).to_have_value("")
    search.hits.first.wait_for()


def test_a_name_leads_to_its_page(search: Searching) -> None:
    group = typed(search, "البستان").get_by_role("group").first
    heading = group.get_attribute("aria-label") or ""
    group.get_by_role("option").last.click()
    search.page.wait_for_url("**/person/**")
    expect(search.page.locator("h1")).to_contain_text(heading)


def test_a_finger_chooses(base: str, open_page: Open) -> None:
    search = Searching(open_page(address(base, ""), **PHONE))
    option = typed(search, "المطب").get_by_role("option").first
    word = option.inner_text()
    box = option.bounding_box()
    assert box
    assert box["height"] >= 40
    option.tap()
    expect(search.box).to_have_value(word)


def test_nothing_is_loaded_for_a_query_that_is_put_in_and_found(
    http_base: str, open_page: Open
) -> None:
    page = open_page(address(http_base, ""))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    Searching(page).type("المطبعة")
    page.wait_for_load_state("networkidle")
    helps = ("/suggest.js", "/spell/", "/names/")
    assert not [path for path in asked if any(part in path for part in helps)]


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("المطبغة", "المطبعة"),
        ("hgl'fum", "المطبعة"),
        ("فيالمطبعة", "في المطبعة"),
        ("تاريخ المطبغة", "تاريخ المطبعة"),
        ("Bustani", "بطرس البستاني"),
    ],
)
def test_what_was_meant_is_offered_and_not_searched(
    base: str, open_page: Open, query: str, offered: str
) -> None:
    search = Searching(open_page(address(base, query))).settle(query)
    expect(meant(search).filter(has_text=offered).first).to_be_visible()
    expect(search.box).to_have_value(query)


def test_an_offer_is_a_link_that_searches_it(search: Searching) -> None:
    search.type("المطبغة")
    link = meant(search).filter(has_text="المطبعة").first
    word = link.inner_text()
    link.click()
    search.settle(word)
    expect(search.box).to_have_value(word)
    expect(meant(search)).to_have_count(0)
    assert search.hits.count()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_the_list_and_the_offers(
    http_base: str, open_page: Open, options: dict[str, object]
) -> None:
    search = Searching(open_page(address(http_base, "المطبغة"), bypass_csp=True, **options))
    expect(meant(search).first).to_be_visible()
    search.box.press("End")
    search.box.press_sequentially(" البستان", delay=20)
    expect(listed(search)).to_be_visible()
    search.box.press("ArrowDown")
    search.page.evaluate(AXE)
    violations = search.page.evaluate("async () => (await axe.run()).violations")
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in violations] == []
