"""Whom does a name in a document mean? Every answer has a rule, and unsure stays NIL."""

from __future__ import annotations

import bisect
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.entities.authority import Authority
from sitegen.entities.common import Claimed
from sitegen.entities.haystack import Haystack, pile, words_of
from sitegen.entities.matcher import Hit, Matcher, select
from sitegen.entities.names import (
    KIN,
    RANKS,
    TITLES,
    Grade,
    Sense,
    bare_twins,
    gather_senses,
    is_given_alone,
)
from sitegen.entities.references import check_references, surface_in_source
from sitegen.model import BlockKind, Document, Entity, EntityId, EntityType, Mention, Tagged

__all__ = ["Linker", "check_references", "parts_of", "surface_in_source"]

TITLE = -1
_UNLINKED = (BlockKind.PULL_QUOTE, BlockKind.CODE)
_ARTICLE = "ال"
_CUE_RATIO = 2  # the stated margin: the winner's cues are twice the next one's


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a document that is linked: a block's, or the title (block -1)."""

    block: int
    text: str
    tagged: tuple[Tagged, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A hit with its place: the part it is in, and the words of its name."""

    part: int
    hit: Hit
    words: int


@dataclass(slots=True)
class Page:
    """What is known of one document while its names are settled."""

    document: Document
    parts: Sequence[Part]
    stack: Haystack
    first: int  # number of its first part in the stack
    never: frozenset[EntityId]
    about: frozenset[EntityId]
    fixed: list[Mention] = field(default_factory=list)
    spans: list[tuple[int, int, int]] = field(default_factory=list)  # part, start, end
    settled: dict[Seen, tuple[EntityId | None, str]] = field(default_factory=dict)
    named: dict[EntityId, tuple[int, int]] = field(default_factory=dict)  # in full -> where first


def parts_of(document: Document) -> list[Part]:
    """List the texts of a document that names are sought in, the title first."""
    parts = [Part(TITLE, document.title.text)]
    parts += [
        Part(number, block.text, block.tagged)
        for number, block in enumerate(document.body.blocks)
        if block.kind not in _UNLINKED
    ]
    return parts


class Linker:
    """Links the names in documents to the records of an authority; picklable by its authority.

    *common* are words of the corpus that no one-word name may claim (see
    :func:`~sitegen.entities.common.common_words`); *prior* counts, for a record, the documents
    that name it beyond doubt: of namesakes the one named ten times as often wins.
    """

    def __init__(
        self,
        authority: Authority,
        *,
        common: Container[str] = frozenset(),
        prior: Mapping[EntityId, int] | None = None,
    ) -> None:
        self._authority = authority
        self._claimed = Claimed(common)
        self._prior = prior or {}
        senses, self._given = gather_senses(authority.values(), self._claimed)
        self._twins = bare_twins(authority.values(), senses)
        names = sorted(senses)
        self._senses = [self._united(senses[name]) for name in names]
        self._words = [len(name) for name in names]
        self._names = [" ".join(name) for name in names]
        self._number = {name: n for n, name in enumerate(self._names)}
        self._surnames = frozenset(
            name[0]
            for name in names
            if len(name) == 1 and any(sense.grade == Grade.SURNAME for sense in senses[name])
        )
        self._weak = [self._is_weak(name) for name in names]
        self._matcher = Matcher(names)

    def _united(self, senses: Iterable[Sense]) -> tuple[Sense, ...]:
        """Let records that are one thing count as the first of them."""
        found: dict[EntityId, Grade] = {}
        for sense in senses:
            entity = self._first(sense.entity)
            found[entity] = min(sense.grade, found.get(entity, sense.grade))
        return tuple(sorted(Sense(grade, entity) for entity, grade in found.items()))

    def _is_weak(self, words: tuple[str, ...]) -> bool:
        """Say whether a name is too common or too short to mean anybody by itself."""
        if len(words) > 1:
            return all(word in self._claimed for word in words)
        word = words[0]
        if word in self._claimed or len(word) < 3:
            return True
        return word in self._given

    def link(self, document: Document) -> tuple[Mention, ...]:
        """Link one document: mentions by (block, start), none overlapping another."""
        return self.link_all([document])[0]

    def link_all(self, documents: Sequence[Document]) -> list[tuple[Mention, ...]]:
        """Link documents together, as :meth:`link` does each: arrays like company.

        The result for a document does not depend on its company.
        """
        parts = [parts_of(document) for document in documents]
        stack = pile([part.text for each in parts for part in each])
        hits = self._matcher.find(stack)
        starts = [stack.places[hit.start] for hit in hits]
        edges = [0]
        for each in parts:
            edges.append(edges[-1] + len(each))
        bounds = stack.bounds.tolist()
        cuts = [
            bisect.bisect_left(starts, bounds[edge] if edge else 0) for edge in edges[:-1]
        ] + [len(hits)]
        found = []
        for n, document in enumerate(documents):
            page = self._page(document, parts[n], stack, edges[n])
            seen = self._place(hits[cuts[n] : cuts[n + 1]], stack, bounds)
            found.append(self._link(page, seen))
        return found

    def _place(self, hits: Sequence[Hit], stack: Haystack, bounds: list[int]) -> list[Seen]:
        places, words = stack.places, self._words
        return [
            Seen(bisect.bisect_right(bounds, places[hit.start]) - 1, hit, words[hit.name])
            for hit in hits
        ]

    def _page(
        self, document: Document, parts: Sequence[Part], stack: Haystack, first: int
    ) -> Page:
        rules = document.entities
        return Page(
            document=document,
            parts=parts,
            stack=stack,
            first=first,
            never=frozenset(self._first(ref) for ref in rules.never),
            about=frozenset(self._first(ref) for ref in rules.link),
        )

    def _first(self, ref: str) -> EntityId:
        found = self._authority.find(ref) or EntityId(ref)
        return self._authority.first_of(self._twins.get(found, found))

    # -- one document ---------------------------------------------------------------------------

    def _link(self, page: Page, seen: list[Seen]) -> tuple[Mention, ...]:
        self._fix(page)
        if page.spans:
            seen = [one for one in seen if not self._is_taken(page, one)]
        chosen = self._choose(page, seen)
        self._settle_long(page, chosen)
        self._settle_words(page, chosen)
        self._settle_namesakes(page)
        self._settle_short(page, seen, chosen)
        mentions = page.fixed + [
            self._mention(page, one, *answer) for one, answer in page.settled.items()
        ]
        return tuple(sorted(mentions, key=lambda mention: (mention.block, mention.start)))

    def _fix(self, page: Page) -> None:
        """Lay down what the editor wrote: explicit links, tags with a reference, ``as``."""
        for number, part in enumerate(page.parts):
            taken = 0
            order = sorted(part.tagged, key=lambda tag: (tag.start, -tag.end))
            for tag in order:
                if tag.start < taken or tag.end <= tag.start:
                    continue
                entity = self._referred(tag.refs)
                if entity is None and not (tag.refs or tag.explicit):
                    continue
                if entity in page.never and not tag.explicit:
                    continue
                rule = "explicit" if tag.explicit else "tagged"
                rule = rule if entity else f"nil:{rule}"
                page.fixed.append(Mention(part.block, tag.start, tag.end, entity, rule))
                page.spans.append((number, tag.start, tag.end))
                taken = tag.end
        if page.document.entities.as_:
            self._fix_as(page)
        for mention in page.fixed:
            if mention.entity:
                page.named.setdefault(mention.entity, (mention.block, mention.start))

    def _referred(self, refs: Iterable[str]) -> EntityId | None:
        for ref in refs:
            found = self._authority.find(ref)
            if found:
                return found
        return None

    def _fix_as(self, page: Page) -> None:
        given = [
            (words, entity)
            for words, ref in zip(
                words_of(list(page.document.entities.as_)),
                page.document.entities.as_.values(),
                strict=True,
            )
            if words and (entity := self._referred([ref]))
        ]
        stack = pile([part.text for part in page.parts])
        bounds = stack.bounds.tolist()
        for hit in select(Matcher([words for words, _ in given]).find(stack)):
            number = bisect.bisect_right(bounds, stack.places[hit.start]) - 1
            start, end = _span(stack, hit, number)
            if any(n == number and a < end and start < b for n, a, b in page.spans):
                continue
            part = page.parts[number]
            page.fixed.append(Mention(part.block, start, end, given[hit.name][1], "as"))
            page.spans.append((number, start, end))

    def _is_taken(self, page: Page, one: Seen) -> bool:
        number = one.part - page.first
        start, end = _span(page.stack, one.hit, one.part)
        return any(n == number and a < end and start < b for n, a, b in page.spans)

    def _choose(self, page: Page, seen: Iterable[Seen]) -> list[Seen]:
        """Choose the leftmost, longest of the full names that may link here at all."""
        chosen: list[Seen] = []
        free = 0
        for one in seen:
            hit = one.hit
            if hit.start - hit.cut < free or not self._bearers(page, hit.name):
                continue
            if self._weak[hit.name] and not self._is_about(page, hit.name):
                continue
            chosen.append(one)
            free = hit.end
        return chosen

    def _bearers(self, page: Page, name: int) -> list[Sense]:
        """List the records that bear a full name and may be meant in this document."""
        return [
            sense
            for sense in self._senses[name]
            if sense.grade <= Grade.VARIANT and sense.entity not in page.never
        ]

    def _is_about(self, page: Page, name: int) -> bool:
        return bool(page.about) and any(s.entity in page.about for s in self._senses[name])

    def _settle_long(self, page: Page, chosen: Iterable[Seen]) -> None:
        for one in chosen:
            if one.words == 1:
                continue
            bearers = self._bearers(page, one.hit.name)
            if self._goes_on(page, one, bearers):
                page.settled[one] = (None, "nil:longer-name")
            else:
                self._settle(page, one, bearers)

    def _settle_words(self, page: Page, chosen: Iterable[Seen]) -> None:
        for one in chosen:
            if one.words > 1:
                continue
            bearers = self._bearers(page, one.hit.name)
            owners = self._in_full(page, one.hit.name)
            if owners and not owners & {sense.entity for sense in bearers}:
                continue  # settled with the short names
            if self._is_inside_longer(page, one, bearers):
                page.settled[one] = (None, "nil:longer-name")
                continue
            self._settle(page, one, bearers)

    def _settle(self, page: Page, one: Seen, bearers: list[Sense]) -> None:
        """Settle a name with one possible bearer; leave namesakes for later."""
        about = [sense for sense in bearers if sense.entity in page.about]
        if len(about) == 1:
            self._accept(page, one, about[0].entity, "front-matter")
            return
        living = [sense for sense in bearers if not self._is_unborn(page, sense.entity)]
        if len(living) > 1:
            page.settled[one] = (None, "nil:namesakes")
        elif not living:
            page.settled[one] = (None, "nil:dates")
        elif len(bearers) > 1:
            self._accept(page, one, living[0].entity, "namesake-dates")
        else:
            self._accept(page, one, living[0].entity, living[0].grade.name.lower())

    def _accept(self, page: Page, one: Seen, entity: EntityId, rule: str) -> None:
        page.settled[one] = (entity, rule)
        if one.words > 1:
            where = (one.part, one.hit.start)
            page.named[entity] = min(where, page.named.get(entity, where))

    def _is_unborn(self, page: Page, entity: EntityId) -> bool:
        date, record = page.document.date, self._authority[entity]
        return bool(
            date
            and record.type == EntityType.PERSON
            and record.start
            and record.start.first > date.last
        )

    def _settle_namesakes(self, page: Page) -> None:
        """Decide between namesakes: named otherwise here, by cues, by how often elsewhere."""
        for one, (_, rule) in list(page.settled.items()):
            if rule != "nil:namesakes":
                continue
            bearers = [
                sense.entity
                for sense in self._bearers(page, one.hit.name)
                if not self._is_unborn(page, sense.entity)
            ]
            here = [entity for entity in bearers if self._is_named_otherwise(page, one, entity)]
            if len(here) == 1:
                page.settled[one] = (here[0], "namesake-named")
                continue
            cued = self._most_cued(page, bearers)
            if cued:
                page.settled[one] = (cued, "namesake-cues")
                continue
            usual = self._most_usual(bearers)
            if usual:
                page.settled[one] = (usual, "namesake-usual")

    def _is_named_otherwise(self, page: Page, one: Seen, entity: EntityId) -> bool:
        """Say whether the document names *entity* beyond doubt, by another name.

        A place's name may be a qualified form of this one (طرابلس الغرب): that tells it from the
        bare name, it does not explain it. Nor does القاهرة explain مصر, the heading of another.
        """
        if any(mention.entity == entity for mention in page.fixed):
            return True
        names = {
            self._names[other.hit.name]
            for other, (named, _) in page.settled.items()
            if named == entity and other.hit.name != one.hit.name
        }
        if self._authority[entity].type == EntityType.PERSON:
            return bool(names)
        bare = self._names[one.hit.name]
        if any(
            sense.grade == Grade.HEADING and sense.entity != entity
            for sense in self._senses[one.hit.name]
        ):
            return False
        return any(bare not in name for name in names)

    def _most_cued(self, page: Page, bearers: Sequence[EntityId]) -> EntityId | None:
        records = [self._authority[entity] for entity in bearers]
        if not any(record.cues for record in records):
            return None
        text = self._text(page)
        counts = sorted((_cue_count(text, record), record.id) for record in records)
        (next_best, _), (best, entity) = counts[-2:]
        return entity if best and best >= _CUE_RATIO * next_best and best > next_best else None

    def _most_usual(self, bearers: Sequence[EntityId]) -> EntityId | None:
        counts = sorted((self._prior.get(entity, 0), entity) for entity in bearers)
        (next_best, _), (best, entity) = counts[-2:]
        return entity if best >= 10 * max(1, next_best) else None

    def _text(self, page: Page) -> str:
        words = words_of([part.text for part in page.parts])
        return " ".join(["", *(word for each in words for word in each), ""])

    # -- short names ----------------------------------------------------------------------------

    def _in_full(self, page: Page, name: int) -> set[EntityId]:
        """Name those bearers of a short name whom the document names in full."""
        return {
            sense.entity
            for sense in self._senses[name]
            if sense.grade >= Grade.SHORT and sense.entity in page.named
        }

    def _settle_short(self, page: Page, seen: Iterable[Seen], chosen: Iterable[Seen]) -> None:
        taken = [(one.hit.start - one.hit.cut, one.hit.end) for one in page.settled]
        taken.sort()
        edges = [edge for span in taken for edge in span]
        free = 0
        for one in seen:
            hit = one.hit
            begin = hit.start - hit.cut
            at = bisect.bisect_right(edges, begin)
            if begin < free or one in page.settled or at % 2 or (
                at < len(edges) and edges[at] < hit.end
            ):
                continue
            answer = self._short(page, one)
            if answer:
                page.settled[one] = answer
                free = hit.end

    def _short(self, page: Page, one: Seen) -> tuple[EntityId | None, str] | None:
        senses = [
            sense
            for sense in self._senses[one.hit.name]
            if sense.grade >= Grade.SHORT and sense.entity not in page.never
        ]
        about = [sense.entity for sense in senses if sense.entity in page.about]
        if len(about) == 1:
            return about[0], "front-matter"
        owners = [sense for sense in senses if sense.entity in page.named]
        if not owners or (one.words == 1 and self._names[one.hit.name] in self._claimed):
            return None
        if owners[0].grade == Grade.SURNAME and self._is_anothers(page, one):
            return None
        if len(owners) > 1:
            return None, "nil:two-bearers"
        entity = owners[0].entity
        if page.named[entity] > (one.part, one.hit.start):
            return None
        if any(s.grade <= Grade.VARIANT and self._is_other_kind(s, entity)
               for s in self._senses[one.hit.name]):
            return None, "nil:two-bearers"
        return entity, "short"

    def _is_other_kind(self, sense: Sense, entity: EntityId) -> bool:
        return self._authority[sense.entity].type != self._authority[entity].type

    # -- what stands beside a name --------------------------------------------------------------

    def _is_person(self, senses: Iterable[Sense]) -> bool:
        return any(self._authority[s.entity].type == EntityType.PERSON for s in senses)

    def _goes_on(self, page: Page, one: Seen, bearers: Sequence[Sense]) -> bool:
        """Say whether a name of given names alone is but the beginning of a longer one."""
        if not self._is_person(bearers):
            return False
        if one.hit.cut == 0 and _word_before(page.stack, one.hit.start) in KIN:
            return True
        if not is_given_alone(self._names[one.hit.name].split(), self._given):
            return False
        after, end = _word_after(page.stack, one.hit.end)
        if after in RANKS:
            after, end = _word_after(page.stack, end)
        is_nisba = after.startswith(_ARTICLE) and after.endswith("ي") and after not in self._claimed
        return is_nisba or after in KIN or after in self._given or after in self._surnames

    def _is_inside_longer(self, page: Page, one: Seen, bearers: Sequence[Sense]) -> bool:
        """Say whether a one-word name is the end, or the middle, of another's name."""
        if one.hit.cut:
            return False
        before = _word_before(page.stack, one.hit.start)
        if before in KIN:
            return True
        return self._is_person(bearers) and before in self._given

    def _is_anothers(self, page: Page, one: Seen) -> bool:
        """Say whether a surname ends another's name, or is an adjective.

        As the latter السوداني stands behind a definite noun that is no title.
        """
        if one.hit.cut:
            return False
        before = _word_before(page.stack, one.hit.start)
        if before in KIN or before in self._given or before in RANKS:
            return True
        is_adjective = self._names[one.hit.name].endswith("ي")
        return is_adjective and _ARTICLE in before[:4] and before not in TITLES

    def _mention(self, page: Page, one: Seen, entity: EntityId | None, rule: str) -> Mention:
        start, end = _span(page.stack, one.hit, one.part)
        return Mention(page.parts[one.part - page.first].block, start, end, entity, rule)


def _span(stack: Haystack, hit: Hit, part: int) -> tuple[int, int]:
    """Give a hit's span in the text of its part."""
    places = stack.places
    first, last = int(places[hit.start]), int(places[hit.end - 1])
    start, end = stack.folded.source_span(first, last + 1)
    origin = int(stack.sources[part])
    return start - origin, end - origin


def _word_before(stack: Haystack, start: int) -> str:
    """Give the word before, where nothing but a space or line break parts it from *start*."""
    if start < 2 or stack.data[start - 1] != 0x20 or stack.rough[start] != stack.rough[start - 1]:
        return ""
    return stack.words(stack.data.rfind(b" ", 0, start - 1) + 1, start - 1)


def _word_after(stack: Haystack, end: int) -> tuple[str, int]:
    """Give the word after a hit's last letter, on the same condition, and its end."""
    if end + 1 >= len(stack.data) or stack.rough[end + 1] != stack.rough[end]:
        return "", end
    stop = stack.data.find(b" ", end + 1)
    return stack.words(end + 1, stop), stop


def _cue_count(text: str, record: Entity) -> int:
    return sum(text.count(f" {' '.join(words)} ") for words in words_of(record.cues) if words)
