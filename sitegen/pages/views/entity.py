"""What do the pages of entities show?"""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup as Html

from sitegen.pages.views.drawings import Atlas, Chart, Edge, Label, MapView, Node
from sitegen.pages.views.parts import Entry, Fact, Frame, Link, LinkGroup, Pager, Passage


class EntityView(NamedTuple):
    """entity.html."""

    frame: Frame
    id: str
    type_name: str
    crumbs: tuple[Link, ...]
    heading: Html
    variants: tuple[str, ...]
    description: str
    dates: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    same_as: tuple[Link, ...]
    position: MapView | None
    chart: Chart | None
    written: tuple[Entry, ...]
    written_more: Link | None
    together: tuple[LinkGroup, ...]
    namesakes: tuple[Link, ...]
    counted: str
    passages: tuple[Passage, ...]
    pager: Pager | None
    search: str
    compare: str = ""  # the chart that sets it beside other names and words
    narrows: bool = False  # whether a script may narrow the mentions


class AtlasView(NamedTuple):
    """atlas.html: the places of the archive on maps, and as lists."""

    frame: Frame
    crumbs: tuple[Link, ...]
    title: str
    note: str
    maps: tuple[Atlas, ...]
    groups: tuple[LinkGroup, ...]
    all_places: Link


class NetworkView(NamedTuple):
    """network.html: who is named together, drawn and as lists."""

    frame: Frame
    crumbs: tuple[Link, ...]
    title: str
    note: str
    width: str
    height: str
    edges: tuple[Edge, ...]
    nodes: tuple[Node, ...]
    labels: tuple[Label, ...]
    phone_labels: tuple[Label, ...]
    groups: tuple[LinkGroup, ...]
