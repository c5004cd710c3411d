"""By which words may a record be named, and how may each be spelt?

Tables and pure functions over folded words; what they generate becomes the matcher's patterns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import product

from sitegen.entities.haystack import words_of
from sitegen.model import Entity, EntityId, EntityType

ARTICLE = "ال"


class Grade(IntEnum):
    """What a name says of its bearer, the strongest first."""

    HEADING = 0
    VARIANT = 1
    SHORT = 2  # the editor says: only after a full name
    SURNAME = 3  # derived from a full name; held to the same rule


@dataclass(frozen=True, slots=True, order=True)
class Sense:
    """One record that a name may mean."""

    grade: Grade
    entity: EntityId


# Words that are one word to a reader; the first of each group stands for the group in tables.
_ALIKE = (
    ("ابن", "بن"),
    ("ابو", "ابي", "ابا"),
)
_SPELLINGS = {word: group for group in _ALIKE for word in group}
_GLUED_HEADS = ("عبد", "ابو")  # عبد الله, عبدالله; ابو بكر, ابوبكر
_COMPOUND_TAILS = {"الله", "الدين", "الرحمن", "الدوله", "الملك", "الاسلام"}
_GLUED_TAILS = ("الدين", "الله")  # نورالدين
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_COMMA = re.compile(r"\s*[،,]\s*| - ")

#: Titles and honorifics, folded: before a name they help and never hide it.
TITLES = frozenset(
    """
    الشيخ السيد الاستاذ الدكتور الحاج الامير الملك السلطان الوزير الرئيس الامام القاضي العلامه
    الفيلسوف الشاعر الكاتب المورخ المؤرخ الحكيم الاب الخوري القس المطران البطريرك البابا القديس
    المسيو مسيو المستر مستر السير اللورد الكونت الدوق الجنرال الكولونل الماجور الحافظ الخليفه
    الاديب الصحافي الباحث النائب القيادي المرحوم العالم الفاضل المعلم الاستاد حضره سعاده
    سياده دوله معالي جلاله غبطه نيافه
    الشيخه السيده الاميره الملكه الدكتوره الاستاذه
    """.split()
)
#: Titles that follow or part a name.
RANKS = frozenset("باشا بك بيك افندي اغا خان بيه الاول الثاني الثالث الرابع الخامس".split())
#: Words after which a name is part of another's name.
KIN = frozenset("بن ابن ابو ابي ابا ام بنت ال بني عبد اخو اخي ولد".split())


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
        if after in _GLUED_TAILS and word not in _SPELLINGS and not word.startswith(ARTICLE):
            choices.append(((word, after), (word + after,)))
            at += 2
            continue
        choices.append(_ways(word))
        at += 1
    found = []
    for ways in product(*reversed(choices)):
        found.append(tuple(word for way in reversed(ways) for word in way))
        if len(found) == limit:
            break
    return list(dict.fromkeys([words, *found]))


def _ways(word: str) -> tuple[tuple[str, ...], ...]:
    if word in _SPELLINGS:
        others = [other for other in _SPELLINGS[word] if other != word]
        return ((word,), *((other,) for other in others))
    if word.startswith("عبدال") and len(word) > 6:
        return ((word,), ("عبد", word[3:]))
    return ((word,),)


def written_names(entity: Entity) -> tuple[tuple[str, Grade], ...]:
    """List a record's names as written with their grades: full ones, then short ones.

    A qualifier behind a place's name (in brackets, after a comma or a spaced hyphen) belongs to
    the catalogue, not to the name: what stands before it names the place too.

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
        for name, grade in list(found.items()):
            bare = _COMMA.split(_ASIDE.sub(" ", name), maxsplit=1)[0].strip()
            if bare:
                found.setdefault(bare, grade)
    for name in entity.short_names:
        found.setdefault(name, Grade.SHORT)
    return tuple(found.items())


def given_names(people: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Name the words that open the names of at least two people more often than they end one.

    >>> sorted(given_names([("محمد", "كرد", "علي"), ("محمد", "عبده"), ("طه", "حسين")]))
    ['محمد']
    """
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for words in people:
        if len(words) > 1:
            first[words[0]] += 1
            last[words[-1]] += 1
    return frozenset(
        word
        for word, count in first.items()
        if count >= 2 and count >= last[word] and word not in KIN | TITLES
    )


def surnames(words: tuple[str, ...], given: Collection[str], stop: Collection[str]) -> list[str]:
    """Derive the short names of a person's full name: its last word, with ال and without.

    >>> surnames(("محمد", "شياع", "السوداني"), {"محمد"}, ())
    ['السوداني']
    >>> surnames(("طه", "افندي", "المدور"), (), ()), surnames(("فخر", "الدين"), (), ())
    (['المدور', 'مدور'], [])
    """
    while len(words) > 1 and words[-1] in RANKS:
        words = words[:-1]
    last = words[-1]
    if len(words) < 2 or last in _COMPOUND_TAILS or last in given or last in TITLES | RANKS:
        return []
    if len(last) < 3 or last in stop:
        return []
    bare = last.removeprefix(ARTICLE)
    twin = bare if bare != last else ARTICLE + last
    is_adjective = last.endswith("ي")
    twins = [] if is_adjective or len(bare) < 3 or twin in given or twin in stop else [twin]
    return [last, *twins]


def gather_senses(
    entities: Iterable[Entity], stop: Collection[str]
) -> tuple[dict[tuple[str, ...], tuple[Sense, ...]], frozenset[str]]:
    """Give every folded name with the records that it may mean, and the given names.

    Surnames are derived from persons' headings and variants. A surface in ``never_link`` is left
    out for its record.
    """
    entities = list(entities)
    written = [(entity, *pair) for entity in entities for pair in written_names(entity)]
    words = words_of([name for _, name, _ in written])
    banned = _banned(entities)
    full: list[tuple[Entity, Grade, tuple[str, ...]]] = []
    for (entity, _, grade), name in zip(written, words, strict=True):
        if name:
            full.append((entity, grade, name))
    given = given_names(
        name for entity, grade, name in full
        if entity.type == EntityType.PERSON and grade <= Grade.VARIANT
    )  # fmt: skip
    found: dict[tuple[str, ...], dict[EntityId, Grade]] = {}

    def add(name: tuple[str, ...], entity: EntityId, grade: Grade) -> None:
        if name in banned.get(entity, ()):
            return
        senses = found.setdefault(name, {})
        senses[entity] = min(grade, senses.get(entity, grade))

    for entity, grade, name in full:
        for way in spellings(name):
            add(way, entity.id, grade)
        if entity.type == EntityType.PERSON and grade <= Grade.VARIANT:
            for surname in surnames(name, given, stop):
                add((surname,), entity.id, Grade.SURNAME)
    senses = {
        name: tuple(sorted(Sense(grade, entity) for entity, grade in held.items()))
        for name, held in found.items()
    }
    return senses, given


def _banned(entities: Iterable[Entity]) -> Mapping[EntityId, set[tuple[str, ...]]]:
    pairs = [(entity.id, surface) for entity in entities for surface in entity.never_link]
    found: dict[EntityId, set[tuple[str, ...]]] = {}
    for (entity, _), words in zip(pairs, words_of([name for _, name in pairs]), strict=True):
        found.setdefault(entity, set()).update(spellings(words))
    return found
