"""Which names does this archive mention that its authority lacks? Two passes over its texts.

The first links them and counts what stands beside each word; then it is learned how names stand;
the second reads the names. Both map batches over processes; only counts come back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.build.spill import Blob, SpillReader, SpillWriter
from sitegen.editor.reading import Batch, Library, open_library
from sitegen.entities.authority import Authority
from sitegen.entities.given import GIVEN
from sitegen.entities.haystack import words_of
from sitegen.entities.identifiers import looks_like_id
from sitegen.entities.kwic import kwic
from sitegen.entities.resolve import Linker
from sitegen.entities.suggest.contexts import (
    Contexts,
    Vocabulary,
    add_up,
    gather_contexts,
    make_vocabulary,
)
from sitegen.entities.suggest.cues import NEVER
from sitegen.entities.suggest.judge import Judge
from sitegen.entities.suggest.learn import learn
from sitegen.entities.suggest.phrases import Reader
from sitegen.entities.suggest.propose import Proposal, propose
from sitegen.entities.suggest.running import Running, run
from sitegen.entities.suggest.tally import Spot, Tally, add_tallies, count_names
from sitegen.entities.titles import GIVEN_AND_COMMON, ROLES
from sitegen.model import Document

PASSED_OVER = "entities/passed-over.txt"
_CONTEXT = 45  # characters each side


@dataclass(frozen=True, slots=True)
class Context:
    """Where a name stands, for a person's eye."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal with its contexts."""

    proposal: Proposal
    contexts: tuple[Context, ...]


@dataclass(frozen=True, slots=True)
class _LinkingRoom:
    linker: Linker
    types: Mapping[str, str]
    vocabulary: Vocabulary
    work: Path


@dataclass(frozen=True, slots=True)
class _NamingRoom:
    reader: Reader
    authority: Authority
    types: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _NamingJob:
    batch: Batch
    mentions: Blob


def suggest(root: Path, *, limit: int = 500, jobs: int = 0) -> list[Suggestion]:
    """Propose records for names that the archive mentions and the authority lacks, best first."""
    with open_library(root, jobs or os.cpu_count() or 1) as library:
        authority = library.archive.authority
        lexicon = library.lexicon
        given = ((lexicon.given | GIVEN) - NEVER - ROLES) | GIVEN_AND_COMMON
        vocabulary = make_vocabulary(library.counts, given)
        types = {str(entity.id): entity.type.value for entity in authority.values()}
        room = _LinkingRoom(library.linker, types, vocabulary, library.work)
        linked: list[Blob] = []
        contexts = _set_aside(library.crew.map(_link_batch, room, library.batches), linked)
        learned = learn(vocabulary, add_up(contexts))
        queue = [_NamingJob(*pair) for pair in zip(library.batches, linked, strict=True)]
        naming = _NamingRoom(Reader(Judge(vocabulary, learned, given)), authority, types)
        tally: Tally = {}
        for counted in library.crew.map(_name_batch, naming, queue):
            tally = add_tallies(tally, counted)
        proposals = propose(
            tally,
            vocabulary,
            learned,
            names=_names_of(authority),
            passed_over=words_of(passed_over(root)),
            taken=[*authority, *authority.refs],
            limit=limit,
        )
        return list(_with_contexts(proposals, library))


def _set_aside(results: Iterable[tuple[Blob, Contexts]], blobs: list[Blob]) -> Iterator[Contexts]:
    for blob, contexts in results:
        blobs.append(blob)
        yield contexts


def passed_over(root: Path) -> list[str]:
    """Read the names that the archivist has said are none, one a line."""
    path = root / PASSED_OVER
    lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _names_of(authority: Authority) -> dict[tuple[str, ...], str]:
    pairs = [
        (name, entity.id)
        for entity in authority.values()
        for name in (entity.heading, *entity.variants, *entity.short_names)
    ]
    words = words_of([name for name, _ in pairs])
    found: dict[tuple[str, ...], str] = {}
    for one, (_, record) in zip(words, pairs, strict=True):
        found.setdefault(one, record)
    return found


def _link_batch(room: _LinkingRoom, batch: Batch) -> tuple[Blob, Contexts]:
    with SpillReader() as spilled:
        documents: list[Document] = [spilled.get(blob) for blob in batch.documents]
    mentions = room.linker.link_all(documents)
    with SpillWriter(room.work / f"link-{batch.number:05}") as spill:
        blob = spill.put(mentions)
    texts = (run(d, m, room.types) for d, m in zip(documents, mentions, strict=True))
    return blob, gather_contexts(texts, room.vocabulary)


def _name_batch(room: _NamingRoom, job: _NamingJob) -> Tally:
    with SpillReader() as spilled:
        documents: list[Document] = [spilled.get(blob) for blob in job.batch.documents]
        mentions = spilled.get(job.mentions)
    numbered = list(enumerate(documents, job.batch.first))
    texts: Iterator[tuple[int, Running]] = (
        (n, run(document, found, room.types))
        for (n, document), found in zip(numbered, mentions, strict=True)
    )
    return count_names(room.reader, texts, _bylines(numbered, room.authority))


def _bylines(
    numbered: Iterable[tuple[int, Document]], authority: Authority
) -> Iterator[tuple[int, str, str]]:
    """List the authors, editors and translators that have no record."""
    for number, document in numbered:
        for name in (*document.authors, *document.editors, *document.translators):
            if not authority.agent(name):
                yield number, name, name if looks_like_id(name) else ""


def _with_contexts(proposals: list[Proposal], library: Library) -> Iterator[Suggestion]:
    numbers = [spot.document for one in proposals for spot in one.spots]
    wanted: dict[int, list[Spot]] = {}
    for one in proposals:
        for spot in one.spots:
            wanted.setdefault(spot.document, []).append(spot)
    shown: dict[Spot, Context] = {}
    for number, document in library.documents(numbers):
        for spot in wanted[number]:
            shown[spot] = _context(document, spot)
    for one in proposals:
        yield Suggestion(one, tuple(shown[spot] for spot in one.spots))


def _context(document: Document, spot: Spot) -> Context:
    blocks = document.body.blocks
    text = blocks[spot.block].text if spot.block >= 0 else document.title.text
    left, surface, right = kwic(text, spot.start, spot.end, _CONTEXT)
    return Context(document.id, f"{left}[{surface}]{right}")
