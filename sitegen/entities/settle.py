"""Whom do the names of one document mean? Every answer has a rule, and unsure stays NIL.

The order: what the editor wrote; names of several words; names of one word; namesakes; short
names, whose bearer must have been named in full before.
"""

from __future__ import annotations

import bisect
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sitegen.entities.authority import Authority
from sitegen.entities.context import (
    bears,
    follows_given,
    goes_on,
    is_adverb,
    is_anothers,
    is_inside,
    is_preposition,
)
from sitegen.entities.haystack import Haystack, pile, words_of
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.matcher import Matcher, select
from sitegen.entities.names import Grade, Sense
from sitegen.model import Document, Entity, EntityId, EntityType

CUE_RATIO = 2  # the stated margin: the winner's cues are twice the next one's
APART_KM = 500  # nearer bearers, a city and its country say, are not told apart by the map
NEAR_RATIO, NEAR_KM = 2, 100  # a place speaks for one bearer if the next is so much farther off
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
_AREAS = ("continent", "country", "region", "state", "area", "province", "RGN", "AREA")

Answer = tuple[EntityId | None, str]


class Seen(NamedTuple):
    """A name found: bytes *start* to *end* of the haystack, *cut* bytes of proclitic before."""

    start: int
    end: int
    cut: int
    name: int
    part: int
    type: str = ""  # what a tag around it says that it is
    is_whole: bool = False  # the tag holds this name and no more


class Settling:
    """Settles the names of one document."""

    def __init__(
        self,
        document: Document,
        stack: Haystack,
        lexicon: Lexicon,
        authority: Authority,
        prior: Mapping[EntityId, int],
        fixed: Iterable[EntityId] = (),
    ) -> None:
        self.document = document
        self.stack = stack
        self.lexicon = lexicon
        self.authority = authority
        self.prior = prior
        rules = document.entities
        self.never = frozenset(map(self.record, rules.never))
        self.about = frozenset(map(self.record, rules.link))
        self.fixed = frozenset(fixed)
        self.writers = self._writers()
        self.named: dict[EntityId, int] = dict.fromkeys(self.fixed, -1)  # in full: where first
        self.names_of: dict[EntityId, set[str]] = {}  # by which this document names them
        self.answers: dict[Seen, Answer] = {}

    def _writers(self) -> frozenset[EntityId]:
        """Name the authors: a short name that they bear may be theirs, as a signature."""
        found = (self.authority.agent(name) for name in self.document.authors)
        return frozenset(self.lexicon.first.get(agent, agent) for agent in found if agent)

    def record(self, ref: str) -> EntityId:
        """Name the record that counts for *ref*."""
        found = self.authority.find(ref) or EntityId(ref)
        return self.lexicon.first.get(found, found)

    def settle(self, seen: Sequence[Seen]) -> dict[Seen, Answer]:
        """Answer for every name that is one: the record or NIL, and the rule.

        *seen* is sorted by place, the longest first; no two answers overlap.
        """
        chosen = self._choose(seen)
        lengths = self.lexicon.lengths
        for one in chosen:
            if lengths[one.name] > 1:
                self._settle_long(one)
        for one in chosen:
            if lengths[one.name] == 1:
                self._settle_word(one)
        self._settle_namesakes()
        self._settle_short(seen)
        return self.answers

    def _choose(self, seen: Iterable[Seen]) -> list[Seen]:
        """Choose the leftmost, longest of the full names that may link here at all."""
        bearers, weak = self.lexicon.bearers, self.lexicon.weak
        doubtful, lengths = self.lexicon.doubtful, self.lexicon.lengths
        chosen: list[Seen] = []
        free = 0
        for one in seen:
            if one.start - one.cut < free or not bearers[one.name]:
                continue
            if weak[one.name] and not self._is_about(one):
                continue
            if lengths[one.name] == 1 and (
                (one.cut and self._is_word(one)) or is_adverb(self.stack, one.end)
            ):
                continue
            if (self.never or one.type) and not self._bearers(one):
                continue
            if doubtful[one.name] and is_preposition(
                self.stack, one.start, self.lexicon.names[one.name]
            ):
                continue
            chosen.append(one)
            free = one.end
        return chosen

    def _is_word(self, one: Seen) -> bool:
        """Say whether name and proclitic are one common word: فهرس."""
        return self.stack.word(one.start - one.cut, one.end) in self.lexicon.claimed

    def _bearers(self, one: Seen) -> Sequence[Sense]:
        """List the records that bear a full name and may be meant here."""
        senses = self.lexicon.bearers[one.name]
        if not self.never and not one.type:
            return senses
        return [
            sense
            for sense in senses
            if sense.entity not in self.never
            and (not one.type or self.authority[sense.entity].type == one.type)
        ]

    def _is_about(self, one: Seen) -> bool:
        if not self.about:
            return False
        senses = (*self.lexicon.bearers[one.name], *self.lexicon.shorts[one.name])
        return any(sense.entity in self.about for sense in senses)

    def _settle_long(self, one: Seen) -> None:
        bearers = self._bearers(one)
        name = self.lexicon.names[one.name]
        if (
            not one.is_whole
            and self.lexicon.is_person(bearers)
            and goes_on(self.stack, one.start, one.end, one.cut, name, self.lexicon)
        ):
            self.answers[one] = (None, "nil:longer-name")
        else:
            self._settle(one, bearers)

    def _settle_word(self, one: Seen) -> None:
        bearers = self._bearers(one)
        owners = self.lexicon.owners[one.name]
        named = [entity for entity in owners if entity in self.named]
        if named and not any(sense.entity in named for sense in bearers):
            return  # it may be short for somebody: settled with the short names
        if not named and not owners.isdisjoint(self.writers):
            self.answers[one] = (None, "nil:two-bearers")
            return
        is_person = self.lexicon.is_person(bearers)
        if not one.is_whole and is_inside(
            self.stack,
            one.start,
            one.cut,
            self.lexicon.names[one.name],
            self.lexicon,
            is_person=is_person,
        ):
            self.answers[one] = (None, "nil:longer-name")
        else:
            self._settle(one, bearers)

    def _settle(self, one: Seen, bearers: Sequence[Sense]) -> None:
        """Settle a name with one possible bearer; leave namesakes for later."""
        about = [sense for sense in bearers if sense.entity in self.about]
        if len(about) == 1:
            self._accept(one, about[0].entity, "front-matter")
            return
        living = [sense for sense in bearers if not self._is_unborn(sense.entity)]
        if len(living) > 1:
            self.answers[one] = (None, "nil:namesakes")
        elif not living:
            self.answers[one] = (None, "nil:dates")
        elif len(bearers) > 1:
            self._accept(one, living[0].entity, "namesake-dates")
        else:
            self._accept(one, living[0].entity, living[0].grade.name.lower())

    def _accept(self, one: Seen, entity: EntityId, rule: str) -> None:
        self.answers[one] = (entity, rule)
        if self.lexicon.lengths[one.name] > 1:
            self.named[entity] = min(one.start, self.named.get(entity, one.start))

    def _is_unborn(self, entity: EntityId) -> bool:
        """Say whether the record's life began after the document's date."""
        date, start = self.document.date, self.authority[entity].start
        if date is None or start is None or entity not in self.lexicon.people:
            return False
        return start.first > date.last

    # -- namesakes ------------------------------------------------------------------------------

    def _settle_namesakes(self) -> None:
        open_ones = [one for one, (_, rule) in self.answers.items() if rule == "nil:namesakes"]
        if not open_ones:
            return
        for one, (entity, _) in self.answers.items():
            if entity:
                self.names_of.setdefault(entity, set()).add(self.lexicon.names[one.name])
        for one in open_ones:
            bearers = [s.entity for s in self._bearers(one) if not self._is_unborn(s.entity)]
            self.answers[one] = self._decide(one, bearers) or (None, "nil:namesakes")

    def _decide(self, one: Seen, bearers: Sequence[EntityId]) -> Answer | None:
        """Decide between namesakes: named otherwise here, by cues, by how often elsewhere."""
        here = [entity for entity in bearers if self._is_named_otherwise(one, entity)]
        if len(here) == 1:
            return here[0], "namesake-named"
        cued = self._most_cued(bearers)
        if cued:
            return cued, "namesake-cues"
        near = self._nearest(bearers)
        if near:
            return near, "namesake-near"
        exact = self.lexicon.exact.get(one.name)
        if exact in bearers:
            return exact, "namesake-heading"
        inner = self._innermost(one, bearers)
        if inner:
            return inner, "namesake-inner"
        counts = sorted((self.prior.get(entity, 0), entity) for entity in bearers)
        (next_best, _), (best, entity) = counts[-2:]
        return (entity, "namesake-usual") if best >= USUAL_RATIO * max(1, next_best) else None

    def _is_named_otherwise(self, one: Seen, entity: EntityId) -> bool:
        """Say whether the document names *entity* beyond doubt, by another name.

        A place's name may be a qualified form of this one (طرابلس الغرب): that tells it from the
        bare name, it does not explain it. Nor does القاهرة explain مصر, the heading of another.
        """
        if entity in self.fixed:
            return True
        names = self.names_of.get(entity, set()) - {self.lexicon.names[one.name]}
        if entity in self.lexicon.people:
            return bool(names)
        if any(
            sense.grade == Grade.HEADING and sense.entity != entity
            for sense in self.lexicon.bearers[one.name]
        ):
            return False
        bare = self.lexicon.names[one.name]
        return any(bare not in name for name in names)

    def _nearest(self, bearers: Sequence[EntityId]) -> EntityId | None:
        """Name the place that most places of the document are much nearer to.

        طرابلس beside حمص is not the one of Libya. Two places at least must speak, and twice as
        many as for any other bearer.
        """
        spots = {entity: _spot(self.authority[entity]) for entity in bearers}
        if not all(spots.values()) or any(
            one and two and one != two and _distance(one, two) < APART_KM
            for one in spots.values()
            for two in spots.values()
        ):
            return None
        votes = dict.fromkeys(bearers, 0)
        for other in self.names_of.keys() - spots.keys():
            spot = _spot(self.authority[other])
            if spot:
                (near, entity), (far, _), *_ = sorted(
                    (_distance(spot, own), entity) for entity, own in spots.items() if own
                )
                votes[entity] += far > NEAR_RATIO * near + NEAR_KM
        (next_best, _), (best, entity) = sorted((n, e) for e, n in votes.items())[-2:]
        return entity if best >= 2 and best >= 2 * next_best else None

    def _innermost(self, one: Seen, bearers: Sequence[EntityId]) -> EntityId | None:
        """Name the smallest of places that bear one heading and lie within each other.

        Whoever writes زحلة means the town, not the district around it; both are there.
        """
        headed = [s.entity for s in self._bearers(one) if s.grade == Grade.HEADING]
        records = [self.authority[entity] for entity in bearers]
        points = [(r.lat, r.lon) for r in records if r.lat is not None and r.lon is not None]
        if len(points) < len(bearers) or not set(bearers) <= set(headed):
            return None
        if any(_distance(points[0], other) > WITHIN_KM for other in points):
            return None
        sizes = sorted((_SIZES.get(r.extra.get("subtype", ""), 0), r.id) for r in records)
        (least, inner), (following, _), *_ = sizes
        return inner if 0 < least < following else None

    def _most_cued(self, bearers: Sequence[EntityId]) -> EntityId | None:
        records = [self.authority[entity] for entity in bearers]
        if not any(record.cues for record in records):
            return None
        blocks = self.document.body.blocks
        stack = pile([self.document.title.text, *(block.text for block in blocks)])
        found = _count_cues(stack, records)
        counts = sorted((found[record.id], record.id) for record in records)
        (next_best, _), (best, entity) = counts[-2:]
        return entity if best > next_best and best >= CUE_RATIO * next_best else None

    # -- short names ----------------------------------------------------------------------------

    def _settle_short(self, seen: Iterable[Seen]) -> None:
        known, owners = self.about.union(self.named), self.lexicon.owners
        possible = [
            one for one in seen if owners[one.name] and not owners[one.name].isdisjoint(known)
        ]
        if not possible:
            return
        taken = sorted((one.start - one.cut, one.end) for one in self.answers)
        edges = [edge for span in taken for edge in span]
        free = 0
        for one in possible:
            begin = one.start - one.cut
            if one.cut and self._is_word(one):
                continue
            at = bisect.bisect_right(edges, begin)
            is_taken = at % 2 or (at < len(edges) and edges[at] < one.end)
            if begin < free or is_taken:
                continue
            answer = self._short(one)
            if answer:
                self.answers[one] = answer
                free = one.end

    def _short(self, one: Seen) -> Answer | None:
        lexicon = self.lexicon
        senses = [s for s in lexicon.shorts[one.name] if s.entity not in self.never]
        about = [sense.entity for sense in senses if sense.entity in self.about]
        if len(about) == 1:
            return about[0], "front-matter"
        owners = [sense for sense in senses if sense.entity in self.named]
        name = lexicon.names[one.name]
        if not owners or name in lexicon.claimed:
            return None
        if all(sense.grade == Grade.SURNAME for sense in owners) and is_anothers(
            self.stack, one.start, one.cut, name
        ):
            return None
        given = follows_given(self.stack, one.start, one.cut, lexicon)
        if given and not any(bears(self.authority[s.entity], given, name) for s in owners):
            return None
        if len(owners) > 1:
            return None, "nil:two-bearers"
        entity = owners[0].entity
        if self.named[entity] > one.start:
            return None
        kind = self.authority[entity].type
        if any(self.authority[s.entity].type != kind for s in lexicon.bearers[one.name]):
            return None, "nil:two-bearers"
        return entity, "short"


def _spot(record: Entity) -> tuple[float, float] | None:
    if record.type != EntityType.PLACE or record.lat is None or record.lon is None:
        return None
    if record.extra.get("subtype") in _AREAS:
        return None
    return record.lat, record.lon


def _distance(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Give the kilometres between two points, well enough to say which is nearer."""
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
    for hit in select(Matcher(cues).find(stack)):
        found.update(owners[cues[hit.name]])
    return found


def type_of(tag: str) -> str:
    """Give the type that a tag without reference says, as records name it, else nothing."""
    return tag if tag in {kind.value for kind in EntityType} else ""
