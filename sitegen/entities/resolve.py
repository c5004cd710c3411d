"""Where does a document name the records of the authority, and whom does each name mean?"""

from __future__ import annotations

import bisect
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.entities.authority import Authority
from sitegen.entities.haystack import Haystack, pile, words_of
from sitegen.entities.lexicon import build_lexicon
from sitegen.entities.matcher import Matcher, select
from sitegen.entities.references import check_references, surface_in_source
from sitegen.entities.settle import Seen, Settling, type_of
from sitegen.model import BlockKind, Document, EntityId, Mention, Tagged

__all__ = ["Linker", "check_references", "parts_of", "surface_in_source"]

TITLE = -1
_PAIRS = {"«": 1, "»": -1, "“": 1, "”": -1, "‹": 1, "›": -1}
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

    def overlaps(self, part: int, start: int, end: int) -> bool:
        """Say whether a span of a part is taken, wholly or partly."""
        return any(a < end and start < b for a, b in self.spans.get(part, ()))


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
    that name it beyond doubt: of namesakes the one named ten times as often wins.

    A pickled linker is its authority and words: it is built again where it arrives, in half a
    second for 5,500 records.
    """

    def __init__(
        self,
        authority: Authority,
        *,
        common: Container[str] = frozenset(),
        prior: Mapping[EntityId, int] | None = None,
    ) -> None:
        self._authority = authority
        self._common = common
        self._prior = dict(prior or {})
        self._lexicon = build_lexicon(authority, common)
        names = [tuple(name.split()) for name in self._lexicon.names]
        self._names = names
        strong = [number for number, weak in enumerate(self._lexicon.weak) if not weak]
        self._matcher = Matcher([names[number] for number in strong], strong)

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
        return [
            Seen(start, end, cut, name, part)
            for (start, end, cut, name), part in zip(hits, parts, strict=True)
        ]

    def _link(
        self,
        document: Document,
        parts: Sequence[Part],
        seen: list[Seen],
        stack: Haystack,
        first: int,
    ) -> tuple[Mention, ...]:
        fixed = self._fixed(document, parts)
        if any(part.tagged for part in parts) or fixed.mentions:
            seen = self._beside(fixed, parts, seen, stack, first)
        settling = Settling(
            document,
            stack,
            self._lexicon,
            self._authority,
            self._prior,
            (mention.entity for mention in fixed.mentions if mention.entity),
        )
        mentions = fixed.mentions
        for one, (entity, rule) in settling.settle(seen).items():
            part = parts[one.part - first]
            start, end = _whole(part.text, *stack.span(one.start, one.end, one.part))
            mentions.append(Mention(part.block, start, end, entity, rule))
        if any(part.tagged for part in parts):
            mentions += _unresolved(parts, mentions)
        return tuple(sorted(mentions, key=lambda mention: (mention.block, mention.start)))

    # -- what the editor wrote ------------------------------------------------------------------

    def _fixed(self, document: Document, parts: Sequence[Part]) -> Fixed:
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
            self._fix_as(document, parts, fixed)
        return fixed

    def _record(self, refs: Iterable[str]) -> EntityId | None:
        for ref in refs:
            found = self._authority.find(ref)
            if found:
                return self._lexicon.first.get(found, found)
        return None

    def _fix_as(self, document: Document, parts: Sequence[Part], fixed: Fixed) -> None:
        surfaces = words_of(list(document.entities.as_))
        given = [
            (words, entity)
            for words, ref in zip(surfaces, document.entities.as_.values(), strict=True)
            if words and (entity := self._record([ref]))
        ]
        stack = pile([part.text for part in parts])
        hits = select(Matcher([words for words, _ in given]).find(stack))
        for hit, number in zip(hits, stack.parts([hit.start for hit in hits]), strict=True):
            start, end = stack.span(hit.start, hit.end, number)
            block = parts[number].block
            fixed.put(number, Mention(block, start, end, given[hit.name][1], "as"))

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


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the other half of a pair of quotation marks: حركة «النجباء».

    >>> _whole("حركة «النجباء»،", 0, 13)
    (0, 14)
    """
    opened = sum(_PAIRS.get(char, 0) for char in text[start:end])
    if opened > 0 and _PAIRS.get(text[end : end + 1]) == -1:
        return start, end + 1
    if opened < 0 and start and _PAIRS.get(text[start - 1]) == 1:
        return start - 1, end
    return start, end


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
