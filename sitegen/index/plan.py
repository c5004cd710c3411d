"""What must be known of all documents before any file of the index can be written?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import Families
from sitegen.index.format import Numbering
from sitegen.index.invert import Inverted
from sitegen.index.scores import Ranking, rounded_mean
from sitegen.index.written import AS_FORMS, Spellings, commonest, joined

SEALED = "sealed/"


class Count(NamedTuple):
    """Of a form: occurrences, documents that have it, its commonest spelling."""

    occurrences: int
    documents: int
    spelling: int


class Totals(NamedTuple):
    """Occurrences and document frequencies of a run's forms, and how these are written."""

    forms: list[str]
    occurrences: NDArray[np.int64]
    documents: NDArray[np.int64]
    spellings: Spellings = AS_FORMS

    @classmethod
    def of(cls, inverted: Inverted) -> Totals:
        """Count a batch's words."""
        return cls(inverted.run.forms, *inverted.run.totals(), inverted.spellings)

    def of_forms(self, forms: Iterable[str]) -> dict[str, Count]:
        """Give the counts of some forms; of those that nothing has, none."""
        wanted = set(forms)
        at = {form: n for n, form in enumerate(self.forms) if form in wanted}
        of_these = np.isin(self.spellings.forms, np.fromiter(at.values(), np.int64, len(at)))
        some = Spellings(*(column[of_these] for column in self.spellings))
        spelled = dict(zip(*map(_listed, commonest(some, self.occurrences)), strict=True))
        return {
            form: Count(int(self.occurrences[n]), int(self.documents[n]), spelled.get(n, 0))
            for form, n in at.items()
        }

    @classmethod
    def sum(cls, parts: Iterable[Totals]) -> Totals:
        """Sum the totals of runs."""
        found = Sum()
        for part in parts:
            found.add(part)
        return found.total()

    def changed(
        self, less: Sequence[Totals], more: Sequence[Totals]
    ) -> tuple[Totals, frozenset[str]]:
        """Take some counts away and add others; say which forms are counted otherwise then.

        >>> was = Totals(["كتب", "قلم"], np.array([3, 1]), np.array([2, 1]))
        >>> less = [Totals(["قلم"], np.array([1]), np.array([1]))]
        >>> more = [Totals(["لغه"], np.array([2]), np.array([1]))]
        >>> now, moved = was.changed(less, more)
        >>> now.forms, now.occurrences.tolist(), sorted(moved)
        (['كتب', 'لغه'], [3, 2], ['قلم', 'لغه'])
        """
        signed = [*((one, -1) for one in less), *((one, 1) for one in more)]
        if not signed:
            return self, frozenset()
        forms = list(self.forms)
        place = dict(zip(forms, range(len(forms)), strict=True))
        for one, _ in signed:
            new = [form for form in one.forms if form not in place]
            place.update(zip(new, range(len(forms), len(forms) + len(new)), strict=True))
            forms += new
        change = np.zeros((2, len(forms)), np.int64)
        spelled = []
        for one, sign in signed:
            at = np.fromiter(map(place.__getitem__, one.forms), np.int64, len(one.forms))
            change[0, at] += sign * one.occurrences
            change[1, at] += sign * one.documents
            counts = sign * one.spellings.counts
            spelled.append((one.spellings._replace(counts=counts), at))
        differently = joined(spelled)
        moved = np.array(change.any(axis=0), bool)
        moved[differently.forms[differently.counts != 0]] = True
        sums = change.copy()
        sums[:, : len(self.forms)] += (self.occurrences, self.documents)
        before = [(self.spellings, np.arange(len(self.forms)))] if moved.any() else []
        every = joined([*before, (differently, np.arange(len(forms)))])
        now = _without_zeros(forms, sums, every if before else self.spellings)
        return now, frozenset(forms[n] for n in moved.nonzero()[0].tolist())

    def minus(self, other: Totals) -> Totals:
        """Take the counts of some of the documents away; forms that none has any more go."""
        return self.changed([other], [])[0]


class Sum:
    """Sums the totals of runs, one after the other."""

    def __init__(self) -> None:
        self._number: defaultdict[str, int] = defaultdict()
        self._number.default_factory = self._number.__len__
        self._sums = np.zeros((2, 0), np.int64)
        self._spelled: list[tuple[Spellings, NDArray[np.int64]]] = []

    def add(self, part: Totals) -> None:
        """Add a run."""
        number = self._number
        at = np.fromiter(map(number.__getitem__, part.forms), np.int64, len(part.forms))
        grown = np.zeros((2, len(number)), np.int64)
        grown[:, : self._sums.shape[1]] = self._sums
        grown[0, at] += part.occurrences
        grown[1, at] += part.documents
        self._sums = grown
        self._spelled.append((part.spellings, at))

    def total(self) -> Totals:
        """Give the sum of all."""
        occurrences, documents = self._sums
        return Totals(list(self._number), occurrences, documents, joined(self._spelled))


def _listed(values: NDArray[np.int64]) -> list[int]:
    found: list[int] = values.tolist()
    return found


def _without_zeros(forms: list[str], sums: NDArray[np.int64], spellings: Spellings) -> Totals:
    """Give sums as totals, without the forms that nothing has any more."""
    stay = sums[0].nonzero()[0]
    if len(stay) == len(forms):
        kept = spellings.counts > 0
        some = spellings if kept.all() else Spellings(*(column[kept] for column in spellings))
        return Totals(forms, sums[0], sums[1], some)
    new = np.full(len(forms), -1)
    new[stay] = np.arange(len(stay))
    kept = (new[spellings.forms] >= 0) & (spellings.counts > 0)
    return Totals(
        [forms[n] for n in stay.tolist()],
        sums[0, stay],
        sums[1, stay],
        Spellings(new[spellings.forms[kept]], spellings.spellings[kept], spellings.counts[kept]),
    )


@dataclass(slots=True)
class Counts:
    """Occurrences and document frequencies of a segment's forms, summed over runs."""

    occurrences: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)  # of those not written as folded

    def totals(self) -> Totals:
        """Give the sums as a run's: small to pickle, and to read back."""
        size = len(self.occurrences)
        occurrences = np.fromiter(self.occurrences.values(), np.int64, size)
        spelled = np.fromiter(map(self.spellings.get, self.occurrences, repeat(0)), np.int64, size)
        at = spelled.nonzero()[0]
        return Totals(
            list(self.occurrences),
            occurrences,
            np.fromiter(self.documents.values(), np.int64, size),
            Spellings(at, spelled[at], occurrences[at]),
        )

    @classmethod
    def of(cls, parts: Iterable[Totals]) -> Counts:
        """Sum the totals of runs; the sums do not depend on their order."""
        parts = list(parts)
        if len(parts) == 1:  # read back: there is nothing to sum
            return cls._of(*parts[0])
        return cls._of(*Totals.sum(parts))

    @classmethod
    def _of(
        cls,
        forms: list[str],
        occurrences: NDArray[np.int64],
        documents: NDArray[np.int64],
        spellings: Spellings,
    ) -> Counts:
        written, numbers = commonest(spellings, occurrences)
        return cls(
            dict(zip(forms, occurrences.tolist(), strict=True)),
            dict(zip(forms, documents.tolist(), strict=True)),
            dict(zip(map(forms.__getitem__, written.tolist()), numbers.tolist(), strict=True)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A run of documents with shards, mean length and families of its own.

    Documents are numbered in the archive's order from ``first``; inside shards from 0.
    ``dated`` of them have a date, and come first.
    """

    path: str
    first: int
    dated: int
    names: Numbering
    mean: int
    lengths: NDArray[np.int64]
    title_lengths: NDArray[np.int64]
    families: Families
    ranking: Ranking
    folders: int = 0  # sub-folders of words, postings and positions; 0: none

    @property
    def count(self) -> int:
        """The number of documents."""
        return len(self.lengths)

    @property
    def numbering(self) -> str:
        """The name of the numbering of all documents."""
        return self.names.whole


def plan_segment(
    ids: Sequence[str],
    batches: Iterable[tuple[Inverted, NDArray[np.int64]]],
    counts: Counts | None = None,
    protected: Iterable[str] = (),
    *,
    dated: int,
    path: str = "",
    first: int = 0,
    ranking: Ranking | None = None,
    families: Families | None = None,
    n_postings: int | None = None,
) -> Segment:
    """Plan a segment of the documents *ids*, in order, from what the map stage knows of them.

    *batches* are pairs of a batch (its run may be empty) and the numbers, counted from the
    segment's first document, of the batch's documents; -1 of those that are not in it.
    *protected* are the folded words of which no suffix and no letter is cut; *families* need not
    be made where they are known, nor postings be counted.
    """
    counts = counts or Counts()
    lengths = np.zeros(len(ids), np.int64)
    titles = np.ones(len(ids), np.int64)
    for batch, numbers in batches:
        here = numbers >= 0
        lengths[numbers[here]] = batch.lengths[here]
        titles[numbers[here]] = batch.title_lengths[here]
    mean = rounded_mean(int(lengths.sum()), len(ids))
    n_postings = sum(counts.documents.values()) if n_postings is None else n_postings
    return Segment(
        path=path,
        first=first,
        dated=dated,
        names=Numbering.of(ids, mean),
        mean=mean,
        lengths=lengths,
        title_lengths=titles,
        families=families or Families.from_counts(counts.occurrences, set(protected)),
        ranking=ranking or Ranking(),
        folders=256 if n_postings > POSTINGS_IN_ONE_FOLDER else 0,
    )


POSTINGS_IN_ONE_FOLDER = 1_000_000  # some 600 files of postings
