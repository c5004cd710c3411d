"""Which two words stand side by side most often, and in which years?

A batch leaves its words in their order, as ranks among its forms. When the frequent words of all
batches are known, their pairs are counted: what two frequent words have between them in one
paragraph, the first also with و ف ب ك ل before it, as a search for a phrase finds it; the second
as it is written. A pair that occurs more often than the rarest of the frequent words is made of
frequent words, so that none of the most frequent pairs is missed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.families import Families
from sitegen.arabic.rules import CONJUNCTIONS, PREPOSITIONS
from sitegen.index.stream import Stream
from sitegen.index.usage import Frequent, Word
from sitegen.index.vocabulary import names_of

AMONG = 1_536  # words: of each two a count is held, 9 MB in all
MOST_PHRASES = 500
LEAST = 2  # occurrences

Integers = NDArray[np.int64]
Counted = tuple[NDArray[np.int32], NDArray[np.int32]]  # of pairs: code, slot


def among(segments: Iterable[Iterable[Frequent]]) -> tuple[Word, ...]:
    """Choose the words whose pairs are counted: the most frequent forms that tell something.

    They stand in the order of forms, which few edits change.

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
    return tuple(Word(form, best[form].written) for form in sorted(order[:AMONG]))


class Variant(NamedTuple):
    """A form that is a word counted with something *before* it: that word's *number*."""

    form: str
    before: str
    number: int


BEFORE = tuple(
    one + other for one in ("", *CONJUNCTIONS) for other in ("", *PREPOSITIONS) if one + other
)


def variants(
    words: Sequence[str], families: Families, forms: Container[str] | None = None
) -> tuple[Variant, ...]:
    """Give the forms of a segment that are *words* with و ف ب ك ل before them, of one family.

    Most are none of the segment's *forms*, which a set or a dictionary says soonest.

    >>> families = Families.from_counts({"بلاد": 9, "وبلاد": 3, "لبلاد": 1, "وجه": 2, "جه": 1})
    >>> [(one.form, one.before) for one in variants(["بلاد", "جه"], families)]
    [('لبلاد', 'ل'), ('وبلاد', 'و')]
    """
    get = families.known.get
    has = (families.known if forms is None else forms).__contains__
    return tuple(
        Variant(form, before, number)
        for number, (word, family) in enumerate(
            zip(words, map(families.family, words), strict=True)
        )
        for before in BEFORE
        if has(form := before + word) and get(form) == family
    )


class Openings:
    """The words that are counted, by name, and the forms of a segment that open pairs for them.

    A form may open pairs for three words: وبالنسبة for itself, for بالنسبة, for النسبة. So each
    has a column: its own number, those of others, -1 where there are no more.
    """

    def __init__(self, words: Sequence[str], some: Sequence[Variant] = ()) -> None:
        own: dict[str, list[int]] = {word: [number] for number, word in enumerate(words)}
        for one in some:
            own.setdefault(one.form, [-1]).append(one.number)
        names = names_of([*own])
        order = np.argsort(names)
        depth = max(map(len, own.values()), default=1)
        rows = [numbers + [-1] * (depth - len(numbers)) for numbers in own.values()]
        self._names = names[order]
        self._numbers = np.array(rows, np.int32).reshape(-1, depth)[order].T

    def of_forms(self, stream: Stream) -> NDArray[np.int32]:
        """Give of each form of a batch its column."""
        found = np.full((len(self._numbers), len(stream.names)), -1, np.int32)
        if len(self._names):
            at = np.minimum(np.searchsorted(self._names, stream.names), len(self._names) - 1)
            here = np.flatnonzero(self._names[at] == stream.names)
            found[:, here] = self._numbers[:, at[here]]
        return found


def _slots_of(stream: Stream, slots: Integers) -> NDArray[np.int32]:
    """Give of each word of a batch its document's slot; -1 of those that end a paragraph."""
    ends = np.concatenate(([0], np.cumsum(stream.sizes)))
    sizes = np.diff(ends[np.concatenate(([0], np.cumsum(stream.parts)))])
    slot = np.repeat(slots.astype(np.int32), sizes)
    slot[ends[1:][stream.sizes > 0] - 1] = -1
    return slot


class Pairs:
    """Counts pairs of the words given."""

    def __init__(self, forms: Sequence[str]) -> None:
        self.forms = forms
        self._counts = np.zeros((len(forms), len(forms)), np.int32)

    def start_with(self, codes: NDArray[np.int32], counts: NDArray[np.int32]) -> None:
        """Begin with what :meth:`columns` gave of what was counted before."""
        self._counts.reshape(-1)[codes] = counts

    def columns(self) -> Counted:
        """Give the codes of all pairs that occur, ascending, and the count of each."""
        counts = self._counts.reshape(-1)
        codes = np.flatnonzero(counts)
        return codes.astype(np.int32), counts[codes]

    def add(
        self,
        stream: Stream,
        numbers: Integers,
        slots: Integers,
        openings: Openings,
        sign: int = 1,
    ) -> Counted:
        """Count a batch; give its pairs, each with the slot of its document.

        With a *sign* of -1 it is taken away.

        *numbers* are those of the batch's documents, below 0 of those that have gone; *slots* are
        the slots of documents by number.
        """
        firsts = openings.of_forms(stream)
        ranks, slot = stream.ranks, _slots_of(stream, np.where(numbers < 0, -1, slots[numbers]))
        may_be_second, may_be_first = firsts[0] >= 0, np.asarray((firsts >= 0).any(axis=0))
        at = np.flatnonzero(may_be_first[ranks[:-1]] & may_be_second[ranks[1:]] & (slot[:-1] >= 0))
        opening, second, slot = ranks[at], firsts[0][ranks[at + 1]], slot[at]
        made = []
        for first in firsts:
            numbered = first[opening]
            here = np.flatnonzero(numbered >= 0)
            made.append((numbered[here] * len(self.forms) + second[here], slot[here]))
        codes, found = (np.concatenate(parts) for parts in zip(*made, strict=True))
        np.add.at(self._counts.reshape(-1), codes, sign)
        return codes, found

    def most(self, within: Iterable[Variant] = ()) -> list[int]:
        """Give the codes of the most frequent pairs, by count, then by their words.

        A pair that another holds, because its first word is the other's with something before it
        (*within*), is left out; but where a preposition makes up most of the other, as in بالنسبة
        إلى, the other is.
        """
        codes = np.flatnonzero(self._counts >= LEAST)
        codes = codes[~self._repeated(within).reshape(-1)[codes]]
        counts = self._counts.reshape(-1)[codes]
        if len(codes) > MOST_PHRASES:
            least = np.partition(counts, -MOST_PHRASES)[-MOST_PHRASES]
            codes, counts = codes[counts >= least], counts[counts >= least]
        pairs = zip(counts.tolist(), codes.tolist(), strict=True)
        order = sorted(pairs, key=lambda pair: (-pair[0], self.words(pair[1])))
        return [code for _, code in order[:MOST_PHRASES]]

    def _repeated(self, within: Iterable[Variant]) -> NDArray[np.bool_]:
        """Say which pairs are told by another that holds them, or that they are most of."""
        counts = self._counts
        repeated = np.zeros(counts.shape, np.bool_)
        numbers = {form: number for number, form in enumerate(self.forms)}
        for form, before, base in within:
            if (number := numbers.get(form)) is None:
                continue
            if before in CONJUNCTIONS:
                repeated[number] = True
                continue
            is_most = 2 * counts[number] > counts[base]
            repeated[base] |= is_most
            repeated[number] |= ~is_most
        return repeated

    def words(self, code: int) -> tuple[str, str]:
        """Give the words of a pair."""
        first, second = divmod(code, len(self.forms))
        return self.forms[first], self.forms[second]


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
