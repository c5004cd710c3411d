"""Claims about who is named together, and about the drawing."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model import Card, DocId, EntityId, slug_of
from sitegen.pages.deck import Deck
from sitegen.pages.graph import Graph, graph_of, layout, strongest

NAMES = [EntityId(f"p-{letter}") for letter in "abcdef"]


def card(number: int, entities: set[EntityId], access: str = "public") -> Card:
    name = DocId(f"d{number}")
    return Card(
        id=name, slug=slug_of(name), title="x", access=access, entities=tuple(sorted(entities))
    )


corpora = st.lists(st.sets(st.sampled_from(NAMES)), max_size=30)


@given(corpora)
def test_a_pair_has_the_documents_that_name_both(named):
    graph = graph_of(Deck.of(card(n, held) for n, held in enumerate(named)), NAMES)
    expected = {
        frozenset((one, other)): count
        for n, one in enumerate(NAMES)
        for other in NAMES[:n]
        if (count := sum({one, other} <= held for held in named)) > 1
    }
    found = {
        frozenset((graph.names[a], graph.names[b])): count for (a, b), count in graph.pairs.items()
    }
    assert found == expected


@given(corpora)
def test_each_name_of_the_graph_has_a_tie(named):
    graph = graph_of(Deck.of(card(n, held) for n, held in enumerate(named)), NAMES)
    assert {node for pair in graph.pairs for node in pair} == set(range(len(graph.names)))


def test_a_text_that_is_not_public_ties_nobody():
    both = set(NAMES[:2])
    assert not graph_of(Deck.of(card(n, both, access="metadata") for n in range(5)), NAMES).pairs


def test_a_hub_keeps_only_ties_that_are_strong_for_one_side():
    names = tuple(EntityId(str(n)) for n in range(10))
    ring = {(n, n + 1): 9 for n in range(1, 9)} | {(0, n): 2 for n in range(1, 10)}
    kept = strongest(Graph(names, ring))
    assert all((n, n + 1) in kept for n in range(1, 9))


@settings(max_examples=30)
@given(st.integers(1, 48), st.data())
def test_no_two_lie_on_one_spot_and_the_drawing_is_always_the_same(count, data):
    number = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(number, number), max_size=40))
    ties = {(min(pair), max(pair)): 1 + sum(pair) for pair in pairs if pair[0] != pair[1]}
    spots = layout(count, ties)
    assert spots.dtype == np.int64
    assert len({tuple(spot) for spot in spots.tolist()}) == count
    assert (layout(count, ties) == spots).all()
