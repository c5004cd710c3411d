"""Which records lie where they cannot, by where the archive's other places are?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sitegen.entities.linted import Linted, Spot, spot_of
from sitegen.entities.namesakes import distance
from sitegen.entities.titles import DISTRICTS
from sitegen.errors import Place, Problem
from sitegen.model import Entity, EntityId, EntityType

_ENOUGH = 20  # places, to say where the archive's world is
_APART = 1500  # kilometres: so far from every other place
_CELL = 3  # degrees: the side of a cell of the map
_NEIGHBOURS = 3  # so many places where the numbers, changed about, would lie
_ABOUT = (-1, 0, 1)

Cell = tuple[int, int]


def displaced(looked_at: Linted) -> Iterator[Problem]:
    """Report places on the wrong side of the world.

    Such are far from every other place and would be among them with the numbers changed about, or
    far from the place that they are called after: قضاء صور is near صور.
    """
    places = {e.id: spot for e in looked_at.authority.values() if (spot := spot_of(e))}
    crowded = Counter(map(_cell, places.values()))
    for entity_id, (lat, lon) in places.items():
        entity = looked_at.authority[entity_id]
        place = looked_at.place(entity, "lat")
        if lat == lon == 0:
            fix = "leave both out where they are not known"
            yield Problem(place, f"'{entity_id}' lies at 0, 0, in the sea", fix=fix)
        elif len(places) >= _ENOUGH and not _is_near_any(entity_id, places):
            yield from _changed_about(entity, lat, lon, place, crowded)
    yield from _far_from_namesake(looked_at)


def _changed_about(
    entity: Entity, lat: float, lon: float, place: Place, crowded: Mapping[Cell, int]
) -> Iterator[Problem]:
    ways = [
        ("with 'lat' and 'lon' exchanged", lon, lat),
        ("with the sign of 'lon' changed", lat, -lon),
        ("with the sign of 'lat' changed", -lat, lon),
    ]
    for how, north, east in ways:
        row, column = _cell((north, east))
        around = sum(crowded.get((row + i, column + j), 0) for i in _ABOUT for j in _ABOUT)
        if abs(north) <= 90 and around >= _NEIGHBOURS:
            what = f"'{entity.id}' lies at {lat:g}, {lon:g}, far from every other place"
            why = f"{how}, it lies among {around} of them"
            yield Problem(place, what, why, f"write lat: {north:g} and lon: {east:g}, if so")
            return


def _far_from_namesake(looked_at: Linted) -> Iterator[Problem]:
    authority = looked_at.authority
    for name, grades in looked_at.names:
        head, _, after = name.partition(" ")
        if not after or head not in DISTRICTS:
            continue
        inner = [authority[e] for e, g in looked_at.names.bearers(after).items() if not g]
        spots = [spot for one in inner if one.type == EntityType.PLACE and (spot := spot_of(one))]
        for outer in [authority[entity] for entity, grade in grades.items() if not grade]:
            here = spot_of(outer)
            if here and spots and min(distance(here, spot) for spot in spots) > _APART:
                what = f"'{outer.id}' lies far from {after}, after which it is called"
                why = f"'{inner[0].id}' is at {inner[0].place}"
                fix = "mend the coordinates of one of them"
                yield Problem(looked_at.place(outer, "lat"), what, why, fix)


def _is_near_any(entity_id: EntityId, places: Mapping[EntityId, Spot]) -> bool:
    here = places[entity_id]
    return any(
        other != entity_id and distance(here, spot) < _APART for other, spot in places.items()
    )


def _cell(spot: Spot) -> Cell:
    return int(spot[0] // _CELL), int(spot[1] // _CELL)
