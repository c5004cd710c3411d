"""What is known of a segment's words from the last build: their counts, keys and families?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import Families, key
from sitegen.build.reading import Reading
from sitegen.build.spill import Blob, SpillReader
from sitegen.index.lexicon import PROCLITICS, count_prefixes, units_of_form
from sitegen.index.plan import Counts, Totals
from sitegen.index.spelling import full_list, often, units_of_word


@dataclass(frozen=True, slots=True)
class Words:
    """The forms of a segment: their counts, spellings, keys and families.

    ``prefixes`` count what stands before shorter readings. A clean build leaves the keys to the
    first one that needs them.
    """

    forms: list[str]
    occurrences: NDArray[np.int64]
    documents: NDArray[np.int64]
    spellings: Mapping[str, int]
    families: list[str]
    protected: frozenset[str]
    keys: list[str]
    prefixes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Moved:
    """What other words changed: first letters of keys, and parts of the lists of words."""

    letters: frozenset[str]
    units: frozenset[str]


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


def grouped(counts: Counts, protected: Collection[str], last: Words | None) -> Grouped:
    """Group the forms of a segment, from what the *last* build knew where it did."""
    if last is None:
        made = Families.from_counts(counts.occurrences, protected)
        prefixes: Mapping[str, int] = count_prefixes(counts.documents, counts.documents)
        return Grouped(made, _words(counts, made, [], prefixes), None, _listing(counts, prefixes))
    forms, documents = last.forms, dict(zip(last.forms, last.documents.tolist(), strict=True))
    before = dict(zip(forms, last.occurrences.tolist(), strict=True))
    changed = _changed(before, counts.occurrences)
    touched = {*changed, *_changed(documents, counts.documents)}
    touched |= {form for form, _ in last.spellings.items() ^ counts.spellings.items()}
    keys = dict(zip(forms, last.keys or map(key, forms), strict=True))
    keys |= {form: key(form) for form in changed if form not in keys}
    known = dict(zip(forms, last.families, strict=True))
    made = Families(known, last.protected).updated(counts.occurrences, protected, changed, keys)
    others = {form for form, family in made.known.items() if known.get(form) != family}
    others.update(form for form in changed if form not in made.known)
    prefixes = _prefixes(last, documents, counts.documents)
    units = {unit for form in touched for unit in (*units_of_word(form), *units_of_form(form))}
    moved = Moved(frozenset(keys[form][:1] for form in others), frozenset(units))
    ordered = [keys[form] for form in counts.occurrences]
    return Grouped(made, _words(counts, made, ordered, prefixes), moved, _listing(counts, prefixes))


def _listing(counts: Counts, prefixes: Mapping[str, int]) -> Listing:
    forms, least = often(counts.occurrences)
    return Listing(least, full_list(len(forms)), tuple(sorted(prefixes)))


def _changed(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """List the forms that are counted otherwise now."""
    found = [form for form, count in after.items() if before.get(form) != count]
    return found + [form for form in before if form not in after]


def _prefixes(
    last: Words, before: Mapping[str, int], after: Mapping[str, int]
) -> Mapping[str, int]:
    """Count the prefixes anew: of forms that came or went, and of those that hide them."""
    moved = before.keys() ^ after.keys()
    hiding = {letters + form for form in moved for letters in PROCLITICS}
    some = [*moved, *(form for form in hiding if form not in moved)]
    found = Counter(last.prefixes)
    found.subtract(count_prefixes((form for form in some if form in before), before))
    found.update(count_prefixes((form for form in some if form in after), after))
    return +found


def _words(
    counts: Counts, families: Families, keys: list[str], prefixes: Mapping[str, int]
) -> Words:
    forms = list(counts.occurrences)
    return Words(
        forms,
        np.fromiter(counts.occurrences.values(), np.int64, len(forms)),
        np.fromiter(counts.documents.values(), np.int64, len(forms)),
        counts.spellings,
        list(map(families.known.__getitem__, forms)),
        families.protected,
        keys,
        prefixes,
    )


def totals_of(
    readings: Iterable[Reading],
    new: Collection[int],
    last: Mapping[str, Totals],
    gone: Mapping[str, Sequence[Totals]],
) -> dict[str, Totals]:
    """Sum the counts of forms over batches, for each segment of the index.

    Where the sums of the *last* build are known, what has *gone* is taken from them, and only
    batches that are *new*, by their places, are added.
    """
    parts: defaultdict[str, list[tuple[int, Blob]]] = defaultdict(list)
    for n, reading in enumerate(readings):
        for path, part in reading.segments.items():
            parts[path].append((n, part.totals))
    found = {}
    with SpillReader() as spilled:
        for path, blobs in parts.items():
            base = last.get(path)
            if base is None:
                found[path] = Totals.sum(spilled.get(blob) for _, blob in blobs)
                continue
            for some in gone.get(path, ()):
                base = base.minus(some)
            more = [spilled.get(blob) for n, blob in blobs if n in new]
            found[path] = Totals.sum([base, *more]) if more else base
    return found


def counts_of(totals: Mapping[str, Totals]) -> dict[str, Counts]:
    """Give the counts of forms of each segment."""
    return {path: Counts.of([one]) for path, one in totals.items()}
