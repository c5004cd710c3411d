"""Which records are one person or place, by all that they say?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sitegen.entities.names import says_more
from sitegen.entities.spellings import is_given_alone
from sitegen.entities.titles import GIVEN_AND_COMMON, INSERTED, RANKS, TITLES
from sitegen.model import Entity, EntityId, EntityType

_TITLES_AND_RANKS = TITLES | RANKS


def bare_twins(
    entities: Iterable[Entity], given: Collection[str], folded: Mapping[str, str]
) -> dict[EntityId, EntityId]:
    """Lead records that say nothing but names to the one record that bears all of these names.

    That record is of the same type, the only such one, and says more: a date, a place on the
    map, an id elsewhere, a description. The twin adds nothing by which to tell the two apart.
    A title and a surname (الدكتور شميل) may stand for the full name with that title. Names that
    many bear, of one word or of given names alone, prove nothing; a surname beside a better name
    does no harm. *folded* are the names as :class:`~sitegen.entities.names.Names` has them.
    """
    entities = list(entities)
    bearers: dict[tuple[EntityType, str], set[EntityId]] = {}
    full: dict[EntityId, Entity] = {}
    for entity in entities:
        is_full = says_more(entity)
        if is_full:
            full[entity.id] = entity
        for name in _words_of(entity, folded):
            if is_full:
                bearers.setdefault((entity.type, skeleton(name)), set()).add(entity.id)
            if len(name) > 2 and name[0] in TITLES:
                bearers.setdefault((entity.type, f"{name[0]} {name[-1]}"), set()).add(entity.id)
    given = frozenset(given) | GIVEN_AND_COMMON
    found = {}
    for entity in entities:
        if entity.id in full:
            continue
        own = [name for name in _words_of(entity, folded) if name]
        twins = _bearers_of_all(own, entity.type, bearers, given)
        if len(twins) == 1 and twins <= full.keys():
            twin = full[twins.pop()]
            rest = [name for name in own if _is_anybodys(name, given)]
            if all(_is_surname_in(name, _words_of(twin, folded)) for name in rest):
                found[entity.id] = twin.id
    return found


def _bearers_of_all(
    names: Iterable[tuple[str, ...]],
    kind: EntityType,
    bearers: Mapping[tuple[EntityType, str], set[EntityId]],
    given: Collection[str],
) -> set[EntityId]:
    """Give the records that bear all of the names that are not anybody's; none if all are."""
    found: set[EntityId] | None = None
    for name in names:
        if len(name) > 1:
            those = _bearers_of(name, kind, bearers)
            if not _is_anybodys(name, given):
                found = those if found is None else found & those
                if not found:
                    return set()
    return set(found or ())


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


def _words_of(entity: Entity, folded: Mapping[str, str]) -> list[tuple[str, ...]]:
    return [tuple(folded[name].split()) for name in (entity.heading, *entity.variants)]


def _is_anybodys(words: tuple[str, ...], given: Collection[str]) -> bool:
    return len(words) < 2 or is_given_alone(words, given)


def skeleton(words: tuple[str, ...]) -> str:
    """Give what is left of a name without spaces, ranks and titles, stuck to it or not.

    >>> skeleton(("مصطفي", "افنديصادق", "الرافعي")) == skeleton(("مصطفي", "صادق", "الرافعي"))
    True
    """
    if not (_TITLES_AND_RANKS.isdisjoint(words)):
        words = tuple(word for word in words if word not in _TITLES_AND_RANKS)
    kept = "".join(words)
    for rank in INSERTED[::2]:
        kept = kept.replace(rank, "")
    for title in ("الشيخ", "السيد", "الدكتور", "شيخ"):
        kept = kept.removeprefix(title)
    return kept
