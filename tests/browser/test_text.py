"""Is a text read as its reader wants it, and its paragraphs cited, reported, annotated?"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PHONE, build
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
PAGED, ANCHOR, PRINTED = "d/matbaa-2019-1-fano.html", "p-a4unf", "5"
VOCALISED = "d/warraq-087-qalam-fi-shir.html"


@pytest.fixture(scope="module")
def reporting(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A site that takes reports, and whose texts have lasting addresses."""
    copy = tmp_path_factory.mktemp("reporting") / "content"
    shutil.copytree(archive, copy, ignore=shutil.ignore_patterns(".sitegen"))
    site = copy / "site.toml"
    told = 'permalink = "https://w3id.org/khizana/{id}"\nreport = "mailto:x@example.org?subject={id}%20{anchor}&body={quote}"\n'  # noqa: E501 - one address
    site.write_text(told + site.read_text("utf-8"), "utf-8")
    return build(copy, copy.parent / "public").as_uri() + "/"


def open_pin(page: Page, anchor: str = ANCHOR) -> None:
    page.locator(f"#{anchor} .pin").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{anchor} .pinned")).to_be_visible()


def cited(page: Page, anchor: str = ANCHOR) -> dict[str, str]:
    return dict(page.evaluate(f"() => sitegen.citing(document.getElementById('{anchor}'))"))


def test_a_paragraph_is_cited_with_its_own_page_in_four_forms(base: str, open_page: Open) -> None:
    page = open_page(base + PAGED)
    open_pin(page)
    forms = cited(page)
    url = "https://n2t.net/ark:/99999/fk4fano1514#" + ANCHOR
    assert forms["الإحالة"].endswith(f"ص ٥، خزانة الحرف، {url}.")
    assert "  pages = {5},\n" in forms["BibTeX"]
    assert f"  url = {{{url}}},\n" in forms["BibTeX"]
    assert forms["BibTeX"].count("url = ") == 1
    told = re.findall(r"^(SP|EP|UR)  - (.*)$", forms["RIS"], re.MULTILINE)
    assert told == [("SP", "5"), ("UR", url)]
    (item,) = json.loads(forms["CSL-JSON"])
    assert (item["page"], item["URL"]) == ("5", url)


def test_a_paragraph_over_two_pages_is_cited_with_both(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + PAGED)
    page.evaluate(
        """(anchor) => {
          const turned = document.querySelector('main .page-break').cloneNode();
          turned.title = '6';
          turned.dataset.page = '٦';
          document.getElementById(anchor).firstChild.after(turned);
        }""",
        ANCHOR,
    )
    open_pin(page)
    told = cited(page)
    assert "، ص ٥-٦، " in told["الإحالة"]
    assert "  pages = {5--6},\n" in told["BibTeX"]
    assert "\nSP  - 5\nEP  - 6\n" in told["RIS"]
    assert json.loads(told["CSL-JSON"])[0]["page"] == "5-6"


def test_a_text_without_pages_of_its_own_is_cited_with_the_printed_page(
    http_base: str, open_page: Open
) -> None:
    page = open_page(http_base + PAGED)
    page.evaluate(
        """() => {
          document.querySelector('#citation .pages').remove();
          for (const code of document.querySelectorAll('.cite pre code')) {
            code.textContent = code.textContent
              .replace(/^ *"?(pages?"?[ :]|[SE]P  -).*\\n/gm, '');
          }
        }"""
    )
    open_pin(page)
    told = cited(page)
    assert "، ص ٥" in told["الإحالة"]
    assert told["BibTeX"].count(f"pages = {{{PRINTED}}}") == 1
    assert told["RIS"].count(f"\nSP  - {PRINTED}\n") == 1
    assert "EP  -" not in told["RIS"]
    assert json.loads(told["CSL-JSON"])[0]["page"] == PRINTED


def test_a_citation_has_the_marks_that_are_hidden(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + PAGED)
    page.evaluate("() => localStorage.setItem('sitegen', JSON.stringify({ digits: 'latn' }))")
    page.reload()
    page.wait_for_function("() => sitegen.whilePublished")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_pin(page)
    page.locator(".pinned").get_by_role("button", name="الإحالة").click()
    assert "«فانو ١٥١٤»" in page.evaluate("() => navigator.clipboard.readText()")


def test_from_a_disk_a_citation_has_no_address_of_a_file(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + VOCALISED)
    pin = page.locator(".body > p .pin").first
    pin.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pinned")).to_be_visible()
    expect(page.get_by_role("button", name="الرابط", exact=True)).to_have_count(0)
    anchor = (pin.get_attribute("href") or "")[1:]
    assert not any("file:" in text or "#" in text for text in cited(page, anchor).values())


def test_a_pin_says_where_it_is_and_escape_goes_back(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + PAGED)
    open_pin(page)
    assert page.url.endswith(f"#{ANCHOR}")
    expect(page.locator(".pinned button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pinned")).to_have_count(0)
    expect(page.locator(f"#{ANCHOR} .pin")).to_be_focused()


def test_a_slip_is_reported_with_its_place_and_words(reporting: str, open_page: Open) -> None:
    page = open_page(reporting + PAGED)
    whole = page.locator("aside .report a").get_attribute("href") or ""
    assert whole == "mailto:x@example.org?subject=matbaa-2019-1-fano%20&body="
    open_pin(page)
    told = page.locator(".pinned a.report").get_attribute("href") or ""
    assert f"subject=matbaa-2019-1-fano%20{ANCHOR}&body=%D9%85%D9%86%20" in told
    address = f"https://w3id.org/khizana/matbaa-2019-1-fano#{ANCHOR}"
    assert cited(page)["الإحالة"].endswith(f"{address}.")


def test_without_javascript_a_slip_is_reported_and_a_pin_is_a_link(
    reporting: str, open_page: Open
) -> None:
    page = open_page(reporting + PAGED, java_script_enabled=False)
    expect(page.locator("aside .report a")).to_be_visible()
    assert page.locator(f"#{ANCHOR} .pin").get_attribute("href") == f"#{ANCHOR}"


def test_notes_stand_beside_their_lines_where_there_is_room(base: str, open_page: Open) -> None:
    page = open_page(base + PAGED)
    sides = page.locator(".sidenote")
    expect(sides).to_have_count(2)
    body = page.locator(".body").bounding_box()
    refs = page.locator(".body .noteref").all()
    for ref, side in zip(refs, sides.all(), strict=True):
        at, box = ref.bounding_box(), side.bounding_box()
        assert at
        assert box
        assert body
        assert abs(box["y"] - at["y"]) < 40
        assert box["x"] >= body["x"] + body["width"]
    assert page.locator(".sidenote [id], .sidenote a:not([tabindex='-1'])").count() == 0


def test_notes_beside_the_text_never_lie_on_each_other(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + PAGED)
    expect(page.locator(".sidenote")).to_have_count(2)
    page.evaluate(  # two references on one line
        """() => {
          const [one, two] = document.querySelectorAll('.body .noteref');
          one.after(two);
        }"""
    )
    page.wait_for_function(
        """() => {
          const [a, b] = [...document.querySelectorAll('.sidenote')].map((e) => e.getBoundingClientRect());
          return a.bottom <= b.top || b.bottom <= a.top;
        }"""  # noqa: E501 - a script
    )


def test_on_a_phone_notes_stay_below(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + PAGED, viewport=PHONE)
    page.locator(".body .noteref").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    assert page.locator(".sidenote").count() == 0


@pytest.mark.parametrize(
    ("name", "value", "property_"),
    [
        ("face", "sans", "fontFamily"),
        ("measure", "narrow", "inlineSize"),
        ("size", "3", "fontSize"),
    ],
)  # fmt: skip
def test_choices_are_there_before_the_scripts_of_the_page(
    name: str, value: str, property_: str, file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + PAGED)
    read = f"() => getComputedStyle(document.querySelector('.body')).{property_}"
    plain = page.evaluate(read)
    page.evaluate(f"() => localStorage.setItem('sitegen', JSON.stringify({{ {name}: '{value}' }}))")
    page.route("**/reader.js*", lambda route: route.abort("aborted"))
    page.goto(file_base + VOCALISED)
    assert page.locator("html").get_attribute(f"data-{name}") == value
    assert page.evaluate(read) != plain


def test_the_bar_sets_face_and_measure(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + PAGED)
    page.locator(".reader-bar summary").click()
    before = page.locator(".body").bounding_box()
    page.locator("select:has([value=narrow])").select_option("narrow")
    page.locator("select:has([value=naskh])").select_option("sans")
    page.reload()
    after = page.locator(".body").bounding_box()
    assert before
    assert after
    assert after["width"] < before["width"]
    assert "Sans" in page.evaluate("getComputedStyle(document.querySelector('.body')).fontFamily")


def test_hidden_tashkeel_is_never_painted_first(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + VOCALISED)
    page.evaluate("() => localStorage.setItem('sitegen', JSON.stringify({ tashkeel: 'off' }))")
    held: list[object] = []
    page.route("**/reader.js*", lambda route: held.append(route))  # noqa: PLW0108 - it must be a function
    page.goto(http_base + VOCALISED, wait_until="commit")
    page.wait_for_selector("main", state="attached")
    assert page.evaluate("getComputedStyle(document.querySelector('main')).visibility") == "hidden"
    page.wait_for_function("() => document.querySelector('.verse')")
    while not held:
        page.wait_for_timeout(20)
    held.pop().continue_()  # type: ignore[attr-defined]
    expect(page.locator(".verse").first).to_be_visible()
    assert "القلم" in page.locator(".verse").first.inner_text()


def test_the_text_shows_itself_when_the_script_does_not_come(
    http_base: str, open_page: Open
) -> None:
    page = open_page(http_base + VOCALISED)
    page.evaluate("() => localStorage.setItem('sitegen', JSON.stringify({ tashkeel: 'off' }))")
    page.route("**/reader.js*", lambda route: route.abort("aborted"))
    page.goto(http_base + VOCALISED)
    expect(page.locator(".verse").first).to_be_visible()


def test_the_hijri_date_comes_first_where_it_is_wanted(file_base: str, open_page: Open) -> None:
    name = "d/matbaa-2019-4-bayrut.html"
    page = open_page(file_base + name)
    page.evaluate("() => localStorage.setItem('sitegen', JSON.stringify({ calendar: 'first' }))")
    page.reload()
    hijri = page.locator(".dating .hijri").bounding_box()
    gregorian = page.locator(".dating time").bounding_box()
    assert hijri
    assert gregorian
    assert hijri["x"] > gregorian["x"]


def test_what_else_the_author_wrote_is_one_link_away(file_base: str, open_page: Open) -> None:
    page = open_page(file_base + PAGED)
    page.locator(".works a").first.click()
    expect(page.locator("#written")).to_be_in_viewport()


def test_the_printed_page_stands_beside_the_text_and_turns_with_it(
    base: str, open_page: Open
) -> None:
    page = open_page(base + PAGED)
    button = page.locator("button[data-scans]")
    button.click()
    panel = page.locator(".beside")
    shown = panel.locator("img")
    expect(shown).to_have_js_property("naturalWidth", 550)
    assert (shown.get_attribute("src") or "").endswith("fano/4.svg")
    text, picture = page.locator(".body").bounding_box(), panel.bounding_box()
    assert text
    assert picture
    assert picture["x"] >= text["x"] + text["width"]
    page.locator('.page-break[title="6"]').evaluate("e => e.scrollIntoView()")
    expect(panel.get_by_role("status")).to_have_text("ص ٦")
    panel.get_by_role("button", name="السابقة").click()
    expect(page.locator('.page-break[title="5"]')).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(button).to_be_focused()


def test_no_printed_page_is_loaded_before_it_is_asked_for(http_base: str, open_page: Open) -> None:
    page = open_page(http_base)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(http_base + PAGED)
    page.locator("main button[data-scans]").wait_for()
    assert not [url for url in asked if "/fano/" in url]
    assert page.locator(".scans a").first.get_attribute("href") == "../assets/fano/4.svg"


def test_dates_and_pages_of_a_text_do_not_run_together(http_base: str, open_page: Open) -> None:
    page = open_page(http_base + "d/matbaa-2020-1-alat.html")
    told = page.locator(".dating").evaluate("(all) => all.textContent.trim()")
    assert told == "١٥ كانون الثاني ٢٠٢٠ ٢٠ جمادى الأولى ١٤٤١ هـ (محسوب) ص ٢٠-٢٤"


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An Arabic site with a text in English that has a note."""
    folder = tmp_path_factory.mktemp("foreign") / "content"
    folder.mkdir()
    (folder / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    head = "---\nid: en\ntitle: A Note\nlang: en\n---\n"
    (folder / "en.md").write_text(
        head + "The paper[^1] was the first.\n\n[^1]: So said.\n", "utf-8"
    )
    return build(folder, folder.parent / "public").as_uri() + "/d/en.html"


def numbered(page: Page, called: str, listed: str) -> None:
    """The first note is called so, and its list so numbered: a script of its own does that."""
    expect(page.locator(".noteref").first).to_have_css("content", called, pseudo="before")
    expect(page.locator(".notes ol")).to_have_css("list-style-type", listed)


def test_a_note_of_a_text_that_runs_the_other_way_stands_free(
    foreign: str, open_page: Open
) -> None:
    page = open_page(foreign)
    side, body = page.locator(".sidenote").bounding_box(), page.locator(".body").bounding_box()
    about = page.locator("aside.about").bounding_box()
    assert side
    assert body
    assert about
    assert about["x"] + about["width"] <= body["x"]
    assert side["x"] >= body["x"] + body["width"]
    assert side["x"] + side["width"] <= 1280


def test_a_note_is_called_by_the_number_that_stands_before_it(
    foreign: str, http_base: str, open_page: Open
) -> None:
    page = open_page(foreign)
    numbered(page, '"1"', "decimal")
    page = open_page(http_base + PAGED)
    expect(page.locator(".crumbs ol")).to_have_css("list-style-type", "none")
    numbered(page, '"١"', "arabic-indic")
    page.evaluate("() => sitegen.choose('digits', 'latn')")
    numbered(page, '"1"', "decimal")
    page.evaluate("() => sitegen.choose('digits', '')")
    numbered(page, '"١"', "arabic-indic")
