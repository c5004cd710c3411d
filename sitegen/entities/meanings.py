"""Which words is each name, and which records may it mean? In arrays, whatever their number.

An authority of 200,000 records has half a million names: none of them takes an object for each
of its words or bearers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from sitegen.entities.codes import ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]
    Flags = NDArray[np.bool_]

_AT_ONCE = 20_000  # names whose words are split at a time
_GRADES = 8  # more than there are


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of names by number: name *n* is ``numbers[starts[n] : starts[n + 1]]``."""

    vocabulary: tuple[str, ...]
    numbers: Ints
    starts: Ints

    @property
    def counts(self) -> Ints:
        """How many words each name has."""
        return np.diff(self.starts)

    @property
    def firsts(self) -> Ints:
        """The first word of each name."""
        return self.numbers[self.starts[:-1]]

    @property
    def lasts(self) -> Ints:
        """The last word of each name."""
        return self.numbers[self.starts[1:] - 1]

    def seconds(self, names: Ints) -> Ints:
        """Give the second words of names that have several."""
        return self.numbers[self.starts[names] + 1]

    def at(self, names: Ints) -> Wording:
        """Keep some names, the vocabulary as it is."""
        counts = self.counts[names]
        numbers = self.numbers[ranges(self.starts[names], counts)]
        return Wording(self.vocabulary, numbers, np.concatenate([[0], np.cumsum(counts)]))

    def are(self, holds: Callable[[str], object]) -> Flags:
        """Say of each word of the vocabulary whether it holds; asked once of each."""
        return np.fromiter(map(bool, map(holds, self.vocabulary)), np.bool_, len(self.vocabulary))

    def are_all(self, words: Flags) -> Flags:
        """Say of each name whether all of its words are among those flagged."""
        if not len(self.numbers):
            return np.zeros(0, np.bool_)
        return np.logical_and.reduceat(words[self.numbers], self.starts[:-1])


def wording_of(names: Sequence[str]) -> Wording:
    """Give the words of names, which one space parts, numbers; no name is empty.

    >>> wording = wording_of(["عبد الله", "عبد القادر"])
    >>> wording.vocabulary, wording.numbers.tolist(), wording.starts.tolist()
    (('عبد', 'الله', 'القادر'), [0, 1, 0, 2], [0, 2, 4])
    """
    known: dict[str, int] = {}
    numbers, counts = [], []
    rest = iter(names)
    while some := list(islice(rest, _AT_ONCE)):
        words = " ".join(some).split(" ")
        for word in dict.fromkeys(words):
            known.setdefault(word, len(known))
        numbers.append(np.fromiter(map(known.__getitem__, words), np.int32, len(words)))
        counts.append(np.fromiter((name.count(" ") + 1 for name in some), np.int64, len(some)))
    none = np.zeros(0, np.int64)
    starts = np.cumsum(np.concatenate([[0], *counts]), dtype=np.int64)
    return Wording(tuple(known), np.concatenate([*numbers, none]).astype(np.int32), starts)


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """Rows of a name, a record that it may mean, and a grade, all by number.

    The rows of a name lie together, the names ascend; a record is once among those of a name.
    Nine bytes a row: an authority may have millions.
    """

    names: Ints
    records: Ints
    grades: Ints

    def at(self, rows: Flags | Ints | slice) -> Meanings:
        """Keep some rows."""
        return Meanings(self.names[rows], self.records[rows], self.grades[rows])

    def renamed(self, names: Ints) -> Meanings:
        """Give the names other numbers, in the same order."""
        return Meanings(names, self.records, self.grades)

    def graded(self, grades: Ints) -> Meanings:
        """Put other grades."""
        return Meanings(self.names, self.records, grades)

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        columns = self.names.tolist(), self.records.tolist(), self.grades.tolist()
        return zip(*columns, strict=True)

    def starts(self, n_names: int) -> Ints:
        """Say where the rows of each name begin, and where the last ones end."""
        return np.searchsorted(self.names, np.arange(n_names + 1, dtype=self.names.dtype))

    def of(self, name: int) -> Meanings:
        """Keep the rows of one name."""
        span = np.array([name, name + 1], self.names.dtype)  # of another type all were copied
        return self.at(slice(*np.searchsorted(self.names, span).tolist()))

    def have(self, rows: Flags, n_names: int) -> Flags:
        """Say of each name whether one of its rows is among those flagged."""
        return np.bincount(self.names[rows], minlength=n_names) > 0

    def each(self, n_names: int) -> Iterator[tuple[int, int]]:
        """Give the span of rows of each name."""
        starts = self.starts(n_names).tolist()
        return pairwise(starts)


def gathered(names: Ints, records: Ints, grades: Ints) -> Meanings:
    """Keep of equal names and records the least grade; by name, then by record.

    >>> found = gathered(np.array([1, 0, 1]), np.array([7, 7, 7]), np.array([2, 0, 1]))
    >>> found.names.tolist(), found.grades.tolist()
    ([0, 1], [0, 1])
    """
    size = int(records.max(initial=0)) + 1
    rows = (names.astype(np.int64) * size + records) * _GRADES + grades
    rows.sort()
    pairs = rows // _GRADES
    is_first = np.ones(len(rows), np.bool_)
    is_first[1:] = pairs[1:] != pairs[:-1]
    pairs = pairs[is_first]
    return _rows(pairs // size, pairs % size, rows[is_first] % _GRADES)


def ranked(meanings: Meanings) -> Meanings:
    """Put the rows of each name in order: the strongest grade first, then by record."""
    size = int(meanings.records.max(initial=0)) + 1
    rows = (meanings.names.astype(np.int64) * _GRADES + meanings.grades) * size + meanings.records
    rows.sort()
    graded = rows // size
    return _rows(graded // _GRADES, rows % size, graded % _GRADES)


def _rows(names: Ints, records: Ints, grades: Ints) -> Meanings:
    return Meanings(names.astype(np.int32), records.astype(np.int32), grades.astype(np.int8))
