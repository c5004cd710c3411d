"""Does the page that a search leads to show where its words stand, and let a reader walk them?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hosting import Hosted
from playwright.sync_api import Page, Route, expect

Open = Callable[..., Page]
MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
BODY = """\
دخلت المطبعة مصر[^1]، وفي مطبعة بولاق حروف. قال أحدهم: والمطبعةُ فَنٌّ.

| الموضع | ما فيه |
|---|---|
| بولاق | المطبعة الأميرية |

::: verse
وَمَطْبَعَةٍ تَجَلَّى النورُ فيها *** وَفاحَ العِلمُ مِن وَرَقٍ وَحِبرِ
:::

وليس في الكلام عن الطباعة مزيد، والحبر كثير.

[^1]: مطبعة الحملة.
"""


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    host = Hosted(tmp_path_factory.mktemp("marks")).write(
        "site.toml", 'format = 1\ntitle = "أرشيف"\n'
    )
    host.article("a-1", "المطبعة في مصر", "1908", BODY)
    host.article("a-2", "الحبر", "1909", "الحبر والمطبعة.")
    host.build().start()
    yield host
    host.stop()


@pytest.fixture(params=["http", "file"])
def root(request: pytest.FixtureRequest, hosted: Hosted) -> str:
    return hosted.base if request.param == "http" else hosted.site.as_uri() + "/"


def marks(page: Page) -> list[str]:
    expect(page.locator(".matches .count")).not_to_be_empty()
    return [MARKS.sub("", text) for text in page.locator("main mark").all_inner_texts()]


def test_title_text_table_verse_and_notes_are_marked(root: str, open_page: Open) -> None:
    page = open_page(f"{root}d/a-1.html#&q=مطبعة")
    assert marks(page) == ["المطبعة", "المطبعة", "مطبعة", "والمطبعة", "المطبعة", "ومطبعة", "مطبعة"]
    for place in ("h1", "table", ".verse", ".footnotes, .notes, [role=doc-endnotes]"):
        assert page.locator(f"main :is({place}) mark").count()
    expect(page.locator(".matches .count")).to_have_text("٧ مواضع")


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ('"مطبعة بولاق"', ["مطبعة بولاق"]),
        ("=مطبعة", ["مطبعة", "مطبعة"]),
        ("حروف -مطبعة", ["حروف"]),
        ("title:مطبعة", ["المطبعة"]),
        ("بولا*", ["بولاق", "بولاق"]),
    ],
)  # fmt: skip
def test_what_was_asked_for_is_marked_and_no_more(
    hosted: Hosted, open_page: Open, query: str, marked: list[str]
) -> None:
    assert marks(open_page(f"{hosted.base}d/a-1.html#&q={query}")) == marked


def test_exact_forms_stay_exact_on_the_way(hosted: Hosted, open_page: Open) -> None:
    page = open_page(f"{hosted.base}d/a-1.html#&q=مطبعة&forms=exact")
    assert marks(page) == ["مطبعة", "مطبعة"]
    href = page.locator(".matches a").get_attribute("href")
    assert href
    assert href.endswith("&forms=exact")


def test_a_query_without_words_marks_nothing_and_shows_no_bar(
    hosted: Hosted, open_page: Open
) -> None:
    page = open_page(f"{hosted.base}d/a-1.html#&q=after:1900")
    page.wait_for_function("() => globalThis.sitegen.marks !== undefined")
    expect(page.locator(".matches")).to_have_count(0)


def test_each_place_is_announced_politely(hosted: Hosted, open_page: Open) -> None:
    page = open_page(f"{hosted.base}d/a-1.html#&q=مطبعة")
    count = page.locator(".matches [role=status]")
    expect(count).to_have_text("٧ مواضع")
    page.keyboard.press("n")
    expect(count).to_have_text("١ من ٧")
    page.keyboard.press("p")
    expect(count).to_have_text("٧ من ٧")
    expect(page.locator("main mark.current")).to_be_in_viewport()


def test_the_marks_are_taken_off_and_the_address_forgets_them(
    hosted: Hosted, open_page: Open
) -> None:
    page = open_page(f"{hosted.base}d/a-1.html#&q=مطبعة")
    before = page.locator("main .body").inner_text()
    assert marks(page)
    page.locator(".matches button").last.click()
    expect(page.locator("main mark")).to_have_count(0)
    expect(page.locator(".matches")).to_have_count(0)
    assert "q=" not in page.url
    assert page.locator("main .body").inner_text() == before


def test_a_note_set_beside_the_text_after_it_was_marked_has_no_marks_of_its_own(
    hosted: Hosted, open_page: Open
) -> None:
    page = open_page(f"{hosted.base}index.html")
    held: list[Route] = []
    page.route("**/assets/notes.js*", lambda route: held.append(route))  # noqa: PLW0108 - a built-in cannot be marked
    with page.expect_request("**/assets/notes.js*"):
        page.goto(f"{hosted.base}d/a-1.html#&q=مطبعة", wait_until="commit")
    found = marks(page)
    held[0].continue_()
    expect(page.locator(".sidenote")).to_have_text(re.compile("مطبعة الحملة"))
    assert marks(page) == found
    page.locator(".matches button").last.click()
    expect(page.locator("main mark")).to_have_count(0)


def test_hiding_tashkeel_keeps_the_marks(hosted: Hosted, open_page: Open) -> None:
    page = open_page(f"{hosted.base}d/a-1.html#&q=مطبعة")
    found = marks(page)
    page.locator("details.reader-bar summary").click()
    page.locator("details.reader-bar input[type=checkbox]").first.uncheck()
    expect(page.locator("main mark")).to_have_count(len(found))
    assert marks(page) == found


def test_the_bar_fits_a_narrow_screen(hosted: Hosted, open_page: Open) -> None:
    page = open_page(f"{hosted.base}d/a-1.html#&q=مطبعة", viewport={"width": 320, "height": 640})
    assert marks(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    for button in page.locator(".matches button").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24


def test_without_the_index_a_sentence_stands_in_place_of_the_count(
    hosted: Hosted, browser: object, tmp_path: Path
) -> None:
    page = browser.new_page()  # type: ignore[attr-defined]
    page.route("**/search/manifest.js*", lambda route: route.abort())
    page.goto(f"{hosted.base}d/a-1.html#&q=مطبعة")
    expect(page.locator(".matches .count")).to_contain_text("تعذّر")
    page.close()
