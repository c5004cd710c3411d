"""Where do the archive's places lie? The map of all of them, and the list that says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt

from sitegen.model import Entity
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import FRAMES, MAP_HEIGHT, MAP_WIDTH, Frame, rounded
from sitegen.pages.entries import home_crumb
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import Words, msgid
from sitegen.pages.labelling import Mark, Sheet, label
from sitegen.pages.output import Page, Told
from sitegen.pages.views import Atlas, AtlasView, Label, Link, LinkGroup, Pin

MOST_PINS = 400  # on one map
MOST_LISTED = 100  # places beside a map; the letters list them all
MOST_LABELS, MOST_ON_PHONE = 36, 10
_LEAST, _MOST = 1.1, 4.6  # radius of a pin, in units of the map
_SHEET, _PHONE = (Sheet(MAP_WIDTH, MAP_HEIGHT, em) for em in (6, 14))  # as the theme has them
_EDGE = 1.0  # degrees from the edge of a map at which a place is on it yet
_MAPS = (("region", msgid("The Arab lands and around")), ("world", msgid("The world")))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map: where in its units, how often it is named."""

    entity: Entity
    x: float
    y: float
    count: int


def atlas_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """Give the page of the map, where a place of the archive has a position."""
    places = located(catalogue)
    if places:
        counts = [(place.id, catalogue.mentions.get(place.id, 0)) for place in places]
        told = partial(Told, (), counts, ("records",))
        yield Page(urls.MAP, partial(atlas_view, catalogue, render), told)


def located(catalogue: Catalogue) -> list[Entity]:
    """List the entities with a page and a position, the most mentioned first, ties by id."""
    among = [e for e in catalogue.entities.values() if e.lat is not None and e.lon is not None]
    return sorted(among, key=lambda e: (-catalogue.mentions.get(e.id, 0), e.id.encode()))


def atlas_view(catalogue: Catalogue, render: Renderer) -> AtlasView:
    """Show the places: those of the Arab lands on their map, what lies beyond on the world's."""
    edition = catalogue.edition
    said = edition.words
    waiting = located(catalogue)
    maps: list[Atlas] = []
    groups: list[LinkGroup] = []
    for name, title in _MAPS:
        inside = [one for one in waiting if _is_inside(one, FRAMES[name])]
        waiting = [one for one in waiting if not _is_inside(one, FRAMES[name])]
        if inside:
            maps.append(_atlas(name, said.text(title), inside, catalogue))
            groups.append(_listed(said.text(title), inside, catalogue))
    title = said.text("Map of places")
    total = sum(map(len, (one.pins for one in maps)))
    return AtlasView(
        frame=frame(render, urls.MAP, title, "index", active="letters"),
        crumbs=(home_crumb(edition, ""), Link(said.text("Names"), urls.LETTERS)),
        title=title,
        note=said.count("{n} place", "{n} places", total),
        maps=tuple(maps),
        groups=tuple(groups),
        all_places=Link(
            said.text("All places by letter"), edition.addresses.letters("place")
        ),
    )  # fmt: skip


def _is_inside(entity: Entity, box: Frame) -> bool:
    """Say whether a place lies on a map: on the world's all do, on another's none half."""
    west, east, south, north = box
    edge = 0.0 if box == FRAMES["world"] else _EDGE
    lat, lon = entity.lat, entity.lon
    if lat is None or lon is None:
        return False
    return west + edge <= lon <= east - edge and south + edge <= lat <= north - edge


def _listed(title: str, inside: Sequence[Entity], catalogue: Catalogue) -> LinkGroup:
    said = catalogue.edition.words
    links = tuple(
        Link(one.heading, catalogue.entity_path(one.id),
             said.number(catalogue.mentions.get(one.id, 0)))
        for one in inside[:MOST_LISTED]
    )  # fmt: skip
    return LinkGroup(title, links)


def _atlas(name: str, title: str, inside: Sequence[Entity], catalogue: Catalogue) -> Atlas:
    said = catalogue.edition.words
    spots = [_spot(one, FRAMES[name], catalogue) for one in inside[:MOST_PINS]]
    top = max(1, *(spot.count for spot in spots)) if len(spots) > 1 else max(1, spots[0].count)
    sizes = [_LEAST + (_MOST - _LEAST) * sqrt(spot.count / top) for spot in spots]
    pins = tuple(
        Pin(
            rounded(spot.x), rounded(spot.y), rounded(size),
            catalogue.entity_path(spot.entity.id), _told(spot, said),
        )
        for spot, size in zip(spots, sizes, strict=True)
    )  # fmt: skip
    return Atlas(
        title=title,
        width=str(MAP_WIDTH),
        height=str(MAP_HEIGHT),
        coast=f"assets/images/coast-{name}.svg",
        pins=pins,
        labels=tuple(labels(spots, sizes)),
        phone_labels=tuple(labels(spots, sizes, on_phone=True)),
    )


def _told(spot: Spot, said: Words) -> str:
    return f"{spot.entity.heading}: {said.count('{n} mention', '{n} mentions', spot.count)}"


def _spot(entity: Entity, box: Frame, catalogue: Catalogue) -> Spot:
    west, east, south, north = box
    x = ((entity.lon or 0.0) - west) / (east - west) * MAP_WIDTH
    y = (north - (entity.lat or 0.0)) / (north - south) * MAP_HEIGHT
    return Spot(entity, x, y, catalogue.mentions.get(entity.id, 0))


def labels(
    spots: Sequence[Spot], sizes: Sequence[float], *, on_phone: bool = False
) -> Iterator[Label]:
    """Write names beside the first pins, each where no other name and no bigger pin is hidden.

    On a phone they are fewer, and bigger in the units of the map.
    """
    pairs = zip(spots, sizes, strict=True)
    marks = [Mark(spot.x, spot.y, size, spot.entity.heading) for spot, size in pairs]
    return label(marks, _PHONE, MOST_ON_PHONE) if on_phone else label(marks, _SHEET, MOST_LABELS)
