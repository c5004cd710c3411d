"""Which names did the linker leave open, or settle by a narrow margin? For a person to decide.

Open are those with a rule ``nil:...``, but for names that are part of a longer one. Close are
namesakes that were told apart, and short names that several records have. What is decided goes to a
record (a variant, a cue, a surface that never links) or to a document's front matter.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from sitegen.build.spill import SpillReader
from sitegen.editor.reading import Batch, open_library
from sitegen.entities.authority import Authority
from sitegen.entities.haystack import words_of
from sitegen.entities.kwic import kwic
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.resolve import Linker
from sitegen.errors import Place
from sitegen.model import Document, Entity, EntityId, Mention

_CONTEXT = 60  # characters each side
_CERTAIN = frozenset(["nil:longer-name"])
_CLOSE = "namesake-"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """A name in a document, *times* there: the rule and record that it got, and a context."""

    document: str
    place: Place  # of the document
    anchor: str
    rule: str
    surface: str
    entity: EntityId | None
    context: str
    times: int = 1
    title: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All sights of one name that were settled, or left, by one rule; who may be meant."""

    words: Words
    rule: str
    candidates: tuple[EntityId, ...]
    sights: tuple[Sight, ...]

    @property
    def is_open(self) -> bool:
        """Say whether nobody was linked."""
        return self.rule.startswith("nil:")

    @property
    def times(self) -> int:
        """Count how often the name stands in the archive so."""
        return sum(sight.times for sight in self.sights)


@dataclass(frozen=True, slots=True)
class _Room:
    linker: Linker
    doubtful: frozenset[str]  # folded short names of several records


def review(root: Path, *, jobs: int = 0, only_open: bool = False) -> list[Case]:
    """List the cases, open ones first, the most frequent first."""
    with open_library(root, jobs or os.cpu_count() or 1) as library:
        lexicon = library.lexicon
        room = _Room(library.linker, doubtful_short_names(lexicon))
        gathered: defaultdict[tuple[Words, str], list[Sight]] = defaultdict(list)
        for sights in library.crew.map(_review_batch, room, library.batches):
            for words, sight in sights:
                gathered[words, sight.rule].append(sight)
    numbers = {name: n for n, name in enumerate(lexicon.names)}
    cases = [
        Case(words, rule, candidates_of(words, lexicon, numbers), tuple(sights))
        for (words, rule), sights in gathered.items()
        if not only_open or rule.startswith("nil:")
    ]
    return sorted(cases, key=lambda case: (not case.is_open, -case.times, case.words, case.rule))


def doubtful_short_names(lexicon: Lexicon) -> frozenset[str]:
    """Name the short names that several records have, or one has in full and another for short."""
    return frozenset(
        name
        for number, name in enumerate(lexicon.names)
        if (owners := lexicon.owners[number])
        and len(owners.union(sense.entity for sense in lexicon.bearers[number])) > 1
    )


def candidates_of(
    words: Words, lexicon: Lexicon, numbers: Mapping[str, int]
) -> tuple[EntityId, ...]:
    """Name the records that bear a name in full or for short."""
    number = numbers.get(" ".join(words))
    if number is None:
        return ()
    senses = (*lexicon.bearers[number], *lexicon.shorts[number])
    return tuple(dict.fromkeys(sense.entity for sense in senses))


def _review_batch(room: _Room, batch: Batch) -> list[tuple[Words, Sight]]:
    with SpillReader() as spilled:
        documents: list[Document] = [spilled.get(blob) for blob in batch.documents]
    found: list[tuple[Words, Sight]] = []
    for document, mentions in zip(documents, room.linker.link_all(documents), strict=True):
        found += sights_in(document, mentions, room.doubtful)
    return found


def sights_in(
    document: Document, mentions: Sequence[Mention], doubtful: frozenset[str]
) -> Iterator[tuple[Words, Sight]]:
    """Give the open and close names of a document, each name with one rule once."""
    texts = [_text(document, mention)[mention.start : mention.end] for mention in mentions]
    times: dict[tuple[Words, str], list[Mention]] = {}
    for mention, words in zip(mentions, words_of(texts), strict=True):
        if words and _is_unsure(mention, " ".join(words), doubtful):
            times.setdefault((words, mention.rule), []).append(mention)
    for (words, rule), found in times.items():
        first = found[0]
        text = _text(document, first)
        left, surface, right = kwic(text, first.start, first.end, _CONTEXT)
        yield (
            words,
            Sight(
                document.id,
                document.place,
                document.body.blocks[first.block].anchor if first.block >= 0 else "",
                rule,
                surface,
                first.entity,
                f"{left}[{surface}]{right}",
                len(found),
                document.title.text,
            ),
        )


def _is_unsure(mention: Mention, name: str, doubtful: frozenset[str]) -> bool:
    if mention.entity is None:
        return mention.rule not in _CERTAIN
    return mention.rule.startswith(_CLOSE) or (mention.rule == "short" and name in doubtful)


def _text(document: Document, mention: Mention) -> str:
    blocks = document.body.blocks
    return blocks[mention.block].text if mention.block >= 0 else document.title.text


def described(entity: Entity) -> str:
    """Tell a record in a line: id, heading, life or span, the head of its description."""
    return f"{entity.id} {told(entity)}"


def told(entity: Entity) -> str:
    """Tell a record without its id."""
    start, end = (str(date.year) if date else "" for date in (entity.start, entity.end))
    span = f" ({start}–{end})" if start or end else ""
    more = f" - {shorten(entity.description, 60, placeholder=' …')}" if entity.description else ""
    return f"{entity.heading}{span}{more}"


def described_all(candidates: Iterable[EntityId], authority: Authority) -> str:
    """Tell the records that may be meant, one a line."""
    return "\n".join(described(authority[one]) for one in candidates if one in authority)
