"""Is the static repository what a gateway reads, with each document once?"""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from sitegen.config import Oai, Site, parse_site
from sitegen.export.oai import static_repository
from sitegen.model import Agent, Card, Collection, DocId, PartialDate, slug_of

SITE = Site(title="أرشيف <المنار> & غيره", base_url="https://example.org/a/", publisher="الخزانة")
OAI = Oai(gateway="https://gateway.example.org/oai/", email="a@example.org", date="2026-11-28")
NAMES = {
    "s": "http://www.openarchives.org/OAI/2.0/static-repository",
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def card(name, **values):
    return Card(id=DocId(name), slug=slug_of(name), title="نداء & جواب", **values)


@pytest.fixture(scope="module")
def repository():
    cards = [
        card(
            "a-1",
            authors=(Agent("زيدان"), Agent("صروف")),
            subjects=("أدب",),
            date=PartialDate(1908, 5),
            collection="c",
            volume="3",
        ),
        card("a-2", access="metadata"),
    ]
    collections = {"c": Collection(id="c", title="المنار", publisher="رضا", rights="CC0")}
    found = static_repository(
        SITE, OAI, ((one, f"d/{one.slug}.html") for one in cards), collections
    )
    return ET.fromstring(b"".join(found))


def test_it_says_who_it_is_and_through_whom(repository):
    def said(name):
        return repository.findtext(f"s:Identify/oai:{name}", namespaces=NAMES)

    assert said("repositoryName") == SITE.title
    assert said("baseURL") == "https://gateway.example.org/oai/example.org/a/oai.xml"
    assert said("earliestDatestamp") == "2026-11-28"
    assert said("adminEmail") == "a@example.org"
    parts = [child.tag.rpartition("}")[2] for child in repository]
    assert parts == ["Identify", "ListMetadataFormats", "ListRecords"]


def test_each_document_is_a_record_of_dublin_core(repository):
    records = repository.findall("s:ListRecords/oai:record", NAMES)
    heads = [one.findtext("oai:header/oai:identifier", namespaces=NAMES) for one in records]
    assert heads == ["oai:example.org:a-1", "oai:example.org:a-2"]
    first = records[0].find("oai:metadata", NAMES)[0]
    told = [(one.tag.rpartition("}")[2], one.text) for one in first]
    assert told == [
        ("title", "نداء & جواب"),
        ("creator", "زيدان"),
        ("creator", "صروف"),
        ("subject", "أدب"),
        ("publisher", "رضا"),
        ("date", "1908-05"),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", "https://example.org/a/d/a-1.html"),
        ("source", "المنار 3"),
        ("language", "ar"),
        ("rights", "CC0"),
    ]


GOOD = 'format = 1\ntitle = "x"\nbase_url = "https://example.org/"\n'
TABLE = '[oai]\ngateway = "https://g.org/oai"\nemail = "a@b.org"\ndate = "2026-11-28"\n'


def test_the_table_is_read_whole_or_told():
    site, problems = parse_site(GOOD + TABLE)
    assert (site.oai, problems) == (
        Oai(gateway="https://g.org/oai", email="a@b.org", date="2026-11-28"),
        (),
    )
    _, problems = parse_site(GOOD + '[oai]\ngateway = "https://g.org/oai"\n')
    assert [problem.what for problem in problems] == [
        "[oai] has no 'date' that can be used",
        "[oai] has no 'email' that can be used",
    ]
    _, problems = parse_site('format = 1\ntitle = "x"\n' + TABLE)
    assert [problem.what for problem in problems] == ["[oai] needs a 'base_url'"]
