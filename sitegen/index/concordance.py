"""Which lines has the concordance of a query? Texts are read one after the other, as asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sitegen.index.kwic import Line, contexts, singles
from sitegen.index.search import Answer, SearchIndex, Text, phrases_of


class Found(NamedTuple):
    """A line, and the document that it is from."""

    text: Text
    line: Line


def concordance(index: SearchIndex, answer: Answer, numbers: Iterable[int]) -> Iterator[Found]:
    """Give the lines of the documents *numbers*, in that order, each from its title to its end.

    A phrase that was asked for is one keyword; a title's line has no anchor.
    """
    tree = answer.query.tree
    phrases = tuple(phrases_of(tree))
    sought = frozenset(singles(tree))
    words = [word for word in answer.words if word.leaf in sought]
    for number in numbers:
        text = index.text(number)
        segment = index.segment_of(number)
        wanted = frozenset().union(*(word.forms(segment) for word in words))
        blocks = [("", text.title), *text.blocks, *index.rest_of(text)]
        for line in contexts(blocks, wanted, phrases):
            yield Found(text, line)
