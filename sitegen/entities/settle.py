"""Whom do the names of one document mean? Every answer has a rule, and unsure stays NIL.

The order: what the editor wrote; names of several words; names of one word; common words beside
places; namesakes; short names, whose bearer must have been named in full before.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sitegen.arabic.chars import HEH, TEH_MARBUTA
from sitegen.entities.authority import Authority
from sitegen.entities.beside import (
    bears,
    follows_given,
    is_heh,
    is_lady,
    is_opening,
    title_before,
    word_after,
    word_before,
)
from sitegen.entities.context import (
    goes_on,
    is_adverb,
    is_another,
    is_anothers,
    is_enthroned,
    is_inside,
    is_paper,
    is_part_of_land,
    is_place_inside,
    is_preposition,
)
from sitegen.entities.haystack import SPACE, Haystack, encode_words, words_of
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.names import Grade, Sense, says_more
from sitegen.entities.namesakes import Namesakes
from sitegen.entities.titles import LADIES, PEOPLES
from sitegen.model import Document, EntityId, EntityType

#: Why a name that was seen has no answer.
DROPPED = {
    "overlap": "a longer name, or one that begins before, has these letters",
    "weak": "it is sought only where the front matter names its record",
    "common-word": "with its proclitic it is a common word of the archive",
    "tanwin": "it is an adverb in tanwin",
    "preposition": "it begins or ends with على, not علي",
    "spelling": "it is written with ة where its record has ه",
    "not-meant": "the front matter or the tag around it denies its records",
    "not-named": "it is short for a name that does not stand before it in the document",
    "stranger": "a given name or title before it, or a word behind it, is not its bearer's",
}
_WAW = encode_words("و")
_NAMED_FOR = frozenset([EntityType.PERSON, EntityType.PLACE])  # whom papers are called after

Answer = tuple[EntityId | None, str]


class Seen(NamedTuple):
    """A name found: bytes *start* to *end* of the haystack, *cut* bytes of proclitic before."""

    start: int
    end: int
    cut: int
    name: int
    part: int
    type: str = ""  # what a tag around it says that it is
    is_whole: bool = False  # the tag holds this name and no more
    is_headed: bool = False  # a word before it says that it is a place: مدينة صور


class Settling:
    """Settles the names of one document."""

    def __init__(
        self,
        document: Document,
        stack: Haystack,
        lexicon: Lexicon,
        authority: Authority,
        prior: Mapping[EntityId, int],
        fixed: Iterable[EntityId] = (),
        *,
        is_traced: bool = False,
    ) -> None:
        self.document = document
        self.stack = stack
        self.lexicon = lexicon
        self.authority = authority
        rules = document.entities
        self.never = frozenset(map(self.record, rules.never))
        self.about = frozenset(map(self.record, rules.link))
        self.fixed = frozenset(fixed)
        self.writers = self._writers()
        self.named: dict[EntityId, int] = dict.fromkeys(self.fixed, -1)  # in full: where first
        self.answers: dict[Seen, Answer] = {}
        self.reasons: dict[Seen, str] = {}  # why a longer name; and, where traced, why none at all
        self.is_traced = is_traced
        self.namesakes = Namesakes(document, lexicon, authority, prior, self.fixed)

    def _writers(self) -> frozenset[EntityId]:
        """Name the authors: a short name that they bear may be theirs, as a signature."""
        found = (self.authority.agent(name) for name in self.document.authors)
        return frozenset(self.lexicon.first.get(agent, agent) for agent in found if agent)

    def record(self, ref: str) -> EntityId:
        """Name the record that counts for *ref*."""
        found = self.authority.find(ref) or EntityId(ref)
        return self.lexicon.first.get(found, found)

    def settle(self, seen: Sequence[Seen]) -> dict[Seen, Answer]:
        """Answer for every name that is one: the record or NIL, and the rule.

        *seen* is sorted by place, the longest first; no two answers overlap.
        """
        chosen = self._choose(seen)
        lengths = self.lexicon.lengths
        for one in chosen:
            if lengths[one.name] > 1:
                self._settle_long(one)
        for one in chosen:
            if lengths[one.name] == 1:
                self._settle_word(one)
        self._settle_lists()
        self._settle_namesakes()
        self._settle_short(seen)
        return self.answers

    def _choose(self, seen: Iterable[Seen]) -> list[Seen]:
        """Choose the leftmost, longest of the full names that may link here at all."""
        bearers = self.lexicon.bearers
        chosen: list[Seen] = []
        free = 0
        for one in seen:
            if not bearers[one.name]:
                continue
            dropped = "overlap" if one.start - one.cut < free else self._fault_of(one)
            if dropped:
                self._drop(one, dropped)
                continue
            chosen.append(one)
            free = one.end
        return chosen

    def _fault_of(self, one: Seen) -> str:
        """Say why a full name may not link here at all."""
        lexicon = self.lexicon
        if lexicon.weak[one.name] and not one.is_headed and not self._is_about(one):
            return "weak"
        if lexicon.lengths[one.name] == 1:
            if one.cut and self._is_word(one):
                return "common-word"
            if is_adverb(self.stack, one.end):
                return "tanwin"
            if self._is_misspelt(one):
                return "spelling"
        if (self.never or one.type) and not self._bearers(one):
            return "not-meant"
        if lexicon.doubtful[one.name] and is_preposition(
            self.stack, one.start, lexicon.names[one.name]
        ):
            return "preposition"
        return ""

    def _is_misspelt(self, one: Seen) -> bool:
        """Say whether teh marbuta is written where a person's foreign name has heh: مرسيه."""
        if not self.lexicon.names[one.name].endswith(HEH) or is_heh(self.stack, one.end):
            return False
        bearers = self.lexicon.bearers[one.name]
        records = [self.authority[sense.entity] for sense in bearers]
        return self.lexicon.is_person(bearers) and all(
            not name.endswith(TEH_MARBUTA)
            for record in records
            for name in (record.heading, *record.variants)
        )

    def _drop(self, one: Seen, why: str) -> None:
        if self.is_traced:
            self.reasons.setdefault(one, why)

    def _is_word(self, one: Seen) -> bool:
        """Say whether name and proclitic are one common word: فهرس."""
        return self.stack.word(one.start - one.cut, one.end) in self.lexicon.claimed

    def _bearers(self, one: Seen) -> Sequence[Sense]:
        """List the records that bear a full name and may be meant here."""
        senses = self.lexicon.bearers[one.name]
        if not self.never and not one.type:
            return senses
        return [
            sense
            for sense in senses
            if sense.entity not in self.never
            and (not one.type or self.authority[sense.entity].type == one.type)
        ]

    def _is_about(self, one: Seen) -> bool:
        if not self.about:
            return False
        senses = (*self.lexicon.bearers[one.name], *self.lexicon.shorts[one.name])
        return any(sense.entity in self.about for sense in senses)

    def _settle_long(self, one: Seen) -> None:
        bearers = self._bearers(one)
        why = ""
        if self.lexicon.is_person(bearers):
            crowned = self._crowned(one, bearers)
            why = "" if crowned else "throne"
            bearers = crowned or bearers
        if not one.is_whole:
            why = why or self._why_longer(one, bearers)
        self._leave(one, why) if why else self._settle(one, bearers)

    def _leave(self, one: Seen, why: str) -> None:
        """Leave a name open: it is part of a longer one, or none."""
        self.answers[one] = (None, "nil:longer-name")
        self.reasons[one] = why

    def _why_longer(self, one: Seen, bearers: Sequence[Sense]) -> str:
        """Say why a name of several words is part of a longer one."""
        before = "" if one.cut else word_before(self.stack, one.start)
        if is_paper(before) and self._may_name_papers(bearers):
            return "paper"
        name = self.lexicon.names[one.name]
        if self.lexicon.is_person(bearers):
            is_bare = self._are_bare(bearers)
            return goes_on(
                self.stack, one.start, one.end, one.cut, name, self.lexicon, is_bare=is_bare
            )
        is_body = all(self.authority[s.entity].type == EntityType.ORGANIZATION for s in bearers)
        return "goes-on" if is_body and is_another(self.stack, one.end, name) else ""

    def _are_bare(self, bearers: Sequence[Sense]) -> bool:
        """Say whether the records tell nothing but names."""
        return not any(says_more(self.authority[sense.entity]) for sense in bearers)

    def _may_name_papers(self, bearers: Sequence[Sense]) -> bool:
        return all(self.authority[sense.entity].type in _NAMED_FOR for sense in bearers)

    def _crowned(self, one: Seen, bearers: Sequence[Sense]) -> Sequence[Sense]:
        """Leave out who never bears the title of a throne or a see that stands before the name."""
        name = self.lexicon.names[one.name]
        title = is_enthroned(self.stack, one.start, one.cut, name, self.lexicon)
        if not title:
            return bearers
        return [s for s in bearers if not self._is_uncrowned(s.entity, title)]

    def _is_uncrowned(self, entity: EntityId, title: str) -> bool:
        """Say whether a record has longer names, and none with a title."""
        record = self.authority[entity]
        names = words_of([record.heading, *record.variants])
        return len(names) > 1 and not any(title in words for words in names)

    def _settle_word(self, one: Seen) -> None:
        bearers = self._bearers(one)
        owners = self.lexicon.owners[one.name]
        if owners:
            named = [entity for entity in owners if entity in self.named]
            if named and not any(sense.entity in named for sense in bearers):
                if not self._is_sole(one, bearers):
                    return  # it may be short for somebody: settled with the short names
            elif not named and not owners.isdisjoint(self.writers):
                self.answers[one] = (None, "nil:two-bearers")
                return
        why = "" if one.is_whole or one.is_headed else self._why_inside(one, bearers)
        self._leave(one, why) if why else self._settle(one, bearers)

    def _why_inside(self, one: Seen, bearers: Sequence[Sense]) -> str:
        """Say why a name of one word is a part of another's."""
        before = "" if one.cut else word_before(self.stack, one.start)
        if is_paper(before) and self._may_name_papers(bearers):
            return "paper"
        name = self.lexicon.names[one.name]
        if not self.lexicon.is_person(bearers):
            if self._are_lands(bearers) and is_part_of_land(self.stack, one.end, name):
                return "goes-on"
            return is_place_inside(self.stack, one.start, before, name)
        if one.cut:
            return ""
        return is_inside(
            self.stack,
            one.start,
            one.end,
            before,
            name,
            self.lexicon,
            is_sole=self._is_sole(one, bearers),
            is_bare=self._are_bare(bearers),
        )

    def _are_lands(self, bearers: Sequence[Sense]) -> bool:
        """Say whether all records are countries; what is a part of a continent is in it."""
        return all(self.authority[s.entity].extra.get("subtype") == "country" for s in bearers)

    def _is_sole(self, one: Seen, bearers: Sequence[Sense]) -> bool:
        """Say whether one record that may be known is headed by a word, no other's surname."""
        first = bearers[0]
        if len(bearers) > 1 or first.grade != Grade.HEADING:
            return False
        owners = self.lexicon.owners[one.name]
        return [e for e in {first.entity, *owners} if says_more(self.authority[e])] == [
            first.entity
        ]

    def _settle_lists(self) -> None:
        """Take a common word for a place where a place is joined to it, or a signature follows.

        حمص وحماة, صور وصيدا; and at a paragraph's head: النبطية سليمان ظاهر.
        """
        waiting = [one for one, (entity, _) in self.answers.items() if entity]
        while waiting:
            one = waiting.pop()
            entity, _ = self.answers[one]
            found = [*self._joined(one)] if self._is_place(entity) else []
            found += self._dateline(one)
            for start, end, cut, name in found:
                other = Seen(start, end, cut, self.lexicon.beside[name], one.part, is_headed=True)
                if not self._is_taken(other) and self._is_spelt(other):
                    self._settle_word(other)
                    waiting.append(other)

    def _joined(self, one: Seen) -> Iterable[tuple[int, int, int, str]]:
        """Give the common words for places joined to a place by و: start, end, cut, name."""
        data, beside = self.stack.data, self.lexicon.beside
        if data[one.end] == SPACE and data[one.end + 1 : one.end + 2] == _WAW:
            word, stop = word_after(self.stack, one.end)
            if word[1:] in beside and word[1:] not in PEOPLES:
                yield stop - len(word) + 1, stop, 1, word[1:]
        if one.cut == 1 and data[one.start - 1 : one.start] == _WAW:
            end = one.start - 2
            word = word_before(self.stack, end + 1)
            cut = 0 if word in beside else 1
            if word[cut:] in beside and word[cut:] not in PEOPLES:
                yield end - len(word) + cut, end, cut, word[cut:]

    def _dateline(self, one: Seen) -> Iterable[tuple[int, int, int, str]]:
        """Give the common word for a place that opens a paragraph before a name."""
        if one.cut or self.stack.data[one.start - 1] != SPACE:
            return
        word = word_before(self.stack, one.start)
        start = one.start - 1 - len(word)
        if word in self.lexicon.beside and is_opening(self.stack, start):
            yield start, one.start - 1, 0, word

    def _is_place(self, entity: EntityId | None) -> bool:
        return entity is not None and self.authority[entity].type == EntityType.PLACE

    def _is_spelt(self, other: Seen) -> bool:
        """Say whether a name that ends in heh is written as its record has it: جدة, not جده."""
        return not is_heh(self.stack, other.end) or any(
            name.endswith(HEH)
            for sense in self.lexicon.bearers[other.name]
            for name in (
                self.authority[sense.entity].heading,
                *self.authority[sense.entity].variants,
            )
        )

    def _is_taken(self, other: Seen) -> bool:
        return any(
            one.start - one.cut < other.end and other.start < one.end for one in self.answers
        )

    def _settle(self, one: Seen, bearers: Sequence[Sense]) -> None:
        """Settle a name with one possible bearer; leave namesakes for later."""
        if self.about:
            about = [sense for sense in bearers if sense.entity in self.about]
            if len(about) == 1:
                self._accept(one, about[0].entity, "front-matter")
                return
        living = [sense for sense in bearers if not self._is_unborn(sense.entity)]
        if len(living) > 1:
            self.answers[one] = (None, "nil:namesakes")
        elif not living:
            self.answers[one] = (None, "nil:dates")
        elif len(bearers) > 1:
            self._accept(one, living[0].entity, "namesake-dates")
        else:
            self._accept(one, living[0].entity, living[0].grade.name.lower())

    def _accept(self, one: Seen, entity: EntityId, rule: str) -> None:
        self.answers[one] = (entity, rule)
        if self.lexicon.lengths[one.name] > 1:
            self.named[entity] = min(one.start, self.named.get(entity, one.start))

    def _is_unborn(self, entity: EntityId) -> bool:
        """Say whether the record's life began after the document's date."""
        date, start = self.document.date, self.authority[entity].start
        if date is None or start is None or entity not in self.lexicon.people:
            return False
        return start.first > date.last

    # -- namesakes ------------------------------------------------------------------------------

    def _settle_namesakes(self) -> None:
        open_ones = [one for one, (_, rule) in self.answers.items() if rule == "nil:namesakes"]
        if not open_ones:
            return
        names_of = self.namesakes.names_of
        for one, (entity, _) in self.answers.items():
            if entity:
                names_of.setdefault(entity, set()).add(self.lexicon.names[one.name])
        for one in open_ones:
            found = self.namesakes.decide(one.name, self.living(one))
            self.answers[one] = found or (None, "nil:namesakes")

    def living(self, one: Seen) -> Sequence[Sense]:
        """List the bearers of a name who may be meant, and were born."""
        return [s for s in self._bearers(one) if not self._is_unborn(s.entity)]

    # -- short names ----------------------------------------------------------------------------

    def _settle_short(self, seen: Iterable[Seen]) -> None:
        known, owners = self.about.union(self.named), self.lexicon.owners
        possible = [
            one for one in seen if owners[one.name] and not owners[one.name].isdisjoint(known)
        ]
        if not possible:
            return
        taken = sorted((one.start - one.cut, one.end) for one in self.answers)
        edges = [edge for span in taken for edge in span]
        free = 0
        for one in possible:
            begin = one.start - one.cut
            if one.cut and self._is_word(one):
                self._drop(one, "common-word")
                continue
            at = bisect.bisect_right(edges, begin)
            is_taken = at % 2 or (at < len(edges) and edges[at] < one.end)
            if begin < free or is_taken:
                continue
            answer = self._short(one)
            if answer:
                self.answers[one] = answer
                free = one.end

    def _short(self, one: Seen) -> Answer | None:
        lexicon = self.lexicon
        senses = [s for s in lexicon.shorts[one.name] if s.entity not in self.never]
        about = [sense.entity for sense in senses if sense.entity in self.about]
        if len(about) == 1:
            return about[0], "front-matter"
        owners = [sense for sense in senses if sense.entity in self.named]
        if not owners or lexicon.names[one.name] in lexicon.claimed:
            return None
        if self._is_strangers(one, owners):
            self._drop(one, "stranger")
            return None
        if len(owners) > 1:
            return None, "nil:two-bearers"
        entity = owners[0].entity
        if self.named[entity] > one.start:
            self._drop(one, "not-named")
            return None
        kind = self.authority[entity].type
        if any(self.authority[s.entity].type != kind for s in lexicon.bearers[one.name]):
            return None, "nil:two-bearers"
        return entity, "short"

    def _is_strangers(self, one: Seen, owners: Sequence[Sense]) -> bool:
        """Say whether what stands beside a short name makes it another's than its owners'."""
        stack, name = self.stack, self.lexicon.names[one.name]
        if self.lexicon.weak[one.name] and self._is_untitled(one, owners):
            return True
        if all(sense.grade == Grade.SURNAME for sense in owners) and is_anothers(
            stack, one.start, one.cut, name
        ):
            return True
        is_ladys = not one.cut and word_before(stack, one.start).endswith(LADIES)
        if is_ladys and not any(is_lady(self.authority[sense.entity]) for sense in owners):
            return True
        given = follows_given(stack, one.start, one.cut, self.lexicon)
        return bool(given) and not any(
            bears(self.authority[sense.entity], given, name) for sense in owners
        )

    def _is_untitled(self, one: Seen, owners: Sequence[Sense]) -> bool:
        """Say whether a given name of two words goes on, or has a title that no owner has."""
        stack, name = self.stack, self.lexicon.names[one.name]
        if goes_on(stack, one.start, one.end, one.cut, name, self.lexicon, is_known=True):
            return True
        title = title_before(stack, one.start, one.cut)
        return bool(title) and all(self._is_uncrowned(s.entity, title) for s in owners)


def type_of(tag: str) -> str:
    """Give the type that a tag without reference says, as records name it, else nothing."""
    return tag if tag in {kind.value for kind in EntityType} else ""
