"""How a test types into the search page and reads what comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

SETTLED = """(query) => {
  const said = new URLSearchParams(location.hash.slice(1)).get('q') ?? '';
  const results = document.querySelector('#results');
  const hits = [...document.querySelectorAll('ol.hits > li.hit')].slice(0, 5);
  return said === query.trim() && !results.hasAttribute('aria-busy')
    && hits.every((hit) => !hit.matches('.pending') && hit.querySelector('h2, .fault'));
}"""

DRAWN = """() => {
  const waiting = [...document.querySelectorAll('ol.hits > li.hit')].filter(
    (hit) => !hit.querySelector('h2, .fault'),
  );
  waiting[0]?.scrollIntoView();
  return !waiting.length;
}"""


COUNTED = """rows => rows.map((row) => [
  row.querySelector('.value').textContent, row.querySelector('.count').textContent,
])"""
LATIN = {0x660 + digit: str(digit) for digit in range(10)} | {0x66C: ""}


@dataclass(frozen=True)
class Searching:
    """The search page of a site, open in a page."""

    page: Page

    @property
    def box(self) -> Locator:
        return self.page.locator("main input[type=search]")

    @property
    def hits(self) -> Locator:
        return self.page.locator("ol.hits > li.hit")

    @property
    def status(self) -> str:
        return self.page.locator("#status").inner_text()

    def settle(self, query: str) -> Searching:
        """Wait until the answer to *query* is drawn."""
        self.page.wait_for_function(SETTLED, arg=query)
        return self

    def type(self, query: str) -> Searching:
        """Type a query in place of what is there."""
        self.box.fill(query)
        return self.settle(query)

    def facet(self, field: str) -> Locator:
        """An open facet with its counts; "" is the years."""
        facet = self.page.locator(f'#filters .facet[data-field="{field}"]')
        panel = self.page.locator("#filters")
        if not panel.evaluate("panel => panel.open"):
            panel.locator("> summary").click()
        if not facet.evaluate("facet => facet.open"):
            facet.locator("summary").click()
        facet.locator(".values, .years").wait_for()
        return facet

    def counts(self, field: str) -> dict[str, int]:
        """What an open facet counts, by label, all of it."""
        facet = self.facet(field)
        while facet.locator(".more").is_visible():
            facet.locator(".more").click()
        rows = facet.locator("li").evaluate_all(COUNTED)
        return {label: int(count.translate(LATIN)) for label, count in rows}

    def ids(self) -> list[str]:
        """The documents found, by the names of their pages, all drawn."""
        self.page.wait_for_function(DRAWN)
        hrefs = self.hits.locator("h2 a").evaluate_all("all => all.map((a) => a.pathname)")
        return [href.rpartition("/")[2].removesuffix(".html") for href in hrefs]

    def marks(self) -> list[str]:
        """The highlighted words of the first result."""
        return self.hits.first.locator("mark").all_inner_texts()


@contextmanager
def redrawn(page: Page, drawn: str) -> Iterator[None]:
    """Do something, and wait until what is *drawn* has made room for another."""
    page.locator(drawn).first.evaluate("one => { one.dataset.old = ''; }")
    yield
    expect(page.locator(f"{drawn}[data-old]")).to_have_count(0)
    page.locator(drawn).first.wait_for(state="attached")


def address(base: str, query: str, **state: str) -> str:
    """The address of the search page in a state."""
    return f"{base}search.html#{urlencode({'q': query, **state})}"
