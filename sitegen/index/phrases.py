"""Which two words stand side by side most often, and in which years?

A batch leaves its words in their order, as ranks among its forms. When the frequent words of all
batches are known, their pairs are counted: what two frequent words have between them in one
paragraph, as it is written. A pair that occurs more often than the rarest of the frequent words
is made of frequent words, so that none of the most frequent pairs is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sitegen.index.stream import Stream
from sitegen.index.usage import Frequent, Word
from sitegen.index.vocabulary import names_of

AMONG = 2_048  # words: of each two a count is held, 16 MB in all
MOST_PHRASES = 500
LEAST = 2  # occurrences

Integers = NDArray[np.int64]
Counted = tuple[NDArray[np.int32], NDArray[np.int32]]  # of pairs: code, slot


def among(segments: Iterable[Iterable[Frequent]]) -> tuple[Word, ...]:
    """Choose the words whose pairs are counted: the most frequent forms that tell something.

    >>> among([[Frequent("بلاد", "بلاد", 9, "بلاد"), Frequent("في", "في", 90, "في", tells=False)]])
    (Word(form='بلاد', written='بلاد'),)
    """
    totals: dict[str, int] = {}
    best: dict[str, Frequent] = {}
    for one in (one for some in segments for one in some if one.tells):
        totals[one.form] = totals.get(one.form, 0) + one.occurrences
        known = best.get(one.form)
        if known is None or (-one.occurrences, one.written) < (-known.occurrences, known.written):
            best[one.form] = one
    order = sorted(totals, key=lambda form: (-totals[form], form))
    return tuple(Word(form, best[form].written) for form in order[:AMONG])


class Pairs:
    """Counts pairs of the words given."""

    def __init__(self, forms: Sequence[str]) -> None:
        self._forms = forms
        names = names_of(forms)
        self._order = np.argsort(names)
        self._names = names[self._order]
        self._counts = np.zeros(len(forms) ** 2, np.int32)

    def add(self, stream: Stream, numbers: Integers, slots: Integers) -> Counted:
        """Count a batch; give its pairs, each with the slot of its document.

        *numbers* are those of the batch's documents, below 0 of those that have gone; *slots* are
        the slots of documents by number.
        """
        words = self._numbered(stream)
        first = np.flatnonzero((words[:-1] >= 0) & (words[1:] >= 0))
        ends = np.cumsum(stream.sizes)
        part = np.searchsorted(ends, first, "right")
        inside = first + 1 < ends[part]  # the next word is in the same paragraph
        first, part = first[inside], part[inside]
        number = numbers[np.searchsorted(np.cumsum(stream.parts), part, "right")]
        first, number = first[number >= 0], number[number >= 0]
        codes = words[first] * len(self._forms) + words[first + 1]
        found, times = np.unique(codes, return_counts=True)
        self._counts[found] += times.astype(np.int32)
        return codes.astype(np.int32), slots[number].astype(np.int32)

    def _numbered(self, stream: Stream) -> Integers:
        """Give of each word its number among those that are counted, or -1."""
        if not len(self._names):
            return np.full(len(stream.ranks), -1)
        at = np.searchsorted(self._names, stream.names)
        at[at == len(self._names)] = 0
        known = np.where(self._names[at] == stream.names, self._order[at], -1)
        return np.asarray(known[stream.ranks])

    def most(self) -> list[int]:
        """Give the codes of the most frequent pairs, by count, then by their words."""
        codes = np.flatnonzero(self._counts >= LEAST)
        counts = self._counts[codes]
        if len(codes) > MOST_PHRASES:
            least = np.partition(counts, -MOST_PHRASES)[-MOST_PHRASES]
            codes, counts = codes[counts >= least], counts[counts >= least]
        pairs = zip(counts.tolist(), codes.tolist(), strict=True)
        order = sorted(pairs, key=lambda pair: (-pair[0], self.words(pair[1])))
        return [code for _, code in order[:MOST_PHRASES]]

    def words(self, code: int) -> tuple[str, str]:
        """Give the words of a pair."""
        first, second = divmod(code, len(self._forms))
        return self._forms[first], self._forms[second]


def by_slot(
    codes: Sequence[int], counted: Iterable[Counted], n_slots: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Give the pairs *codes* with their occurrences in each slot."""
    order = np.argsort(np.array(codes, np.int64))
    wanted = np.array(codes, np.int64)[order]
    sums = np.zeros(len(codes) * n_slots, np.int64)
    for found, slots in counted:
        if not len(codes):
            break
        at = np.minimum(np.searchsorted(wanted, found), len(wanted) - 1)
        here = wanted[at] == found
        np.add.at(sums, order[at[here]] * n_slots + slots[here], 1)
    for number, code in enumerate(codes):
        yield code, tuple(sums[number * n_slots : (number + 1) * n_slots].tolist())
