"""Can a reader see the results in other ways, and take them along?"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from searching import redrawn

from sitegen.arabic.tokens import forms_of

Open = Callable[..., Page]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
SAID = re.compile(r"[٠-٩]+")
VIEWS = [{"view": "kwic"}, {"view": "compare", "vs": "كتاب\nجريدة"}, {}]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 700}


def opened(open_page: Open, base: str, query: str, **state: str) -> Page:
    """The search page in a state, once the view has been drawn and read to its end."""
    options = {"viewport": state.pop("viewport")} if "viewport" in state else {}
    page = open_page(f"{base}search.html#{urlencode({'q': query, **state})}", **options)
    settled(page, state.get("view", ""))
    return page


def settled(page: Page, view: str) -> None:
    waited = {"kwic": ".view .status:not(:empty)", "compare": ".view .legend", "": ".hits h2"}[view]
    page.locator(waited).first.wait_for()


def number(text: str) -> int:
    found = SAID.search(text)
    assert found, text
    return int(found[0])


def lines(page: Page) -> Locator:
    return page.locator(".concordance li")


def contexts(page: Page, side: str) -> list[str]:
    return [text.strip() for text in page.locator(f".concordance .{side}").all_inner_texts()]


# Words in context


def test_every_line_has_its_keyword_in_the_middle_and_leads_to_its_paragraph(
    base: str, open_page: Open
) -> None:
    page = opened(open_page, base, "بولاق", view="kwic")
    assert lines(page).count() > 5
    words = page.locator(".concordance mark").all_inner_texts()
    assert all("بولاق" in " ".join(forms_of(word)) for word in words)
    link = page.locator(".concordance a:not([href*='#&'])").first
    anchor = re.search(r"#([^&]+)&q=", link.get_attribute("href") or "")
    assert anchor
    link.click()
    page.wait_for_url("**/d/*.html#*")
    expect(page.locator(f"#{anchor[1]}")).to_be_in_viewport()
    expect(page.locator(f"#{anchor[1]} mark").first).to_be_visible()


def test_what_comes_before_stands_at_the_right(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, '"مطبعة بولاق"', view="kwic")
    for part, other in (("left", "mark"), ("mark", "right")):
        first = page.locator(f".concordance {part if part == 'mark' else '.left'}").first
        second = page.locator(f".concordance {other if other == 'mark' else '.right'}").first
        one, two = first.bounding_box(), second.bounding_box()
        assert one
        assert two
        assert one["x"] >= two["x"] + two["width"] - 1
    words = page.locator(".concordance mark").all_inner_texts()
    assert all(" " in word for word in words)  # a phrase is one keyword


@pytest.mark.parametrize("side", ["right", "left"])
def test_lines_are_sorted_by_either_context(http_base: str, open_page: Open, side: str) -> None:
    page = opened(open_page, http_base, "بولاق", view="kwic", by=side)
    shown = [forms_of(text) for text in contexts(page, side)]
    nearest = [words if side == "right" else words[::-1] for words in shown]
    told = [words[:2] for words in nearest]
    assert told == sorted(told, key=lambda words: (not words, words))  # nothing beside: last


def test_the_order_is_chosen_and_kept_in_the_address(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "بولاق", view="kwic")
    page.get_by_label("رتّب الأسطر").select_option("date")
    assert "by=date" in page.url
    years = [number(text) for text in page.locator(".where time").all_inner_texts()]
    assert years == sorted(years)


def test_long_concordances_are_paged(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "مطبعة", view="kwic")
    first = lines(page).all_inner_texts()
    assert len(first) == 50
    page.get_by_role("button", name="التالي").click()
    assert lines(page).all_inner_texts() != first
    expect(page.locator(".concordance a").first).to_be_focused()
    expect(page.locator(".range")).to_contain_text("٥١–١٠٠")


def test_reading_can_be_stopped_and_taken_up_again(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + "search.html")
    page.evaluate("() => sitegen.demand('kwic')")
    # texts come slowly: a reader sees how far it has got
    page.route("**/search/text/**", lambda route: (page.wait_for_timeout(60), route.continue_()))
    page.locator("main input[type=search]").fill("مطبعة")
    page.locator(".hits h2").first.wait_for()
    page.get_by_role("button", name="الكلمات في سياقها").click()
    page.get_by_role("button", name="توقّف").click()
    expect(page.locator(".view .status")).to_contain_text("توقّفت القراءة")
    before = number(page.locator(".progress").inner_text())
    page.unroute("**/search/text/**")
    page.get_by_role("button", name="تابع القراءة").click()
    expect(page.locator(".view .status")).to_contain_text("سط")
    expect(page.locator(".view .status")).not_to_contain_text("توقّفت")
    assert number(page.locator(".progress").inner_text()) > before


def test_texts_that_do_not_come_are_counted(http_base: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{http_base}search.html#{urlencode({'q': 'مطبعة'})}")
    page.locator(".hits h2").first.wait_for()
    page.route("**/search/text/2019/**", lambda route: route.abort())
    page.get_by_role("button", name="الكلمات في سياقها").click()
    expect(page.locator(".view .status")).to_contain_text("تعذّر تحميل")
    assert lines(page).count() > 5
    page.close()


def test_lines_are_saved_as_a_table(base: str, open_page: Open) -> None:
    page = opened(open_page, base, "مطبعة", view="kwic")
    with page.expect_download() as saved:
        page.get_by_role("button", name="احفظ الأسطر").click()
    text = Path(saved.value.path()).read_text("utf-8")
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert head[:3] == ["left", "keyword", "right"]
    assert len(rows) == number(page.locator(".view .status").inner_text())
    assert all(len(row) == len(head) for row in rows)
    assert not any("file:" in cell for row in rows for cell in row)


# The years


def test_queries_are_compared_year_by_year(base: str, open_page: Open) -> None:
    page = opened(open_page, base, "مطبعة", view="compare")
    page.get_by_label("قارن بـ").fill("كتاب")
    page.keyboard.press("Enter")
    expect(page.locator(".legend li")).to_have_count(2)
    assert "vs=" in page.url
    totals = [number(text) for text in page.locator(".legend .count").all_inner_texts()]
    page.locator(".comparison summary").click()
    rows = page.locator(".comparison tbody tr")
    for column, total in enumerate(totals, 1):
        cells = rows.locator(f"td:nth-of-type({column})").all_inner_texts()
        undated = total - sum(map(number, cells))
        assert 0 <= undated < 5
    label = page.locator(".comparison > svg").get_attribute("aria-label") or ""
    assert "مطبعة" in label
    assert "كتاب" in label


def test_a_year_of_the_table_leads_to_its_results(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "مطبعة", view="compare", vs="كتاب")
    page.locator(".comparison summary").click()
    link = page.locator(".comparison tbody td:nth-of-type(2) a").first
    expected = number(link.inner_text())
    link.click()
    page.locator(".hits h2").first.wait_for()
    assert page.locator("main input[type=search]").input_value() == "كتاب"
    expect(page.locator(".hits > li")).to_have_count(expected)


def test_shares_are_of_the_documents_of_a_year(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "مطبعة", view="compare")
    page.locator(".comparison summary").click()
    counts, documents = (
        [
            number(t)
            for t in page.locator(f".comparison tbody td:nth-of-type({n})").all_inner_texts()
        ]
        for n in (1, 2)
    )
    with redrawn(page, ".view .legend"):
        page.get_by_label("المقياس").select_option("relative")
    assert "scale=relative" in page.evaluate("location.hash")
    page.locator(".comparison summary").click()
    shares = page.locator(".comparison tbody td:nth-of-type(1)").all_inner_texts()
    assert [number(share) for share in shares] == [
        int(1000 * n / of + 0.5) // 10 for n, of in zip(counts, documents, strict=True)
    ]


def test_the_numbers_are_saved_as_a_table(base: str, open_page: Open) -> None:
    page = opened(open_page, base, "مطبعة", view="compare", vs="كتاب")
    with page.expect_download() as saved:
        page.get_by_role("button", name="احفظ الأعداد").click()
    text = Path(saved.value.path()).read_text("utf-8").removeprefix("\ufeff")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == ["year", "مطبعة", "كتاب", "documents"]
    page.locator(".comparison summary").click()
    shown = page.locator(".comparison tbody tr").all()
    assert [[int(cell) for cell in row] for row in rows] == [
        [int(cell) for cell in row.locator("th, td").all_inner_texts()] for row in shown
    ]


def test_all_documents_are_a_line_where_only_a_filter_is_chosen(
    http_base: str, open_page: Open
) -> None:
    page = open_page(f"{http_base}search.html#{urlencode({'from': '2000', 'view': 'compare'})}")
    settled(page, "compare")
    expect(page.locator(".legend bdi").first).to_have_text("كل الوثائق")
    page.locator("main input[type=search]").fill("مطبعة")
    expect(page.locator(".legend bdi").first).to_have_text("مطبعة")


def test_records_are_lines_by_their_headings(base: str, open_page: Open) -> None:
    page = opened(open_page, base, "entity:l-bulaq", view="compare", vs="كتاب علم:l-misr")
    expect(page.locator(".legend bdi")).to_have_text(["بولاق", "كتاب مصر"])
    page.locator(".comparison summary").click()
    expect(page.locator(".comparison thead th").nth(1)).to_have_text("بولاق")
    page = open_page(f"{base}search.html#{urlencode({'entity': 'l-bulaq', 'view': 'compare'})}")
    settled(page, "compare")
    expect(page.locator(".legend bdi")).to_have_text("بولاق")


def test_at_most_five_queries_are_compared_and_each_can_be_taken_out(
    http_base: str, open_page: Open
) -> None:
    page = opened(open_page, http_base, "مطبعة", view="compare", vs="كتاب\nجريدة\nبولاق\nحرف\nورق")
    expect(page.locator(".legend li")).to_have_count(5)
    expect(page.locator("#compare-add")).to_be_disabled()
    page.get_by_role("button", name=re.compile("جريدة")).click()
    expect(page.locator(".legend li")).to_have_count(4)
    expect(page.locator("#compare-add")).to_be_enabled()


# Saving and sharing


def test_the_link_of_a_search_is_offered_and_copied(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + "search.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator("main input[type=search]").fill("بولاق")
    page.locator(".hits h2").first.wait_for()
    button = page.get_by_role("button", name="حفظ ومشاركة")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="انسخ").click()
    expect(page.locator(".saving [role=status]")).to_have_text("نُسخ الرابط.")
    assert page.evaluate("() => navigator.clipboard.readText()") == page.url
    button.click()
    expect(page.locator(".saving")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "begins"), [("CSV", "\ufeffid,title"), ("BibTeX", "@"), ("RIS", "TY  - ")]
)
def test_results_are_saved(base: str, open_page: Open, name: str, begins: str) -> None:
    page = opened(open_page, base, "بولاق")
    total = number(page.locator("#status").inner_text())
    page.get_by_role("button", name="حفظ ومشاركة").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name=name, exact=True).click()
    text = Path(saved.value.path()).read_bytes().decode()
    assert text.startswith(begins)
    assert "file:" not in text
    signs = {"CSV": "\r\n", "BibTeX": "\n}\n", "RIS": "\r\nER  - "}
    assert text.count(signs[name]) == total + (name == "CSV")
    expect(page.locator(".saving [role=status]")).to_contain_text("حُفظ")


def test_what_is_saved_is_what_the_document_s_page_says(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, '"مطبعة بولاق"')
    page.get_by_role("button", name="حفظ ومشاركة").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="BibTeX").click()
    entries = Path(saved.value.path()).read_text("utf-8").strip().split("\n\n")
    hrefs = page.locator(".hits h2 a").evaluate_all("all => all.map((a) => a.href)")
    for entry, href in zip(entries[:4], hrefs[:4], strict=True):
        page.goto(href)
        shown = page.locator("pre, code, textarea").all_text_contents()
        assert any(same(entry, text) for text in shown), entry


def same(entry: str, text: str) -> bool:
    """Without the address, which the page of a site without base_url cannot say."""
    return [line for line in entry.splitlines() if "url =" not in line] == [
        line for line in text.strip().splitlines() if "url =" not in line
    ]


# Passages


def test_more_passages_come_on_demand_each_from_its_paragraph(base: str, open_page: Open) -> None:
    page = opened(open_page, base, "مطبعة بولاق")
    page.locator(".further").first.click()
    links = page.locator(".passages a")
    expect(links.first).to_be_focused()
    assert 1 <= links.count() <= 3
    hrefs = links.evaluate_all("all => all.map((a) => a.hash)")
    own = page.locator(".hits > li").filter(has=links).locator("h2 a").evaluate("a => a.hash")
    assert len({*hrefs, own}) == len(hrefs) + 1
    assert all(links.nth(n).locator("mark").count() for n in range(links.count()))


# All of them


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
@pytest.mark.parametrize("state", VIEWS)
def test_axe_finds_nothing(
    http_base: str, open_page: Open, state: dict[str, str], viewport: dict[str, int], scheme: str
) -> None:
    query = urlencode({"q": "مطبعة بولاق", **state})
    page = open_page(f"{http_base}search.html#{query}", viewport=viewport, color_scheme=scheme)
    settled(page, state.get("view", ""))
    if not state:
        page.locator(".further").first.click()
        page.locator(".passages a").first.wait_for()
        page.get_by_role("button", name="حفظ ومشاركة").click()
    for table in page.locator(".comparison summary").all():
        table.click()
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("state", VIEWS)
def test_nothing_is_wider_than_a_narrow_screen(
    http_base: str, open_page: Open, state: dict[str, str]
) -> None:
    page = opened(open_page, http_base, "مطبعة بولاق", viewport=NARROW, **state)
    if not state:
        page.get_by_role("button", name="حفظ ومشاركة").click()
        page.locator(".saving").wait_for()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= NARROW["width"]
    for box in page.locator(".concordance a").all()[:20]:
        place = box.bounding_box()
        assert place
        assert place["x"] >= 0


def test_views_are_reached_by_the_keyboard_alone(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "بولاق")
    page.get_by_role("button", name="النتائج").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settled(page, "kwic")
    expect(page.get_by_role("button", name="الكلمات في سياقها")).to_be_focused()
    assert page.locator(".hits > li").count() == 0
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    settled(page, "")


def test_a_view_whose_script_does_not_come_is_told(http_base: str, browser: Browser) -> None:
    page = browser.new_page()
    page.route("**/assets/kwic.js*", lambda route: route.abort())
    page.goto(f"{http_base}search.html#{urlencode({'q': 'بولاق', 'view': 'kwic'})}")
    expect(page.locator("#status")).to_contain_text("تعذّر")
    page.close()
