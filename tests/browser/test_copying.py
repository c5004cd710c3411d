"""Is what a reader copies as it was published, however the page spells it for him?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
POEM, NOTES = "d/warraq-088-ila-l-harf.html", "d/matbaa-2019-1-fano.html"


def copied(page: Page, start: str, end: str) -> str:
    """Select from the beginning of one element to the end of another, press Ctrl+C, and read."""
    page.evaluate(
        """([start, end]) => {
          const range = document.createRange();
          range.setStartBefore(document.querySelector(start).firstChild);
          range.setEndAfter(document.querySelector(end).lastChild);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [start, end],
    )
    page.keyboard.press("Control+C")
    return str(page.evaluate("() => navigator.clipboard.readText()"))


LINES = ("main .verse .line:first-of-type", "main .verse .line:nth-of-type(2)")


def spelled_otherwise(page: Page, choices: str) -> None:
    page.evaluate(f"() => localStorage.setItem('sitegen', JSON.stringify({choices}))")
    page.reload()
    page.wait_for_function("() => sitegen.whilePublished")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])


@pytest.mark.parametrize("query", ["", "#&q=حرف"])
def test_what_is_copied_has_the_tashkeel_that_is_hidden(
    http_base: str, open_page: Open, query: str
) -> None:
    page = open_page(http_base + POEM + query)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if query:
        expect(page.locator("main .body mark").first).to_be_visible()
    whole = copied(page, *LINES)
    assert "أَلا يا حَرْفُ كَمْ" in whole
    spelled_otherwise(page, "{ tashkeel: 'off' }")
    if query:
        expect(page.locator("main .body mark").first).to_be_visible()
    shown = page.locator("main .verse").inner_text()
    assert copied(page, *LINES).split() == whole.split()
    assert page.locator("main .verse").inner_text() == shown
    assert "َ" not in shown
    # the selection stays where it was: a second copy has the same
    page.keyboard.press("Control+C")
    again = str(page.evaluate("() => navigator.clipboard.readText()"))
    assert again.split() == whole.split()


def test_a_word_copied_in_part_has_the_marks_of_its_letters(
    http_base: str, open_page: Open
) -> None:
    page = open_page(http_base + POEM)
    spelled_otherwise(page, "{ tashkeel: 'off' }")
    page.evaluate(
        """() => {
          const text = document.querySelector('main .hemistich').firstChild;
          const at = text.data.indexOf('حرف');
          getSelection().setBaseAndExtent(text, at + 1, text, at + 3);
        }"""
    )
    page.keyboard.press("Control+C")
    assert page.evaluate("() => navigator.clipboard.readText()") == "رْفُ"


def test_what_is_copied_has_the_digits_of_the_source(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + NOTES)
    spelled_otherwise(page, "{ digits: 'latn' }")
    assert "1514" in page.locator("main .body > p").first.inner_text()
    assert "١٥١٤" in copied(page, *["main .body > p"] * 2)


def test_a_persian_text_is_spelled_as_its_reader_would_have_it(
    http_base: str, open_page: Open
) -> None:
    page = open_page(http_base + "d/matbaa-2023-1-chap-sangi.html")
    expect(page.locator("main .body")).to_contain_text("۱۸۵۸")
    spelled_otherwise(page, "{ digits: 'latn' }")
    expect(page.locator("main .body")).to_contain_text("1858")
