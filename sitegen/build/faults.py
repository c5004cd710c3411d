"""What is wrong with an archive, and in which lines? It is read for that alone.

Where an edit brings a problem, what is known of the other texts does not say where they stand
now, for a row that comes in moves all rows behind it. So all is read once more; but no word of it
is counted, and no name is linked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.build.executor import Crew
from sitegen.build.kept import assets_of
from sitegen.build.load import Archive, headings_of
from sitegen.build.reading import Reading, ReadingRoom, ReadJob, read_documents
from sitegen.build.spill import Blobs, SpillReader
from sitegen.compact import compact
from sitegen.content.check import check_documents
from sitegen.entities.authority import Authority
from sitegen.entities.references import check_references
from sitegen.errors import Place, Problem
from sitegen.model import DocId, Document
from sitegen.pages.deck import Deck


class SuspectedError(Exception):
    """Something is wrong with the texts; where, only reading all of them can say."""


@compact
@dataclass(frozen=True, slots=True)
class Placed:
    """What documents are compared by."""

    id: DocId
    place: Place
    collection: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """What texts are read with, and what they may name."""

    reading: ReadingRoom
    authority: Authority


Found = tuple[tuple[Problem, ...], tuple[Placed, ...]]


def room_of(archive: Archive, work: Path, *, drafts: bool) -> ReadingRoom:
    """Give what every batch of an archive is read with."""
    return ReadingRoom(
        archive.site,
        archive.collections,
        headings_of(archive.authority),
        work,
        drafts,
        assets_of(archive),
        archive.frozen,
    )


def told(archive: Archive, crew: Crew, work: Path, *, drafts: bool) -> list[Problem]:
    """Find every problem of an archive, by reading all of it."""
    room = Room(room_of(archive, work, drafts=drafts), archive.authority)
    jobs = [ReadJob("", batch) for batch in archive.batches]
    found = list(crew.map(faults_of, room, jobs))
    placed = [one for _, some in found for one in some]
    problems = [problem for some, _ in found for problem in some]
    return [*archive.problems, *problems, *check_documents(placed, archive.collections)]


def faults_of(room: Room, job: ReadJob) -> Found:
    """Read a batch for what is wrong with it, and for what is compared with others."""
    documents, problems = read_documents(room.reading, job)
    placed = (Placed(one.id, one.place, one.collection, one.aliases) for one in documents)
    return (*problems, *_dangling(documents, room.authority)), tuple(placed)


def may_be_in(archive: Archive, readings: Sequence[Reading]) -> bool:
    """Say whether anything may be wrong; asked of all texts, it says no at once.

    It does not ask where texts stand: of those that are known that is not sure. Ids, slugs and old
    addresses are to be a document's own, and collections known.
    """
    if archive.problems or any(reading.problems for reading in readings):
        return True
    cards = Deck.joined(reading.cards for reading in readings)
    ids, slugs = set(cards.ids), set(cards.plain("slug"))
    named = set(cards.column("collection").used()) - {""}
    aliases = [alias for some in cards.told("aliases") if some for alias in set(some)]
    own = len(ids) == len(slugs) == len(cards) and len(set(aliases)) == len(aliases)
    return not own or not named <= archive.collections.keys()


def of_readings(archive: Archive, readings: Sequence[Reading]) -> list[Problem]:
    """Find what reading has shown, and what documents do not show alone."""
    placed = [
        Placed(card.id, place, card.collection, card.aliases)
        for reading in readings
        for card, place in zip(reading.cards, reading.places, strict=True)
    ]
    problems = [problem for reading in readings for problem in reading.problems]
    return problems + check_documents(placed, archive.collections)


def dangling_in(authority: Authority, documents: Blobs) -> tuple[Problem, ...]:
    """Find ids without a record in the documents of a batch that was read."""
    with SpillReader() as spilled:
        return tuple(_dangling(map(spilled.get, documents), authority))


def _dangling(documents: Iterable[Document], authority: Authority) -> list[Problem]:
    return [fault for one in documents for fault in check_references(one, authority)]
