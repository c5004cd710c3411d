"""Whom do the names of one document mean? Every answer has a rule, and unsure stays NIL.

The order: what the editor wrote; names of several words; names of one word; common words beside
places; namesakes; short names, whose bearer must have been named in full before.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence

from sitegen.entities.authority import Authority
from sitegen.entities.context import is_preposition
from sitegen.entities.discourse import Discourse
from sitegen.entities.haystack import Haystack
from sitegen.entities.inside import why_inside
from sitegen.entities.lexicon import Lexicon, Senses
from sitegen.entities.listed import again, dateline, is_listed, is_spelt, joined
from sitegen.entities.longer import why_longer
from sitegen.entities.names import Grade
from sitegen.entities.namesakes import Namesakes
from sitegen.entities.rivals import HOMONYMS, is_rivals
from sitegen.entities.seen import Seen
from sitegen.entities.shorts import crowned_of, is_strangers, is_vague_alone
from sitegen.entities.spelt import is_common_word, why_misspelt
from sitegen.entities.titles import NOUNS_TOO
from sitegen.entities.traits import Known, Traits
from sitegen.model import Document, EntityId

_RULES = {grade: grade.name.lower() for grade in Grade}

Answer = tuple[EntityId | None, str]


class Settling:
    """Settles the names of one document."""

    def __init__(
        self,
        document: Document,
        stack: Haystack,
        lexicon: Lexicon,
        authority: Authority,
        known: Known,
        prior: Mapping[EntityId, int],
        fixed: Iterable[EntityId] = (),
        *,
        is_traced: bool = False,
        parts: tuple[int, int] = (0, 0),
    ) -> None:
        self.document = document
        self.stack = stack
        self.lexicon = lexicon
        self.authority = authority
        self.known = known
        rules = document.entities
        self.never = frozenset(map(self.record, rules.never))
        self.about = frozenset(map(self.record, rules.link))
        self.writers = self._writers()
        self.end = document.date.last if document.date else None
        self.named: dict[EntityId, int] = dict.fromkeys(fixed, -1)  # in full: where first
        self.answers: dict[Seen, Answer] = {}
        self.reasons: dict[Seen, str] = {}  # why a longer name; and, where traced, why none at all
        self.is_traced = is_traced
        self.parts = parts  # of the haystack: the first of this document's, and behind the last
        self.discourse: Discourse
        self.namesakes = Namesakes(document, lexicon, authority, prior, frozenset(self.named))

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
        settle_all([self], [seen])
        return self.answers

    def choose(self, seen: Iterable[Seen]) -> list[tuple[Seen, Traits]]:
        """Choose the leftmost, longest of the full names that may link here at all."""
        known, is_ruled = self.known, bool(self.never)
        chosen: list[tuple[Seen, Traits]] = []
        free = 0
        for one in seen:
            traits = known[one.name]
            if not traits.bearers:
                continue
            here = self._here(one, traits) if is_ruled or one.type else traits
            dropped = "overlap" if one.start - one.cut < free else self._fault_of(one, here)
            if dropped:
                self._drop(one, dropped)
                continue
            chosen.append((one, here))
            free = one.end
        return chosen

    def _here(self, one: Seen, traits: Traits) -> Traits:
        """Give a name's traits among the bearers that front matter and tag allow here."""
        kept = tuple(
            sense
            for sense in traits.bearers
            if sense.entity not in self.never
            and (not one.type or self.authority[sense.entity].type == one.type)
        )
        return traits if kept == traits.bearers else self.known.among(one.name, kept)

    def _fault_of(self, one: Seen, traits: Traits) -> str:
        """Say why a full name may not link here at all."""
        if traits.is_weak and not one.is_headed and not self._is_about(one):
            return "weak"
        known = self.known[one.name]
        why = why_misspelt(self.stack, one, known, self.lexicon) if traits.is_single else ""
        if why:
            return why
        if not traits.bearers:
            return "not-meant"
        if traits.is_doubtful and is_preposition(self.stack, one.start, traits.name):
            return "preposition"
        return ""

    def _drop(self, one: Seen, why: str) -> None:
        if self.is_traced:
            self.reasons.setdefault(one, why)

    def _is_about(self, one: Seen) -> bool:
        if not self.about:
            return False
        senses = (*self.lexicon.bearers[one.name], *self.lexicon.shorts[one.name])
        return any(sense.entity in self.about for sense in senses)

    def settle_long(self, one: Seen, traits: Traits) -> None:
        """Settle a name of several words."""
        why = ""
        if traits.is_person:
            crowned = crowned_of(self.stack, one, traits, self.lexicon, self.authority)
            why = "" if crowned else "throne"
            if crowned and len(crowned) < len(traits.bearers):
                traits = self.known.among(one.name, crowned)
        if not one.is_whole:
            why = why or why_longer(self.stack, one, traits, self.lexicon)
        self._leave(one, why) if why else self._settle(one, traits)

    def _leave(self, one: Seen, why: str) -> None:
        """Leave a name open: it is part of a longer one, or none."""
        self.answers[one] = (None, "nil:longer-name")
        self.reasons[one] = why

    def settle_word(self, one: Seen, traits: Traits) -> None:
        """Settle a name of one word; those of several must be settled."""
        owners = traits.owners
        if owners:
            named = [entity for entity in owners if entity in self.named]
            if named and not any(sense.entity in named for sense in traits.bearers):
                if not traits.is_sole:
                    return  # it may be short for somebody: settled with the short names
            elif not named and not owners.isdisjoint(self.writers):
                self.answers[one] = (None, "nil:two-bearers")
                return
        is_sure = one.is_whole or (one.is_headed and traits.name not in NOUNS_TOO)
        why = "" if is_sure else self._why_not(one, traits)
        if why == "rival":
            self.answers[one] = (None, "nil:rival")
        else:
            self._leave(one, why) if why else self._settle(one, traits)

    def _why_not(self, one: Seen, traits: Traits) -> str:
        """Say why a name of one word is not its bearers' here."""
        stack, bearers = self.stack, traits.bearers
        why = why_inside(stack, one, traits, self.lexicon)
        why = why or self.discourse.why_not(stack, one, traits)
        if not why and traits.is_person and is_vague_alone(stack, one, traits):
            known = any(sense.entity in self.named for sense in bearers)
            listed = is_listed(stack, one, self.answers, self.lexicon.people)
            why = "" if known or listed else "many"
        if not why and len(bearers) == 1 and traits.name in HOMONYMS:
            record = self.authority[bearers[0].entity]
            why = "rival" if is_rivals(stack, one, traits.name, record) else ""
        return why

    def settle_lists(self) -> None:
        """Take a common word for a place where a place is joined to it, or a signature follows."""
        stack, lexicon, places = self.stack, self.lexicon, self.lexicon.places
        waiting = [(one, entity) for one, (entity, _) in self.answers.items() if entity]
        told: set[int] = set()  # names that a word before them said to be places: sought throughout
        while waiting and lexicon.beside:
            one, entity = waiting.pop()
            found = [*joined(stack, one, lexicon)] if entity in places else []
            if one.is_headed and one.name not in told:
                told.add(one.name)
                found += again(stack, one, lexicon, stack.within(*self.parts))
            for other in (*found, *dateline(stack, one, lexicon)):
                if not self._is_taken(other) and is_spelt(stack, other, lexicon, self.authority):
                    traits = self.known[other.name]
                    self.settle_word(other, self._here(other, traits) if self.never else traits)
                    linked, _ = self.answers.get(other, (None, ""))
                    if linked:
                        waiting.append((other, linked))

    def _is_taken(self, other: Seen) -> bool:
        return any(
            one.start - one.cut < other.end and other.start < one.end for one in self.answers
        )

    def _settle(self, one: Seen, traits: Traits) -> None:
        """Settle a name with one possible bearer; leave namesakes for later."""
        bearers = traits.bearers
        if self.about:
            about = [sense for sense in bearers if sense.entity in self.about]
            if len(about) == 1:
                self._accept(one, about[0].entity, "front-matter")
                return
        living = self._born(traits)
        if len(living) > 1:
            self.answers[one] = (None, "nil:namesakes")
        elif not living:
            self.answers[one] = (None, "nil:dates")
        else:
            rule = "namesake-dates" if len(bearers) > 1 else _RULES[living[0].grade]
            self._accept(one, living[0].entity, rule)

    def _accept(self, one: Seen, entity: EntityId, rule: str) -> None:
        self.answers[one] = (entity, rule)
        if self.lexicon.lengths[one.name] > 1:
            self.named[entity] = min(one.start, self.named.get(entity, one.start))

    def _born(self, traits: Traits) -> Senses:
        """Leave out the bearers whose life began after the document's date."""
        end = self.end
        if end is None or traits.youngest <= end:
            return traits.bearers
        pairs = zip(traits.bearers, traits.births, strict=True)
        return tuple(sense for sense, birth in pairs if birth <= end)

    def living(self, one: Seen) -> Senses:
        """List the bearers of a name who may be meant, and were born."""
        traits = self.known[one.name]
        return self._born(self._here(one, traits) if self.never or one.type else traits)

    def settle_namesakes(self) -> None:
        """Decide between the bearers of names that several may mean."""
        open_ones = [one for one, (_, rule) in self.answers.items() if rule == "nil:namesakes"]
        if not open_ones:
            return
        names_of = self.namesakes.names_of
        for one, (entity, _) in self.answers.items():
            if entity:
                names_of.setdefault(entity, set()).add(self.lexicon.names[one.name])
        decided: dict[tuple[int, str], Answer] = {}  # by name and tag: all else is the document's
        for one in open_ones:
            key = one.name, one.type
            if key not in decided:
                found = self.namesakes.decide(one.name, self.living(one))
                decided[key] = found or (None, "nil:namesakes")
            self.answers[one] = decided[key]

    def settle_short(self, seen: Iterable[Seen]) -> None:
        """Settle the short names of those that are named in full, or in the front matter."""
        known, owners = self.about.union(self.named), self.lexicon.owners
        if not known:
            return
        possible = [
            one for one in seen if owners[one.name] and not owners[one.name].isdisjoint(known)
        ]
        edges = sorted(edge for one in self.answers for edge in (one.start - one.cut, one.end))
        free = 0
        for one in possible:
            begin = one.start - one.cut
            if is_common_word(self.stack, one, self.lexicon):
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
        if is_strangers(self.stack, one, owners, lexicon, self.authority):
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


def settle_all(settlings: Sequence[Settling], seen: Sequence[Sequence[Seen]]) -> None:
    """Settle the names of documents, as :meth:`Settling.settle` does each.

    One thing is done for all, then the next: what does it stays in the processor's cache.
    """
    chosen = [one.choose(names) for one, names in zip(settlings, seen, strict=True)]
    for settling, names in zip(settlings, chosen, strict=True):
        settling.discourse = Discourse(settling.stack, names)
    for settling, names in zip(settlings, chosen, strict=True):
        for one, traits in names:
            if not traits.is_single:
                settling.settle_long(one, traits)
    for settling, names in zip(settlings, chosen, strict=True):
        for one, traits in names:
            if traits.is_single:
                settling.settle_word(one, traits)
    for settling in settlings:
        settling.settle_lists()
    for settling in settlings:
        settling.settle_namesakes()
    for settling, found in zip(settlings, seen, strict=True):
        settling.settle_short(found)
