"""A built site is checked without a browser: each planted fault is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.check import check_site
from sitegen.check.hosts import HOSTS, Size, refused_by, size_of
from sitegen.errors import CorpusError

PAGE = (
    '<!doctype html>\n<html lang="ar"><head><title>ت</title></head>\n<body class="x"><main>{}'
    "</main></body></html>\n"
)
SOUND = '<h1>ع</h1><p id="p-1">نصّ <a href="d/b.html#p-1">ب</a></p><ul><li>أ<li>ب</ul>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "d").mkdir()
    (tmp_path / "index.html").write_text(PAGE.format(SOUND), "utf-8")
    (tmp_path / "d/b.html").write_text(PAGE.format('<h1>ب</h1><p id="p-1">ن</p>'), "utf-8")
    return tmp_path


def test_a_sound_site_has_no_problem(site: Path) -> None:
    report = check_site(site)
    assert report.problems == ()
    assert (report.pages, report.links, report.anchors) == (2, 1, 2)


@pytest.mark.parametrize(
    ("html", "what", "why"),
    [
        ('<a href="d/x.html">ب</a>', "'d/x.html' leads nowhere", "there is no such file"),
        ('<a href="d/B.html">ب</a>', "'d/B.html' leads nowhere", "there is no such file"),
        ('<a href="d/b.html#z">ب</a>', "'d/b.html#z' leads nowhere", "there is no such anchor"),
        ('<a href="/index.html">ب</a>', "'/index.html' leads nowhere",
         "it does not work in a subfolder"),
        ('<a href="../x.html">ب</a>', "'../x.html' leads nowhere", "it leads out of the site"),
        ('<a href="doc:x">ب</a>', "'doc:x' leads nowhere", "an odd address"),
        ('<p id="a"></p><p id="a"></p>', "the id 'a' is there twice", ""),
        ('<img src="https://x.org/a.png" alt="">', "this loads https://x.org/a.png",
         "it is another host's"),
        ('<p style="x">ب</p>', 'this is written in the page: style="x"',
         "pages run under a policy that forbids it"),
        ("<b><i>ب</b></i>", "</b> closes nothing inside <i>", ""),
        ("<div>", "<div> has no end", ""),
        ('<img src="d/b.html">', "<img> has no alt", ""),
        ('<p id="a" id="b">', "<p> has an attribute twice", ""),
        ("<h1>أ</h1><h1>ب</h1>", "the page has 2 h1", ""),
    ],
)  # fmt: skip
def test_a_fault_is_told(site: Path, html: str, what: str, why: str) -> None:
    (site / "c.html").write_text(PAGE.format(html), "utf-8")
    found = [one for one in check_site(site).problems if one.place.path == "c.html"]
    assert (what, why) in [(one.what, one.why) for one in found]
    assert all(one.place.line in (0, 3) for one in found)


def test_a_page_without_language_title_and_doctype_is_told(site: Path) -> None:
    (site / "c.html").write_text("<html><head></head><body></body></html>", "utf-8")
    assert {one.what for one in check_site(site, links=False).problems} == {
        "the page does not begin with <!doctype html>",
        "<html> has no lang",
        "the page has no title",
    }


def test_a_folder_that_is_no_site_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no index\.html"):
        check_site(tmp_path)


def test_a_site_is_measured(site: Path) -> None:
    (site / "d/long.txt").write_bytes(b"x" * 40_000)
    size = size_of(site)
    assert (size.files, size.largest, size.largest_bytes) == (3, "d/long.txt", 40_000)
    assert (size.fullest, size.fullest_count, size.clusters) == ("d", 2, 4 * 32_768)
    assert size.folders == 1


def test_hosts_that_are_too_small_are_named() -> None:
    size = Size(64_000, 1 << 28, "search/x.js", 1 << 20, "d", 1_000, 1 << 31)
    assert [one.partition(":")[0] for one in refused_by(size)] == ["Cloudflare Pages, free"]
    huge = Size(10**6, 1 << 40, "x", 1 << 33, "d", 10**5, 1 << 41)
    assert {one.partition(":")[0] for one in refused_by(huge)} == {host.name for host in HOSTS}


def test_folders_count_where_the_host_counts_them() -> None:
    size = Size(190_000, 1, "x", 1, "d", 9, 1, folders=20_000)
    (said,) = (one for one in refused_by(size) if one.startswith("GitLab"))
    assert "takes 200,000 files and folders, these are 210,000\n  fix: lists in one" in said


def test_a_zip_that_is_too_large_is_no_more_made_with_the_setting_that_is_told() -> None:
    *_, said = refused_by(Size(9, 1, "data/manar.zip", 1 << 27, "d", 9, 1))
    assert said.endswith("\n  fix: downloads = false in site.toml: no zips")


def test_the_page_for_what_is_missing_leads_from_the_top_of_its_host(site: Path) -> None:
    links = '<a href="/archive/index.html">ب</a><a href="/archive/no.html">ب</a>'
    (site / "404.html").write_text(PAGE.format(links), "utf-8")
    assert [problem.what for problem in check_site(site).problems] == [
        "'/archive/no.html' leads nowhere"
    ]
