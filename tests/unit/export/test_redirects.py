"""Claims about the addresses of an older site."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.export import redirects

TABLE = redirects.table_of(
    [("/?p=12", "d/a.html"), ("/news/12.html", "d/b.html"), ("/2012/05/مقال/", "d/c.html")]
)


@pytest.mark.parametrize(
    ("alias", "key"),
    [
        ("http://old.example.org/news/12.html#top", "news/12.html"),
        ("//old.example.org/a", "a"),
        ("/index.php?id=3&lang=ar", "index.php?id=3&lang=ar"),
        ("/%D9%85%D9%82%D8%A7%D9%84/", "مقال/"),
        ("https://old.example.org/", ""),
    ],
)
def test_the_host_and_the_writing_of_an_address_do_not_count(alias, key):
    assert redirects.key_of(alias) == key


@pytest.mark.parametrize(
    "key",
    [
        "?p=12",
        "a/../b.html",
        "../b",
        "con/a.html",
        "a/b.php",
        "a b?",
        ".htaccess",
        "a//b",
        f"{'م' * 130}/",
    ],
)
def test_no_file_stands_where_none_can(key):
    assert redirects.file_of(key) == ""


@given(st.text(max_size=30))
def test_a_file_never_climbs_out_of_the_site(alias):
    name = redirects.file_of(redirects.key_of("/" + alias.lstrip("/")))
    assert not name.startswith(("/", "."))
    assert ".." not in name.split("/")


def files_of(table=TABLE, taken=(), base="/"):
    return dict(redirects.files(table, taken, base, "ar", "انتقلت هذه الصفحة"))


def test_a_page_at_the_old_address_leads_to_the_new_one():
    made = files_of()
    assert b'content="0; url=../d/b.html"' in made["news/12.html"]
    assert b'url=../../../d/c.html"' in made["2012/05/مقال/index.html"]


def test_no_page_of_the_site_is_taken_away():
    assert "news/12.html" not in files_of(taken=["News/12.html"])


def test_every_address_is_in_the_script_that_its_hash_names():
    table = {f"?p={n}": f"d/{n}.html" for n in range(1000)}
    made = dict(redirects.scripts(table))
    count = int(re.findall(rb"\d+", made["data/moved/index.js"])[0])
    assert count > 1
    for key, path in table.items():
        script = made[f"data/moved/{redirects.bucket(key, count)}.js"].decode()
        assert json.loads(script.partition(",")[2].removesuffix(");\n"))[key] == path


def test_hosts_that_know_paths_only_get_no_query():
    made = files_of(base="/archive/")
    assert made["_redirects"].decode().splitlines() == [
        "/archive/2012/05/%D9%85%D9%82%D8%A7%D9%84/ /archive/d/c.html 301",
        "/archive/news/12.html /archive/d/b.html 301",
    ]
    assert '"/archive/?p=12" "/archive/d/a.html";' in made["data/moved/nginx.map"].decode()
    assert "/archive/?p=12 /archive/d/a.html\n" in made["data/moved/apache.txt"].decode()


def test_addresses_that_differ_by_case_are_told_apart_by_nginx() -> None:
    table = {"News/1.html": "d/a.html", "news/1.html": "d/b.html", "x$1.html": "d/c.html"}
    made = dict(redirects.for_hosts(table))
    assert made["data/moved/nginx.map"].decode().splitlines() == [
        '"~^/News/1[.]html$" "/d/a.html";',
        '"~^/news/1[.]html$" "/d/b.html";',
        '"/x$1.html" "/d/c.html";',
        '"/x%241.html" "/d/c.html";',
    ]
    assert made["_redirects"].decode().splitlines()[2] == "/x%241.html /d/c.html 301"
