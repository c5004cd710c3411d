"""Does a page come in one piece: nothing jumps, little blocks, little weighs?"""

from __future__ import annotations

from pathlib import Path

import page_costs
import pytest
from first_search import serving
from playwright.sync_api import Browser

KINDS = ["document", "home", "search", "entity", "list", "index", "collection", "page"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_jumps_and_little_blocks_on_a_slow_line(
    kind: str, site: Path, kinds: dict[str, list[str]], browser: Browser
) -> None:
    (path,) = page_costs.chosen([site / name for name in kinds[kind]], 1)
    name = path.relative_to(site).as_posix()
    with serving(site) as (address, log):
        for visit in page_costs.visits(browser, site, address, log, name):
            assert visit.shift <= 0.02, (visit.width, visit.moved)
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
