"""In which order do documents stand, what is beside what, and how are long lists parted?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

from sitegen.model import Card, DocId

PART = 100
MOST_RELATED = 5
MOST_SHARED = 64
_RUN = re.compile(r"[0-9]+|[^0-9]+")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NEVER = 10**7  # later than any day that datetime knows
_FAR = 10**8  # days: no two documents are as far apart

T = TypeVar("T")
Natural = tuple[tuple[int, int, str], ...]


@lru_cache(maxsize=1 << 14)
def natural(text: str) -> Natural:
    """Give a sort key in which numbers compare as numbers; what is absent comes first.

    >>> sorted(["١٠", "9", "خاص", ""], key=natural)
    ['', '9', '١٠', 'خاص']
    """
    return tuple(
        (0, int(run), "") if run.isdigit() else (1, 0, run)
        for run in _RUN.findall(text.translate(_DIGITS))
    )


def order(card: Card) -> tuple[int, int, str, Natural, Natural, Natural, bytes]:
    """Give a document's place: by date, then as printed, then by id; undated ones come last."""
    first, last = (card.date.first, card.date.last) if card.date else (_NEVER, _NEVER)
    return (
        first,
        last,
        card.collection,
        natural(card.volume),
        natural(card.issue),
        natural(card.pages),
        card.id.encode(),
    )


def print_order(card: Card) -> tuple[Natural, str, Natural, str, Natural, int, int, bytes]:
    """Give a document's place in its collection: volume, issue, page."""
    first, last = (card.date.first, card.date.last) if card.date else (_NEVER, _NEVER)
    pages = natural(card.pages) or ((2, 0, ""),)  # without a page: after those that have one
    volume, issue = natural(card.volume), natural(card.issue)
    return volume, card.volume, issue, card.issue, pages, first, last, card.id.encode()


def issue_of(card: Card) -> tuple[str, str, str]:
    """Name the issue that a document is in: collection, volume, issue."""
    return card.collection, card.volume, card.issue


def parts(items: Sequence[T], size: int = PART) -> list[Sequence[T]]:
    """Part a list, from its oldest on: a new item touches the last part only.

    >>> parts([1, 2, 3], 2), parts([])
    ([[1, 2], [3]], [[]])
    """
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]


def neighbours(cards: Iterable[Card]) -> Iterator[tuple[DocId, DocId]]:
    """Give documents of a collection that are printed one after the other in an issue, in pairs.

    *cards* are in print order. Where a collection has no issues, its documents follow each other.
    """
    for one, other in pairwise(cards):
        if issue_of(one) == issue_of(other):
            yield one.id, other.id


class Related(NamedTuple):
    """A document near another, and what they share, the rarest first."""

    id: DocId
    score: int
    shared: tuple[str, ...]  # entity ids, and subjects as "#subject"


def topics(card: Card) -> list[str]:
    """List what a document is about: its linked entities and its subjects, marked by ``#``.

    The entities of a text that is not shown are not told.
    """
    if card.withdrawn:
        return []
    entities = list(card.entities) if card.access == "public" else []
    return entities + [f"#{subject}" for subject in card.subjects]


About = Mapping[DocId, tuple[tuple[str, ...], int | None]]  # topics, first day


def about_of(cards: Iterable[Card]) -> About:
    """Say of each document what it is about, and when it was."""
    return {
        card.id: (tuple(topics(card)), card.date.first if card.date else None) for card in cards
    }


class Near(NamedTuple):
    """Which documents are related, and from what they are about this was found."""

    about: About
    found: Mapping[DocId, tuple[Related, ...]]


def related(
    cards: Sequence[Card], last: Near | None = None, about_all: About | None = None
) -> dict[DocId, tuple[Related, ...]]:
    """Find at most five related documents for each.

    The integer score is the sum of 8 - floor(log2 df) over the topics that both have and that 2
    to 64 documents have; ties go to the nearer in days, then to the lower id. Where those of a
    *last* time are known, only those are found again that share a topic with what has changed.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    known = about_all or about_of(cards)
    about = [known[card.id][0] for card in cards]
    for number, names in enumerate(about):
        for name in names:
            holders[name].append(number)
    weights = {
        name: 9 - len(held).bit_length()
        for name, held in holders.items()
        if 2 <= len(held) <= MOST_SHARED
    }
    days = [known[card.id][1] for card in cards]
    found: dict[DocId, tuple[Related, ...]] = {}
    again: Iterable[int] = range(len(cards))
    if last is not None:
        again = _touched(cards, known, last.about, holders)
        gone = {cards[number].id for number in again} | (last.about.keys() - known.keys())
        found = {name: near for name, near in last.found.items() if name not in gone}
    for number in again:
        card = cards[number]
        shared = [name for name in about[number] if name in weights]
        scores: Counter[int] = Counter()
        for name in shared:
            weight = weights[name]
            for other in holders[name]:
                scores[other] += weight
        scores.pop(number, None)
        if scores:
            found[card.id] = tuple(
                Related(cards[other].id, scores[other], _in_common(other, shared, weights, holders))
                for other in _best(scores, days[number], days, cards)
            )
    return found


def _touched(
    cards: Sequence[Card], now: About, before: About, holders: Mapping[str, Sequence[int]]
) -> list[int]:
    """Find the documents that share a topic with one that is new, gone or about other things."""
    changed = {name for name, _ in now.items() ^ before.items()}
    moved = {
        topic
        for name in changed
        for some in (now, before)
        if name in some
        for topic in some[name][0]
    }
    few = MOST_SHARED + len(changed)  # what more have, was and is no topic that counts
    found = {n for topic in moved if len(held := holders.get(topic, ())) <= few for n in held}
    found.update(number for number, card in enumerate(cards) if card.id in changed)
    return sorted(found)


def _best(
    scores: Mapping[int, int], here: int | None, days: Sequence[int | None], cards: Sequence[Card]
) -> list[int]:
    """Choose at most five of the scored, best first: one number tells score and distance."""
    least = sorted(scores.values(), reverse=True)[:MOST_RELATED][-1]
    keys: list[tuple[int, str, int]] = []
    for other, score in scores.items():
        if score >= least:
            there = days[other]
            distance = _NEVER if here is None or there is None else abs(here - there)
            keys.append((distance - score * _FAR, cards[other].id, other))
    return [other for _, _, other in sorted(keys)[:MOST_RELATED]]


def _in_common(
    other: int,
    shared: Iterable[str],
    weights: Mapping[str, int],
    holders: Mapping[str, Sequence[int]],
) -> tuple[str, ...]:
    """Give the topics that another document has, too: the rarest first."""
    found = [name for name in shared if other in holders[name]]
    return tuple(sorted(found, key=lambda name: (-weights[name], name)))


def chosen(cards: Sequence[Card], count: int) -> list[Card]:
    """Choose a few documents of different times, evenly, the longer ones of each: by rule.

    >>> chosen([], 3)
    []
    """
    shown = [card for card in cards if card.access == "public" and not card.withdrawn]
    if not shown or count < 1:
        return []
    count = min(count, len(shown))
    bounds = [len(shown) * n // count for n in range(count + 1)]
    return [
        max(shown[a:b], key=lambda card: (bool(card.summary), min(card.words, 2000), card.id))
        for a, b in pairwise(bounds)
    ]
