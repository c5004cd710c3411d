"""Claims about citations."""

from __future__ import annotations

import json
import re
from html import unescape

from sitegen.model import PartialDate
from sitegen.pages.cite import (
    Source,
    as_bibtex,
    as_csl,
    as_html,
    as_json_ld,
    as_ris,
    as_tags,
)
from sitegen.pages.i18n import words

SPACE = "\N{NO-BREAK SPACE}"
FULL = Source(
    id="mqt_1.2", title="رأي & {مثل} </script>", authors=("محمد كرد علي", "فلان"),
    translators=("مترجم",), container="المقتبس", volume="3", issue="4", pages="12–15",
    date=PartialDate(1908, 5), date_text="أيار ١٩٠٨", publisher="الدار", place="دمشق",
    issn="1234-5678", doi="10.1/x", url="https://example.org/d/a.html", archive="الأرشيف",
    keywords=("أدب",),
)  # fmt: skip
BARE = Source(id="x", title="ورقة")


def as_text(source):
    text = unescape(re.sub("<[^>]+>", "", as_html(source, words("ar"))))
    return text.replace(SPACE, " ")


def test_the_arabic_citation_names_people_title_place_and_address():
    assert as_text(FULL) == (
        "محمد كرد علي وفلان، «رأي & {مثل} </script>»، المقتبس، مج ٣، ع ٤ (أيار ١٩٠٨)، "
        "ص ١٢–١٥، الأرشيف، https://example.org/d/a.html."
    )


def test_a_citation_without_particulars_is_a_title():
    assert as_text(BARE) == "«ورقة»."


def test_bibtex_escapes_and_keeps_names_whole():
    text = as_bibtex(FULL)
    assert text.startswith("@article{mqt_1-2,\n")
    assert r"title = {رأي \& \textbraceleft{}مثل\textbraceright{} </script>}" in text
    assert "author = {{محمد كرد علي} and {فلان}}" in text
    assert "pages = {12--15}" in text
    assert text.count("{") == text.count("}")


def test_ris_begins_with_its_type_and_ends_with_er():
    lines = as_ris(FULL).split("\n")
    assert lines[0] == "TY  - JOUR"
    assert lines[-1] == "ER  - "
    assert "SP  - 12" in lines
    assert "EP  - 15" in lines
    assert "DA  - 1908/05//" in lines


def test_csl_is_json_with_the_parts_of_the_date():
    (item,) = json.loads(as_csl(FULL))
    assert item["issued"] == {"date-parts": [[1908, 5]]}
    assert item["type"] == "article-journal"
    assert json.loads(as_csl(BARE)) == [
        {"id": "x", "type": "document", "title": "ورقة", "language": "ar"}
    ]


def test_json_ld_cannot_close_its_script_element():
    text = as_json_ld(FULL)
    assert "</" not in text
    assert json.loads(text)["isPartOf"]["isPartOf"]["isPartOf"]["name"] == "المقتبس"


def test_tags_have_every_author_and_no_empty_content():
    tags = as_tags(FULL)
    assert [content for name, content in tags if name == "citation_author"] == list(FULL.authors)
    assert ("citation_publication_date", "1908/05") in tags
    assert all(content for _, content in as_tags(BARE))


def test_a_chapter_of_a_book_says_so_everywhere():
    chapter = Source(id="b", title="باب", container="كتاب", container_kind="book")
    assert as_bibtex(chapter).startswith("@incollection")
    assert as_ris(chapter).startswith("TY  - CHAP")
    assert json.loads(as_json_ld(chapter))["@type"] == "Chapter"
    tags = as_tags(chapter)
    for name in ("citation_inbook_title", "citation_book_title"):
        assert (name, "كتاب") in tags
    assert not any(name == "citation_journal_title" for name, _ in tags)


def test_editors_translators_and_rights_are_told_to_zotero():
    tags = as_tags(
        Source(id="a", title="ت", editors=("كرد علي",), translators=("س",), rights="CC0")
    )
    assert [content for name, content in tags if name == "DC.contributor"] == ["كرد علي", "س"]
    assert ("DC.rights", "CC0") in tags


def test_a_licence_is_told_by_its_address_alone():
    licence = "https://creativecommons.org/licenses/by/4.0/"
    told = [
        json.loads(as_json_ld(Source(id="a", title="ت", rights=one))) for one in (licence, "CC0")
    ]
    assert [one.get("license") for one in told] == [licence, None]


def test_the_citation_names_pages_and_address():
    html = as_html(FULL, words("ar"))
    assert f'<span class="pages">ص{SPACE}١٢–١٥</span>' in html
    assert 'class="url">https://example.org/d/a.html</bdi>.' in html
    assert "</script>" not in html
