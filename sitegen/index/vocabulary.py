"""Which words has this process met, and in which order do they stand in the index?

Batches share most of their words. What is costly of a word, its key and its place among the
others, is settled once a process; a batch then deals in numbers. What is known of a word never
depends on the batches before: only how soon it is known.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import key as key_of

MOST = 1 << 20  # words; then it begins anew
_NEW = 16  # words are put among the others when they are more than one in so many
_BETWEEN = 1 << 24  # places between two words that stand in order

Integers = NDArray[np.int64]


class Ranked(NamedTuple):
    """The different forms of some words and their keys, by (key, form); each word's form."""

    forms: list[str]
    keys: list[str]
    ranks: Integers


class Vocabulary:
    """The words that a process has met."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._number: defaultdict[str, int] = defaultdict()
        self._number.default_factory = self._number.__len__
        self._forms: list[str] = []
        self._keys: list[str] = []
        self._key: dict[str, str] = {}  # each key one object however many forms have it
        self._ranks = np.empty(0, np.int64)
        self._lines: list[str] = []  # key and form, ascending
        self._ordered = np.empty(0, np.int64)  # the numbers of their forms
        self._new: list[str] = []  # lines of the last numbers, which wait
        self._places: list[int] = []  # of each, how many lines stand before it

    def ranked(self, words: Iterable[str], n_words: int) -> Ranked:
        """Give the different forms of *words*, in order, and of each word its form's rank.

        >>> Vocabulary().ranked(["والقلم", "شعر", "قلم", "شعر"], 4)
        ... # doctest: +NORMALIZE_WHITESPACE
        Ranked(forms=['شعر', 'قلم', 'والقلم'], keys=['شعر', 'قلم', 'قلم'],
               ranks=array([2, 0, 1, 0]))
        """
        if len(self._forms) > MOST:
            self._begin()
        numbers = np.fromiter(map(self._number.__getitem__, words), np.int64, n_words)
        if len(self._number) > len(self._forms):
            self._settle()
        is_here = np.zeros(len(self._forms), bool)
        is_here[numbers] = True
        here = np.flatnonzero(is_here)
        here = here[np.argsort(self._ranks[here])]
        place = np.empty(len(self._forms), np.int64)
        place[here] = np.arange(len(here))
        order = here.tolist()
        return Ranked(
            list(map(self._forms.__getitem__, order)),
            list(map(self._keys.__getitem__, order)),
            place[numbers],
        )

    def _settle(self) -> None:
        """Rank the words that are new."""
        forms = list(islice(self._number, len(self._forms), None))
        keys = [self._key.setdefault(key, key) for key in map(key_of, forms)]
        # Sorted as strings, for a space sorts below any letter; no tuples, which would cost a
        # pass of the garbage collector over all words.
        lines = list(map(" ".join, zip(keys, forms, strict=True)))
        self._forms += forms
        self._keys += keys
        self._new += lines
        self._places += [bisect_left(self._lines, line) for line in lines]
        order = sorted(range(len(self._new)), key=self._new.__getitem__)
        numbers = np.array(order, np.int64) + len(self._lines)
        places = np.array(self._places, np.int64)[order]
        if len(self._new) * _NEW > len(self._lines):
            self._ordered = np.insert(self._ordered, places, numbers)
            self._lines = sorted(self._lines + list(map(self._new.__getitem__, order)))  # merged
            self._new, self._places = [], []
        ranks = np.empty(len(self._forms), np.int64)
        ranks[self._ordered] = (np.arange(len(self._ordered)) + 1) * _BETWEEN
        if self._new:
            ranks[numbers] = places * _BETWEEN + np.arange(1, len(numbers) + 1)
        self._ranks = ranks
