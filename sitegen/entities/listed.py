"""Which common words are places, for a place or a signature stands beside them?

حمص وحماة, صور وصيدا; and at a paragraph's head: النبطية سليمان ظاهر.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from sitegen.arabic.chars import HEH
from sitegen.entities.authority import Authority
from sitegen.entities.beside import is_heh, is_opening, word_after, word_before
from sitegen.entities.haystack import SPACE, Haystack, encode_words
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.seen import Seen, seen_beside
from sitegen.entities.titles import COMPANY, PEOPLES
from sitegen.model import EntityId

_WAW = encode_words("و")[0]


def joined(stack: Haystack, one: Seen, lexicon: Lexicon) -> Iterator[Seen]:
    """Give the common words for places that و joins to a place."""
    data, beside = stack.data, lexicon.beside
    if data[one.end : one.end + 2] == b" %c" % _WAW:
        word, stop = word_after(stack, one.end)
        if word[1:] in beside and word[1:] not in PEOPLES:
            start = stop - len(word) + 1
            yield seen_beside(stack, start, stop, 1, beside[word[1:]], one.part)
    if one.cut == 1 and data[one.start - 1] == _WAW:
        end = one.start - 2
        word = word_before(stack, end + 1)
        cut = 0 if word in beside else 1
        if word[cut:] in beside and word[cut:] not in PEOPLES:
            start = end - len(word) + cut
            yield seen_beside(stack, start, end, cut, beside[word[cut:]], one.part)


def dateline(stack: Haystack, one: Seen, lexicon: Lexicon) -> Iterator[Seen]:
    """Give the common word for a place that opens a paragraph before a name."""
    if one.cut or stack.data[one.start - 1] != SPACE:
        return
    word = word_before(stack, one.start)
    start = one.start - 1 - len(word)
    if word in lexicon.beside and is_opening(stack, start):
        yield seen_beside(stack, start, one.start - 1, 0, lexicon.beside[word], one.part)


def again(stack: Haystack, one: Seen, lexicon: Lexicon, within: tuple[int, int]) -> Iterator[Seen]:
    """Give a common word wherever its document, which called it a place once, may do so again.

    Where قضاء معان stands, معان is the place behind a preposition or direction too.
    """
    name, (at, last) = lexicon.names[one.name], within
    sought = encode_words(f" {name} ")
    while (at := stack.data.find(sought, at, last)) >= 0:
        start, end, at = at + 1, at + len(sought) - 1, at + 1
        if start != one.start and word_before(stack, start) in COMPANY:
            yield seen_beside(stack, start, end, 0, one.name, stack.part_of(start))


def is_listed(
    stack: Haystack,
    one: Seen,
    answers: Mapping[Seen, tuple[EntityId | None, str]],
    people: Container[EntityId],
) -> bool:
    """Say whether a name follows a person's in a list: الغزالي والرازي."""
    if not one.cut or stack.data[one.start - 2] != SPACE:
        return False
    end = one.start - 2
    return any(other.end == end and entity in people for other, (entity, _) in answers.items())


def is_spelt(stack: Haystack, other: Seen, lexicon: Lexicon, authority: Authority) -> bool:
    """Say whether a name that ends in heh is written as its record has it: جدة, not جده."""
    if not is_heh(stack, other.end):
        return True
    records = [authority[sense.entity] for sense in lexicon.bearers[other.name]]
    return any(name.endswith(HEH) for r in records for name in (r.heading, *r.variants))
