"""What is known of a segment's words from the last build: their counts, keys and families?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from sitegen.arabic.stem import Families, key, keys, stem_fold
from sitegen.build.reading import Reading
from sitegen.build.spill import Blob, SpillReader
from sitegen.index.lexicon import PROCLITICS, count_prefixes
from sitegen.index.plan import Sum, Totals
from sitegen.index.spelling import full_list, often_in


@dataclass(frozen=True, slots=True)
class Words:
    """The families and keys of a segment's forms, in the order in which its totals have these.

    ``prefixes`` count what stands before shorter readings. A clean build leaves the keys to the
    first one that needs them.
    """

    families: list[str]
    protected: frozenset[str]
    keys: list[str]
    prefixes: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Tally:
    """The counts of a segment's forms, and those of the last build where it knew them.

    ``changed`` are the forms that are counted otherwise now.
    """

    totals: Totals
    last: Totals | None = None
    changed: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def occurrences(self) -> dict[str, int]:
        """How often each form occurs."""
        return dict(zip(self.totals.forms, self.totals.occurrences.tolist(), strict=True))

    @cached_property
    def documents(self) -> dict[str, int]:
        """How many documents have each form."""
        return dict(zip(self.totals.forms, self.totals.documents.tolist(), strict=True))


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
        len(self.keys)
        return self

    @cached_property
    def keys(self) -> dict[str, str]:
        """The key of each form."""
        return dict(zip(self.tally.totals.forms, keys(self.tally.totals.forms), strict=True))


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
    words = Words(families, made.protected, [], foreseen.prefixes)
    n_often, least = often_in(tally.totals.forms, tally.totals.occurrences)
    return Grouped(made, words, None, _listing(least, n_often, foreseen.prefixes))


def regrouped(tally: Tally, protected: Collection[str], last: Words) -> Grouped:
    """Group the forms of a segment, from what the *last* build knew of them."""
    was, totals = tally.last or tally.totals, tally.totals
    forms = totals.forms
    n_often, least = often_in(forms, totals.occurrences)
    if was is totals and last.keys and frozenset(map(stem_fold, protected)) == last.protected:
        families = Families(dict(zip(forms, last.families, strict=True)), last.protected)
        return Grouped(families, last, NOTHING_MOVED, _listing(least, n_often, last.prefixes))
    known = dict(zip(was.forms, last.families, strict=True))
    key_of = dict(zip(was.forms, last.keys or map(key, was.forms), strict=True))
    for form in tally.changed:
        if form not in tally.occurrences:
            del key_of[form]
        elif form not in key_of:
            key_of[form] = key(form)
    made = Families(known, last.protected).updated(
        tally.occurrences, protected, tally.changed, key_of
    )
    others = {form for form, family in made.again.items() if known.get(form) != family}
    others.update(form for form in tally.changed if form not in made.families.known)
    prefixes = _prefixes(last, tally)
    words = Words(
        list(map(made.families.known.__getitem__, forms)),
        made.families.protected,
        list(map(key_of.__getitem__, forms)),
        prefixes,
    )
    moved = Moved(tally.changed, {form: known.get(form, "") for form in others})
    return Grouped(made.families, words, moved, _listing(least, n_often, prefixes))


def _listing(least: int, n_often: int, prefixes: Mapping[str, int]) -> Listing:
    return Listing(least, full_list(n_often), tuple(sorted(prefixes)))


def _prefixes(last: Words, tally: Tally) -> Mapping[str, int]:
    """Count the prefixes anew: of forms that came or went, and of those that hide them."""
    if tally.last is None or not tally.changed:
        return last.prefixes
    was = tally.last.of_forms(tally.changed)
    moved = {form for form in tally.changed if (form in was) != (form in tally.documents)}
    if not moved:
        return last.prefixes
    before, after = set(tally.last.forms), tally.documents
    hiding = {letters + form for form in moved for letters in PROCLITICS}
    some = moved | hiding
    found = Counter(last.prefixes)
    found.subtract(count_prefixes((form for form in some if form in before), before))
    found.update(count_prefixes((form for form in some if form in after), after))
    return +found


class Sums:
    """The counts of forms of each segment: as the last build knew them, else summed as they come.

    So they are summed while other processes still read.
    """

    def __init__(self, last: Mapping[str, Totals], readings: Iterable[Reading] = ()) -> None:
        self.last = last
        self._sums: dict[str, Sum] = {}
        for reading in readings:
            self.add(reading)

    def add(self, reading: Reading) -> None:
        """Add a batch to the sums of segments that the last build did not know."""
        with SpillReader() as spilled:
            for path, part in reading.segments.items():
                if path not in self.last:
                    self._sums.setdefault(path, Sum()).add(spilled.get(part.totals))

    def take(self, path: str) -> Totals:
        """Give the sum of a segment, once."""
        return self._sums.pop(path).total()


def tallies_of(
    readings: Iterable[Reading],
    new: Collection[int],
    sums: Sums,
    gone: Mapping[str, Sequence[Totals]],
) -> dict[str, Tally]:
    """Count the forms of all batches, for each segment of the index.

    Where the sums of the last build are known, what has *gone* is taken from them, and only
    batches that are *new*, by their places, are added.
    """
    parts: defaultdict[str, list[tuple[int, Blob]]] = defaultdict(list)
    for n, reading in enumerate(readings):
        for path, part in reading.segments.items():
            parts[path].append((n, part.totals))
    found = {}
    with SpillReader() as spilled:
        for path, blobs in parts.items():
            base = sums.last.get(path)
            if base is None:
                found[path] = Tally(sums.take(path))
                continue
            more = [spilled.get(blob) for n, blob in blobs if n in new]
            now, changed = base.changed(gone.get(path, ()), more)
            found[path] = Tally(now, base, changed)
    return found
