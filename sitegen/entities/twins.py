"""Which records are one person or place, by all that they say?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sitegen.entities.names import says_more
from sitegen.entities.spellings import is_given_alone
from sitegen.entities.titles import GIVEN_AND_COMMON, INSERTED, RANKS, TITLES
from sitegen.model import Entity, EntityId, EntityType


def bare_twins(
    entities: Iterable[Entity], given: Collection[str], words: Mapping[str, tuple[str, ...]]
) -> dict[EntityId, EntityId]:
    """Lead records that say nothing but names to the one record that bears all of these names.

    That record is of the same type, the only such one, and says more: a date, a place on the
    map, an id elsewhere, a description. The twin adds nothing by which to tell the two apart.
    A title and a surname (الدكتور شميل) may stand for the full name with that title. Names that
    many bear, of one word or of given names alone, prove nothing; a surname beside a better name
    does no harm. *words* are the folded words of the names.
    """
    entities = list(entities)
    names = {entity.id: [words[name] for name in _full_names(entity)] for entity in entities}
    bearers: dict[tuple[EntityType, str], set[EntityId]] = {}
    full = {entity.id for entity in entities if says_more(entity)}
    for entity in entities:
        for name in names[entity.id]:
            if entity.id in full:
                bearers.setdefault((entity.type, skeleton(name)), set()).add(entity.id)
            if len(name) > 2 and name[0] in TITLES:
                bearers.setdefault((entity.type, f"{name[0]} {name[-1]}"), set()).add(entity.id)
    given = frozenset(given) | GIVEN_AND_COMMON
    found = {}
    for entity in entities:
        if entity.id in full:
            continue
        own = [name for name in names[entity.id] if name]
        better = [name for name in own if not _is_anybodys(name, given)]
        if not better:
            continue
        twins = set.intersection(*(_bearers_of(name, entity.type, bearers) for name in better))
        if len(twins) == 1 and twins <= full:
            twin = twins.pop()
            rest = [name for name in own if name not in better]
            if all(_is_surname_in(name, names[twin]) for name in rest):
                found[entity.id] = twin
    return found


def _bearers_of(
    name: tuple[str, ...],
    kind: EntityType,
    bearers: Mapping[tuple[EntityType, str], set[EntityId]],
) -> set[EntityId]:
    found = bearers.get((kind, skeleton(name)), set())
    if not found and len(name) == 2 and name[0] in TITLES:
        found = bearers.get((kind, " ".join(name)), set())
    return found


def _is_surname_in(name: tuple[str, ...], names: Iterable[tuple[str, ...]]) -> bool:
    return len(name) == 1 and any(name[0] == other[-1] for other in names if other)


def _full_names(entity: Entity) -> tuple[str, ...]:
    return entity.heading, *entity.variants


def _is_anybodys(words: tuple[str, ...], given: Collection[str]) -> bool:
    return len(words) < 2 or is_given_alone(words, given)


def skeleton(words: tuple[str, ...]) -> str:
    """Give what is left of a name without spaces, ranks and titles, stuck to it or not.

    >>> skeleton(("مصطفي", "افنديصادق", "الرافعي")) == skeleton(("مصطفي", "صادق", "الرافعي"))
    True
    """
    kept = "".join(word for word in words if word not in RANKS and word not in TITLES)
    for rank in INSERTED[::2]:
        kept = kept.replace(rank, "")
    for title in ("الشيخ", "السيد", "الدكتور", "شيخ"):
        kept = kept.removeprefix(title)
    return kept
