"""Does a manifest in the archive lead from its documents, and a changed one elsewhere?"""

from __future__ import annotations

import json
import re

import pytest

from sitegen.errors import CorpusError

from .conftest import SITE, tree

HOST = "https://images.example.org"


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def manifest(where="https://library.example.org/1"):
    canvas = {"label": {"none": ["3"]}, "items": [{"items": [{"body": {"id": f"{HOST}/3.jpg"}}]}]}
    return json.dumps({"type": "Manifest", "homepage": [{"id": where}], "items": [canvas]})


@pytest.fixture
def shelf(archive):
    archive.write("assets/one.json", manifest())
    archive.article("a-1", "نصّ.", more="facsimile: assets/one.json\npages: 3\n")
    return archive.article("a-2", "نصّ.", more="facsimile: assets/one.json\npages: 9\n")


def scans(archive, name):
    text = (archive.output / f"d/{name}.html").read_text("utf-8")
    listed = re.search(r'<ul class="scans"( data-scans)?>(.*?)</ul>', text, re.DOTALL)
    return re.findall('href="([^"]*)"', listed[2]), bool(listed[1])


def test_a_text_leads_to_its_page_or_to_the_whole(shelf):
    shelf.build()
    assert scans(shelf, "a-1") == ([f"{HOST}/3.jpg"], False)
    assert scans(shelf, "a-2") == (["https://library.example.org/1"], False)
    policy = re.search("img-src ([^;]*);", (shelf.output / "d/a-1.html").read_text("utf-8"))
    assert policy[1] == "'self' data:"


def test_a_page_stands_beside_its_text_where_its_host_is_named(shelf):
    shelf.write("site.toml", f'{SITE}image_hosts = ["{HOST}"]\n').build()
    assert scans(shelf, "a-1") == ([f"{HOST}/3.jpg"], True)
    text = (shelf.output / "d/a-1.html").read_text("utf-8")
    assert re.search("img-src ([^;]*);", text)[1] == f"'self' data: {HOST}"
    assert "images.example.org" in (shelf.output / "about.html").read_text("utf-8")


def test_another_manifest_leads_elsewhere_in_the_next_build(shelf):
    shelf.build()
    shelf.write("assets/one.json", manifest("https://library.example.org/two"))
    shelf.build()
    assert scans(shelf, "a-2") == (["https://library.example.org/two"], False)
    second = tree(shelf.output)
    shelf.build("clean", clean=True)
    assert tree(shelf.output) == second


def test_a_file_that_is_no_manifest_is_told(shelf):
    shelf.write("assets/one.json", '{"pages": 3}')
    with pytest.raises(CorpusError) as caught:
        shelf.build()
    assert "assets/one.json: this file is no IIIF manifest" in str(caught.value)


def test_a_manifest_that_is_missing_is_told(shelf):
    shelf.article("a-3", "نصّ.", more="facsimile: assets/two.json\n")
    with pytest.raises(CorpusError) as caught:
        shelf.build()
    assert "there is no file 'assets/two.json'" in str(caught.value)
