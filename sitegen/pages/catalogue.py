"""What does the archive hold, as its lists see it?"""

from __future__ import annotations

from collections import ChainMap, Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

import numpy as np

from sitegen.config import Site
from sitegen.model import (
    Appearance,
    Card,
    Collection,
    DocId,
    Entity,
    EntityId,
    EntityType,
    PartialDate,
)
from sitegen.pages.columns import Places
from sitegen.pages.dates import hijri_year
from sitegen.pages.deck import ById, Deck
from sitegen.pages.edition import Edition
from sitegen.pages.filed import Filed, filed
from sitegen.pages.graph import Graph, graph_of
from sitegen.pages.i18n import msgid
from sitegen.pages.lists import in_order, in_print_order, neighbours
from sitegen.pages.naming import Naming
from sitegen.pages.near import Near, related
from sitegen.pages.offered import STANDARD_DATA, DataFile, Offers
from sitegen.pages.surroundings import Surroundings
from sitegen.pages.urls import Addresses

K = TypeVar("K")
Relate = Callable[[Deck], Near]
MOST_NODES = 40  # of the network


@dataclass(frozen=True, slots=True)
class FreePage:
    """A page of pages/*.md: about, or one of the archive's own."""

    slug: str
    title: str
    html: str
    lang: str = "ar"


MOVED = msgid("This page has moved")


def _one(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def _no_appearances(_entity: EntityId) -> Sequence[Appearance]:
    return ()


class DocumentPaths(dict[DocId, str]):
    """The addresses of documents: each is there once it was asked for."""

    def __init__(
        self, deck: Deck, by_id: Mapping[DocId, Card], address: Callable[[str], str]
    ) -> None:
        super().__init__()
        self._deck, self._by_id, self._address = deck, by_id, address

    def __missing__(self, name: DocId) -> str:
        found = self[name] = self._address(self._by_id[name].slug)
        return found

    def every(self) -> DocumentPaths:
        """Give those of all documents."""
        if len(self) < len(self._deck):
            paths = map(self._address, self._deck.plain("slug"))
            self.update(zip(self._deck.ids, paths, strict=True))
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return DocumentPaths, (self._deck, self._by_id, self._address)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything but the texts. ``cards`` may come in any order; drafts are not among them.

    ``entities`` are those that have a page (:func:`with_pages`); ``appearances`` gives one
    entity's mentions, those of a document together and in its order.
    """

    edition: Edition
    collections: Mapping[str, Collection]
    cards: Sequence[Card]
    entities: Mapping[EntityId, Entity]
    appearances: Callable[[EntityId], Sequence[Appearance]] = _no_appearances
    mentions: Mapping[EntityId, int] = field(default_factory=dict)
    pages: tuple[FreePage, ...] = ()
    data: tuple[DataFile, ...] = STANDARD_DATA
    build: tuple[str, ...] = ()  # the build's identity, in sentences
    translated: tuple[FreePage, ...] = ()  # the free pages in all languages

    @cached_property
    def deck(self) -> Deck:
        """All cards, in columns."""
        return Deck.of(self.cards)

    @cached_property
    def ordered(self) -> Deck:
        """All cards by date, then as printed, then by id; undated ones last."""
        return in_order(self.deck)

    @cached_property
    def listed(self) -> Deck:
        """What lists show, in order: all but what was withdrawn."""
        return self.ordered.where("withdrawn", lambda why: not why)

    @cached_property
    def by_id(self) -> MutableMapping[DocId, Card]:
        """A document's card."""
        return ById(self.deck)

    @cached_property
    def place_of(self) -> Mapping[DocId, int]:
        """A document's place in the order."""
        return self.ordered.place_of()

    @cached_property
    def by_collection(self) -> Mapping[str, Deck]:
        """A collection's documents in print order; the collections in the order of their table."""
        printed = in_print_order(self.listed)
        found = printed.gathered(printed.column("collection"), _one)
        known = [name for name in self.collections if name in found]
        rest = sorted(found.keys() - self.collections.keys())
        return {name: found[name] for name in known + rest}

    @cached_property
    def offers(self) -> Offers:
        """What of the documents leaves as files."""
        edition, listed = self.edition, self.listed
        return Offers(
            edition.site, edition.addresses, self.deck, listed, self.by_collection, self.data
        )

    @cached_property
    def by_year(self) -> Mapping[int, Deck]:
        """A year's documents."""
        return dict(sorted(self._gathered("date", lambda date: (date.year,) if date else ())))

    @cached_property
    def by_day(self) -> Mapping[tuple[int, int], Deck]:
        """What was printed on a day (month, day) of any year, the earliest year first."""
        return dict(
            sorted(
                self._gathered(
                    "date", lambda date: ((date.month, date.day),) if date and date.day else ()
                )
            )
        )

    @cached_property
    def by_hijri(self) -> Mapping[int, Deck]:
        """A Hijri year's documents."""

        def years(dates: tuple[PartialDate | None, str]) -> tuple[int, ...]:
            year = hijri_year(*dates)
            return (year,) if year else ()

        found = self.listed.gathered(self.listed.said("date", "date_hijri"), years)
        return dict(sorted(found.items()))

    @cached_property
    def undated(self) -> Deck:
        """The documents without a date."""
        return self.listed.where("date", lambda date: not date)

    @cached_property
    def by_section(self) -> Mapping[str, Deck]:
        """A section's documents."""
        return dict(self._gathered("section", _one))

    @cached_property
    def by_subject(self) -> Mapping[str, Deck]:
        """A subject's documents."""
        return dict(self._gathered("subjects", lambda subjects: subjects))

    @cached_property
    def by_author(self) -> Mapping[EntityId, Deck]:
        """The documents that a person or body with a record wrote."""
        return dict(
            self._gathered(
                "authors", lambda authors: {a.entity: 0 for a in authors if a.entity is not None}
            )
        )

    @cached_property
    def by_name(self) -> Mapping[str, Deck]:
        """The documents of an author who has no record with a page."""
        return dict(
            self._gathered(
                "authors",
                lambda authors: {a.name: 0 for a in authors if a.entity not in self.entities},
            )
        )

    @cached_property
    def by_entity(self) -> Mapping[EntityId, Deck]:
        """The documents that mention an entity."""
        return self._public.shared_out(self._public.lists.values, self._public.lists)

    @cached_property
    def n_texts(self) -> Mapping[EntityId, int]:
        """How many documents mention each entity."""
        return self._public.lists.counts()

    @cached_property
    def _public(self) -> Deck:
        return self.listed.where("access", lambda access: access == "public")

    def _gathered(self, name: str, keys: Callable[[Any], Iterable[K]]) -> Iterable[tuple[K, Deck]]:
        return self.listed.gathered(self.listed.column(name), keys).items()

    @cached_property
    def namesakes(self) -> Mapping[str, tuple[EntityId, ...]]:
        """The entities that share a heading, by that heading."""
        return {
            heading: ids
            for heading, ids in _gather_ids(self.entities.values()).items()
            if len(ids) > 1
        }

    @cached_property
    def types(self) -> Mapping[EntityId, EntityType]:
        """The type of each entity that has a page."""
        return {name: entity.type for name, entity in self.entities.items()}

    @cached_property
    def graph(self) -> Graph:
        """Who of the people and organizations that are named most is named together."""
        among = [
            one.id
            for one in self.entities.values()
            if one.type in (EntityType.PERSON, EntityType.ORGANIZATION) and one.id in self.mentions
        ]
        among.sort(key=lambda name: (-self.mentions[name], name.encode()))
        return graph_of(self.listed, among[:MOST_NODES])

    @cached_property
    def has_moved(self) -> bool:
        """Whether a document has an address of an older site."""
        return any(self.deck.column("aliases").used())

    @cached_property
    def works_by(self) -> Mapping[EntityId, tuple[EntityId, ...]]:
        """The works that have a page, by their author."""
        found: dict[EntityId, list[EntityId]] = defaultdict(list)
        for entity in self.entities.values():
            if entity.author:
                found[EntityId(entity.author)].append(entity.id)
        return {author: tuple(sorted(works)) for author, works in found.items()}

    @cached_property
    def after(self) -> Mapping[DocId, DocId]:
        """What is printed after a document in its issue."""
        ids = self.deck.ids
        pairs = np.stack(self.followers).tolist()
        return dict(zip(*(map(ids.__getitem__, places) for places in pairs), strict=True))

    @cached_property
    def followers(self) -> tuple[Places, Places]:
        """The places in the deck of documents that follow each other in an issue."""
        found = [neighbours(deck) for deck in self.by_collection.values()]
        nothing = np.zeros(0, np.int64)
        return (
            np.concatenate([nothing, *(ones for ones, _ in found)]),
            np.concatenate([nothing, *(others for _, others in found)]),
        )

    @cached_property
    def before(self) -> Mapping[DocId, DocId]:
        """What is printed before a document in its issue."""
        return {after: name for name, after in self.after.items()}

    @cached_property
    def near(self) -> Near:
        """Which documents are related."""
        return related(self.listed)

    @cached_property
    def document_paths(self) -> DocumentPaths:
        """The address of each document, made when it is asked for: an edit asks for few."""
        return DocumentPaths(self.deck, self.by_id, self.edition.addresses.document)

    @cached_property
    def entity_paths(self) -> Mapping[EntityId, str]:
        """The address of each entity that has a page."""
        address = self.edition.addresses.entity
        return {name: address(entity.type, entity.slug) for name, entity in self.entities.items()}

    @cached_property
    def naming(self) -> Naming:
        """How documents and entities are named on others' pages."""
        return Naming(
            self.edition, self.by_id, self.document_paths, self.entities, self.entity_paths
        )

    @cached_property
    def filed(self) -> Filed:
        """The titles that lists show, by letter, and in order."""
        return filed(self.listed.plain("title"))

    def filed_on(self, last: Filed) -> Filed:
        """Find the order of titles, where *last* is that of the last build."""
        found = filed(self.listed.plain("title"), last)
        self.__dict__["filed"] = found
        return found

    def related_by(self, relate: Relate) -> Catalogue:
        """Have *relate* find the documents that are related."""
        return self._knowing(near=relate(self.listed))

    def prepare(self) -> None:
        """Compute now what many pages share, so that processes that part after this have it."""
        self.deck.made()
        for shared in (
            self.before,
            self.near,
            self.place_of,
            self.by_entity,
            self.document_paths.every(),
            self.entity_paths,
        ):
            len(shared)
        for shelf in (self.by_collection, self.by_year, self.by_author, self.by_name):
            len(shelf)
        len(self.graph.names)
        self.offers.prepare()
        len(self.types)

    def spoken(self, edition: Edition, pages: tuple[FreePage, ...]) -> Catalogue:
        """Give this catalogue in another language."""
        return self._knowing(edition=edition, pages=pages)

    def with_cards(self, cards: Iterable[Card]) -> Catalogue:
        """Give this catalogue with other cards for some of its documents, all else as it was.

        Their places, neighbours and related documents are the old cards': it serves to show a page
        early, and no more.
        """
        return self._knowing(by_id=ChainMap({card.id: card for card in cards}, self.by_id))

    def _knowing(self, **found: object) -> Catalogue:
        """Give this catalogue with some of it otherwise, or found beforehand.

        What was found is not found again, but for what is said in words.
        """
        other = copy(self)
        other.__dict__.pop("naming", None)
        other.__dict__.update(found)
        return other

    def document_path(self, name: DocId) -> str:
        """Give the address of a document."""
        return self.document_paths[name]

    def path_of(self, name: str) -> str:
        """Give the address of a document that a text leads to; "" where it has none."""
        return self.document_path(DocId(name)) if name in self.by_id else ""

    def entity_path(self, name: EntityId) -> str:
        """Give the address of an entity that has a page."""
        return self.entity_paths[name]

    def surroundings(self, name: DocId, also: Iterable[EntityId] = ()) -> Surroundings:
        """Give all that the page of document *name* shows of the rest of the archive.

        *also* are entities that its card does not tell of: editors, translators.
        """
        card = self.by_id[name]
        people = [agent.entity for agent in card.authors if agent.entity is not None]
        before, after = self.before.get(name), self.after.get(name)
        return Surroundings(
            path=self.document_path(name),
            previous=self.naming.ref(before) if before else None,
            next=self.naming.ref(after) if after else None,
            related=tuple(
                [
                    (self.naming.ref(other), tuple(map(self._topic, shared)))
                    for other, _, shared in self.near.around(name)
                ]
            ),
            entities={
                entity: self.naming.entity_ref(entity)
                for entity in dict.fromkeys((*card.entities, *people, *also))
                if entity in self.entities
            },
            collection=self.collections.get(card.collection),
            path_of=self.path_of,
        )

    def _topic(self, topic: str) -> str:
        if topic.startswith("#"):
            return topic[1:]
        entity = self.entities.get(EntityId(topic))
        return entity.heading if entity else topic


def _gather_ids(entities: Iterable[Entity]) -> dict[str, tuple[EntityId, ...]]:
    found: dict[str, list[EntityId]] = defaultdict(list)
    for entity in entities:
        found[entity.heading].append(entity.id)
    return {heading: tuple(sorted(ids)) for heading, ids in found.items()}


def with_pages(
    site: Site, entities: Iterable[Entity], cards: Iterable[Card], also: Iterable[str] = ()
) -> dict[EntityId, Entity]:
    """Choose the entities that have a page: the mentioned and the authors, or all, as configured.

    *also* are others that pages name: editors of collections, translators.
    """
    shown = Deck.of(cards).where("withdrawn", lambda why: not why)
    wanted: set[str] = set(also)
    for authors in shown.column("authors").used():
        wanted.update(agent.entity for agent in authors if agent.entity)
    wanted.update(shown.where("access", lambda access: access == "public").lists.used())
    return {
        entity.id: entity
        for entity in sorted(entities, key=lambda entity: entity.id.encode())
        if site.entity_pages == "all" or entity.id in wanted
    }


def addresses_of(cards: Sequence[Card], entities: Mapping[EntityId, Entity]) -> Addresses:
    """Count what the addresses depend on."""
    deck = Deck.of(cards)
    authors = set(chain.from_iterable(deck.column("authors").used()))
    names = {a.name for a in authors if a.entity not in entities}
    subjects = set(chain.from_iterable(deck.column("subjects").used()))
    types = Counter(entity.type for entity in entities.values())
    return Addresses(
        documents=len(cards),
        entities={kind: types[kind] for kind in EntityType},
        authors=len(names),
        subjects=len(subjects),
    )
