"""Can a list of documents be put into another order, and back?"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Open = Callable[..., Page]
ISSUES = "c/al-matbaa/v1/index.html"


def titles(page: Page) -> list[str]:
    return page.locator(".entry .title:visible").all_inner_texts()


def test_a_list_is_sorted_and_comes_back(base: str, open_page: Open) -> None:
    page = open_page(base + ISSUES)
    order = page.locator(".sorting select")
    expect(order).to_be_visible()
    own = titles(page)
    order.select_option("title")
    by_title = titles(page)
    assert sorted(by_title) == sorted(own)
    plain = [title.removeprefix("ال") for title in by_title]
    compared = page.evaluate(
        "all => [...all].sort(new Intl.Collator('ar', { numeric: true }).compare)", plain
    )
    assert plain == compared
    order.select_option("newest")
    dates = page.locator(".entry:visible time").evaluate_all("all => all.map((e) => e.dateTime)")
    assert dates == sorted(dates, reverse=True)
    order.select_option("")
    assert titles(page) == own


def test_what_tells_nothing_apart_is_not_offered(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + "c/al-warraq/n1.html")
    assert page.locator(".sorting").count() == 0


def test_a_list_reads_without_javascript(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + ISSUES, java_script_enabled=False)
    assert len(titles(page)) >= 5
    expect(page.locator(".sorting")).to_be_hidden()


def test_neighbours_stand_under_the_list_edge_to_edge(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + "c/al-matbaa/v2/n2.html")
    edges = [
        (box["x"], box["x"] + box["width"])
        for box in (page.locator(one).bounding_box() for one in ("main > .sides", "main > header"))
        if box
    ]
    assert len(edges) == 2
    assert edges[0] == edges[1]
