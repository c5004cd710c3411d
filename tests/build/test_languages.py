"""Do list pages stand in several languages beside each other, and everything else once?"""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath

import pytest

from sitegen.check.links import broken_links
from sitegen.pages.urls import is_parallel

from .conftest import SITE, tree

THREE = SITE + 'languages = ["ar", "en", "fr"]\n'
BASE = 'base_url = "https://example.org/a/"\n'
ENGLISH = '[translations.en]\ntitle = "Archive"\n'


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def shelf(archive):
    archive.write("site.toml", THREE + BASE + ENGLISH)
    archive.write("collections.toml", '[al-manar]\ntitle = "المنار"\n')
    archive.write("pages/about.md", "---\ntitle: عن الأرشيف\n---\nكلام.\n")
    archive.write("pages/about.en.md", "---\ntitle: What this is\nlang: en\n---\nSome words.\n")
    archive.article(
        "m-1", "سافر محمد رشيد رضا إلى بيروت.", more="collection: al-manar\nvolume: 1\n"
    )
    return archive.article("x-1", "كتاب عن بيروت.", date="1909-05-03")


def pages_of(archive):
    paths = (path.relative_to(archive.output).as_posix() for path in
             archive.output.rglob("*.html"))  # fmt: skip
    return {path: (archive.output / path).read_text("utf-8") for path in paths}


def led_to(path, text, pattern):
    return [normpath(join(dirname(path), href)) for href in re.findall(pattern, text)]


def test_every_list_is_there_in_each_language_and_all_else_once(shelf):
    shelf.build()
    pages = pages_of(shelf)
    lists = {path for path in pages if is_parallel(path)}
    for language in ("en", "fr"):
        inside = {path[3:] for path in pages if path.startswith(f"{language}/")}
        assert inside == lists
    assert "d/m-1.html" in pages
    assert "person/p-rida.html" in pages


def test_no_link_is_broken(shelf):
    shelf.write("site.toml", THREE + ENGLISH).build()
    assert list(broken_links(shelf.output)) == []


def test_pages_speak_their_language_and_say_so(shelf):
    shelf.build()
    pages = pages_of(shelf)
    for path, text in pages.items():
        language = path[:2] if path.startswith(("en/", "fr/")) else "ar"
        assert f'<html lang="{language}"' in text, path
    assert "<h1>Collections</h1>" in pages["en/c/index.html"]
    assert "<title>Archive</title>" in pages["en/index.html"]
    assert "What this is" in pages["en/about.html"]
    assert "عن الأرشيف" in pages["fr/about.html"]
    assert "What this is" not in pages["about.html"]


NEAREST = {  # of what is there once
    "d/m-1.html": "c/al-manar/v1/index.html",
    "d/x-1.html": "year/1909/05.html",
    "person/p-rida.html": "letter/person/index.html",
    "place/l-bayrut.html": "letter/place/index.html",
}


def test_the_switch_leads_to_the_same_page_and_from_a_text_to_the_list_that_it_stands_in(shelf):
    shelf.build()
    pages = pages_of(shelf)
    assert pages.keys() >= NEAREST.keys()
    for path, text in pages.items():
        here, own = (path[3:], path[:2]) if path.startswith(("en/", "fr/")) else (path, "ar")
        there = here if is_parallel(here) else NEAREST.get(here, "index.html")
        others = [one for one in ("ar", "en", "fr") if one != own]
        expected = [there if one == "ar" else f"{one}/{there}" for one in others]
        found = led_to(path, text, r'<li><a href="([^"]*)" lang="[a-z]+" hreflang')
        if path != "404.html":  # its links begin at the top of the host
            assert found == expected, path


def test_pages_name_each_other_for_those_that_index_them(shelf):
    shelf.build()
    pages = pages_of(shelf)
    base = "https://example.org/a/"
    for path in ("c/index.html", "en/c/index.html", "fr/c/index.html"):
        found = dict(re.findall(r'rel="alternate" hreflang="([^"]*)" href="([^"]*)"', pages[path]))
        assert found == {
            "ar": base + "c/index.html",
            "en": base + "en/c/index.html",
            "fr": base + "fr/c/index.html",
            "x-default": base + "c/index.html",
        }
        assert f'<link rel="canonical" href="{base}{path}">' in pages[path]
    assert "hreflang" not in pages["d/m-1.html"].partition("</head>")[0]
    sitemap = (shelf.output / "sitemap.xml").read_text("utf-8")
    assert f"{base}en/c/index.html" in sitemap


def test_kinds_fields_and_the_menu_are_called_in_each_language_as_translated(shelf):
    shelf.write(
        "site.toml",
        'kinds = {maqama = "مقامة"}\n'
        'menu = ["collections", {title = "المصادر", href = "pages/masadir.html"}]\n'
        + THREE
        + '[fields.technique]\nlabel = "الصنعة"\nfacet = true\n[fields.printer]\nlabel = "الطابع"\n'
        + '[translations.en]\nfields = {technique = "Technique"}\nkinds = {maqama = "Maqama"}\n'
        + 'menu = {"المصادر" = "Sources"}\n',
    )
    shelf.write("pages/masadir.md", "---\ntitle: المصادر\n---\nكلام.\n")
    shelf.article("x-2", "قال الراوي.", date="1910", more="kind: maqama\ntechnique: حجر\n").build()
    pages = pages_of(shelf)
    assert 'data-field="technique"><summary>Technique<' in pages["en/search.html"]
    assert 'data-field="technique"><summary>الصنعة<' in pages["fr/search.html"]
    assert '<a href="pages/masadir.html">Sources</a>' in pages["en/index.html"]
    assert '<a href="pages/masadir.html">المصادر</a>' in pages["fr/index.html"]
    assert '<span class="kind">Maqama</span>' in pages["en/year/1910/index.html"]
    kinds = {one: (shelf.output / f"assets/{one}facets.js").read_text("utf-8")
             for one in ("", "en/", "fr/")}  # fmt: skip
    assert "sitegen.kinds=" not in kinds[""]
    assert '"poem":"Poem"' in kinds["en/"]
    assert '"maqama":"Maqama"' in kinds["en/"]
    assert '"maqama":"مقامة"' in kinds["fr/"]
    assert '<span class="kind">مقامة</span>' in pages["year/1910/index.html"]
    assert '"poem":"Poème"' in kinds["fr/"]


def test_what_runs_the_other_way_is_set_apart(shelf):
    shelf.article(
        "m-2", "كلام.", more="collection: al-manar\nvolume: 1\nissue: 2\nsummary: ملخّص.\n"
    )
    shelf.build()
    issue = pages_of(shelf)["en/c/al-manar/v1/n2.html"]
    assert "<h1><bdi>\u200e\u2068المنار\u2069, Volume 1, Issue 2</bdi></h1>" in issue
    assert 'lang="ar" dir="rtl">' in issue
    assert '<p class="summary" lang="ar"><bdi>ملخّص.</bdi></p>' in issue


def test_scripts_of_each_language_are_its_own(shelf):
    shelf.build()
    pages = pages_of(shelf)
    assert "../../assets/en/reader.js" in pages["en/c/index.html"]
    assert "../../assets/boot.js" in pages["en/c/index.html"]
    assert '"lang":"en"' in (shelf.output / "assets/en/reader.js").read_text("utf-8")


EDITS = {
    "a text": lambda a: a.article("x-1", "غيره عن بيروت.", date="1909-05-03"),
    "a new text": lambda a: a.article("x-2", "جديد.", date="1910"),
    "one that goes": lambda a: (a.root / "texts/x-1.md").unlink(),
    "a record": lambda a: a.write("entities/more.csv", "id,type,heading\nl-x,place,كتاب\n"),
    "a translation": lambda a: a.write("site.toml", THREE + BASE),
    "what a kind is called": lambda a: a.write(
        "site.toml", THREE + BASE + ENGLISH + 'kinds = {maqama = "Maqama"}\n'
    ),
    "a page": lambda a: a.write("pages/about.en.md", "---\ntitle: Other\nlang: en\n---\nX.\n"),
    "one language less": lambda a: a.write("site.toml", SITE + 'languages = ["ar", "fr"]\n'),
    "one language": lambda a: a.write("site.toml", SITE + BASE),
    "nothing": lambda _: None,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_second_build_is_that_of_a_clean_one(shelf, edit):
    shelf.build()
    edit(shelf)
    shelf.build()
    second = tree(shelf.output)
    shelf.build("clean", clean=True, jobs=2)
    assert second == tree(shelf.output)


def test_an_edit_rewrites_no_page_that_a_site_of_one_language_leaves(shelf):
    def touched(settings):
        shelf.write("site.toml", settings)
        shelf.article("x-1", "كتاب عن بيروت.", date="1909-05-03")
        shelf.build()
        before = tree(shelf.output)
        shelf.article("x-1", "كتاب آخر عن بيروت.", date="1909-05-03")
        shelf.build()
        after = tree(shelf.output)
        return {path for path in after if before.get(path) != after[path]}

    one, three = touched(SITE + BASE), touched(THREE + BASE)
    lists = {path for path in one if path.endswith(".html") and is_parallel(path)}
    folders = {path for path in three if path.startswith(("en/", "fr/"))}
    assert folders == {f"{folder}/{path}" for folder in ("en", "fr") for path in lists}


def test_one_language_is_as_if_none_were_named(archive):
    archive.article("x-1", "كتاب عن بيروت.")
    archive.build()
    before = tree(archive.output)
    archive.write("site.toml", SITE + 'languages = ["ar"]\n')
    archive.build("again")
    assert tree(archive.output) == before


def test_scripts_write_numbers_as_the_pages_of_an_english_site_do(archive):
    archive.write("site.toml", 'format = 1\ntitle = "Archive"\nlanguage = "en"\n')
    archive.article("m-1", "سافر إلى بيروت.").build()
    page = (archive.output / "index.html").read_text("utf-8")
    script = (archive.output / "assets" / "reader.js").read_text("utf-8")
    assert 'data-numerals="latn"' in page
    assert '"numerals":"latn"' in script
