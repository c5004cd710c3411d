"""Which titles begin with which letter? Asked of columns: there are as many as documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
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
    """The titles of the cards of a deck, as headings: put in order when they are asked for.

    *texts* are all of them in their order. Cards with the same title stand by their addresses.
    """

    def __init__(self, deck: Deck, texts: Sequence[str], catalogue: Catalogue) -> None:
        self.deck, self._texts, self._catalogue = deck, texts, catalogue

    @cached_property
    def _made(self) -> list[Heading]:
        said, dates = self._catalogue.edition.words, self.deck.column("date").told()
        years = (said.digits(str(date.year)) if date else "" for date in dates)
        paths = map(self._catalogue.edition.addresses.document, self.deck.plain("slug"))
        made = map(Heading, self.deck.plain("title"), paths, years)
        rank = {text: n for n, text in enumerate(self._texts)}
        return sorted(made, key=lambda heading: (rank[heading.text], heading.path))

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
    """Share out by their titles what lists show; which letters changed, their cards say."""
    texts = catalogue.filed
    number = {text: n for n, some in enumerate(texts.values()) for text in some}
    listed = catalogue.listed
    numbers = np.fromiter(map(number.__getitem__, listed.plain("title")), np.uint16, len(listed))
    deck = listed.only(np.argsort(numbers, kind="stable"))
    bounds = [0, *np.cumsum(np.bincount(numbers, minlength=len(texts))).tolist()]
    return {
        letter: Titles(deck[start:end], some, catalogue)
        for (letter, some), (start, end) in zip(texts.items(), pairwise(bounds), strict=True)
    }
