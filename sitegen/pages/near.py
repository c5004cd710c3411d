"""Which documents are related: what do they share, and how far apart are they in time?

What is found is held in columns, along documents in their order, so that the next build compares
what documents are about all at once, and finds again only what a change touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from typing import Any, NamedTuple, cast

import numpy as np

from sitegen.model import DocId, PartialDate
from sitegen.pages.columns import Lists, Places, lean
from sitegen.pages.deck import Deck
from sitegen.pages.lists import renumbered

MOST_RELATED = 5
MOST_SHARED = 64
_NEVER = 10**7  # days: farther apart than any two documents with a date
_NO_DAY = -(1 << 60)
_FAR = 10**8  # days: no two documents are as far apart


class Related(NamedTuple):
    """A document near another, and what they share, the rarest first."""

    id: DocId
    score: int
    shared: tuple[str, ...]  # entity ids, and subjects as "#subject"


@dataclass(frozen=True, eq=False)
class About:
    """What documents are about, in their order, and when they were."""

    ids: Sequence[DocId]
    topics: Lists  # linked entities and subjects, these marked by #
    days: Places  # the first

    @cached_property
    def place_of(self) -> Mapping[DocId, int]:
        """The place of each document."""
        return dict(zip(self.ids, range(len(self.ids)), strict=True))

    def __reduce__(self) -> tuple[Any, ...]:
        """Hand on the ids as one text: there are a hundred thousand."""
        return _about, ("\0".join([*self.ids, ""]), self.topics, self.days)

    def of(self, place: int) -> list[int]:
        """Give the numbers of a document's topics."""
        end = int(self._ends[place])
        found: list[int] = self.topics.codes[end - int(self.topics.lengths[place]) : end].tolist()
        return found

    @cached_property
    def _ends(self) -> Places:
        return np.cumsum(self.topics.lengths)

    @cached_property
    def counts(self) -> Places:
        """How many documents have each topic."""
        return np.bincount(self.topics.codes, minlength=len(self.topics.values))

    def holders(self, topic: int) -> list[int]:
        """Give the documents that have a topic, in order."""
        end = int(self._held_ends[topic])
        found: list[int] = self._held[end - int(self.counts[topic]) : end].tolist()
        return found

    @cached_property
    def _held(self) -> Places:
        rows = np.repeat(np.arange(len(self.ids), dtype=np.int32), self.topics.lengths)
        codes = self.topics.codes
        small = codes.astype(np.uint16) if len(self.topics.values) < 1 << 16 else codes
        return rows[np.argsort(small, kind="stable")].astype(np.int64)

    @cached_property
    def _held_ends(self) -> Places:
        return np.cumsum(self.counts)


def _about(ids: str, topics: Lists, days: Places) -> About:
    return About(cast("list[DocId]", ids.split("\0")[:-1]), topics, days)


@dataclass(frozen=True, eq=False)
class Near(Mapping[DocId, tuple[Related, ...]]):
    """Which documents are related, at most five to each, and from what this was found.

    ``others`` are places, those of each document one behind the other, best first; ``shared`` runs
    along them.
    """

    about: About
    others: Lists
    scores: Places
    shared: Lists

    def __getitem__(self, name: DocId) -> tuple[Related, ...]:
        found = self.around(name)
        if not found:
            raise KeyError(name)
        return found

    def around(self, name: DocId) -> tuple[Related, ...]:
        """Give what is related to a document, best first; nothing to one that is not listed."""
        place = self.about.place_of.get(name)
        if place is None:
            return ()
        first, end = self._ends[place], self._ends[place + 1]
        edges = self._shared_ends[first : end + 1]
        topics = self.shared.codes[edges[0] : edges[-1]].tolist()
        shared = list(map(self.shared.values.__getitem__, topics))
        others = map(self.about.ids.__getitem__, self.others.codes[first:end].tolist())
        return tuple(
            [
                Related(other, score, tuple(shared[edges[n] - edges[0] : edges[n + 1] - edges[0]]))
                for n, (other, score) in enumerate(
                    zip(others, self.scores[first:end].tolist(), strict=True)
                )
            ]
        )

    @cached_property
    def _ends(self) -> list[int]:
        return _edges(self.others)

    @cached_property
    def _shared_ends(self) -> list[int]:
        return _edges(self.shared)

    def __iter__(self) -> Iterator[DocId]:
        return (self.about.ids[n] for n in np.flatnonzero(self.others.lengths).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self.others.lengths))

    def __getstate__(self) -> tuple[Any, ...]:
        return self.about, self.others, lean(self.scores), self.shared

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.__dict__.update(zip(("about", "others", "scores", "shared"), state, strict=True))


def _edges(lists: Lists) -> list[int]:
    return [0, *np.cumsum(lists.lengths).tolist()]


def about_of(deck: Deck) -> About:
    """Say of each document what it is about, and when it was.

    The entities of a text that is not shown are not told, nor anything of one that was withdrawn.
    """
    entities, subjects = deck.lists, deck.column("subjects").lists()
    stays = deck.column("withdrawn").of_each(lambda why: not why)
    shown = stays & deck.column("access").of_each(lambda access: access == "public")
    marked = Lists([f"#{one}" for one in subjects.values], subjects.codes, subjects.lengths)
    days = deck.column("date").of_each(_first_day)
    return About(deck.ids, entities.where(shown).beside(marked.where(stays)), days)


def _first_day(date: PartialDate | None) -> int:
    return date.first if date else _NO_DAY


def related(deck: Deck, last: Near | None = None) -> Near:
    """Find at most five related documents for each.

    The integer score is the sum of 8 - floor(log2 df) over the topics that both have and that 2
    to 64 documents have; ties go to the nearer in days, then to the lower id. Where those of a
    *last* time are known, only those are found again that share a topic with what has changed.
    """
    about = about_of(deck)
    if last is None:
        return _found(about, range(len(about.ids)))
    was = _Was(last.about, about)
    again = was.touched()
    if not len(again) and was.is_in_place:
        topics = was.code_of[last.shared.codes].astype(np.uint32)
        shared = Lists(about.topics.values, topics, last.shared.lengths)
        return Near(about, last.others, last.scores, shared)
    return _mended(last, was, _found(about, again.tolist()), again)


class _Was:
    """What the documents of now were about the last time."""

    def __init__(self, last: About, now: About) -> None:
        self.last, self.now = last, now
        number = {topic: n for n, topic in enumerate(now.topics.values)}
        places = map(number.get, last.topics.values, repeat(-1))
        self.code_of = np.array([*places, -1], np.int64)  # of topics, numbers as they are now
        stands, _ = renumbered(last.ids, now.ids)
        stays = np.flatnonzero(stands >= 0)
        self.place_of = np.full(len(now.ids), -1)  # of documents, where they stood
        self.place_of[stands[stays]] = stays
        self.gone = np.flatnonzero(stands < 0)
        self.stands = np.append(stands, -1)  # of documents that there were, where they stand
        self.is_in_place = np.array_equal(self.place_of, np.arange(len(last.ids)))

    def _changed(self) -> Places:
        """Find the documents that are new, or about other things."""
        last, now, stood = self.last, self.now, self.place_of
        known = np.flatnonzero(stood >= 0)
        same = now.topics.lengths[known] == last.topics.lengths[stood[known]]
        same &= now.days[known] == last.days[stood[known]]
        known = known[same]
        here, there = now.topics.at(known), last.topics.at(stood[known])
        other = self.code_of[there.codes] != here.codes
        differ = np.ones(len(now.ids), bool)
        differ[known] = False
        differ[np.repeat(known, here.lengths)[other]] = True
        return np.flatnonzero(differ)

    def touched(self) -> Places:
        """Find those that share a topic with one that is new, gone or about other things."""
        changed, gone = self._changed(), self.gone
        were = np.append(self.place_of[changed], gone)
        before = self.code_of[self.last.topics.at(were[were >= 0]).codes]
        moved = {*before.tolist(), *self.now.topics.at(changed).codes.tolist()} - {-1}
        few = MOST_SHARED + len(changed) + len(gone)  # what more have, was and is none that counts
        some = (self.now.holders(topic) for topic in moved if self.now.counts[topic] <= few)
        return np.array(sorted({*changed.tolist(), *chain.from_iterable(some)}), np.int64)


def _mended(last: Near, was: _Was, new: Near, again: Places) -> Near:
    """Put what was found *again* in the place of what was known of these documents."""
    now = was.now
    known = np.ones(len(now.ids), bool)
    known[again] = False
    kept = np.flatnonzero(known)
    old = _rows(last).at(was.place_of[kept])
    fresh = _rows(new).at(again)
    order = np.argsort(np.append(kept, again), kind="stable")
    lengths = np.append(old.lengths, fresh.lengths)
    taken = Lists((), np.append(old.codes, fresh.codes + np.uint32(len(last.scores))), lengths)
    taken = taken.at(order)
    others = np.append(was.stands[last.others.codes], new.others.codes)
    topics = np.append(was.code_of[last.shared.codes], new.shared.codes)
    shared = Lists(
        now.topics.values,
        topics.astype(np.uint32),
        np.append(last.shared.lengths, new.shared.lengths),
    )
    at = taken.codes.astype(np.int64)
    return Near(
        now,
        Lists((), others[at].astype(np.uint32), taken.lengths),
        np.append(last.scores, new.scores)[at],
        shared.at(at),
    )


def _rows(near: Near) -> Lists:
    """Give of each document the numbers of what is related to it."""
    return Lists((), np.arange(len(near.scores), dtype=np.uint32), near.others.lengths)


def _found(about: About, places: Iterable[int]) -> Near:
    """Find what is related to the documents in some *places*, ascending; of others nothing."""
    counts = about.counts.tolist()
    weights = {n: 9 - df.bit_length() for n, df in enumerate(counts) if 2 <= df <= MOST_SHARED}
    holders: dict[int, list[int]] = {}
    names, days = about.topics.values, about.days.tolist()
    rows: list[tuple[int, int, list[int]]] = []  # another, its score, what is shared
    lengths = np.zeros(len(about.ids), np.int64)
    for place in places:
        shared = [topic for topic in about.of(place) if topic in weights]
        for topic in shared:
            if topic not in holders:
                holders[topic] = about.holders(topic)
        scores: Counter[int] = Counter()
        for topic in shared:
            weight = weights[topic]
            for other in holders[topic]:
                scores[other] += weight
        scores.pop(place, None)
        if scores:
            best = _best(scores, days[place], days, about.ids)
            lengths[place] = len(best)
            for other in best:
                common = [topic for topic in shared if other in holders[topic]]
                common.sort(key=lambda topic: (-weights[topic], names[topic]))
                rows.append((other, scores[other], common))
    return Near(
        about,
        Lists((), np.array([one for one, _, _ in rows], np.uint32), lengths),
        np.array([score for _, score, _ in rows], np.int32),
        Lists(
            names,
            np.fromiter(chain.from_iterable(common for _, _, common in rows), np.uint32),
            np.array([len(common) for _, _, common in rows], np.int64),
        ),
    )


def _best(
    scores: Mapping[int, int], here: int, days: Sequence[int], ids: Sequence[DocId]
) -> list[int]:
    """Choose at most five of the scored, best first: one number tells score and distance."""
    least = sorted(scores.values(), reverse=True)[:MOST_RELATED][-1]
    keys: list[tuple[int, str, int]] = []
    for other, score in scores.items():
        if score >= least:
            there = days[other]
            distance = _NEVER if _NO_DAY in (here, there) else abs(here - there)
            keys.append((distance - score * _FAR, ids[other], other))
    return [other for _, _, other in sorted(keys)[:MOST_RELATED]]
