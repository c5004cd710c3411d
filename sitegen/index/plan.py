"""What must be known of all documents before any file of the index can be written?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.families import Families
from sitegen.index.format import Numbering
from sitegen.index.invert import Inverted
from sitegen.index.scores import Ranking, rounded_mean
from sitegen.index.totals import Counts

SEALED = "sealed/"


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
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
