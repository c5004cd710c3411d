"""How often do forms occur, in how many documents, and how are they written?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.invert import Inverted
from sitegen.index.vocabulary import Register, apart, lean, names_of, together
from sitegen.index.written import AS_FORMS, Spellings, commonest, joined


class Count(NamedTuple):
    """Of a form: occurrences, documents that have it, its commonest spelling."""

    occurrences: int
    documents: int
    spelling: int


def places_of(forms: Sequence[str]) -> dict[str, int]:
    """Say at which place each form stands."""
    return dict(zip(forms, range(len(forms)), strict=True))


class Totals(NamedTuple):
    """Occurrences and document frequencies of a run's forms, and how these are written.

    ``names`` are those of the forms (:func:`sitegen.index.vocabulary.names_of`), where a run has
    just been counted: who sums many runs tells their forms apart by them.
    """

    forms: list[str]
    occurrences: NDArray[np.int64]
    documents: NDArray[np.int64]
    spellings: Spellings = AS_FORMS
    names: NDArray[np.int64] | None = None

    def __reduce__(self) -> tuple[Callable[..., Totals], tuple[Any, ...]]:
        named = () if self.names is None else (self.names,)
        columns = (self.occurrences, self.documents, *self.spellings, *named)
        return _totals, (*together(self.forms), *map(lean, columns))

    @classmethod
    def of(cls, inverted: Inverted) -> Totals:
        """Count a batch's words."""
        run = inverted.run
        return cls(run.forms, *run.totals(), inverted.spellings, run.names)

    def of_forms(
        self, forms: Iterable[str], place: Mapping[str, int] | None = None
    ) -> dict[str, Count]:
        """Give the counts of some forms; of those that nothing has, none.

        *place* says where forms stand, if that is known; some may stand beyond these.
        """
        found = (place or places_of(self.forms)).get
        size = len(self.forms)
        at = {form: n for form in set(forms) if (n := found(form, size)) < size}
        spelled = self.spelled(np.fromiter(at.values(), np.int64, len(at)))
        return {
            form: Count(int(self.occurrences[n]), int(self.documents[n]), spelled.get(n, 0))
            for form, n in at.items()
        }

    def spelled(self, at: NDArray[np.int64]) -> dict[int, int]:
        """Give the commonest spelling of forms at some places, but of those written as folded."""
        wanted = np.zeros(len(self.forms), bool)
        wanted[at] = True
        of_these = wanted[self.spellings.forms]
        some = Spellings(*(column[of_these] for column in self.spellings))
        return dict(zip(*map(_listed, commonest(some, self.occurrences)), strict=True))

    @classmethod
    def sum(cls, parts: Iterable[Totals]) -> Totals:
        """Sum the totals of runs."""
        found = Sum()
        for part in parts:
            found.add(part)
        return found.total()

    def changed(
        self,
        less: Sequence[Totals],
        more: Sequence[Totals],
        place: dict[str, int] | None = None,
    ) -> tuple[Totals, frozenset[str]]:
        """Take some counts away and add others; say which forms are counted otherwise then.

        Forms stay in their order, and new ones follow. *place* says where forms stand, if that is
        known, and has the new ones, too, afterwards.

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
        place = places_of(forms) if place is None else place
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
        now = _without_zeros(forms, sums, _with_others(self.spellings, differently, len(forms)))
        return now, frozenset(forms[n] for n in moved.nonzero()[0].tolist())

    def minus(self, other: Totals) -> Totals:
        """Take the counts of some of the documents away; forms that none has any more go."""
        return self.changed([other], [])[0]


def _totals(text: str, size: int, *columns: NDArray[Any]) -> Totals:
    wide = [column.astype(np.int64, copy=False) for column in columns]
    occurrences, documents, *spelled = wide[:5]
    names = wide[5] if len(wide) > 5 else None
    return Totals(apart(text, size), occurrences, documents, Spellings(*spelled), names)


def _with_others(spellings: Spellings, change: Spellings, n_forms: int) -> Spellings:
    """Add to the counts of spellings; those of forms that *change* does not name stay."""
    if not len(change.forms):
        return spellings
    touched = np.zeros(n_forms, bool)
    touched[change.forms] = True
    here = touched[spellings.forms]
    before = Spellings(*(column[here] for column in spellings))
    forms: NDArray[np.int64] = np.arange(n_forms)
    new = joined([(before, forms), (change, forms)])
    columns = [np.concatenate((old[~here], some)) for old, some in zip(spellings, new, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return Spellings(*(column[order] for column in columns))


class Sum:
    """Sums the totals of runs, one after the other."""

    def __init__(self) -> None:
        self._register = Register()
        self._forms: list[str] = []
        self._sums = np.zeros((2, 0), np.int64)
        self._spelled: list[tuple[Spellings, NDArray[np.int64]]] = []

    def add(self, part: Totals) -> None:
        """Add a run."""
        at = self._places(part)
        grown = np.zeros((2, len(self._forms)), np.int64)
        grown[:, : self._sums.shape[1]] = self._sums
        grown[0, at] += part.occurrences
        grown[1, at] += part.documents
        self._sums = grown
        self._spelled.append((part.spellings, at))

    def _places(self, part: Totals) -> NDArray[np.int64]:
        """Say where the forms of a run stand among all: they are looked up by their names."""
        names = names_of(part.forms) if part.names is None else part.names
        at, new = self._register.numbers(names)
        self._forms += map(part.forms.__getitem__, new.tolist())
        return at

    def total(self) -> Totals:
        """Give the sum of all."""
        occurrences, documents = self._sums
        return Totals(list(self._forms), occurrences, documents, joined(self._spelled))


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
            return cls._of(parts[0])
        return cls._of(Totals.sum(parts))

    @classmethod
    def _of(cls, totals: Totals) -> Counts:
        forms, occurrences = totals.forms, totals.occurrences
        written, numbers = commonest(totals.spellings, occurrences)
        return cls(
            dict(zip(forms, occurrences.tolist(), strict=True)),
            dict(zip(forms, totals.documents.tolist(), strict=True)),
            dict(zip(map(forms.__getitem__, written.tolist()), numbers.tolist(), strict=True)),
        )
