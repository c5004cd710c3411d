"""By which words may a record be named, and how may each be spelt?

Tables and pure functions over folded words; what they generate becomes the matcher's patterns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise, product

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.common import Use
from sitegen.entities.given import GIVEN
from sitegen.entities.haystack import words_of
from sitegen.entities.titles import (
    BEFORE_ANOTHER,
    COMPOUND_TAILS,
    EPITHETS,
    GLUED_TAILS,
    HEADS,
    INSERTED,
    KIN,
    RANKS,
    ROLES,
    SPELLINGS,
    TITLES,
)
from sitegen.model import Entity, EntityId, EntityType

_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_COMMA = re.compile(r"\s*[،,]\s*| - ")
_LONGEST = 5  # words; what is longer describes


class Grade(IntEnum):
    """What a name says of its bearer, the strongest first."""

    HEADING = 0
    VARIANT = 1
    BARE = 2  # a place's name without its qualifier; counts where nobody else bears it
    SHORT = 3  # the editor says: only after a full name
    SURNAME = 4  # derived from a full name; held to the same rule


@dataclass(frozen=True, slots=True, order=True)
class Sense:
    """One record that a name may mean."""

    grade: Grade
    entity: EntityId


def spellings(words: tuple[str, ...], limit: int = 24) -> list[tuple[str, ...]]:
    """List the ways in which a folded name is written, the given one first.

    >>> [" ".join(words) for words in spellings(("عبد", "الله", "بن", "سبا"))]
    ['عبد الله بن سبا', 'عبدالله بن سبا', 'عبد الله ابن سبا', 'عبدالله ابن سبا']
    """
    choices: list[tuple[tuple[str, ...], ...]] = []
    at = 0
    while at < len(words):
        word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
        if word == "عبد" and after.startswith(ARTICLE):
            choices.append(((word, after), (word + after,)))
            at += 2
            continue
        if after in GLUED_TAILS and word not in SPELLINGS and not word.startswith(ARTICLE):
            choices.append(((word, after), (word + after,)))
            at += 2
            continue
        is_nasab = word == "ابن" and at == 0  # بن alone joins two names: الحارث بن سعد is not he
        choices.append(((word,),) if is_nasab else _ways(word))
        at += 1
    found = []
    for ways in product(*reversed(choices)):
        found.append(tuple(word for way in reversed(ways) for word in way))
        if len(found) == limit:
            break
    return list(dict.fromkeys([words, *found]))


def _ways(word: str) -> tuple[tuple[str, ...], ...]:
    if word in SPELLINGS:
        others = [other for other in SPELLINGS[word] if other != word]
        return ((word,), *((other,) for other in others))
    if word.startswith("عبدال") and len(word) > 6:
        return ((word,), ("عبد", word[3:]))
    return ((word,),)


def one_letter_words(words: tuple[str, ...]) -> bool:
    """Say whether a name is initials."""
    return len(words) > 1 and all(len(word) == 1 for word in words)


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
    for name in entity.short_names:
        found.setdefault(name, Grade.SHORT)
    return tuple(found.items())


def _is_half(variant: str, heading: str) -> bool:
    """Say whether a variant is the genitive of a description: النحاة of شيخ النحاة.

    >>> _is_half("النحاة", "شيخالنحاة"), _is_half("الزهاوي", "جميل الزهاوي")
    (True, False)
    """
    head = heading.removesuffix(variant)
    return " " not in variant and head != heading and head.strip() in HEADS


def with_ranks(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """List a person's name with a rank after the given name: رفيق العظم is رفيق بك العظم.

    >>> [" ".join(words) for words in with_ranks(("عبد", "الله", "فكري"))]
    ['عبد الله افندي فكري', 'عبد الله بك فكري', 'عبد الله باشا فكري']
    """
    at = _end_of_given(words)
    if at >= len(words) or any(word in RANKS or word in KIN - {"عبد"} for word in words):
        return []
    if words[at] in COMPOUND_TAILS:
        return []
    return [(*words[:at], rank, *words[at:]) for rank in INSERTED]


def _end_of_given(words: tuple[str, ...]) -> int:
    if words[0] in TITLES:
        return 1 + _end_of_given(words[1:]) if len(words) > 1 else 1
    is_compound = words[0] == "عبد" or (len(words) > 1 and words[1] in COMPOUND_TAILS)
    return 2 if is_compound else 1


def is_given_alone(words: Iterable[str], given: Collection[str]) -> bool:
    """Say whether a name is given names, kunyas and ranks only: a surname may yet follow.

    >>> is_given_alone(["عبد", "القادر"], ()), is_given_alone(["محمد", "علي", "باشا"], {"محمد"})
    (True, False)
    """
    after = ""
    words = [*words, ""]
    for word, following in pairwise(words):
        is_title = word in TITLES and not (after and following == "")  # خليل الخوري has a surname
        known = word in given or word in RANKS or is_title or word in BEFORE_ANOTHER
        is_compound = word in COMPOUND_TAILS or following in COMPOUND_TAILS
        if not (known or is_compound or after in BEFORE_ANOTHER):
            return False
        after = word
    return True


def opening(words: tuple[str, ...]) -> str:
    """Give a name's first two words, a kunya in its first case.

    >>> opening(("ابي", "القاسم", "الشابي"))
    'ابو القاسم'
    """
    first = "ابو" if words[0] in SPELLINGS and words[0].startswith("اب") else words[0]
    return f"{first} {words[1]}"


def given_names(people: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Name the words that open the names of at least two people, and do not mostly end one.

    So do عبد العزيز, ابو القاسم and شهاب الدين, two words that are one name.

    >>> sorted(given_names([("محمد", "كرد", "علي"), ("محمد", "عبده"), ("طه", "حسين")]))
    ['محمد']
    """
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    compound: Counter[str] = Counter()
    for words in people:
        if len(words) > 1:
            first[words[0]] += 1
            last[words[-1]] += 1
        if len(words) > 2 and (words[0] in BEFORE_ANOTHER or words[1] == "الدين"):
            compound[opening(words)] += 1
    return frozenset(name for name, count in compound.items() if count >= 2) | frozenset(
        word
        for word, count in first.items()
        if count >= 2
        and 2 * count >= last[word]
        and len(word) > 2
        and word not in KIN | TITLES | RANKS | ROLES
    )


def surnames(words: tuple[str, ...], given: Collection[str]) -> list[str]:
    """Derive the short names of a person's full name: its last word, with ال and without.

    >>> surnames(("محمد", "شياع", "السوداني"), {"محمد"})
    ['السوداني']
    >>> surnames(("طه", "افندي", "المدور"), ()), surnames(("فخر", "الدين"), ())
    (['المدور', 'مدور'], [])
    """
    while len(words) > 1 and words[-1] in RANKS:
        words = words[:-1]
    last = words[-1]
    if not 2 <= len(words) <= _LONGEST or words[0] in ROLES or words[-2] in KIN:
        return []
    if last in COMPOUND_TAILS or last in given or last in TITLES:
        return []
    if len(last) < 3 or last.removeprefix(ARTICLE) in EPITHETS:
        return []
    bare = last.removeprefix(ARTICLE)
    twin = bare if bare != last else ARTICLE + last
    is_adjective = last.endswith("ي")
    twins = [] if is_adjective or len(bare) < 3 or twin in given else [twin]
    return [last, *twins]


Grades = dict[tuple[str, ...], dict[EntityId, Grade]]


@dataclass(frozen=True, slots=True)
class Names:
    """Every folded name of an authority with the records that it may mean, before any corpus.

    ``given`` are the given names; ``twins`` the surnames, by word, that a record has only because
    it has them with or without the article: they go where the corpus denies the other form.
    """

    grades: Mapping[tuple[str, ...], Mapping[EntityId, Grade]]
    given: frozenset[str]
    twins: Mapping[str, frozenset[EntityId]]


def gather_names(entities: Iterable[Entity]) -> Names:
    """Fold and spell all names of the records; the costly half, once for a build.

    Surnames are derived from persons' headings and variants, but for words that name something
    other than a person: whoever is called محمد العراق leaves العراق alone. A surface in
    ``never_link`` is left out for its record.
    """
    entities = list(entities)
    written = [(entity, *pair) for entity in entities for pair in written_names(entity)]
    words = words_of([name for _, name, _ in written])
    banned = _banned(entities)
    full = [
        (entity, grade, name)
        for (entity, _, grade), name in zip(written, words, strict=True)
        if name
    ]
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
        for n, surname in enumerate(surnames(name, given)):
            if not elsewhere & {surname, ARTICLE + surname, surname.removeprefix(ARTICLE)}:
                add((surname,), entity.id, Grade.SURNAME)
                if n == 0:
                    lasts.setdefault(surname, set()).add(entity.id)
    return Names(found, given, _twins(found, lasts))


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
            found[name[0]] = Use.PLACE if EntityType.PLACE in types else use
    return dict(sorted(found.items()))


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
