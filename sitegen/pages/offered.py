"""Which files does the data page offer, and what is in each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sitegen.config import Site
from sitegen.model import Card, DocId, PartialDate, is_sealed
from sitegen.pages.deck import Deck
from sitegen.pages.i18n import msgid
from sitegen.pages.urls import SINCE, Addresses


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that the data page offers."""

    path: str
    description: str  # a message id, or text
    size: int = 0


PACKAGE = "data/datapackage.json"
SUMS = "data/manifest-sha256.txt"
TABLE, TABLE_SINCE = "data/documents.csv", f"data/documents{SINCE}.csv"
GRAPH, GRAPH_SINCE = "data/named-together.graphml", f"data/named-together{SINCE}.graphml"
ROWS = {  # one JSON object a line, a file for each year
    "documents": msgid("every document with its metadata and its text, one a line"),
    "mentions": msgid("every linked mention: where it stands in the text, and whom it names"),
}
STANDARD_DATA = (
    DataFile(TABLE, msgid("every document's metadata as a table, for spreadsheets")),
    DataFile(
        "data/entities.jsonl",
        msgid("every person, place, organization, work and event, one a line"),
    ),
    DataFile("data/entities.csv", msgid("the same as a table, for spreadsheets")),
    DataFile(
        "data/places.geojson",
        msgid("the places, with their positions and names, as Linked Places (GeoJSON)"),
    ),
    DataFile(GRAPH, msgid("which entities are named in the same documents, as a graph (GraphML)")),
    DataFile(PACKAGE, msgid("what these files are, for machines (Frictionless data package)")),
    DataFile(SUMS, msgid("checksums of all these files, for sha256sum --check")),
)
OF_SINCE = {  # beside the first: of the documents that came since the archive was sealed
    TABLE: DataFile(
        TABLE_SINCE, msgid("the same of the documents that came since the archive was sealed")
    ),
    GRAPH: DataFile(
        GRAPH_SINCE,
        msgid(
            "who is named together in documents that came since the archive was sealed, "
            "with the numbers of the whole archive"
        ),
    ),
}
ZIP_DOCUMENTS = 30_000  # at most: two members each, and the format counts to 65,535
ZIP_WORDS = 8_000_000  # at most: some 100 MB with TEI, what hosts take as one file


class Shelf(NamedTuple):
    """Documents that leave as one zip: of a collection, "" of none; what came since the seal."""

    collection: str
    is_since: bool = False


def _year(date: PartialDate | None) -> int:
    return date.year if date else 0


@dataclass(frozen=True, eq=False)
class Offers:
    """What of the documents leaves as files: zips, rows by year, tables, graphs.

    *deck* has all documents, *listed* those that lists show, in order.
    """

    site: Site
    addresses: Addresses
    deck: Deck
    listed: Deck
    by_collection: Mapping[str, Deck]
    data: tuple[DataFile, ...]

    @cached_property
    def shelves(self) -> Mapping[Shelf, Deck]:
        """What could be a zip each: the documents of a collection, those since the seal apart."""
        uncollected = self.listed.where("collection", lambda name: not name)
        every = {**self.by_collection, **({"": uncollected} if uncollected else {})}
        return {
            Shelf(name, is_since): held
            for name, cards in every.items()
            for is_since, held in self._parted(cards)
        }

    def _parted(self, cards: Deck) -> list[tuple[bool, Deck]]:
        """Part documents at the seal, where they lie on both sides of it."""
        until = self.site.sealed
        if not until:
            return [(False, cards)]
        early = cards.where("date", lambda date: is_sealed(date, until))
        since = cards.where("date", lambda date: not is_sealed(date, until))
        return [(False, early), (True, since)] if early and since else [(False, cards)]

    @cached_property
    def zips(self) -> Mapping[Shelf, str]:
        """The address of each zip; a shelf that holds too much for one has none."""
        if not self.site.downloads:
            return {}
        place = self.addresses.zip
        return {
            shelf: place(shelf.collection, since=shelf.is_since)
            for shelf, cards in self.shelves.items()
            if not self.exceeds(cards)
        }

    def zip_of(self, card: Card) -> str:
        """Give the address of the zip that a document is in; "" where it is in none."""
        return "" if card.withdrawn else self._zip_of.get(card.id, "")

    @cached_property
    def _zip_of(self) -> Mapping[DocId, str]:
        return {name: path for shelf, path in self.zips.items() for name in self.shelves[shelf].ids}

    @cached_property
    def rows(self) -> Mapping[str, Mapping[int, str]]:
        """The files of rows of each kind, by year; those of undated documents, 0, come last."""
        years = {
            "documents": set(map(_year, self.deck.column("date").used())),
            "mentions": set(map(_year, self._naming.column("date").used())),
        }
        place = self.addresses.rows
        return {
            kind: {year: place(kind, year) for year in sorted(found, key=lambda y: (not y, y))}
            for kind, found in years.items()
        }

    def in_rows(self, kind: str, path: str) -> Sequence[DocId]:
        """Give the documents that have rows of a kind in a file."""
        year = next(year for year, one in self.rows[kind].items() if one == path)
        held = self._naming if kind == "mentions" else self.deck
        return held.only(np.flatnonzero(held.years == year)).ids

    @cached_property
    def _naming(self) -> Deck:
        """The documents that name an entity."""
        return self.deck.only(np.flatnonzero(self.deck.lists.lengths))

    @cached_property
    def tables(self) -> Mapping[str, Deck]:
        """The documents of each table of metadata: those since the seal have one of their own."""
        return {TABLE_SINCE if is_since else TABLE: cards for is_since, cards in self._parts}

    @cached_property
    def graphs(self) -> Mapping[str, Deck]:
        """The documents of each graph of who is named together, parted as the tables are."""
        return {GRAPH_SINCE if is_since else GRAPH: cards for is_since, cards in self._parts}

    @cached_property
    def _parts(self) -> list[tuple[bool, Deck]]:
        return self._parted(self.listed)

    @cached_property
    def files(self) -> tuple[DataFile, ...]:
        """The files that the data page lists; not those of rows, nor the zips."""
        late = OF_SINCE if len(self._parts) > 1 else {}
        return tuple(
            file
            for one in self.data
            for file in (one, *([late[one.path]] if one.path in late else []))
        )

    @staticmethod
    def exceeds(cards: Deck) -> bool:
        """Say whether documents are too many for one zip."""
        return len(cards) > ZIP_DOCUMENTS or cards.n_words > ZIP_WORDS

    def prepare(self) -> None:
        """Compute now what many documents' pages share."""
        len(self._zip_of)
