"""Who is named where? Stage two: link a batch, gather what entity pages show.

It comes after stage one because a name of one word is judged by what the whole corpus does with
that word.
"""

from __future__ import annotations

import dataclasses
import marshal  # of equal values its bytes are equal; pickle's tell which are one object
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from itertools import accumulate, chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from sitegen.build.spill import Blob, Blobs, SpillReader, SpillWriter
from sitegen.entities.authority import Authority
from sitegen.entities.changed import letters_of
from sitegen.entities.kwic import kwic
from sitegen.entities.protected import name_counts
from sitegen.entities.resolve import Linker, check_references, surface_in_source
from sitegen.errors import Problem
from sitegen.export.rows import mention_rows
from sitegen.model import Agent, Appearance, Card, DocId, Document, EntityId, Mention
from sitegen.pages.body import written_word
from sitegen.pages.deck import Deck

N_BUCKETS = 64  # of appearances: what one job of entity pages reads
_KWIC_WIDTH = 60  # characters each side
_END = b" \n"  # of the letters of a document; no name has it

Mentions = tuple[Mention, ...]
Told = tuple[DocId, str, str, str, str]  # what an Appearance says, for that is quick to pickle
Named = tuple[EntityId, Told]


@dataclass(frozen=True, slots=True)
class LinkingRoom:
    """What every batch is linked with."""

    authority: Authority
    linker: Linker
    work: Path


@dataclass(frozen=True, slots=True)
class LinkJob:
    """A batch that was read: its name, its documents and their cards."""

    name: str
    documents: Blobs
    cards: Deck


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What stage two knows of a batch; tuples run along its documents."""

    cards: Deck
    mentions: Blobs
    digests: tuple[bytes, ...]  # of the mentions, and of the words around them
    listed: tuple[bytes, ...]  # of what lists and citations tell
    rows: Blobs  # of data/mentions/
    appearances: Mapping[int, Blob]  # bucket -> those of its entities, each as it is told
    times: array[int]  # how often each names the entities of its card, one list behind the other
    inside: Mapping[str, int]  # words inside linked names
    n_mentions: int
    problems: tuple[Problem, ...]
    hands: Mapping[DocId, tuple[EntityId, ...]]  # records of editors and translators
    met: Blobs  # the letters in which names were sought, and what it refers to
    gone: frozenset[DocId] = frozenset()  # whose appearances count no more


_NOT_TOLD = ("words", "entities", "date", "authors", "own")
_told_of = attrgetter(*(one.name for one in dataclasses.fields(Card) if one.name not in _NOT_TOLD))


def _plain(mentions: Mentions) -> tuple[tuple[object, ...], ...]:
    """Give mentions as tuples of no class: they are pickled, and read again, in a third."""
    return tuple(map(tuple, mentions))


_mention: Callable[[tuple[Any, ...]], Mention] = partial(tuple.__new__, Mention)  # a call less
_appearance: Callable[[tuple[Any, ...]], Appearance] = partial(tuple.__new__, Appearance)


def appearances_in(spilled: SpillReader, blob: Blob) -> Iterator[tuple[EntityId, Appearance]]:
    """Read the appearances of the entities of a bucket."""
    return ((entity, _appearance(told)) for entity, told in spilled.get(blob))


def mentions_in(spilled: SpillReader, blob: Blob) -> Mentions:
    """Read the mentions of a document."""
    return tuple(map(_mention, spilled.get(blob)))


def link_batch(room: LinkingRoom, job: LinkJob) -> Linked:
    """Link the documents of one batch."""
    with SpillReader() as spilled:
        documents: list[Document] = [spilled.get(blob) for blob in job.documents]
    met: list[bytes] = []
    found = room.linker.link_all(documents, met)
    appearances: defaultdict[int, list[Named]] = defaultdict(list)
    times: array[int] = array("I")
    surfaces: list[str] = []
    digests: list[bytes] = []
    entities: list[tuple[EntityId, ...]] = []
    plain = [_plain(mentions) for mentions in found]
    for document, mentions, told in zip(documents, found, plain, strict=True):
        shown = list(_appearances(document, mentions))
        counts: dict[EntityId, int] = {}
        for one in shown:
            entity = one[0]
            appearances[bucket_of(entity)].append(one)
            counts[entity] = counts.get(entity, 0) + 1
        entities.append(tuple(sorted(counts)))
        times.extend(map(counts.__getitem__, entities[-1]))  # as its card has them
        said: Any = told, shown
        digests.append(blake2b(marshal.dumps(said, 0), digest_size=8).digest())
        surfaces += (_text(document, one)[one.start : one.end] for one in mentions if one.entity)
    problems = [fault for doc in documents for fault in check_references(doc, room.authority)]
    hands = {doc.id: known for doc in documents if (known := _hands(doc, room.authority))}
    with SpillWriter(room.work / f"met-{job.name}") as spill:  # links may be others, not these
        letters = Blobs(spill.put_bytes(one + _END) for one in letters_of(documents, met))
    with SpillWriter(room.work / f"link-{job.name}") as spill:
        cards = [
            card.linked(agents(document.authors, room.authority), names)
            for card, document, names in zip(job.cards, documents, entities, strict=True)
        ]
        return Linked(
            cards=Deck.of(cards),
            mentions=Blobs(map(spill.put, plain)),
            digests=tuple(digests),
            listed=tuple(
                _listed(card, document, room.authority)
                for card, document in zip(cards, documents, strict=True)
            ),
            rows=Blobs(
                spill.put_bytes(mention_rows(document, mentions, surface_in_source))
                for document, mentions in zip(documents, found, strict=True)
            ),
            appearances={n: spill.put(named) for n, named in sorted(appearances.items())},
            times=times,
            inside=name_counts(surfaces),
            n_mentions=sum(map(len, found)),
            problems=tuple(problems),
            hands=hands,
            met=letters,
        )


def _listed(card: Card, document: Document, authority: Authority) -> bytes:
    """Hash what is told of a document wherever it is listed or cited: all but text and links."""
    hands = agents((*document.editors, *document.translators), authority)
    date = card.date and (card.date.year, card.date.month, card.date.day)
    named = [(one.name, one.entity) for one in (*card.authors, *hands)]
    told: Any = (_told_of(card), date, len(hands), named, [*card.own.items()])
    return blake2b(marshal.dumps(told, 0), digest_size=8).digest()


def _hands(document: Document, authority: Authority) -> tuple[EntityId, ...]:
    named = agents((*document.editors, *document.translators), authority)
    return tuple(agent.entity for agent in named if agent.entity)


def without(linked: Linked, ordinals: frozenset[int], documents: Iterable[Document]) -> Linked:
    """Take documents out of a batch that was linked; *ordinals* are their places in it."""
    with SpillReader() as spilled:
        mentions = [mentions_in(spilled, linked.mentions[n]) for n in sorted(ordinals)]
    inside = Counter(linked.inside)
    for document, found in zip(documents, mentions, strict=True):
        sure = [one for one in found if one.entity]
        inside.subtract(name_counts(_text(document, one)[one.start : one.end] for one in sure))
    ids = linked.cards.ids
    gone = {ids[n] for n in ordinals}
    stay = [n for n in range(len(linked.cards)) if n not in ordinals]
    ends = [0, *accumulate(len(card.entities) for card in linked.cards)]
    times = array("I", chain.from_iterable(linked.times[ends[n] : ends[n + 1]] for n in stay))
    return dataclasses.replace(
        linked,
        cards=linked.cards.left(stay),
        mentions=linked.mentions.only(stay),
        digests=tuple(linked.digests[n] for n in stay),
        listed=tuple(linked.listed[n] for n in stay),
        rows=linked.rows.only(stay),
        times=times,
        inside=dict(+inside),
        n_mentions=linked.n_mentions - sum(map(len, mentions)),
        hands={name: hands for name, hands in linked.hands.items() if name not in gone},
        gone=linked.gone | gone,
        met=linked.met.only(stay),
    )


@cache
def bucket_of(entity: str) -> int:
    """Say in which bucket an entity's appearances are gathered.

    >>> 0 <= bucket_of("oape:pers:1159") < N_BUCKETS
    True
    """
    return zlib.crc32(entity.encode()) % N_BUCKETS


def agents(names: tuple[str, ...], authority: Authority) -> tuple[Agent, ...]:
    """Give names or entity ids as agents: with the record's heading where there is a record."""
    found = []
    for name in names:
        entity = authority.agent(name)
        found.append(Agent(authority[entity].heading if entity else name, entity))
    return tuple(found)


def _appearances(document: Document, mentions: Mentions) -> Iterator[Named]:
    """Give each mention as an entity's page shows it: the written word whole, proclitic and all."""
    for mention in mentions:
        if mention.entity is None:
            continue
        text = _text(document, mention)
        left, surface, right = kwic(
            text, *written_word(text, mention.start, mention.end), _KWIC_WIDTH
        )
        anchor = document.body.blocks[mention.block].anchor if mention.block >= 0 else ""
        yield mention.entity, (document.id, anchor, left, surface, right)


def _text(document: Document, mention: Mention) -> str:
    block = mention.block
    return document.body.blocks[block].text if block >= 0 else document.title.text
