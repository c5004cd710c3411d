"""Which names are sought, whom may each mean, and how much does it take to believe it?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import ARTICLE, HEH
from sitegen.entities.authority import Authority
from sitegen.entities.codes import ranges
from sitegen.entities.common import Claimed, is_function_word
from sitegen.entities.given import GIVEN, SURE
from sitegen.entities.meanings import Meanings, Wording, gathered, ranked
from sitegen.entities.names import (
    Grade,
    Names,
    Sense,
    gather_names,
    says_more,
    senses_of,
)
from sitegen.entities.titles import (
    BEFORE_ANOTHER,
    EPITHETS,
    GIVEN_AND_COMMON,
    KIN,
    RANKS,
    ROLES,
    TITLES,
    TOWNS,
)
from sitegen.entities.twins import bare_twins, skeleton
from sitegen.entities.weak import are_weak, is_weak_word
from sitegen.model import Entity, EntityId, EntityType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]
    Flags = NDArray[np.bool_]

Senses = tuple[Sense, ...]

_NO_FORENAMES = TITLES | RANKS | ROLES | KIN


class Held(dict[int, Senses]):
    """Gives the senses of a name by its number: made when they are first asked for, then kept."""

    def __init__(
        self, records: Sequence[EntityId], rows: Meanings, firsts: Ints, lasts: Ints
    ) -> None:
        super().__init__()
        self.records = records
        self._rows = rows
        self._firsts = firsts
        self._lasts = lasts

    def __missing__(self, number: int) -> Senses:
        first, last = int(self._firsts[number]), int(self._lasts[number])
        rows = self._rows.at(slice(first, last))
        found = tuple(Sense(Grade(grade), self.records[record]) for _, record, grade in rows)
        self[number] = found
        return found

    def __reduce__(self) -> tuple[object, ...]:
        return Held, (self.records, self._rows, self._firsts, self._lasts)

    def columns(self) -> tuple[Ints, Ints, Ints]:
        """Give all senses as columns: the name's number, the record's, the grade."""
        counts = self._lasts - self._firsts
        at = ranges(self._firsts, counts)
        rows = self._rows
        return np.repeat(np.arange(len(counts)), counts), rows.records[at], rows.grades[at]


class Owners(dict[int, frozenset[EntityId]]):
    """Gives the records for whom a name is short, by its number, in the same way."""

    def __init__(self, shorts: Held) -> None:
        super().__init__()
        self._shorts = shorts

    def __missing__(self, number: int) -> frozenset[EntityId]:
        found = frozenset(sense.entity for sense in self._shorts[number])
        self[number] = found
        return found

    def __reduce__(self) -> tuple[object, ...]:
        return Owners, (self._shorts,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The names of an authority by number, and what is known of each.

    ``bearers[n]`` are the records that bear name *n* in full, ``shorts[n]`` those for whom it is
    short, ``owners[n]`` the latter's ids; a *weak* name means nobody unless a document's front
    matter says so. ``first`` leads from records that are one thing with another to that one.
    """

    names: tuple[str, ...]
    lengths: tuple[int, ...]  # in words, a title before a surname not counted
    bearers: Held
    shorts: Held
    owners: Owners
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
    shared: frozenset[str]  # of these, those that begin two others' names

    def is_person(self, senses: Iterable[Sense]) -> bool:
        """Say whether one of the records is a person."""
        return any(sense.entity in self.people for sense in senses)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The names that mean somebody, numbered anew, and the records by the same numbers."""

    texts: tuple[str, ...]
    wording: Wording
    rows: Meanings  # records that are one thing counted as the first of them
    records: tuple[Entity, ...]

    def have(self, rows: Flags) -> Flags:
        """Say of each name whether one of its rows is among those flagged."""
        return self.rows.have(rows, len(self.texts))

    def are(self, kind: EntityType) -> Flags:
        """Say of each row whether its record is of a type."""
        flags = np.array([record.type == kind for record in self.records], np.bool_)
        return flags[self.rows.records]

    def senses(self, number: int) -> Senses:
        """Give whom a name may mean."""
        return tuple(Sense(Grade(g), self.records[r].id) for _, r, g in self.rows.of(number))


def build_lexicon(
    authority: Authority, common: Collection[str], names: Names | None = None
) -> Lexicon:
    """Take the names of an authority; *common* are the corpus's common words.

    *names* are those of the authority, where they are gathered already.
    """
    gathered_names = names or gather_names(authority.values())
    claimed = Claimed(common)
    senses = senses_of(gathered_names, claimed)
    given = frozenset(word for word in gathered_names.given if word not in claimed)
    first = {**bare_twins(authority.values(), given, gathered_names.folded), **authority.same}
    first = {entity: authority.first_of(other) for entity, other in first.items()}
    known, surnames = _known(gathered_names, senses, authority, first)
    texts, wording, rows = known.texts, known.wording, known.rows
    are_people = known.are(EntityType.PERSON)
    are_full = rows.grades <= Grade.BARE
    counts = wording.counts
    towns = _towns(known)
    weak = are_weak(known.texts, wording, given, towns)
    for n in (counts == 1).nonzero()[0].tolist():
        weak[n] = is_weak_word(texts[n], known.senses(n), authority, given, claimed)
    starts = rows.starts(len(texts))
    middles = starts[:-1] + np.bincount(rows.names[are_full], minlength=len(texts))
    is_function = wording.are(is_function_word)
    is_titled = (counts == 2) & wording.are(TITLES.__contains__)[wording.firsts]
    prolonged, shared = _prolonged(known, are_people, are_full)
    bearers = Held(gathered_names.records, rows, starts[:-1], middles)
    from_first = weak & _are_parts(wording)
    shorts = Held(
        gathered_names.records, rows, np.where(from_first, starts[:-1], middles), starts[1:]
    )
    return Lexicon(
        names=texts,
        lengths=tuple((counts - is_titled).tolist()),
        bearers=bearers,
        shorts=shorts,
        owners=Owners(shorts),
        weak=tuple(weak.tolist()),
        doubtful=tuple((is_function[wording.firsts] | is_function[wording.lasts]).tolist()),
        exact=_exact(known, middles - starts[:-1], gathered_names.folded),
        of_entity=_of_entity(known, weak),
        beside=_beside(known, weak, bearers, authority),
        given=given,
        given_anywhere=given | GIVEN_AND_COMMON,
        given_or_table=given | GIVEN_AND_COMMON | GIVEN | SURE,
        forenames=frozenset(
            word
            for word in _openings(wording, known.have(are_people & are_full))
            if not word.startswith(ARTICLE) and word not in _NO_FORENAMES and word not in claimed
        ),
        surnames=surnames,
        claimed=claimed,
        people=frozenset(e.id for e in authority.values() if e.type == EntityType.PERSON),
        places=frozenset(e.id for e in authority.values() if e.type == EntityType.PLACE),
        towns=towns,
        cued=frozenset(e.id for e in authority.values() if e.cues),
        first=first,
        prolonged=prolonged,
        shared=shared,
    )


def _known(
    names: Names, senses: Meanings, authority: Authority, first: Mapping[EntityId, EntityId]
) -> tuple[_Known, frozenset[str]]:
    """Give the names that mean somebody numbers of their own; and the words that are surnames."""
    kept, numbers = np.unique(senses.names, return_inverse=True)
    texts = tuple(names.texts[n] for n in kept.tolist())
    wording = names.wording.at(kept)
    senses = senses.renamed(numbers)
    short = np.unique(senses.names[senses.grades == Grade.SURNAME])
    surnames = frozenset(texts[n] for n in short[wording.counts[short] == 1].tolist())
    number_of = {record: n for n, record in enumerate(names.records)}
    leader = np.arange(len(names.records))
    for record, other in first.items():
        leader[number_of[record]] = number_of[other]
    rows = ranked(gathered(senses.names, leader[senses.records], senses.grades))
    records = tuple(authority[record] for record in names.records)
    return _Known(texts, wording, rows, records), surnames


def _towns(known: _Known) -> dict[str, frozenset[EntityId]]:
    """Lead words that name a place to all whom they may mean."""
    is_town = known.have(known.are(EntityType.PLACE)) & (known.wording.counts == 1)
    return {
        known.texts[n]: frozenset(sense.entity for sense in known.senses(n))
        for n in is_town.nonzero()[0].tolist()
    }


def _are_parts(wording: Wording) -> Flags:
    """Say of each name whether it is a given name of two words: short for a longer one."""
    found: Flags = wording.counts == 2
    twos = found.nonzero()[0]
    is_opening = wording.are(BEFORE_ANOTHER.__contains__)[wording.firsts[twos]]
    found[twos] = is_opening | wording.are("الدين".__eq__)[wording.seconds(twos)]
    return found


def _of_entity(known: _Known, weak: Flags) -> dict[EntityId, tuple[int, ...]]:
    found: dict[EntityId, list[int]] = {}
    for name, record, _ in known.rows.at(weak[known.rows.names]):
        found.setdefault(known.records[record].id, []).append(name)
    return {entity: tuple(numbers) for entity, numbers in sorted(found.items())}


def _beside(
    known: _Known, weak: Flags, bearers: Mapping[int, Senses], authority: Authority
) -> dict[str, int]:
    """Lead the weak words that are the heading of a place, and only places', to their numbers."""
    words = set(compress(known.texts, (known.wording.counts == 1).tolist()))
    found = {}
    for n in (weak & (known.wording.counts == 1)).nonzero()[0].tolist():
        word, held = known.texts[n], bearers[n]
        if (
            any(sense.grade == Grade.HEADING for sense in held)
            and _is_distinct(word)
            and ARTICLE + word not in words
            and all(authority[s.entity].type == EntityType.PLACE for s in held)
        ):
            found[word] = n
    return found


def _is_distinct(word: str) -> bool:
    """Say whether a word means one place behind مدينة and its like: صور, not جديدة."""
    bare = word.removeprefix(ARTICLE)
    return not (is_function_word(word) or bare in TOWNS or bare.removesuffix(HEH) in EPITHETS)


def _openings(wording: Wording, names: Flags) -> Iterator[str]:
    """Give the words that open those of the names that have several."""
    opening = np.unique(wording.firsts[names & (wording.counts > 1)])
    return (wording.vocabulary[n] for n in opening.tolist())


def _prolonged(
    known: _Known, are_people: Flags, are_full: Flags
) -> tuple[frozenset[str], frozenset[str]]:
    """Give the names of two words that begin longer names of another person, and of two others."""
    wording, rows = known.wording, known.rows
    counts, n_words = wording.counts, len(wording.vocabulary)
    several = (counts > 1).nonzero()[0]
    pairs = np.full(len(counts), -1)
    firsts = wording.firsts[several].astype(np.int64)
    pairs[several] = firsts * n_words + wording.seconds(several)
    is_first = np.ones(len(rows.names), np.bool_)
    is_first[1:] = rows.names[1:] != rows.names[:-1]
    is_short = (counts == 2) & known.have(is_first & are_people & are_full)
    longer = rows.at(are_full & (counts > 2)[rows.names])
    shorter = rows.at(are_full & is_short[rows.names])
    codes, at = np.unique(pairs, return_inverse=True)
    size = len(known.records)
    is_own = np.isin(
        at[longer.names] * size + longer.records, at[shorter.names] * size + shorter.records
    )
    others = np.unique((at[longer.names] * size + longer.records)[~is_own])
    n_others = np.bincount(others // size, minlength=len(codes))[at]
    one, two = (
        frozenset(known.texts[n] for n in (is_short & (n_others >= least)).nonzero()[0].tolist())
        for least in (1, 2)
    )
    return one, two


def _exact(known: _Known, n_bearers: Ints, folded: Mapping[str, str]) -> dict[int, EntityId]:
    """Lead a name with several bearers to the one who says more, or has it as heading.

    Their headings are one but for titles and ranks (كرومر, اللورد كرومر): by all that the
    authority says they are one person, catalogued twice. Of three or more who say nothing else,
    a heading with a rank tells one, a bare one none. Of a name of three words or more that is the
    heading of all, the first.
    """
    is_other = known.have(~known.are(EntityType.PERSON) & (known.rows.grades <= Grade.BARE))
    several = ((n_bearers > 1) & ~is_other).nonzero()[0]
    firsts = known.rows.starts(len(known.texts))[several]
    bones: dict[int, str] = {}
    found = {}
    for n, first, count in zip(
        several.tolist(), firsts.tolist(), n_bearers[several].tolist(), strict=True
    ):
        held = known.rows.records[first : first + count].tolist()
        if len({_bones_of(record, known, folded, bones) for record in held}) > 1:
            continue
        records = [known.records[record] for record in held]
        fuller = [record for record in records if says_more(record)]
        exact = [r for r in fuller or records if folded[r.heading] == known.texts[n]]
        one = fuller if len(fuller) == 1 else exact
        if not fuller and len(exact) == count and known.wording.counts[n] > 2:
            one = [known.records[min(held)]]  # no two bear جرجي ديمتري سرسق: catalogued twice
        is_vague = count > 2 and not fuller and RANKS.isdisjoint(known.texts[n].split())
        if len(one) == 1 and not is_vague:
            found[n] = one[0].id
    return found


def _bones_of(record: int, known: _Known, folded: Mapping[str, str], found: dict[int, str]) -> str:
    """Give the skeleton of a record's heading, found out once."""
    bones = found.get(record)
    if bones is None:
        bones = found[record] = skeleton(tuple(folded[known.records[record].heading].split()))
    return bones
