"""How is what many cards tell of one thing held? Each value once, and for each card which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_FEW = 64  # then plain counting is quicker
Places = NDArray[np.int64]
Codes = NDArray[np.uint32]


class Column(NamedTuple):
    """What each card tells of one thing: values, and for each card which."""

    values: Sequence[Any]
    codes: Codes

    def told(self) -> list[Any]:
        """Give the value of each card."""
        return list(map(self.values.__getitem__, self.codes.tolist()))

    def used(self) -> list[Any]:
        """Give the values that a card has, each once."""
        return _used(self.values, self.codes)

    def counts(self) -> dict[Any, int]:
        """Give the values that a card has, and how many cards have each.

        >>> Column(("شعر", "نثر", ""), np.array([1, 0, 1], np.uint32)).counts()
        {'نثر': 2, 'شعر': 1}
        """
        if len(self.codes) < _FEW:
            return dict(Counter(self.told()))
        return _counts(self.values, self.codes)

    def of_each(self, say: Callable[[Any], int]) -> Places:
        """Give for each card the number that *say* gives of its value."""
        return np.array([say(one) for one in self.values] or [0], np.int64)[self.codes]

    def lists(self) -> Lists:
        """Give the values, which are tuples, as lists of what stands in them."""
        number: dict[Any, int] = {}
        every = [[number.setdefault(one, len(number)) for one in some] for some in self.values]
        lengths = np.array([len(one) for one in every] or [0], np.int64)
        flat = np.fromiter(chain.from_iterable(every), np.uint32)
        return Lists((), flat, lengths).at(self.codes.astype(np.int64))._replace(values=[*number])

    def ranks(self, key: Callable[[Any], Any]) -> tuple[Places, int]:
        """Give the rank of each value by *key*, and how many ranks there are."""
        keys = [key(one) for one in self.values]
        rank = {one: n for n, one in enumerate(sorted(set(keys)))}
        return np.array([rank[one] for one in keys] or [0], np.int64), len(rank)


class Lists(NamedTuple):
    """Lists of values one behind the other, and how long that of each card is."""

    values: Sequence[Any]
    codes: Codes
    lengths: Places

    def __reduce__(self) -> tuple[Any, ...]:
        """Hand on numbers in as few bytes each as they need."""
        return _lists, (self.values, lean(self.codes), lean(self.lengths))

    def starts(self) -> Places:
        """Say where the list of each card begins."""
        starts: Places = np.cumsum(self.lengths) - self.lengths
        return starts

    def at(self, places: Places, starts: Places | None = None) -> Lists:
        """Give the lists of some cards; *starts* are those of all, where somebody has them."""
        lengths = self.lengths[places]
        begun = (self.starts() if starts is None else starts)[places]
        return Lists(self.values, self.codes[_spans(begun, lengths)], lengths)

    def where(self, holds: Places) -> Lists:
        """Leave the lists of those of which *holds* is not 0; others have none."""
        kept = np.repeat(holds != 0, self.lengths)
        return Lists(self.values, self.codes[kept], np.where(holds != 0, self.lengths, 0))

    def beside(self, other: Lists) -> Lists:
        """Put each list of *other* behind the one of the same card."""
        lengths = self.lengths + other.lengths
        starts = np.cumsum(lengths) - lengths
        codes = np.zeros(int(lengths.sum()), np.uint32)
        codes[_spans(starts, self.lengths)] = self.codes
        codes[_spans(starts + self.lengths, other.lengths)] = other.codes + np.uint32(
            len(self.values)
        )
        return Lists((*self.values, *other.values), codes, lengths)

    def used(self) -> list[Any]:
        """Give the values that are in a list, each once."""
        return _used(self.values, self.codes)

    def counts(self) -> dict[Any, int]:
        """Give the values that are in a list, and in how many places."""
        return _counts(self.values, self.codes)

    def told(self) -> Iterator[Any]:
        """Give the values of all cards, one behind the other."""
        return map(self.values.__getitem__, self.codes.tolist())


def _lists(values: Sequence[Any], codes: NDArray[Any], lengths: NDArray[Any]) -> Lists:
    return Lists(values, codes.astype(np.uint32), lengths.astype(np.int64))


def lean(numbers: NDArray[Any]) -> NDArray[Any]:
    """Give numbers, none below 0, in as few bytes each as they need.

    >>> lean(np.array([3, 300])).dtype
    dtype('uint16')
    """
    return numbers.astype(np.min_scalar_type(numbers.max(initial=0)))


def _counts(values: Sequence[Any], codes: Codes) -> dict[Any, int]:
    counts = np.bincount(codes, minlength=len(values))
    every = np.flatnonzero(counts)
    found = map(values.__getitem__, every.tolist())
    return dict(zip(found, counts[every].tolist(), strict=True))


def _used(values: Sequence[Any], codes: Codes) -> list[Any]:
    counts = np.bincount(codes, minlength=len(values))
    return [values[n] for n in np.flatnonzero(counts).tolist()]


def _spans(starts: Places, lengths: Places) -> Places:
    """Give the numbers of spans, one behind the other.

    >>> _spans(np.array([7, 0, 3]), np.array([2, 0, 3])).tolist()
    [7, 8, 3, 4, 5]
    """
    ends = np.cumsum(lengths)
    return np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(
        starts - ends + lengths, lengths
    )
