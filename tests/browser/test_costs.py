"""Does a page come in one piece: nothing jumps, little blocks, little weighs?"""

from __future__ import annotations

from pathlib import Path

import page_costs
import pytest
from first_search import serving
from playwright.sync_api import Browser

# A Chromium without windows says of itself, once, that its pointer is in the corner.
UNMOVED = "addEventListener('pointermove', (e) => e.x || e.y || e.stopImmediatePropagation())"
KINDS = ["document", "home", "search", "entity", "list", "index", "collection", "page"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_jumps_and_little_blocks_on_a_slow_line(
    kind: str, site: Path, kinds: dict[str, list[str]], browser: Browser
) -> None:
    (path,) = page_costs.chosen([site / name for name in kinds[kind]], 1)
    name = path.relative_to(site).as_posix()
    with serving(site) as (address, log):
        for visit in page_costs.visits(browser, site, address, log, name, (390, 1280)):
            assert visit.shift <= 0.02, (visit.width, visit.line, visit.moved)
            assert visit.weight <= 120_000
            assert visit.text <= 25_000
            assert sorted(Path(one).suffix for one in visit.blocking) == [".css", ".js"]
            assert visit.boot <= 2_000


def test_the_words_of_a_query_in_the_address_do_not_open_the_help_first(
    site: Path, browser: Browser
) -> None:
    with serving(site) as (address, _):
        page = browser.new_page()
        page.goto(address + "search.html#q=بولاق", wait_until="commit")
        page.wait_for_selector("#help", state="attached")
        assert not page.locator("#help dl").is_visible()
        page.locator("ol.hits > li.hit").first.wait_for()
        assert not page.locator("#help dl").is_visible()
        page.close()


@pytest.mark.parametrize(("now", "asked"), [(0, {"amiri-ar.woff2", "sans-ar.woff2"}), (9e9, set())])
def test_where_the_line_is_quick_the_first_faces_do_not_wait_for_the_layout(
    now: float, asked: set[str], site: Path, browser: Browser
) -> None:
    with serving(site) as (address, log):
        page = browser.new_page()
        page.add_init_script(f"performance.now = () => {now}")
        page.route("**/site.css*", lambda route: route.fulfill(body="", content_type="text/css"))
        page.goto(address + "index.html")
        page.wait_for_load_state("networkidle")
        page.close()
        assert {Path(one.path).name for one in log if one.path.endswith(".woff2")} == asked


def test_the_bold_face_is_fetched_when_the_reader_moves_for_the_page_after(
    site: Path, browser: Browser
) -> None:
    bold = "amiri-bold-ar.woff2"
    texts = [one for one in sorted(site.glob("d/*.html")) if "<strong>" in one.read_text("utf-8")]
    with serving(site) as (address, log):
        page = browser.new_page()
        page.add_init_script(UNMOVED)
        page.goto(address + texts[0].relative_to(site).as_posix())
        page.wait_for_load_state("networkidle")
        strong = page.locator(".body strong").first
        assert bold not in {Path(one.path).name for one in log}
        assert "Amiri Bold" not in strong.evaluate("(one) => getComputedStyle(one).fontFamily")
        with page.expect_response(lambda answer: answer.url.endswith(bold)):
            page.mouse.wheel(0, 300)
        page.wait_for_function("() => 'bold' in sitegen.choices()")
        page.reload()
        assert "Amiri Bold" in strong.evaluate("(one) => getComputedStyle(one).fontFamily")
        page.close()
