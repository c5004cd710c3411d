"""What is looked at when an authority is linted?"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from sitegen.entities.authority import Authority
from sitegen.entities.names import Names
from sitegen.errors import Place
from sitegen.model import Entity, EntityId

CATALOGUES = ("wikidata", "viaf", "geonames")

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Linted:
    """What is looked at: the authority, and what its archive's texts say of its names.

    ``lines`` leads from a record and a key to the line; ``counts`` are the folded forms of the
    texts, ``common`` the names that they use as common words, ``used`` the ids that they refer to.
    """

    authority: Authority
    names: Names
    lines: Mapping[EntityId, Mapping[str, int]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    common: Container[str] = frozenset()
    used: Container[str] = frozenset()

    def place(self, entity: Entity, key: str = "") -> Place:
        """Give the place of a key of a record, else that of the record."""
        known = self.lines.get(entity.id, {})
        return Place(entity.place.path, known.get(key, entity.place.line))


def spot_of(entity: Entity) -> Spot | None:
    """Give where a record lies, if it says so."""
    if entity.lat is None or entity.lon is None:
        return None
    return entity.lat, entity.lon
