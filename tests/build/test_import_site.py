"""The way back: an archive made from a site builds that site again, byte for byte."""

import json
import shutil
from pathlib import Path

import pytest

from build.conftest import tree
from sitegen.build import Options, build
from sitegen.content.imports import Plan
from sitegen.content.imports.site import import_site

SAMPLE = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("way-back")
    shutil.copytree(SAMPLE, folder / "archive", ignore=shutil.ignore_patterns(".sitegen"))
    build(folder / "archive", folder / "public", Options(jobs=1))
    return folder


def test_the_sample_archive_comes_back_byte_for_byte(built, tmp_path):
    report = import_site(built / "public", tmp_path / "archive", Plan())
    assert report.problems == ()
    build(tmp_path / "archive", tmp_path / "public", Options(jobs=1))
    assert tree(tmp_path / "public") == tree(built / "public")


def test_promised_anchors_rules_and_old_addresses_come_back(two_articles, tmp_path):
    site = 'format = 1\ntitle = "أرشيف"\nmenu = ["search", {title = "عن", href = "about.html"}]\n'
    two_articles.write("site.toml", site + '[normalize]\ntatweel = "drop"\n')
    two_articles.write("pages/about.md", "---\ntitle: عن\norder: 2\n---\nصفحة.\n")
    two_articles.write(
        "entities/more.yml",
        "- id: p-2\n  type: person\n  heading: رضا الثاني\n  birth: 1900\n  never_link: [رضا]\n"
        "  cues: [شاعر]\n",
    )
    two_articles.article(
        "a-3", "قال رضا. {#qal}", more="aliases: [/old.html]\nentities: {not: [p-2]}\n"
    )
    pins = "document\tanchor\tsketch\na-1\tp-aaaaa\tAAAA\n"
    two_articles.write("anchors.tsv", pins.encode())
    two_articles.build()
    assert import_site(two_articles.output, tmp_path / "back", Plan()).problems == ()
    record = [
        json.loads(line)
        for line in (tmp_path / "back/entities/records.jsonl").read_text("utf-8").splitlines()
    ]
    assert {one["id"] for one in record} == {"p-rida", "l-bayrut", "p-2"}
    assert (tmp_path / "back/anchors.tsv").read_text("utf-8") == pins
    build(tmp_path / "back", tmp_path / "again", Options(jobs=1))
    assert tree(tmp_path / "again") == tree(two_articles.output)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "this is no site that can become an archive"),
        ("{", "this file is damaged"),
        ('{"format": 9}', "this site's archive is of another format"),
        ('{"format": 1, "site": {"title": "x"}, "pages": {"../../x": {"title": "y"}}}',
         "'../../x' leads out of the archive"),
        ('{"format": 1, "site": {"title": "x"}, "assets": ["../index.html"]}',
         "'../index.html' leads out of the archive"),
        ('{"format": 1, "site": {}}', "the site has no 'title'"),
    ],
)  # fmt: skip
def test_a_site_that_cannot_come_back_leaves_nothing(tmp_path, content, what):
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    if content:
        (site / "data/archive.json").write_text(content, "utf-8")
    report = import_site(site, tmp_path / "archive", Plan())
    assert what in [one.what for one in report.problems]
    assert not (tmp_path / "archive").exists()


def test_an_archive_that_is_there_is_not_touched(built, tmp_path):
    (tmp_path / "site.toml").write_text("x", "utf-8")
    report = import_site(built / "public", tmp_path, Plan())
    assert report.problems[0].what == "there is an archive already"
    assert [path.name for path in tmp_path.iterdir()] == ["site.toml"]


def test_what_is_closed_is_not_in_the_file_that_brings_archives_back(two_articles):
    two_articles.write("collections.toml", '[c]\ntitle = "مغلق سرّي"\naccess = "closed"\n')
    two_articles.article("a-7", "نصّ", more="collection: c\n")
    two_articles.write("anchors.tsv", b"document\tanchor\tsketch\na-7\tp-aaaaa\tAAAA\n")
    two_articles.build()
    told = (two_articles.output / "data/archive.json").read_text("utf-8")
    assert "سرّي" not in told
    assert "a-7" not in told
