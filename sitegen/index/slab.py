"""What is written of some keys: the postings of all runs, sorted as shards have them.

The forms of a piece are told apart by their names, numbers that are the same in every run
(:func:`sitegen.index.vocabulary.names_of`); of equal ones one is read. A slab is a range of keys,
of a bounded number of words, so that a frequent letter is never held whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from sitegen.index.invert import Run
from sitegen.index.plan import Segment
from sitegen.index.scores import levels_of

LEVELS = 16
_AT_A_TIME = 1 << 18  # words
_FEW = 4  # weights up to here have the levels of all documents ready

Integers = NDArray[np.int64]
_known_levels: WeakKeyDictionary[Segment, NDArray[np.uint8]] = WeakKeyDictionary()
Part = tuple[Run, Integers]  # a run, and the number in the segment of each of its documents


@dataclass(frozen=True, slots=True, eq=False)
class Slab:
    """Postings of some forms, sorted by (form, level descending, document)."""

    forms: list[str]
    keys: list[str]
    families: list[str]
    ranks: Integers
    levels: Integers
    documents: Integers
    counts: Integers
    in_title: NDArray[np.bool_]
    positions: Integers  # of all postings, in their order


@dataclass(frozen=True, slots=True, eq=False)
class _Forms:
    """The forms of some runs by key, family and form; of each run the places of its own."""

    keys: list[str]
    families: list[str]
    forms: list[str]
    places: list[Integers]


def slabs(segment: Segment, parts: Sequence[Part]) -> Iterator[Slab]:
    """Gather the postings of some keys from all runs, some hundred thousand words at a time."""
    known = _forms_in(segment, [run for run, _ in parts])
    for start, end in _ranges(known, parts) if known.forms else ():
        yield _slab(segment, known, parts, start, end)


def _forms_in(segment: Segment, runs: Sequence[Run]) -> _Forms:
    """Tell the forms of runs apart, and sort them."""
    names = _joined((run.names for run in runs), np.int64)
    order = np.argsort(names)
    new = np.ones(len(names), bool)
    new[1:] = names[order[1:]] != names[order[:-1]]
    firsts = order[new].tolist()
    forms = _picked((run.forms for run in runs), firsts)
    keys = _picked((run.keys for run in runs), firsts)
    families = segment.families.of_each(forms)
    rows = sorted(zip(keys, families, forms, range(len(forms)), strict=True))
    keys, families, forms, sorting = map(list, zip(*rows, strict=True)) if rows else ([],) * 4
    place = np.empty(len(rows), np.int64)
    place[sorting] = np.arange(len(rows))
    places = np.empty(len(names), np.int64)
    places[order] = place[np.cumsum(new) - 1]
    edges = np.cumsum([len(run.forms) for run in runs])[:-1]
    return _Forms(keys, families, forms, np.split(places, edges))


def _picked(lists: Iterable[list[str]], places: Iterable[int]) -> list[str]:
    """Give what stands at some places of lists that stand one behind the other."""
    return list(map(list(chain.from_iterable(lists)).__getitem__, places))


def _ranges(known: _Forms, parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Part the forms into ranges of a bounded number of words, whole keys together."""
    size = len(known.forms)
    if sum(len(run.positions) for run, _ in parts) <= _AT_A_TIME:
        yield 0, size
        return
    words = np.zeros(size + 1, np.int64)
    for (run, _), places in zip(parts, known.places, strict=True):
        words[places + 1] += run.totals()[0]
    before = np.cumsum(words)
    keys = known.keys
    edges = np.array([n for n in range(size) if not n or keys[n] != keys[n - 1]] + [size])
    first = 0
    while first < len(edges) - 1:
        full = before[edges[first]] + _AT_A_TIME
        last = max(first + 1, int(np.searchsorted(before[edges], full, "right")) - 1)
        yield int(edges[first]), int(edges[last])
        first = last


def _slab(segment: Segment, known: _Forms, parts: Sequence[Part], start: int, end: int) -> Slab:
    """Gather the postings of a range of forms from all runs, and sort them."""
    cuts = [
        (*_between(run, places, start, end), numbers)
        for (run, numbers), places in zip(parts, known.places, strict=True)
    ]
    ranks = _joined((np.repeat(at, np.diff(run.bounds)) for run, at, _ in cuts), np.int64)
    documents = _joined((numbers.take(run.documents) for run, _, numbers in cuts), np.int64)
    counts = _joined((run.counts for run, _, _ in cuts), np.int64)
    weights = counts
    if segment.ranking.title_count != 1:
        heavy = _joined((run.heavy for run, _, _ in cuts), np.int64)
        weights = counts + heavy * (segment.ranking.title_count - 1)
    lower = LEVELS - 1 - _levels(segment, weights, documents).astype(np.int64)
    packed = (ranks << 36) | (lower << 32) | documents
    order = np.argsort(packed)
    packed = packed.take(order)
    return Slab(
        forms=known.forms[start:end],
        keys=known.keys[start:end],
        families=known.families[start:end],
        ranks=packed >> 36,
        levels=LEVELS - 1 - (packed >> 32 & LEVELS - 1),
        documents=packed & 0xFFFFFFFF,
        counts=counts.take(order),
        in_title=_joined((run.in_title for run, _, _ in cuts), np.bool_).take(order),
        positions=_gathered(
            _joined((run.positions for run, _, _ in cuts), np.int64), counts, order
        ),
    )


def _between(run: Run, places: Integers, start: int, end: int) -> tuple[Run, Integers]:
    """Give what a run has of a range of forms, and the places of its forms in this."""
    first, last = (int(np.count_nonzero(places < edge)) for edge in (start, end))
    some = run if last - first == len(places) else run.cut(first, last)
    return some, places[first:last] - start


def _joined(arrays: Iterable[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *arrays], dtype=kind)


def _levels(segment: Segment, weights: Integers, documents: Integers) -> NDArray[np.uint8]:
    """Give the levels of postings."""
    found = _levels_of_few(segment).take(np.minimum(weights, _FEW) * segment.count + documents)
    many = np.flatnonzero(weights > _FEW)
    found[many] = _levels_of(segment, weights[many], segment.lengths[documents[many]])
    return found


def _levels_of_few(segment: Segment) -> NDArray[np.uint8]:
    """Give the levels of the least weights, from 0, in all documents: most postings have them."""
    found = _known_levels.get(segment)
    if found is None:
        weights = np.repeat(np.arange(_FEW + 1), segment.count)
        lengths = np.tile(segment.lengths, _FEW + 1)
        found = _levels_of(segment, weights, lengths).astype(np.uint8)  # that caches hold them
        _known_levels[segment] = found
    return found


def _levels_of(segment: Segment, weights: Integers, lengths: Integers) -> Integers:
    return levels_of(weights, lengths, segment.mean, segment.ranking.levels)


def _gathered(values: Integers, counts: Integers, order: Integers) -> Integers:
    """Reorder runs of *values*, run i of length ``counts[i]``, by *order*."""
    starts = np.cumsum(counts) - counts
    sizes = counts.take(order)
    before = starts.take(order) - (np.cumsum(sizes) - sizes)
    return values.take(np.repeat(before, sizes) + np.arange(len(values)))
