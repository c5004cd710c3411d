"""Which documents have a collection, author, entity ...? (docs/index-format.md, section 9)"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sitegen.index.format import File, checksum, put_file, to_json
from sitegen.index.plan import Segment
from sitegen.index.varint import encode, encode_each
from sitegen.model import Card

BUCKET = 24_000  # characters of rows that one file takes
MOST_BUCKETS = 256

Values = Mapping[str, Sequence[tuple[str, str]]]  # field -> (value, label)


def values_of(
    card: Card,
    headings: Mapping[str, str],
    collections: Mapping[str, str],
    own: Mapping[str, Sequence[str]] | None = None,
    kind_name: Callable[[str], str] = str,
) -> Values:
    """Give a document's values of every field, with their labels.

    *headings* are the entities', *collections* the collections' titles, *own* the archive's own
    facets; *kind_name* says what a kind is called in the interface.
    """
    authors = [
        (agent.entity, headings.get(agent.entity, agent.name))
        if agent.entity
        else (agent.name, agent.name)
        for agent in card.authors
    ]
    found: dict[str, list[tuple[str, str]]] = {
        "collection": [(card.collection, collections.get(card.collection, card.collection))],
        "section": [(card.section, card.section)],
        "author": authors,
        "entity": [(entity, headings.get(entity, entity)) for entity in card.entities],
        "kind": [(card.kind, kind_name(card.kind))],
        "lang": [(card.lang, card.lang)],
        "subject": [(subject, subject) for subject in card.subjects],
    }
    for name, values in (own or {}).items():
        found[name] = [(value, value) for value in values]
    return {name: kept for name, pairs in found.items() if (kept := [p for p in pairs if p[0]])}


def steps(numbers: Sequence[int]) -> list[int]:
    """Give ascending numbers as the first, then differences minus 1.

    >>> steps([3, 4, 9])
    [3, 0, 4]
    """
    return [number - before - 1 for before, number in zip([-1, *numbers], numbers, strict=False)]


def encode_facets(
    segment: Segment, documents: Sequence[Values], days: Sequence[int]
) -> tuple[list[File], dict[str, int]]:
    """Write a segment's facets, and give each field's number of buckets.

    *documents* are the values of each document in order, *days* the first days of the dated ones.
    """
    files: list[File] = []
    buckets: dict[str, int] = {}
    for field in sorted({name for values in documents for name in values}):
        column = [values.get(field, ()) for values in documents]
        buckets[field], found = _field_files(segment, field, column)
        files += found
    if days:
        between = [day - before for before, day in zip([0, *days], days, strict=False)]
        path = f"{segment.path}facet/days"
        files.append(put_file(path, segment.numbering, to_json([encode(between)])))
    return files, buckets


def _field_files(
    segment: Segment, field: str, column: Sequence[Sequence[tuple[str, str]]]
) -> tuple[int, list[File]]:
    numbers: dict[str, list[int]] = {}
    labels: dict[str, str] = {}
    for number, pairs in enumerate(column):
        for value, label in dict(pairs).items():
            numbers.setdefault(value, []).append(number)
            labels[value] = label
    order = sorted(numbers)
    lists = encode_each([steps(numbers[value]) for value in order])
    rows = {
        value: to_json([value, labels[value], len(numbers[value]), text])
        for value, text in zip(order, lists, strict=True)
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
    place = {value: row for row, value in enumerate(rows)}
    counted = [sorted(place[value] for value in dict(pairs)) for pairs in column]
    values = [text for value in rows for text in (value, labels[value])]
    body = to_json([values, encode(n for row in counted for n in (len(row), *steps(row)))])
    return n_buckets, [*files, put_file(f"{path}-column", segment.numbering, body)]


def _buckets(rows: Mapping[str, str], n_buckets: int) -> Iterator[tuple[str, list[str]]]:
    if n_buckets == 1:
        yield "", list(rows.values())
        return
    buckets: list[list[str]] = [[] for _ in range(n_buckets)]
    for value, row in rows.items():
        buckets[checksum(value) % n_buckets].append(row)
    for number, bucket in enumerate(buckets):
        yield f"-{number}", bucket
