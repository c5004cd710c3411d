"""Do scripts that few need come when they are wanted, and is it said where they do not?"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page

Open = Callable[..., Page]
DEMAND = "name => sitegen.demand(name).then(() => !!sitegen.marks, ({ message }) => message)"


def test_a_script_comes_when_it_is_demanded(base: str, open_page: Open) -> None:
    page = open_page(base + "index.html")
    assert page.evaluate("() => sitegen.marks === undefined")
    assert page.evaluate(DEMAND, "marks") is True
    assert page.evaluate(DEMAND, "marks") is True


def test_a_script_that_is_not_there_is_told_and_may_come_later(
    http_base: str, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(http_base + "index.html")
    page.route("**/assets/marks.js*", lambda route: route.abort())
    told = page.evaluate(DEMAND, "marks")
    assert "تعذّر" in told
    page.unroute("**/assets/marks.js*")
    assert page.evaluate(DEMAND, "marks") is True
    page.close()


def test_the_search_page_does_not_load_its_engine_twice(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + "search.html")
    page.evaluate("() => sitegen.demand('engine')")
    sources = page.evaluate(
        "() => performance.getEntriesByType('resource').map(({ name }) => name)"
    )
    assert sum("assets/engine.js" in source for source in sources) == 1
