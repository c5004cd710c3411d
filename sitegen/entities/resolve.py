"""Where does a document name the records of the authority, and whom does each name mean?"""

from __future__ import annotations

import bisect
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.entities.authority import Authority
from sitegen.entities.beside import bears, follows_given
from sitegen.entities.common import is_function_word
from sitegen.entities.haystack import Haystack, pile, words_of
from sitegen.entities.lexicon import Lexicon, build_lexicon
from sitegen.entities.matcher import Hit, Matcher, select
from sitegen.entities.names import Names
from sitegen.entities.references import check_references, surface_in_source
from sitegen.entities.settle import Seen, Settling, type_of
from sitegen.entities.titles import DISTRICTS
from sitegen.model import BlockKind, Document, EntityId, Mention, Tagged

__all__ = ["Linker", "check_references", "parts_of", "surface_in_source"]

TITLE = -1
_PAIRS = {"«": 1, "»": -1, "“": 1, "”": -1, "‹": 1, "›": -1, '"': 0}
_UNLINKED = (BlockKind.PULL_QUOTE, BlockKind.CODE)


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a document that names are sought in: a block's, or the title (block -1)."""

    block: int
    text: str
    tagged: tuple[Tagged, ...] = ()


@dataclass(slots=True)
class Fixed:
    """What the editor wrote in one document: links, and the spans that they take."""

    mentions: list[Mention] = field(default_factory=list)
    spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # by part

    def put(self, part: int, mention: Mention) -> None:
        """Lay a mention down, unless its span is taken."""
        if not self.overlaps(part, mention.start, mention.end):
            self.mentions.append(mention)
            self.spans.setdefault(part, []).append((mention.start, mention.end))

    def is_inside(self, part: int, start: int, end: int) -> bool:
        """Say whether a span of a part is within a longer one."""
        return any(
            a <= start and end <= b and b - a > end - start for a, b in self.spans.get(part, ())
        )

    def overlaps(self, part: int, start: int, end: int) -> bool:
        """Say whether a span of a part is taken, wholly or partly."""
        return any(a < end and start < b for a, b in self.spans.get(part, ()))


@dataclass(frozen=True, slots=True)
class Trace:
    """A document linked, and all that led there; ``unsought`` are names that were not sought."""

    parts: Sequence[Part]
    stack: Haystack
    lexicon: Lexicon
    authority: Authority
    fixed: Fixed
    settling: Settling
    unsought: Sequence[Seen]


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
    """Links the names in documents to the records of an authority.

    *common* are words of the corpus that no one-word name may claim (see
    :func:`~sitegen.entities.common.common_words`). *prior* counts, for a record, the documents
    that name it beyond doubt: of namesakes the one named ten times as often wins. *names* are those
    of the authority, where they are gathered already.

    A pickled linker is its authority and words: it is built again where it arrives, in half a
    second for 5,500 records.
    """

    def __init__(
        self,
        authority: Authority,
        *,
        common: Container[str] = frozenset(),
        prior: Mapping[EntityId, int] | None = None,
        names: Names | None = None,
    ) -> None:
        self._authority = authority
        self._common = common
        self._prior = dict(prior or {})
        self._lexicon = build_lexicon(authority, common, names)
        self._names = self._lexicon.names
        self._matcher = self._build_matcher()

    def _build_matcher(self) -> Matcher:
        """Seek the strong names, those that may be short, and weak places behind مدينة."""
        names = self._names
        weak, shorts = self._lexicon.weak, self._lexicon.shorts
        strong = [n for n in range(len(names)) if not weak[n] or (shorts[n] and " " in names[n])]
        behind = [
            (number, head) for number in self._lexicon.beside.values() for head in sorted(DISTRICTS)
        ]
        return Matcher(
            [
                *(names[number] for number in strong),
                *(f"{head} {names[number]}" for number, head in behind),
            ],
            [*strong, *(len(names) + number for number, _ in behind)],
        )

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (self._authority, self._common, self._prior)

    def link(self, document: Document) -> tuple[Mention, ...]:
        """Link one document: mentions by (block, start), none overlapping another."""
        return self.link_all([document])[0]

    def link_all(self, documents: Sequence[Document]) -> list[tuple[Mention, ...]]:
        """Link documents together, as :meth:`link` does each: arrays like company.

        The result for a document does not depend on its company.
        """
        parts = [parts_of(document) for document in documents]
        stack = pile([part.text for each in parts for part in each])
        extra = [number for document in documents for number in self._weak_names(document)]
        seen = self._seen(stack, extra)
        firsts = [0]
        for each in parts:
            firsts.append(firsts[-1] + len(each))
        cuts = [bisect.bisect_left(seen, first, key=_part_of) for first in firsts]
        return [
            self._link(document, parts[n], seen[cuts[n] : cuts[n + 1]], stack, firsts[n])
            for n, document in enumerate(documents)
        ]

    def _weak_names(self, document: Document) -> list[int]:
        """List the weak names that may mean somebody here, for the front matter names him."""
        entities = [self._record([ref]) for ref in document.entities.link]
        weak = self._lexicon.of_entity
        return [number for entity in entities if entity for number in weak.get(entity, ())]

    def _seen(self, stack: Haystack, extra: Sequence[int]) -> list[Seen]:
        """Find all names, with the part that each is in, by place, the longest first."""
        hits = self._matcher.find(stack)
        if extra:
            weak = sorted(set(extra))
            hits += Matcher([self._names[number] for number in weak], weak).find(stack)
            hits.sort(key=lambda hit: (hit.start - hit.cut, -hit.end, hit.cut, hit.name))
        parts = stack.parts([hit.start for hit in hits])
        seen = [
            Seen(start, end, cut, name, part)
            for (start, end, cut, name), part in zip(hits, parts, strict=True)
        ]
        return self._beheaded(seen)

    def _beheaded(self, seen: list[Seen]) -> list[Seen]:
        """Cut the word before off the names that are sought behind one: مدينة صور."""
        n_names = len(self._names)
        if all(one.name < n_names for one in seen):
            return seen
        found = [one if one.name < n_names else self._beheaded_one(one) for one in seen]
        return sorted(found, key=lambda one: (one.start - one.cut, -one.end, one.cut, one.name))

    def _beheaded_one(self, one: Seen) -> Seen:
        number = one.name - len(self._names)
        start = one.end - len(self._lexicon.names[number])
        return one._replace(start=start, cut=0, name=number, is_headed=True)

    def _link(
        self,
        document: Document,
        parts: Sequence[Part],
        seen: list[Seen],
        stack: Haystack,
        first: int,
    ) -> tuple[Mention, ...]:
        fixed, settling = self._settled(document, parts, seen, stack, first)
        mentions = fixed.mentions
        for one, (entity, rule) in settling.answers.items():
            part = parts[one.part - first]
            span = stack.span(one.start, one.end, one.part)
            around = whole(part.text, *span)
            mentions.append(
                Mention(part.block, *around, entity, rule)
                if around
                else Mention(part.block, *span, None, "nil:longer-name")
            )
        if any(part.tagged for part in parts):
            mentions += _unresolved(parts, mentions)
        return tuple(sorted(mentions, key=lambda mention: (mention.block, mention.start)))

    def _settled(
        self,
        document: Document,
        parts: Sequence[Part],
        seen: list[Seen],
        stack: Haystack,
        first: int,
        *,
        is_traced: bool = False,
    ) -> tuple[Fixed, Settling]:
        fixed = self._fixed(document, parts, seen, stack, first)
        if any(part.tagged for part in parts) or fixed.mentions:
            seen = self._beside(fixed, parts, seen, stack, first)
        named = (mention.entity for mention in fixed.mentions if mention.entity)
        settling = Settling(
            document,
            stack,
            self._lexicon,
            self._authority,
            self._prior,
            named,
            is_traced=is_traced,
        )
        settling.settle(seen)
        return fixed, settling

    def trace(self, document: Document) -> Trace:
        """Link one document and keep what was considered, with why it was not taken.

        Names that nobody may claim by themselves (common words, given names) are sought too.
        """
        parts = parts_of(document)
        stack = pile([part.text for part in parts])
        seen = self._seen(stack, self._weak_names(document))
        fixed, settling = self._settled(document, parts, seen, stack, 0, is_traced=True)
        weak = [n for n, is_weak in enumerate(self._lexicon.weak) if is_weak]
        hits = Matcher([self._names[number] for number in weak], weak).find(stack)
        places = stack.parts([hit.start for hit in hits])
        unsought = [
            Seen(*hit, place)
            for hit, place in zip(hits, places, strict=True)
            if not is_function_word(self._lexicon.names[hit.name])
        ]
        return Trace(parts, stack, self._lexicon, self._authority, fixed, settling, tuple(unsought))

    # -- what the editor wrote ------------------------------------------------------------------

    def _fixed(
        self,
        document: Document,
        parts: Sequence[Part],
        seen: Iterable[Seen],
        stack: Haystack,
        first: int,
    ) -> Fixed:
        """Lay down explicit links, tags with a reference, and ``as`` of the front matter."""
        fixed = Fixed()
        never = {self._record([ref]) for ref in document.entities.never}
        for number, part in enumerate(parts):
            for tag in sorted(part.tagged, key=lambda tag: (tag.start, -tag.end)):
                if tag.end <= tag.start or not (tag.refs or tag.explicit):
                    continue
                entity = self._record(tag.refs)
                if entity in never and not tag.explicit:
                    continue
                rule = "explicit" if tag.explicit else "tagged"
                rule = rule if entity else f"nil:{rule}"
                fixed.put(number, Mention(part.block, tag.start, tag.end, entity, rule))
        if document.entities.as_:
            spans = Fixed()
            for one in seen:
                if self._is_long(one, never):
                    span = stack.span(one.start, one.end, one.part)
                    spans.spans.setdefault(one.part - first, []).append(span)
            self._fix_as(document, parts, fixed, spans)
        return fixed

    def _is_long(self, one: Seen, never: Container[EntityId | None]) -> bool:
        """Say whether a name is a full one of several words, of a record that may link here."""
        lexicon = self._lexicon
        return lexicon.lengths[one.name] > 1 and any(
            sense.entity not in never for sense in lexicon.bearers[one.name]
        )

    def _record(self, refs: Iterable[str]) -> EntityId | None:
        for ref in refs:
            found = self._authority.find(ref)
            if found:
                return self._lexicon.first.get(found, found)
        return None

    def _fix_as(
        self, document: Document, parts: Sequence[Part], fixed: Fixed, names: Fixed
    ) -> None:
        """Lay down the surfaces of ``as``, but for those that are part of a longer name.

        سركيس is meant, not the second word of خليل سركيس: of the *names* found here, or of
        anybody whose given name stands before it.
        """
        surfaces = words_of(list(document.entities.as_))
        given = [
            (words, entity)
            for words, ref in zip(surfaces, document.entities.as_.values(), strict=True)
            if words and (entity := self._record([ref]))
        ]
        stack = pile([part.text for part in parts])
        hits = select(Matcher([" ".join(words) for words, _ in given]).find(stack))
        for hit, number in zip(hits, stack.parts([hit.start for hit in hits]), strict=True):
            words, entity = given[hit.name]
            start, end = stack.span(hit.start, hit.end, number)
            is_anothers = len(words) == 1 and self._is_anothers(stack, hit, words[0], entity)
            if is_anothers or names.is_inside(number, start, end):
                continue
            around = whole(parts[number].text, start, end)
            if around:
                fixed.put(number, Mention(parts[number].block, *around, entity, "as"))

    def _is_anothers(self, stack: Haystack, hit: Hit, word: str, entity: EntityId) -> bool:
        """Say whether a given name that is not the bearer's own stands before a word."""
        if entity not in self._lexicon.people:
            return False
        given = follows_given(stack, hit.start, hit.cut, self._lexicon)
        return bool(given) and not bears(self._authority[entity], given, word)

    def _beside(
        self,
        fixed: Fixed,
        parts: Sequence[Part],
        seen: Iterable[Seen],
        stack: Haystack,
        first: int,
    ) -> list[Seen]:
        """Leave out names that meet what is fixed, or cross a tag; note the tag around one."""
        kept = []
        for one in seen:
            number = one.part - first
            start, end = stack.span(one.start, one.end, one.part)
            if fixed.overlaps(number, start, end):
                continue
            tags = [t for t in parts[number].tagged if t.start < end and start < t.end]
            around = [t for t in tags if t.start <= start and end <= t.end]
            inside = [t for t in tags if start <= t.start and t.end <= end]
            if len({*around, *inside}) < len(set(tags)):
                continue
            if around:
                tag = min(around, key=lambda tag: tag.end - tag.start)
                is_whole = (tag.start, tag.end) == (start, end)
                kept.append(one._replace(type=type_of(tag.type), is_whole=is_whole))
            else:
                kept.append(one)
        return kept


def whole(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Take in the other half of a pair of quotation marks; nothing where it is not beside.

    A title that opens or ends inside a name is longer than that name.

    >>> whole("حركة «النجباء»،", 0, 13), whole("مجلة «الفتاة الجديدة»", 0, 12)
    ((0, 14), None)
    """
    surface = text[start:end]
    if _PAIRS.keys().isdisjoint(surface):
        return start, end
    inside = [char for char in surface if char in _PAIRS]
    opened = sum(_PAIRS[char] for char in inside)
    if len(inside) % 2 == 0 and not opened:
        return start, end
    before, after = text[start - 1 : start], text[end : end + 1]
    if opened >= 0 and after in _PAIRS and _PAIRS[after] == -opened:
        return start, end + 1
    if opened <= 0 and before in _PAIRS and _PAIRS[before] == -opened:
        return start - 1, end
    return None


def _rebuilt(authority: Authority, common: Container[str], prior: Mapping[EntityId, int]) -> Linker:
    return Linker(authority, common=common, prior=prior)


def _part_of(seen: Seen) -> int:
    return seen.part


def _unresolved(parts: Sequence[Part], mentions: Iterable[Mention]) -> list[Mention]:
    """Give the tagged names in which nothing was found: seen, but nobody we know."""
    found = [(mention.block, mention.start, mention.end) for mention in mentions]
    left: list[Mention] = []
    for part in parts:
        for tag in sorted(part.tagged, key=lambda tag: (tag.start, -tag.end)):
            if tag.end > tag.start and not any(
                block == part.block and start < tag.end and tag.start < end
                for block, start, end in found
            ):
                left.append(Mention(part.block, tag.start, tag.end, None, "nil:tagged"))
                found.append((part.block, tag.start, tag.end))
    return left
