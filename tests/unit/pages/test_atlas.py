"""Claims about the map of the archive, the network and the timeline."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.errors import Place
from sitegen.model import Entity, EntityId, EntityType, PartialDate
from sitegen.pages.atlas import Spot, labels
from sitegen.pages.site import list_pages


def place_record(number: int, lat: float | None, lon: float | None) -> Entity:
    return Entity(
        id=EntityId(f"l-{number}"), type=EntityType.PLACE, heading=f"بلدة {number}",
        place=Place("x"), lat=lat, lon=lon,
    )  # fmt: skip


@pytest.fixture
def with_entities(archive):
    def made(*entities: Entity, **more: object) -> dict[str, str]:
        known = {one.id: one for one in entities}
        whole = replace(archive.catalogue, entities=known, collections={}, **more)
        return {page.path: page.html(archive.render) for page in list_pages(whole, archive.render)}

    return made


def test_a_place_of_the_arab_lands_is_on_their_map_and_another_on_the_worlds(with_entities):
    page = with_entities(place_record(1, 33.5, 36.3), place_record(2, -33.9, 151.2))["map.html"]
    region, world = page.split("coast-world.svg")
    assert "بلدة 1" in region.split("<section")[0]
    assert "بلدة 2" in world.split("<section")[0]


def test_an_archive_without_positions_has_no_map_and_no_link_to_one(with_entities):
    pages = with_entities(place_record(1, None, None))
    assert "map.html" not in pages
    assert "map.html" not in pages["letter/index.html"]


def test_a_place_on_the_edge_of_a_map_is_on_the_next(with_entities):
    page = with_entities(place_record(1, 49.99, 8.3), place_record(2, 33.5, 36.3))["map.html"]
    region, world = page.split("coast-world.svg")
    assert "بلدة 1" not in region
    assert "بلدة 1" in world.split("<section")[0]


def test_the_index_of_names_leads_to_map_and_timeline(pages):
    links = re.findall(r'href="\.\./([a-z]+\.html)"', pages["letter/index.html"])
    assert {"map.html", "timeline.html"} <= set(links)


def test_the_most_mentioned_has_the_biggest_pin(with_entities):
    entities = [place_record(n, 30 + n, 30 + n) for n in range(3)]
    page = with_entities(*entities, mentions={EntityId("l-1"): 90, EntityId("l-2"): 3})["map.html"]
    sizes = dict(
        re.findall(
            r'aria-label="(بلدة \d): [^"]*"><title>[^<]*</title><circle[^>]* r="([0-9.]+)"', page
        )
    )
    assert float(sizes["بلدة 1"]) > float(sizes["بلدة 2"]) > float(sizes["بلدة 0"])


def test_of_a_dead_date_alone_the_timeline_knows_where_to_put_it(with_entities):
    person = Entity(
        id=EntityId("p"), type=EntityType.PERSON, heading="الجاحظ", place=Place("x"),
        end=PartialDate(868),
    )  # fmt: skip
    pages = with_entities(person)
    assert "الجاحظ" in pages["timeline/0800.html"]
    assert "timeline/0800.html" in pages["timeline.html"]


points = st.tuples(st.floats(0, 360), st.floats(0, 216))


@given(st.lists(points, min_size=1, max_size=40))
def test_no_name_on_the_map_covers_another(places):
    spots = [Spot(place_record(n, 0, 0), x, y, 1) for n, (x, y) in enumerate(places)]
    boxes = []
    for label in labels(spots, [2.0] * len(spots)):
        wide = len(label.text) * 5.4 * 0.46
        left = float(label.x) - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
        boxes.append((left, float(label.y) - 4.32, left + wide, float(label.y) + 1.62))
    slack = 0.02  # coordinates are written to two decimals
    for one, other in combinations(boxes, 2):
        apart = (
            one[2] <= other[0] + slack or other[2] <= one[0] + slack
            or one[3] <= other[1] + slack or other[3] <= one[1] + slack
        )  # fmt: skip
        assert apart
