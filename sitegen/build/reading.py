"""What does a batch of documents hold? Stage one: read, part into words, invert.

A reading is a pure function of the batch's bytes, the configuration and the code; it knows
nothing of the authority or of other documents. What is big goes to the batch's spill file; what
comes back is small: this is where a cache of readings belongs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.build.spill import Blob, SpillWriter
from sitegen.compact import compact
from sitegen.config import Site
from sitegen.content.read import Source, read_source
from sitegen.errors import Place, Problem
from sitegen.index.invert import DocTerms, Inverted, invert
from sitegen.index.plan import SEALED, Totals
from sitegen.index.written import AS_FORMS
from sitegen.model import (
    Block,
    BlockKind,
    Body,
    Card,
    Collection,
    DocId,
    Document,
    PartialDate,
    Title,
)

_STRICTNESS = {"public": 0, "metadata": 1, "closed": 2}


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """What every batch is read with."""

    site: Site
    collections: Mapping[str, Collection]
    headings: Mapping[str, str]  # entity id -> the text of [[id]]
    work: Path
    drafts: bool


@dataclass(frozen=True, slots=True)
class ReadJob:
    """A batch: its number, and the sources that it reads."""

    number: int
    sources: tuple[Source, ...]


@compact
@dataclass(frozen=True, slots=True)
class SegmentPart:
    """What a batch gives to one segment of the index.

    ``ordinals`` are the places of its documents in the batch; ``lengths`` holds an Inverted
    without its run, ``totals`` the run's Totals, ``pieces`` the run's, by the first
    letter of keys.
    """

    ordinals: tuple[int, ...]
    lengths: Inverted
    totals: Blob
    pieces: Mapping[str, Blob]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What stage one knows of a batch; tuples run along its documents as they were read."""

    cards: tuple[Card, ...]  # their authors plain names, no entities yet
    places: tuple[Place, ...]
    documents: tuple[Blob, ...]
    segments: Mapping[str, SegmentPart]
    n_hidden: int
    problems: tuple[Problem, ...]


def read_batch(room: ReadingRoom, job: ReadJob) -> Reading:
    """Read one batch and invert it."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for source in job.sources:
        found, faults = read_source(source, room.site, room.headings)
        documents += found
        problems += faults
    kept = [shown for document in documents if (shown := _as_shown(document, room)) is not None]
    terms = [terms_of(document) for document in kept]
    with SpillWriter(room.work / f"read-{job.number:05}") as spill:
        return Reading(
            cards=tuple(_card(doc, term, room.site) for doc, term in zip(kept, terms, strict=True)),
            places=tuple(document.place for document in kept),
            documents=tuple(map(spill.put, kept)),
            segments=_segments(kept, terms, room.site.sealed, spill),
            n_hidden=len(documents) - len(kept),
            problems=tuple(problems),
        )


def _as_shown(document: Document, room: ReadingRoom) -> Document | None:
    """Take out what the reader may not see: None for a draft or a closed document.

    Of a document whose access is metadata the text goes; of a withdrawn one the title too.
    """
    collection = room.collections.get(document.collection)
    access = max(
        document.access, collection.access if collection else "public", key=_STRICTNESS.__getitem__
    )
    if (document.draft and not room.drafts) or access == "closed":
        return None
    if access == "public" and not document.withdrawn:
        return document
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
    if document.withdrawn:
        return DocTerms((), ())
    blocks = indexed_blocks(document)
    return DocTerms.of(
        document.title.text,
        [block.text for block in blocks],
        [n for n, block in enumerate(blocks) if block.kind is BlockKind.HEADING],
    )


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
        empty = dataclasses.replace(inverted, run=inverted.run.cut(0, 0), spellings=AS_FORMS)
        pieces = {piece: spill.put(run) for piece, run in inverted.run.pieces()}
        totals = spill.put(Totals.of(inverted))
        found[path] = SegmentPart(tuple(ordinals), empty, totals, pieces)
    return found


def segment_of(date: PartialDate | None, sealed: str) -> str:
    """Give the path of the index segment that a document of *date* is in.

    >>> segment_of(PartialDate(1908), "1945-12-31"), segment_of(None, "1945-12-31")
    ('sealed/', '')
    """
    if not sealed or date is None:
        return ""
    year, month, day = map(int, sealed.split("-"))
    return SEALED if date.first <= PartialDate(year, month, day).last else ""


def _card(document: Document, terms: DocTerms, site: Site) -> Card:
    return Card(
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
        words=sum(map(len, terms.blocks)),
        aliases=document.aliases,
        own={f.name: _texts(document.extra.get(f.name)) for f in site.fields if f.facet},
    )


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(str(one) for one in values if one not in (None, ""))
