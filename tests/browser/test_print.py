"""What comes out of a printer: Chromium prints, and the PDF is read back."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page
from pypdfium2 import raw

Open = Callable[..., Page]
POEM, FOOTNOTES, TABLE = (
    "d/warraq-087-qalam-fi-shir.html", "d/matbaa-2019-1-fano.html", "d/matbaa-2019-2-zaman.html",
)  # fmt: skip
PAGES = (
    POEM, FOOTNOTES, TABLE, "d/matbaa-2022-4-qahira.html", "d/matbaa-2022-3-note-francaise.html",
    "index.html", "person/p-abduh.html", "c/al-matbaa/v1/n1.html",
)  # fmt: skip
MARGIN = 2.2 / 2.54 * 72  # points, as print.css has it
CHROME = ("خيارات القراءة", "ابحث في الأرشيف", "المجموعات السنوات", "تنزيل ونسخ", "السابق")
WORD = re.compile(r"[^\W\d_]+")


def printed(page: Page, tmp_path: Path) -> pdfium.PdfDocument:
    target = tmp_path / "printed.pdf"
    page.pdf(path=target, prefer_css_page_size=True, format="A4")
    return pdfium.PdfDocument(target)


def text_of(document: pdfium.PdfDocument) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("name", PAGES)
def test_the_text_stays_within_the_margins_in_embedded_fonts_and_without_the_interface(
    http_base: str, open_page: Open, tmp_path: Path, name: str
) -> None:
    document = printed(open_page(http_base + name), tmp_path)
    fonts: dict[str, bool] = {}
    for page in document:
        width, height = page.get_size()
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = one.get_bounds()
            if right - left > 0.5 and bottom > MARGIN * 0.8:  # the number of the page is below
                assert left >= MARGIN - 9
                assert right <= width - MARGIN + 9
                assert top <= height
            font = raw.FPDFTextObj_GetFont(one.raw)
            buffer = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, buffer, 200)
            fonts[buffer.value.decode()] = bool(raw.FPDFFont_GetIsEmbedded(font))
    assert fonts
    assert all(fonts.values()), fonts
    assert any("Amiri" in font for font in fonts), fonts
    told = text_of(document)
    assert [word for word in CHROME if word in " ".join(told.split())] == []


@pytest.mark.parametrize("name", [FOOTNOTES, POEM, TABLE, "d/matbaa-2022-4-qahira.html"])
def test_the_text_comes_back_in_the_order_in_which_it_is_read(
    http_base: str, open_page: Open, tmp_path: Path, name: str
) -> None:
    page = open_page(http_base + name)
    shown = WORD.findall(page.locator("article .body").inner_text())
    told = WORD.findall(text_of(printed(page, tmp_path)))
    place = {word: n for n, word in enumerate(told) if told.count(word) == 1}
    common = [place[word] for word in shown if shown.count(word) == 1 and word in place]
    assert len(common) > 15
    backwards = sum(later < earlier - 40 for earlier, later in pairwise(common))
    # within a line PDF readers see Arabic as it is painted, and some words not at all
    assert backwards <= len(common) // 100


def test_a_latin_text_comes_back_word_by_word(
    http_base: str, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(http_base + "d/matbaa-2022-3-note-francaise.html")
    told = " ".join(text_of(printed(page, tmp_path)).split())
    assert "Les plus beaux caractères arabes du XVIe siècle furent gravés à Rome" in told


def test_a_dark_page_is_printed_on_white(http_base: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(http_base + FOOTNOTES, color_scheme="dark")
    page.evaluate("localStorage.setItem('sitegen', JSON.stringify({ theme: 'dark' }))")
    page.reload()
    for one in printed(page, tmp_path):
        pixels = one.render(scale=0.5).to_numpy()
        assert (pixels[:20] == 255).all()
        assert np.median(pixels) == 255
        assert pixels.min() < 90  # ink is dark


def test_pages_are_numbered_and_no_poem_line_is_torn(
    http_base: str, open_page: Open, tmp_path: Path
) -> None:
    document = printed(open_page(http_base + "d/matbaa-2022-4-qahira.html"), tmp_path)
    for number, page in enumerate(document, 1):
        foot = page.get_textpage().get_text_bounded(bottom=0, top=MARGIN * 0.9)
        assert foot.strip() == "٠١٢٣٤٥٦٧٨٩"[number]
    page = open_page(http_base + POEM)
    page.emulate_media(media="print")
    torn = page.locator(".verse .line").evaluate_all(
        "(lines) => lines.filter((one) => getComputedStyle(one).breakInside !== 'avoid').length"
    )
    assert torn == 0


def test_a_table_says_its_headings_on_each_page(
    http_base: str, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(http_base + TABLE)
    head = page.locator("thead th").first.inner_text()
    document = printed(page, tmp_path)
    assert len(document) > 1
    for one in list(document)[:2]:
        assert head in one.get_textpage().get_text_bounded()


def test_addresses_of_links_out_are_printed(
    http_base: str, open_page: Open, tmp_path: Path
) -> None:
    told = text_of(printed(open_page(http_base + "person/p-abduh.html"), tmp_path))
    assert "https://www.wikidata.org/wiki/Q" in told
