"""How does the graph of who is named together leave? As GraphML (http://graphml.graphdrawing.org).

Nodes are the entities that the archive names; an edge joins two that documents name together, and
bears how many such documents there are.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

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


class Named(NamedTuple):
    """Whom documents name: numbers of entities one behind the other, and how many each names."""

    numbers: Numbers
    lengths: Numbers

    @classmethod
    def of(cls, documents: Iterable[Sequence[int]]) -> Named:
        """Put the numbers of documents one behind the other."""
        every = list(documents)
        numbers = np.fromiter(chain.from_iterable(every), np.int64)
        return cls(numbers, np.fromiter(map(len, every), np.int64))

    def known(self, number: Numbers) -> Named:
        """Give others a new *number*; those whose new one is -1 are left out."""
        numbers = number[self.numbers]
        kept = numbers >= 0
        ends = np.concatenate(([0], np.cumsum(kept)))[np.cumsum(self.lengths)]
        return Named(numbers[kept], np.diff(ends, prepend=0))


def pairs_of(documents: Named, n_entities: int) -> Edges:
    """Count the documents of each pair; a document names each entity once.

    Documents of one entity, or of over 64, count for nothing. Kept are pairs of two documents or
    more; of more still, where they would be over 200,000.

    >>> found = pairs_of(Named.of([[0, 1, 2], [1, 0], [2]]), 3)
    >>> found.first.tolist(), found.second.tolist(), found.counts.tolist()
    ([0], [1], [2])
    """
    held, counts = _counted(documents, n_entities)
    least = 2
    if (counts >= least).sum() > MOST_EDGES:
        least = int(np.sort(counts)[-MOST_EDGES]) + 1
    kept = counts >= least
    return Edges(held[kept] // n_entities, held[kept] % n_entities, counts[kept], least)


def among(edges: Edges, documents: Named, n_entities: int) -> Edges:
    """Give those of *edges* that join two whom one of some *documents* names, counts as they are.

    >>> every = pairs_of(Named.of([[0, 1], [0, 1], [1, 2], [1, 2]]), 3)
    >>> found = among(every, Named.of([[2, 1]]), 3)
    >>> found.first.tolist(), found.second.tolist(), found.counts.tolist()
    ([1], [2], [2])
    """
    some, _ = _counted(documents, n_entities)
    kept = np.isin(edges.first * n_entities + edges.second, some)
    return Edges(edges.first[kept], edges.second[kept], edges.counts[kept], edges.least)


def _counted(documents: Named, n_entities: int) -> tuple[Numbers, Numbers]:
    """Give the pairs of all documents, coded as one number, ascending, and how many have each."""
    held, counts = np.empty(0, np.int64), np.empty(0, np.int64)
    waiting: list[Numbers] = []
    for codes in _coded(documents, n_entities):
        waiting.append(codes)
        if sum(map(len, waiting)) > _AT_ONCE:
            held, counts = _added(held, counts, waiting)
            waiting.clear()
    return _added(held, counts, waiting)


def _coded(documents: Named, n_entities: int) -> Iterator[Numbers]:
    """Code the pairs of documents, those of documents of one length together, but no crowd."""
    numbers, lengths = documents
    starts = np.cumsum(lengths) - lengths
    for length in range(2, MOST_NAMED + 1):
        some = starts[lengths == length]
        one, other = np.triu_indices(length, 1)
        at_once = max(1, _AT_ONCE // len(one))
        for at in range(0, len(some), at_once):
            table = np.sort(numbers[some[at : at + at_once, None] + np.arange(length)], axis=1)
            yield (table[:, one] * n_entities + table[:, other]).ravel()


def _added(held: Numbers, counts: Numbers, codes: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Add coded pairs to those that are held."""
    every = np.sort(np.concatenate((np.empty(0, np.int64), *codes)))
    starts = _starts(every)
    new, times = every[starts], np.diff(starts, append=len(every))
    if not len(held):
        return new, times
    both, weights = np.concatenate((held, new)), np.concatenate((counts, times))
    order = np.argsort(both, kind="stable")
    both = both[order]
    starts = _starts(both)
    return both[starts], np.add.reduceat(weights[order], starts)


def _starts(ordered: Numbers) -> Numbers:
    """Give the places where another number begins."""
    return np.flatnonzero(np.concatenate((np.ones(len(ordered[:1]), bool), np.diff(ordered) != 0)))


def graphml(
    entities: Sequence[tuple[Entity, str, int]],
    names: Sequence[EntityId],
    documents: Named,
    *,
    counted: str = "mentions",
    late: Named | None = None,
) -> Iterator[bytes]:
    """Write the graph: *entities* with address and a number, and whom each document names.

    Documents name numbers of *names*, not all of which need be among the entities. *counted* says
    what the numbers of the entities are. Of all pairs only those that *late* documents name are
    written, where these are given.
    """
    number = {entity.id: n for n, (entity, _, _) in enumerate(entities)}
    n_entities = max(1, len(entities))
    numbers = np.array([number.get(name, -1) for name in names] or [-1], np.int64)
    edges = pairs_of(documents.known(numbers), n_entities)
    if late is not None:
        edges = among(edges, late.known(numbers), n_entities)
    yield _head(edges.least, counted)
    nodes = (
        f'<node id="n{n}"><data key="id">{_text(entity.id)}</data>'
        f'<data key="label">{_text(entity.heading)}</data>'
        f'<data key="type">{entity.type.value}</data>'
        f'<data key="{counted}">{count}</data>'
        f'<data key="url">{_text(url)}</data></node>\n'
        for n, (entity, url, count) in enumerate(entities)
    )
    yield "".join(nodes).encode()
    yield "".join(chain.from_iterable(_edges(edges, n_entities))).encode()
    yield b"</graph></graphml>\n"


def _edges(edges: Edges, n_entities: int) -> Iterator[tuple[str, str, str]]:
    """Write edges in three pieces, of which each is made once."""
    counts = range(int(edges.counts.max(initial=0)) + 1)
    sources = [f'<edge source="n{n}" target="n' for n in range(n_entities)]
    targets = [f'{n}"><data key="documents">' for n in range(n_entities)]
    ends = [f"{count}</data></edge>\n" for count in counts]
    return zip(
        map(sources.__getitem__, edges.first.tolist()),
        map(targets.__getitem__, edges.second.tolist()),
        map(ends.__getitem__, edges.counts.tolist()),
        strict=True,
    )


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
