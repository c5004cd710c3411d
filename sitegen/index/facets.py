"""Which documents have a collection, author, entity ...? (docs/index-format.md, section 9)

What all documents have of a field is one list of values, so that the numbers of a hundred
thousand documents are written as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.format import File, checksum, put_file, to_json
from sitegen.index.plan import Segment
from sitegen.index.varint import encode, encode_array
from sitegen.model import Agent

BUCKET = 24_000  # characters of rows that one file takes
MOST_BUCKETS = 256

Integers = NDArray[np.int64]
Values = Mapping[str, Sequence[tuple[str, str]]]  # field -> (value, label)


@dataclass(frozen=True, slots=True)
class Facet:
    """A field: the values of all documents, one behind the other, and how many each has.

    A value without a character is none. ``labels`` are those of all values.
    """

    values: Sequence[str]
    sizes: Sequence[int]
    labels: Mapping[str, str]


def facets_of(documents: Sequence[Values]) -> dict[str, Facet]:
    """Give the fields of documents of which each says its values itself.

    >>> facets_of([{"kind": [("poem", "قصيدة")]}, {}])["kind"]
    Facet(values=['poem'], sizes=[1, 0], labels={'poem': 'قصيدة'})
    """
    found = {}
    for name in sorted({name for values in documents for name in values}):
        column = [values.get(name, ()) for values in documents]
        pairs = list(chain.from_iterable(column))
        found[name] = Facet([value for value, _ in pairs], list(map(len, column)), dict(pairs))
    return found


class Told(NamedTuple):
    """What documents tell of themselves, each in its place, as their cards have it."""

    collections: Sequence[str]
    sections: Sequence[str]
    authors: Sequence[Sequence[Agent]]
    entities: Sequence[Sequence[str]]
    kinds: Sequence[str]
    langs: Sequence[str]
    subjects: Sequence[Sequence[str]]
    own: Sequence[Mapping[str, Sequence[str]]]


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

    def single(values: Sequence[str], label_of: Callable[[str], str] = str) -> Facet:
        return Facet(values, [1] * len(values), {one: label_of(one) for one in {*values}})

    def many(values: Sequence[Sequence[str]], labels: Mapping[str, str]) -> Facet:
        every = list(chain.from_iterable(values))
        sizes = list(map(len, values))
        return Facet(every, sizes, {one: labels.get(one, one) for one in {*every}})

    writers = list(chain.from_iterable(told.authors))
    found = {
        "collection": single(told.collections, lambda one: collections.get(one, one)),
        "section": single(told.sections),
        "author": Facet(
            [agent.entity or agent.name for agent in writers],
            list(map(len, told.authors)),
            {
                agent.entity or agent.name: headings.get(agent.entity, agent.name)
                if agent.entity
                else agent.name
                for agent in writers
            },
        ),
        "entity": many(told.entities, headings),
        "kind": single(told.kinds, kind_name),
        "lang": single(told.langs),
        "subject": many(told.subjects, {}),
    }
    for name in sorted(set(chain.from_iterable(told.own))):
        found[name] = many([own.get(name, ()) for own in told.own], {})
    return found


def encode_facets(
    segment: Segment, facets: Mapping[str, Facet], days: Sequence[int]
) -> tuple[list[File], dict[str, int]]:
    """Write a segment's facets, and give each field's number of buckets.

    *facets* are of all documents in order, *days* the first days of the dated ones.
    """
    files: list[File] = []
    buckets: dict[str, int] = {}
    for field, facet in sorted(facets.items()):
        if any(facet.values):
            buckets[field], found = _field_files(segment, field, facet)
            files += found
    if days:
        between = [day - before for before, day in zip([0, *days], days, strict=False)]
        path = f"{segment.path}facet/days"
        files.append(put_file(path, segment.numbering, to_json([encode(between)])))
    return files, buckets


def _field_files(segment: Segment, field: str, facet: Facet) -> tuple[int, list[File]]:
    order = sorted({*facet.values} - {""})
    labels = facet.labels
    numbers, documents = _pairs(facet, order)
    rows = {}
    dfs = np.bincount(numbers, minlength=len(order)).tolist()
    by_value = np.sort(numbers << 32 | documents)  # faster than to sort places
    lists = _ascending(by_value >> 32, by_value & 0xFFFFFFFF, len(order))
    for value, df, text in zip(order, dfs, lists, strict=True):
        rows[value] = to_json([value, labels[value], df, text])
    n_buckets = 1
    size = sum(map(len, rows.values()))
    while n_buckets < MOST_BUCKETS and size > 2 * BUCKET * n_buckets:
        n_buckets *= 2
    path = f"{segment.path}facet/{field}"
    files = [
        put_file(f"{path}{suffix}", segment.numbering, f"[{','.join(bucket)}]")
        for suffix, bucket in _buckets(rows, n_buckets)
    ]
    values = [text for value in rows for text in (value, labels[value])]
    body = to_json([values, _counted(documents, numbers, len(facet.sizes))])
    return n_buckets, [*files, put_file(f"{path}-column", segment.numbering, body)]


def _pairs(facet: Facet, order: Sequence[str]) -> tuple[Integers, Integers]:
    """Give the numbers of values by *order*, of each document ascending, each once; and whose."""
    place = {"": -1} | {value: n for n, value in enumerate(order)}
    numbers = np.fromiter(map(place.__getitem__, facet.values), np.int64, len(facet.values))
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
    values = np.insert(_steps(groups, numbers), np.cumsum(sizes) - sizes, sizes)
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
