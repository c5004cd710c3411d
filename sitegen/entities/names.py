"""By which words may a record be named, and how may each be spelt?

Tables and pure functions over folded words; what they generate becomes the matcher's patterns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from sitegen.arabic.chars import ARTICLE, HEH, TEH_MARBUTA
from sitegen.entities.common import Use
from sitegen.entities.given import GIVEN
from sitegen.entities.haystack import words_of
from sitegen.entities.spellings import (
    double_surname,
    given_names,
    spellings,
    surnames,
    with_ranks,
)
from sitegen.entities.titles import (
    HEADS,
    TITLES,
)
from sitegen.model import Entity, EntityId, EntityType

_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_COMMA = re.compile(r"\s*[،,]\s*| - ")


class Grade(IntEnum):
    """What a name says of its bearer, the strongest first."""

    HEADING = 0
    VARIANT = 1
    BARE = 2  # a place's name without its qualifier; counts where nobody else bears it
    SHORT = 3  # the editor says: only after a full name
    SURNAME = 4  # derived from a full name; held to the same rule


class Sense(NamedTuple):
    """One record that a name may mean."""

    grade: Grade
    entity: EntityId


def written_names(entity: Entity) -> tuple[tuple[str, Grade], ...]:
    """List a record's names as written with their grades: full ones, then short ones.

    A qualifier behind a place's name (in brackets, after a comma or a spaced hyphen) belongs to
    the catalogue, not to the name: what stands before it names the place too, unless it is
    another's name: then the qualifier says that the bare word means the other. A variant that is
    but the given name of another (شعيب, شعيب بك) is short.

    >>> from sitegen.errors import Place
    >>> place = Entity(id=EntityId("l"), type=EntityType.PLACE, heading="طرابلس (ليبيا)",
    ...                place=Place("l.yml"))
    >>> [name for name, _ in written_names(place)]
    ['طرابلس (ليبيا)', 'طرابلس']
    """
    found: dict[str, Grade] = {entity.heading: Grade.HEADING}
    for name in entity.variants:
        found.setdefault(name, Grade.VARIANT)
    if entity.type == EntityType.PLACE:
        for name in list(found):
            bare = _COMMA.split(_ASIDE.sub(" ", name), maxsplit=1)[0].strip()
            if bare:
                found.setdefault(bare, Grade.BARE)
    if entity.type == EntityType.PERSON:
        firsts = {name.split()[0] for name in found if len(name.split()) > 1}
        found |= {n: Grade.SHORT for n in entity.variants if n in firsts and n != entity.heading}
        found |= {n: Grade.SHORT for n in entity.variants if _is_half(n, entity.heading)}
        found |= {n: Grade.SHORT for n in entity.variants if _is_noun(n, entity.heading)}
    for name in entity.short_names:
        found.setdefault(name, Grade.SHORT)
    return tuple(found.items())


def _is_noun(variant: str, heading: str) -> bool:
    """Say whether a variant is a surname that is a noun by its shape: ميخائيل مشاقة.

    >>> _is_noun("مشاقة", "ميخائيل مشاقة"), _is_noun("غوته", "يوهان غوته")
    (True, False)
    """
    is_shaped = variant.endswith(TEH_MARBUTA) and not variant.startswith(ARTICLE)
    return is_shaped and heading.endswith(f" {variant}")


def _is_half(variant: str, heading: str) -> bool:
    """Say whether a variant is the genitive of a description: النحاة of شيخ النحاة.

    >>> _is_half("النحاة", "شيخالنحاة"), _is_half("الزهاوي", "جميل الزهاوي")
    (True, False)
    """
    head = heading.removesuffix(variant)
    return " " not in variant and head != heading and head.strip() in HEADS


Grades = dict[tuple[str, ...], dict[EntityId, Grade]]


@dataclass(frozen=True, slots=True)
class Names:
    """Every folded name of an authority with the records that it may mean, before any corpus.

    ``given`` are the given names; ``twins`` the surnames, by word, that a record has only because
    it has them with or without the article: they go where the corpus denies the other form.
    ``words`` are the folded words of each name as written.
    """

    grades: Mapping[tuple[str, ...], Mapping[EntityId, Grade]]
    given: frozenset[str]
    twins: Mapping[str, frozenset[EntityId]]
    words: Mapping[str, tuple[str, ...]]


def gather_names(entities: Iterable[Entity]) -> Names:
    """Fold and spell all names of the records; the costly half, once for a build.

    Surnames are derived from persons' headings and variants, but for words that name something
    other than a person: whoever is called محمد العراق leaves العراق alone. A surface in
    ``never_link`` is left out for its record.
    """
    entities = list(entities)
    written = [(entity, *pair) for entity in entities for pair in written_names(entity)]
    texts = list(dict.fromkeys(name for _, name, _ in written))
    words = dict(zip(texts, words_of(texts), strict=True))
    banned = _banned(entities)
    full = [(entity, grade, words[name]) for entity, name, grade in written if words[name]]
    given = given_names(name for entity, grade, name in full if _is_persons(entity, grade))
    elsewhere = {
        name[0] for entity, _, name in full if len(name) == 1 and entity.type != EntityType.PERSON
    }
    found: Grades = {}
    lasts: dict[str, set[EntityId]] = {}

    def add(name: tuple[str, ...], entity: EntityId, grade: Grade) -> None:
        if entity in banned and name in banned[entity]:
            return
        grades = found.setdefault(name, {})
        grades[entity] = min(grade, grades.get(entity, grade))

    for entity, grade, name in full:
        for way in spellings(name):
            add(way, entity.id, grade)
        if not _is_persons(entity, grade) or len(name) < 2:
            continue
        for way in with_ranks(name):
            add(way, entity.id, grade)
        if double := double_surname(name):
            for way in spellings(double):
                add(way, entity.id, Grade.SURNAME)
        for n, surname in enumerate(surnames(name, given)):
            if not elsewhere & {surname, ARTICLE + surname, surname.removeprefix(ARTICLE)}:
                add((surname,), entity.id, Grade.SURNAME)
                if n == 0:
                    lasts.setdefault(surname, set()).add(entity.id)
    return Names(found, given, _twins(found, lasts), words)


def _is_persons(entity: Entity, grade: Grade) -> bool:
    return entity.type == EntityType.PERSON and grade <= Grade.BARE


def _twins(found: Grades, lasts: Mapping[str, set[EntityId]]) -> dict[str, frozenset[EntityId]]:
    twins = {}
    for name, grades in found.items():
        if len(name) == 1:
            held = {entity for entity, grade in grades.items() if grade == Grade.SURNAME}
            if held := held - lasts.get(name[0], set()):
                twins[name[0]] = frozenset(held)
    return twins


def senses_of(names: Names, stop: Container[str]) -> dict[tuple[str, ...], tuple[Sense, ...]]:
    """Give every name with whom it may mean, where no surname is a word of *stop*.

    A title before a surname names its bearers too, and a place's bare name is its own only where
    nobody else is called so.
    """
    found = {name: _unstopped(names, name, stop) for name in names.grades}
    for name in [name for name in found if len(name) == 2 and name[0] in TITLES]:
        short = found.get(name[1:], {})
        found[name] = {**{e: g for e, g in short.items() if g == Grade.SURNAME}, **found[name]}
    return {name: _sorted(grades) for name, grades in found.items() if grades}


def _unstopped(
    names: Names, name: tuple[str, ...], stop: Container[str]
) -> Mapping[EntityId, Grade]:
    grades = names.grades[name]
    if len(name) > 1 or max(grades.values()) < Grade.SURNAME:
        return grades
    word = name[0]
    twin = word[2:] if word.startswith(ARTICLE) else ARTICLE + word
    gone: Collection[EntityId] = ()
    if word in stop:
        gone = grades.keys()
    elif word in names.twins and twin in stop:
        gone = names.twins[word]
    return {e: g for e, g in grades.items() if g < Grade.SURNAME or e not in gone}


def _sorted(grades: Mapping[EntityId, Grade]) -> tuple[Sense, ...]:
    if len(grades) == 1:
        return tuple(Sense(grade, entity) for entity, grade in grades.items())
    least = min(grades.values())
    kept = [(g, e) for e, g in grades.items() if g != Grade.BARE or least == Grade.BARE]
    return tuple(Sense(grade, entity) for grade, entity in sorted(kept))


def says_more(entity: Entity) -> bool:
    """Say whether a record tells more than names, so that it may be known."""
    return bool(
        entity.start or entity.end or entity.lat is not None or entity.description
        or entity.cues or entity.same_as.keys() - {"archive"}
    )  # fmt: skip


def one_word_names(names: Names, authority: Mapping[str, Entity]) -> dict[str, Use]:
    """List the folded words that alone may name a record, for the corpus to say if they do.

    With them the given names that open a person's name, which prove nothing against الهند.
    """
    found: dict[str, Use] = {}
    for name, grades in names.grades.items():
        if len(name) > 1 and name[0] not in GIVEN:
            continue
        held = _sorted(grades)
        types = {authority[sense.entity].type for sense in held if sense.grade <= Grade.BARE}
        if len(name) > 1:
            if EntityType.PERSON in types:
                found.setdefault(name[0], Use.GIVEN)
        elif not types:
            found[name[0]] = Use.SHORT
        elif _is_headless(name[0], names.grades):
            found[name[0]] = Use.BARE
        else:
            full = [sense.entity for sense in held if sense.grade <= Grade.BARE]
            is_vague = types == {EntityType.PERSON} and not any(
                says_more(authority[entity]) for entity in full
            )
            use = Use.VAGUE if is_vague else Use.FULL
            is_heh = _is_written_heh(name[0], (authority[entity] for entity in full))
            use_of_place = Use.HEH if is_heh else Use.PLACE
            found[name[0]] = use_of_place if EntityType.PLACE in types else use
    return dict(sorted(found.items()))


def _is_written_heh(word: str, records: Iterable[Entity]) -> bool:
    """Say whether records write a word that ends in heh always so, never with teh marbuta."""
    return word.endswith(HEH) and not any(
        name.endswith(TEH_MARBUTA) and " " not in name
        for record in records
        for name in (record.heading, *record.variants)
    )


def _is_headless(word: str, grades: Mapping[tuple[str, ...], Mapping[EntityId, Grade]]) -> bool:
    """Say whether a word is a heading without its article, and nobody's heading."""
    with_article = grades.get((ARTICLE + word,), {})
    is_headed = Grade.HEADING in grades[(word,)].values()
    return Grade.HEADING in with_article.values() and not is_headed


def _banned(entities: Iterable[Entity]) -> Mapping[EntityId, set[tuple[str, ...]]]:
    pairs = [(entity.id, surface) for entity in entities for surface in entity.never_link]
    found: dict[EntityId, set[tuple[str, ...]]] = {}
    for (entity, _), words in zip(pairs, words_of([name for _, name in pairs]), strict=True):
        found.setdefault(entity, set()).update(spellings(words))
    return found
