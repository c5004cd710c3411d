"""Where does a document name the records of the authority, and whom does each name mean?"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from sitegen.entities.authority import Authority
from sitegen.entities.common import is_function_word
from sitegen.entities.fixed import Desk, Fixed, left_beside, unresolved
from sitegen.entities.haystack import Haystack, pile
from sitegen.entities.lexicon import Lexicon, build_lexicon
from sitegen.entities.matcher import Matcher
from sitegen.entities.names import Names
from sitegen.entities.parts import Part, parts_of, whole
from sitegen.entities.references import check_references, surface_in_source
from sitegen.entities.seen import Seen, seen_at
from sitegen.entities.settle import Settling, settle_all
from sitegen.entities.titles import DISTRICTS
from sitegen.entities.traits import Known
from sitegen.model import Document, EntityId, Mention

__all__ = ["Linker", "check_references", "parts_of", "surface_in_source"]

_TOGETHER = 1 << 18  # characters of documents that are linked together
_place = attrgetter("block", "start")
_mention: Callable[[tuple[Any, ...]], Mention] = partial(tuple.__new__, Mention)  # a call less


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


class _Begun(NamedTuple):
    """A document to be settled: what the editor wrote, and the names that this leaves."""

    fixed: Fixed
    settling: Settling
    seen: list[Seen]


class Linker:
    """Links the names in documents to the records of an authority.

    *common* are words of the corpus that no one-word name may claim (see
    :func:`~sitegen.entities.common.common_words`). *prior* counts, for a record, the documents
    that name it beyond doubt: of namesakes the one named ten times as often wins. *names* are those
    of the authority, where they are gathered already; *lexicon* is what authority and common
    words make, where it is made already.

    A pickled linker is its authority and words: it is built again where it arrives.
    """

    def __init__(
        self,
        authority: Authority,
        *,
        common: Collection[str] = frozenset(),
        prior: Mapping[EntityId, int] | None = None,
        names: Names | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        self._authority = authority
        self._common = common
        self._prior = dict(prior or {})
        self._lexicon = lexicon or build_lexicon(authority, common, names)
        self._known = Known(self._lexicon, authority)
        self._desk = Desk(self._lexicon, authority)
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

    def link_all(
        self, documents: Sequence[Document], met: list[bytes] | None = None
    ) -> list[tuple[Mention, ...]]:
        """Link documents together, as :meth:`link` does each: arrays like company.

        The result for a document does not depend on its company. *met* takes of each the bytes
        in which names were sought.
        """
        return list(chain.from_iterable(self._linked(some, met) for some in _companies(documents)))

    def _linked(
        self, documents: Sequence[Document], met: list[bytes] | None
    ) -> list[tuple[Mention, ...]]:
        """Link the documents of one company."""
        parts = [parts_of(document) for document in documents]
        stack = pile([part.text for each in parts for part in each])
        extra = [number for document in documents for number in self._weak_names(document)]
        seen = self._seen(stack, extra)
        firsts = [0, *accumulate(map(len, parts))]
        cuts = [bisect.bisect_left(seen, first, key=attrgetter("part")) for first in firsts]
        if met is not None:
            met += (stack.data[slice(*stack.within(*span))] for span in pairwise(firsts))
        begun = [
            self._begun(document, parts[n], seen[cuts[n] : cuts[n + 1]], stack, firsts[n])
            for n, document in enumerate(documents)
        ]
        settle_all([one.settling for one in begun], [one.seen for one in begun])
        return [
            _mentions(one, each, first)
            for one, each, first in zip(begun, parts, firsts[:-1], strict=True)
        ]

    def _weak_names(self, document: Document) -> list[int]:
        """List the weak names that may mean somebody here, for the front matter names him."""
        entities = [self._desk.record([ref]) for ref in document.entities.link]
        weak = self._lexicon.of_entity
        return [number for entity in entities if entity for number in weak.get(entity, ())]

    def _seen(self, stack: Haystack, extra: Sequence[int]) -> list[Seen]:
        """Find all names, with the part that each is in, by place, the longest first.

        The word before is cut off the names that are sought behind one: مدينة صور.
        """
        columns = self._matcher.columns(stack)
        if extra:
            weak = sorted(set(extra))
            more = Matcher([self._names[number] for number in weak], weak).columns(stack)
            columns = tuple(map(np.concatenate, zip(columns, more, strict=True)))  # type: ignore[assignment]
        behind = (columns[3] >= len(self._names)).nonzero()[0]
        if not (extra or len(behind)):
            return list(seen_at(stack, columns))
        starts, ends, cuts, names = columns
        names[behind] -= len(self._names)
        cuts[behind] = 0
        starts[behind] = ends[behind] - [len(self._names[n]) for n in names[behind].tolist()]
        order = np.lexsort((names, cuts, -ends, starts - cuts))
        found = list(seen_at(stack, [column[order] for column in columns]))
        for at in np.isin(order, behind).nonzero()[0].tolist():
            found[at] = found[at]._replace(is_headed=True)
        return found

    def _begun(
        self,
        document: Document,
        parts: Sequence[Part],
        seen: list[Seen],
        stack: Haystack,
        first: int,
        *,
        is_traced: bool = False,
    ) -> _Begun:
        """Lay down what the editor wrote in a document."""
        fixed = self._desk.lay(document, parts, seen, first)
        if fixed.mentions or any(part.tagged for part in parts):
            seen = left_beside(fixed, parts, seen, first)
        settling = Settling(
            document,
            stack,
            self._lexicon,
            self._authority,
            self._known,
            self._prior,
            (mention.entity for mention in fixed.mentions if mention.entity),
            is_traced=is_traced,
            parts=(first, first + len(parts)),
        )
        return _Begun(fixed, settling, seen)

    def trace(self, document: Document) -> Trace:
        """Link one document and keep what was considered, with why it was not taken.

        Names that nobody may claim by themselves (common words, given names) are sought too.
        """
        parts = parts_of(document)
        stack = pile([part.text for part in parts])
        seen = self._seen(stack, self._weak_names(document))
        fixed, settling, seen = self._begun(document, parts, seen, stack, 0, is_traced=True)
        settling.settle(seen)
        weak = [n for n, is_weak in enumerate(self._lexicon.weak) if is_weak]
        found = Matcher([self._names[number] for number in weak], weak).columns(stack)
        unsought = [
            one for one in seen_at(stack, found) if not is_function_word(self._names[one.name])
        ]
        return Trace(parts, stack, self._lexicon, self._authority, fixed, settling, tuple(unsought))


def _companies(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    """Part documents into companies whose arrays stay in the processor's cache."""
    first = size = 0
    for n, document in enumerate(documents, 1):
        size += len(document.body.source)
        if size >= _TOGETHER:
            yield documents[first:n]
            first, size = n, 0
    if first < len(documents):
        yield documents[first:]


def _mentions(begun: _Begun, parts: Sequence[Part], first: int) -> tuple[Mention, ...]:
    """Give the mentions of a document whose names are settled; *first* numbers its first part."""
    mentions, stack = begun.fixed.mentions, begun.settling.stack
    for one, (entity, rule) in begun.settling.answers.items():
        part = parts[one.part - first]
        if stack.is_smooth(one.start, one.end):
            mentions.append(_mention((part.block, one.first, one.last, entity, rule)))
            continue
        around = whole(part.text, one.first, one.last)
        mentions.append(
            Mention(part.block, *around, entity, rule)
            if around
            else Mention(part.block, one.first, one.last, None, "nil:longer-name")
        )
    if any(part.tagged for part in parts):
        mentions += unresolved(parts, mentions)
    return tuple(sorted(mentions, key=_place))


def _rebuilt(
    authority: Authority, common: Collection[str], prior: Mapping[EntityId, int]
) -> Linker:
    return Linker(authority, common=common, prior=prior)
