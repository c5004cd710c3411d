"""Does home tell what was printed on this day, and lead to it?"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]


@pytest.mark.parametrize(
    ("today", "address"),
    [
        (datetime.datetime(2026, 1, 15, 12, tzinfo=datetime.UTC), "day/01-15.html"),
        (
            datetime.datetime(2026, 1, 16, 12, tzinfo=datetime.UTC),
            "day/01-29.html",
        ),  # the next day that has any
        (datetime.datetime(2026, 12, 31, 12, tzinfo=datetime.UTC), "day/01-01.html"),
    ],
)
def test_home_tells_of_this_day_or_the_next(
    base: str, open_page: Open, today: datetime.datetime, address: str
) -> None:
    page = open_page(base + "data.html")
    page.clock.set_fixed_time(today)
    page.goto(base + "index.html")
    lead = page.locator(".today .day a")
    expect(lead).to_have_attribute("href", address)
    assert page.locator(".today li a").count() >= 1
    title = page.locator(".today li a").first.inner_text()
    lead.click()
    expect(page.locator(".entry .title", has_text=title)).to_be_visible()


def test_without_javascript_the_days_are_one_link_away(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + "index.html", java_script_enabled=False)
    page.locator(".today h2 a").click()
    assert page.locator("td a[href]").count() >= 10
