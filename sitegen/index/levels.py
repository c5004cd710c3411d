"""Where do the levels of some lists of postings stand, and where is a posting in its list?

Nothing of a list is read but where its levels begin, and of these what is asked for.
(docs/index-format.md, section 6)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.renumber import Leveled
from sitegen.index.slab import LEVELS
from sitegen.index.varint import CONTINUING, ENDING, digits_in, numbers_in

Integers = NDArray[np.int64]


class Digits(NamedTuple):
    """The digits of some lists: where each number begins, and the first number of each list."""

    text: str
    digits: NDArray[np.uint8]
    begins: Integers
    firsts: Integers

    @classmethod
    def of(cls, texts: Sequence[str]) -> Digits:
        """Find the numbers of lists."""
        text = "".join(texts)
        digits = digits_in(text.encode("ascii"))
        ends = np.flatnonzero(digits < ENDING)
        begins = np.zeros(len(ends) + 1, np.int64)
        np.add(ends, 1, out=begins[1:])
        firsts = np.searchsorted(begins, np.cumsum([0, *map(len, texts)]))
        return cls(text, digits, begins, firsts)

    def numbers(self, at: Integers, after: Integers) -> Integers:
        """Read some numbers: of each span of them, from *at* to before *after*."""
        spans = zip(self.begins[at].tolist(), self.begins[after].tolist(), strict=True)
        return numbers_in(np.concatenate([self.digits[a:b] for a, b in spans]))[0]

    def number(self, at: Integers) -> Integers:
        """Read one number in each of some places."""
        place, last = self.begins[at], self.begins[at + 1] - 1
        values = np.zeros(len(at), np.int64)
        while len(more := np.flatnonzero(place < last)):
            high = self.digits[place[more]].astype(np.int64) - (ENDING - 1)
            values[more] = values[more] * CONTINUING + high
            place[more] += 1
        found: Integers = values * ENDING + self.digits[last]
        return found


class Heads(NamedTuple):
    """The levels of lists, in order: the list, the level, its documents, where its head stands."""

    lists: Integers
    levels: Integers
    sizes: Integers
    at: Integers

    @classmethod
    def of(cls, read: Digits) -> Heads:
        """Go through all lists at once, from level to level."""
        lists = np.arange(len(read.firsts) - 1)
        at, stops = read.firsts[:-1], read.firsts[1:]
        found: list[tuple[Integers, ...]] = [(np.empty(0, np.int64),) * 3]
        while len(some := np.flatnonzero(at < stops)):
            lists, at, stops = lists[some], at[some], stops[some]
            values = read.number(at)
            found.append((lists, values, at))
            at = at + values // LEVELS + 2
        lists, values, at = map(np.concatenate, zip(*found, strict=True))
        order = np.argsort(at)
        lists, values, at = lists[order], values[order], at[order]
        return cls(lists, values % LEVELS, values // LEVELS + 1, at)

    @property
    def keys(self) -> Integers:
        """Numbers that ascend as levels stand."""
        return keys_of(self.lists, self.levels)


def keys_of(lists: Integers, levels: Integers) -> Integers:
    """Give numbers that ascend as levels of lists stand, the highest of a list first."""
    return lists * LEVELS + (LEVELS - 1 - levels)


def places_in(texts: Sequence[str], some: Leveled) -> tuple[Integers, Integers]:
    """Say how many postings each list has, and which of its list each of *some* is.

    >>> places_in(["!*A#$!"], Leveled(*map(np.array, ([0, 0], [1, 0], [9, 6]))))
    (array([4]), array([0, 2]))
    """
    read = Digits.of(texts)
    heads = Heads.of(read)
    own = np.searchsorted(heads.keys, keys_of(some.lists, some.levels))
    sums = np.append(0, np.cumsum(heads.sizes))
    before = sums[own] - sums[np.searchsorted(heads.lists, some.lists)]
    n_postings = np.bincount(heads.lists, heads.sizes, len(texts)).astype(np.int64)
    return n_postings, before + _inside(read, heads.at[own] + 1, heads.sizes[own], some.documents)


def _inside(read: Digits, at: Integers, sizes: Integers, documents: Integers) -> Integers:
    """Say which of its level each document is; the levels' first ones stand *at*."""
    if not len(at):
        return at
    firsts = np.cumsum(sizes) - sizes
    sums = np.cumsum(read.numbers(at, at + sizes) + 1)
    sums -= np.repeat(np.append(0, sums)[firsts] + 1, sizes)
    found: Integers = np.add.reduceat(sums < np.repeat(documents, sizes), firsts, dtype=np.int64)
    return found
