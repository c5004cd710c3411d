"""Of several records that bear one name, which does a document mean? Only by a stated margin."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.entities.authority import Authority
from sitegen.entities.haystack import Haystack, pile, words_of
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.matcher import Matcher, select
from sitegen.entities.names import Grade, Sense
from sitegen.model import Document, Entity, EntityId, EntityType

CUE_RATIO = 2  # the stated margin: the winner's cues are twice the next one's
APART_KM = 500  # nearer bearers, a city and its country say, are not told apart by the map
NEAR_RATIO, NEAR_KM = 2, 100  # a place speaks for one bearer if the next is so much farther off
NEAR_LEAST = 2  # so many places must speak, and twice as many as for the next bearer
USUAL_RATIO = 10  # the same for how often the corpus names a bearer beyond doubt

WITHIN_KM = 50  # places with one heading, nearer than this, are a place and the area around it
_SIZES = {
    **dict.fromkeys(("building", "quarter"), 1),
    **dict.fromkeys(("village", "town", "city"), 2),
    **dict.fromkeys(("district", "area", "AREA"), 3),
    **dict.fromkeys(("province", "state"), 4),
    **dict.fromkeys(("region", "RGN", "country"), 5),
    "continent": 6,
}
Spot = tuple[float, float]  # latitude and longitude

_AREAS = ("continent", "country", "region", "state", "area", "province", "RGN", "AREA")


@dataclass(slots=True)
class Namesakes:
    """Decides between the bearers of names in one document.

    ``fixed`` are the records that the editor named here, ``names_of`` leads from a record to the
    names by which this document means it beyond doubt.
    """

    document: Document
    lexicon: Lexicon
    authority: Authority
    prior: Mapping[EntityId, int]
    fixed: frozenset[EntityId]
    names_of: dict[EntityId, set[str]] = field(default_factory=dict)

    def decide(self, name: int, senses: Sequence[Sense]) -> tuple[EntityId, str] | None:
        """Name the bearer that is meant, and the rule; nothing where none has the margin."""
        bearers = [sense.entity for sense in senses]
        told = self.fixed.union(self.names_of).intersection(bearers)
        here = [entity for entity in told if self.is_named_otherwise(name, entity)]
        if len(here) == 1:
            return here[0], "namesake-named"
        cued = _ahead(self.cues(bearers), 1, CUE_RATIO)
        if cued:
            return cued, "namesake-cues"
        near = _ahead(self.near(bearers), NEAR_LEAST, 2)
        if near:
            return near, "namesake-near"
        exact = self.lexicon.exact.get(name)
        if exact in bearers:
            return exact, "namesake-heading"
        inner = self._innermost(senses)
        if inner:
            return inner, "namesake-inner"
        counts = {entity: self.prior.get(entity, 0) for entity in bearers} if self.prior else {}
        usual = _ahead(counts, USUAL_RATIO, USUAL_RATIO)
        return (usual, "namesake-usual") if usual else None

    def is_named_otherwise(self, name: int, entity: EntityId) -> bool:
        """Say whether the document names *entity* beyond doubt, by another name.

        A place's name may be a qualified form of this one (طرابلس الغرب): that tells it from the
        bare name, it does not explain it. Nor does القاهرة explain مصر, the heading of another.
        """
        if entity in self.fixed:
            return True
        bare = self.lexicon.names[name]
        names = self.names_of.get(entity, set()) - {bare}
        if entity in self.lexicon.people:
            return bool(names)
        if any(
            sense.grade == Grade.HEADING and sense.entity != entity
            for sense in self.lexicon.bearers[name]
        ):
            return False
        return any(bare not in other for other in names)

    def cues(self, bearers: Sequence[EntityId]) -> Mapping[EntityId, int]:
        """Count each bearer's cues in the document; nothing where none has any."""
        if self.lexicon.cued.isdisjoint(bearers):
            return {}
        records = [self.authority[entity] for entity in bearers]
        blocks = self.document.body.blocks
        stack = pile([self.document.title.text, *(block.text for block in blocks)])
        found = _count_cues(stack, records)
        return {entity: found[entity] for entity in bearers}

    def near(self, bearers: Sequence[EntityId]) -> Mapping[EntityId, int]:
        """Count the places of the document that lie much nearer to a bearer than to any other.

        طرابلس beside حمص is not the one of Libya. Nothing where bearers lie too near each other.
        """
        spots: dict[EntityId, Spot] = {}
        for entity in bearers:
            spot = _spot(self.authority[entity])
            if not spot or any(spot != s and distance(spot, s) < APART_KM for s in spots.values()):
                return {}
            spots[entity] = spot
        votes = dict.fromkeys(bearers, 0)
        for other in self.names_of.keys() - spots.keys():
            spot = _spot(self.authority[other])
            if spot:
                (near, entity), (far, _), *_ = sorted(
                    (distance(spot, own), entity) for entity, own in spots.items()
                )
                votes[entity] += far > NEAR_RATIO * near + NEAR_KM
        return votes

    def _innermost(self, senses: Sequence[Sense]) -> EntityId | None:
        """Name the smallest of places that bear one heading and lie within each other.

        Whoever writes زحلة means the town, not the district around it; both are there.
        """
        records: list[Entity] = []
        points: list[Spot] = []
        for sense in senses:
            record = self.authority[sense.entity]
            if record.lat is None or record.lon is None or sense.grade != Grade.HEADING:
                return None
            records.append(record)
            points.append((record.lat, record.lon))
        if any(distance(points[0], other) > WITHIN_KM for other in points):
            return None
        sizes = sorted((_SIZES.get(r.extra.get("subtype", ""), 0), r.id) for r in records)
        (least, inner), (following, _), *_ = sizes
        return inner if 0 < least < following else None


def _ahead(counts: Mapping[EntityId, int], least: int, ratio: int) -> EntityId | None:
    """Name whose count is *least* or more, and *ratio* times the next one's."""
    if len(counts) < 2:
        return None
    (next_best, _), (best, entity) = sorted((n, entity) for entity, n in counts.items())[-2:]
    return entity if best >= least and best >= ratio * next_best else None


def _spot(record: Entity) -> Spot | None:
    if record.type != EntityType.PLACE or record.lat is None or record.lon is None:
        return None
    if record.extra.get("subtype") in _AREAS:
        return None
    return record.lat, record.lon


def distance(one: Spot, two: Spot) -> float:
    """Give the kilometres between two points, well enough to say which is nearer.

    >>> round(distance((33.89, 35.5), (33.51, 36.29)))
    84
    """
    mean = math.radians((one[0] + two[0]) / 2)
    around = abs(one[1] - two[1])
    return 111 * math.hypot(one[0] - two[0], min(around, 360 - around) * math.cos(mean))


def _count_cues(stack: Haystack, records: Sequence[Entity]) -> Counter[EntityId]:
    """Count each record's cues, but for those inside a name of one of the records.

    الشام speaks for nobody in طرابلس الشام.
    """
    owners: dict[tuple[str, ...], set[EntityId]] = {}
    for record in records:
        for words in words_of(record.cues):
            owners.setdefault(words, set()).add(record.id)
        for words in words_of([record.heading, *record.variants]):
            owners.setdefault(words, set())
    cues = [words for words in sorted(owners) if words]
    found: Counter[EntityId] = Counter()
    for hit in select(Matcher([" ".join(words) for words in cues]).find(stack)):
        found.update(owners[cues[hit.name]])
    return found
