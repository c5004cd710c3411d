"""What is wrong with an archive, and in which lines?

Where an edit brings a problem, what is known of the other texts does not say where they stand
now, for a row that comes in moves all rows behind it. Rows are known by their bytes, and so their
lines are found. Where records changed, too, or a table was read in stretches, all is read once
more; but no word of it is counted, and no name is linked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from sitegen.build.executor import Crew
from sitegen.build.kept import Known, assets_of
from sitegen.build.load import BATCH_BYTES, Archive, headings_of
from sitegen.build.reading import Reading, ReadingRoom, ReadJob, read_documents
from sitegen.build.spill import Blobs, SpillReader
from sitegen.build.units import parts_of
from sitegen.compact import compact
from sitegen.content.check import check_documents
from sitegen.content.read import Source, split
from sitegen.entities.authority import Authority
from sitegen.entities.references import check_references
from sitegen.errors import Place, Problem
from sitegen.model import LONGEST_NAME, DocId, Document
from sitegen.pages.deck import Deck


class SuspectedError(Exception):
    """Something is wrong with texts, but where they stand is not sure; *fresh* ones were read."""

    def __init__(self, fresh: Sequence[Reading]) -> None:
        super().__init__()
        self.fresh = fresh


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


def told(
    archive: Archive,
    crew: Crew,
    work: Path,
    known: Known,
    fresh: Sequence[Reading],
    *,
    drafts: bool,
) -> list[Problem]:
    """Find every problem of an archive of which some is *known*, and what is *fresh* was read.

    What is known was without problems; what it may have got since is that others share its id.
    """
    if not known.is_texts or any(_is_stretched(source) for source in archive.sources):
        return _told_by_reading(archive, crew, work, drafts=drafts)
    lines = {
        source.path: {part.key: part.line for part in parts_of(source) if part.is_row}
        for source in archive.sources
        if source.kind == "jsonl"
    }
    placed = [one for batch in known.batches for one in _placed_now(batch.reading, lines)]
    placed += chain.from_iterable(map(_placed, fresh))
    problems = [problem for reading in fresh for problem in reading.problems]
    for reading in fresh:
        problems += dangling_in(archive.authority, reading.documents)
    return [*archive.problems, *problems, *check_documents(placed, archive.collections)]


def _is_stretched(source: Source) -> bool:
    """Say whether a file is known by parts that do not say in which line they begin."""
    return source.kind != "jsonl" and len(split(source, BATCH_BYTES)) > 1


def _placed_now(reading: Reading, lines: Mapping[str, Mapping[bytes, int]]) -> Iterator[Placed]:
    """Place the documents of a batch where their rows are now."""
    units = (unit for unit in reading.units for _ in range(unit.documents))
    for unit, one in zip(units, _placed(reading), strict=True):
        line = lines.get(unit.path, {}).get(unit.key)
        yield one if line is None else replace(one, place=Place(unit.path, line))


def _placed(reading: Reading) -> Iterator[Placed]:
    for card, place in zip(reading.cards, reading.places, strict=True):
        yield Placed(card.id, place, card.collection, card.aliases)


def _told_by_reading(archive: Archive, crew: Crew, work: Path, *, drafts: bool) -> list[Problem]:
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
    if max(map(len, ids), default=0) > LONGEST_NAME:
        return True
    own = len(ids) == len(slugs) == len(cards) and len(set(aliases)) == len(aliases)
    return not own or not named <= archive.collections.keys()


def of_readings(archive: Archive, readings: Sequence[Reading]) -> list[Problem]:
    """Find what reading has shown, and what documents do not show alone."""
    problems = [problem for reading in readings for problem in reading.problems]
    placed = chain.from_iterable(map(_placed, readings))
    return problems + check_documents(placed, archive.collections)


def dangling_in(authority: Authority, documents: Blobs) -> tuple[Problem, ...]:
    """Find ids without a record in the documents of a batch that was read."""
    with SpillReader() as spilled:
        return tuple(_dangling(map(spilled.get, documents), authority))


def _dangling(documents: Iterable[Document], authority: Authority) -> list[Problem]:
    return [fault for one in documents for fault in check_references(one, authority)]
