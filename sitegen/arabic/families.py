"""Which forms of a corpus are one word?

Licensed cuts say what a form may be (:mod:`sitegen.arabic.stem`); the counts of the corpus say
which of that it is. Names are kept whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.chars import ARTICLE
from sitegen.arabic.cuts import Hidden, Words, vouched
from sitegen.arabic.rules import LEFT, SHORT_NAME
from sitegen.arabic.stem import (
    beginnings,
    key,
    keys,
    readings,
    rule_stem,
    rule_stems,
    stem_fold,
    stems_in,
    without_article,
)

_LEFT_LETTERS = frozenset(LEFT + ARTICLE)
_AT_ONCE = 1 << 16  # forms of which the columns stand side by side

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]


class Updated(NamedTuple):
    """Families brought up to date, and those forms of which the family was found again."""

    families: Families
    again: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Families:
    """The families of a corpus: which forms are one word there.

    ``known`` has every form of the corpus; ``protected`` the names that no rule may cut.
    """

    known: Mapping[str, str]
    protected: frozenset[str]

    @classmethod
    def from_counts(cls, counts: Mapping[str, int], protected: Collection[str] = ()) -> Families:
        """Group the forms of a corpus, in one pass over integer counts of rule stems.

        An optional cut is made only where what remains is a rule stem at least as frequent as
        the form's own; the most frequent one wins. Protected words (folded, without the
        article) keep every letter, and take in their forms with article and proclitics.

        >>> counts = {"لغه": 9, "لغته": 4, "بلغته": 1, "بيروت": 5, "ببيروت": 2, "بيروتي": 1}
        >>> families = Families.from_counts(counts, {"بيروت"})
        >>> [families.family(form) for form in counts]
        ['لغه', 'لغه', 'لغه', 'بيروت', 'بيروت', 'بيروت']
        """
        names = frozenset(map(stem_fold, protected))
        return cls.from_stems(stems_of(counts, names), counts, names)

    @classmethod
    def from_stems(
        cls, stems: Mapping[str, str], counts: Mapping[str, int], names: frozenset[str]
    ) -> Families:
        """Do so where all forms' own stems are known, as :func:`stems_of` gives them."""
        return cls(_settled(stems, counts, names), names)

    def updated(
        self,
        counts: Mapping[str, int],
        protected: Collection[str],
        changed: Iterable[str],
        key_of: Mapping[str, str],
    ) -> Updated:
        """Give what :meth:`from_counts` gives, where the counts of *changed* forms are others now.

        All that a form's family depends on has the form's key, so only the keys of changed
        forms and of names no longer, or newly, protected are gone through. *key_of* has the key
        of every form of *counts*.

        >>> before = {"لغه": 1, "لغته": 4, "قلم": 2}
        >>> counts = {"لغه": 9, "لغته": 4, "قلم": 2}
        >>> keys = {form: key(form) for form in counts}
        >>> Families.from_counts(before).updated(counts, (), ["لغه"], keys).families.known
        {'لغه': 'لغه', 'لغته': 'لغه', 'قلم': 'قلم'}
        """
        names = frozenset(map(stem_fold, protected))
        keys = {key(form) for form in (*changed, *(names ^ self.protected))}
        again = [form for form, own in key_of.items() if own in keys]
        found = Families.from_counts({form: counts[form] for form in again}, names).known
        known = dict(self.known)
        for form in changed:
            if form not in counts:
                known.pop(form, None)
        known.update(found)
        return Updated(Families(known, names), found)

    def family(self, form: str) -> str:
        """Give a form's family; an unseen form's is that of its longest known reading."""
        known = self.known
        if form in known:
            return known[form]
        name = _protected_core(form, self.protected, {})
        if name:
            return name
        for reading in readings(form):
            if reading in known:
                return known[reading]
        return rule_stem(form)

    def of_each(self, forms: Collection[str]) -> list[str]:
        """Give the families of many forms, as :meth:`family` gives each.

        >>> Families.from_counts({"لغه": 9, "لغته": 4}).of_each(["لغته", "كتاب"])
        ['لغه', 'كتاب']
        """
        found = [family for family in map(self.known.get, forms) if family is not None]
        return found if len(found) == len(forms) else list(map(self.family, forms))


def _protected_core(form: str, names: Collection[str], counts: Mapping[str, int]) -> str | None:
    """Find the protected word in a form: the form itself, or what article and proclitics hide."""
    if not names:
        return None
    word = stem_fold(form)
    if word in names:
        return word
    if word[0] not in _LEFT_LETTERS:
        return None
    for start in beginnings(word):
        core = word[start:]
        if core in names and _is_likely(core, form, counts):
            return core
    return next((core for core in without_article(word) if core in names), None)


def _is_likely(name: str, form: str, counts: Mapping[str, int]) -> bool:
    """Want proof for a short name: فعلي is seldom ف and علي."""
    return len(name) > SHORT_NAME or counts.get(name, 0) >= counts.get(form, 0)


def stems_of(
    counts: Mapping[str, int], names: frozenset[str], every: Mapping[str, int] | None = None
) -> dict[str, str]:
    """Give every form's protected core or rule stem, each stem one object however many have it.

    *every* has the counts of all forms where these are but some: a short name is wanted as
    frequent as the form that may hide it.
    """
    known = counts if every is None else every
    hidden = Hidden(names)
    one: dict[str, str] = {}
    stems: dict[str, str] = {}
    for some in _blocks([*counts]):
        words = Words.of(some)
        own = stems_in(words)
        for at in np.flatnonzero(hidden.among(words)).tolist():
            own[at] = _protected_core(some[at], names, known) or own[at]
        stems.update(zip(some, map(one.setdefault, own, own), strict=True))
    return stems


def _blocks(forms: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give forms by and by: the columns of all would take much memory at once."""
    return (forms[first : first + _AT_ONCE] for first in range(0, len(forms), _AT_ONCE))


class _Stems(NamedTuple):
    """The stems of a corpus by number: that of the last form whose own it is.

    ``own`` is the number of each form's; ``counts`` and ``sizes`` are those of stems.
    """

    names: list[str]
    number: Mapping[str | None, int]
    own: Integers
    counts: Integers
    sizes: Integers

    @classmethod
    def of(cls, names: list[str], counts: Collection[int]) -> _Stems:
        """Give numbers to the own stems of forms that have these counts."""
        number: dict[str | None, int] = dict(zip(names, range(len(names)), strict=True))
        own = np.fromiter(map(number.__getitem__, names), np.int64, len(names))
        found = np.zeros(len(names), np.int64)
        np.add.at(found, own, np.fromiter(counts, np.int64, len(counts)))
        return cls(names, number, own, found, np.fromiter(map(len, names), np.int64, len(names)))

    def stay(self, protected: Collection[str]) -> Flags:
        """Say which stems their forms keep: protected ones, and the first among those of a key."""
        at = np.flatnonzero(self.own == np.arange(len(self.own)))
        found = np.zeros(len(self.own), bool)
        found[at] = _leading([self.names[n] for n in at.tolist()], self.counts[at])
        found[[self.number[name] for name in protected if name in self.number]] = True
        return found


def _settled(
    stems: Mapping[str, str], counts: Mapping[str, int], names: frozenset[str]
) -> dict[str, str]:
    """Give each form the most frequent stem that a reading has, of those no rarer than its own.

    Among equals the longest reading wins, then the greater stem. A protected word stays.
    """
    forms, found = [*stems], dict(stems)
    numbered = _Stems.of([*stems.values()], counts.values())
    moving = np.flatnonzero(~numbered.stay(names)[numbered.own])
    for first in range(0, len(moving), _AT_ONCE):
        at = moving[first : first + _AT_ONCE]
        some = [forms[n] for n in at.tolist()]
        for n, stem in _moved(some, numbered.own[at], stems, numbered).items():
            found[some[n]] = stem
    return found


def _moved(
    forms: Sequence[str], own: Integers, stems: Mapping[str, str], numbered: _Stems
) -> dict[int, str]:
    """Give the places of forms that have the stem of a reading, and that stem."""
    words = Words.of(forms)
    read = vouched(words)
    is_restored = read.are_restored()
    theirs = _stems_of_readings(read.written(words.text), is_restored, stems)
    other = np.fromiter(map(numbered.number.get, theirs, repeat(-1)), np.int64, len(theirs))
    before = own[read.words]
    fits = (other >= 0) & (other != before)
    fits &= numbered.counts[other] >= numbered.counts[before]
    fits &= numbered.sizes[other] <= numbered.sizes[before] + is_restored
    best = _greatest(read.words[fits], numbered.counts[other[fits]], read.sizes()[fits])
    found: dict[int, str] = {}
    for n, stem in zip(read.words[fits][best].tolist(), other[fits][best].tolist(), strict=True):
        found[n] = max(found.get(n, ""), numbered.names[stem])
    return found


def _stems_of_readings(
    written: Sequence[str], is_restored: Flags, stems: Mapping[str, str]
) -> list[str | None]:
    """Give the stem of each reading: its own where it is a form, else its rule stem.

    None for one that is restored and no form.
    """
    found = list(map(stems.get, written))
    unknown = [
        n
        for n, (stem, no_form) in enumerate(zip(found, is_restored.tolist(), strict=True))
        if stem is None and not no_form
    ]
    for n, stem in zip(unknown, rule_stems([written[n] for n in unknown]), strict=True):
        found[n] = stem
    return found


def _greatest(groups: Integers, *ranks: Integers) -> Integers:
    """Give the places of those that have the greatest ranks of their group, more than one if equal.

    >>> _greatest(np.array([7, 5, 7, 7]), np.array([1, 3, 2, 2]), np.array([9, 0, 4, 4])).tolist()
    [1, 2, 3]
    """
    order = np.lexsort((*reversed(ranks), groups))
    last = np.searchsorted(groups[order], groups[order], "right") - 1
    is_best = np.ones(len(order), bool)
    for rank in ranks:
        is_best &= rank[order] == rank[order][last]
    return np.asarray(order[is_best])


def _leading(stems: Sequence[str], counts: Integers) -> Flags:
    """Say which stems are more frequent than each other with their key: their forms stay.

    >>> _leading(["لغه", "لغت", "قلم", "قلمي"], np.array([9, 4, 1, 1])).tolist()
    [True, False, False, False]
    """
    own = keys(stems)
    last = dict(zip(own, range(len(own)), strict=True))
    groups = np.fromiter(map(last.__getitem__, own), np.int64, len(own))
    best = _greatest(groups, counts)
    found = np.zeros(len(own), bool)
    found[best] = np.bincount(groups[best])[groups[best]] == 1
    return found
