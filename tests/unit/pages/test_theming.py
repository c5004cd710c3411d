"""Claims about what docs/theming.md promises to whoever makes a theme."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import is_dataclass

import pytest

from sitegen.config import Site, Theme, parse_site
from sitegen.pages import views
from sitegen.pages.costs import TimedRenderer, Times
from sitegen.pages.frame import navigation
from sitegen.pages.html import TEMPLATES, theme_folder
from sitegen.pages.site import edition_of, list_pages, renderer_of
from sitegen.pages.style import own_rules

GOOD = 'format = 1\ntitle = "المنار"\n'


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "theming.md").read_text(encoding="utf-8")


def test_the_page_is_what_the_code_says(root, page):
    spec = importlib.util.spec_from_file_location("theming", root / "tools" / "theming.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert page == module.text(root), "run: make theming"


def test_every_template_and_every_field_of_its_view_is_told(page):
    sections = dict(re.findall(r"^## (\S+\.html)\n(.*?)(?=^## )", page, re.MULTILINE | re.DOTALL))
    for view, name in TEMPLATES.items():
        told = set(re.findall(r"^\| `(\w+)` \|", sections[name], re.MULTILINE))
        assert told == set(getattr(views, view)._fields), name


def test_everything_that_views_are_made_of_is_told(page):
    for name, one in vars(views).items():
        if (is_dataclass(one) or hasattr(one, "_fields")) and name not in TEMPLATES:
            assert f"### {name}\n" in page


def test_every_block_that_is_told_can_be_changed(page, archive, tmp_path):
    told = re.findall(r"^## (\S+\.html)\n.*?Blocks: ([^.]+)\.", page, re.MULTILINE | re.DOTALL)
    assert len(told) == len(TEMPLATES) + 1
    for name, blocks in told:
        text = (theme_folder() / name).read_text(encoding="utf-8")
        for block in re.findall(r"`(\w+)`", blocks):
            assert f"{{% block {block} %}}" in text, (name, block)
    (tmp_path / "document.html").write_text(
        '{% extends "theme/document.html" %}{% block about %}هنا {{ id }}{% endblock %}', "utf-8"
    )
    render = renderer_of(archive.catalogue.edition, [tmp_path])
    changed = type(archive)(archive.catalogue, render).documents()["d/a1.html"]
    assert "هنا a1" in changed
    assert '<aside class="about"' not in changed


def test_the_menu_is_the_archives_own():
    site, problems = parse_site(
        GOOD + 'menu = ["years", {title = "المصادر", href = "pages/m.html"}, "search"]'
    )
    assert not problems
    links = navigation(edition_of(site, (), {}), "../")
    assert [(link.text, link.href) for link in links] == [
        ("السنوات", "../year/index.html"), ("المصادر", "../pages/m.html"),
        ("بحث", "../search.html"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('menu = ["yeers"]', "did you mean 'years'?"),
        ('menu = [{title = "x"}]', "is no way of a menu"),
        ('menu = [{title = "x", href = "javascript:alert(1)"}]', "is no way of a menu"),
        ('[theme]\nserif = "kitab.woff2"', 'write serif = "assets/face.woff2"'),
        ('[theme]\nsans = "assets/../x.ttf"', "is no file of the archive's assets"),
        ('[theme]\nink = "black"', "'black' is no colour"),
    ],
)
def test_what_cannot_be_set_is_told(line, words):
    site, problems = parse_site(GOOD + line)
    assert site is None
    assert words in str(problems[0])


def test_own_faces_and_colours_are_named_before_ours():
    rules = own_rules(Theme(ink="#000000", sans="assets/f/plain.woff2"))
    assert 'src:url("f/plain.woff2")' in rules
    assert '--own-sans:"Own sans","Archive Sans"' in rules
    assert "--own-ink:#000000" in rules


def test_a_timed_renderer_prints_the_same_and_knows_what_each_template_took(archive):
    ticks = iter(range(10_000))
    times = Times(lambda: next(ticks))
    timed = TimedRenderer([theme_folder()], archive.catalogue.edition, times)
    page = next(page for page in list_pages(archive.catalogue, timed) if page.path == "404.html")
    assert page.html(timed) == page.html(archive.render)
    costs = {one.name: one[1:] for one in times.take()}
    assert costs["404.html"] == (1, 1)
    assert times.take() == ()
    assert Site(title="x").menu == ()


def test_hosts_of_pictures_widen_the_policy_by_themselves_and_are_told(make_archive, pages):
    site, problems = parse_site(GOOD + 'image_hosts = ["https://images.example.org"]')
    assert not problems
    widened = make_archive(site).pages()
    policy = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')
    before, after = policy.search(pages["about.html"])[1], policy.search(widened["about.html"])[1]
    assert after.replace(" https://images.example.org", "") == before
    assert "img-src 'self' data: https://images.example.org;" in after
    assert "images.example.org" in widened["about.html"].partition('class="method"')[2]


@pytest.mark.parametrize(
    "host", ["http://example.org", "https://example.org/a", "*", "https://x; script-src *"]
)
def test_what_is_no_host_never_gets_into_the_policy(host):
    site, problems = parse_site(GOOD + f'image_hosts = ["{host}"]')
    assert site is None
    assert "is no host" in problems[0].what
