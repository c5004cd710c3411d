"""Does the histogram suit one year, a journal and thirteen centuries, written either way?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import build
from playwright.sync_api import Page, expect
from searching import Searching, address

Open = Callable[..., Page]
WORD = "مطبعة"


@pytest.fixture(scope="module")
def archive_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Build an archive with a document for each year; give the address of its site on disk."""

    def made(years: list[int | None], language: str) -> str:
        folder = tmp_path_factory.mktemp("years") / "archive"
        folder.mkdir()
        toml = f'format = 1\ntitle = "أرشيف"\nlanguage = "{language}"\nnumerals = "latn"\n'
        (folder / "site.toml").write_text(toml, "utf-8")
        rows = (
            {"id": f"d-{n}", "title": WORD, "body": f"{WORD} {n}"}
            | ({"date": f"{year:04}"} if year else {})
            for n, year in enumerate(years)
        )
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / "rows.jsonl").write_text(lines, "utf-8")
        return build(folder, folder.parent / "site").as_uri() + "/"

    return made


def span(search: Searching) -> dict[str, list[str]]:
    state = parse_qs(urlsplit(search.page.url).fragment)
    del state["q"]
    return state


def test_thirteen_centuries_are_bars_of_round_years_with_the_oldest_at_the_left(
    archive_of: Callable[..., str], open_page: Open
) -> None:
    base = archive_of([622, 640, 1258, 1492, 1492, 1900, 1922, None], "en")
    search = Searching(open_page(address(base, WORD))).settle(WORD)
    facet = search.facet("")
    titles = facet.locator("svg title").all_text_contents()
    assert len(titles) == 53
    assert (titles[0], titles[1], titles[-1]) == (
        "622 to 624: 1",
        "625 to 649: 1",
        "1900 to 1922: 2",
    )
    assert sum(int(title.rpartition(" ")[2]) for title in titles) == 7
    expect(facet.locator(".undated")).to_contain_text("1 without a date")
    box = facet.locator(".histogram").bounding_box()
    assert box
    search.page.mouse.click(box["x"] + 2, box["y"] + 20)
    search.settle(WORD)
    assert span(search) == {"to": ["624"]}
    assert search.hits.count() == 1
    expect(search.page.locator(".notes li")).to_contain_text("1 more document has no date")


def test_an_archive_of_one_year_has_no_histogram_to_choose_from(
    archive_of: Callable[..., str], open_page: Open
) -> None:
    search = Searching(open_page(address(archive_of([1908, 1908, None], "fr"), WORD))).settle(WORD)
    assert search.hits.count() == 3
    expect(search.page.locator('.facet[data-field=""]')).not_to_be_visible()


def test_two_years_are_two_bars(archive_of: Callable[..., str], open_page: Open) -> None:
    search = Searching(open_page(address(archive_of([1908, 1909, 1909], "ar"), WORD))).settle(WORD)
    facet = search.facet("")
    assert facet.locator("svg title").all_text_contents() == ["1908: 1", "1909: 2"]
    facet.locator("input.from").press("ArrowUp")
    search.settle(WORD)
    assert span(search) == {"from": ["1909"]}
    assert search.hits.count() == 2
    classes = facet.locator("svg g").evaluate_all(
        "bars => bars.map((bar) => bar.className.baseVal)"
    )
    assert classes == ["out", ""]


def test_nothing_is_cut_off_at_four_times_the_size(
    archive_of: Callable[..., str], open_page: Open
) -> None:
    """A window of 1,280 by 1,024 pixels, at 400 %."""
    base = archive_of([1898, 1905, 1910], "ar")
    page = open_page(
        address(base, WORD, **{"from": "1900"}), viewport={"width": 320, "height": 256}
    )
    search = Searching(page).settle(WORD)
    facet = search.facet("")
    page.evaluate("() => document.querySelector('input.from').scrollIntoView()")
    expect(facet.locator("input.from")).to_be_in_viewport()
    assert page.evaluate(
        "() => document.scrollingElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_a_year_that_is_being_typed_stays_when_an_answer_comes(
    archive_of: Callable[..., str], open_page: Open
) -> None:
    search = Searching(open_page(address(archive_of([1898, 1900, 1922], "en"), WORD))).settle(WORD)
    box = search.facet("").locator("#filter-from")
    box.press_sequentially("19")
    search.page.evaluate(
        """() => {
            const sort = document.getElementById('filter-sort');
            sort.value = 'newest';
            sort.dispatchEvent(new Event('change'));
        }"""
    )
    search.settle(WORD)
    expect(search.page).to_have_url(re.compile("sort=newest"))
    search.page.wait_for_timeout(300)  # for the histogram, which is drawn after the results
    expect(box).to_have_value("19")
    box.press_sequentially("00")
    box.press("Enter")
    expect(search.page).to_have_url(re.compile("from=1900"))
