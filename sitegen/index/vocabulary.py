"""Which words has this process met, and in which order do they stand in the index?

Batches share most of their words. What is costly of a word, its key and its place among the
others, is settled once a process; a batch then deals in numbers. What is known of a word never
depends on the batches before: only how soon it is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import key as key_of

MOST = 1 << 20  # words; then it begins anew
_ALPHABETS = (("0", "9"), ("a", "z"), ("\N{ARABIC LETTER HAMZA}", "\N{ARABIC LETTER YEH}"))
_LETTERS = 9  # of a word that its number tells: 85 classes of letters to the 9 are below 2**63
_WIDEST = 0x10000

Integers = NDArray[np.int64]


class Ranked(NamedTuple):
    """The different forms of some words and their keys, by (key, form); each word's form."""

    forms: list[str]
    keys: list[str]
    ranks: Integers


@cache
def _classes() -> Integers:
    """Give each letter a number in its order from 1; those between two alphabets share one."""
    classes = np.ones(_WIDEST, np.int64)
    for first, last in _ALPHABETS:
        classes[ord(first) :] += 1
        classes[ord(first) + 1 : ord(last) + 1] += np.arange(1, ord(last) - ord(first) + 1)
        classes[ord(last) + 1 :] += ord(last) - ord(first) + 1
    return classes


@cache
def _is_strange() -> NDArray[np.bool_]:
    """Say of each class whether it is of letters that no alphabet here has."""
    return np.asarray(np.bincount(_classes()) > 1)


def numbers_of(words: Sequence[str]) -> Integers:
    """Give each word a number, so that a smaller word never has a greater number.

    Words that begin alike, and those with letters of no alphabet here, may have one number.

    >>> a, b, c = numbers_of(["قلم", "كتاب", "كتب"]).tolist()
    >>> a < b < c
    True
    """
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    letters = _classes()[np.minimum(codes, _WIDEST - 1)]
    base = int(_classes()[-1]) + 1
    found = np.zeros(len(words), np.int64)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    strange = np.flatnonzero(_is_strange()[letters])
    if len(strange):  # what follows one that is not told from its like must not count
        at = np.searchsorted(ends, strange, "right")
        np.minimum.at(sizes, at, strange - starts[at] + 1)
    for place in range(_LETTERS):
        longer = np.flatnonzero(sizes > place)
        found *= base
        found[longer] += letters[starts[longer] + place]
    return found


class Vocabulary:
    """The words that a process has met."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._number: defaultdict[str, int] = defaultdict()
        self._number.default_factory = self._number.__len__
        self._forms: list[str] = []
        self._keys: list[str] = []
        self._key: dict[str, tuple[int, str]] = {}  # each one object however many forms have it
        self._told = np.empty((3, 0), np.int64)  # of each word: numbers_of keys and forms, its key

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
            self._learn()
        is_here = np.zeros(len(self._forms), bool)
        is_here[numbers] = True
        here = self._sorted(np.flatnonzero(is_here))
        place = np.empty(len(self._forms), np.int64)
        place[here] = np.arange(len(here))
        order = here.tolist()
        return Ranked(
            list(map(self._forms.__getitem__, order)),
            list(map(self._keys.__getitem__, order)),
            place[numbers],
        )

    def _learn(self) -> None:
        """Find the keys of the words that are new."""
        forms = list(islice(self._number, len(self._forms), None))
        known = self._key
        met = [known.setdefault(key, (len(known), key)) for key in map(key_of, forms)]
        keys = [key for _, key in met]
        self._forms += forms
        self._keys += keys
        which = np.fromiter((number for number, _ in met), np.int64, len(met))
        told = np.stack((numbers_of(keys), numbers_of(forms), which))
        self._told = np.concatenate((self._told, told), axis=1)

    def _sorted(self, here: Integers) -> Integers:
        """Sort words by (key, form): by their numbers, then the keys that these leave unsure."""
        keys, forms, which = self._told[:, here]
        order = np.lexsort((forms, keys))
        here, keys, forms, which = here[order], keys[order], forms[order], which[order]
        alike = keys[1:] == keys[:-1]
        unsure = alike & ((which[1:] != which[:-1]) | (forms[1:] == forms[:-1]))
        for number in np.unique(keys[1:][unsure]).tolist():
            start, end = np.searchsorted(keys, (number, number + 1))
            here[start:end] = sorted(here[start:end].tolist(), key=self._line)
        return here

    def _line(self, number: int) -> tuple[str, str]:
        return self._keys[number], self._forms[number]
