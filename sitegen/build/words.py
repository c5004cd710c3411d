"""What is known of a segment's words from the last build: their counts, keys and families?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import Families, key
from sitegen.build.reading import Reading
from sitegen.build.spill import Blob, SpillReader
from sitegen.index.plan import Counts, Totals


@dataclass(frozen=True, slots=True)
class Words:
    """The forms of a segment, how often each occurs, its key and its family.

    A clean build leaves the keys to the first one that needs them.
    """

    forms: list[str]
    occurrences: NDArray[np.int64]
    keys: list[str]
    families: list[str]
    protected: frozenset[str]


def families_of(
    counts: Mapping[str, int], protected: Collection[str], last: Words | None
) -> tuple[Families, Words]:
    """Group the forms of a segment, from what the *last* build knew where it did."""
    if last is None:
        made = Families.from_counts(counts, protected)
        return made, _known(counts, made, None)
    before = dict(zip(last.forms, last.occurrences.tolist(), strict=True))
    changed = [form for form, count in counts.items() if before.get(form) != count]
    changed += [form for form in before if form not in counts]
    keys = dict(zip(last.forms, last.keys or map(key, last.forms), strict=True))
    keys |= {form: key(form) for form in changed if form not in keys}
    known = dict(zip(last.forms, last.families, strict=True))
    made = Families(known, last.protected).updated(counts, protected, changed, keys)
    return made, _known(counts, made, keys)


def _known(counts: Mapping[str, int], families: Families, keys: Mapping[str, str] | None) -> Words:
    forms = list(counts)
    return Words(
        forms,
        np.fromiter(counts.values(), np.int64, len(forms)),
        list(map(keys.__getitem__, forms)) if keys else [],
        list(map(families.known.__getitem__, forms)),
        families.protected,
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
