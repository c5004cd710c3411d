"""Can machines that follow the site read what we write for them?"""

import json
import re

from lxml import etree

from sitegen.config import Site
from sitegen.export.feeds import atom, json_feed, sitemap
from sitegen.model import Agent, Card, DocId, PartialDate, Slug

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "a": "http://www.w3.org/2005/Atom"}
SITE = Site(title="أرشيف <المنار>", base_url="https://example.org/a")


def card(**values):
    return Card(id=DocId("x"), slug=Slug("x"), title="مقال & مقال", **values)


def test_a_sitemap_of_more_than_50000_addresses_is_parted():
    files = dict(sitemap("https://example.org/a", [f"d/{n}.html" for n in range(50_001)]))
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    index, first = (etree.fromstring(files[name]) for name in ("sitemap.xml", "sitemap-1.xml"))
    parts = index.xpath("//s:loc/text()", namespaces=SPACE)
    assert parts[1] == "https://example.org/a/sitemap-2.xml"
    assert len(first.xpath("//s:url", namespaces=SPACE)) == 50_000


def test_a_feed_is_well_formed_whatever_the_titles_hold():
    feed = etree.fromstring(atom(SITE, [(card(authors=(Agent("ا < ب"),)), "d/x.html")]))
    assert feed.findtext("a:title", namespaces=SPACE) == "أرشيف <المنار>"
    assert feed.findtext("a:entry/a:title", namespaces=SPACE) == "مقال & مقال"


def test_a_feeds_times_are_its_documents_dates():
    entries = [(card(date=PartialDate(1908, 5)), "d/x.html")]
    feed = etree.fromstring(atom(SITE, entries))
    assert feed.findtext("a:entry/a:updated", namespaces=SPACE) == "1908-05-01T00:00:00Z"
    assert feed.findtext("a:updated", namespaces=SPACE) == "1908-05-31T00:00:00Z"


def test_the_json_feed_tells_the_same_and_nothing_empty():
    entries = [(card(date=PartialDate(1908, 5), authors=(Agent("زيدان"),)), "d/x.html")]
    feed = json.loads(json_feed(SITE, entries))
    (item,) = feed["items"]
    assert feed["feed_url"] == "https://example.org/a/feed.json"
    assert item["url"] == "https://example.org/a/d/x.html"
    assert item["date_published"] == "1908-05-01T00:00:00Z"
    assert item["authors"] == [{"name": "زيدان"}]
    assert "tags" not in item


def test_a_feed_keeps_the_rules_of_rfc_4287():
    cards = [
        (card(date=PartialDate(1908, 5), authors=(Agent("زيدان"),), summary="ملخّص"), "d/x.html"),
        (card(lang="fr"), "d/y.html"),
    ]
    feed = etree.fromstring(atom(SITE, cards))
    entries = feed.xpath("a:entry", namespaces=SPACE)
    ids = [one.findtext("a:id", namespaces=SPACE) for one in (feed, *entries)]
    assert len({*ids}) == 3  # 4.1.2: an entry's id is its own
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):  # 4.1.1, 4.1.2: exactly one
            assert len(one.xpath(f"a:{name}", namespaces=SPACE)) == 1, name
        for moment in one.xpath("a:updated/text()", namespaces=SPACE):  # 3.3: RFC 3339
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
        links = one.xpath("a:link[@rel='alternate']", namespaces=SPACE)
        assert len(links) == 1  # 4.1.1: of one type and language no more
    assert feed.xpath("a:author/a:name/text()", namespaces=SPACE)  # 4.1.1: or each entry
    assert feed.xpath("a:link[@rel='self']/@href", namespaces=SPACE) == [
        "https://example.org/a/feed.xml"
    ]
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [one.get(language) for one in (feed, *entries)] == ["ar", None, "fr"]


def test_a_json_feed_keeps_the_rules_of_version_1_1():
    feed = json.loads(json_feed(SITE, [(card(), "d/x.html"), (card(lang="fr"), "d/y.html")]))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert len({item["id"] for item in feed["items"]}) == 2
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]  # one of the two contents must be there
