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
from sitegen.index.format import numbering_of
from sitegen.index.invert import Inverted
from sitegen.index.scores import Ranking, rounded_mean
from sitegen.index.written import AS_FORMS, Spellings, commonest, joined

SEALED = "sealed/"


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

    @classmethod
    def sum(cls, parts: Iterable[Totals]) -> Totals:
        """Sum the totals of runs."""
        number: defaultdict[str, int] = defaultdict()
        number.default_factory = number.__len__
        sums = np.zeros((2, 0), np.int64)
        spelled = []
        for part in parts:
            at = np.fromiter(map(number.__getitem__, part.forms), np.int64, len(part.forms))
            grown = np.zeros((2, len(number)), np.int64)
            grown[:, : sums.shape[1]] = sums
            grown[0, at] += part.occurrences
            grown[1, at] += part.documents
            sums = grown
            spelled.append((part.spellings, at))
        return cls(list(number), sums[0], sums[1], joined(spelled))

    def minus(self, other: Totals) -> Totals:
        """Take the counts of some of the documents away; forms that none has any more go."""
        place = {form: at for at, form in enumerate(self.forms)}
        at = np.fromiter(map(place.__getitem__, other.forms), np.int64, len(other.forms))
        occurrences, documents = self.occurrences.copy(), self.documents.copy()
        occurrences[at] -= other.occurrences
        documents[at] -= other.documents
        less = other.spellings._replace(counts=-other.spellings.counts)
        spellings = joined([(self.spellings, np.arange(len(self.forms))), (less, at)])
        stay = occurrences.nonzero()[0]
        new = np.full(len(self.forms), -1)
        new[stay] = np.arange(len(stay))
        kept = (new[spellings.forms] >= 0) & (spellings.counts > 0)
        return Totals(
            [self.forms[n] for n in stay.tolist()],
            occurrences[stay],
            documents[stay],
            Spellings(
                new[spellings.forms[kept]], spellings.spellings[kept], spellings.counts[kept]
            ),
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
    numbering: str
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


def plan_segment(
    ids: Sequence[str],
    batches: Iterable[tuple[Inverted, NDArray[np.int64]]],
    counts: Counts,
    protected: Iterable[str] = (),
    *,
    dated: int,
    path: str = "",
    first: int = 0,
    ranking: Ranking | None = None,
    families: Families | None = None,
) -> Segment:
    """Plan a segment of the documents *ids*, in order, from what the map stage knows of them.

    *batches* are pairs of a batch (its run may be empty) and the numbers, counted from the
    segment's first document, of the batch's documents; -1 of those that are not in it.
    *protected* are the folded words of which no suffix and no letter is cut; *families* need not
    be made where they are known.
    """
    lengths = np.zeros(len(ids), np.int64)
    titles = np.ones(len(ids), np.int64)
    for batch, numbers in batches:
        here = numbers >= 0
        lengths[numbers[here]] = batch.lengths[here]
        titles[numbers[here]] = batch.title_lengths[here]
    mean = rounded_mean(int(lengths.sum()), len(ids))
    return Segment(
        path=path,
        first=first,
        dated=dated,
        numbering=numbering_of(ids, mean),
        mean=mean,
        lengths=lengths,
        title_lengths=titles,
        families=families or Families.from_counts(counts.occurrences, set(protected)),
        ranking=ranking or Ranking(),
        folders=256 if sum(counts.documents.values()) > POSTINGS_IN_ONE_FOLDER else 0,
    )


POSTINGS_IN_ONE_FOLDER = 1_000_000  # some 600 files of postings
