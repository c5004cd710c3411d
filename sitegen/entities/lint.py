"""Which records of an authority are doubled, dangerous, impossible, or lead nowhere?

What makes a record illegal is said where it is read; here is what is legal and still wrong, most
likely. Every finding says how it is mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from sitegen.entities.common import is_function_word
from sitegen.entities.haystack import words_of
from sitegen.entities.lint_map import displaced
from sitegen.entities.lint_references import references
from sitegen.entities.linted import CATALOGUES, Linted, spot_of
from sitegen.entities.names import Grade
from sitegen.entities.namesakes import APART_KM, WITHIN_KM, distance
from sitegen.entities.twins import skeleton
from sitegen.errors import Problem
from sitegen.model import Entity, EntityType

_LONGEST_LIFE = 125  # years
_FEW = 3  # uses of a word that tell nothing yet


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
        *displaced(looked_at),
        *references(looked_at),
    ]
    return tuple(sorted(set(found)))


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
        for key in CATALOGUES
    ):
        return True
    if one.cues and two.cues:
        return True
    for first, second in ((one.start, two.start), (one.end, two.end)):
        if first and second and (first.last < second.first or second.last < first.first):
            return True
    here, there = spot_of(one), spot_of(two)
    return bool(here and there and distance(here, there) > WITHIN_KM)


def _shared(looked_at: Linted) -> Iterator[Problem]:
    """Report a variant that another record bears too, where no margin could ever decide."""
    authority = looked_at.authority
    for name, grades in looked_at.names:
        full = [authority[entity] for entity, grade in grades.items() if grade <= Grade.VARIANT]
        if len({authority.first_of(entity.id) for entity in full}) < 2 or _may_decide(full):
            continue
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
    spots = [spot_of(record) for record in records]
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
