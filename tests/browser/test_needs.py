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
