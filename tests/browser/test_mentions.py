"""Can a reader find his way through the mentions of a name?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
PERSON = "person/p-zakhir.html"


def shown(page: Page) -> list[str]:
    return page.locator(".mentions .kwic li:visible").all_inner_texts()


def test_mentions_are_narrowed_by_words_of_text_title_and_date(base: str, open_page: Open) -> None:
    page = open_page(base + PERSON)
    everything = shown(page)
    box = page.get_by_label("ما فيه")
    box.fill("مَطْبَعَةِ")  # marks do not count
    some = shown(page)
    assert 0 < len(some) < len(everything)
    told = page.locator(".mentions .sorting .note").inner_text()
    assert told
    box.fill("2019")  # nor do the kinds of digits
    dates = page.locator(".mentions section.passage:visible time").all_inner_texts()
    assert dates
    assert all("٢٠١٩" in date for date in dates)
    box.fill("قرب لا يوجد")
    assert not shown(page)
    box.press("Escape")
    assert shown(page) == everything


def test_mentions_can_be_narrowed_when_marks_are_hidden(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + PERSON)
    page.evaluate("() => sitegen.choose('tashkeel', 'off')")
    page.reload()
    page.get_by_label("ما فيه").fill("الشَّمَّاسُ")
    assert shown(page)


def test_few_mentions_and_no_script_need_no_box(
    file_base: str, site: Path, open_page: Open
) -> None:
    page = open_page(file_base + PERSON, java_script_enabled=False)
    expect(page.locator(".sorting")).to_be_hidden()
    assert len(shown(page)) > 8
    few = next(
        path for path in sorted((site / "person").glob("*.html"))
        if 'class="mentions"' in (text := path.read_text("utf-8")) and text.count("<b>") < 9
    )  # fmt: skip
    assert "sorting" not in few.read_text("utf-8")


def test_they_stand_in_the_order_of_dates_and_lead_to_their_paragraphs(
    file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + PERSON)
    stamps = page.locator(".mentions time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert stamps == sorted(stamps)
    links = page.locator(".mentions .kwic a").evaluate_all("all => all.map((one) => one.hash)")
    assert all(links[n].startswith("#p-") or not links[n] for n in range(len(links)))
    assert sum(map(bool, links)) > len(links) // 2


def test_a_life_is_given_in_both_calendars(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + PERSON)
    facts = page.locator(".facts").first.inner_text()
    assert re.search("١٦٨٤.*١٠٩٥-١٠٩٦ هـ", facts, re.DOTALL)


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_while_mentions_are_narrowed(
    http_base: str, open_page: Open, width: int
) -> None:
    page = open_page(http_base + PERSON, viewport={"width": width, "height": 800}, bypass_csp=True)
    page.get_by_label("ما فيه").fill("حلب")
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations")
    assert not found, [one["id"] for one in found]
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
