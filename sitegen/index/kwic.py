"""In which contexts does a word stand? A concordance: one line a match, the keyword between.

The client's `kwic.js` reads alike: tests/vectors/kwic.jsonl holds both to it
(docs/index-format.md, section 13).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sitegen.arabic.fold import fold
from sitegen.arabic.tokens import Tokens, places, tokenize
from sitegen.index.passages import Phrases, phrase_starts
from sitegen.index.query import Group, Leaf, Node, Title

WIDTH = 12  # words of context on each side

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A match and what stands around it in its block, white space as single spaces.

    ``before`` and ``after`` are the folded words of the contexts, the nearest first.
    """

    anchor: str
    left: str
    word: str
    right: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def contexts(
    blocks: Iterable[tuple[str, str]],
    wanted: Collection[str],
    phrases: Phrases = (),
    *,
    width: int = WIDTH,
) -> Iterator[Line]:
    """Give a line for each word whose form is *wanted*, and each place of a phrase, in order.

    A word inside a phrase that was found has no line of its own; a context ends with its block.

    >>> line, = contexts([("p-a", "قرأتُ كِتَابًا قديمًا.")], {"كتابا"})
    >>> line.left, line.word, line.right, line.after
    ('قرأتُ ', 'كِتَابًا', ' قديمًا.', ('قديما',))
    """
    for anchor, text in blocks:
        tokens = tokenize(fold(text))
        for first, last in _matches(tokens, wanted, phrases):
            yield _line(anchor, tokens, (first, last), width)


def _matches(
    tokens: Tokens, wanted: Collection[str], phrases: Phrases
) -> Iterator[tuple[int, int]]:
    """Give first and last word of each match, ascending: the longest that begins first."""
    alternates = tokens.alternates()
    sizes: dict[int, int] = dict.fromkeys(places(tokens.forms, alternates, wanted), 1)
    for start, size in phrase_starts(tokens.forms, phrases, alternates):
        sizes[start] = max(size, sizes.get(start, 1))
    end = 0
    for start in sorted(sizes):
        if start >= end:
            end = start + sizes[start]
            yield start, end - 1


def _line(anchor: str, tokens: Tokens, match: tuple[int, int], width: int) -> Line:
    first, last = match
    text = tokens.folded.source
    begin, end = max(0, first - width), min(len(tokens), last + 1 + width)
    opens, closes = tokens.source_span(first)[0], tokens.source_span(last)[1]
    start = tokens.source_span(begin)[0] if begin else 0
    stop = tokens.source_span(end - 1)[1] if end < len(tokens) else len(text)
    return Line(
        anchor,
        _SPACES.sub(" ", text[start:opens]).lstrip(),
        _SPACES.sub(" ", text[opens:closes]),
        _SPACES.sub(" ", text[closes:stop]).rstrip(),
        tuple(reversed(tokens.forms[begin:first])),
        tuple(tokens.forms[last + 1 : end]),
    )


Side = Literal["left", "right"]
_NOTHING = "\uffff"  # behind all words


def by_context(side: Side) -> Callable[[Line], tuple[str, str]]:
    """Give the order of lines by what follows (right) or precedes (left) the keyword.

    Words are compared as folded, the nearest to the keyword first, then the other side's. Lines
    with nothing there come last: they tell the least, and a first screen may be full of them.

    >>> lines = contexts([("", "دار بيروت. دار الكتب.")], {"دار"})
    >>> [line.right for line in sorted(lines, key=by_context("right"))]
    [' الكتب.', ' بيروت. دار الكتب.']
    """

    def order(line: Line) -> tuple[str, str]:
        sides = " ".join(line.before) or _NOTHING, " ".join(line.after) or _NOTHING
        return sides if side == "left" else sides[::-1]

    return order


def singles(node: Node) -> Iterator[Leaf]:
    """Give the words of a query that stand in no phrase and are not excluded.

    >>> from sitegen.index.query import parse_query
    >>> [leaf.form for leaf in singles(parse_query('تاريخ "دار الكتب" -مصر title:علم').tree)]
    ['تاريخ', 'علم']
    """
    match node:
        case Leaf():
            yield node
        case Title(forms):
            yield from (Leaf("word", form) for form in forms)
        case Group(_, nodes):
            for inner in nodes:
                yield from singles(inner)
