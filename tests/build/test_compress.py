"""Does each file have the twin that it should, and no other?"""

from __future__ import annotations

import gzip
import os

import brotli
import pytest

from sitegen.errors import CorpusError
from sitegen.exporting.compress import LEAST, compress_site

from .conftest import tree


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def twins(site):
    return {path: path.with_name(path.name + ".gz") for path in sorted(site.rglob("*.html"))}


def test_twins_follow_their_files_through_builds(two_articles):
    archive = two_articles
    archive.build()
    done = compress_site(archive.output, jobs=1)
    assert done.new == done.files > 20
    for path, twin in twins(archive.output).items():
        content = path.read_bytes()
        if len(content) < LEAST:
            assert not twin.exists()
            continue
        assert gzip.decompress(twin.read_bytes()) == content
        assert twin.stat().st_mtime_ns == path.stat().st_mtime_ns
    assert compress_site(archive.output, jobs=1).new == 0
    packed = tree(archive.output)
    assert archive.build().changed == 0
    assert tree(archive.output) == packed
    archive.article("a-2", "كتاب آخر عن بيروت ورضا.", date="1909")
    changed = archive.build().changed
    left = set(archive.output.rglob("*.gz"))
    for path, twin in twins(archive.output).items():
        assert twin not in left or gzip.decompress(twin.read_bytes()) == path.read_bytes()
    assert left
    again = compress_site(archive.output, jobs=2)
    assert 0 < again.new <= changed
    archive.build(clean=True)
    assert compress_site(archive.output, jobs=1).new == 0


def test_the_bytes_of_a_twin_do_not_depend_on_when_it_was_made(two_articles):
    two_articles.build()
    compress_site(two_articles.output, jobs=1)
    home = two_articles.output / "index.html.gz"
    before = home.read_bytes()
    home.unlink()
    os.utime(two_articles.output / "index.html", ns=(1, 10**18))
    compress_site(two_articles.output, jobs=1)
    assert home.read_bytes() == before


def test_a_folder_of_others_is_left_alone(tmp_path):
    (tmp_path / "a.html").write_text("x" * 2000)
    with pytest.raises(CorpusError) as raised:
        compress_site(tmp_path)
    assert "no site here" in raised.value.problems[0].what
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_brotli_stands_beside_gzip(two_articles):
    two_articles.build()
    done = compress_site(two_articles.output, brotli=True, jobs=1)
    assert done.new == 2 * done.files
    home = two_articles.output / "index.html"
    packed = home.with_name("index.html.br").read_bytes()
    assert brotli.decompress(packed) == home.read_bytes()
    assert len(packed) < len(home.with_name("index.html.gz").read_bytes())


def test_without_brotli_its_twins_are_a_problem(two_articles, monkeypatch):
    two_articles.build()
    monkeypatch.setattr("sitegen.exporting.compress._brotli", lambda: None)
    with pytest.raises(CorpusError) as raised:
        compress_site(two_articles.output, brotli=True)
    assert "brotli is not installed" in raised.value.problems[0].what
    assert not list(two_articles.output.rglob("*.gz"))
