"""By which words may a record be named, and how may each be spelt?

Tables and pure functions over folded words; what they generate becomes the matcher's patterns.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sitegen.arabic.chars import ARTICLE, HEH, TEH_MARBUTA
from sitegen.entities.codes import ranges
from sitegen.entities.common import Use
from sitegen.entities.given import GIVEN
from sitegen.entities.haystack import folded_words, words_of
from sitegen.entities.meanings import Meanings, Wording, gathered, ranked, wording_of
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

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]
    Flags = NDArray[np.bool_]

_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_COMMA = re.compile(r"\s*[،,]\s*| - ")
_has_aside = re.compile(r"[(\[،,]| - ").search


class Grade(IntEnum):
    """What a name says of its bearer, the strongest first."""

    HEADING = 0
    VARIANT = 1
    BARE = 2  # a place's name without its qualifier; counts where nobody else bears it
    SHORT = 3  # the editor says: only after a full name
    SURNAME = 4  # derived from a full name; held to the same rule
    TWIN = 5  # the same with its article taken or given, until the corpus says which are words


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
    is_place = entity.type == EntityType.PLACE
    if not (entity.variants or entity.short_names or (is_place and _has_aside(entity.heading))):
        return ((entity.heading, Grade.HEADING),)
    found: dict[str, Grade] = {entity.heading: Grade.HEADING}
    for name in entity.variants:
        found.setdefault(name, Grade.VARIANT)
    if is_place:
        for name in filter(_has_aside, list(found)):
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


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Every folded name of an authority with the records that it may mean, before any corpus.

    ``texts`` are the names, sorted, their words parted by one space; ``wording`` numbers these,
    ``records`` the records to which ``meanings`` lead. ``given`` are the given names; ``folded``
    leads from a name as written to its folded words.
    """

    texts: tuple[str, ...]
    wording: Wording
    records: tuple[EntityId, ...]
    meanings: Meanings
    given: frozenset[str]
    folded: Mapping[str, str]

    def bearers(self, text: str) -> dict[EntityId, Grade]:
        """Give the records that a folded name may mean."""
        number = bisect.bisect_left(self.texts, text)
        if number == len(self.texts) or self.texts[number] != text:
            return {}
        return self._pairs(self.meanings.of(number))

    def __iter__(self) -> Iterator[tuple[str, dict[EntityId, Grade]]]:
        """Give every name with its records, these by id."""
        spans = self.meanings.each(len(self.texts))
        for text, (first, last) in zip(self.texts, spans, strict=True):
            yield text, self._pairs(self.meanings.at(slice(first, last)))

    def _pairs(self, rows: Meanings) -> dict[EntityId, Grade]:
        return {self.records[record]: Grade(grade) for _, record, grade in rows}


def gather_names(entities: Iterable[Entity]) -> Names:
    """Fold and spell all names of the records; the costly half, once for a build.

    Surnames are derived from persons' headings and variants, but for words that name something
    other than a person: whoever is called محمد العراق leaves العراق alone. A surface in
    ``never_link`` is left out for its record.
    """
    entities = sorted(entities, key=lambda entity: entity.id)
    written = [(n, *pair) for n, entity in enumerate(entities) for pair in written_names(entity)]
    texts = dict.fromkeys(name for _, name, _ in written)
    folded = dict(zip(texts, folded_words(texts), strict=True))
    full = [(n, grade, folded[name]) for n, name, grade in written if folded[name]]
    are_persons = [entity.type == EntityType.PERSON for entity in entities]
    given = given_names(
        tuple(name.split(" ")) for n, grade, name in full if are_persons[n] and grade <= Grade.BARE
    )
    elsewhere = {name for n, _, name in full if not are_persons[n] and " " not in name}
    spelt: list[str] = []
    senses: list[int] = []
    for n, grade, name in full:
        words = tuple(name.split(" "))
        ways = spellings(words)
        shorts: list[tuple[str, Grade]] = []
        if len(words) > 1 and grade <= Grade.BARE and are_persons[n]:
            ways += with_ranks(words)
            shorts = _shorts(words, given, elsewhere)
        spelt.append(name)
        spelt += map(" ".join, ways[1:])
        senses += [n * len(Grade) + grade] * len(ways)
        for short, held in shorts:
            spelt.append(short)
            senses.append(n * len(Grade) + held)
    sought, meanings = _numbered(spelt, senses, _banned(entities))
    records = tuple(entity.id for entity in entities)
    return Names(sought, wording_of(sought), records, meanings, given, folded)


def _shorts(
    words: tuple[str, ...], given: Collection[str], elsewhere: Container[str]
) -> list[tuple[str, Grade]]:
    """List the short names that follow from a person's full name, but for words *elsewhere*."""
    found = [
        (word, held)
        for word, held in zip(surnames(words, given), (Grade.SURNAME, Grade.TWIN), strict=False)
        if word not in elsewhere
        and ARTICLE + word not in elsewhere
        and word.removeprefix(ARTICLE) not in elsewhere
    ]
    if double := double_surname(words):
        found += [(" ".join(way), Grade.SURNAME) for way in spellings(double)]
    return found


def _numbered(
    spelt: Sequence[str], senses: Sequence[int], banned: Mapping[str, Collection[int]]
) -> tuple[tuple[str, ...], Meanings]:
    """Sort the names, and give the rows of whom each may mean, without whom it is *banned* for."""
    number_of = dict.fromkeys(spelt, 0)
    texts = sorted(number_of)
    number_of.update(zip(texts, range(len(texts)), strict=True))
    numbers = np.fromiter(map(number_of.__getitem__, spelt), np.int64, len(spelt))
    records, grades = np.divmod(np.array(senses, np.int64), len(Grade))
    meanings = gathered(numbers, records, grades)
    for name, refusing in banned.items():
        if name in number_of:
            is_banned = np.isin(meanings.records, list(refusing))
            meanings = meanings.at(~(is_banned & (meanings.names == number_of[name])))
    kept, numbers = np.unique(meanings.names, return_inverse=True)
    return tuple(texts[n] for n in kept.tolist()), meanings.renamed(numbers)


def _banned(entities: Iterable[Entity]) -> Mapping[str, set[int]]:
    pairs = [(n, surface) for n, entity in enumerate(entities) for surface in entity.never_link]
    found: dict[str, set[int]] = {}
    for (n, _), words in zip(pairs, words_of([name for _, name in pairs]), strict=True):
        for way in spellings(words):
            found.setdefault(" ".join(way), set()).add(n)
    return found


def senses_of(names: Names, stop: Container[str]) -> Meanings:
    """Give the records that each name may mean, where no surname is a word of *stop*.

    A title before a surname names its bearers too, and a place's bare name is its own only where
    nobody else is called so. A name may be left without any.
    """
    found = names.meanings.at(~_are_stopped(names, stop))
    titled, those = _titled(names, found)
    found = gathered(
        np.concatenate([found.names, titled]),
        np.concatenate([found.records, found.records[those]]),
        np.concatenate([found.grades, found.grades[those]]),
    )
    found = found.at(_count(found))
    return ranked(found.graded(np.minimum(found.grades, Grade.SURNAME)))


def _are_stopped(names: Names, stop: Container[str]) -> Flags:
    """Say of each row whether it is a surname that is a word, or whose form with ال is one."""
    rows = names.meanings
    is_short = (rows.grades >= Grade.SURNAME) & (names.wording.counts[rows.names] == 1)
    is_twin = rows.grades == Grade.TWIN
    is_word, is_words_twin = (np.zeros(len(names.texts), np.bool_) for _ in range(2))
    for n in np.unique(rows.names[is_short]).tolist():
        word = names.texts[n]
        is_word[n] = word in stop
        is_words_twin[n] = (word[2:] if word.startswith(ARTICLE) else ARTICLE + word) in stop
    found: Flags = is_short & (is_word[rows.names] | (is_twin & is_words_twin[rows.names]))
    return found


def _titled(names: Names, found: Meanings) -> tuple[Ints, Ints]:
    """Give the names that are a title and a surname, and the rows of that surname's bearers."""
    wording = names.wording
    counts, is_title = wording.counts, wording.are(TITLES.__contains__)
    name_of = np.full(len(wording.vocabulary), -1)
    ones = (counts == 1).nonzero()[0]
    name_of[wording.firsts[ones]] = ones
    titled = ((counts == 2) & is_title[wording.firsts]).nonzero()[0]
    surname = name_of[wording.seconds(titled)]
    titled, surname = titled[surname >= 0], surname[surname >= 0]
    starts = found.starts(len(names.texts))
    n_rows = starts[surname + 1] - starts[surname]
    rows, titled = ranges(starts[surname], n_rows), np.repeat(titled, n_rows)
    is_surname = found.grades[rows] >= Grade.SURNAME
    return titled[is_surname], rows[is_surname]


def _count(found: Meanings) -> Flags:
    """Say of each row whether it counts: a bare name does where nobody is called so in full."""
    is_first = np.ones(len(found.names), np.bool_)
    is_first[1:] = found.names[1:] != found.names[:-1]
    firsts = is_first.nonzero()[0]
    least = np.minimum.reduceat(found.grades, firsts) if len(firsts) else found.grades
    is_bare = found.grades == Grade.BARE
    counts: Flags = ~is_bare | (least[np.cumsum(is_first) - 1] == Grade.BARE)
    return counts


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
    records = [authority[record] for record in names.records]
    meanings = names.meanings.at(_count(names.meanings))
    is_single = names.wording.counts == 1
    alone = meanings.at(is_single[meanings.names])
    bearers: dict[str, list[Entity]] = {names.texts[n]: [] for n in is_single.nonzero()[0]}
    headed = set()
    for n, record, grade in alone:
        word = names.texts[n]
        if grade <= Grade.BARE:
            bearers[word].append(records[record])
        if grade == Grade.HEADING:
            headed.add(word)
    found = {word: _use_of(word, full, headed) for word, full in bearers.items()}
    for word in _openings(names, records) & GIVEN:
        found.setdefault(word, Use.GIVEN)
    return dict(sorted(found.items()))


def _use_of(word: str, full: Sequence[Entity], headed: Container[str]) -> Use:
    types = {record.type for record in full}
    if not types:
        return Use.SHORT
    if ARTICLE + word in headed and word not in headed:  # a heading without its article
        return Use.BARE
    if EntityType.PLACE in types:
        return Use.HEH if _is_written_heh(word, full) else Use.PLACE
    is_vague = types == {EntityType.PERSON} and not any(map(says_more, full))
    return Use.VAGUE if is_vague else Use.FULL


def _openings(names: Names, records: Sequence[Entity]) -> set[str]:
    """Give the words that open a person's name of several words."""
    rows, wording = names.meanings, names.wording
    are_persons = np.array([record.type == EntityType.PERSON for record in records], np.bool_)
    is_full = are_persons[rows.records] & (rows.grades <= Grade.BARE)
    is_long = rows.have(is_full, len(names.texts)) & (wording.counts > 1)
    return {wording.vocabulary[n] for n in np.unique(wording.firsts[is_long]).tolist()}


def _is_written_heh(word: str, records: Iterable[Entity]) -> bool:
    """Say whether records write a word that ends in heh always so, never with teh marbuta."""
    return word.endswith(HEH) and not any(
        name.endswith(TEH_MARBUTA) and " " not in name
        for record in records
        for name in (record.heading, *record.variants)
    )
