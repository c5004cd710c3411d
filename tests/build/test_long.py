"""Does a long text come in pages that a slow line can carry? Does an edit leave none behind?"""

from __future__ import annotations

import random
import re

import pytest
from first_views import BAR, first_view

from sitegen.check.links import broken_links, broken_markup

from .conftest import tree

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def book(n_chapters, *, latin=False, marks=False):
    """A book of words that no gzip shortens more than those of a language."""
    rng = random.Random(7)
    words = ["".join(rng.choices(LETTERS, k=rng.choice((3, 4, 5)))) for _ in range(5000)]
    if marks:
        words = ["\N{ARABIC FATHA}".join(word) for word in words]

    def prose(count):
        return " ".join(rng.choices(words, k=count))

    pieces, notes = [], []
    for chapter in range(1, n_chapters + 1):
        pieces.append(f"## {prose(3)}")
        for n in range(14):
            if n % 5 == 0:
                pieces.append(f"{{{{page {chapter * 3 + n // 5}}}}}")
            if n == 7:
                pieces.append(f"### {prose(2)}")
            call = f"[^c{chapter}]" if n == 3 else ""
            name = " Voltaire" if latin else ""
            pieces.append(f"{prose(90)} محمد رشيد رضا{name}.{call}")
        notes.append(f"[^c{chapter}]: {prose(9)}")
    return "\n\n".join((*pieces, *notes))


@pytest.mark.parametrize("how", [{}, {"latin": True}, {"marks": True}])
def test_no_part_of_a_book_weighs_more_than_its_bar(archive, how):
    archive.article("kitab", book(30, **how))
    archive.build()
    parts = [f"d/kitab_/{n}.html" for n in range(2, 400)]
    pages = ["d/kitab.html", *(path for path in parts if (archive.output / path).exists())]
    assert len(pages) > 12
    weights = {path: first_view(archive.output, archive.output / path) for path in pages}
    assert {path: size for path, size in weights.items() if size > BAR} == {}
    assert list(broken_links(archive.output)) == []
    assert list(broken_markup(archive.output)) == []


@pytest.mark.parametrize(("length", "latin"), [(32_000, False), (14_000, True)])
def test_the_longest_text_that_stays_on_one_page_keeps_to_the_bar(archive, length, latin):
    plain = re.sub(r"\{\{.*\}\}|\[\^.*?\]", "", book(6, latin=latin))
    text = plain[:length].rpartition(" ")[0]
    archive.article("maqala", text)
    archive.build()
    assert not (archive.output / "d/maqala_").exists()
    assert first_view(archive.output, archive.output / "d/maqala.html") <= BAR


def test_every_paragraph_is_on_one_part_and_on_the_whole_page(archive):
    archive.article("kitab", book(8))
    archive.build()
    site = archive.output

    def anchors(path):
        return re.findall(r'<p id="(p-[^"]+)"', (site / path).read_text("utf-8"))

    numbers = range(2, 2 + len(list((site / "d/kitab_").glob("[0-9]*.html"))))
    parts = [anchors("d/kitab.html"), *(anchors(f"d/kitab_/{n}.html") for n in numbers)]
    assert len(parts) > 3
    assert [one for part in parts for one in part] == anchors("d/kitab_/whole.html")
    table = (site / "d/kitab_/at/0.js").read_text("utf-8")
    assert all(f'"{n}":"' in table and part[0] in table for n, part in enumerate(parts, 1))


def test_parts_are_told_apart_and_said_to_be_of_one_text(archive):
    archive.write("site.toml", 'format = 1\ntitle = "أرشيف"\nbase_url = "https://example.org/a"\n')
    archive.article("kitab", book(8), title="كتاب الطباعة", more="pages: 3-40\n")
    archive.build()
    pages = {
        path: (archive.output / path).read_text("utf-8")
        for path in ("d/kitab.html", "d/kitab_/2.html", "d/kitab_/whole.html")
    }
    first, second, whole = pages.values()
    base = "https://example.org/a/"
    assert f'rel="canonical" href="{base}d/kitab.html"' in first
    assert f'rel="canonical" href="{base}d/kitab_/2.html"' in second
    assert f'rel="canonical" href="{base}d/kitab.html"' in whole
    assert '"robots" content="noindex"' in whole
    assert "ld+json" in first
    assert "ld+json" not in second
    for page in pages.values():
        assert f'"citation_public_url" content="{base}d/kitab.html"' in page
    assert len({re.search("<title>(.*)</title>", page)[1] for page in pages.values()}) == 3
    sitemap = (archive.output / "sitemap.xml").read_text("utf-8")
    assert "d/kitab_/2.html" in sitemap
    assert "whole" not in sitemap


def test_a_text_that_grows_and_shrinks_leaves_no_part_behind(archive):
    archive.article("a-1", "محمد رشيد رضا في بيروت.")
    for n_chapters in (1, 8, 10, 10, 3, 1):
        archive.article("kitab", book(n_chapters))
        archive.build()
        grown = tree(archive.output)
        archive.build("clean", clean=True)
        clean = tree(archive.output)
        assert grown == clean
        assert any(path.startswith("d/kitab_/") for path in grown) == (n_chapters > 3)


def test_a_part_that_is_harmed_is_made_again_and_nothing_else(archive):
    archive.article("a-1", "محمد رشيد رضا في بيروت.")
    archive.article("kitab", book(8))
    archive.build()
    before = tree(archive.output)
    (archive.output / "d/kitab_/3.html").write_text("harmed", "utf-8")
    (archive.output / "d/kitab_/at/0.js").unlink()
    archive.build()
    assert tree(archive.output) == before
    archive.build()
    assert (archive.root / ".sitegen/changes.tsv").read_text("utf-8") == ""


def test_an_edit_of_a_chapter_sends_its_parts_and_not_the_rest(archive):
    text = book(10)
    archive.article("a-1", "محمد رشيد رضا في بيروت.")
    archive.article("kitab", text)
    archive.build()
    archive.article("kitab", text.replace(" محمد رشيد رضا.", " محمد رشيد رضا، وكلمة زائدة.", 1))
    archive.build()
    told = (archive.root / ".sitegen/changes.tsv").read_text("utf-8").split()
    parts = [path for path in told if re.match(r"d/.*\.html", path)]
    assert parts == ["d/kitab.html", "d/kitab_/whole.html"]


def test_withheld_texts_have_no_parts(archive):
    archive.article("kitab", book(8), more="access: metadata\n")
    archive.build()
    assert not (archive.output / "d/kitab_").exists()
