"""Is every kind of page one that an archive can be proud of?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import html_validity
import links
import pytest
import runtimes
from playwright.sync_api import Page

Open = Callable[..., Page]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
KINDS = {
    "home", "document", "collections", "collection", "list", "index", "entity", "page", "search",
    "data", "missing",
}  # fmt: skip


def some_of_each(kinds: dict[str, list[str]], most: int = 2) -> list[str]:
    """The first pages of each kind, and the last: short ones and long ones; none that leads on."""
    of_a_kind = [pages for kind, pages in kinds.items() if kind]
    return sorted({name for pages in of_a_kind for name in [*pages[:most], pages[-1]]})


def test_the_sample_shows_every_kind_of_page(kinds: dict[str, list[str]]) -> None:
    assert kinds.keys() >= KINDS


def test_no_link_or_anchor_is_broken_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    faults = list(links.faults_of(site))
    assert not faults, "\n".join(faults[:40])


def test_every_page_parses_without_an_error(site: Path) -> None:
    errors = [e for page in html_validity.pages_of(site) for e in html_validity.strict_errors(page)]
    assert not errors, "\n".join(errors[:40])


def test_every_page_is_valid_html(site: Path) -> None:
    if runtimes.html_validate() is None:
        pytest.skip("html-validate is not installed: `make test` brings it where there is npm")
    errors = list(html_validity.validator_errors(html_validity.pages_of(site)))
    assert not errors, "\n".join(errors[:40])


def test_every_document_and_some_of_each_kind_open_in_silence_from_disk(
    file_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(file_base + "index.html")
    for name in sorted({*kinds["document"], *some_of_each(kinds)}):
        page.goto(file_base + name)
        assert page.title()


def test_a_page_of_every_kind_opens_in_silence_over_http(
    http_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(http_base)
    for name in some_of_each(kinds):
        page.goto(http_base + name)
        assert page.title()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(
    width: int, file_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(file_base + "index.html", viewport={"width": width, "height": 800})
    wide = []
    for name in some_of_each(kinds, 3):
        page.goto(file_base + name)
        too_wide = page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              if (document.scrollingElement.scrollWidth <= width) return [];
              const outside = [...document.querySelectorAll('body *')].filter((e) => {
                const box = e.getBoundingClientRect();
                return box.width && (box.left < -1 || box.right > width + 1);
              });
              const name = (e) => `${e.tagName.toLowerCase()}.${e.className}`;
              return ['page', ...outside.slice(0, 4).map(name)];
            }"""
        )
        wide += [f"{name}: {', '.join(too_wide)}"] if too_wide else []
    assert not wide, "\n".join(wide)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(
    width: int, scheme: str, http_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(http_base, viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for name in some_of_each(kinds, 1):
        page.goto(http_base + name)
        page.evaluate(AXE)
        for violation in page.evaluate("async () => (await axe.run()).violations"):
            found += [
                f"{name}: {violation['id']}: {node['target']}: {node['html'][:120]}"
                for node in violation["nodes"][:3]
            ]
    assert not found, "\n".join(found)


def test_pages_read_without_javascript(
    file_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(file_base + "index.html", java_script_enabled=False)
    for name in some_of_each(kinds):
        page.goto(file_base + name)
        assert page.locator("main").inner_text().strip(), name
        assert page.locator("h1").is_visible(), name


def test_the_search_page_says_what_to_do_without_javascript(
    file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + "search.html", java_script_enabled=False)
    assert page.locator("main noscript").inner_text().strip()
    assert page.locator("main noscript a[href]").count() >= 1


def test_every_page_is_reached_from_home_by_links_alone(
    site: Path, kinds: dict[str, list[str]]
) -> None:
    pages = {path.relative_to(site).as_posix() for path in html_validity.pages_of(site)}
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        here = waiting.pop()
        for _, address in links.read(site / here).links:
            target = links.target_of(here, address)
            if target in pages - reached:
                reached.add(target)
                waiting.append(target)
    # Nothing leads to what was withdrawn, nor to the addresses of an older site.
    alone = {"404.html", *kinds.get("tombstone", []), *kinds.get("", [])}
    assert pages - reached <= alone


def test_paper_shows_the_text_and_not_the_controls(
    http_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(http_base + kinds["document"][0])
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator("main article p").first.is_visible()
    shown = page.locator("button:visible, input:visible, nav:visible")
    assert shown.count() == 0, shown.evaluate_all("all => all.map((e) => e.outerHTML.slice(0, 99))")
    for part in ("html", "body"):
        colour = page.locator(part).evaluate("e => getComputedStyle(e).backgroundColor")
        assert colour in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_of_the_reader_is_followed(scheme: str, file_base: str, open_page: Open) -> None:
    page = open_page(file_base + "index.html", color_scheme=scheme)
    red, green, blue = page.evaluate(
        """() => {
          const colours = [document.body, document.documentElement].map(
            (e) => getComputedStyle(e).backgroundColor.match(/[0-9.]+/g).map(Number),
          );
          return colours.find(([, , , alpha]) => alpha !== 0).slice(0, 3);
        }"""
    )
    assert (red + green + blue > 3 * 128) is (scheme == "light")


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_menu_is_one_line_that_shows_where_the_reader_is(
    width: int, file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + "about.html", viewport={"width": width, "height": 800})
    links = [link.bounding_box() for link in page.locator(".ways a").all()]
    assert len({box["y"] for box in links if box}) == 1
    here = page.locator(".ways [aria-current]").bounding_box()
    assert here
    assert here["x"] >= 0
    assert here["x"] + here["width"] <= width
    assert page.evaluate("scrollY") == 0
    for link in page.locator(".ways a").all():
        link.focus()
        page.wait_for_timeout(50)
        box = link.bounding_box()
        assert box
        assert 0 <= box["x"] <= width - box["width"]  # what has the focus is seen wholly


SEPARATORS = """() => [...document.querySelectorAll('.crumbs li, .dating > *, p.line > *')]
  .filter((one) => one.getClientRects().length)
  .flatMap((one) => [one.nextElementSibling ? '' : 'after', 'before'].map((side) =>
    side && getComputedStyle(one, '::' + side).content !== 'none' && `${side} ${one.outerHTML}`))
  .filter(Boolean)"""


def test_what_parts_two_words_of_a_line_stands_behind_the_first(
    file_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(file_base + "index.html")
    for name in some_of_each(kinds, 1):
        page.goto(file_base + name)
        assert page.evaluate(SEPARATORS) == [], name


ENDS = """() => [...document.querySelectorAll('.dating > *')]
  .filter((one) => one.getClientRects().length)
  .map((one) => [one, one.getBoundingClientRect()])
  .sort(([, one], [, two]) =>
    Math.abs(one.top - two.top) > 9 ? one.top - two.top : two.right - one.right)
  .map(([one]) => getComputedStyle(one, '::after').content !== 'none')"""


@pytest.mark.parametrize("calendar", ["", "first", "gregorian", "hijri"])
@pytest.mark.parametrize("name", ["matbaa-2020-1-alat", "warraq-001-kalima-ula"])
def test_dates_are_parted_in_every_calendar_and_nothing_stands_after_the_last(
    calendar: str, name: str, file_base: str, open_page: Open
) -> None:
    page = open_page(f"{file_base}d/{name}.html")
    for pages in (True, False):  # the printed pages may be unknown
        page.evaluate("(name) => { document.documentElement.dataset.calendar = name; }", calendar)
        if not pages:
            page.evaluate("() => document.querySelector('.dating .pages')?.remove()")
        parted = page.evaluate(ENDS)
        assert parted == [True] * (len(parted) - 1) + [False]


def test_a_table_of_four_columns_stands_on_a_desk_without_scrolling(
    file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + "d/matbaa-2020-1-alat.html")
    tables = page.locator(".body .table-scroll")
    assert tables.count()
    assert tables.evaluate_all("all => all.every((one) => one.scrollWidth <= one.clientWidth)")


SMALLEST = """() => Math.min(...[...document.querySelectorAll('main svg text')]
  .filter((one) => one.getClientRects().length)
  .map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a))"""


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_names_in_drawings_are_large_enough_to_read(
    width: int, file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + "map.html", viewport={"width": width, "height": 800})
    for name in ("map.html", "network.html", "place/l-bayrut.html"):
        page.goto(file_base + name)
        assert page.evaluate(SMALLEST) >= 8.5, name
