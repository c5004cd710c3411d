"""What do charts, maps and networks draw? All in the units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, in the chart's own units."""

    label: str
    count: str
    href: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis of a chart."""

    label: str
    x: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over years, with the same in a table."""

    title: str
    summary: str
    width: str
    height: str
    base: str  # where the axis lies
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    first_column: str
    second_column: str


@dataclass(frozen=True, slots=True)
class MapView:
    """A position on a graticule."""

    title: str
    width: str
    height: str
    lines: tuple[tuple[str, str, str, str, str], ...]  # x1, y1, x2, y2, class
    labels: tuple[tuple[str, str, str, str], ...]  # x, y, text, text-anchor
    x: str
    y: str
    name: str
    coordinates: str
    coast: str  # the drawing of the land under it


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on a map of many; ``r`` grows with its mentions."""

    x: str
    y: str
    r: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside a pin."""

    x: str
    y: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """A map with many places; the biggest pins come first, so that small ones lie on top."""

    title: str
    width: str
    height: str
    coast: str
    pins: tuple[Pin, ...]
    labels: tuple[Label, ...]
    phone_labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes of a network."""

    x1: str
    y1: str
    x2: str
    y2: str
    width: str


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in a network."""

    x: str
    y: str
    label: str
    href: str
    type: str
