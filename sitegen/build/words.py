"""What is known of a segment's words from the last build: their counts, keys and families?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.families import Families, stems_of
from sitegen.arabic.rules import SHORT_NAME
from sitegen.arabic.stem import key, keys, stem_fold
from sitegen.build.columns import among
from sitegen.build.tallies import Before, ByForm, Tally
from sitegen.index.lexicon import PROCLITICS, count_prefixes
from sitegen.index.spelling import full_list, listed_all, often_in
from sitegen.index.totals import Totals
from sitegen.index.vocabulary import apart, lean, names_of, together

Integers = NDArray[np.int64]


class Repeated(Sequence[str]):
    """Words of which many are alike: each once, and for each place the number of one.

    >>> families = Repeated.of(["كتب", "قلم", "كتب"])
    >>> families[2], len(families), families.words, list(families)
    ('كتب', 3, ['كتب', 'قلم'], ['كتب', 'قلم', 'كتب'])
    """

    def __init__(self, words: list[str], numbers: Integers) -> None:
        self.words = words
        self._numbers = numbers  # -1 where no word stands yet

    def __reduce__(self) -> tuple[Callable[..., Repeated], tuple[Any, ...]]:
        return _repeated, (*together(self.words), lean(self._numbers))

    @classmethod
    def of(cls, words: Iterable[str]) -> Repeated:
        """Give each word a number, in the order in which they are met."""
        number: dict[str, int] = {}
        numbers = [number.setdefault(word, len(number)) for word in words]
        return cls(list(number), np.array(numbers, np.int64))

    def __getitem__(self, place: Any) -> Any:
        number = self._numbers.item(place)
        return self.words[number] if number >= 0 else ""

    def __len__(self) -> int:
        """Give the number of places."""
        return len(self._numbers)

    def carried(self, stay: NDArray[np.bool_], n_new: int) -> Repeated:
        """Give what stays, and behind it places without a word."""
        return Repeated(self.words, np.append(self._numbers[stay], np.full(n_new, -1)))

    def put(self, others: Mapping[int, str]) -> None:
        """Put other words at some places.

        >>> some = Repeated.of(["كتب", "قلم"]).carried(np.array([False, True]), 1)
        >>> some.put({1: "لغه"})
        >>> list(some)
        ['قلم', 'لغه']
        """
        if others:
            number = dict(zip(self.words, range(len(self.words)), strict=True))
            for place, word in others.items():
                self._numbers[place] = number.setdefault(word, len(number))
            self.words = list(number)


def _repeated(text: str, size: int, numbers: NDArray[Any]) -> Repeated:
    return Repeated(apart(text, size), numbers.astype(np.int64, copy=False))


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The families and keys of a segment's forms, in the order in which its totals have these.

    Keys and the forms' own stems are named (:func:`sitegen.index.vocabulary.names_of`), a stem with
    0 until it is asked for; ``listed`` are the forms that lists of words may have; ``prefixes``
    count what stands before shorter readings.
    """

    families: Repeated
    protected: frozenset[str]
    keys: Integers
    prefixes: Mapping[str, int]
    listed: NDArray[np.bool_]
    stems: Integers


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
    stems: Integers  # the names of forms' own, for the next build

    @classmethod
    def of(cls, tally: Tally, protected: Collection[str]) -> Foreseen:
        """Group the forms of a segment as if no other words than these were *protected*."""
        names = frozenset(map(stem_fold, protected))
        stems = stems_of(tally.occurrences, names)
        families = Families.from_stems(stems, tally.occurrences, names)
        prefixes = count_prefixes(tally.documents, tally.documents)
        return cls(tally, families, prefixes, names_of([*stems.values()]))

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
    stems, names = foreseen.stems, frozenset(map(stem_fold, protected))
    if names != made.protected:
        others = names_of([*{key(name) for name in names ^ made.protected}])
        stems = np.where(among(foreseen.named_keys, others), 0, stems)
        made = made.updated(tally.occurrences, protected, (), foreseen.keys).families
    families = Repeated.of(map(made.known.__getitem__, tally.totals.forms))
    listed = listed_all(tally.totals.forms)
    words = Words(families, made.protected, foreseen.named_keys, foreseen.prefixes, listed, stems)
    return Grouped(made, words, None, _listing(words, tally.totals))


def regrouped(tally: Tally, protected: Collection[str], last: Words) -> Grouped:
    """Group the forms of a segment, from what the *last* build knew of them.

    All that a form's family depends on has the form's key, and most of it is which stem is more
    frequent than which: so forms are grouped anew only where that is no longer as it was, where
    one with their key came or went, or a name is no longer, or newly, protected.
    """
    totals, names = tally.totals, frozenset(map(stem_fold, protected))
    if not tally.changed and names == last.protected:
        return Grouped(_families(tally, last), last, NOTHING_MOVED, _listing(last, totals))
    gone = {form: tally.was_at(form) for form in tally.changed if form not in tally.place}
    gone = {form: place for form, place in gone.items() if place >= 0}
    stay = np.ones(len(last.families), bool)
    stay[[*gone.values()]] = False
    words = _carried(tally, last, names, stay)
    moved = {form: last.families[place] for form, place in gone.items()}
    at = _again(tally, words, last, stay)
    counts = {totals.forms[n]: int(totals.occurrences[n]) for n in at.tolist()}
    found = Families.from_counts(counts, names).known
    others = {
        n: family
        for n, family in zip(at.tolist(), found.values(), strict=True)
        if words.families[n] != family
    }
    moved |= {totals.forms[n]: words.families[n] for n in others}
    words.families.put(others)
    made = _families(tally, words)
    return Grouped(made, words, Moved(tally.changed, moved), _listing(words, totals))


def _again(tally: Tally, words: Words, last: Words, stay: NDArray[np.bool_]) -> Integers:
    """Give the places of the forms that are to be grouped anew."""
    totals, names = tally.totals, words.protected
    before = np.zeros(len(totals.forms), np.int64)
    before[: int(stay.sum())] = (tally.last or totals).occurrences[stay]
    other = {form for form in tally.changed if (form in Before(tally)) != (form in tally.place)}
    sure = {*map(key, other), *map(key, names ^ last.protected)}
    touched = names_of([*sure, *{key(form) for form in tally.changed - other}])
    at = np.flatnonzero(among(words.keys, touched))
    rarer = _rarer(tally, words, at, before)
    is_sure = among(words.keys[at], np.append(names_of([*sure]), rarer))
    words.stems[at[is_sure]] = 0  # they may be cut otherwise now
    rest = at[~is_sure]
    _find_stems(words, rest[words.stems[rest] == 0], tally)
    columns = (words.keys, words.stems, before, totals.occurrences)
    moved = reordered(*(column[rest] for column in columns))
    return at[is_sure | among(words.keys[at], moved)]


def _rarer(tally: Tally, words: Words, at: Integers, before: Integers) -> Integers:
    """Name the keys in which a short name is as frequent as a form now and was not, or was.

    Whether a form hides such a name is decided by that. *at* are the places of the forms that are
    looked at, *before* all counts as they were.
    """
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for name in words.protected:
        if len(name) <= SHORT_NAME:
            by_key[key(name)].append(name)
    own = names_of([*by_key])
    here = at[among(words.keys[at], own)]
    here = here[np.argsort(words.keys[here], kind="stable")]
    keys_here, after = words.keys[here], tally.totals.occurrences
    starts, ends = (np.searchsorted(keys_here, own, side).tolist() for side in ("left", "right"))
    found = []
    for one, names, start, end in zip(own.tolist(), by_key.values(), starts, ends, strict=True):
        some = here[start:end]
        for name in names if len(some) else ():
            place = tally.place.get(name)
            was, now = (0, 0) if place is None else (before[place], after[place])
            if ((before[some] <= was) != (after[some] <= now)).any():
                found.append(one)
    return np.array(found, np.int64)


def _find_stems(words: Words, at: Integers, tally: Tally) -> None:
    """Find the own stems of forms at some places; counts decide only which hide a short name."""
    forms = dict.fromkeys(map(tally.totals.forms.__getitem__, at.tolist()), 1)
    words.stems[at] = names_of([*stems_of(forms, words.protected, tally.occurrences).values()])


def reordered(groups: Integers, stems: Integers, before: Integers, after: Integers) -> Integers:
    """Say in which groups some stem is more, or less, frequent than another and was not before.

    Repeateds run along forms: their group, their stem, their count before and after.

    >>> groups, stems = np.array([1, 1, 1, 2]), np.array([5, 5, 6, 7])
    >>> reordered(groups, stems, np.array([1, 1, 3, 1]), np.array([2, 1, 3, 9]))
    array([1])
    """
    order = np.lexsort((stems, groups))
    groups, stems = groups[order], stems[order]
    new = np.ones(len(groups), bool)
    new[1:] = (groups[1:] != groups[:-1]) | (stems[1:] != stems[:-1])
    firsts = np.flatnonzero(new)
    was, now = (np.add.reduceat(counts[order], firsts) for counts in (before, after))
    groups = groups[firsts]
    order = np.lexsort((now, was, groups))
    groups, was, now = groups[order], was[order], now[order]
    moved = np.sign(np.diff(was)) != np.sign(np.diff(now))
    found = groups[1:][moved & (groups[1:] == groups[:-1])]  # ascending
    return np.asarray(found[np.append(True, found[1:] != found[:-1])[: len(found)]])


def _families(tally: Tally, words: Words) -> Families:
    return Families(ByForm(tally.place, words.families.__getitem__), words.protected)


def _carried(tally: Tally, last: Words, names: frozenset[str], stay: NDArray[np.bool_]) -> Words:
    """Give the columns of what stays, and behind it forms that came, of no family."""
    new = tally.totals.forms[int(stay.sum()) :]
    return Words(
        last.families.carried(stay, len(new)),
        names,
        np.concatenate((last.keys[stay], names_of(keys(new)))),
        _prefixes(last, tally),
        np.concatenate((last.listed[stay], listed_all(new))),
        np.concatenate((last.stems[stay], np.zeros(len(new), np.int64))),
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
