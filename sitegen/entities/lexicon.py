"""Which names are sought, whom may each mean, and how much does it take to believe it?"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sitegen.arabic.chars import ARTICLE, HEH, TEH_MARBUTA
from sitegen.entities.authority import Authority
from sitegen.entities.common import Claimed, is_function_word
from sitegen.entities.given import GIVEN, SURE
from sitegen.entities.names import (
    Grade,
    Names,
    Sense,
    gather_names,
    says_more,
    senses_of,
)
from sitegen.entities.spellings import one_letter_words, opening
from sitegen.entities.titles import (
    BEFORE_ANOTHER,
    EPITHETS,
    EVERYBODYS,
    GIVEN_AND_COMMON,
    KIN,
    PEOPLES,
    RANKS,
    ROLES,
    TITLES,
    TOWNS,
    VAGUE,
)
from sitegen.entities.twins import bare_twins, skeleton
from sitegen.model import EntityId, EntityType

Senses = tuple[Sense, ...]

_NO_FORENAMES = TITLES | RANKS | ROLES | KIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The names of an authority by number, and what is known of each.

    ``bearers[n]`` are the records that bear name *n* in full, ``shorts[n]`` those for whom it is
    short, ``owners[n]`` the latter's ids; a *weak* name means nobody unless a document's front
    matter says so. ``first`` leads from records that are one thing with another to that one.
    """

    names: tuple[str, ...]
    lengths: tuple[int, ...]  # in words, a title before a surname not counted
    bearers: tuple[Senses, ...]
    shorts: tuple[Senses, ...]
    owners: tuple[frozenset[EntityId], ...]
    weak: tuple[bool, ...]
    doubtful: tuple[bool, ...]  # the first word may be a preposition: على for علي
    exact: Mapping[int, EntityId]  # of records that only a title parts, the one so headed
    of_entity: Mapping[EntityId, tuple[int, ...]]  # the numbers of a record's weak names
    beside: Mapping[str, int]  # weak words for places: names behind مدينة, or beside a place
    given: frozenset[str]
    given_anywhere: frozenset[str]  # with those that are common words too: علي
    given_or_table: frozenset[str]  # with those of the table
    forenames: frozenset[str]  # words that open a person's name of several words
    surnames: frozenset[str]
    claimed: Claimed
    people: frozenset[EntityId]
    places: frozenset[EntityId]
    towns: Mapping[str, frozenset[EntityId]]  # words that name places, and which
    cued: frozenset[EntityId]  # records with cues
    first: Mapping[EntityId, EntityId]
    prolonged: frozenset[str]  # persons' names in two words that begin another's: ابن حجر

    def is_person(self, senses: Iterable[Sense]) -> bool:
        """Say whether one of the records is a person."""
        return any(sense.entity in self.people for sense in senses)


def build_lexicon(
    authority: Authority, common: Container[str], names: Names | None = None
) -> Lexicon:
    """Take the names of an authority; *common* are the corpus's common words.

    *names* are those of the authority, where they are gathered already.
    """
    gathered = names or gather_names(authority.values())
    claimed = Claimed(common)
    senses = senses_of(gathered, claimed)
    given = frozenset(word for word in gathered.given if word not in claimed)
    first = {**bare_twins(authority.values(), given, gathered.words), **authority.same}
    first = {entity: authority.first_of(other) for entity, other in first.items()}
    spelt = sorted(senses)
    people = frozenset(e.id for e in authority.values() if e.type == EntityType.PERSON)
    united = [_united(senses[name], first) for name in spelt]
    places = {
        name[0]: frozenset(sense.entity for sense in held)
        for name, held in zip(spelt, united, strict=True)
        if len(name) == 1 and any(authority[s.entity].type == EntityType.PLACE for s in held)
    }
    weak = [
        _is_weak(name, given) or _is_signature(name, places)
        if len(name) > 1
        else _is_weak_word(name[0], given, claimed)
        or _is_stump(name[0], held)
        or _is_tribal(name[0], held, authority)
        or (
            held[0].grade <= Grade.BARE
            and (_is_first_name(name[0], held, people) or _is_epithet(name[0]))
        )
        for name, held in zip(spelt, united, strict=True)
    ]
    of_entity: dict[EntityId, list[int]] = {}
    for number, held in enumerate(united):
        if weak[number]:
            for sense in held:
                of_entity.setdefault(sense.entity, []).append(number)
    bearers = [tuple(s for s in held if s.grade <= Grade.BARE) for held in united]
    shorts = [
        tuple(s for s in held if s.grade >= Grade.SHORT or (is_weak and _is_part(name)))
        for name, held, is_weak in zip(spelt, united, weak, strict=True)
    ]
    return Lexicon(
        names=tuple(" ".join(name) for name in spelt),
        lengths=tuple(len(name) - (len(name) == 2 and name[0] in TITLES) for name in spelt),
        bearers=tuple(bearers),
        shorts=tuple(shorts),
        owners=tuple(frozenset(sense.entity for sense in held) for held in shorts),
        weak=tuple(weak),
        doubtful=tuple(is_function_word(name[0]) or is_function_word(name[-1]) for name in spelt),
        exact=_exact(spelt, bearers, authority, gathered.words),
        of_entity={entity: tuple(numbers) for entity, numbers in sorted(of_entity.items())},
        beside={
            spelt[number][0]: number
            for number, held in enumerate(bearers)
            if weak[number]
            and held
            and _is_distinct(spelt[number])
            and (ARTICLE + spelt[number][0],) not in senses
            and any(sense.grade == Grade.HEADING for sense in held)
            and all(authority[s.entity].type == EntityType.PLACE for s in held)
        },
        given=given,
        given_anywhere=given | GIVEN_AND_COMMON,
        given_or_table=given | GIVEN_AND_COMMON | GIVEN | SURE,
        forenames=frozenset(
            name[0]
            for name, held in zip(spelt, united, strict=True)
            if len(name) > 1
            and not name[0].startswith(ARTICLE)
            and name[0] not in _NO_FORENAMES
            and name[0] not in claimed
            and any(s.entity in people and s.grade <= Grade.BARE for s in held)
        ),
        surnames=frozenset(
            name[0]
            for name in spelt
            if len(name) == 1 and any(s.grade == Grade.SURNAME for s in senses[name])
        ),
        claimed=claimed,
        people=people,
        places=frozenset(e.id for e in authority.values() if e.type == EntityType.PLACE),
        towns=places,
        cued=frozenset(e.id for e in authority.values() if e.cues),
        first=first,
        prolonged=_prolonged(spelt, bearers, people),
    )


def _is_part(words: tuple[str, ...]) -> bool:
    """Say whether a weak name is a given name of two words: short for a longer one."""
    return len(words) == 2 and (words[0] in BEFORE_ANOTHER or words[1] == "الدين")


def _is_distinct(words: tuple[str, ...]) -> bool:
    """Say whether a word means one place behind مدينة and its like: صور, not جديدة."""
    bare = words[0].removeprefix(ARTICLE)
    return not (
        len(words) > 1
        or is_function_word(words[0])
        or bare in TOWNS
        or bare.removesuffix(HEH) in EPITHETS
    )


def _prolonged(
    names: Sequence[tuple[str, ...]], bearers: Sequence[Senses], people: Container[EntityId]
) -> frozenset[str]:
    """Give the names of two words that begin a longer name of another person."""
    holders: dict[tuple[str, ...], set[EntityId]] = {}
    for name, held in zip(names, bearers, strict=True):
        if len(name) > 2 and held:
            holders.setdefault(name[:2], set()).update(sense.entity for sense in held)
    return frozenset(
        " ".join(name)
        for name, held in zip(names, bearers, strict=True)
        if len(name) == 2
        and name in holders
        and held
        and held[0].entity in people
        and not holders[name] <= {sense.entity for sense in held}
    )


def _exact(
    names: Sequence[tuple[str, ...]],
    bearers: Sequence[Senses],
    authority: Authority,
    words: Mapping[str, tuple[str, ...]],
) -> dict[int, EntityId]:
    """Lead a name with several bearers to the one who says more, or has it as heading.

    Their headings are one but for titles and ranks (كرومر, اللورد كرومر): by all that the
    authority says they are one person, catalogued twice. Of three or more who say nothing else,
    a heading with a rank tells one, a bare one none.
    """
    shared = [n for n, held in enumerate(bearers) if len(held) > 1]
    found = {}
    for n in shared:
        held = [sense.entity for sense in bearers[n]]
        if any(authority[entity].type != EntityType.PERSON for entity in held):
            continue
        headings = {entity: words[authority[entity].heading] for entity in held}
        if len(set(map(skeleton, headings.values()))) > 1:
            continue
        fuller = [entity for entity in held if says_more(authority[entity])]
        exact = [entity for entity in fuller or held if headings[entity] == names[n]]
        one = fuller if len(fuller) == 1 else exact
        is_vague = len(held) > 2 and not fuller and RANKS.isdisjoint(names[n])
        if len(one) == 1 and not is_vague:
            found[n] = one[0]
    return found


def _united(senses: Senses, first: Mapping[EntityId, EntityId]) -> Senses:
    """Let records that are one thing count as the first of them."""
    if not any(sense.entity in first for sense in senses):
        return senses
    found: dict[EntityId, Grade] = {}
    for sense in senses:
        entity = first.get(sense.entity, sense.entity)
        found[entity] = min(sense.grade, found.get(entity, sense.grade))
    return tuple(sorted(Sense(grade, entity) for entity, grade in found.items()))


def _is_first_name(word: str, senses: Senses, people: Container[EntityId]) -> bool:
    """Say whether a word is a given name alone, and persons' only: فارس may be Persia.

    With the article too: الفرنسيس are the French.
    """
    is_given = word.removeprefix(ARTICLE) in GIVEN
    return is_given and all(sense.entity in people for sense in senses)


def _is_stump(word: str, senses: Senses) -> bool:
    """Say whether a variant is two letters and the article: الدب is a bear before it is إدلب."""
    is_short = len(word.removeprefix(ARTICLE)) < 3
    return is_short and all(sense.grade > Grade.HEADING for sense in senses)


def _is_tribal(word: str, senses: Senses, authority: Authority) -> bool:
    """Say whether a word in ة names people of whom nothing is told: حنيفة is a tribe."""
    if not word.endswith(HEH) or word.startswith(ARTICLE) or senses[0].grade != Grade.HEADING:
        return False
    records = [authority[sense.entity] for sense in senses]
    return all(
        r.type == EntityType.PERSON and r.heading.endswith(TEH_MARBUTA) and not says_more(r)
        for r in records
    )


def _is_epithet(word: str) -> bool:
    """Say whether a name is a given name with the article: الخليل is a man before it is a town."""
    return word.startswith(ARTICLE) and word[2:] in SURE


def _is_signature(words: tuple[str, ...], places: Container[str]) -> bool:
    """Say whether a name is an initial and a place: ش دمشق signs from Damascus."""
    return len(words) == 2 and len(words[0]) == 1 and words[1] in places


def _is_weak(words: tuple[str, ...], given: Container[str]) -> bool:
    """Say whether a name of several words is too common or too vague to mean anybody by itself."""
    if words[0] in VAGUE or (len(words) == 2 and opening(words) in given):
        return True
    if len(words) == 2 and words[1] in EVERYBODYS and (words[0] in given or words[0] in GIVEN):
        return True
    return all(map(is_function_word, words)) and not one_letter_words(words)


def _is_weak_word(word: str, given: Container[str], claimed: Claimed) -> bool:
    """Say whether a word is too common or too short to mean anybody by itself."""
    return word in claimed or len(word) < 3 or word in given or word in PEOPLES
