"""Is the archive there for harvesters where it asks for that, and small enough?"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from sitegen.export import oai
from sitegen.pages import single

from .conftest import SITE

ASKED = (
    SITE + 'base_url = "https://example.org/a/"\n[oai]\ngateway = "https://g.example.org/oai"\n'
    'email = "a@example.org"\ndate = "2026-11-28"\n'
)
RECORD = "{http://www.openarchives.org/OAI/2.0/}record"


def test_each_listed_document_is_a_record_that_the_data_page_leads_to(two_articles):
    archive = two_articles.write("site.toml", ASKED)
    archive.article("a-3", "نصّ.", more="withdrawn: نعم\n")
    archive.build()
    root = ET.fromstring((archive.output / "oai.xml").read_bytes())
    assert len(list(root.iter(RECORD))) == 2
    assert 'href="oai.xml"' in (archive.output / "data.html").read_text("utf-8")


def test_a_large_archive_has_none_and_the_build_says_so(two_articles, monkeypatch):
    monkeypatch.setattr(oai, "MOST", 1)
    monkeypatch.setattr(single, "MOST_HARVESTED", 1)
    archive = two_articles.write("site.toml", ASKED)
    report = archive.build()
    assert not (archive.output / "oai.xml").exists()
    assert 'href="oai.xml"' not in (archive.output / "data.html").read_text("utf-8")
    assert any(note.startswith("no oai.xml") for note in report.notes)


def test_without_being_asked_for_there_is_none(two_articles):
    two_articles.write("site.toml", SITE + 'base_url = "https://example.org/a/"\n').build()
    assert not (two_articles.output / "oai.xml").exists()
