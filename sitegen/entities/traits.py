"""What is known of a name, whatever the text? Asked of every hit, found out once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sitegen.arabic.chars import ARTICLE, HEH, MARKS, TEH_MARBUTA, contains
from sitegen.entities.authority import Authority
from sitegen.entities.beside import is_lady
from sitegen.entities.haystack import words_of
from sitegen.entities.lexicon import Lexicon, Senses
from sitegen.entities.names import Grade, says_more
from sitegen.model import Entity, EntityId, EntityType

_SMALL = frozenset(["", "village", "town", "city", "quarter", "neighbourhood", "building"])
_FEW = 4  # letters of a name that a hamza may part from another word: فأس, فاس
_NAMED_FOR = frozenset([EntityType.PERSON, EntityType.PLACE])  # whom papers are called after


class Traits(NamedTuple):
    """A name, the records that bear it in full, and what these have in common."""

    name: str
    bearers: Senses
    owners: frozenset[EntityId]  # for whom it is short
    births: tuple[int, ...]  # the first day that each bearer may have lived; 0: not known
    youngest: int  # the last of these days
    is_weak: bool
    is_single: bool  # one word, a title before it not counted
    is_doubtful: bool
    is_person: bool  # one of the bearers is
    is_bare: bool  # the records tell nothing but names
    are_lands: bool  # countries: what is a part of a continent is in it
    may_be_village: bool  # one bearer is a place of a size not known, or no more than a town
    are_bodies: bool
    may_name_papers: bool
    is_sole: bool  # one bearer that may be known is headed so, and it is no other's surname
    needs_heh: bool  # no record has it in ة: a foreign name in heh, عاليه
    records: tuple[Entity, ...]  # those of the bearers
    spelt: tuple[str, ...]  # a short name as its records write it, bare of marks, for the hamza

    @property
    def may_be_lady(self) -> bool:
        """Whether a name of a bearer has a woman's title; few are asked."""
        return self.is_person and any(map(is_lady, self.records))


class Known:
    """Gives the traits of the names of a lexicon by number; each is found out once."""

    def __init__(self, lexicon: Lexicon, authority: Authority) -> None:
        self._lexicon = lexicon
        self._authority = authority
        self._found: dict[int, Traits] = {}

    def __getitem__(self, number: int) -> Traits:
        found = self._found.get(number)
        if found is None:
            found = self.among(number, self._lexicon.bearers[number])
            self._found[number] = found
        return found

    def among(self, number: int, bearers: Senses) -> Traits:
        """Give the traits of a name that only some *bearers* may have here."""
        lexicon, people = self._lexicon, self._lexicon.people
        records = [self._authority.records[sense.entity] for sense in bearers]
        types = {record.type for record in records}
        name, owners = lexicon.names[number], lexicon.owners[number]
        is_person = EntityType.PERSON in types
        births = tuple(r.start.first if r.start and r.id in people else 0 for r in records)
        return Traits(
            name,
            bearers,
            owners,
            births,
            max(births, default=0),
            lexicon.weak[number],
            lexicon.lengths[number] == 1,
            lexicon.doubtful[number],
            is_person,
            not any(map(says_more, records)),
            all(record.extra.get("subtype") == "country" for record in records),
            any(record.extra.get("subtype", "") in _SMALL for record in records),
            types <= {EntityType.ORGANIZATION},
            types <= _NAMED_FOR,
            self._is_sole(bearers, owners),
            name.endswith(HEH)
            and (is_person or f"{name[:-1]}{TEH_MARBUTA}" in lexicon.claimed)
            and not any(_has_teh(r, is_place=not is_person) for r in records),
            tuple(records),
            _spelt(name, records),
        )

    def _is_sole(self, bearers: Senses, owners: frozenset[EntityId]) -> bool:
        if len(bearers) != 1 or bearers[0].grade != Grade.HEADING:
            return False
        first = bearers[0].entity
        return [e for e in {first, *owners} if says_more(self._authority[e])] == [first]


def _spelt(name: str, records: Iterable[Entity]) -> tuple[str, ...]:
    """List how records write a name of so few letters that a hamza makes another word of it."""
    if " " in name or len(name.removeprefix(ARTICLE)) > _FEW:
        return ()
    written = {n for r in records for n in (r.heading, *r.variants) if " " not in n}
    bare = {"".join(c for c in n if not contains(MARKS, ord(c))) for n in written}
    return tuple(sorted(n for n in bare if len(n) == len(name) and words_of([n])[0] == (name,)))


def _has_teh(record: Entity, *, is_place: bool) -> bool:
    """Say whether a record's name ends in ة; of a place's only those of one word tell."""
    names = (record.heading, *record.variants)
    return any(name.endswith(TEH_MARBUTA) and not (is_place and " " in name) for name in names)
