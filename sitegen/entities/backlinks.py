"""Where is a record mentioned, with whom, and who else bears its name?

Pure reductions over cards and mentions; every result is sorted, so that it is the same whatever
order the documents came in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sitegen.entities.haystack import words_of
from sitegen.model import Card, DocId, Entity, EntityId, Mention

_ELLIPSIS = "…"
_MOST_TOGETHER = 60  # entities of a document that count as mentioned together: n² pairs


@dataclass(frozen=True, slots=True)
class Backlink:
    """One linked mention of a record: the document and the span in it."""

    document: DocId
    mention: Mention


@dataclass(frozen=True, slots=True)
class Backlinks:
    """All that is known of the mentions of one record.

    ``links`` stand in the order of the documents (see :func:`order_of`), then of the text;
    ``years`` counts mentions per year, ascending, undated ones under 0; ``together`` the
    documents shared with other records, the most first.
    """

    links: tuple[Backlink, ...]
    years: tuple[tuple[int, int], ...]
    together: tuple[tuple[EntityId, int], ...]


def order_of(card: Card) -> tuple[int, int, str, str, str, str, str]:
    """Give the key by which documents are ordered: date, last day, collection, ... id.

    Undated documents come last.
    """
    first, last = (card.date.first, card.date.last) if card.date else (1 << 40, 1 << 40)
    return first, last, card.collection, card.volume, card.issue, card.pages, card.id


def backlinks(
    documents: Iterable[tuple[Card, Sequence[Mention]]],
) -> dict[EntityId, Backlinks]:
    """Gather, for every mentioned record, its mentions, their years and its company."""
    links: defaultdict[EntityId, list[Backlink]] = defaultdict(list)
    years: defaultdict[EntityId, Counter[int]] = defaultdict(Counter)
    company: list[tuple[EntityId, ...]] = []
    for card, mentions in sorted(documents, key=lambda pair: order_of(pair[0])):
        year = card.date.year if card.date else 0
        for mention in sorted(mentions, key=lambda m: (m.block, m.start)):
            if mention.entity is not None:
                links[mention.entity].append(Backlink(card.id, mention))
                years[mention.entity][year] += 1
        company.append(tuple(sorted({m.entity for m in mentions if m.entity is not None})))
    shared = together(company)
    return {
        entity: Backlinks(
            tuple(found),
            tuple(sorted(years[entity].items())),
            shared.get(entity, ()),
        )
        for entity, found in sorted(links.items())
    }


def together(
    company: Iterable[Sequence[EntityId]],
) -> dict[EntityId, tuple[tuple[EntityId, int], ...]]:
    """Count, for every record, the documents that it shares with others, the most first.

    A document that names more than 60 records says of none that they belong together.

    >>> together([("a", "b"), ("a", "b", "c")])["a"]
    (('b', 2), ('c', 1))
    """
    counts: defaultdict[EntityId, Counter[EntityId]] = defaultdict(Counter)
    for entities in company:
        if len(entities) > _MOST_TOGETHER:
            continue
        for one, two in combinations(sorted(set(entities)), 2):
            counts[one][two] += 1
            counts[two][one] += 1
    return {
        entity: tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
        for entity, found in sorted(counts.items())
    }


def namesakes(entities: Iterable[Entity]) -> dict[EntityId, tuple[EntityId, ...]]:
    """Lead from every record to the others that bear one of its names, folded; sorted."""
    pairs = [(e.id, name) for e in entities for name in (e.heading, *e.variants)]
    bearers: defaultdict[tuple[str, ...], set[EntityId]] = defaultdict(set)
    for (entity, _), words in zip(pairs, words_of([name for _, name in pairs]), strict=True):
        if words:
            bearers[words].add(entity)
    found: defaultdict[EntityId, set[EntityId]] = defaultdict(set)
    for group in bearers.values():
        if len(group) > 1:
            for entity in group:
                found[entity] |= group - {entity}
    return {entity: tuple(sorted(others)) for entity, others in sorted(found.items())}


def kwic(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """Give a mention in its context: at most *width* characters each side, whole words.

    Line breaks are spaces; what was cut is marked by an ellipsis.

    >>> kwic("زار الشيخ محمد عبده باريس سنة ١٨٨٤", 10, 19, 9)
    ('… الشيخ ', 'محمد عبده', ' باريس …')
    """
    first, last = (start - width if start > width else 0), end + width
    around = text[first:last].replace("\n", " ")
    left, right = around[: start - first], around[end - first :]
    if first:
        if not text[first - 1].isspace():
            left = left.partition(" ")[2]
        left = f"{_ELLIPSIS} {left.lstrip()}"
    if last < len(text):
        if not text[last].isspace():
            right = right.rpartition(" ")[0]
        right = f"{right.rstrip()} {_ELLIPSIS}"
    return left, around[start - first : end - first], right


def mention_counts(found: Mapping[EntityId, Backlinks]) -> dict[EntityId, int]:
    """Count the mentions of every record."""
    return {entity: len(links.links) for entity, links in found.items()}
