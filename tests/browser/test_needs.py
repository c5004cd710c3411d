"""Do pages bear their readers' own settings: spacing, zoom, forced colours, no colour at all?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from test_pages import some_of_each

Open = Callable[..., Page]
# WCAG 2.2, 1.4.12, by a sheet of the reader's own: the policy of the page lets no other in.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
LOST = """() => {
  const found = [];
  const wide = document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.push(`the page scrolls sideways by ${wide}`);
  for (const one of document.querySelectorAll('body *')) {
    const style = getComputedStyle(one);
    const clips = style.overflowX === 'hidden' || style.overflowY === 'hidden';
    const shown = one.offsetHeight > 2 && style.visibility === 'visible';
    if (!clips || !shown || one.closest('svg, .hidden, .skip, .scan')) continue;
    const isCut = one.scrollHeight > one.clientHeight + 2;
    if (isCut) found.push(`${one.tagName}.${one.className} is cut`);
  }
  return found;
}"""


@pytest.mark.parametrize("width", [1280, 320])  # 320: what 1280 is at 400 %
def test_wider_spacing_loses_nothing(
    width: int, file_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(file_base + "index.html", viewport={"width": width, "height": 800})
    lost = []
    for name in some_of_each(kinds, 1):
        page.goto(file_base + name)
        page.evaluate(SPACED)
        lost += [f"{name}: {fault}" for fault in page.evaluate(LOST)]
    assert not lost, "\n".join(lost)


def test_with_forced_colours_links_marks_and_bars_are_seen(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + "index.html", forced_colors="active")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part in ("main a[href]", ".chart .bar"):
        one = page.locator(part).first
        expect(one).to_be_visible()
        paint = "e => getComputedStyle(e)[e.tagName === 'rect' ? 'fill' : 'color']"
        assert one.evaluate(paint) != ground, part
    page.goto(file_base + "d/matbaa-2019-1-fano.html#q=المطبعة&q=فانو")
    link = page.locator(".body a.e").first
    assert link.evaluate("e => getComputedStyle(e).textDecorationLine") == "underline"
    box = page.locator(".body").evaluate("e => getComputedStyle(e).color")
    assert box != page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_a_link_is_told_from_text_by_more_than_its_colour(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + "d/matbaa-2019-1-fano.html")
    plain = page.locator(".body a[href]:not(.pin, .noteref, .backref)").evaluate_all(
        "all => all.filter((e) => !getComputedStyle(e).textDecorationLine.includes('underline'))"
        ".map((e) => e.outerHTML)"
    )
    assert not plain


OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  const found = [];
  for (const one of document.querySelectorAll('body *')) {
    const { left, right, width: own, height } = one.getBoundingClientRect();
    const hidden = !own || !height || getComputedStyle(one).visibility !== 'visible';
    if (hidden || one.closest('svg, pre, .hidden, .skip, .table-scroll, .scroll, .ways')) continue;
    if (left < -2 || right > width + 2) found.push(`${one.tagName}.${one.className} is outside`);
  }
  return found;
}"""
COVERED = """() => Math.max(0, ...[...document.querySelectorAll('body *')]
  .filter((one) => /fixed|sticky/.test(getComputedStyle(one).position))
  .map((one) => one.getBoundingClientRect().height / innerHeight))"""
LOW = {"width": 320, "height": 256}  # a window of 1280 x 1024 at 400 %


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_nothing_stands_beside_the_window(
    width: int, file_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(file_base + "index.html", viewport={"width": width, "height": 256})
    lost = []
    for name in some_of_each(kinds, 2):
        page.goto(file_base + name)
        lost += [f"{name}: {fault}" for fault in page.evaluate(OUTSIDE) + page.evaluate(LOST)[:1]]
    assert not lost, "\n".join(lost)


def test_in_a_low_window_what_stays_in_place_leaves_half_of_it_to_the_text(
    file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + "search.html#q=بولاق", viewport=LOW)
    page.locator("ol.hits > li.hit a").first.click()
    page.locator(".matches").wait_for()
    assert page.evaluate(COVERED) <= 0.5
    page.goto(file_base + "d/matbaa-2019-1-fano.html")
    page.locator("button[data-scans]").click()
    page.locator(".beside img").wait_for()
    assert page.evaluate(COVERED) <= 0.5
    assert page.evaluate(OUTSIDE) == []
    page.keyboard.press("Escape")
    page.locator("#reader-bar summary").click()
    last = page.locator(".reader-controls label").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    assert page.evaluate(OUTSIDE) == []
    page.locator("#reader-bar summary").press("Escape")
    page.locator(".body a.pin").first.evaluate("pin => pin.click()")
    page.locator(".pinned button").first.wait_for()
    assert page.evaluate(OUTSIDE) == []
