"""Which titles begin with which letter? Asked of columns: there are as many as documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import NamedTuple, overload

import numpy as np

from sitegen.pages.catalogue import Catalogue
from sitegen.pages.deck import Deck


class Heading(NamedTuple):
    """Something that a letter index lists."""

    text: str
    path: str
    note: str = ""


Letters = Mapping[str, Sequence[Heading]]


class Titles(Sequence[Heading]):
    """The titles of the cards of a deck, as headings that are made when they are asked for."""

    def __init__(self, deck: Deck, catalogue: Catalogue) -> None:
        self.deck, self._catalogue = deck, catalogue

    @cached_property
    def _made(self) -> list[Heading]:
        said, dates = self._catalogue.edition.words, self.deck.column("date").told()
        years = (said.digits(str(date.year)) if date else "" for date in dates)
        paths = map(self._catalogue.edition.addresses.document, self.deck.plain("slug"))
        return list(map(Heading, self.deck.plain("title"), paths, years))

    @overload
    def __getitem__(self, n: int) -> Heading: ...

    @overload
    def __getitem__(self, n: slice) -> Sequence[Heading]: ...

    def __getitem__(self, n: int | slice) -> Heading | Sequence[Heading]:
        return self._made[n]

    def __iter__(self) -> Iterator[Heading]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self.deck)


def titles_by_letter(catalogue: Catalogue) -> Letters:
    """Sort what lists show by its titles, what is called alike by its addresses."""
    texts = catalogue.filed
    rank = {text: n for n, text in enumerate(chain.from_iterable(texts.values()))}
    listed = catalogue.listed
    ranks = np.fromiter(map(rank.__getitem__, listed.plain("title")), np.int64)
    order = np.argsort(ranks, kind="stable")
    ranks = ranks[order]
    starts = np.flatnonzero(np.diff(ranks, prepend=-1))
    ends = np.append(starts[1:], len(ranks))
    several = ends - starts > 1
    slugs, address = listed.plain("slug"), catalogue.edition.addresses.document
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        order[start:end] = sorted(order[start:end].tolist(), key=lambda n: address(slugs[n]))
    deck = listed.only(order)
    bounds = np.searchsorted(ranks, [0, *accumulate(map(len, texts.values()))]).tolist()
    return {
        letter: Titles(deck[start:end], catalogue)
        for letter, (start, end) in zip(texts, pairwise(bounds), strict=True)
    }
