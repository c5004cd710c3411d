"""Who is named together? The drawing of those that share most documents, and its list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from sitegen.model import EntityId
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import rounded
from sitegen.pages.edition import TYPE_NAMES
from sitegen.pages.entries import home_crumb
from sitegen.pages.frame import frame
from sitegen.pages.graph import Graph, Numbers, layout, strongest
from sitegen.pages.html import Renderer
from sitegen.pages.labelling import Mark, Sheet, label
from sitegen.pages.output import Page, Told
from sitegen.pages.views import Edge, Link, LinkGroup, NetworkView, Node

MOST_NEAR = 8  # named beside each in the list
_WIDTH, _HEIGHT, _MARGIN = 960, 760, 64
_SIZE = 5  # of a node
_SHEET, _PHONE = (Sheet(_WIDTH, _HEIGHT, em) for em in (17, 36))  # as the theme has them


def network_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """Give the page of co-mentions, where at least three are named together."""
    graph = catalogue.graph
    if len(graph.names) > 2:
        counts = [catalogue.mentions.get(name, 0) for name in graph.names]
        told = partial(Told, (), (graph, counts), ("records",))
        yield Page(urls.NETWORK, partial(network_view, graph, catalogue, render), told)


def _fitted(at: Numbers) -> list[tuple[float, float]]:
    low, high = at.min(axis=0), at.max(axis=0)
    wide, tall = (max(1, int(span)) for span in high - low)
    return [
        (
            _MARGIN + (int(x) - int(low[0])) * (_WIDTH - 2 * _MARGIN) / wide,
            _MARGIN + (int(y) - int(low[1])) * (_HEIGHT - 2 * _MARGIN) / tall,
        )
        for x, y in at
    ]


def network_view(graph: Graph, catalogue: Catalogue, render: Renderer) -> NetworkView:
    """Show who is named together."""
    edition = catalogue.edition
    said = edition.words
    ties = strongest(graph)
    spots = _fitted(layout(len(graph.names), ties))
    marks = _marks(graph.names, spots, catalogue)
    title = said.text("Named together")
    return NetworkView(
        frame=frame(render, urls.NETWORK, title, "index", active="letters"),
        crumbs=(home_crumb(edition, ""), Link(said.text("Names"), urls.LETTERS)),
        title=title,
        note=said.text(
            "The people and organizations that are named most, and who is named with them in "
            "two documents or more."
        ),
        width=str(_WIDTH),
        height=str(_HEIGHT),
        edges=_edges(ties, spots),
        nodes=_nodes(graph.names, spots, catalogue),
        labels=tuple(label(marks, _SHEET, len(marks))),
        phone_labels=tuple(label(marks, _PHONE, len(marks))),
        groups=tuple(_near(number, graph, catalogue) for number in range(len(graph.names))),
    )


def _edges(
    ties: Mapping[tuple[int, int], int], spots: Sequence[tuple[float, float]]
) -> tuple[Edge, ...]:
    top = max(ties.values(), default=1)
    return tuple(
        Edge(
            rounded(spots[a][0]), rounded(spots[a][1]), rounded(spots[b][0]), rounded(spots[b][1]),
            rounded(0.6 + 3.4 * count / top),
        )
        for (a, b), count in sorted(ties.items(), key=lambda tie: (tie[1], tie[0]))
    )  # fmt: skip


def _nodes(
    names: Sequence[EntityId], spots: Sequence[tuple[float, float]], catalogue: Catalogue
) -> tuple[Node, ...]:
    said = catalogue.edition.words
    nodes = []
    for name, (x, y) in zip(names, spots, strict=True):
        entity = catalogue.entities[name]
        count = said.count("{n} mention", "{n} mentions", catalogue.mentions.get(name, 0))
        nodes.append(
            Node(
                rounded(x), rounded(y), f"{entity.heading}: {count}",
                catalogue.entity_path(name), entity.type.value,
            )
        )  # fmt: skip
    return tuple(nodes)


def _marks(
    names: Sequence[EntityId], spots: Sequence[tuple[float, float]], catalogue: Catalogue
) -> list[Mark]:
    headings = (catalogue.entities[name].heading for name in names)
    return [Mark(x, y, _SIZE, name) for name, (x, y) in zip(headings, spots, strict=True)]


def _near(number: int, graph: Graph, catalogue: Catalogue) -> LinkGroup:
    said = catalogue.edition.words
    entity = catalogue.entities[graph.names[number]]
    near = sorted((-count, pair) for pair, count in graph.pairs.items() if number in pair)
    links = []
    for count, (a, b) in near[:MOST_NEAR]:
        other = catalogue.entities[graph.names[b if a == number else a]]
        links.append(Link(other.heading, catalogue.entity_path(other.id), said.number(-count)))
    return LinkGroup(
        entity.heading,
        tuple(links),
        catalogue.entity_path(entity.id),
        said.text(TYPE_NAMES[entity.type][0]),
    )
