"""Do facets count what was found, and does choosing from them narrow it, however it is done?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import axe_playwright_python
import pytest
from offered import rows_of
from playwright.sync_api import Browser, Page, expect
from searching import Searching, address

from sitegen.index.search import open_site

Open = Callable[..., Page]
Row = dict[str, Any]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
QUERY = "المطبعة"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture(scope="module")
def rows(site: Path) -> dict[str, Row]:
    """Every document as the site's data has it, by id."""
    lines = rows_of(site, "documents")
    return {row["id"]: row for row in lines}


@pytest.fixture(scope="module")
def found(site: Path, rows: dict[str, Row]) -> list[Row]:
    """The documents that QUERY finds."""
    index = open_site(site)
    return [rows[index.text(number).id] for number in index.answer(QUERY).numbers.tolist()]


@pytest.fixture
def search(base: str, open_page: Open) -> Searching:
    return Searching(open_page(address(base, QUERY))).settle(QUERY)


def state_of(search: Searching) -> dict[str, list[str]]:
    state = parse_qs(urlsplit(search.page.url).fragment)
    del state["q"]
    return state


def test_counts_are_those_of_the_documents_found(search: Searching, found: list[Row]) -> None:
    sections = Counter(row["section"] for row in found if row.get("section"))
    assert search.counts("section") == sections
    assert list(search.counts("section").values()) == sorted(sections.values(), reverse=True)
    authors = Counter(author for row in found for author in row.get("authors", ()))
    assert sorted(search.counts("author").values()) == sorted(authors.values())
    assert search.counts("lang") == {"العربية": len(found)}  # as the interface calls it
    kinds = Counter(row.get("kind", "article") for row in found)
    counted = search.counts("kind")
    assert sorted(counted.values()) == sorted(kinds.values())
    assert counted["مقالة"] == kinds["article"]


def test_nothing_of_a_facet_is_loaded_before_it_is_opened(http_base: str, open_page: Open) -> None:
    search = Searching(open_page(address(http_base, QUERY))).settle(QUERY)
    loaded = "() => performance.getEntriesByType('resource').map(({ name }) => name)"
    before = search.page.evaluate(loaded)
    search.facet("author")
    after = set(search.page.evaluate(loaded)) - set(before)
    assert not [name for name in before if "facet" in name]
    names = {name.rpartition("/")[2].partition("?")[0] for name in after}
    assert {"facets.js", "author-column.js"} <= names
    assert not [name for name in names if "column" in name and "author" not in name]


def test_several_values_of_a_facet_are_any_of_them_and_their_chips_take_them_back(
    search: Searching, found: list[Row]
) -> None:
    every = len(found)
    collections = Counter(row["collection"] for row in found if row.get("collection"))
    facet = search.facet("collection")
    facet.locator("input[value=al-warraq]").check()
    search.settle(QUERY)
    facet.locator("input[value=al-matbaa]").check()
    search.settle(QUERY)
    assert state_of(search) == {"collection": ["al-warraq", "al-matbaa"]}
    assert len(search.ids()) == min(20, collections["al-warraq"] + collections["al-matbaa"])
    assert set(search.counts("collection").values()) >= {collections["al-warraq"]}
    chips = search.page.locator(".chip")
    expect(chips).to_have_count(3)
    chips.first.click()
    search.settle(QUERY)
    assert state_of(search) == {"collection": ["al-matbaa"]}
    expect(facet.locator("input[value=al-warraq]")).not_to_be_checked()
    expect(chips).to_have_count(1)
    expect(chips.first).to_be_focused()
    chips.first.press("Enter")
    search.settle(QUERY)
    assert state_of(search) == {}
    assert str(every).translate({48 + d: 0x660 + d for d in range(10)}) in search.status


def test_another_facet_is_counted_under_what_is_chosen(search: Searching, found: list[Row]) -> None:
    search.facet("collection").locator("input[value=al-warraq]").check()
    search.settle(QUERY)
    kept = [row for row in found if row.get("collection") == "al-warraq"]
    years = Counter(str(row.get("date") or "")[:4] for row in kept)
    titles = search.facet("").locator("svg title").all_text_contents()
    counted = {}
    for title in titles:
        year, _, hits = title.translate({0x660 + d: 48 + d for d in range(10)}).partition(": ")
        counted[year] = int(hits)
    assert {year: hits for year, hits in counted.items() if hits} == {
        year: hits for year, hits in years.items() if year
    }


def test_a_long_list_is_narrowed_by_what_is_typed_and_shows_more_on_demand(
    search: Searching,
) -> None:
    facet = search.facet("entity")
    assert facet.locator("li").count() == 8
    facet.locator(".more").click()
    assert facet.locator("li").count() > 8
    expect(facet.locator("li").nth(8).locator("input")).to_be_focused()
    facet.locator("input[type=text]").fill("القَاهِره")
    expect(facet.locator("li").first).to_contain_text("القاهرة")
    assert all("القاهرة" in text for text in facet.locator("li").all_inner_texts())
    facet.locator("input[type=text]").fill("زقنطوط")
    expect(facet.locator(".none")).to_be_visible()


def test_the_oldest_year_stands_where_reading_begins(search: Searching) -> None:
    box = search.facet("").locator(".histogram").bounding_box()
    assert box
    search.page.mouse.click(box["x"] + box["width"] - 2, box["y"] + 20)
    search.settle(QUERY)
    assert state_of(search) == {"to": ["1998"]}


def test_dragging_over_the_histogram_chooses_years(search: Searching) -> None:
    box = search.facet("").locator(".histogram").bounding_box()
    assert box
    search.page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 30)
    search.page.mouse.down()
    search.page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 40, steps=4)
    search.page.mouse.up()
    search.settle(QUERY)
    state = state_of(search)
    first, last = int(state["from"][0]), int(state["to"][0])
    assert 2000 <= first < 2008
    assert 2014 < last <= 2020
    dates = search.page.locator("ol.hits time").evaluate_all("all => all.map((t) => t.dateTime)")
    assert dates
    assert all(first <= int(date[:4]) <= last for date in dates)
    expect(search.page.locator("#filter-from")).to_have_value(str(first))


def test_the_slider_needs_no_mouse(search: Searching) -> None:
    search.facet("").locator("input.from").focus()
    search.page.keyboard.press("ArrowUp")
    search.page.keyboard.press("ArrowUp")
    search.settle(QUERY)
    assert state_of(search) == {"from": ["2000"]}
    expect(search.page.locator("input.from")).to_be_focused()
    expect(search.page.locator("input.from")).to_have_attribute("aria-valuetext", "٢٠٠٠")
    search.page.keyboard.press("Tab")
    search.page.keyboard.press("Home")  # not before the other end
    search.settle(QUERY)
    assert state_of(search) == {"from": ["2000"], "to": ["2000"]}
    search.page.keyboard.press("End")
    search.settle(QUERY)
    assert state_of(search) == {"from": ["2000"]}


def test_years_are_typed_too_and_never_cross(search: Searching) -> None:
    facet = search.facet("")
    facet.locator("#filter-to").fill("2005")
    facet.locator("#filter-to").press("Enter")
    search.settle(QUERY)
    assert state_of(search) == {"to": ["2005"]}
    facet.locator("#filter-from").fill("2010")
    facet.locator("#filter-from").press("Enter")
    search.settle(QUERY)
    assert state_of(search) == {"from": ["2010"], "to": ["2010"]}


def test_open_facets_are_open_again_on_the_way_back(search: Searching) -> None:
    search.facet("author")
    search.hits.first.locator("h2 a").click()
    search.page.wait_for_url("**/d/**")
    search.page.go_back()
    search.settle(QUERY)
    expect(search.page.locator('.facet[data-field="author"] li').first).to_be_visible()


def test_exact_forms_find_fewer_and_the_result_says_so_in_its_link(search: Searching) -> None:
    every = search.status
    search.page.locator("#exact").check()
    search.settle(QUERY)
    assert search.status != every
    assert "&forms=exact" in (search.hits.first.locator("h2 a").get_attribute("href") or "")
    assert {mark.strip() for mark in search.marks()} == {"المطبعة"}
    search.hits.first.locator("h2 a").click()
    search.page.wait_for_url("**/d/**")
    marks = search.page.locator("main mark")
    expect(marks.first).to_be_visible()
    assert {mark.strip() for mark in marks.all_inner_texts()} == {"المطبعة"}
    search.page.locator(".matches a").click()
    search.page.wait_for_url("**/search.html*")
    search.settle(QUERY)
    assert state_of(search) == {"forms": ["exact"]}


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_open_facets_fit_any_width(base: str, open_page: Open, width: int) -> None:
    page = open_page(
        address(base, QUERY, collection="al-warraq", author="زقنطوط " * 9),
        viewport={"width": width, "height": 800},
    )
    search = Searching(page).settle(QUERY)
    for field in ("", "collection", "entity", "technique"):
        search.facet(field)
    assert page.evaluate(
        "() => document.scrollingElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_on_a_phone_facets_are_put_away_until_wanted(base: str, open_page: Open) -> None:
    search = Searching(open_page(address(base, QUERY), **PHONE)).settle(QUERY)
    panel = search.page.locator("#filters")
    expect(panel.locator(".facet").first).not_to_be_visible()
    facet = search.facet("collection")
    facet.locator("label").first.tap()
    search.settle(QUERY)
    assert "collection" in state_of(search)
    panel.locator(".done").tap()
    expect(panel.locator(".facet").first).not_to_be_visible()
    expect(panel.locator("> summary")).to_contain_text("(١)")
    expect(search.page.locator("#status")).to_be_in_viewport()


def test_a_finger_chooses_years(base: str, open_page: Open) -> None:
    search = Searching(open_page(address(base, QUERY), **PHONE)).settle(QUERY)
    box = search.facet("").locator(".histogram").bounding_box()
    assert box
    search.page.touchscreen.tap(box["x"] + box["width"] - 2, box["y"] + 20)
    search.settle(QUERY)
    assert state_of(search) == {"to": ["1998"]}


@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}])
def test_axe_finds_nothing_in_open_facets(
    http_base: str, open_page: Open, options: dict[str, object]
) -> None:
    page = open_page(address(http_base, QUERY, collection="al-warraq"), bypass_csp=True, **options)
    search = Searching(page).settle(QUERY)
    for field in ("", "collection", "entity"):
        search.facet(field)
    page.evaluate(AXE)
    violations = page.evaluate("async () => (await axe.run()).violations")
    assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]


def test_what_cannot_be_loaded_is_said_in_its_facet(http_base: str, browser: Browser) -> None:
    page = browser.new_page()
    page.route("**/assets/facets.js*", lambda route: route.abort())
    page.route("**/author-column.js*", lambda route: route.abort())
    page.goto(address(http_base, QUERY))
    search = Searching(page).settle(QUERY)
    facet = page.locator('.facet[data-field="author"]')
    facet.locator("summary").click()
    assert "تعذّر" in facet.locator(".fault").inner_text()
    page.unroute("**/assets/facets.js*")
    for _ in range(2):
        facet.locator("summary").click()
    expect(facet.locator(".fault")).to_contain_text("الفهرس")
    page.unroute("**/author-column.js*")
    for _ in range(2):
        facet.locator("summary").click()
    expect(facet.locator("li").first).to_be_visible()
    expect(facet.locator(".fault")).to_have_count(0)
    assert search.hits.count()
    page.close()
