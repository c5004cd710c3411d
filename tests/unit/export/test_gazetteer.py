"""Claims about places as Linked Places."""

from __future__ import annotations

import json

from sitegen.errors import Place
from sitegen.export.gazetteer import linked_places
from sitegen.model import Entity, EntityId, EntityType, PartialDate


def place(**more: object) -> Entity:
    return Entity(
        id=EntityId("l-1"), type=EntityType.PLACE, heading="القاهرة", place=Place("x"), **more
    )  # type: ignore[arg-type]


def feature_of(entity: Entity) -> dict[str, object]:
    (feature,) = json.loads(b"".join(linked_places([(entity, "place/l-1.html")])))["features"]
    return feature


def test_a_position_is_a_point_with_the_longitude_first():
    assert feature_of(place(lat=30.05, lon=31.25))["geometry"] == {
        "type": "Point", "coordinates": [31.25, 30.05],
    }  # fmt: skip


def test_a_place_without_a_position_has_no_geometry():
    feature = feature_of(place())
    assert "geometry" in feature
    assert feature["geometry"] is None


def test_names_bear_the_language_that_their_letters_show():
    names = feature_of(place(variants=("Cairo", "مصر القاهرة")))["names"]
    assert names == [
        {"toponym": "القاهرة", "lang": "ar"}, {"toponym": "Cairo"},
        {"toponym": "مصر القاهرة", "lang": "ar"},
    ]  # fmt: skip


def test_ids_elsewhere_are_links_with_their_prefix():
    feature = feature_of(place(same_as={"wikidata": "Q85", "archive": "x", "geonames": "360630"}))
    assert [one["identifier"] for one in feature["links"]] == ["gn:360630", "wd:Q85"]


def test_years_are_a_span():
    feature = feature_of(place(start=PartialDate(969), end=PartialDate(1171, 9)))
    assert feature["when"] == {
        "timespans": [{"start": {"in": "0969"}, "end": {"in": "1171-09"}}]
    }  # fmt: skip


def test_no_place_is_an_empty_collection():
    assert json.loads(b"".join(linked_places([])))["features"] == []
