"""How are the hashes of a hundred thousand documents put together at once?

A column has a number of 64 bits for each document. Keys say whether a thing is as it was; they
stand for hashes of contents that were made with BLAKE2, and put together they need no more than
to be spread well, which three multiplications do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from sitegen.model import DocId
from sitegen.pages.lists import renumbered

Column = NDArray[np.uint64]
Places = NDArray[np.int64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)


def column(digests: Iterable[bytes]) -> Column:
    """Make a column of hashes of eight bytes.

    >>> column([bytes(7) + b"a", bytes(8)]).tolist()
    [6989586621679009792, 0]
    """
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)


def digests_of(numbers: Column) -> list[bytes]:
    """Give the hashes of a column as bytes.

    >>> digests_of(column([b"eightof1", b"eightof2"]))
    [b'eightof1', b'eightof2']
    """
    raw = numbers.astype("<u8").tobytes()
    return [raw[at : at + 8] for at in range(0, len(raw), 8)]


def spread(numbers: Column) -> Column:
    """Spread numbers over 64 bits, each to one of its own (the finalizer of SplitMix64).

    >>> spread(np.array([0x9E3779B97F4A7C15], np.uint64)).tolist() == [0xE220A8397B1DCDAF]
    True
    """
    mixed = (numbers ^ (numbers >> _SHIFTS[0])) * _FIRST
    mixed = (mixed ^ (mixed >> _SHIFTS[1])) * _SECOND
    return mixed ^ (mixed >> _SHIFTS[2])


def among(numbers: NDArray[Any], some: NDArray[Any]) -> NDArray[np.bool_]:
    """Say which numbers are among some others, which are few.

    >>> among(np.array([5, 7, 5, 9]), np.array([9, 5])).tolist(), among(np.array([5]), np.array([]))
    ([True, False, True, True], array([False]))
    """
    if not len(some):
        return np.zeros(len(numbers), bool)
    ascending = np.sort(some)
    at = np.searchsorted(ascending, numbers)
    at[at == len(ascending)] = 0
    return np.asarray(ascending[at] == numbers)


def together(*columns: Column) -> Column:
    """Put columns together, row by row; which is which counts.

    >>> one, two = column([b"one of 8"]), column([b"two of 8"])
    >>> bool(together(one, two) == together(two, one))
    False
    """
    made = np.full(len(columns[0]), len(columns), np.uint64)
    for one in columns:
        made = spread(spread(made + _STEP) ^ one)
    return made


def of_lists(numbers: Column, lengths: Places) -> Column:
    """Put lists together that stand one behind the other, each to a number; their order counts.

    >>> numbers = column([b"one of 8", b"two of 8", b"two of 8", b"one of 8"])
    >>> len(set(of_lists(numbers, np.array([2, 2, 0])).tolist()))
    3
    """
    ends = np.cumsum(lengths)
    places = np.arange(len(numbers)) - np.repeat(ends - lengths, lengths)
    terms = spread(numbers + (places.astype(np.uint64) + np.uint64(1)) * _STEP)
    sums = np.zeros(len(terms) + 1, np.uint64)
    np.cumsum(terms, out=sums[1:])
    return spread(sums[ends] - sums[ends - lengths] + lengths.astype(np.uint64) * _STEP)


def shared_out(numbers: Column, places: Places, n_places: int) -> Column:
    """Put the numbers together that have the same place; their order does not count.

    >>> numbers = column([b"one of 8", b"two of 8", b"one of 8"])
    >>> one, two, three = shared_out(numbers, np.array([0, 1, 1]), 3).tolist()
    >>> one == two, three
    (False, 0)
    """
    made = np.zeros(n_places, np.uint64)
    np.add.at(made, places, spread(numbers + _STEP))
    return made


def of_all(numbers: Column) -> bytes:
    """Put all numbers together, in whatever order they stand.

    >>> one, two = b"one of 8", b"two of 8"
    >>> of_all(column([one, two])) == of_all(column([two, one])) != of_all(column([two]))
    True
    """
    everything = np.zeros(len(numbers), np.int64)
    return shared_out(numbers, everything, 1).tobytes() + len(numbers).to_bytes(8)


def lengths_of(lists: Iterable[Sequence[object]]) -> Places:
    """Say how long lists are."""
    return np.fromiter(map(len, lists), np.int64)


class Hashes(Mapping[DocId, bytes]):
    """Some hashes of each document, side by side: a row of *numbers* each.

    >>> was, now = (column([b"one of 8", other]).reshape(2, 1) for other in (b"two of 8", bytes(8)))
    >>> one, other = Hashes([DocId("أ"), DocId("ب")], was), Hashes([DocId("أ"), DocId("ب")], now)
    >>> one[DocId("ب")], other.unlike(one), sorted(other.unlike(Hashes.none()))
    (b'two of 8', {'ب'}, ['أ', 'ب'])
    """

    def __init__(self, names: Sequence[DocId], numbers: Column) -> None:
        self.names, self.numbers = names, numbers

    @classmethod
    def none(cls) -> Hashes:
        """Give those of no document."""
        return cls([], np.zeros((0, 1), np.uint64))

    def __reduce__(self) -> tuple[Any, ...]:
        """Hand on the names as one text: there are a hundred thousand."""
        return _hashes, ("\0".join([*self.names, ""]), self.numbers)

    @cached_property
    def _place(self) -> Mapping[DocId, int]:
        return dict(zip(self.names, range(len(self.names)), strict=True))

    def __getitem__(self, name: DocId) -> bytes:
        row: bytes = self.numbers[self._place[name]].astype("<u8").tobytes()
        return row

    def __iter__(self) -> Iterator[DocId]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def unlike(self, last: Hashes) -> set[DocId]:
        """Name the documents that the *last* ones do not have, or with other hashes."""
        stands, _ = renumbered(last.names, self.names)
        stays = np.flatnonzero(stands >= 0)
        differ = np.ones(len(self), bool)
        differ[stands[stays]] = (self.numbers[stands[stays]] != last.numbers[stays]).any(axis=1)
        return {self.names[n] for n in np.flatnonzero(differ).tolist()}


def _hashes(names: str, numbers: Column) -> Hashes:
    return Hashes(cast("list[DocId]", names.split("\0")[:-1]), numbers)
