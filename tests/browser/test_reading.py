"""Does a reader get from a text to its people and places, and back?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from offered import rows_of
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
TASHKEEL = re.compile("[\u064b-\u0652]")
ENTITIES = ("person", "place", "organization", "work", "event")
ENTITY_LINK = ", ".join(f'main .body a[href*="/{kind}/"]' for kind in ENTITIES)


@pytest.fixture(scope="session")
def mentions(site: Path) -> list[dict[str, object]]:
    return rows_of(site, "mentions")


def test_a_name_leads_to_its_page_and_back_to_the_paragraph(
    base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(base + "index.html")
    for name in kinds["document"]:
        page.goto(base + name)
        if page.locator(ENTITY_LINK).count():
            break
    link = page.locator(ENTITY_LINK).first
    paragraph = link.locator("xpath=ancestor::*[@id][1]").get_attribute("id")
    link.click()
    page.wait_for_url(re.compile("/({})/".format("|".join(ENTITIES))))
    line = page.locator(f'.kwic a[href$="{Path(name).name}#{paragraph}"]').first
    line.click()
    page.wait_for_url(re.compile(re.escape(name)))
    assert urlsplit(page.url).fragment == paragraph
    expect(page.locator(f"[id='{paragraph}']")).to_be_in_viewport()


def test_an_entity_page_lists_every_mention_that_links_to_it(
    site: Path, mentions: list[dict[str, object]], kinds: dict[str, list[str]], open_page: Open,
    file_base: str,
) -> None:  # fmt: skip
    rows = (site / "data" / "entities.jsonl").read_text("utf-8").splitlines()
    entity = max(
        (json.loads(row) for row in rows),
        key=lambda row: sum(mention["entity"] == row["id"] for mention in mentions),
    )
    wanted = {mention["doc"] for mention in mentions if mention["entity"] == entity["id"]}
    (name,) = [n for n in kinds["entity"] if Path(n).stem == entity["id"].lower()]
    page = open_page(file_base + name)
    hrefs = page.locator(".kwic a").evaluate_all("all => all.map((a) => a.pathname)")
    assert {Path(unquote(href)).stem for href in hrefs} == wanted


def test_a_paragraph_can_be_linked_to(
    file_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    name = max(kinds["document"], key=lambda each: each.startswith("d/matbaa"))
    page = open_page(file_base + name)
    anchors = page.locator("main .body [id]").evaluate_all("all => all.map((e) => e.id)")
    assert len(anchors) == len(set(anchors)) > 2
    page.goto(f"{file_base}{name}#{anchors[-1]}")
    expect(page.locator(f"[id='{anchors[-1]}']")).to_be_in_viewport()


def test_footnotes_lead_there_and_back(
    site: Path, kinds: dict[str, list[str]], open_page: Open, file_base: str
) -> None:
    with_notes = [n for n in kinds["document"] if "doc-noteref" in (site / n).read_text("utf-8")]
    assert with_notes, "the sample shows no footnote"
    page = open_page(file_base + with_notes[0])
    reference = page.locator("main .body a[role=doc-noteref]").first
    note = reference.get_attribute("href")
    reference.click()
    expect(page.locator(f"main {note}")).to_be_in_viewport()
    page.locator(f"main li:has({note}) a[role=doc-backlink]").click()
    expect(reference).to_be_in_viewport()


def test_a_page_is_read_by_keyboard_alone(
    file_base: str, kinds: dict[str, list[str]], open_page: Open
) -> None:
    page = open_page(file_base + kinds["document"][0])
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    expect(skip).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    seen = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => {
              const style = getComputedStyle(document.activeElement);
              return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
            }"""
        )
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert outline, f"no sign of focus: {where}"
        seen.add(where)
    assert len(seen) > 4


def test_verse_folds_on_a_phone_and_stands_in_two_columns_on_a_desk(
    file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + "d/warraq-088-ila-l-harf.html")
    halves = page.locator("main .body .verse .hemistich")
    first, second = halves.nth(0), halves.nth(1)
    a, b = first.bounding_box(), second.bounding_box()
    assert a["x"] > b["x"], "the second hemistich is left of the first"
    page.set_viewport_size({"width": 360, "height": 800})
    a, b = first.bounding_box(), second.bounding_box()
    assert b["y"] > a["y"], "on a phone it stands below"


def test_the_reader_bar_hides_tashkeel_and_remembers_it(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + "d/warraq-088-ila-l-harf.html")
    body = page.locator("main .body")
    assert TASHKEEL.search(body.inner_text())
    page.locator("details.reader-bar summary").click()
    page.locator("details.reader-bar input[type=checkbox]").first.uncheck()
    expect(body).not_to_contain_text(TASHKEEL)
    page.goto(http_base + "d/warraq-087-qalam-fi-shir.html")
    expect(body).not_to_contain_text(TASHKEEL)
    page.locator("details.reader-bar summary").click()
    page.locator("details.reader-bar input[type=checkbox]").first.check()
    expect(body).to_contain_text(TASHKEEL)


def test_the_words_searched_for_are_walked_by_keys_and_by_buttons(
    file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + "d/warraq-087-qalam-fi-shir.html#&q=القلم")
    current = page.locator("main mark.current")
    expect(page.locator(".matches")).to_be_visible()
    page.keyboard.press("n")
    expect(current).to_have_count(1)
    first = current.evaluate("mark => [...document.querySelectorAll('mark')].indexOf(mark)")
    page.locator(".matches button").nth(1).click()
    second = current.evaluate("mark => [...document.querySelectorAll('mark')].indexOf(mark)")
    assert second > first
    page.keyboard.press("p")
    again = current.evaluate("mark => [...document.querySelectorAll('mark')].indexOf(mark)")
    assert again == first


def test_every_highlighted_word_is_a_whole_word(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + "d/warraq-087-qalam-fi-shir.html#&q=القلم")
    expect(page.locator("main mark").first).to_be_attached()
    cut = page.evaluate(
        r"""() => {
          const letter = /[\u0610-\u061A\u0620-\u065F\u0670]/;
          return [...document.querySelectorAll('main mark')].filter((mark) => {
            const before = mark.previousSibling?.textContent.at(-1) ?? ' ';
            const after = mark.nextSibling?.textContent.at(0) ?? ' ';
            return letter.test(before) || letter.test(after);
          }).map((mark) => mark.parentElement.textContent);
        }"""
    )
    assert not cut


def test_the_reader_chooses_months_and_calendar(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + "search.html#q=مطبعة")
    dates = page.locator(".hits .dates")
    dates.first.wait_for()
    page.locator("details.reader-bar summary").click()
    page.get_by_label("أسماء الأشهر").select_option("egypt")
    months = re.compile(
        "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
    )
    with_month = dates.locator("time[datetime*='-']").first
    expect(with_month).to_have_text(months)
    page.reload()
    expect(with_month).to_have_text(months)
    page.locator("details.reader-bar summary").click()
    page.get_by_label("أسماء الأشهر").select_option("")
    expect(with_month).not_to_have_text(months)


def test_dates_are_shown_in_the_calendar_that_the_reader_chooses(
    http_base: str, open_page: Open
) -> None:
    page = open_page(http_base + "search.html#q=مطبعة بولاق")
    dates = page.locator(".hits .dates:has(.hijri)").first
    gregorian, hijri = dates.locator("time"), dates.locator(".hijri")
    expect(hijri).to_contain_text("هـ")
    expect(gregorian).to_be_visible()
    page.locator("details.reader-bar summary").click()
    calendar = page.get_by_label("التقويم")
    calendar.select_option("hijri")
    expect(gregorian).to_be_hidden()
    expect(hijri).to_be_visible()
    calendar.select_option("gregorian")
    expect(gregorian).to_be_visible()
    expect(hijri).to_be_hidden()


def test_the_bar_closes_with_escape(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + "index.html")
    bar = page.locator("details.reader-bar")
    bar.locator("summary").click()
    bar.locator("select").first.focus()
    page.keyboard.press("Escape")
    expect(bar).not_to_have_attribute("open", "")
    expect(bar.locator("summary")).to_be_focused()


@pytest.mark.parametrize("kind", ["home", "document", "missing", "offline"])
def test_a_slash_leads_to_the_search_box_unless_keys_are_switched_off(
    file_base: str, kinds: dict[str, list[str]], open_page: Open, kind: str
) -> None:
    page = open_page(file_base + kinds[kind][0])
    page.keyboard.press("/")
    box = page.locator("input[type=search]:focus")
    expect(box).to_have_count(1)
    assert not box.input_value().startswith("/")
    page.evaluate("localStorage.setItem('sitegen', JSON.stringify({ keys: 'off' }))")
    page.reload()
    page.keyboard.press("/")
    expect(box).to_have_count(0)


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_search_box_leads_on_without_javascript_from_every_depth(
    request: pytest.FixtureRequest, open_page: Open, way: str
) -> None:
    base = request.getfixturevalue(f"{way}_base")
    for name in ("index.html", "d/warraq-087-qalam-fi-shir.html", "year/1998/index.html"):
        page = open_page(base + name, java_script_enabled=False)
        box = page.locator("header input[type=search]")
        box.fill("القلم")
        box.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        expect(page.locator("main .withheld")).to_contain_text("جافاسكربت")
        assert page.locator("main .tags a").count() > 3
