"""How does a document, a pager, a breadcrumb stand in a list?"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sitegen.content.bidi import isolate
from sitegen.model import Card, Collection
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.crumbs import breadcrumb
from sitegen.pages.deck import years_of
from sitegen.pages.document import kind_name
from sitegen.pages.edition import Edition
from sitegen.pages.i18n import direction
from sitegen.pages.views import CollectionCard, Entry, Link, Pager
from sitegen.pages.written import as_html


def marked(text: str, lang: str = "ar") -> Markup:
    """Write text as HTML with its foreign runs isolated."""
    return as_html(isolate(text, rtl=direction(lang) == "rtl"))


def author_links(card: Card, catalogue: Catalogue, root: str) -> tuple[Link, ...]:
    """Link a document's authors."""
    links = []
    for agent in card.authors:
        own = catalogue.entity_paths.get(agent.entity) if agent.entity else None
        path = own or catalogue.edition.addresses.author(agent.name)
        links.append(Link(agent.name, root + path))
    return tuple(links)


def entry(
    card: Card,
    catalogue: Catalogue,
    root: str,
    *,
    where: bool = True,
    dated: bool = True,
    summary: bool = True,
) -> Entry:
    """Set a document in a list; *where* it is, and when, is left out where the list says so."""
    edition = catalogue.edition
    title, lang, iso, date, pages = catalogue.naming.text_of(card)
    crumbs: tuple[Link, ...] = ()
    if where:
        collection = catalogue.collections.get(card.collection)
        crumbs = breadcrumb(collection, card.collection, card.volume, card.issue, edition, root)
    return Entry(
        title,
        root + catalogue.document_paths[card.id],
        lang,
        author_links(card, catalogue, root) if card.authors else (),
        iso,
        date if dated else "",
        crumbs,
        pages,
        card.summary if summary else "",
        kind_name(card.kind, edition),
        "" if card.access == "public" else edition.words.text("catalogue entry only"),
    )


def entries(
    cards: Sequence[Card],
    catalogue: Catalogue,
    root: str,
    *,
    where: bool = True,
    dated: bool = True,
) -> tuple[Entry, ...]:
    """Set documents in a list."""
    return tuple([entry(card, catalogue, root, where=where, dated=dated) for card in cards])


def pager(path: str, number: int, count: int, edition: Edition) -> Pager | None:
    """Lead through the parts of the list at *path*; None where it is in one part.

    The first part alone says how many there are: a list that grows at its end changes the first
    part and the last ones, and none between.
    """
    if count < 2:
        return None
    said = edition.words
    here = urls.part(path, number)

    def link(other: int, text: str) -> Link:
        return Link(text, urls.relative(here, urls.part(path, other)))

    ends = (1, count) if number == 1 else (1,)
    shown = [n for n in range(1, count + 1) if n in ends or abs(n - number) <= 3]
    links: list[Link] = []
    for at, n in enumerate(shown):
        if at and n - shown[at - 1] > 1:
            links.append(Link("…", "", "gap"))
        links.append(Link(said.number(n), "", "here") if n == number else link(n, said.number(n)))
    return Pager(
        said.fill("Part {n} of {total}", n=said.number(number), total=said.number(count))
        if number == 1
        else said.fill("Part {n}", n=said.number(number)),
        tuple(links),
        link(number - 1, said.text("Previous")) if number > 1 else None,
        link(number + 1, said.text("Next")) if number < count else None,
    )


def home_crumb(edition: Edition, root: str) -> Link:
    """Lead home."""
    return Link(edition.words.text("Home"), f"{root}index.html")


def collection_card(
    name: str, catalogue: Catalogue, root: str, collection: Collection | None = None
) -> CollectionCard:
    """Set a collection's title with its span and size."""
    edition = catalogue.edition
    said = edition.words
    collection = collection or catalogue.collections.get(name) or Collection(id=name, title=name)
    cards = catalogue.by_collection.get(name, ())
    return CollectionCard(
        collection.title,
        collection.subtitle,
        root + edition.addresses.collection(name),
        root + collection.image if collection.image else "",
        year_span(cards, edition),
        said.count("{n} document", "{n} documents", len(cards)),
        edition.kind_name(collection.kind),
    )


def year_span(cards: Sequence[Card], edition: Edition) -> str:
    """Write the years that documents span.

    >>> from sitegen.config import Site
    >>> year_span((), Edition(Site(title="x")))
    ''
    """
    years = years_of(cards)
    if not years:
        return ""
    first, last = min(years), max(years)
    return edition.words.digits(str(first) if first == last else f"{first}-{last}")
