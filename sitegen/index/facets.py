"""Which documents have a collection, author, entity ...? (docs/index-format.md, section 9)

What all documents have of a field is one list of values, so that the numbers of a hundred
thousand documents are written as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.format import File, checksum, put_file, to_json
from sitegen.index.plan import Segment
from sitegen.index.varint import encode_array
from sitegen.model import Agent

BUCKET = 24_000  # characters of rows that one file takes
MOST_BUCKETS = 256

Integers = NDArray[np.int64]
Values = Mapping[str, Sequence[tuple[str, str]]]  # field -> (value, label)


@dataclass(frozen=True, slots=True)
class Facet:
    """A field: values, and by their numbers those of all documents, one behind the other.

    ``sizes`` say how many each document has. A value without a character is none. ``labels`` are
    those of all values that a document has.
    """

    values: Sequence[str]
    codes: NDArray[np.integer]
    sizes: Integers
    labels: Mapping[str, str]


class Coded(NamedTuple):
    """What all documents tell of one thing: values, by their numbers, and how many each has."""

    values: Sequence[Any]
    codes: NDArray[np.integer]
    sizes: Integers

    @classmethod
    def of(cls, lists: Sequence[Sequence[Any]]) -> Coded:
        """Give each value that documents list a number.

        >>> Coded.of([["شعر"], [], ["نقد", "شعر"]])
        Coded(values=['شعر', 'نقد'], codes=array([0, 1, 0]), sizes=array([1, 0, 2]))
        """
        number: dict[Any, int] = {}
        every = chain.from_iterable(lists)
        codes = np.array([number.setdefault(one, len(number)) for one in every], np.int64)
        return cls([*number], codes, np.fromiter(map(len, lists), np.int64))

    def facet(
        self, label_of: Callable[[Any], str] = str, value_of: Callable[[Any], str] = str
    ) -> Facet:
        """Make a field of it; where the labels of a value differ, the last document's is taken."""
        values = [value_of(one) for one in self.values]
        labels = {values[n]: label_of(self.values[n]) for n in self._by_last_met()}
        return Facet(values, self.codes, self.sizes, labels)

    def _by_last_met(self) -> list[int]:
        """Give the values that a document has, in the order in which they are met last."""
        last = np.full(len(self.values), -1, np.int64)
        last[self.codes] = np.arange(len(self.codes))
        order = np.argsort(last)
        found: list[int] = order[last[order] >= 0].tolist()
        return found


def facets_of(documents: Sequence[Values]) -> dict[str, Facet]:
    """Give the fields of documents of which each says its values itself.

    >>> facets_of([{"kind": [("poem", "قصيدة")]}, {}])["kind"]
    Facet(values=['poem'], codes=array([0]), sizes=array([1, 0]), labels={'poem': 'قصيدة'})
    """
    return {
        name: Coded.of([values.get(name, ()) for values in documents]).facet(
            itemgetter(1), itemgetter(0)
        )
        for name in sorted({name for values in documents for name in values})
    }


class Told(NamedTuple):
    """What documents tell of themselves, in order."""

    collections: Coded
    sections: Coded
    authors: Coded
    entities: Coded
    kinds: Coded
    langs: Coded
    subjects: Coded
    own: Mapping[str, Coded]


def facets_in(
    told: Told,
    headings: Mapping[str, str],
    collections: Mapping[str, str],
    kind_name: Callable[[str], str] = str,
) -> dict[str, Facet]:
    """Give the fields of documents, with their labels.

    *headings* are the entities', *collections* the collections' titles; *kind_name* says what a
    kind is called in the interface.
    """

    def heading(agent: Agent) -> str:
        return headings.get(agent.entity, agent.name) if agent.entity else agent.name

    return {
        "collection": told.collections.facet(lambda one: collections.get(one, one)),
        "section": told.sections.facet(),
        "author": told.authors.facet(heading, lambda agent: agent.entity or agent.name),
        "entity": told.entities.facet(lambda one: headings.get(one, one)),
        "kind": told.kinds.facet(kind_name),
        "lang": told.langs.facet(),
        "subject": told.subjects.facet(),
        **{name: some.facet() for name, some in sorted(told.own.items())},
    }


def encode_facets(
    segment: Segment, facets: Mapping[str, Facet], days: Sequence[int] | Integers
) -> tuple[list[File], dict[str, int]]:
    """Write a segment's facets, and give each field's number of buckets.

    *facets* are of all documents in order, *days* the first days of the dated ones.
    """
    files: list[File] = []
    buckets: dict[str, int] = {}
    for field, facet in sorted(facets.items()):
        if order := sorted(facet.labels.keys() - {""}):
            buckets[field], found = _field_files(segment, field, facet, order)
            files += found
    if len(days):
        between = np.array(days, np.int64)
        between[1:] -= between[:-1].copy()
        text = encode_array(between)[0].decode("ascii")
        files.append(put_file(f"{segment.path}facet/days", segment.numbering, f'["{text}"]'))
    return files, buckets


def _field_files(
    segment: Segment, field: str, facet: Facet, order: Sequence[str]
) -> tuple[int, list[File]]:
    told = {value: to_json([value, facet.labels[value]])[1:-1] for value in order}
    numbers, documents = _pairs(facet, order)
    dfs = np.bincount(numbers, minlength=len(order)).tolist()
    by_value = np.sort(numbers << 32 | documents)  # faster than to sort places
    lists = _ascending(by_value >> 32, by_value & 0xFFFFFFFF, len(order))
    rows = {
        value: f'[{said},{df},"{text}"]'  # no digit of ours is to be escaped
        for (value, said), df, text in zip(told.items(), dfs, lists, strict=True)
    }
    n_buckets = 1
    size = sum(map(len, rows.values()))
    while n_buckets < MOST_BUCKETS and size > 2 * BUCKET * n_buckets:
        n_buckets *= 2
    path = f"{segment.path}facet/{field}"
    files = [
        put_file(f"{path}{suffix}", segment.numbering, f"[{','.join(bucket)}]")
        for suffix, bucket in _buckets(rows, n_buckets)
    ]
    body = f'[[{",".join(told.values())}],"{_counted(documents, numbers, len(facet.sizes))}"]'
    return n_buckets, [*files, put_file(f"{path}-column", segment.numbering, body)]


def _pairs(facet: Facet, order: Sequence[str]) -> tuple[Integers, Integers]:
    """Give the numbers of values by *order*, of each document ascending, each once; and whose."""
    place = {value: n for n, value in enumerate(order)}
    numbers = np.array([place.get(value, -1) for value in facet.values], np.int64)[facet.codes]
    documents = np.repeat(np.arange(len(facet.sizes)), facet.sizes)
    pairs = (documents << 32 | numbers)[numbers >= 0]
    pairs.sort()
    is_new = np.ones(len(pairs), bool)
    is_new[1:] = pairs[1:] != pairs[:-1]
    pairs = pairs[is_new]
    return pairs & 0xFFFFFFFF, pairs >> 32


def _steps(groups: Integers, numbers: Integers) -> Integers:
    """Give numbers that ascend in each group as the first, then differences minus 1.

    >>> _steps(np.array([0, 0, 0, 1]), np.array([3, 4, 9, 2])).tolist()
    [3, 0, 4, 2]
    """
    steps = numbers.copy()
    goes_on = groups[1:] == groups[:-1]
    steps[1:][goes_on] -= numbers[:-1][goes_on] + 1
    return steps


def _ascending(groups: Integers, numbers: Integers, n_groups: int) -> list[str]:
    """Write the numbers of each group, all groups at once."""
    encoded, bounds = encode_array(_steps(groups, numbers))
    text = encoded.decode("ascii")
    edges = bounds[np.searchsorted(groups, np.arange(n_groups + 1))].tolist()
    return [text[a:b] for a, b in pairwise(edges)]


def _counted(groups: Integers, numbers: Integers, n_groups: int) -> str:
    """Write of each group how many numbers it has, then these.

    >>> _counted(np.array([0, 0, 2]), np.array([3, 4, 1]), 3)
    '#$  !!'
    """
    sizes = np.bincount(groups, minlength=n_groups)
    values = np.empty(len(numbers) + n_groups, np.int64)
    values[np.cumsum(sizes) - sizes + np.arange(n_groups)] = sizes
    values[np.arange(len(numbers)) + groups + 1] = _steps(groups, numbers)
    return encode_array(values)[0].decode("ascii")


def _buckets(rows: Mapping[str, str], n_buckets: int) -> Iterator[tuple[str, list[str]]]:
    if n_buckets == 1:
        yield "", list(rows.values())
        return
    buckets: list[list[str]] = [[] for _ in range(n_buckets)]
    for value, row in rows.items():
        buckets[checksum(value) % n_buckets].append(row)
    for number, bucket in enumerate(buckets):
        yield f"-{number}", bucket
