"""On which page of an entity do the texts stand that name it, and is that page as it was?

Passages stand by hundreds in the order of documents. Which document names whom how often is known
in columns, so that an edit needs the passages of those pages alone that it changed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sitegen.build.columns import Column, Places, together
from sitegen.build.units import key_of
from sitegen.model import DocId, EntityId
from sitegen.pages.deck import Deck
from sitegen.pages.entity import Mentioned
from sitegen.pages.lists import PART

_SHOWN = 3  # pages before and after, to which a page leads


class Part(NamedTuple):
    """The documents of a page of passages; *before*: passages of the first on earlier pages."""

    number: int
    before: int
    documents: tuple[DocId, ...]


class Some(NamedTuple):
    """Some pages of an entity, and what is said of all its mentions."""

    said: Mentioned
    parts: tuple[Part, ...]


class Rows(NamedTuple):
    """The documents that name an entity: their places among cards, in order, and how often."""

    documents: Places
    times: Places

    @property
    def n_pages(self) -> int:
        """On how many pages the passages stand."""
        return max(1, -(-int(self.times.sum()) // PART))

    def pages(self) -> Iterator[tuple[int, slice]]:
        """Say of each page which of the rows stand on it, and what of the first stands before.

        >>> list(Rows(np.array([7, 4, 9]), np.array([60, 60, 90])).pages())
        [(0, slice(0, 2, None)), (40, slice(1, 3, None)), (80, slice(2, 3, None))]
        >>> list(Rows(np.array([], int), np.array([], int)).pages())
        [(0, slice(0, 0, None))]
        """
        ends = np.cumsum(self.times)
        firsts = np.arange(self.n_pages) * PART
        starts = np.searchsorted(ends, firsts, "right")
        stops = np.searchsorted(ends, firsts + PART, "left") + 1
        before = firsts - np.append(0, ends)[starts]
        for start, stop, some in zip(starts.tolist(), stops.tolist(), before.tolist(), strict=True):
            yield some, slice(start, min(stop, len(ends)))


@dataclass(frozen=True)
class Naming:
    """Which documents name which entities: a row for each document and entity that it names."""

    numbers: Mapping[EntityId, int]  # of the entities that have a page
    entities: Places  # their numbers
    documents: Places  # the documents' places in the deck
    times: Places
    cards: Deck
    order: Places  # of documents: their places in the order
    passages: Column  # of documents: what their passages depend on
    company: Column  # of documents: what an entity's first page tells of all of them

    def rows(self, names: Iterable[EntityId]) -> Iterator[tuple[EntityId, Rows]]:
        """Give the rows of some entities, in the order of documents."""
        wanted = {self.numbers[name]: name for name in names}
        among = np.zeros(len(self.numbers) + 1, bool)
        among[list(wanted)] = True
        found = np.flatnonzero(among[self.entities])
        every, at = np.unique(self.documents[found], return_inverse=True)
        order = self.order[every]
        found = found[np.lexsort((order[at], self.entities[found]))]
        numbers = np.array(list(wanted), np.int64)
        starts = np.searchsorted(self.entities[found], numbers, "left").tolist()
        stops = np.searchsorted(self.entities[found], numbers, "right").tolist()
        for name, start, stop in zip(wanted.values(), starts, stops, strict=True):
            here = found[start:stop]
            yield name, Rows(self.documents[here], self.times[here])

    def keys_of(self, rows: Rows, record: bytes, beside: bytes) -> tuple[bytes, ...]:
        """Make the keys of an entity's pages: where one is as it was, so are its bytes.

        *record* stands for what all pages tell of it, *beside* for what the first tells besides.
        """
        documents, times = rows
        shown = together(self.passages[documents], times.astype(np.uint64))
        company = together(self.company[documents], times.astype(np.uint64))
        is_dated = bool(self.cards.only(documents).years.any())
        first = beside + company.tobytes()
        last = rows.n_pages
        return tuple(
            key_of(
                repr(
                    (number, min(last, number + _SHOWN), before, is_dated, len(shown[here]))
                ).encode(),
                record,
                shown[here].tobytes(),
                first if number == 1 else b"",
            )
            for number, (before, here) in enumerate(rows.pages(), 1)
        )

    def some(self, rows: Rows, numbers: Container[int]) -> Some:
        """Say what stands on some of an entity's pages."""
        cards = self.cards.only(rows.documents)
        parts = tuple(
            Part(number, before, tuple(cards[here].ids))
            for number, (before, here) in enumerate(rows.pages(), 1)
            if number in numbers
        )
        return Some(_mentioned(cards.years, rows.times), parts)


def _mentioned(years: Places, times: Places) -> Mentioned:
    """Say what :func:`mentioned` says of documents of these years, 0 of one without a date.

    >>> _mentioned(np.array([1908, 1908, 0]), np.array([2, 3, 1]))
    Mentioned(mentions=6, documents=3, years={1908: 5})
    """
    every, places = np.unique(years, return_inverse=True)
    sums = np.bincount(places, times).astype(np.int64).tolist()
    of_each = {year: n for year, n in zip(every.tolist(), sums, strict=True) if year}
    return Mentioned(int(times.sum()), len(times), of_each)
