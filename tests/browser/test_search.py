"""Does the search find what an Arabic reader means, over http and from disk alike?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from offered import rows_of
from playwright.sync_api import Page, expect
from searching import Searching, address

Open = Callable[..., Page]
MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
POEM = "warraq-087-qalam-fi-shir"  # vocalised verse of Abu Tammam and al-Mutanabbi


@pytest.fixture
def search(base: str, open_page: Open) -> Searching:
    return Searching(open_page(base + "search.html"))


@pytest.fixture(scope="session")
def dates(site: Path) -> dict[str, str]:
    """The date of every document, by its page's name."""
    rows = rows_of(site, "documents")
    return {row["id"]: row.get("date") or "" for row in rows}


def test_a_word_without_marks_finds_vocalised_text_and_marks_the_whole_word(
    search: Searching,
) -> None:
    search.type("البيداء")
    assert search.ids()[0] == POEM
    assert [MARKS.sub("", mark) for mark in search.marks()] == ["والبيداء"]
    assert MARKS.search(search.marks()[0])  # shown as written


@pytest.mark.parametrize("typed", ["قرطاس", "القرطاس", "والقرطاس", "القِرْطاس", "القــرطاس"])
def test_a_word_is_found_with_and_without_its_proclitics(search: Searching, typed: str) -> None:
    assert POEM in search.type(typed).ids()


def test_a_quoted_phrase_is_found_as_it_stands(search: Searching) -> None:
    assert search.type('"الخيل والليل والبيداء"').ids() == [POEM]
    assert search.type('"الليل والخيل والبيداء"').ids() == []


def test_an_exact_word_finds_no_other_form(search: Searching) -> None:
    every = set(search.type("حرف").ids())
    exact = set(search.type("=حرف").ids())
    assert exact
    assert exact < every
    marks = {MARKS.sub("", mark) for mark in search.marks()}
    assert marks == {"حرف"}


def test_a_minus_excludes(search: Searching) -> None:
    assert POEM in search.type("القلم").ids()
    without = search.type("القلم -المتنبي").ids()
    assert without
    assert POEM not in without


def test_a_star_finds_what_begins_so(search: Searching) -> None:
    assert POEM in search.type("قرطا*").ids()


def test_arabic_and_latin_digits_are_one(search: Searching) -> None:
    assert search.type("1514").ids() == search.type("١٥١٤").ids() != []


def test_results_say_how_many_they_are(search: Searching) -> None:
    search.type('"الخيل والليل والبيداء"')
    assert search.status.strip()
    assert not re.search("[0-9]{2,}", search.status)  # in the digits of the site


def test_nothing_found_is_said_with_a_way_on(search: Searching) -> None:
    search.type("زقنطوط")
    assert search.hits.count() == 0
    assert search.status.strip()
    assert search.page.locator("#results a[href]").count() >= 1


def test_a_filter_keeps_one_collection(base: str, open_page: Open, site: Path) -> None:
    search = Searching(open_page(address(base, "القلم", collection="al-warraq"))).settle("القلم")
    found = set(search.ids())
    everywhere = set(Searching(open_page(address(base, "القلم"))).settle("القلم").ids())
    rows = rows_of(site, "documents")
    warraq = {row["id"] for row in rows if row.get("collection") == "al-warraq"}
    assert found == everywhere & warraq
    assert found < everywhere


def test_a_filter_keeps_a_span_of_years(base: str, open_page: Open, dates: dict[str, str]) -> None:
    page = open_page(address(base, "المطبعة", **{"from": "2003", "to": "2005"}))
    found = Searching(page).settle("المطبعة").ids()
    assert found
    assert {dates[name][:4] for name in found} <= {"2003", "2004", "2005"}


@pytest.mark.parametrize(("sort", "is_newest_first"), [("newest", True), ("oldest", False)])
def test_results_sort_by_date(
    base: str, open_page: Open, dates: dict[str, str], sort: str, *, is_newest_first: bool
) -> None:
    page = open_page(address(base, "المطبعة", sort=sort))
    found = [dates[name] for name in Searching(page).settle("المطبعة").ids()]
    dated = [date for date in found if date]
    assert len(dated) > 3
    assert dated == sorted(dated, reverse=is_newest_first)


def test_the_address_holds_the_whole_state(search: Searching) -> None:
    search.type("القلم")
    search.facet("collection").get_by_text("صحيفة الورّاق").click()
    search.facet("").locator("#filter-from").fill("2000")
    search.page.locator("#filter-from").press("Enter")
    search.page.locator("#filter-sort").select_option("oldest")
    search.page.locator("#exact").check()
    search.settle("القلم")
    state = parse_qs(urlsplit(search.page.url).fragment)
    assert state == {
        "q": ["القلم"], "collection": ["al-warraq"], "from": ["2000"], "sort": ["oldest"],
        "forms": ["exact"],
    }  # fmt: skip
    found = search.ids()
    search.page.reload()
    assert search.settle("القلم").ids() == found


def test_the_search_box_of_every_page_leads_to_results(base: str, open_page: Open) -> None:
    page = open_page(base + "about.html")
    page.locator("header input[type=search]").fill("القرطاس")
    page.locator("header input[type=search]").press("Enter")
    page.wait_for_url("**/search.html*")
    assert POEM in Searching(page).settle("القرطاس").ids()


def test_a_result_opens_where_it_was_found_with_its_words_marked(search: Searching) -> None:
    search.type("البيداء").hits.first.locator("h2 a").click()
    search.page.wait_for_url("**/d/**")
    mark = search.page.locator("main mark").first
    expect(mark).to_be_in_viewport()
    assert [MARKS.sub("", text) for text in search.page.locator("main mark").all_inner_texts()] == [
        "والبيداء"
    ]


def test_back_from_a_result_shows_the_results_again(search: Searching) -> None:
    found = search.type("القلم").ids()
    search.hits.nth(1).locator("h2 a").click()
    search.page.wait_for_url("**/d/**")
    search.page.go_back()
    assert search.settle("القلم").ids() == found


def test_a_search_needs_no_mouse(search: Searching) -> None:
    page = search.page
    expect(search.box).to_be_focused()
    page.keyboard.insert_text("القلم")  # at once: nothing is offered that would take the arrows
    search.settle("القلم")
    page.keyboard.press("ArrowDown")
    expect(search.hits.nth(0).locator("h2 a")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(search.hits.nth(1).locator("h2 a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(search.box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/d/**")
    assert page.locator("main mark").count()


@pytest.mark.parametrize(
    "query",
    [
        '"', "-", "*", "=", "()", "AND", "((((", "\\", "<b>x</b>", "%", "&q=1#", "\u202e", "😀",
        "ـــ", " " * 50,
    ],
)  # fmt: skip
def test_no_query_makes_the_page_stumble(http_base: str, open_page: Open, query: str) -> None:
    search = Searching(open_page(http_base + "search.html"))
    search.type(query)
    assert search.type("القلم").ids()


def test_what_is_typed_is_never_read_as_html(http_base: str, open_page: Open) -> None:
    search = Searching(open_page(http_base + "search.html"))
    search.type("<img src=x onerror=alert(1)> القلم")
    assert search.page.locator("main img").count() == 0


def test_a_text_is_shown_in_its_own_direction(base: str, open_page: Open) -> None:
    search = Searching(open_page(address(base, "typographie arabe"))).settle("typographie arabe")
    directions = "all => all.map((one) => getComputedStyle(one).direction)"
    for part in ("h2", ".passage"):
        assert search.hits.first.locator(part).evaluate_all(directions) == ["ltr"]
    search.type("القلم")
    for part in ("h2", ".passage"):
        assert search.hits.first.locator(part).evaluate_all(directions) == ["rtl"]
