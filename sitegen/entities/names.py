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
    for name in entity.short_names:
        found.setdefault(name, Grade.SHORT)
    return tuple(found.items())


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
        known = word in given or word in RANKS or word in TITLES or word in BEFORE_ANOTHER
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


def given_names(people: Iterable[tuple[str, ...]], stop: Container[str] = ()) -> frozenset[str]:
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
        and word not in KIN | TITLES | RANKS
        and word not in stop
    )


def surnames(words: tuple[str, ...], given: Collection[str], stop: Container[str]) -> list[str]:
    """Derive the short names of a person's full name: its last word, with ال and without.

    >>> surnames(("محمد", "شياع", "السوداني"), {"محمد"}, ())
    ['السوداني']
    >>> surnames(("طه", "افندي", "المدور"), (), ()), surnames(("فخر", "الدين"), (), ())
    (['المدور', 'مدور'], [])
    """
    while len(words) > 1 and words[-1] in RANKS:
        words = words[:-1]
    last = words[-1]
    if not 2 <= len(words) <= _LONGEST or words[0] in ROLES or words[-2] in KIN:
        return []
    if last in COMPOUND_TAILS or last in given or last in TITLES:
        return []
    if len(last) < 3 or last in stop or last.removeprefix(ARTICLE) in EPITHETS:
        return []
    bare = last.removeprefix(ARTICLE)
    twin = bare if bare != last else ARTICLE + last
    is_adjective = last.endswith("ي")
    twins = [] if is_adjective or len(bare) < 3 or twin in given or twin in stop else [twin]
    return [last, *twins]


def gather_senses(
    entities: Iterable[Entity], stop: Container[str]
) -> tuple[dict[tuple[str, ...], tuple[Sense, ...]], frozenset[str]]:
    """Give every folded name with the records that it may mean, and the given names.

    Surnames are derived from persons' headings and variants, but for words that name something
    other than a person: whoever is called محمد العراق leaves العراق alone. A surface in
    ``never_link`` is left out for its record.
    """
    entities = list(entities)
    written = [(entity, *pair) for entity in entities for pair in written_names(entity)]
    words = words_of([name for _, name, _ in written])
    banned = _banned(entities)
    full: list[tuple[Entity, Grade, tuple[str, ...]]] = []
    for (entity, _, grade), name in zip(written, words, strict=True):
        if name:
            full.append((entity, grade, name))
    is_name = [
        entity.type == EntityType.PERSON and grade <= Grade.BARE for entity, grade, _ in full
    ]
    given = given_names(
        [name for (*_, name), is_one in zip(full, is_name, strict=True) if is_one], stop
    )
    elsewhere = {
        name[0] for entity, _, name in full if len(name) == 1 and entity.type != EntityType.PERSON
    }
    found: dict[tuple[str, ...], dict[EntityId, Grade]] = {}

    def add(name: tuple[str, ...], entity: EntityId, grade: Grade) -> None:
        if name in banned.get(entity, ()):
            return
        senses = found.setdefault(name, {})
        senses[entity] = min(grade, senses.get(entity, grade))

    for entity, grade, name in full:
        for way in spellings(name):
            add(way, entity.id, grade)
        if entity.type == EntityType.PERSON and grade <= Grade.BARE and len(name) > 1:
            for way in with_ranks(name):
                add(way, entity.id, grade)
            for surname in surnames(name, given, stop):
                if not elsewhere & {surname, ARTICLE + surname, surname.removeprefix(ARTICLE)}:
                    add((surname,), entity.id, Grade.SURNAME)
    for name in [name for name in found if len(name) == 2 and name[0] in TITLES]:
        for bearer, grade in found.get(name[1:], {}).items():
            if grade == Grade.SURNAME:
                found[name].setdefault(bearer, grade)
    for held in found.values():
        if len(held) > 1 and min(held.values()) < Grade.BARE:
            for bare in [bearer for bearer, grade in held.items() if grade == Grade.BARE]:
                del held[bare]
    senses = {
        name: tuple(sorted(Sense(grade, entity) for entity, grade in held.items()))
        for name, held in found.items()
    }
    return senses, given


def bare_twins(entities: Iterable[Entity], given: Collection[str]) -> dict[EntityId, EntityId]:
    """Lead records that say nothing but names to the one record that bears all of these names.

    That record is of the same type, the only such one, and says more: a date, a place on the
    map, an id elsewhere, a description. The twin adds nothing by which to tell the two apart.
    Names that many bear, of one word or of given names alone, prove nothing.
    """
    entities = list(entities)
    words = iter(words_of([name for entity in entities for name in _full_names(entity)]))
    names = {entity.id: [next(words) for _ in _full_names(entity)] for entity in entities}
    bearers: dict[tuple[EntityType, str], set[EntityId]] = {}
    for entity in entities:
        if _says_more(entity):
            for name in names[entity.id]:
                bearers.setdefault((entity.type, skeleton(name)), set()).add(entity.id)
    found = {}
    for entity in entities:
        own = [name for name in names[entity.id] if name]
        if _says_more(entity) or not own or any(_is_anybodys(name, given) for name in own):
            continue
        twins = set.intersection(*(bearers.get((entity.type, skeleton(n)), set()) for n in own))
        if len(twins) == 1:
            found[entity.id] = twins.pop()
    return found


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


def _says_more(entity: Entity) -> bool:
    return bool(
        entity.start or entity.end or entity.lat is not None or entity.description
        or entity.cues or entity.same_as.keys() - {"archive"}
    )  # fmt: skip


def one_word_names(authority: Mapping[str, Entity]) -> dict[str, Use]:
    """List the folded words that alone may name a record, for the corpus to say if they do.

    With them the given names that open a person's name, which prove nothing against الهند.
    """
    senses, _ = gather_senses(authority.values(), ())
    found: dict[str, Use] = {}
    for name, held in senses.items():
        types = {authority[sense.entity].type for sense in held if sense.grade <= Grade.BARE}
        if len(name) == 1 and types:
            found[name[0]] = Use.PLACE if EntityType.PLACE in types else Use.FULL
        elif len(name) == 1:
            found[name[0]] = Use.SHORT
        elif name[0] in GIVEN and EntityType.PERSON in types:
            found.setdefault(name[0], Use.GIVEN)
    return dict(sorted(found.items()))


def _banned(entities: Iterable[Entity]) -> Mapping[EntityId, set[tuple[str, ...]]]:
    pairs = [(entity.id, surface) for entity in entities for surface in entity.never_link]
    found: dict[EntityId, set[tuple[str, ...]]] = {}
    for (entity, _), words in zip(pairs, words_of([name for _, name in pairs]), strict=True):
        found.setdefault(entity, set()).update(spellings(words))
    return found
