"""Claims about the graph of who is named together."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.errors import Place
from sitegen.export import graphml as module
from sitegen.export.graphml import Named, among, graphml, pairs_of
from sitegen.model import Entity, EntityId, EntityType

documents = st.lists(st.sets(st.integers(0, 11)).map(list), max_size=40)


@given(documents, st.integers(1, 60))
def test_pairs_are_those_that_a_plain_count_finds(found, at_once):
    plain = Counter(pair for one in found for pair in combinations(sorted(one), 2))
    before = module._AT_ONCE
    module._AT_ONCE = at_once
    try:
        edges = pairs_of(Named.of(found), 12)
    finally:
        module._AT_ONCE = before
    pairs = zip(edges.first.tolist(), edges.second.tolist(), edges.counts.tolist(), strict=True)
    assert list(pairs) == sorted((*pair, n) for pair, n in plain.items() if n > 1)


@given(documents, st.integers(0, 40))
def test_the_sealed_part_and_what_came_since_give_the_whole(found, sealed):
    early, late = found[:sealed], found[sealed:]
    merged = {}
    for edges in (
        pairs_of(Named.of(early), 12),
        among(pairs_of(Named.of(found), 12), Named.of(late), 12),
    ):
        pairs = zip(edges.first.tolist(), edges.second.tolist(), edges.counts.tolist(), strict=True)
        merged |= {(one, other): count for one, other, count in pairs}
    plain = Counter(pair for one in found for pair in combinations(sorted(one), 2))
    assert merged == {pair: n for pair, n in plain.items() if n > 1}


def test_a_list_of_names_ties_nobody():
    assert not len(pairs_of(Named.of([range(65), range(65)]), 65).counts)


def test_the_weakest_ties_go_where_there_are_too_many(monkeypatch):
    monkeypatch.setattr(module, "MOST_EDGES", 1)
    edges = pairs_of(Named.of([[0, 1]] * 3 + [[1, 2]] * 2), 3)
    assert (edges.first.tolist(), edges.second.tolist()) in (([0], [1]), ([], []))
    assert edges.least > 2


def test_the_graph_is_xml_and_leads_from_names_to_names():
    people = [
        Entity(id=EntityId(name), type=EntityType.PERSON, heading=heading, place=Place("x"))
        for name, heading in (("p-1", "رشيد <رضا> & غيره"), ("p-2", "محمد عبده"))
    ]
    names = [EntityId("unknown"), people[1].id, people[0].id]
    named = Named.of([[0, 1, 2], [2, 1, 0]])
    written = b"".join(graphml([(one, "u", 3) for one in people], names, named))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = ET.fromstring(written).find(f"{space}graph")
    assert graph is not None
    labels = [one.findtext(f"{space}data[@key='label']") for one in graph.iter(f"{space}node")]
    assert labels == ["رشيد <رضا> & غيره", "محمد عبده"]
    (edge,) = graph.iter(f"{space}edge")
    assert (edge.get("source"), edge.get("target"), edge[0].text) == ("n0", "n1", "2")
