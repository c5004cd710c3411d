"""Which records of an authority are doubled, dangerous, impossible, or lead nowhere?

What makes a record illegal is said where it is read; here is what is legal and still wrong, most
likely. Every finding says how it is mended.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from sitegen.entities.authority import Authority
from sitegen.entities.common import is_function_word
from sitegen.entities.haystack import words_of
from sitegen.entities.identifiers import ARCHIVE
from sitegen.entities.names import Grade, Names
from sitegen.entities.namesakes import APART_KM, WITHIN_KM, distance
from sitegen.entities.titles import DISTRICTS
from sitegen.entities.twins import skeleton
from sitegen.errors import Place, Problem
from sitegen.model import Entity, EntityId, EntityType

_LONGEST_LIFE = 125  # years
_CATALOGUES = ("wikidata", "viaf", "geonames")
_FEW = 3  # uses of a word that tell nothing yet
_ENOUGH = 20  # places, to say where the archive's world is
_APART = 1500  # kilometres: so far from every other place
_CELL = 3  # degrees: the side of a cell of the map
_NEIGHBOURS = 3  # so many places where the numbers, changed about, would lie
_ABOUT = (-1, 0, 1)

Spot = tuple[float, float]
Cell = tuple[int, int]


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


def lint(looked_at: Linted) -> tuple[Problem, ...]:
    """List what is most likely wrong, sorted by place.

    >>> from sitegen.entities.authority import read_authority
    >>> from sitegen.entities.names import gather_names
    >>> text = "- {id: p-1, type: person, heading: أحمد, birth: 1700, death: 1900}"
    >>> authority, _ = read_authority([("entities/p.yml", text)])
    >>> print(*lint(Linted(authority, gather_names(authority.values()))))
    entities/p.yml:1: 'p-1' lives 200 years
      why: from 1700 to 1900
      fix: mend 'birth' or 'death'
    """
    found = [
        *_doubled(looked_at),
        *_shared(looked_at),
        *_dangerous(looked_at),
        *_too_old(looked_at),
        *_displaced(looked_at),
        *_references(looked_at),
    ]
    return tuple(sorted(set(found)))


# -- records ------------------------------------------------------------------------------------


def _doubled(looked_at: Linted) -> Iterator[Problem]:
    """Report records of one type and heading that nothing tells apart, and are not said to be one.

    Titles, ranks and spaces in a heading do not matter.
    """
    authority = looked_at.authority
    groups: defaultdict[tuple[EntityType, str], list[Entity]] = defaultdict(list)
    records = list(authority.values())
    for entity, words in zip(records, words_of([e.heading for e in records]), strict=True):
        groups[entity.type, skeleton(words)].append(entity)
    for (_, key), group in groups.items():
        for one, two in combinations(sorted(group, key=lambda e: e.place), 2) if key else ():
            is_one = authority.first_of(one.id) == authority.first_of(two.id)
            if not is_one and not _differ(one, two):
                what = f"'{two.id}' may be '{one.id}'"
                why = f"both are headed {one.heading}, at {one.place}, nothing tells them apart"
                fix = (
                    f"write same_as: {{archive: {one.id}}} if they are one, "
                    "else dates, places or cues"
                )
                yield Problem(looked_at.place(two, "heading"), what, why, fix)


def _differ(one: Entity, two: Entity) -> bool:
    """Say whether something tells two records apart: an identifier, a date, the map, cues."""
    if any(
        one.same_as.get(key) and two.same_as.get(key) and one.same_as[key] != two.same_as[key]
        for key in _CATALOGUES
    ):
        return True
    if one.cues and two.cues:
        return True
    for first, second in ((one.start, two.start), (one.end, two.end)):
        if first and second and (first.last < second.first or second.last < first.first):
            return True
    here, there = _spot(one), _spot(two)
    return bool(here and there and distance(here, there) > WITHIN_KM)


def _shared(looked_at: Linted) -> Iterator[Problem]:
    """Report a variant that another record bears too, where no margin could ever decide."""
    authority = looked_at.authority
    for words, grades in looked_at.names.grades.items():
        full = [authority[entity] for entity, grade in grades.items() if grade <= Grade.VARIANT]
        if len({authority.first_of(entity.id) for entity in full}) < 2 or _may_decide(full):
            continue
        name = " ".join(words)
        for entity in full:
            if grades[entity.id] != Grade.VARIANT or looked_at.counts.get(name, 1) == 0:
                continue
            others = ", ".join(f"'{other.id}'" for other in full if other is not entity)
            what = f"'{name}' means {others} too"
            why = "nothing tells which is meant, so every mention is left open"
            fix = (
                "keep the name at one of them, add cues, or same_as: {archive: ...} if they are one"
            )
            yield Problem(looked_at.place(entity, "variants"), what, why, fix)


def _may_decide(records: Iterable[Entity]) -> bool:
    """Say whether dates, cues or the map could decide between records."""
    records = list(records)
    if any(record.cues for record in records):
        return True
    spots = [_spot(record) for record in records]
    if all(spots):
        return all(
            distance(one, two) >= APART_KM for one, two in combinations(filter(None, spots), 2)
        )
    return len({record.type for record in records}) == 1 and all(
        record.type == EntityType.PERSON and (record.start or record.end) for record in records
    )


def _too_old(looked_at: Linted) -> Iterator[Problem]:
    for entity in looked_at.authority.values():
        if entity.type != EntityType.PERSON or not (entity.start and entity.end):
            continue
        years = entity.end.year - entity.start.year
        if years > _LONGEST_LIFE:
            why = f"from {entity.start.iso} to {entity.end.iso}"
            place = looked_at.place(entity, "death")
            fix = "mend 'birth' or 'death'"
            yield Problem(place, f"'{entity.id}' lives {years} years", why, fix)


# -- names --------------------------------------------------------------------------------------


def _dangerous(looked_at: Linted) -> Iterator[Problem]:
    """Report names that can link to nobody, or would link to too much."""
    pairs = [
        (entity, key, name)
        for entity in looked_at.authority.values()
        for key, names in (
            ("heading", (entity.heading,)),
            ("variants", entity.variants),
            ("short_names", entity.short_names),
        )
        for name in names
    ]
    folded = words_of([name for *_, name in pairs])
    for (entity, key, name), words in zip(pairs, folded, strict=True):
        why = _danger(words, looked_at)
        if why:
            what = f"'{name}' of '{entity.id}' links by itself to nobody"
            fix = "give a longer name, or link it by hand: [[id|text]], entities.link"
            yield Problem(looked_at.place(entity, key), what, why, fix)


def _danger(words: tuple[str, ...], looked_at: Linted) -> str:
    if not words:
        return "it has no letter that is sought"
    if len(words) > 1:
        return ""
    word = words[0]
    if len(word) < 2:
        return "it is one letter"
    if is_function_word(word):
        return "it is a function word"
    times = looked_at.counts.get(word, 0)
    if times >= _FEW and word in looked_at.common:
        return f"the archive uses it as a common word ({times} times)"
    return ""


# -- places -------------------------------------------------------------------------------------


def _displaced(looked_at: Linted) -> Iterator[Problem]:
    """Report places on the wrong side of the world.

    Such are far from every other place and would be among them with the numbers changed about, or
    far from the place that they are called after: قضاء صور is near صور.
    """
    places = {e.id: spot for e in looked_at.authority.values() if (spot := _spot(e))}
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
    for words, grades in looked_at.names.grades.items():
        if len(words) < 2 or words[0] not in DISTRICTS:
            continue
        inner = [
            authority[e] for e, g in looked_at.names.grades.get(words[1:], {}).items() if not g
        ]
        spots = [spot for one in inner if one.type == EntityType.PLACE and (spot := _spot(one))]
        for outer in [authority[entity] for entity, grade in grades.items() if not grade]:
            here = _spot(outer)
            if here and spots and min(distance(here, spot) for spot in spots) > _APART:
                what = f"'{outer.id}' lies far from {' '.join(words[1:])}, after which it is called"
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


def _spot(entity: Entity) -> Spot | None:
    if entity.lat is None or entity.lon is None:
        return None
    return entity.lat, entity.lon


# -- references ---------------------------------------------------------------------------------


def _references(looked_at: Linted) -> Iterator[Problem]:
    """Report ``same_as`` that leads nowhere, to itself, around, or to a record of another kind."""
    authority = looked_at.authority
    for entity in authority.values():
        place = looked_at.place(entity, "same_as")
        for ref in entity.same_as.get(ARCHIVE, "").split():
            yield from _one_reference(entity, ref, place, looked_at)
    yield from _contradictions(looked_at)


def _one_reference(entity: Entity, ref: str, place: Place, looked_at: Linted) -> Iterator[Problem]:
    other = looked_at.authority.records.get(EntityId(ref))
    if ref == entity.id:
        yield Problem(place, f"'{ref}' is said to be itself", fix=f"take '{ref}' out of 'same_as'")
    elif other is None:
        if ref not in looked_at.used and not ref[-1].isdigit():  # else a former number
            what = f"no record and no document has the id '{ref}'"
            why = f"'same_as' of '{entity.id}' names it as another id of the record"
            yield Problem(place, what, why, "mend it, or take it out")
    elif other.type != entity.type:
        what = f"'{entity.id}' and '{ref}' cannot be one"
        why = f"one is a {entity.type.value}, the other a {other.type.value}"
        yield Problem(place, what, why, "take it out of 'same_as'")
    elif entity.id in _reached(ref, looked_at.authority) and entity.id < ref:
        what = f"'{entity.id}' and '{ref}' lead to each other"
        why = "of records that are one the first in file order counts; one direction says so"
        yield Problem(place, what, why, "keep 'same_as' at the one that shall yield")


def _reached(start: str, authority: Authority) -> Collection[str]:
    """Name the records to which ``same_as`` of a record leads, on and on."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        record = authority.records.get(EntityId(waiting.pop()))
        refs = record.same_as.get(ARCHIVE, "").split() if record else []
        waiting += [ref for ref in refs if ref not in reached]
        reached.update(refs)
    return reached


def _contradictions(looked_at: Linted) -> Iterator[Problem]:
    """Report records that share an identifier of a catalogue, and cannot be one all the same."""
    authority = looked_at.authority
    first: dict[tuple[str, str], Entity] = {}
    for entity in sorted(authority.values(), key=lambda e: e.place):
        for catalogue in _CATALOGUES:
            value = entity.same_as.get(catalogue)
            other = first.setdefault((catalogue, value), entity) if value else entity
            if other is entity or authority.first_of(entity.id) == authority.first_of(other.id):
                continue
            what = f"'{entity.id}' and '{other.id}' share {catalogue} {value}"
            why = f"they differ in type or another identifier; the other is at {other.place}"
            place = looked_at.place(entity, "same_as")
            yield Problem(place, what, why, "mend the identifier of one of them")
