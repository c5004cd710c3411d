"""A small archive, made by hand: two collections, one of them with issues, four entities."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sitegen.config import Site
from sitegen.errors import Place
from sitegen.model import (
    Agent,
    Appearance,
    Block,
    BlockKind,
    Body,
    Card,
    Collection,
    DocId,
    Document,
    Entity,
    EntityId,
    EntityType,
    Mention,
    PartialDate,
    Term,
    Title,
    Usage,
    slug_of,
)
from sitegen.pages.catalogue import Catalogue, FreePage, with_pages
from sitegen.pages.html import Renderer
from sitegen.pages.site import (
    document_pages,
    edition_of,
    entity_page_texts,
    list_pages,
    renderer_of,
)
from sitegen.pages.usage import usage_pages

RIDA, BULAQ, MANAR, NAMESAKE = map(EntityId, ("p-rida", "l-bulaq", "w-manar", "p-rida-2"))
ENTITIES = (
    Entity(
        id=RIDA,
        type=EntityType.PERSON,
        heading="محمد رشيد رضا",
        place=Place("people.yml", 1),
        variants=("رشيد رضا", "Rashīd Riḍā"),
        description="صاحب مجلة المنار.",
        start=PartialDate(1865, 9, 23),
        end=PartialDate(1935, 8, 22),
        same_as={"wikidata": "Q1234", "viaf": "12345"},
    ),
    Entity(
        id=BULAQ,
        type=EntityType.PLACE,
        heading="بولاق",
        place=Place("places.yml", 1),
        lat=30.06,
        lon=31.23,
    ),
    Entity(
        id=MANAR,
        type=EntityType.WORK,
        heading="المنار",
        place=Place("works.yml", 1),
        author="p-rida",
    ),
    Entity(
        id=NAMESAKE,
        type=EntityType.PERSON,
        heading="محمد رشيد رضا",
        place=Place("people.yml", 9),
        description="سميّه.",
    ),
)
COLLECTIONS = {
    "al-matbaa": Collection(
        id="al-matbaa", title="المطبعة", subtitle="مجلة شهرية", editors=("p-rida",), place="القاهرة"
    ),
    "al-kitab": Collection(id="al-kitab", title="كتاب الحروف", kind="book"),
}
FIRST = "قال مُحَمَّد رَشِيد رِضَا في بُولاقَ إن <المنار> & المطبعة من بابٍ واحد."


def body_of(*texts: str) -> Body:
    """Make a body of plain paragraphs."""
    blocks = tuple(
        Block(
            BlockKind.PARAGRAPH,
            f"p-{number:05}",
            text,
            text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        )
        for number, text in enumerate(texts)
    )
    layout: list[str | int] = []
    for number, block in enumerate(blocks):
        layout += [f'<p id="{block.anchor}">', number, "</p>\n"]
    return Body("\n\n".join(texts), blocks, tuple(layout))


def mention(text: str, block: int, name: str, entity: EntityId) -> Mention:
    """Find *name* in *text*."""
    start = text.index(name)
    return Mention(block, start, start + len(name), entity, "name")


def card_of(document: Document, entities: tuple[EntityId, ...] = ()) -> Card:
    """Make a document's card; p-rida is the one author with a record."""
    return Card(
        id=document.id,
        slug=document.slug,
        title=document.title.text,
        authors=tuple(
            Agent("محمد رشيد رضا", RIDA) if name == "p-rida" else Agent(name)
            for name in document.authors
        ),
        collection=document.collection,
        volume=document.volume,
        issue=document.issue,
        pages=document.pages,
        date=document.date,
        section=document.section,
        subjects=document.subjects,
        access=document.access,
        withdrawn=document.withdrawn,
        words=len(document.body.source.split()),
        entities=tuple(sorted(entities)),
    )


def document_of(name: str, title: str, *texts: str, **more: object) -> Document:
    """Make a document."""
    return Document(
        id=DocId(name),
        place=Place(f"{name}.md", 1),
        title=Title(title, title),
        body=body_of(*(texts or ("نصّ قصير.",))),
        **more,  # type: ignore[arg-type]
    )


DOCUMENTS = (
    document_of(
        "a1", "مطبعة بولاق Bulaq Press", FIRST, "وعاد رشيد رضا إلى مصر.", authors=("p-rida",),
        collection="al-matbaa", volume="1", issue="1", pages="3-5", date=PartialDate(1908, 5, 3),
        section="تاريخ", subjects=("الطباعة",), summary="كيف نشأت & كيف ماتت.",
        identifiers={"doi": "10.1/x"}, rights="CC BY 4.0",
    ),
    document_of(
        "a2", "رسالة <إلى> المحرر", "كتب فلان.", authors=("فلان الفلاني",), kind="letter",
        collection="al-matbaa", volume="1", issue="1", pages="10", date=PartialDate(1908, 5, 3),
        section="رسائل", subjects=("الطباعة",),
    ),
    document_of(
        "a3", "خبر", collection="al-matbaa", volume="١٢", issue="خاص", date=PartialDate(1910),
    ),
    document_of("b1", "باب الألف", collection="al-kitab", pages="1", kind="chapter"),
    document_of("b2", "باب الباء", collection="al-kitab", pages="9", kind="chapter"),
    document_of(
        "m1", "نصّ محجوب", "سرٌّ لا يُنشر هنا أبدًا.", access="metadata", date=PartialDate(1909, 2),
        subjects=("الطباعة",),
    ),
    document_of(
        "w1", "عنوان مسحوب", "نصّ مسحوب كله.", withdrawn="طلب الورثة", collection="al-kitab",
        issue="9",
    ),
)  # fmt: skip
MENTIONS = {
    DocId("a1"): (
        mention(FIRST, 0, "مُحَمَّد رَشِيد رِضَا", RIDA),
        mention(FIRST, 0, "بُولاق", BULAQ),
        mention("وعاد رشيد رضا إلى مصر.", 1, "رشيد رضا", RIDA),
    ),
}
CARDS = tuple(
    card_of(one, (RIDA, BULAQ) if one.id == "a1" else (BULAQ,) if one.id == "a3" else ())
    for one in DOCUMENTS
)
APPEARANCES = {
    RIDA: (
        Appearance(DocId("a1"), "p-00000", "قال ", "مُحَمَّد رَشِيد رِضَا", " في بُولاقَ"),
        Appearance(DocId("a1"), "p-00001", "وعاد ", "رشيد رضا", " إلى مصر."),
    ),
    BULAQ: (
        Appearance(DocId("a3"), "", "", "بولاق", ""),
        Appearance(DocId("a1"), "p-00000", "في ", "بُولاقَ", " إن"),
    ),
}
USAGE = Usage(
    years=(1908, 1909, 1910),
    sizes=(900, 0, 1100),
    words=(Term("المطبعة", (9, 0, 3)), Term("الحروف", (1, 0, 4))),
    phrases=(Term("مطبعة بولاق", (2, 0, 1)),),
    names={RIDA: ((1908, 2),), BULAQ: ((1908, 1), (1910, 1))},
)
AGENTS = {"p-rida": Agent("محمد رشيد رضا", RIDA)}


@dataclass(frozen=True)
class Archive:
    """The archive and its pages."""

    catalogue: Catalogue
    render: Renderer

    def documents(self) -> dict[str, str]:
        """Render every document."""
        return dict(
            page
            for one in DOCUMENTS
            for page in document_pages(
                one, MENTIONS.get(one.id, ()), AGENTS, self.catalogue.surroundings(one.id),
                self.render,
            )
        )  # fmt: skip

    def pages(self) -> dict[str, str]:
        """Render every page."""
        made = self.documents()
        lists = [
            (page.path, page.html(self.render))
            for page in (
                *list_pages(self.catalogue, self.render),
                *usage_pages(USAGE, self.catalogue, self.render),
            )
        ]
        entities = [
            page
            for name in self.catalogue.entities
            for page in entity_page_texts(name, self.catalogue, self.render)
        ]
        for path, html in lists + entities:
            assert path not in made, path
            made[path] = html
        return made


def archive_of(site: Site, cards: tuple[Card, ...] = CARDS) -> Archive:
    """Make the archive as *site* wants it."""
    entities = with_pages(site, ENTITIES, cards, ("p-rida", "w-manar", "p-rida-2"))
    free = (
        FreePage("about", "عن الأرشيف", '<p>أهلًا <img src="assets/a.svg" alt=""></p>'),
        FreePage("masadir", "المصادر", '<p><img src="assets/a.svg" alt=""></p>'),
    )
    edition = edition_of(
        site, cards, entities, pages=free, search_scripts=("assets/engine.js", "assets/search.js")
    )
    catalogue = Catalogue(
        edition=edition,
        collections=COLLECTIONS,
        cards=cards,
        entities=entities,
        appearances=lambda name: APPEARANCES.get(name, ()),
        mentions={RIDA: 2, BULAQ: 2},
        pages=free,
        build=("sitegen 0",),
    )
    return Archive(catalogue, renderer_of(edition))


SITE = Site(
    title="أرشيف الطباعة",
    subtitle="نصوص",
    description="وصف.",
    publisher="الدار",
    rights="CC BY 4.0",
)


@pytest.fixture(scope="session")
def archive() -> Archive:
    """The archive in Arabic."""
    return archive_of(SITE)


@pytest.fixture(scope="session")
def pages(archive: Archive) -> dict[str, str]:
    """Every page of it."""
    return archive.pages()


@pytest.fixture(scope="session")
def make_archive():
    """Make an archive from a site and cards."""
    return archive_of


@pytest.fixture(scope="session")
def toy():
    """The parts that the archive is made of."""
    return {
        "site": SITE, "cards": CARDS, "documents": DOCUMENTS, "body_of": body_of,
        "mention": mention, "slug_of": slug_of, "usage": USAGE,
    }  # fmt: skip
