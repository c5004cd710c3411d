"""Does a shared link find a picture, drawn once, and none where none can be drawn?"""

from __future__ import annotations

import re

import pytest

from sitegen.export import typeset

from .conftest import SITE, tree

BASE = SITE + 'base_url = "https://example.org/a/"\n'


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def shelf(archive):
    archive.write("site.toml", BASE)
    archive.write("collections.toml", '[al-manar]\ntitle = "المنار"\nimage = "assets/a.svg"\n')
    archive.write("assets/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    archive.article("m-1", "سافر رضا.", more="collection: al-manar\nvolume: 1\nissue: 2\n")
    return archive.article("x-1", "كتاب عن بيروت.")


def image_of(archive, path):
    text = (archive.output / path).read_text("utf-8")
    found = re.findall(r'<meta property="og:image" content="https://example.org/a/([^"]*)">', text)
    assert len(found) <= 1
    return found[0] if found else ""


def test_each_kind_of_page_names_a_picture_that_is_there(shelf):
    shelf.build()
    of_page = {
        "index.html": "shared/site.png",
        "year/index.html": "shared/site.png",
        "d/x-1.html": "shared/site.png",
        "c/al-manar/index.html": "shared/c/al-manar.png",
        "c/al-manar/v1/index.html": "shared/c/al-manar.png",
        "c/al-manar/v1/n2.html": "shared/c/al-manar.png",
        "d/m-1.html": "shared/c/al-manar.png",
    }
    assert {path: image_of(shelf, path) for path in of_page} == of_page
    for path in set(of_page.values()):
        content = (shelf.output / path).read_bytes()
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        assert content[16:24] == (1200).to_bytes(4) + (630).to_bytes(4)


def test_a_picture_of_its_own_goes_first(shelf):
    shelf.write("assets/p.png", b"\x89PNG\r\n\x1a\n")
    shelf.article("x-1", "كتاب.", more="image: assets/p.png\n")
    shelf.article("x-2", "كتاب.", more="image: assets/p.png\naccess: metadata\n")
    shelf.build()
    assert image_of(shelf, "d/x-1.html") == "assets/p.png"
    assert image_of(shelf, "d/x-2.html") == "shared/site.png"


EDITS = {
    "a text": (lambda a: a.article("x-1", "غيره."), set()),
    "a title": (
        lambda a: a.write("collections.toml", '[al-manar]\ntitle = "الهلال"\n'),
        {"shared/c/al-manar.png"},
    ),
    "a colour": (
        lambda a: a.write("site.toml", BASE + '[theme]\naccent = "#123456"\n'),
        {"shared/c/al-manar.png", "shared/site.png"},
    ),
}


@pytest.mark.parametrize(("edit", "expected"), EDITS.values(), ids=EDITS)
def test_an_edit_draws_what_it_must_and_as_a_clean_build_does(shelf, edit, expected):
    shelf.build()
    before = tree(shelf.output)
    edit(shelf)
    shelf.build()
    after = tree(shelf.output)
    drawn = {path for path in after if path.startswith("shared/")}
    assert {path for path in drawn if before.get(path) != after[path]} == expected
    shelf.build("clean", clean=True, jobs=2)
    assert tree(shelf.output) == after


def test_without_the_libraries_there_is_none_and_the_build_says_so(shelf, monkeypatch):
    monkeypatch.setattr(typeset, "is_there", lambda: False)
    report = shelf.build()
    assert not (shelf.output / "shared").exists()
    assert image_of(shelf, "d/m-1.html") == ""
    assert any("sitegen[pictures]" in note for note in report.notes)


def test_without_an_address_there_is_none(shelf):
    shelf.write("site.toml", SITE).build()
    assert not (shelf.output / "shared").exists()
