"""What does a batch of documents hold? Stage one: read, part into words, invert.

A reading is a pure function of the batch's bytes, the configuration and the code; it knows
nothing of the authority or of other documents. What is big goes to the batch's spill file; what
comes back is small: this is where a cache of readings belongs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sitegen import model
from sitegen.build.spill import Blob, Blobs, SpillReader, SpillWriter
from sitegen.build.units import Part, Unit, Units, parts_of, state_of, unsure_of
from sitegen.compact import compact
from sitegen.config import Site
from sitegen.content.check import links_to_documents
from sitegen.content.frozen import Frozen, thaw
from sitegen.content.read import Source, read_source
from sitegen.errors import Place, Problem
from sitegen.index.invert import NO_RUN, DocTerms, Inverted, Texts, invert
from sitegen.index.plan import SEALED
from sitegen.index.totals import Totals
from sitegen.index.written import AS_FORMS
from sitegen.model import (
    STRICTNESS,
    Block,
    BlockKind,
    Body,
    Card,
    DocId,
    Document,
    PartialDate,
    Title,
    is_sealed,
)
from sitegen.pages.deck import Deck

_MOST_LESS = 16  # counts of what has gone from a batch that are kept apart


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """What every batch is read with."""

    site: Site
    collections: Mapping[str, model.Collection]
    headings: Mapping[str, str]  # entity id -> the text of [[id]]
    work: Path
    drafts: bool
    assets: bytes = b""  # a hash of the listing of the archive's own files
    frozen: Frozen = field(default_factory=dict)  # anchors that were promised


@dataclass(frozen=True, slots=True)
class ReadJob:
    """A batch: its name, and the sources that it reads."""

    name: str
    sources: tuple[Source, ...]


@compact
@dataclass(frozen=True, slots=True)
class SegmentPart:
    """What a batch gives to one segment of the index.

    ``ordinals`` are the places of its documents in the batch, -1 of those that have gone since it
    was read; ``lengths`` holds an Inverted
    without its run, ``totals`` the run's Totals as it was read, ``less`` those of what has gone,
    ``pieces`` the run's, by the first letter of keys, ``stream`` the words in their order.
    """

    ordinals: tuple[int, ...]
    lengths: Inverted
    totals: Blob
    pieces: Mapping[str, Blob]
    stream: Blob
    less: tuple[Blob, ...] = ()

    def counts(self, spilled: SpillReader) -> Totals:
        """Count the words of the documents that are left."""
        totals: Totals = spilled.get(self.totals)
        gone = [spilled.get(blob) for blob in self.less]
        return totals.changed(gone, [])[0] if gone else totals


@compact
@dataclass(frozen=True, slots=True)
class Places:
    """Where documents stand, in columns: the paths of files, the lines in them."""

    paths: tuple[str, ...]
    lines: tuple[int, ...]

    @classmethod
    def of(cls, places: Iterable[Place]) -> Places:
        """Put places in columns."""
        held = list(places)
        return cls(tuple(one.path for one in held), tuple(one.line for one in held))

    def __iter__(self) -> Iterator[Place]:
        return map(Place, self.paths, self.lines)

    def only(self, ordinals: Iterable[int]) -> Places:
        """Leave those of some documents."""
        held = list(ordinals)
        return Places(tuple(self.paths[n] for n in held), tuple(self.lines[n] for n in held))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What stage one knows of a batch; tuples run along its documents as they were read."""

    cards: Deck  # their authors plain names, no entities yet
    places: Places
    documents: Blobs
    digests: tuple[bytes, ...]  # of the documents
    segments: Mapping[str, SegmentPart]
    n_hidden: int
    problems: tuple[Problem, ...]
    units: Units  # in the order of the documents
    asked: Mapping[str, str | None]  # the headings that [[id]] needed


def read_batch(room: ReadingRoom, job: ReadJob) -> Reading:
    """Read one batch and invert it."""
    kept: list[Document] = []
    problems: list[Problem] = []
    units: list[Unit] = []
    headings = _Asked(room.headings)
    for source in job.sources:
        state = state_of(source)
        parts = parts_of(source) if state else unsure_of(source)
        found, shown, faults = _read(source, room, headings)
        problems += faults
        kept += [document for document in shown if document is not None]
        if state_of(source) != state:
            parts = unsure_of(source)
        units += _units(source, parts, found, shown, room.assets)
    terms = all_terms(kept)
    with SpillWriter(room.work / f"read-{job.name}") as spill:
        blobs = [spill.put_known(document) for document in kept]
        return Reading(
            cards=Deck.of(
                _card(doc, term, room.site) for doc, term in zip(kept, terms, strict=True)
            ),
            places=Places.of(document.place for document in kept),
            documents=Blobs(blob for blob, _ in blobs),
            digests=tuple(digest for _, digest in blobs),
            segments=_segments(kept, terms, room.site.sealed, spill),
            n_hidden=sum(unit.hidden for unit in units),
            problems=tuple(problems),
            units=Units.of(units),
            asked=headings.asked,
        )


def read_documents(room: ReadingRoom, job: ReadJob) -> tuple[list[Document], list[Problem]]:
    """Read one batch for its documents, as they are shown, and its problems."""
    kept: list[Document] = []
    problems: list[Problem] = []
    for source in job.sources:
        _, shown, faults = _read(source, room, room.headings)
        problems += faults
        kept += [document for document in shown if document is not None]
    return kept, problems


def _read(
    source: Source, room: ReadingRoom, headings: Mapping[str, str]
) -> tuple[list[Document], list[Document | None], list[Problem]]:
    """Read a source: documents as they are, as they are shown, and what is wrong."""
    found, problems = read_source(source, room.site, headings)
    if room.frozen:
        found = [_thawed(document, room.frozen) for document in found]
    return found, [_as_shown(document, room) for document in found], problems


class _Asked(dict[str, str]):
    """The headings, and which of them were asked for."""

    def __init__(self, headings: Mapping[str, str]) -> None:
        super().__init__()
        self._headings = headings
        self.asked: dict[str, str | None] = {}

    def get(self, name: str, default: Any = None) -> Any:
        found = self.asked[name] = self._headings.get(name)
        return default if found is None else found

    def __getitem__(self, name: str) -> str:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return str(found)

    def __contains__(self, name: object) -> bool:
        return self.get(str(name)) is not None

    def __bool__(self) -> bool:
        return True


def _units(
    source: Source,
    parts: list[Part],
    found: list[Document],
    shown: list[Document | None],
    assets: bytes,
) -> Iterator[Unit]:
    """Say which parts of the source gave which documents.

    Files that a document shows are to be there even where the document itself is not shown.
    """
    of_line: dict[int, list[tuple[Document, bool]]] = {}
    for document, one in zip(found, shown, strict=True):
        line = document.place.line if parts[0].is_row else parts[0].line
        of_line.setdefault(line, []).append((document, one is None))
    for part in parts:
        here = of_line.get(part.line, ())
        hidden = sum(is_hidden for _, is_hidden in here)
        listing = assets if any(_shows_files(document) for document, _ in here) else b""
        yield Unit(source.path, part.key, len(here) - hidden, hidden, listing)


def _shows_files(document: Document) -> bool:
    """Say whether a document shows or links to a file of the archive, which must be there."""
    body = document.body
    return "assets/" in document.image + document.facsimile or (
        document.markup != "text"  # which shows nothing but itself
        and (
            any("assets/" in part for part in body.layout if isinstance(part, str))
            or any("assets/" in block.html for block in body.blocks)
        )
    )


def _thawed(document: Document, frozen: Frozen) -> Document:
    pins = frozen.get(document.id)
    body = thaw(document.body, pins) if pins else document.body
    return document if body is document.body else dataclasses.replace(document, body=body)


def _as_shown(document: Document, room: ReadingRoom) -> Document | None:
    """Take out what the reader may not see: None for a draft or a closed document.

    Of a document whose access is metadata the text goes; of a withdrawn one the title too. A
    build for a reading room shows what is closed elsewhere, and nothing that was withdrawn.
    """
    collection = room.collections.get(document.collection)
    access = max(
        document.access, collection.access if collection else "public", key=STRICTNESS.__getitem__
    )
    if STRICTNESS[access] <= STRICTNESS[room.site.access]:
        access = "public"
    if (document.draft and not room.drafts) or access == "closed":
        return None
    if access == "public" and not document.withdrawn:
        return document if document.access == "public" else replace(document, access="public")
    bare = dataclasses.replace(document, body=Body("", (), ()), access=access, publish_source=False)
    if not document.withdrawn:
        return bare
    return dataclasses.replace(
        bare, title=Title(document.id, document.id), subtitle="", summary="", image="", extra={}
    )


def indexed_blocks(document: Document) -> list[Block]:
    """Give the blocks that the index takes, in order: a pull quote only repeats the text."""
    return [b for b in document.body.blocks if b.kind is not BlockKind.PULL_QUOTE]


def terms_of(document: Document) -> DocTerms:
    """Part a document into the words that the index takes; a withdrawn one has none."""
    return all_terms([document])[0]


def all_terms(documents: Iterable[Document]) -> list[DocTerms]:
    """Part documents into words, as :func:`terms_of` does each."""
    return list(DocTerms.of_all(map(_texts_of, documents)))


def _texts_of(document: Document) -> Texts:
    if document.withdrawn:
        return Texts([""])
    blocks = indexed_blocks(document)
    headings = frozenset(n for n, block in enumerate(blocks) if block.kind is BlockKind.HEADING)
    return Texts([document.title.text, *(block.text for block in blocks)], headings)


def _segments(
    documents: list[Document], terms: list[DocTerms], sealed: str, spill: SpillWriter
) -> dict[str, SegmentPart]:
    """Invert the batch for each segment of the index; withdrawn documents are in none."""
    found = {}
    listed = [n for n, document in enumerate(documents) if not document.withdrawn]
    for path in (SEALED, ""):
        ordinals = [n for n in listed if (segment_of(documents[n].date, sealed) == path)]
        if not ordinals:
            continue
        inverted = invert([terms[n] for n in ordinals])
        empty = dataclasses.replace(inverted, run=NO_RUN, spellings=AS_FORMS, stream=None)
        pieces = {piece: spill.put(run) for piece, run in inverted.run.pieces()}
        totals = spill.put(Totals.of(inverted))
        stream = spill.put(inverted.stream)
        found[path] = SegmentPart(tuple(ordinals), empty, totals, pieces, stream)
    return found


def segment_of(date: PartialDate | None, sealed: str) -> str:
    """Give the path of the index segment that a document of *date* is in.

    >>> segment_of(PartialDate(1908), "1945-12-31"), segment_of(None, "1945-12-31")
    ('sealed/', '')
    """
    return SEALED if is_sealed(date, sealed) else ""


def _card(document: Document, terms: DocTerms, site: Site) -> Card:
    card = Card(
        id=DocId(document.id),
        slug=document.slug,
        title=document.title.text,
        subtitle=document.subtitle,
        collection=document.collection,
        volume=document.volume,
        issue=document.issue,
        pages=document.pages,
        date=document.date,
        date_hijri=document.date_hijri,
        lang=document.lang,
        kind=document.kind,
        section=document.section,
        subjects=document.subjects,
        summary=document.summary,
        image=document.image,
        access=document.access,
        withdrawn=document.withdrawn,
        words=sum(terms.sizes[1:]),
        aliases=document.aliases,
        own={f.name: _texts(document.extra.get(f.name)) for f in site.fields if f.facet},
        leads=links_to_documents(document.body) if document.markup == "markdown" else (),
    )
    return card.shared() if document.markup == "tei" else card  # lxml has strings of its own


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(str(one) for one in values if one not in (None, ""))


@dataclass(frozen=True, slots=True)
class Less:
    """A batch from which some parts were taken: what is left, and what went.

    ``ordinals`` are the places that the documents which went had in the batch, ``totals`` the
    counts of their words, for each segment of the index.
    """

    reading: Reading
    ordinals: frozenset[int]
    documents: tuple[Document, ...]
    totals: Mapping[str, Totals]


def without(reading: Reading, units: Collection[int], spill: SpillWriter) -> Less:
    """Take some parts out of a batch that was read; what is counted anew goes to *spill*."""
    dead: list[int] = []
    first = 0
    for n, unit in enumerate(reading.units):
        if n in units:
            dead += range(first, first + unit.documents)
        first += unit.documents
    gone = frozenset(dead)
    with SpillReader() as spilled:
        documents: dict[int, Document] = {n: spilled.get(reading.documents[n]) for n in dead}
    stay = [n for n in range(len(reading.cards)) if n not in gone]
    left = reading.units.only(n for n in range(len(reading.units)) if n not in units)
    totals = {
        path: Totals.of(invert(all_terms(documents[n] for n in here)))
        for path, part in reading.segments.items()
        if (here := [n for n in part.ordinals if n in documents])
    }
    smaller = dataclasses.replace(
        reading,
        cards=reading.cards.left(stay),
        places=reading.places.only(stay),
        documents=reading.documents.only(stay),
        digests=tuple(reading.digests[n] for n in stay),
        segments={
            path: part
            for path, old in reading.segments.items()
            if (part := _part_without(old, totals.get(path), stay, spill)) is not None
        },
        n_hidden=sum(unit.hidden for unit in left),
        units=left,
    )
    return Less(smaller, gone, tuple(documents[n] for n in dead), totals)


def _part_without(
    part: SegmentPart, gone: Totals | None, stay: list[int], spill: SpillWriter
) -> SegmentPart | None:
    """Give what a batch still gives to a segment; None where nothing is left."""
    place = {n: at for at, n in enumerate(stay)}
    ordinals = tuple(place.get(n, -1) for n in part.ordinals)
    if max(ordinals) < 0:
        return None
    if gone is None:
        return dataclasses.replace(part, ordinals=ordinals)
    if len(part.less) < _MOST_LESS:  # taken off when somebody counts: mostly nobody does
        less = (*part.less, spill.put(gone))
        return dataclasses.replace(part, ordinals=ordinals, less=less)
    with SpillReader() as spilled:
        totals = part.counts(spilled).minus(gone)
    return dataclasses.replace(part, ordinals=ordinals, totals=spill.put(totals), less=())
