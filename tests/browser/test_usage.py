"""Can a reader see how often something is written, year by year?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect
from searching import redrawn

Open = Callable[..., Page]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 700}
PAGES = ("index", "phrases", "names")


def handed_over(site: Path) -> dict[str, object]:
    """What the files of data/usage say, by name; the index under "index"."""
    found = {}
    for path in (site / "data" / "usage").glob("*.js"):
        call = re.fullmatch(
            r"sitegen\.usage\((.*?)(?:,\"\w+\")?\);\n", path.read_text("utf-8"), re.DOTALL
        )
        assert call
        found[path.stem] = json.loads(call[1])
    return found


def opened(open_page: Open, base: str, *keys: str, name: str = "index", **options: object) -> Page:
    state = "#" + urlencode([("w", key) for key in keys]) if keys else ""
    page = open_page(f"{base}words/{name}.html{state}", **options)
    page.locator(".drawn .legend, .drawn .note").first.wait_for()
    return page


def drawn(page: Page) -> list[str]:
    return page.locator(".legend bdi").all_inner_texts()


def column(page: Page, number: int) -> list[str]:
    details = page.locator(".comparison details")
    if not details.get_attribute("open"):
        details.evaluate("one => one.open = true")
    return page.locator(f".comparison tbody td:nth-of-type({number})").all_inner_texts()


# What is counted


def test_the_search_counts_what_the_build_has_counted(
    http_base: str, site: Path, open_page: Open
) -> None:
    files = handed_over(site)
    index = files["index"]
    assert len(index["words"]) > 300
    assert len(index["phrases"]) > 50
    texts = index["words"] + index["phrases"]
    parts = range(-(-len(texts) // index["per"]))
    counts = [row for n in parts for row in files[f"w{n}"]]
    some = dict(list(zip(texts, counts, strict=True))[::9])
    page = opened(open_page, http_base)
    asked = page.evaluate(
        """async (texts) => {
          await sitegen.demand('engine');
          const library = sitegen.library(sitegen.scripts(sitegen.root + 'search/'));
          const engine = sitegen.engine(library, sitegen.analyzer);
          const { analyzer } = await engine.open();
          const { lookup } = await engine.search(texts[0], { k: 0, sort: 'oldest' });
          const found = {};
          for (const text of texts) {
            const wanted = sitegen.countable(text, analyzer);
            found[text] = [...await sitegen.occurrences(lookup, wanted)];
          }
          return found;
        }""",
        list(some),
    )
    for text, row in some.items():
        told = dict(zip(index["years"], row, strict=True))
        assert dict(asked[text]) == {year: n for year, n in told.items() if n}, text


def test_shares_are_of_the_words_of_a_year(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "مطبعة")
    shares = column(page, 1)
    counts, sizes = [list(map(number, some)) for some in (absolute(page), column(page, 2))]
    assert sum(counts) > 10
    for share, count, size in zip(map(number, shares), counts, sizes, strict=True):
        assert abs(share - 10_000 * count / size) <= 0.05 + 1e-9


def number(text: str) -> float:
    plain = text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")).replace("٬", "")
    return float(plain)


# What is chosen


def test_the_most_frequent_are_drawn_until_something_is_chosen(base: str, open_page: Open) -> None:
    page = opened(open_page, base)
    rows = page.locator("table.usage tbody th").all_inner_texts()
    assert drawn(page) == rows[:3]
    pressed = page.locator("table.usage .draw[aria-pressed=true]")
    expect(pressed).to_have_count(3)


def test_any_word_and_any_phrase_can_be_added_and_taken_out(base: str, open_page: Open) -> None:
    page = opened(open_page, base, "مطبعة")
    box = page.get_by_label("كلمة أو عبارة أو علم")
    for text in ("الطابعون", "مطبعة بولاق", "كتا*", "=الحروف"):
        box.fill(text)
        box.press("Enter")
        expect(page.locator(".legend bdi").last).to_have_text(text)
    assert drawn(page) == ["مطبعة", "الطابعون", "مطبعة بولاق", "كتا*", "=الحروف"]
    label = page.locator(".comparison > svg").get_attribute("aria-label") or ""
    assert all(text in label for text in drawn(page))
    box.fill("جريدة")
    box.press("Enter")
    expect(page.locator(".drawn .status")).to_contain_text("٥")  # no more lines than five
    page.get_by_role("button", name="أزل: الطابعون").click()
    expect(page.locator(".legend li")).to_have_count(4)
    page.reload()  # the address says it all
    page.locator(".legend").wait_for()
    assert drawn(page) == ["مطبعة", "مطبعة بولاق", "كتا*", "=الحروف"]


def test_what_cannot_be_counted_is_said_and_left_out(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "مطبعة")
    box = page.get_by_label("كلمة أو عبارة أو علم")
    box.fill("author:p-zakhir")
    box.press("Enter")
    expect(page.locator(".drawn .status")).to_contain_text("author:p-zakhir")
    assert drawn(page) == ["مطبعة"]
    box.fill("ظظغغضض")  # a word that is nowhere
    box.press("Enter")
    expect(page.locator(".legend .count").last).to_have_text("لا ترد")


def test_rows_are_drawn_and_taken_out_by_their_buttons(base: str, open_page: Open) -> None:
    page = opened(open_page, base, "مطبعة")
    button = page.locator("tr[data-key='كتاب'] button")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".legend bdi").last).to_have_text("كتاب")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".legend li")).to_have_count(1)
    expect(button).to_have_attribute("aria-pressed", "false")


def test_an_entity_is_set_beside_words_from_its_page(base: str, open_page: Open) -> None:
    page = open_page(f"{base}place/l-bulaq.html")
    page.get_by_role("link", name="قارن عبر السنين").click()
    page.locator(".legend").wait_for()
    assert drawn(page) == ["بولاق"]
    mentions = sum(int(number(n)) for n in absolute(page))
    page.get_by_label("كلمة أو عبارة أو علم").fill("مطبعة")
    page.keyboard.press("Enter")
    expect(page.locator(".legend li")).to_have_count(2)
    page.locator(".legend a").first.click()
    page.locator(".mentions").wait_for()
    told = page.locator(".mentions figcaption .note").first.inner_text()
    assert int(number(re.findall("[٠-٩]+", told)[0])) == mentions


def absolute(page: Page) -> list[str]:
    with redrawn(page, ".legend"):
        page.get_by_label("المقياس").select_option("absolute")
    assert "scale=absolute" in page.evaluate("location.hash")
    return column(page, 1)


def test_names_are_offered_while_they_are_typed(base: str, open_page: Open) -> None:
    page = opened(open_page, base, "مطبعة")
    box = page.get_by_label("كلمة أو عبارة أو علم")
    box.press_sequentially("القاهر")
    option = page.get_by_role("option").filter(has_text="مكان")
    option.first.wait_for()
    page.keyboard.press("ArrowUp")  # names come last
    page.keyboard.press("Enter")
    expect(page.locator(".legend li")).to_have_count(2)
    assert re.search(r"&w=%40\w+%2F", page.url)
    expect(box).to_have_value("")


def test_a_year_of_the_table_leads_to_its_results(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "مطبعة", "@place/l-bulaq")
    page.locator(".comparison summary").click()
    for cell, query in (("td:nth-of-type(1)", "مطبعة"), ("td:nth-of-type(2)", "")):
        link = page.locator(f".comparison tbody {cell} a").last
        year = link.locator("xpath=ancestor::tr/th").inner_text()
        with page.context.expect_page() as shown:
            link.click(modifiers=["ControlOrMeta"])
        other = shown.value
        other.locator(".hits h2").first.wait_for()
        assert other.locator("main input[type=search]").input_value() == query
        dates = other.locator(".hits time").all_inner_texts()
        assert dates
        assert all(year in date for date in dates)
        other.close()


def test_the_numbers_are_saved_as_a_table(base: str, open_page: Open) -> None:
    page = opened(open_page, base, "مطبعة", "@place/l-bulaq")
    with page.expect_download() as saved:
        page.get_by_role("button", name="احفظ الأعداد").click()
    text = Path(saved.value.path()).read_text("utf-8").removeprefix("\ufeff")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == ["year", "مطبعة", "بولاق", "words"]
    assert [row[1] for row in rows] == [str(int(number(n))) for n in absolute(page)]


# How it is shown


def test_time_runs_from_the_right_as_in_the_other_drawings(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "مطبعة")
    ticks = page.locator(".comparison svg .tick[text-anchor=middle]")
    first, last = ticks.first.bounding_box(), ticks.last.bounding_box()
    assert first
    assert last
    assert first["x"] > last["x"]
    assert number(ticks.first.text_content() or "") < number(ticks.last.text_content() or "")


def test_digits_are_those_that_the_reader_chose(http_base: str, open_page: Open) -> None:
    page = opened(open_page, http_base, "مطبعة")
    page.evaluate("() => sitegen.choose('digits', 'latn')")
    page.reload()
    page.locator(".legend").wait_for()
    page.locator(".comparison summary").click()
    shown = page.locator("main").inner_text()
    assert not re.search("[٠-٩]", shown)
    assert re.search(r"\d", shown)


def test_without_scripts_words_are_listed_with_their_lines(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + "words/index.html", java_script_enabled=False)
    rows = page.locator("table.usage tbody tr")
    assert rows.count() == 100
    expect(rows.first.locator("svg path")).to_be_visible()
    expect(page.locator("#usage")).to_be_hidden()
    page.get_by_role("link", name="التالي").click()
    assert page.locator("table.usage tbody tr").count() > 0
    page.get_by_role("link", name="الأعلام").click()
    page.locator("table.usage tbody th a").first.click()
    assert re.search(r"/(person|place|organization|work)/", page.url)


def test_menu_home_and_names_lead_there(http_base: str, open_page: Open) -> None:
    for path in ("index.html", "letter/index.html", "d/../about.html"):
        page = open_page(http_base + path)
        links = page.locator("a[href$='words/index.html']")
        assert links.count() == (1 if "about" in path else 2), path


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROW], ids=["desktop", "phone", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_stands_out(
    http_base: str, open_page: Open, name: str, size: dict[str, int], scheme: str
) -> None:
    page = opened(
        open_page, http_base, "مطبعة", "بولاق", "@place/l-misr", name=name,
        viewport=size, color_scheme=scheme, bypass_csp=True,
    )  # fmt: skip
    page.locator(".comparison summary").click()
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations")
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= size["width"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_the_script_draws_moves_nothing(
    http_base: str, open_page: Open, size: dict[str, int]
) -> None:
    page = open_page(http_base + "words/index.html", viewport=size)
    page.locator(".legend").wait_for()
    page.wait_for_timeout(300)
    shift = page.evaluate(
        """() => new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const one of list.getEntries()) sum += one.value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(sum), 200);
        })"""
    )
    assert shift <= 0.02
