"""What a TEI issue holds."""

from __future__ import annotations

import re
from typing import Any

from sitegen.config import Site
from sitegen.content.tei import read_tei
from sitegen.errors import Problem
from sitegen.model import Document

SITE = Site(title="x")
HEAD = """<teiHeader><fileDesc><publicationStmt><availability>
<licence target="http://creativecommons.org/licenses/by-sa/4.0/">CC</licence></availability>
</publicationStmt><sourceDesc><biblStruct><monogr>
<title level="j" xml:lang="ar">المقتبس</title>
<title level="j" xml:lang="ar-Latn-x-ijmes">Majallat al-Muqtabas</title>
<imprint><date calendar="#cal_islamic" when="1906-02-25" when-custom="1324-01-01"
 xml:lang="ar">١ محرم ١٣٢٤</date></imprint>
<biblScope unit="volume" from="1" to="1"/><biblScope unit="issue" from="5" to="6"/>
</monogr></biblStruct></sourceDesc></fileDesc></teiHeader>"""


def read(body: str) -> tuple[list[Document], list[Problem]]:
    text = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i_1">{HEAD}'
        f'<text xml:lang="ar"><body>{body}</body></text></TEI>'
    )
    return read_tei(text.encode(), "i_1.xml", SITE)


def item(inner: str) -> Document:
    (document,), problems = read(f'<div type="item" xml:id="d1"><head>عنوان</head>{inner}</div>')
    assert problems == []
    return document


def page(document: Document) -> str:
    body = document.body
    return "".join(p if isinstance(p, str) else body.blocks[p].html for p in body.layout)


def test_the_header_dates_and_numbers_the_documents() -> None:
    document = item("<p>كلام</p>")
    assert document.id == "i_1-d1"
    assert (document.collection, document.volume, document.issue) == ("al-muqtabas", "1", "5-6")
    assert document.date is not None
    assert (document.date.iso, document.date_hijri) == ("1906-02-25", "1324-01-01")
    assert document.date_printed == "١ محرم ١٣٢٤"
    assert document.rights.startswith("http://creativecommons.org/")


def test_sections_name_what_is_in_them_and_keep_their_own_words() -> None:
    documents, _ = read(
        '<div type="section" xml:id="s1"><head>باب</head><p>تمهيد</p>'
        '<div type="section" xml:id="s2"><head>فصل</head>'
        '<div type="item" xml:id="d1"><head>أ</head><p>ب</p></div></div></div>'
    )
    assert [(one.id, one.title.text, one.section) for one in documents] == [
        ("i_1-s1", "باب", ""),
        ("i_1-d1", "أ", "باب / فصل"),
    ]
    assert documents[0].body.source == "تمهيد"


def test_the_linear_text_is_the_parts_and_every_part_leads_into_it() -> None:
    document = item("<p>أوّل <lb/> سطر</p><p>كلا<lb break='no'/>م</p><ab>***</ab><p>ثالث</p>")
    assert document.body.source == "أوّل سطر\nكلام\nثالث"
    assert document.publish_source
    for block in document.body.blocks:
        assert document.body.source[slice(*block.alignment.source_span(0, len(block.text)))] == (
            block.text
        )


def test_verse_has_halves_from_segments_or_a_caesura() -> None:
    document = item(
        "<lg><l><seg>قفا نبك</seg> <seg>من ذكرى</seg></l>\n<l>فتوضح<caesura/>فالمقراة</l></lg>"
    )
    assert document.body.blocks[0].text == "قفا نبك\u2003من ذكرى\nفتوضح\u2003فالمقراة"
    assert page(document).count('class="hemistich') == 4


def test_names_are_tagged_with_all_their_references() -> None:
    document = item(
        '<p>قال <persName ref="oape:pers:4 viaf:44"><forename>ابن</forename><surname>حزم</surname>'
        '</persName> ب<placeName>الأندلس</placeName> في <title level="m">الملل '
        '<persName ref="p:1">نعم</persName></title></p>'
    )
    (block,) = document.body.blocks
    assert [(block.text[t.start : t.end], t.type, t.refs) for t in block.tagged] == [
        ("ابن حزم", "person", ("oape:pers:4", "viaf:44")),
        ("الأندلس", "place", ()),
        ("نعم", "person", ("p:1",)),
    ]


def test_notes_leave_the_text_and_come_back_to_it() -> None:
    document = item(
        '<p>العلة<note place="bottom" xml:id="n1">مداواة <pb n="9"/>النفوس</note> التي</p>'
    )
    assert [(b.kind.value, b.anchor, b.text) for b in document.body.blocks][1:] == [
        ("note", "n1", "مداواة النفوس")
    ]
    assert document.body.blocks[0].text == "العلة التي"
    assert 'href="#n1" id="noteref-1"' in page(document)
    assert 'href="#noteref-1" role="doc-backlink"' in page(document)


def test_the_printed_editions_pages_are_taken() -> None:
    documents, _ = read(
        '<pb ed="print" n="7"/><pb ed="shamela" n="n1"/>'
        '<div type="item" xml:id="d1"><head>أ</head><p>ب <pb ed="print" n="8"/>ج</p>'
        '<p>د <pb ed="shamela" n="n2"/>هـ</p><pb ed="print" n="9"/></div>'
        '<div type="item" xml:id="d2"><head>أ</head><p>ب</p></div>'
    )
    assert [one.pages for one in documents] == ["7-8", "9"]
    assert [block.page for block in documents[0].body.blocks] == ["7", "8"]
    assert page(documents[0]).count("page-break") == 1


def test_corrections_win_deletions_go_and_printed_signs_come_back() -> None:
    document = item(
        "<p><choice><orig>خطا</orig><corr>خطأ</corr></choice> <del>محذوف</del> "
        '<q rend="brackets">قوس</q> <gap/> <foreign xml:lang="fr">Revue</foreign></p>'
    )
    assert document.body.source == "خطأ (قوس) […] Revue"
    assert '<span lang="fr" dir="ltr">' in page(document)


def test_bylines_give_the_authors() -> None:
    document = item(
        '<p>كلام</p><byline>بقلم <persName ref="oape:pers:1"><forename>ولي الدين</forename>'
        "<surname>يكن</surname></persName></byline>"
    )
    assert document.authors == ("ولي الدين يكن",)
    assert document.extra == {"author_ref": "oape:pers:1"}


def test_tables_and_lists_keep_their_shape() -> None:
    document = item(
        '<table><row role="label"><cell>أ</cell><cell>ب</cell></row>'
        "<row><cell>ج</cell><cell/></row></table>"
        "<list><item><label>١</label> نعم<list><item>لا</item></list></item></list>"
    )
    assert [block.kind.value for block in document.body.blocks] == ["cell"] * 3 + ["item"] * 2
    html = page(document)
    assert html.count("<th ") == 2
    assert html.count("<ul") == html.count("</ul>") == 2


def test_a_file_cannot_read_other_files() -> None:
    bomb = b'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI><text>&x;</text></TEI>'
    documents, (problem,) = read_tei(bomb, "a.xml", SITE)
    assert documents == []
    assert problem.what == "this file declares entities, which are refused"


def test_ids_are_unique_on_a_page() -> None:
    document = item('<p xml:id="x">أ</p><p xml:id="x">ب</p><p>أ</p><p>أ</p>')
    ids: list[Any] = re.findall(r' id="([^"]+)"', page(document))
    assert len(ids) == len(set(ids)) == 4
