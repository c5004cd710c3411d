"""Does a text leave its page whole: as text, Markdown, JSON and TEI?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
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


def test_markdown_is_what_sitegen_reads(http_base: str, open_page: Open, tmp_path: Path) -> None:
    text = taken(open_page(http_base + VERSE), "Markdown", tmp_path)
    assert text.startswith("# ")
    assert "::: verse\n" in text
    assert " *** " in text


def test_json_names_the_paragraphs_by_their_anchors(
    http_base: str, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(http_base + NOTES)
    data = json.loads(taken(page, "JSON", tmp_path))
    assert unquote(data["url"]) == unquote(http_base + NOTES)
    anchors = [one["anchor"] for one in data["paragraphs"] if one["anchor"]]
    assert anchors
    assert all(page.locator(f"[id='{anchor}']").count() == 1 for anchor in anchors)


def test_from_a_disk_no_address_of_a_file_is_told(
    file_base: str, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(file_base + NOTES)
    for label in ("نصّ", "TEI", "JSON"):
        assert "file:" not in taken(page, label, tmp_path)
    expect(page.locator(".take").get_by_role("button", name="نسخ الرابط")).to_have_count(0)
