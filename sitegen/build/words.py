"""What is known of a segment's words from the last build: their counts, keys and families?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import Families, key, keys, stem_fold
from sitegen.build.tallies import Before, ByForm, Tally
from sitegen.index.lexicon import PROCLITICS, count_prefixes
from sitegen.index.spelling import full_list, listed_all, often_in
from sitegen.index.totals import Totals, apart, together
from sitegen.index.vocabulary import names_of

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The families and keys of a segment's forms, in the order in which its totals have these.

    Keys are named (:func:`sitegen.index.vocabulary.names_of`); ``listed`` are the forms that lists
    of words may have; ``prefixes`` count what stands before shorter readings.
    """

    families: list[str]
    protected: frozenset[str]
    keys: Integers
    prefixes: Mapping[str, int]
    listed: NDArray[np.bool_]

    def __reduce__(self) -> tuple[Callable[..., Words], tuple[Any, ...]]:
        rest = self.protected, self.keys, self.prefixes, self.listed
        return _words, (*together(self.families), *rest)


def _words(text: str, size: int, *columns: Any) -> Words:
    return Words(apart(text, size), *columns)


@dataclass(frozen=True, slots=True)
class Moved:
    """What other words changed: forms counted otherwise, and those of another family.

    Of these, too, the family that they had; "" where they were not there.
    """

    forms: frozenset[str]
    families: Mapping[str, str]


NOTHING_MOVED = Moved(frozenset(), {})


class Listing(NamedTuple):
    """What all lists of a segment's words depend on.

    How often a listed word occurs at least, how long its files are, the prefixes of the lexicon.
    """

    least: int
    full: int
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """A segment's forms by family; what is known of them, what *moved*: None where all may have."""

    families: Families
    words: Words
    moved: Moved | None
    listing: Listing


@dataclass(frozen=True, eq=False)
class Foreseen:
    """A segment's forms in families, before it is known of all words whether they are protected."""

    tally: Tally
    families: Families
    prefixes: Mapping[str, int]

    @classmethod
    def of(cls, tally: Tally, protected: Collection[str]) -> Foreseen:
        """Group the forms of a segment as if no other words than these were *protected*."""
        families = Families.from_counts(tally.occurrences, protected)
        return cls(tally, families, count_prefixes(tally.documents, tally.documents))

    def with_keys(self) -> Foreseen:
        """Find the keys now, for which :func:`grouped` asks where other words are protected."""
        len(self.named_keys)
        return self

    @cached_property
    def keys(self) -> dict[str, str]:
        """The key of each form."""
        return dict(zip(self.tally.totals.forms, keys(self.tally.totals.forms), strict=True))

    @cached_property
    def named_keys(self) -> Integers:
        """The names of the keys, for the next build."""
        return names_of([*self.keys.values()])


def grouped(foreseen: Foreseen, protected: Collection[str]) -> Grouped:
    """Group the forms of a segment, from what was *foreseen* of them.

    >>> import numpy as np
    >>> tally = Tally(Totals(["بيروتي", "بيروت"], np.array([1, 5]), np.array([1, 5])))
    >>> grouped(Foreseen.of(tally, ()), {"بيروتي"}).families.known["بيروتي"]
    'بيروتي'
    """
    tally, made = foreseen.tally, foreseen.families
    if frozenset(map(stem_fold, protected)) != made.protected:
        made = made.updated(tally.occurrences, protected, (), foreseen.keys).families
    families = list(map(made.known.__getitem__, tally.totals.forms))
    listed = listed_all(tally.totals.forms)
    words = Words(families, made.protected, foreseen.named_keys, foreseen.prefixes, listed)
    return Grouped(made, words, None, _listing(words, tally.totals))


def regrouped(tally: Tally, protected: Collection[str], last: Words) -> Grouped:
    """Group the forms of a segment, from what the *last* build knew of them.

    All that a form's family depends on has the form's key: so only forms are grouped anew that
    have the key of one that is counted otherwise, or of a name no longer, or newly, protected.
    """
    totals, names = tally.totals, frozenset(map(stem_fold, protected))
    if not tally.changed and names == last.protected:
        return Grouped(_families(tally, last), last, NOTHING_MOVED, _listing(last, totals))
    gone = {form: tally.was_at(form) for form in tally.changed if form not in tally.place}
    gone = {form: place for form, place in gone.items() if place >= 0}
    words = _carried(tally, last, names, [*gone.values()])
    moved = {form: last.families[place] for form, place in gone.items()}
    touched = {key(form) for form in (*tally.changed, *(names ^ last.protected))}
    at = np.flatnonzero(np.isin(words.keys, names_of([*touched]))).tolist()
    counts = {totals.forms[n]: int(totals.occurrences[n]) for n in at}
    found = Families.from_counts(counts, names).known
    for n, (form, family) in zip(at, found.items(), strict=True):
        if words.families[n] != family:
            moved[form] = words.families[n]
            words.families[n] = family
    made = _families(tally, words)
    return Grouped(made, words, Moved(tally.changed, moved), _listing(words, totals))


def _families(tally: Tally, words: Words) -> Families:
    return Families(ByForm(tally.place, words.families.__getitem__), words.protected)


def _carried(tally: Tally, last: Words, names: frozenset[str], gone: list[int]) -> Words:
    """Give the columns without what has *gone*, and behind it forms that came, of no family."""
    stay = np.ones(len(last.families), bool)
    stay[gone] = False
    families = list(compress(last.families, stay.tolist())) if gone else list(last.families)
    new = tally.totals.forms[len(families) :]
    return Words(
        [*families, *[""] * len(new)],
        names,
        np.concatenate((last.keys[stay], names_of(keys(new)))),
        _prefixes(last, tally),
        np.concatenate((last.listed[stay], listed_all(new))),
    )


def _listing(words: Words, totals: Totals) -> Listing:
    n_often, least = often_in(words.listed, totals.occurrences)
    return Listing(least, full_list(n_often), tuple(sorted(words.prefixes)))


def _prefixes(last: Words, tally: Tally) -> Mapping[str, int]:
    """Count the prefixes anew: of forms that came or went, and of those that hide them."""
    before, after = Before(tally), tally.place
    moved = {form for form in tally.changed if (form in before) != (form in after)}
    if not moved:
        return last.prefixes
    hiding = {letters + form for form in moved for letters in PROCLITICS}
    some = moved | hiding
    found = Counter(last.prefixes)
    found.subtract(count_prefixes((form for form in some if form in before), before))
    found.update(count_prefixes((form for form in some if form in after), after))
    return +found
