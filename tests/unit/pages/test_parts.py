"""The small parts that Python sets: as safe as a template, and one by one as they were."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from sitegen.config import Field, Site
from sitegen.pages import parts
from sitegen.pages.edition import Edition
from sitegen.pages.entity import same_as_links
from sitegen.pages.facts import own_value
from sitegen.pages.i18n import words
from sitegen.pages.views import Entry, Line, Link, Passage

TEXT = st.text(alphabet="<>&'\"ابت \u064b", max_size=20)
AR = words("ar")


@given(TEXT)
def test_text_is_escaped_as_the_templates_escape_it(text):
    assert parts.escaped(text) == str(escape(text))
    assert parts.escaped(Markup(text)) == text


def every_part(text: str) -> list[Markup]:
    named = Link(text, text, text)
    entry = Entry(text, text, text, (named,), text, text, (named, named), text, text, text, text)
    passage = Passage(entry, (Line(text, text, text, text),))
    return [
        parts.link(named),
        parts.tags([named]),
        parts.entry(entry, said=AR),
        parts.entries([entry], said=AR),
        parts.passage(passage, AR),
        parts.crumbs([named], AR),
        parts.sides(named, named, text, AR),
    ]


@given(TEXT.filter(bool))
def test_no_text_adds_a_tag_or_leaves_its_attribute(text):
    for made, plain in zip(every_part(text), every_part("ا"), strict=True):
        assert isinstance(made, Markup)
        for sign in '<>"':
            assert made.count(sign) == plain.count(sign)


def test_an_entry_leaves_out_what_is_not_known():
    made = parts.entry(Entry("مصر", "a.html"), "h2", said=AR)
    assert str(made) == (
        '<li class="entry">\n<h2 class="title"><a href="a.html">مصر</a></h2>\n'
        '<p class="line"></p>\n</li>\n'
    )


def test_without_a_style_sheet_what_is_known_of_a_document_does_not_run_together():
    writers = (Link("هدى القصبي", ""), Link("نوال سركيس", "p/"))
    known = Entry(
        "مصر", "a.html", authors=writers, iso="1908", date="١٩٠٨", pages="٤", kind="رسالة"
    )
    line = parts.entry(known, said=AR).partition('class="line"')[2]
    assert re.sub(r"<[^>]*>", "", f"<p {line}").strip() == "هدى القصبي، نوال سركيس ١٩٠٨ ص ٤ رسالة"
    line = parts.passage(Passage(known, ()), AR).partition('class="line"')[2]
    assert re.sub(r"<[^>]*>", "", f"<p {line}").strip() == "هدى القصبي، نوال سركيس ١٩٠٨"


def test_a_mention_runs_as_its_text_does_and_not_as_the_page():
    lines = (Line("كتبها ", "محمد عبده", ".", "a.html"),)
    made = parts.passage(Passage(Entry("المنار", "a.html", "ar"), lines), words("en"))
    assert '<ul class="kwic" lang="ar" dir="rtl">' in made
    assert '<h3><a href="a.html" lang="ar" dir="rtl">المنار</a></h3>' in made
    assert " dir=" not in parts.passage(Passage(Entry("المنار", "a.html"), lines), AR)


def test_where_a_document_stands_is_parted_by_the_comma_of_the_language():
    where = (Link("الهلال", "c/"), Link("العدد ٣", ""))
    made = parts.entry(Entry("مصر", "a.html", where=where), said=AR)
    assert '<a href="c/"><bdi>الهلال</bdi></a>، <bdi>العدد ٣</bdi>' in made


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [("1514", "number", "١٥١٤"), ("2024-03-05", "date", "٥ آذار ٢٠٢٤"), ("1908", "date", "١٩٠٨"),
     ("قديم", "date", "قديم"), ("2024-13", "date", "2024-13"), ("No. 5", "text", "No. 5")],
)  # fmt: skip
def test_an_own_field_is_written_in_the_digits_and_months_of_the_site(value, kind, shown):
    site = Site(title="x", language="ar", fields=(Field(name="year", label="السنة", type=kind),))
    assert own_value(value, kind, Edition(site)) == shown


def test_former_ids_of_a_record_lead_nowhere():
    links = same_as_links({"archive": "p-old oape:pers:3", "wikidata": "Q42"})
    assert [link.note for link in links] == ["Wikidata"]
