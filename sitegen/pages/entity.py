"""What does an entity's page show?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nsmallest
from itertools import groupby
from typing import NamedTuple

from sitegen.model import (
    Appearance,
    Card,
    DocId,
    Entity,
    EntityId,
    EntityType,
    PartialDate,
)
from sitegen.pages import cite, urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import position_map, years_chart
from sitegen.pages.dates import dating, hijri_years
from sitegen.pages.deck import Deck
from sitegen.pages.edition import TYPE_NAMES, TYPES, Edition
from sitegen.pages.entries import entries, entry, marked, pager
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import msgid
from sitegen.pages.lists import PART, parts
from sitegen.pages.output import Page
from sitegen.pages.views import (
    Chart,
    EntityView,
    Entry,
    Fact,
    Line,
    Link,
    LinkGroup,
    Passage,
)

MOST_WRITTEN = 100
MOST_TOGETHER = 24
FEW_MENTIONS = 8  # that can be overseen
_TARGETS = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}", r"[QPL][0-9]+"),
    "viaf": ("VIAF", "https://viaf.org/viaf/{}", r"[0-9]+"),
    "geonames": ("GeoNames", "https://www.geonames.org/{}", r"[0-9]+"),
    "gnd": ("GND", "https://d-nb.info/gnd/{}", r"[0-9X-]+"),
    "lc": ("Library of Congress", "https://id.loc.gov/authorities/{}", r"[a-z0-9]+"),
    "isni": ("ISNI", "https://isni.org/isni/{}", r"[0-9X]+"),
    "orcid": ("ORCID", "https://orcid.org/{}", r"[0-9X-]+"),
    "pleiades": ("Pleiades", "https://pleiades.stoa.org/places/{}", r"[0-9]+"),
    "oclc": ("WorldCat", "https://www.worldcat.org/oclc/{}", r"[0-9]+"),
    "openlibrary": ("Open Library", "https://openlibrary.org/works/{}", r"OL[0-9A-Z]+"),
}
_FORMER_IDS = "archive"  # other ids of this very record here: nothing outside
_DATES = {
    EntityType.PERSON: ("Born", "Died"),
    EntityType.ORGANIZATION: ("Founded", "Ended"),
    EntityType.WORK: ("Published", "Ended"),
}


def same_as_links(same_as: Mapping[str, str]) -> tuple[Link, ...]:
    """Link the ids of other authorities; what has no known shape stays text.

    >>> same_as_links({"wikidata": "Q1234"})[0].href
    'https://www.wikidata.org/wiki/Q1234'
    >>> same_as_links({"archive": "oape:pers:3076"})
    ()
    """
    links = []
    for name, value in same_as.items():
        if name.lower() == _FORMER_IDS:
            continue
        label, pattern, shape = _TARGETS.get(name.lower(), (name, "", ""))
        if value.startswith(("https://", "http://")):
            href = value
        else:
            href = pattern.format(value) if shape and re.fullmatch(shape, value) else ""
        links.append(Link(value, href, label))
    return tuple(links)


class Mentioned(NamedTuple):
    """What an entity's pages say of all its mentions."""

    mentions: int
    documents: int
    years: Mapping[int, int]  # mentions of each year; those without a date are left out

    @property
    def parts(self) -> int:
        """On how many pages they stand.

        >>> Mentioned(101, 3, {}).parts, Mentioned(0, 0, {}).parts
        (2, 1)
        """
        return max(1, -(-self.mentions // PART))


def mentioned(counts: Iterable[tuple[PartialDate | None, int]]) -> Mentioned:
    """Sum how often documents of some dates name an entity.

    >>> mentioned([(PartialDate(1908), 2), (None, 1)])
    Mentioned(mentions=3, documents=2, years={1908: 2})
    """
    years: Counter[int] = Counter()
    total = documents = 0
    for date, n in counts:
        total += n
        documents += 1
        if date:
            years[date.year] += n
    return Mentioned(total, documents, dict(years))


class Shown(NamedTuple):
    """What some pages of an entity show: the mentions on each, by its number."""

    said: Mentioned
    parts: Mapping[int, Sequence[Appearance]]


def every_part(name: EntityId, catalogue: Catalogue) -> Shown:
    """Give what all pages of an entity show: its mentions by hundreds, in order."""
    place = catalogue.place_of
    shown = [one for one in catalogue.appearances(name) if one.document in place]
    shown.sort(key=lambda one: place[one.document])
    counts = Counter([one.document for one in shown])
    said = mentioned((catalogue.by_id[document].date, n) for document, n in counts.items())
    return Shown(said, dict(enumerate(parts(shown), 1)))


def entity_pages(
    name: EntityId, catalogue: Catalogue, render: Renderer, shown: Shown | None = None
) -> Iterator[Page]:
    """Give the page of an entity, and the further parts of its mentions, by hundreds.

    Where it is given what some pages have *shown*, it gives these alone.
    """
    entity = catalogue.entities[name]
    said, held = shown or every_part(name, catalogue)
    path = catalogue.entity_path(name)
    for number, some in held.items():
        yield Page(
            urls.part(path, number), partial(_view, entity, said, some, number, catalogue, render)
        )


def _view(
    entity: Entity,
    every: Mentioned,
    held: Sequence[Appearance],
    number: int,
    catalogue: Catalogue,
    render: Renderer,
) -> EntityView:
    edition = catalogue.edition
    said = edition.words
    path = catalogue.entity_path(entity.id)
    here = urls.part(path, number)
    root = urls.root_of(here)
    first = number == 1
    narrows = len(held) > FEW_MENTIONS
    written = catalogue.by_author.get(entity.id, ())
    cards = catalogue.by_entity.get(entity.id, ())
    title = entity.heading if first else said.fill(
        "{title}, part {n}", title=entity.heading, n=said.number(number)
    )  # fmt: skip
    return EntityView(
        frame=frame(
            render,
            here,
            title,
            "entity",
            active="letters",
            description=entity.description,
            json_ld=_json_ld(entity, edition, path) if first else "",
            scripts=(*edition.scripts, "assets/mentions.js") if narrows else None,
            near=edition.addresses.letters(entity.type.value),
        ),
        id=entity.id,
        type_name=said.text(TYPE_NAMES[entity.type][0]),
        crumbs=(
            Link(said.text("Names"), root + urls.LETTERS),
            Link(
                said.text(TYPE_NAMES[entity.type][1]),
                root + edition.addresses.letters(entity.type.value),
            ),
        ),
        heading=marked(entity.heading),
        variants=entity.variants if first else (),
        description=entity.description if first else "",
        dates=_dates(entity, edition, root) if first else (),
        facts=_facts(entity, catalogue, root) if first else (),
        same_as=same_as_links(entity.same_as) if first else (),
        position=position_map(entity.heading, entity.lat, entity.lon, said, root)
        if first and entity.lat is not None and entity.lon is not None
        else None,
        chart=_chart(every.years, catalogue, root) if first else None,
        written=entries(written[:MOST_WRITTEN], catalogue, root) if first else (),
        written_more=_more(written, entity, edition, root) if first else None,
        together=_together(entity.id, cards, catalogue, root) if first else (),
        namesakes=_namesakes(entity, catalogue, root) if first else (),
        counted=said.fill(
            "{mentions} in {documents}",
            mentions=said.count("{n} mention", "{n} mentions", every.mentions),
            documents=said.count("{n} document (in)", "{n} documents (in)", every.documents),
        )
        if every.mentions and first  # a part between the first and the last stays as it is
        else "",
        passages=_passages(held, catalogue, root),
        pager=pager(path, number, every.parts, edition),
        search=root + urls.search_address(entity=entity.id),
        compare=_compare(path, root) if every.years else "",
        narrows=narrows,
    )


def _more(written: Sequence[Card], entity: Entity, edition: Edition, root: str) -> Link | None:
    if len(written) <= MOST_WRITTEN:
        return None
    return Link(
        edition.words.fill("all {n} in the search", n=edition.words.number(len(written))),
        root + urls.search_address(author=entity.id),
    )


def _dates(entity: Entity, edition: Edition, root: str) -> tuple[Fact, ...]:
    labels = _DATES.get(entity.type, (msgid("From"), msgid("Until")))
    facts = []
    for label, date in zip(labels, (entity.start, entity.end), strict=True):
        if date:
            facts.append(Fact(edition.words.text(label), (_both(date, edition, root),)))
    return tuple(facts)


def _both(date: PartialDate, edition: Edition, root: str) -> Link:
    shown = dating(date, "", "", edition, root)
    said = edition.words
    day = shown.hijri and said.fill("{date} AH", date=shown.hijri)
    hijri = day or hijri_years(date, said)
    return Link(shown.gregorian, "", f"{hijri} ({said.text('computed')})" if hijri else "")


def _facts(entity: Entity, catalogue: Catalogue, root: str) -> tuple[Fact, ...]:
    said = catalogue.edition.words
    facts = []
    if entity.author:
        author = catalogue.entities.get(EntityId(entity.author))
        link = (
            Link(author.heading, root + catalogue.entity_path(author.id))
            if author
            else Link(entity.author, "")
        )
        facts.append(Fact(said.text("Author"), (link,)))
    works = catalogue.works_by.get(entity.id, ())
    if works:
        links = tuple(
            Link(catalogue.entities[work].heading, root + catalogue.entity_path(work))
            for work in works
        )
        facts.append(Fact(said.text("Works"), links))
    return tuple(facts)


def _chart(years: Mapping[int, int], catalogue: Catalogue, root: str) -> Chart | None:
    said, places = catalogue.edition.words, catalogue.edition.addresses
    return years_chart(
        years,
        said.text("Mentions by year"),
        said.count("{n} mention", "{n} mentions", sum(years.values())),
        said,
        lambda year: root + places.year(year),
        ("{n} mention", "{n} mentions"),
    )


def _compare(path: str, root: str) -> str:
    """Lead to the chart that compares it with other names and words."""
    return f"{root}{urls.NAMED}#w=@{path.removesuffix('.html')}"


def _together(
    name: EntityId, cards: Sequence[Card], catalogue: Catalogue, root: str
) -> tuple[LinkGroup, ...]:
    """Count who and what is named in the same documents: the most frequent of each type."""
    types, entities, paths = catalogue.types, catalogue.entities, catalogue.entity_paths
    if not cards:
        return ()
    counts = Deck.of(cards).lists.counts()
    counts.pop(name, None)
    by_type: dict[EntityType, list[tuple[int, EntityId]]] = {kind: [] for kind in TYPES}
    for other, n in counts.items():
        kind = types.get(other)
        if kind:
            by_type[kind].append((-n, other))  # ids are ASCII: their order is that of their bytes
    said = catalogue.edition.words
    groups = []
    for kind, among in by_type.items():
        links = tuple(
            Link(
                entities[other].heading,
                root + paths[other],
                said.number(-n),
            )
            for n, other in nsmallest(MOST_TOGETHER, among)
        )
        if links:
            groups.append(LinkGroup(said.text(TYPE_NAMES[kind][1]), links))
    return tuple(groups)


def _namesakes(entity: Entity, catalogue: Catalogue, root: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            entity.heading,
            root + catalogue.entity_path(other),
            catalogue.naming.entity_ref(other).note or catalogue.entities[other].description[:80],
        )
        for other in catalogue.namesakes.get(entity.heading, ())
        if other != entity.id
    )


def _entry(card: Card, catalogue: Catalogue, root: str) -> Entry:
    """Set a document that many entities share once."""
    key = card.id, root
    found = catalogue.naming.entries.get(key)
    if found is None:
        found = catalogue.naming.entries[key] = entry(card, catalogue, root, summary=False)
    return found


def _passages(held: Sequence[Appearance], catalogue: Catalogue, root: str) -> tuple[Passage, ...]:
    passages = []
    for name, inside in groupby(held, key=lambda one: one.document):
        card = catalogue.by_id[DocId(name)]
        path = root + catalogue.document_path(card.id)
        lines = tuple(
            Line(
                one.left.replace("\n", " "),
                one.surface.replace("\n", " "),
                one.right.replace("\n", " "),
                f"{path}#{one.anchor}" if one.anchor else path,
            )
            for one in inside
        )
        passages.append(Passage(_entry(card, catalogue, root), lines))
    return tuple(passages)


_SCHEMA = {
    EntityType.PERSON: ("Person", "birthDate", "deathDate"),
    EntityType.PLACE: ("Place", "", ""),
    EntityType.ORGANIZATION: ("Organization", "foundingDate", "dissolutionDate"),
    EntityType.WORK: ("CreativeWork", "datePublished", ""),
    EntityType.EVENT: ("Event", "startDate", "endDate"),
}


def _json_ld(entity: Entity, edition: Edition, path: str) -> str:
    kind, start, end = _SCHEMA[entity.type]
    base = edition.site.base_url.rstrip("/") + "/" if edition.site.base_url else ""
    item: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": kind,
        "identifier": entity.id,
        "name": entity.heading,
        "alternateName": list(entity.variants),
        "description": entity.description,
        "sameAs": [link.href for link in same_as_links(entity.same_as) if link.href],
        "url": base + path if base else "",
    }
    if start and entity.start:
        item[start] = entity.start.iso
    if end and entity.end:
        item[end] = entity.end.iso
    if entity.lat is not None and entity.lon is not None:
        item["geo"] = {
            "@type": "GeoCoordinates", "latitude": entity.lat, "longitude": entity.lon,
        }  # fmt: skip
    return cite.script_json({key: value for key, value in item.items() if value})
