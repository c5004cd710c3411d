"""Who made a document, and how is it cited?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.content.bidi import escape
from sitegen.model import Agent, Collection, Document, EntityId
from sitegen.pages import cite
from sitegen.pages.dates import gregorian
from sitegen.pages.edition import Edition
from sitegen.pages.surroundings import EntityRef
from sitegen.pages.views import Citation, Link
from sitegen.pages.written import as_html


def people(
    names: Iterable[str],
    agents: Mapping[str, Agent],
    entities: Mapping[EntityId, EntityRef],
    edition: Edition,
    root: str,
    *,
    authors: bool = False,
) -> tuple[Link, ...]:
    """Link names to their records; *authors* without one have a page of their own."""
    links = []
    for written in names:
        agent = agents.get(written) or Agent(written)
        ref = entities.get(agent.entity) if agent.entity else None
        href = root + ref.path if ref else ""
        if authors and not ref:
            href = root + edition.addresses.author(agent.name)
        links.append(Link(agent.name, href))
    return tuple(links)


def source_of(
    document: Document,
    agents: Mapping[str, Agent],
    collection: Collection | None,
    edition: Edition,
    url: str,
) -> cite.Source:
    """Say of a document what citations of it are made of; *url* is its permanent address."""

    def names(written: tuple[str, ...]) -> tuple[str, ...]:
        if not written:
            return ()
        return tuple([agents[name].name if name in agents else name for name in written])

    date = document.date
    printed = document.date_printed or (gregorian(date, edition) if date else "")
    return cite.Source(
        id=document.id,
        title=document.title.text,
        authors=names(document.authors),
        editors=names(document.editors),
        translators=names(document.translators),
        container=collection.title if collection else "",
        container_kind=collection.kind if collection else "",
        volume=document.volume,
        issue=document.issue,
        pages=document.pages,
        date=date,
        date_text=printed,
        publisher=collection.publisher if collection else "",
        place=collection.place if collection else "",
        issn=collection.issn if collection else "",
        lang=document.lang,
        kind=document.kind,
        doi=document.identifiers.get("doi", ""),
        url=url,
        archive=edition.site.title,
        rights=document.rights,
        keywords=document.subjects,
    )


def citations_of(source: cite.Source, edition: Edition) -> tuple[Citation, ...]:
    """Cite in each of the forms that a page offers."""
    said = edition.words
    return (
        Citation(said.text("Citation"), as_html(cite.as_html(source, said)), "txt"),
        # between tags quotation marks stay as they are
        Citation("BibTeX", as_html(escape(cite.as_bibtex(source))), "bib"),
        Citation("RIS", as_html(escape(cite.as_ris(source))), "ris"),
        Citation("CSL-JSON", as_html(escape(cite.as_csl(source))), "json"),
    )
