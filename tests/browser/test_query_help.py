"""Does a query that is not right say so, and is there always a way on?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from searching import Searching, address

Open = Callable[..., Page]
PROBLEMS = {
    "open-quote": '"مطبعة بولاق',
    "paren": "(مطبعة OR بولاق",
    "operator": "مطبعة AND",
    "short-prefix": "مطبعة م*",
    "star": "مطبع*ة",
    "field": "editor:مطبعة",
    "no-value": "مطبعة author:",
    "date": "مطبعة after:1908-13",
    "many-words": " ".join(["مطبعة", "بولاق"] * 17),
    "only-not": "-مطبعة",
    "empty": "؟!",
}
NOTHING = "زقنطوط"


@pytest.fixture(scope="module")
def said(root: Path) -> dict[str, dict[str, str]]:
    file = root / "sitegen" / "client" / "messages" / "advice.json"
    messages: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8"))
    return messages


def test_every_problem_is_tried_here(said: dict[str, dict[str, str]]) -> None:
    assert {f"problem-{code}" for code in PROBLEMS} == {
        name for name in said if name.startswith("problem-")
    }


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_is_explained_and_there_is_a_way_on(
    http_base: str, open_page: Open, said: dict[str, dict[str, str]], code: str
) -> None:
    query = PROBLEMS[code]
    search = Searching(open_page(address(http_base, query))).settle(query)
    expect(search.page.locator(".notes li")).to_have_text([said[f"problem-{code}"]["ar"]])
    assert search.status
    if not search.hits.count():
        expect(search.page.locator(".advice a[href$='letter/index.html']")).to_be_visible()
    assert (search.hits.count() > 0) == (code not in ("only-not", "empty"))


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        (f"-{NOTHING} -المطبعة", f"{NOTHING} المطبعة"),
        (f'title:{NOTHING} AND "دار الكتب"', f"{NOTHING} دار الكتب"),
        ("(المطبعة) AND NOT مطبعة", "المطبعة مطبعة"),
    ],
)
def test_where_nothing_is_found_the_words_alone_are_offered(
    http_base: str, open_page: Open, query: str, offered: str
) -> None:
    search = Searching(open_page(address(http_base, query))).settle(query)
    assert not search.hits.count()
    search.page.locator(".advice button", has_text=offered).last.click()
    search.settle(offered)
    assert search.hits.count()
    expect(search.box).to_have_value(offered)


def test_filters_and_exact_forms_are_lifted_where_they_leave_nothing(
    http_base: str, open_page: Open
) -> None:
    query = "ومطبعتها"
    page = open_page(address(http_base, query, forms="exact", author="غيره"))
    search = Searching(page).settle(query)
    assert not search.hits.count()
    page.locator(".advice button").first.click()
    search.settle(query)
    page.locator(".advice button", has_text="صيغ").click()
    search.settle(query)
    assert search.hits.count()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator("#exact")).not_to_be_checked()


def test_words_that_no_text_has_are_named_as_they_were_typed(
    http_base: str, open_page: Open
) -> None:
    query = "المطبعة زُقنطوطة =أزقنطوط"
    search = Searching(open_page(address(http_base, query))).settle(query)
    expect(search.page.locator(".notes li")).to_contain_text("زُقنطوطة، أزقنطوط")


def test_the_results_are_announced(http_base: str, open_page: Open) -> None:
    search = Searching(open_page(address(http_base, "المطبعة"))).settle("المطبعة")
    status = search.page.get_by_role("status").first
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_contain_text("نتيجة")
    search.type(NOTHING)
    expect(status).to_contain_text("لا نتائج")


def test_without_javascript_the_indices_are_offered_and_nothing_idle_is_shown(
    base: str, site: Path, open_page: Open
) -> None:
    page = open_page(base + "search.html", java_script_enabled=False)
    expect(page.locator("noscript p")).to_contain_text("جافاسكربت")
    links = page.locator("noscript a")
    hrefs = [links.nth(at).get_attribute("href") or "" for at in range(links.count())]
    assert {"letter/person/index.html", "letter/place/index.html", "letter/title/index.html"} <= {
        *hrefs
    }
    assert all((site / href).is_file() for href in hrefs)
    for idle in ("#search-form", "#filters", "#help"):
        expect(page.locator(idle)).not_to_be_visible()
    links.first.click()
    page.wait_for_url("**/letter/person/index.html")


@pytest.mark.parametrize("name", ["index.html", "about.html"])
def test_without_javascript_the_box_of_every_page_leads_to_the_indices(
    http_base: str, open_page: Open, name: str
) -> None:
    page = open_page(http_base + name, java_script_enabled=False)
    page.locator("input[type=search]").first.fill("المطبعة")
    page.locator("input[type=search]").first.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    expect(page.locator("noscript a").first).to_be_visible()


def test_the_help_is_open_until_something_is_asked_and_then_as_the_reader_wants_it(
    http_base: str, open_page: Open
) -> None:
    search = Searching(open_page(http_base + "search.html"))
    help_ = search.page.locator("#help dl")
    expect(help_).to_be_visible()
    search.type("المطبعة")
    expect(help_).not_to_be_visible()
    search.page.locator("#help summary").click()
    search.type("بولاق")
    expect(help_).to_be_visible()
