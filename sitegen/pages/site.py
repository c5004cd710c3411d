"""Which pages does a site have? The door of this room.

Documents and entities are rendered in batches, in processes of their own; everything else is a
short list of promises. All are pure functions of what they are given.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from sitegen.arabic.dates import hijri_of
from sitegen.config import Site
from sitegen.model import Card, Collection, Entity, EntityId, PartialDate
from sitegen.pages import urls
from sitegen.pages.atlas import atlas_pages
from sitegen.pages.catalogue import (
    Catalogue,
    FreePage,
    addresses_of,
    with_pages,
)
from sitegen.pages.collections import collection_pages
from sitegen.pages.costs import TimedRenderer, Times
from sitegen.pages.days import day_pages
from sitegen.pages.document import document_pages
from sitegen.pages.edition import Edition
from sitegen.pages.entity import Shown, entity_pages
from sitegen.pages.html import Renderer, theme_folder
from sitegen.pages.i18n import msgid
from sitegen.pages.lasting import lasting_address
from sitegen.pages.letters import letter_pages, letters_of, names_page
from sitegen.pages.network import network_pages
from sitegen.pages.offered import DataFile
from sitegen.pages.output import Bundle, Listed, Page, pages_of
from sitegen.pages.single import data_page, single_pages
from sitegen.pages.style import stylesheet
from sitegen.pages.surroundings import EntityRef, Ref, Surroundings
from sitegen.pages.timeline import timeline_pages
from sitegen.pages.topics import topic_pages
from sitegen.pages.views import Link
from sitegen.pages.years import hijri_pages, year_pages

__all__ = [
    "Bundle", "Card", "Catalogue", "Collection", "DataFile", "Edition", "EntityRef", "FreePage",
    "Listed", "Page", "Ref", "Renderer", "Surroundings", "addresses_of", "data_page",
    "document_pages", "edition_of", "entity_page_texts", "lasting_address", "list_pages",
    "stylesheet", "theme_folder", "with_pages",
]  # fmt: skip


def edition_of(
    site: Site,
    cards: Sequence[Card],
    entities: dict[EntityId, Entity],
    *,
    pages: Iterable[FreePage] = (),
    stamp: str = "",
    scripts: tuple[str, ...] = ("assets/reader.js",),
    search_scripts: tuple[str, ...] = (),
    text_scripts: tuple[str, ...] = ("assets/text.js",),
    sizes: Mapping[str, tuple[int, int]] | None = None,
    icon: str = "",
    pictures: bool = False,
    explain: bool = False,
) -> Edition:
    """Make the edition of a site; *entities* are those with a page, *cards* all documents."""
    return Edition(
        site=site,
        addresses=addresses_of(cards, entities),
        scripts=scripts,
        search_scripts=search_scripts,
        text_scripts=text_scripts,
        free_pages=tuple((page.slug, page.title) for page in pages),
        stamp=stamp,
        sizes=sizes or {},
        icon=icon,
        pictures=pictures,
        explain=explain,
    )


def renderer_of(
    edition: Edition,
    overrides: Iterable[Path] = (),
    compiled: dict[str, bytes] | None = None,
    times: Times | None = None,
) -> Renderer:
    """Make the renderer: the archive's templates first, then the theme's.

    *compiled* has what was compiled for the same site, and gets what is compiled besides. With
    *times* what each template takes is noted there.
    """
    folders = (*overrides, theme_folder())
    if times:
        return TimedRenderer(folders, edition, times, compiled)
    return Renderer(folders, edition, compiled)


GROUPS = frozenset(("single", "cards", "letters", "names"))


def warm(catalogue: Catalogue, render: Renderer) -> None:
    """Make what all pages ask for: templates, the letters of headings, calendars."""
    render.warm()
    letters_of(catalogue)
    hijri_of(PartialDate(1900, 1, 1))


def list_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """Give every page but those of documents and entities, in a fixed order."""
    return pages_of(listed for _, listed in grouped_pages(catalogue, render, GROUPS))


def grouped_pages(
    catalogue: Catalogue, render: Renderer, groups: Container[str]
) -> Iterator[tuple[str, Listed]]:
    """Give the pages of some groups, each with its group: what the pages of a group depend on.

    ``single`` pages depend on all of the archive; those of ``cards`` on what lists tell of
    documents, and on how entities are called and where their pages are; those of ``letters`` also
    on all that records say; those of ``names`` on how often and together with whom entities are
    named besides.
    """
    if "single" in groups:
        yield from (("single", page) for page in single_pages(catalogue, render))
    if "cards" in groups:
        for pages in (collection_pages, year_pages, hijri_pages, day_pages, topic_pages):
            yield from (("cards", page) for page in pages(catalogue, render))
    if "letters" in groups:
        yield from (("letters", page) for page in letter_pages(catalogue, render))
    if "names" in groups:
        atlas = list(atlas_pages(catalogue, render))
        network = list(network_pages(catalogue, render))
        timeline = list(timeline_pages(catalogue, render))
        ways = _ways(catalogue, (*atlas, *network, *timeline))
        for page in chain([names_page(ways, catalogue, render)], atlas, network, timeline):
            yield "names", page


def _ways(catalogue: Catalogue, pages: Iterable[Page]) -> tuple[Link, ...]:
    """Lead to words over time, and to those of map, network and timeline that there are."""
    names = {
        urls.MAP: msgid("Map of places"),
        urls.NETWORK: msgid("Named together"),
        urls.TIMELINE: msgid("Timeline"),
    }
    said = catalogue.edition.words
    found = [Link(said.text(names[one.path]), one.path) for one in pages if one.path in names]
    return (*found, Link(said.text("Words over time"), urls.WORDS))


def entity_page_texts(
    name: EntityId, catalogue: Catalogue, render: Renderer, shown: Shown | None = None
) -> Iterator[tuple[str, str]]:
    """Render the pages of an entity, or those whose passages are *shown*: (path, HTML)."""
    for page in entity_pages(name, catalogue, render, shown):
        yield page.path, page.html(render)
