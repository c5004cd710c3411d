"""How do the places leave for gazetteers? As Linked Places (LPF 1.2), which is GeoJSON, too.

https://github.com/LinkedPasts/linked-places-format
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sitegen.model import Entity, EntityType, PartialDate

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
# Prefixes that the format knows, by the names that authority files use.
_ALIASES = {
    "wikidata": "wd", "viaf": "viaf", "geonames": "gn", "gnd": "gnd", "pleiades": "pl",
    "lc": "loc", "tgn": "tgn",
}  # fmt: skip
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def linked_places(places: Iterable[tuple[Entity, str]]) -> Iterator[bytes]:
    """Write places with the address of each as a FeatureCollection, one feature a line.

    A place without a position has the geometry null, as GeoJSON says (RFC 7946, section 3.2).

    >>> from sitegen.errors import Place
    >>> from sitegen.model import EntityId
    >>> bulaq = Entity(id=EntityId("l-bulaq"), type=EntityType.PLACE, heading="بولاق",
    ...                place=Place(""), lat=30.06, lon=31.23)
    >>> json.loads(b"".join(linked_places([(bulaq, "place/l-bulaq.html")])))["features"][0]["names"]
    [{'toponym': 'بولاق', 'lang': 'ar'}]
    """
    yield f'{{"type":"FeatureCollection","@context":{_ENCODE(CONTEXT)},"features":[\n'.encode()
    before = ""
    for entity, url in places:
        yield (before + _ENCODE(_feature(entity, url))).encode()
        before = ",\n"
    yield b"\n]}\n"


def is_place(entity: Entity) -> bool:
    """Say whether a record belongs in a gazetteer."""
    return entity.type is EntityType.PLACE


def _feature(entity: Entity, url: str) -> dict[str, Any]:
    properties: dict[str, Any] = {"title": entity.heading, "src_id": entity.id, "url": url}
    has_position = entity.lat is not None and entity.lon is not None
    feature: dict[str, Any] = {
        "@id": url,
        "type": "Feature",
        "properties": properties,
        "names": [_name(name) for name in (entity.heading, *entity.variants)],
        "geometry": {"type": "Point", "coordinates": [entity.lon, entity.lat]}
        if has_position
        else None,
    }
    if entity.start or entity.end:
        feature["when"] = {"timespans": [_span(entity.start, entity.end)]}
    links = [
        {"type": "closeMatch", "identifier": f"{_ALIASES[name]}:{value}"}
        for name, value in sorted(entity.same_as.items())
        if name in _ALIASES and "/" not in value
    ]
    if links:
        feature["links"] = links
    if entity.description:
        feature["descriptions"] = [{"value": entity.description}]
    return feature


def _name(name: str) -> dict[str, str]:
    is_arabic = any(
        "\N{ARABIC LETTER HAMZA}" <= letter <= "\N{ARABIC LETTER YEH BARREE WITH HAMZA ABOVE}"
        for letter in name
    )
    return {"toponym": name, "lang": "ar"} if is_arabic else {"toponym": name}


def _span(start: PartialDate | None, end: PartialDate | None) -> dict[str, dict[str, str]]:
    span = {}
    if start:
        span["start"] = {"in": start.iso}
    if end:
        span["end"] = {"in": end.iso}
    return span
