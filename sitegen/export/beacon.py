"""By which ids of other catalogues can this site be found? As BEACON link dumps.

https://gbv.github.io/beaconspec/beacon.html: aggregators read one file a catalogue, a line an
entity: the id there, the number of mentions here, the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.model import Entity

#: Catalogue -> the address of an id in it.
PREFIXES = {
    "wikidata": "http://www.wikidata.org/entity/",
    "viaf": "http://viaf.org/viaf/",
    "gnd": "http://d-nb.info/gnd/",
    "geonames": "http://sws.geonames.org/",
}


def beacons(
    entities: Iterable[tuple[Entity, int, str]], base_url: str, title: str
) -> Iterator[tuple[str, bytes]]:
    """Give (path, file) for each catalogue of which a record has an id.

    *entities* are records with their mentions and pages; lines are sorted by id.

    >>> from sitegen.errors import Place
    >>> from sitegen.model import EntityId, EntityType
    >>> bayrut = Entity(id=EntityId("l-1"), type=EntityType.PLACE, heading="بيروت",
    ...                 place=Place(""), same_as={"wikidata": "Q3820"})
    >>> found = dict(beacons([(bayrut, 3, "place/l-1.html")], "https://a.org/x/", "أرشيف"))
    >>> print(found["data/beacon-wikidata.txt"].decode(), end="")
    #FORMAT: BEACON
    #VERSION: 0.1
    #PREFIX: http://www.wikidata.org/entity/
    #TARGET: https://a.org/x/{ID}
    #FEED: https://a.org/x/data/beacon-wikidata.txt
    #NAME: أرشيف
    Q3820|3|place/l-1.html
    """
    base = base_url.rstrip("/") + "/"
    rows = list(entities)
    for catalogue, prefix in PREFIXES.items():
        lines = sorted(
            f"{entity.same_as[catalogue]}|{count}|{url}\n"
            for entity, count, url in rows
            if _is_plain(entity.same_as.get(catalogue, ""))
        )
        if lines:
            path = f"data/beacon-{catalogue}.txt"
            head = (
                f"#FORMAT: BEACON\n#VERSION: 0.1\n#PREFIX: {prefix}\n#TARGET: {base}{{ID}}\n"
                f"#FEED: {base}{path}\n#NAME: {' '.join(title.split())}\n"
            )
            yield path, (head + "".join(lines)).encode()


def _is_plain(value: str) -> bool:
    return bool(value) and not any(sign in value for sign in "| \t\r\n")
