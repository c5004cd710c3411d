"""Claims about all pages of a site at once."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest

from sitegen.config import Site
from sitegen.model import Card, DocId, PartialDate
from sitegen.pages.offered import STANDARD_DATA
from sitegen.pages.site import list_pages
from sitegen.pages.urls import Addresses

ZIPS = {Addresses.zip(one) for one in ("", "al-matbaa", "al-kitab")}
ROWS = {Addresses.rows(kind, year) for kind in ("documents", "mentions") for year in range(2000)}
HANDED_OVER = {one.path for one in STANDARD_DATA} | ZIPS | ROWS
VOID = {"meta", "link", "img", "br", "input", "hr", "line", "circle"}


class Page(HTMLParser):
    """What a page links to, its ids, and what stands open at its end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[str] = []
        self.stack: list[str] = []
        self.faults: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.attributes += given
        self.links += [given[name] for name in ("href", "src", "action") if given.get(name)]
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "script":
            self.scripts.append(given)
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.attributes += dict(attrs)

    def handle_endtag(self, tag):
        if tag in VOID or not self.stack or self.stack.pop() != tag:
            self.faults.append(tag)


@pytest.fixture(scope="module")
def parsed(pages):
    return {path: Page(text) for path, text in pages.items()}


def target(path: str, link: str) -> tuple[str, str]:
    parts = urlsplit(link)
    where = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
    return where, unquote(parts.fragment)


def test_every_internal_link_leads_to_a_page_that_exists(parsed):
    for path, page in parsed.items():
        for link in page.links:
            where, anchor = target(path, link)
            if urlsplit(link).scheme or where.startswith("assets/") or where in HANDED_OVER:
                continue
            assert where in parsed, f"{path}: {link}"
            if anchor and "=" not in anchor:  # else a state, for the page's script
                assert anchor in parsed[where].ids, f"{path}: {link}"


def test_every_page_can_be_reached_from_home(parsed):
    seen, ways = set(), ["index.html"]
    while ways:
        path = ways.pop()
        if path in seen or path not in parsed:
            continue
        seen.add(path)
        ways += [target(path, link)[0] for link in parsed[path].links if "://" not in link]
    tombstone = "d/w1.html"  # lists do not name what was withdrawn
    assert set(parsed) - seen == {"404.html", tombstone}


def test_elements_are_closed_in_order_and_ids_are_unique(parsed):
    for path, page in parsed.items():
        assert not page.faults, path
        assert not page.stack, path
        assert len(set(page.ids)) == len(page.ids), path


def test_no_page_has_a_style_attribute_a_handler_or_an_inline_script(parsed):
    for path, page in parsed.items():
        assert not [n for n in page.attributes if n == "style" or n.startswith("on")], path
        for script in page.scripts:
            assert "src" in script or script["type"] == "application/ld+json", path


def test_nothing_is_asked_of_another_host(pages):
    for path, text in pages.items():
        assert not re.search(
            r'<(?:img|script|link|iframe)[^>]*(?:src|href)="(?:https?:)?//', text
        ), path


def test_same_input_gives_the_same_bytes(archive, pages, make_archive, toy):
    assert make_archive(toy["site"], tuple(reversed(toy["cards"]))).pages() == pages


def test_the_search_page_has_one_search_field_in_main(pages):
    text = pages["search.html"]
    assert text.count('type="search"') == 1
    assert text.index("<main") < text.index('type="search"') < text.index("</main")
    for needed in ('id="results"', 'id="status"', 'id="filters"', "<noscript>", 'role="search"'):
        assert needed in text


def test_search_scripts_are_asked_for_by_the_search_page_alone(pages):
    assert [path for path, text in pages.items() if "assets/search.js" in text] == ["search.html"]


def test_a_withdrawn_document_leaves_its_address_and_the_reason_only(pages):
    tombstone = pages["d/w1.html"]
    assert "طلب الورثة" in tombstone
    for path, text in pages.items():
        assert "نصّ مسحوب كله" not in text, path
        assert "عنوان مسحوب" not in text, path


def test_text_that_may_not_be_shown_is_on_no_page(pages):
    for path, text in pages.items():
        assert "سرٌّ لا يُنشر" not in text, path
    assert "نصّ محجوب" in pages["d/m1.html"]


def test_a_document_elsewhere_changes_no_document_page(pages, make_archive, toy):
    new = Card(id=DocId("z9"), slug=toy["slug_of"]("z9"), title="جديد", date=PartialDate(1930))
    more = make_archive(toy["site"], (*toy["cards"], new)).documents()
    assert {path: pages[path] for path in more} == more


def test_without_base_url_no_page_has_a_canonical_address_or_open_graph(pages):
    assert not any('rel="canonical"' in text or "og:title" in text for text in pages.values())


def test_with_base_url_every_page_says_its_address(make_archive, toy):
    site = replace(toy["site"], base_url="https://example.org/archive")
    made = make_archive(site).pages()
    assert (
        '<link rel="canonical" href="https://example.org/archive/d/a1.html">' in made["d/a1.html"]
    )
    assert 'property="og:title"' in made["d/a1.html"]
    assert '<meta property="og:locale" content="ar_AR">' in made["d/a1.html"]
    assert 'href="/archive/index.html"' in made["404.html"]


def test_the_archives_files_are_reached_from_every_folder(pages):
    assert 'src="assets/a.svg"' in pages["about.html"]
    assert 'src="../assets/a.svg"' in pages["pages/masadir.html"]


def test_a_list_is_parted_by_hundreds_from_the_oldest_on(make_archive, toy):
    cards = tuple(
        Card(id=DocId(f"n{n}"), slug=toy["slug_of"](f"n{n}"), title=f"خبر {n}",
             date=PartialDate(1900, 1, 1 + n % 28), collection="al-kitab")
        for n in range(230)
    )  # fmt: skip
    archive = make_archive(toy["site"], cards)
    made = [page.path for page in list_pages(archive.catalogue, archive.render)]
    assert {"year/1900/index.html", "year/1900/part/2.html", "year/1900/part/3.html"} <= set(made)
    assert "year/1900/part/4.html" not in made
    assert "c/al-kitab/part/3.html" in made


def test_a_shelf_of_many_books_is_parted_by_two_hundreds(make_archive, toy):
    cards = tuple(
        Card(id=DocId(f"n{n}"), slug=toy["slug_of"](f"n{n}"), title="كتاب", collection=f"b-{n}")
        for n in range(401)
    )
    archive = make_archive(toy["site"], cards)
    parts = {
        page.path: Page(str(page.html(archive.render)))
        for page in list_pages(archive.catalogue, archive.render)
        if page.path in {"c/index.html", "c/part/2.html", "c/part/3.html", "c/part/4.html"}
    }
    books = [{link for link in page.links if "/b-" in link} for page in parts.values()]
    assert [(path, len(some)) for path, some in zip(parts, books, strict=True)] == [
        ("c/index.html", 200), ("c/part/2.html", 200), ("c/part/3.html", 1)
    ]  # fmt: skip
    assert {"../index.html", "3.html"} <= set(parts["c/part/2.html"].links)
    assert "../../c/b-399/index.html" in parts["c/part/2.html"].links


def test_beyond_a_thousand_documents_no_folder_holds_more(make_archive, toy):
    cards = tuple(
        Card(id=DocId(f"n{n}"), slug=toy["slug_of"](f"n{n}"), title="خبر", date=PartialDate(1900))
        for n in range(1001)
    )
    catalogue = make_archive(toy["site"], cards).catalogue
    folders = [dirname(catalogue.document_path(card.id)) for card in cards]
    assert max(folders.count(folder) for folder in set(folders)) < 100


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_interface_in_latin_letters_is_left_to_right_round_arabic_texts(language, make_archive):
    made = make_archive(Site(title="Archive", language=language)).pages()
    assert f'<html lang="{language}" dir="ltr"' in made["d/a1.html"]
    assert '<article class="text" lang="ar" dir="rtl"' in made["d/a1.html"]


def test_months_of_one_year_keep_apart_from_documents_of_the_year_alone(make_archive, toy):
    dates = (PartialDate(1908, 1, 1), PartialDate(1908), PartialDate(1908, 1, 2))
    cards = tuple(
        Card(id=DocId(f"n{n}"), slug=toy["slug_of"](f"n{n}"), title=f"خبر{n}", date=date)
        for n, date in enumerate(dates)
    )
    made = make_archive(toy["site"], cards)
    lists = [page.path for page in list_pages(made.catalogue, made.render)]
    assert lists.count("year/1908/01.html") == 1
    assert lists.count("year/1908/00.html") == 1


def test_only_a_picture_that_others_can_show_is_handed_on(make_archive):
    site = Site(title="x", base_url="https://example.org/a")
    archive = make_archive(site)
    collections = {
        name: replace(one, image=f"assets/{name}.{'jpg' if name == 'al-kitab' else 'svg'}")
        for name, one in archive.catalogue.collections.items()
    }
    catalogue = replace(archive.catalogue, collections=collections)
    pages = {page.path: page for page in list_pages(catalogue, archive.render)}
    book = pages["c/al-kitab/index.html"].html(archive.render)
    journal = pages["c/al-matbaa/index.html"].html(archive.render)
    assert '<meta property="og:image" content="https://example.org/a/assets/al-kitab.jpg">' in book
    assert "og:image" not in journal


@pytest.mark.parametrize(
    ("language", "heading"),
    [("ar", "العناوين: حرف الباء"), ("en", "Titles: ب"), ("fr", "Titres: ب")],
)
def test_in_arabic_the_page_of_a_letter_is_headed_by_its_name(language, heading, make_archive, toy):
    cards = tuple(
        Card(id=DocId(f"n{n}"), slug=toy["slug_of"](f"n{n}"), title=title)
        for n, title in enumerate(("باب العلم", "Émile"))
    )
    made = make_archive(Site(title="x", language=language), cards)
    headed = {
        page.path: re.search("<h1>(.*?)</h1>", page.html(made.render))[1]
        for page in list_pages(made.catalogue, made.render)
        if page.path.startswith("letter/title/")
    }
    assert heading in headed.values()
    assert any(one.endswith(": E") for one in headed.values())
