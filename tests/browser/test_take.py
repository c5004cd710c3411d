"""Does a text leave its page whole: as text, Markdown, JSON and TEI?"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from conftest import build
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
VERSE, NOTES = "d/warraq-087-qalam-fi-shir.html", "d/matbaa-2019-1-fano.html"


def taken(page: Page, label: str, tmp_path: Path) -> str:
    button = page.locator("button[data-take]")
    if button.count():
        button.click()
    with page.expect_download() as waiting:
        page.locator(".take").get_by_role("button", name=label, exact=True).click()
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target.read_text("utf-8")


@pytest.mark.parametrize("name", [VERSE, NOTES])
def test_the_plain_text_has_every_paragraph(
    base: str, open_page: Open, tmp_path: Path, name: str
) -> None:
    page = open_page(base + name)
    text = taken(page, "نصّ", tmp_path)
    shown = page.locator("main .body > p:not(:has(.noteref))").all_inner_texts()
    assert len(shown) >= 3
    flat = " ".join(text.split())
    for paragraph in shown:
        assert " ".join(paragraph.replace("¶", "").split()) in flat


def test_hidden_tashkeel_is_not_lost(http_base: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(http_base + VERSE)
    with_marks = taken(page, "نصّ", tmp_path)
    page.evaluate("() => localStorage.setItem('sitegen', JSON.stringify({ tashkeel: 'off' }))")
    page.reload()
    assert taken(page, "نصّ", tmp_path) == with_marks
    assert "القَلَمُ" in with_marks


def test_tei_is_xml_with_verse_and_names(http_base: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(http_base + VERSE)
    tei = ET.fromstring(taken(page, "TEI", tmp_path))
    space = "{http://www.tei-c.org/ns/1.0}"
    lines = [[seg.text for seg in line] for line in tei.iter(f"{space}l")]
    assert ["لَكَ القَلَمُ الأَعْلَى الَّذِي بِشَبَاتِهِ", "تُصَابُ مِنَ الأَمْرِ الكُلَى وَالمَفَاصِلُ"] in lines
    people = list(tei.iter(f"{space}persName"))
    assert people
    assert all(unquote(one.get("ref", "")).startswith(http_base) for one in people)


def test_notes_go_along(http_base: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(http_base + NOTES)
    assert "[١]" in taken(page, "نصّ", tmp_path)
    tei = ET.fromstring(taken(page, "TEI", tmp_path))
    assert len(list(tei.iter("{http://www.tei-c.org/ns/1.0}note"))) == 2


EVERY = [
    VERSE, NOTES, "d/matbaa-2020-1-alat.html", "d/matbaa-2019-4-bayrut.html",
    "d/mahjar-01-kawkab.html", "d/huruf-03-sunduq.html", "d/warraq-077-tilighraf.html",
    "d/matbaa-2023-1-chap-sangi.html", "d/mahjar-05-sources.html",
]  # fmt: skip
LINK = re.compile(r'<a class="e[^>]*>([^<]*(?:<bdi>[^<]*</bdi>)?[^<]*)</a>')


def body_of(page: Path) -> str:
    """The text's HTML, without the links to names that a hand or the linker set."""
    found = re.search(
        r'<div class="body">(.*?)</div>\s*</article>', page.read_text("utf-8"), re.DOTALL
    )
    assert found
    return LINK.sub(r"\1", found[1])


def test_markdown_taken_from_pages_builds_the_same_texts_again(
    http_base: str, site: Path, archive: Path, open_page: Open, tmp_path: Path
) -> None:
    copy = tmp_path / "content"
    shutil.copytree(archive, copy, ignore=shutil.ignore_patterns(".sitegen"))
    sources = {
        found[1]: path
        for path in copy.rglob("*.md")
        if (found := re.match(r"---\nid: (\S+)\n", path.read_text("utf-8")))
    }
    for name in EVERY:
        text = taken(open_page(http_base + name), "Markdown", tmp_path)
        target = sources[name[2:-5]]
        assert text != target.read_text("utf-8")
        target.write_text(text, "utf-8")
    again = build(copy, tmp_path / "public")
    for name in EVERY:
        assert body_of(again / name) == body_of(site / name), name
    for part in ("مج ١، ع ١ (كانون الثاني ٢٠١٩)", "[الطباعة]", "كتاب عربي في مدينة"):
        assert part.strip("[]") in (again / NOTES).read_text("utf-8")


def words_of(page: Path) -> list[str]:
    told = re.sub(r'<a class="(?:pin|backref)"[^>]*>[^<]*</a>', "", body_of(page))
    return unescape(re.sub(r"<[^>]*>", " ", told)).split()


def test_tei_taken_from_pages_is_read_as_the_same_words(
    http_base: str, site: Path, open_page: Open, tmp_path: Path
) -> None:
    copy = tmp_path / "content"
    copy.mkdir()
    (copy / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    for name in EVERY:
        text = taken(open_page(http_base + name), "TEI", tmp_path)
        (copy / f"{name[2:-5]}.xml").write_text(text, "utf-8")
    again = build(copy, tmp_path / "public")
    for name in EVERY:
        assert words_of(again / f"{name[:-5]}-text.html") == words_of(site / name), name


def test_tei_has_the_pages_the_notes_in_their_places_and_the_printed_source(
    http_base: str, open_page: Open, tmp_path: Path
) -> None:
    tei = ET.fromstring(taken(open_page(http_base + NOTES), "TEI", tmp_path))
    space = {"": "http://www.tei-c.org/ns/1.0"}
    assert [one.get("n") for one in tei.iterfind(".//pb", space)] == ["4", "5", "6"]
    note = tei.find(".//p/note", space)
    assert note is not None
    assert "".join(note.itertext()).startswith("تاريخ الفراغ من الكتاب مثبت")
    printed = tei.find(".//sourceDesc/biblStruct/monogr", space)
    assert printed is not None
    scopes = {one.get("unit"): one.text for one in printed.iterfind("biblScope", space)}
    assert scopes == {"volume": "1", "issue": "1", "page": "4-9"}
    assert printed.findtext("title", "", space) == "مجلة المطبعة"
    ids = [value for one in tei.iter() if (value := one.get(XML_ID))]
    assert len(ids) == len(set(ids)) > 5


@pytest.mark.parametrize(
    ("label", "ending", "line"),
    [
        ("BibTeX", "bib", "  pages = {4--9},"),
        ("RIS", "ris", "EP  - 9"),
        ("CSL-JSON", "csl.json", ' "page": "4-9",'),
    ],
)
def test_citations_are_saved_as_files_that_managers_take(
    http_base: str, open_page: Open, tmp_path: Path, label: str, ending: str, line: str
) -> None:
    text = taken(open_page(http_base + NOTES), label, tmp_path)
    assert (tmp_path / f"matbaa-2019-1-fano.{ending}").exists()
    assert line in text.splitlines()


def test_what_a_search_has_marked_is_taken_once(
    http_base: str, open_page: Open, tmp_path: Path
) -> None:
    bare = taken(open_page(http_base + VERSE), "نصّ", tmp_path)
    page = open_page(http_base + VERSE + "#&q=القلم")
    page.evaluate("() => localStorage.setItem('sitegen', JSON.stringify({ tashkeel: 'off' }))")
    page.reload()
    expect(page.locator("main .body mark").first).to_be_visible()
    assert taken(page, "نصّ", tmp_path) == bare


def test_json_names_the_paragraphs_by_their_anchors(
    http_base: str, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(http_base + VERSE)
    assert unquote(json.loads(taken(page, "JSON", tmp_path))["url"]) == unquote(http_base + VERSE)
    page = open_page(http_base + NOTES)
    data = json.loads(taken(page, "JSON", tmp_path))
    assert data["url"] == "https://n2t.net/ark:/99999/fk4fano1514"
    assert (data["container"], data["volume"], data["pages"]) == ("مجلة المطبعة", "1", "4-9")
    assert {one["page"] for one in data["paragraphs"]} == {"4", "5", "6"}
    anchors = [one["anchor"] for one in data["paragraphs"] if one["anchor"]]
    assert anchors
    assert all(page.locator(f"[id='{anchor}']").count() == 1 for anchor in anchors)


def test_from_a_disk_no_address_of_a_file_is_told(
    file_base: str, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(file_base + VERSE)
    for label in ("نصّ", "Markdown", "TEI", "JSON", "BibTeX"):
        assert "file:" not in taken(page, label, tmp_path)
    expect(page.locator(".take").get_by_role("button", name="نسخ الرابط")).to_have_count(0)


def test_a_phone_that_shares_is_handed_title_and_lasting_address(
    file_base: str, open_page: Open
) -> None:
    page = open_page(file_base + NOTES)
    page.evaluate("() => { navigator.share = async (told) => { globalThis.told = told; }; }")
    page.locator("button[data-take]").click()
    page.locator(".take").get_by_role("button", name="مشاركة").click()
    assert page.evaluate("() => globalThis.told") == {
        "title": "فانو ١٥١٤",
        "url": "https://n2t.net/ark:/99999/fk4fano1514",
    }
