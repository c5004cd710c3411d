"""What did the editor write in a document, and what does that leave to the linker?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.entities.authority import Authority
from sitegen.entities.beside import bears, follows_given
from sitegen.entities.haystack import Haystack, pile, words_of
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.matcher import Hit, Matcher, select
from sitegen.entities.parts import Part, whole
from sitegen.entities.seen import Seen
from sitegen.model import Document, EntityId, EntityType, Mention, Tagged

_TYPES = frozenset(kind.value for kind in EntityType)


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


class Desk:
    """Lays down what the editor wrote, by the records of an authority."""

    def __init__(self, lexicon: Lexicon, authority: Authority) -> None:
        self._lexicon = lexicon
        self._authority = authority

    def record(self, refs: Iterable[str]) -> EntityId | None:
        """Name the record that counts for the first of *refs* that leads to one."""
        for ref in refs:
            found = self._authority.find(ref)
            if found:
                return self._lexicon.first.get(found, found)
        return None

    def lay(
        self, document: Document, parts: Sequence[Part], seen: Iterable[Seen], first: int
    ) -> Fixed:
        """Lay down explicit links, tags with a reference, and ``as`` of the front matter.

        The parts are numbered from *first* on where names were *seen*.
        """
        fixed = Fixed()
        never = {self.record([ref]) for ref in document.entities.never}
        for number, part in enumerate(parts):
            for tag in _in_order(part.tagged) if part.tagged else ():
                if not (tag.refs or tag.explicit):
                    continue
                entity = self.record(tag.refs)
                if entity in never and not tag.explicit:
                    continue
                rule = "explicit" if tag.explicit else "tagged"
                rule = rule if entity else f"nil:{rule}"
                fixed.put(number, Mention(part.block, tag.start, tag.end, entity, rule))
        if document.entities.as_:
            names = Fixed()
            for one in seen:
                if self._is_long(one, never):
                    names.spans.setdefault(one.part - first, []).append((one.first, one.last))
            self._lay_as(document.entities.as_, parts, fixed, names)
        return fixed

    def _is_long(self, one: Seen, never: Iterable[EntityId | None]) -> bool:
        """Say whether a name is a full one of several words, of a record that may link here."""
        lexicon = self._lexicon
        return lexicon.lengths[one.name] > 1 and any(
            sense.entity not in never for sense in lexicon.bearers[one.name]
        )

    def _lay_as(
        self, meant: Mapping[str, str], parts: Sequence[Part], fixed: Fixed, names: Fixed
    ) -> None:
        """Lay down the surfaces of ``as``, but for those that are part of a longer name.

        سركيس is meant, not the second word of خليل سركيس: of the *names* found here, or of
        anybody whose given name stands before it.
        """
        given = [
            (words, entity)
            for words, ref in zip(words_of(list(meant)), meant.values(), strict=True)
            if words and (entity := self.record([ref]))
        ]
        stack = pile([part.text for part in parts])
        for hit in select(Matcher([" ".join(words) for words, _ in given]).find(stack)):
            words, entity = given[hit.name]
            number = stack.part_of(hit.start)
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


def left_beside(
    fixed: Fixed, parts: Sequence[Part], seen: Iterable[Seen], first: int
) -> list[Seen]:
    """Leave out names that meet what is fixed, or cross a tag; note the tag around one."""
    kept = []
    for one in seen:
        number, start, end = one.part - first, one.first, one.last
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
            kind = tag.type if tag.type in _TYPES else ""
            kept.append(one._replace(type=kind, is_whole=is_whole))
        else:
            kept.append(one)
    return kept


def unresolved(parts: Sequence[Part], mentions: Iterable[Mention]) -> list[Mention]:
    """Give the tagged names in which nothing was found: seen, but nobody we know."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for mention in mentions:
        found[mention.block].append((mention.start, mention.end))
    left: list[Mention] = []
    for part in parts:
        here = found[part.block] if part.tagged else []
        for tag in _in_order(part.tagged):
            if not any(start < tag.end and tag.start < end for start, end in here):
                left.append(Mention(part.block, tag.start, tag.end, None, "nil:tagged"))
                here.append((tag.start, tag.end))
    return left


def _in_order(tagged: Iterable[Tagged]) -> list[Tagged]:
    """Sort the tags that hold something by place, the longest first."""
    held = (tag for tag in tagged if tag.end > tag.start)
    return sorted(held, key=lambda tag: (tag.start, -tag.end))
