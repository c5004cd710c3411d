"""Who is named in the same documents, and how would a drawing of it lie?

The layout is that of Fruchterman and Reingold (1991), in whole numbers only: the same drawing on
every machine. It begins on a square spiral, the most connected in the middle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from sitegen.model import EntityId
from sitegen.pages.columns import Lists
from sitegen.pages.deck import Deck

_EDGES_A_NODE = 4  # drawn: the strongest
_UNIT = 1 << 10  # positions are whole numbers of this part of a unit
_STEPS = 240

Pair = tuple[EntityId, EntityId]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Graph:
    """Entities in a fixed order, and how many documents name both of a pair."""

    names: tuple[EntityId, ...]
    pairs: Mapping[tuple[int, int], int]


def graph_of(deck: Deck, chosen: Iterable[EntityId]) -> Graph:
    """Count the documents that two of the *chosen* share; the most connected come first.

    A pair counts from two documents on; who shares with nobody is left out.
    """
    among = sorted(set(chosen))
    counts = _pairs(deck.where("access", lambda access: access == "public").lists, among)
    kept = {pair: count for pair, count in counts.items() if count > 1}
    linked = {name for pair in kept for name in pair}
    weight: Counter[EntityId] = Counter()
    for (one, other), count in kept.items():
        weight[one] += count
        weight[other] += count
    names = tuple(sorted(linked, key=lambda name: (-weight[name], name.encode())))
    number = {name: n for n, name in enumerate(names)}
    pairs = {
        (min(number[a], number[b]), max(number[a], number[b])): count
        for (a, b), count in kept.items()
    }
    return Graph(names, dict(sorted(pairs.items())))


def _pairs(lists: Lists, among: Sequence[EntityId]) -> dict[Pair, int]:
    """Count the lists that have both of a pair of those *among* whom they are counted.

    >>> lists = Lists("abc", np.array([2, 0, 1, 0, 2], np.uint32), np.array([3, 2]))
    >>> _pairs(lists, [EntityId("a"), EntityId("c")])
    {('a', 'c'): 2}
    """
    place = {name: n for n, name in enumerate(among)}
    numbers = np.array([*map(place.get, lists.values, repeat(-1)), -1], np.int64)[lists.codes]
    rows = np.repeat(np.arange(len(lists.lengths)), lists.lengths)[numbers >= 0]
    numbers = numbers[numbers >= 0]
    lengths = np.bincount(rows, minlength=len(lists.lengths))
    starts = np.cumsum(lengths) - lengths
    counts = np.zeros(len(among) ** 2, np.int64)
    for length in range(2, int(lengths.max(initial=0)) + 1):
        table = np.sort(numbers[starts[lengths == length, None] + np.arange(length)], axis=1)
        one, other = np.triu_indices(length, 1)
        codes = (table[:, one] * len(among) + table[:, other]).ravel()
        counts += np.bincount(codes, minlength=len(counts))
    found = np.flatnonzero(counts)
    pairs = ((among[code // len(among)], among[code % len(among)]) for code in found.tolist())
    return dict(zip(pairs, counts[found].tolist(), strict=True))


def strongest(graph: Graph) -> dict[tuple[int, int], int]:
    """Keep of each node its strongest ties, so that a drawing can be read.

    >>> one, two = EntityId("a"), EntityId("b")
    >>> strongest(Graph((one, two), {(0, 1): 3}))
    {(0, 1): 3}
    """
    near: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for pair, count in graph.pairs.items():
        for node in pair:
            near.setdefault(node, []).append((-count, pair))
    kept = {pair for ties in near.values() for _, pair in sorted(ties)[:_EDGES_A_NODE]}
    return {pair: count for pair, count in graph.pairs.items() if pair in kept}


def _spiral(count: int) -> Numbers:
    """Give *count* different points of a square spiral, in steps of one."""
    points: list[tuple[int, int]] = []
    x = y = leg = 0
    turns = ((1, 0), (0, 1), (-1, 0), (0, -1))
    while len(points) < count:
        dx, dy = turns[leg % 4]
        for _ in range(leg // 2 + 1):
            points.append((x, y))
            x, y = x + dx, y + dy
        leg += 1
    return np.array(points[:count], np.int64)


def layout(count: int, ties: Mapping[tuple[int, int], int]) -> Numbers:
    """Place *count* nodes: those tied together near, all others apart. Whole numbers, shape (n, 2).

    >>> spots = layout(3, {(0, 1): 5})
    >>> near, far = abs(spots[0] - spots[1]).max(), abs(spots[0] - spots[2]).max()
    >>> bool(near < far)
    True
    """
    ideal = 60 * _UNIT
    at: Numbers = _spiral(count) * (ideal // 2)
    pairs = np.array(list(ties) or [(0, 0)], np.int64)
    pull = np.array([min(4, 1 + tie.bit_length() // 2) for tie in ties.values()] or [0], np.int64)
    for step in range(_STEPS):
        gap = at[:, None, :] - at[None, :, :]
        far = np.maximum(_length(gap), _UNIT)
        push = gap * ideal // far[..., None] * ideal // far[..., None] // 8
        move = push.sum(axis=1)
        tie = at[pairs[:, 1]] - at[pairs[:, 0]]
        reach = _length(tie)
        force = tie * (reach * pull // ideal)[:, None] // 4
        np.add.at(move, pairs[:, 0], force)
        np.subtract.at(move, pairs[:, 1], force)
        move -= at // 24  # all are drawn to the middle, so that nothing drifts away
        most = ideal * (_STEPS - step) // (2 * _STEPS) + _UNIT
        size = np.maximum(_length(move), 1)
        at = at + move * np.minimum(size, most)[:, None] // size[:, None]
    return at


def _length(vectors: Numbers) -> Numbers:
    """Give the lengths of vectors, rounded down: square roots are exact by IEEE 754."""
    squares: NDArray[np.float64] = (vectors * vectors).sum(axis=-1).astype(np.float64)
    return np.sqrt(squares).astype(np.int64)
