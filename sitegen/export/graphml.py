"""How does the graph of who is named together leave? As GraphML (http://graphml.graphdrawing.org).

Nodes are the entities that the archive names; an edge joins two that documents name together, and
bears how many such documents there are.
"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitegen.model import Entity, EntityId

MOST_EDGES = 200_000
MOST_NAMED = 64  # a document that names more is a list: it tells nothing of who belongs together
_AT_ONCE = 2_000_000  # pairs

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Pairs of numbers, ascending, and the documents that name both: at least ``least``."""

    first: Numbers
    second: Numbers
    counts: Numbers
    least: int


def pairs_of(documents: Iterable[Sequence[int]], n_entities: int) -> Edges:
    """Count the documents of each pair; a document is its entities' numbers, each once.

    Documents of one entity, or of over 64, count for nothing. Kept are pairs of two documents or
    more; of more still, where they would be over 200,000.

    >>> found = pairs_of([[0, 1, 2], [1, 0], [2]], 3)
    >>> found.first.tolist(), found.second.tolist(), found.counts.tolist()
    ([0], [1], [2])
    """
    held, counts = _counted(documents, n_entities)
    least = 2
    if (counts >= least).sum() > MOST_EDGES:
        least = int(np.sort(counts)[-MOST_EDGES]) + 1
    kept = counts >= least
    return Edges(held[kept] // n_entities, held[kept] % n_entities, counts[kept], least)


def among(edges: Edges, documents: Iterable[Sequence[int]], n_entities: int) -> Edges:
    """Give those of *edges* that join two whom one of some *documents* names, counts as they are.

    >>> every = pairs_of([[0, 1], [0, 1], [1, 2], [1, 2]], 3)
    >>> found = among(every, [[2, 1]], 3)
    >>> found.first.tolist(), found.second.tolist(), found.counts.tolist()
    ([1], [2], [2])
    """
    some, _ = _counted(documents, n_entities)
    kept = np.isin(edges.first * n_entities + edges.second, some)
    return Edges(edges.first[kept], edges.second[kept], edges.counts[kept], edges.least)


def _counted(documents: Iterable[Sequence[int]], n_entities: int) -> tuple[Numbers, Numbers]:
    """Give the pairs of all documents, coded as one number, ascending, and how many have each."""
    waiting: defaultdict[int, list[Sequence[int]]] = defaultdict(list)
    held, counts = np.empty(0, np.int64), np.empty(0, np.int64)
    n_waiting = 0
    for numbers in documents:
        if 2 <= len(numbers) <= MOST_NAMED:
            waiting[len(numbers)].append(sorted(numbers))
            n_waiting += len(numbers) * (len(numbers) - 1) // 2
        if n_waiting > _AT_ONCE:
            held, counts = _added(held, counts, waiting, n_entities)
            waiting.clear()
            n_waiting = 0
    return _added(held, counts, waiting, n_entities)


def _added(
    held: Numbers, counts: Numbers, waiting: Mapping[int, Sequence[Sequence[int]]], n_entities: int
) -> tuple[Numbers, Numbers]:
    """Add the pairs of documents that wait, those of one length together."""
    codes, weights = [held], [counts]
    for length, documents in sorted(waiting.items()):
        table = np.array(documents, np.int64)
        one, other = np.triu_indices(length, 1)
        codes.append((table[:, one] * n_entities + table[:, other]).ravel())
        weights.append(np.ones(len(codes[-1]), np.int64))
    every = np.concatenate(codes)
    if not len(every):
        return held, counts
    order = np.argsort(every, kind="stable")
    every = every[order]
    starts = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1])))
    return every[starts], np.add.reduceat(np.concatenate(weights)[order], starts)


def graphml(
    entities: Sequence[tuple[Entity, str, int]],
    documents: Iterable[Sequence[EntityId]],
    *,
    counted: str = "mentions",
    late: Iterable[Sequence[EntityId]] | None = None,
) -> Iterator[bytes]:
    """Write the graph: *entities* with address and a number, and whom each document names.

    *counted* says what the numbers of the entities are. Of all pairs only those that *late*
    documents name are written, where these are given.
    """
    number = {entity.id: n for n, (entity, _, _) in enumerate(entities)}
    n_entities = max(1, len(entities))
    edges = pairs_of(_numbered(documents, number), n_entities)
    if late is not None:
        edges = among(edges, _numbered(late, number), n_entities)
    yield _head(edges.least, counted)
    for n, (entity, url, count) in enumerate(entities):
        yield (
            f'<node id="n{n}"><data key="id">{_text(entity.id)}</data>'
            f'<data key="label">{_text(entity.heading)}</data>'
            f'<data key="type">{entity.type.value}</data>'
            f'<data key="{counted}">{count}</data>'
            f'<data key="url">{_text(url)}</data></node>\n'
        ).encode()
    rows = zip(edges.first.tolist(), edges.second.tolist(), edges.counts.tolist(), strict=True)
    for one, other, count in rows:
        yield (
            f'<edge source="n{one}" target="n{other}"><data key="documents">{count}</data></edge>\n'
        ).encode()
    yield b"</graph></graphml>\n"


def _numbered(
    documents: Iterable[Sequence[EntityId]], number: Mapping[EntityId, int]
) -> Iterator[list[int]]:
    for names in documents:
        yield [number[name] for name in names if name in number]


def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _head(least: int, counted: str) -> bytes:
    both = "all" if counted == "documents" else "edge"
    keys = (
        ("id", "node", "string"), ("label", "node", "string"), ("type", "node", "string"),
        *(() if both == "all" else ((counted, "node", "int"),)), ("url", "node", "string"),
        ("documents", both, "int"),
    )  # fmt: skip
    declared = "".join(
        f'<key id="{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n'
        for name, of, kind in keys
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        f"<desc>Pairs named together in {least} documents or more; documents that name over "
        f"{MOST_NAMED} are left out.</desc>\n"
        f'{declared}<graph edgedefault="undirected">\n'
    ).encode()
