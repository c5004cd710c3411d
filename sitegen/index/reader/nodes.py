"""What does a query of ours look like to Whoosh? Nodes of its trees that our matching answers."""

# Whoosh is typed in part.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from whoosh.matching.mcore import ListMatcher, NullMatcher
from whoosh.query import qcore

from sitegen.index.lookup import Documents
from sitegen.index.match import Words, matching
from sitegen.index.query import Leaf, Node
from sitegen.index.rank import Weighed, scores
from sitegen.index.reader.terms import Postings, SiteReader
from sitegen.index.search import SearchIndex


class _Ours(qcore.Query):
    """A query that our own matching answers."""

    fieldname = None

    def __init__(self, boost: float = 1.0) -> None:
        self.boost = boost

    def documents(self, reader: SiteReader) -> Documents:
        """Say of each document whether it matches."""
        raise NotImplementedError

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Give the documents to Whoosh."""
        del context
        ids = np.flatnonzero(self.documents(searcher.reader())).tolist()
        if not ids:
            return NullMatcher()
        return ListMatcher(ids, all_weights=self.boost)

    def estimate_size(self, ixreader: Any) -> int:
        """Guess high: counting is matching."""
        return int(ixreader.doc_count_all())

    estimate_min_size = estimate_size

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def normalize(self) -> qcore.Query:
        """Give itself: there is nothing to simplify."""
        return self

    def is_leaf(self) -> bool:
        """Say that nothing is below it."""
        return True


class Word(_Ours):
    """A word, in any form of its family."""

    def __init__(self, form: str, boost: float = 1.0) -> None:
        super().__init__(boost)
        self.form = form

    def documents(self, reader: SiteReader) -> Documents:
        """Say of each document whether it has the word."""
        return _matched(reader, Leaf("word", self.form))

    def __repr__(self) -> str:
        return f"Word({self.form!r}, boost={self.boost})"


class Matches(_Ours):
    """What a node of our own query language matches: a title, a label, a date."""

    def __init__(self, node: Node, boost: float = 1.0) -> None:
        super().__init__(boost)
        self.node = node

    def documents(self, reader: SiteReader) -> Documents:
        """Say of each document whether the node matches it."""
        return _matched(reader, self.node)

    def __repr__(self) -> str:
        return f"Matches({self.node!r})"


class Expansion(_Ours):
    """Any of some forms: what a prefix, a pattern, a fuzzy word or a range stands for."""

    def __init__(self, forms: Iterable[str], boost: float = 1.0) -> None:
        super().__init__(boost)
        self.forms = tuple(forms)

    def documents(self, reader: SiteReader) -> Documents:
        """Say of each document whether it has any of the forms."""
        segments = reader.index.segments
        return np.concatenate([s.documents(s.any_of(self.forms).entries) for s in segments])

    def __repr__(self) -> str:
        return f"Expansion({self.forms!r}, boost={self.boost})"


def _matched(reader: SiteReader, node: Node) -> Documents:
    words = Words(reader.index.segments)
    leaves = frozenset([node]) if isinstance(node, Leaf) else frozenset()
    segments = range(len(reader.index.segments))
    return np.concatenate([matching(words, index, node, leaves) for index in segments])


class Ranked(qcore.Query):
    """The top of a query: what matches *must*, not *mustnot*, all *filters*, ranked by *words*."""

    def __init__(
        self,
        words: Sequence[Weighed],
        must: qcore.Query,
        mustnot: qcore.Query | None = None,
        filters: Sequence[qcore.Query] = (),
    ) -> None:
        self.words = tuple(words)
        self.must = must
        self.mustnot = mustnot
        self.filters = tuple(filters)
        self.boost = 1.0

    def answer(self, searcher: Any) -> tuple[np.ndarray, np.ndarray]:
        """Give the numbers of all that matches, ascending, and their scores."""
        index: SearchIndex = searcher.reader().index
        has = _marks(self.must, searcher, index)
        if self.mustnot is not None:
            has &= ~_marks(self.mustnot, searcher, index)
        for one in self.filters:
            has &= _marks(one, searcher, index)
        ranking = index.store.ranking
        scored = [scores(self.words, i, s, ranking) for i, s in enumerate(index.segments)]
        numbers = np.flatnonzero(has)
        return numbers, np.concatenate(scored)[numbers]

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Give documents and scores to Whoosh."""
        del context
        numbers, scored = self.answer(searcher)
        if not len(numbers):
            return NullMatcher()
        weights = scored.astype(float).tolist()
        return Postings(numbers.tolist(), weights, dict, ("", ""))

    def estimate_size(self, ixreader: Any) -> int:
        """Guess high: counting is matching."""
        return int(ixreader.doc_count_all())

    estimate_min_size = estimate_size


def _marks(one: qcore.Query, searcher: Any, index: SearchIndex) -> Documents:
    if isinstance(one, _Ours):
        return one.documents(searcher.reader())
    has = np.zeros(index.store.documents, bool)
    has[[int(number) for number in one.docs(searcher)]] = True
    return has
