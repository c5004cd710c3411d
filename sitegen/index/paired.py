"""What do pairs of words count, when few documents change? What they counted last, and these.

A pair is counted in all documents, and by year where it is among the most frequent or near them:
so few changes bring one that is not, and then all is counted again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.phrases import MOST_PHRASES, Openings, Pairs, Variant, by_slot
from sitegen.index.stream import Stream

WATCHED = 4 * MOST_PHRASES  # pairs that are counted by year

Integers = NDArray[np.int64]
Opened = Mapping[str, tuple[Variant, ...]]  # by segment: forms that open pairs for others
PhraseRow = tuple[str, tuple[int, ...]]  # a pair as it is written, its occurrences by slot


class Change(NamedTuple):
    """Documents of a segment that came (*sign* 1) or went (-1): their words, years, openings."""

    stream: Stream
    years: Sequence[int]
    openings: Openings
    sign: int


def _restored(
    token: bytes, forms: tuple[str, ...], columns: Mapping[str, Sequence[Any]], *rest: Any
) -> PairCounts:
    openings = {
        path: tuple(map(Variant._make, zip(*some, strict=True))) for path, some in columns.items()
    }
    return PairCounts(token, forms, openings, *rest)


@dataclass(frozen=True, slots=True, eq=False)
class PairCounts:
    """What pairs of *forms* count: each that occurs, and by year those that are ``watched``.

    Codes ascend, *rows* run along ``watched`` and *years*. ``token`` names the state of the texts.
    """

    token: bytes
    forms: tuple[str, ...]
    openings: Opened
    codes: NDArray[np.int32]
    counts: NDArray[np.int32]
    years: tuple[int, ...]
    watched: Integers
    rows: NDArray[np.int32]

    def __reduce__(self) -> tuple[object, ...]:
        """Hand on columns: words have thousands of openings."""
        columns = {path: tuple(zip(*some, strict=True)) for path, some in self.openings.items()}
        rest = self.codes, self.counts, self.years, self.watched, self.rows
        return _restored, (self.token, self.forms, columns, *rest)

    @classmethod
    def of(
        cls,
        token: bytes,
        pairs: Pairs,
        openings: Opened,
        years: Sequence[int],
        watched: Integers,
        rows: NDArray[np.int32],
    ) -> PairCounts:
        """Put what was counted in columns."""
        codes, counts = pairs.columns()
        forms = tuple(pairs.forms)
        return cls(token, forms, openings, codes, counts, tuple(years), watched, rows)

    def told(
        self, pairs: Pairs, most: Sequence[int], written: Mapping[str, str]
    ) -> list[PhraseRow]:
        """Give the rows of the *most* frequent pairs, which are watched, in their order."""
        at = np.searchsorted(self.watched, np.array(most, np.int64))
        rows = self.rows[at].tolist()
        return [
            (" ".join(map(written.__getitem__, pairs.words(code))), tuple(row))
            for code, row in zip(most, rows, strict=True)
        ]


def watched_of(pairs: Pairs, most: Iterable[int]) -> Integers:
    """Choose the pairs to be counted by year: the *most* frequent, and those that may become so."""
    codes, counts = pairs.columns()
    if len(codes) > WATCHED:
        codes = codes[np.argpartition(counts, -WATCHED)[-WATCHED:]]
    return np.union1d(codes, np.array(list(most), np.int64)).astype(np.int64)


def counted_by_year(
    watched: Integers,
    counted: Iterable[tuple[NDArray[np.int32], NDArray[np.int32]]],
    n_slots: int,
) -> NDArray[np.int32]:
    """Sum what was *counted* of the pairs that are watched, by slot."""
    rows = [row for _, row in by_slot(watched.tolist(), counted, n_slots)]
    return np.array(rows, np.int32).reshape(len(watched), n_slots)


def will_do(
    last: Opened,
    now: Opened,
    was_there: Callable[[str, str], bool],
    is_there: Callable[[str, str], bool],
) -> bool:
    """Say whether what was counted with other openings holds for the documents that stayed.

    It does where a form that opens otherwise now is in none of them: it was not there, or is not.

    >>> one = {"": (Variant("وبلاد", "و", 0),)}
    >>> will_do({"": ()}, one, lambda path, form: False, lambda path, form: True)
    True
    >>> will_do({"": ()}, one, lambda path, form: True, lambda path, form: True)
    False
    """
    if last.keys() != now.keys():
        return False
    return all(
        not (was_there(path, one.form) and is_there(path, one.form))
        for path, some in now.items()
        for one in {*some} ^ {*last[path]}
    )


def amended(
    last: PairCounts,
    token: bytes,
    openings: Opened,
    changes: Iterable[Change],
    years: Sequence[int],
) -> tuple[PairCounts, Pairs, list[int]] | None:
    """Count the pairs of few documents, and give what all count now, and the most frequent.

    None where one of these was not counted by year.
    """
    every = sorted({*last.years, *years})
    column = {year: n for n, year in enumerate(every)}
    rows = np.zeros((len(last.watched), len(every)), np.int32)
    rows[:, [column[year] for year in last.years]] = last.rows
    pairs = Pairs(last.forms)
    pairs.start_with(last.codes, last.counts)
    for stream, of_documents, opening, sign in changes:
        slots = np.array([column[year] for year in of_documents], np.int64)
        codes, found = pairs.add(stream, np.arange(len(slots)), slots, opening, sign)
        if len(codes) and len(last.watched):
            at = np.minimum(np.searchsorted(last.watched, codes), len(last.watched) - 1)
            here = last.watched[at] == codes
            np.add.at(rows, (at[here], found[here]), sign)
    most = pairs.most(one for some in openings.values() for one in some)
    if not {*most} <= {*last.watched.tolist()}:
        return None
    now = rows[:, [column[year] for year in years]]
    return PairCounts.of(token, pairs, openings, years, last.watched, now), pairs, most
