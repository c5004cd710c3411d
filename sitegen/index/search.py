"""What does an archive answer? The search of the terminal, equal to the browser's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.fold import fold
from sitegen.arabic.tokens import tokenize
from sitegen.arabic.vowels import Typed, typed_of
from sitegen.errors import CorpusError
from sitegen.index.letters import swap_all
from sitegen.index.lookup import Documents, SegmentReader
from sitegen.index.match import Words, matching
from sitegen.index.meant import Asked, Meant, Mender
from sitegen.index.offers import READ
from sitegen.index.passages import Passage, Phrases, lead, marked, passages
from sitegen.index.query import SENTENCES, Group, Node, Phrase, Query, parse_query
from sitegen.index.rank import Weighed, best, proximity, scores, vocalised, weigh
from sitegen.index.scores import UNIT
from sitegen.index.store import Store, open_store
from sitegen.index.texts import TOGETHER, text_path

Sort = Literal["relevance", "newest", "oldest"]
Integers = NDArray[np.int64]
Filters = Mapping[str, str | Sequence[str]]  # by field: a value, or several of which any will do


@dataclass(frozen=True, slots=True)
class Text:
    """A document as the index has it; ``blocks`` are its first ones, ``parts`` counts the rest."""

    number: int
    url: str
    id: str
    title: str
    date: str
    collection: str
    volume: str
    issue: str
    authors: tuple[str, ...]
    blocks: tuple[tuple[str, str], ...]
    parts: int
    hijri: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found."""

    number: int
    score: int
    text: Text
    title: tuple[tuple[str, bool], ...]  # pieces, and whether each is a match
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found: how many documents, the best of them, and what to say of it.

    ``undated`` counts documents that a date left out because they have none.
    """

    total: int
    hits: tuple[Hit, ...]
    query: Query
    undated: int = 0
    is_cut: bool = False  # a prefix has more forms than were searched

    @property
    def messages(self) -> tuple[str, ...]:
        """Say what was wrong with the query, in sentences."""
        cut = ("a beginning has many forms: the 50 most frequent were searched",) * self.is_cut
        return (*(SENTENCES[code] for code in self.query.problems), *cut)


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet, and how many documents have it."""

    value: str
    label: str
    hits: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Every document that matches, ascending by number, with its score."""

    numbers: Integers
    scores: Integers
    words: tuple[Weighed, ...]
    query: Query
    is_cut: bool = False
    typed: tuple[Typed | None, ...] = ()  # the marks typed with each word


@dataclass(frozen=True, slots=True)
class Order:
    """The numbers and scores of what is shown, how many there are in all, how many have no date."""

    total: int
    found: tuple[tuple[int, int], ...]
    undated: int


class SearchIndex:
    """An index that answers queries."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.segments = [SegmentReader(store, table) for table in store.manifest["segments"]]
        years = store.manifest["years"]
        self.years: list[tuple[int, int, int]] = [(y, first, count) for y, first, count in years]
        undated = (first for year, first, _ in self.years if year == 0)
        self.undated_from: int = next(undated, store.documents)
        self.mender = Mender(store)

    def answer(self, text: str, filters: Filters | None = None, *, exact: bool = False) -> Answer:
        """Match and score all documents; *filters* are exact values of facets.

        *exact*: a word stands for no other form of its family.
        """
        query = parse_query(text, exact=exact)
        wanted = {name: value for name, value in (filters or {}).items() if value}
        void = "only-not" in query.problems or ("empty" in query.problems and not wanted)
        if void:
            nothing = np.empty(0, np.int64)
            return Answer(nothing, nothing, (), query)
        words = Words(self.segments)
        weighed = tuple(weigh(words, leaf, self.store.documents) for leaf in query.words)
        ranked = frozenset(query.words)
        numbers, scored = [], []
        for index, segment in enumerate(self.segments):
            has = matching(words, index, query.tree, ranked)
            here = np.flatnonzero(has & _chosen(segment, wanted))
            numbers.append(here + segment.first)
            scored.append(scores(weighed, index, segment, self.store.ranking)[here])
        typed = typed_of(text, [leaf.form for leaf in query.words])
        return Answer(_joined(numbers), _joined(scored), weighed, query, words.cut, typed)

    def narrowed(self, answer: Answer, filters: Filters) -> Answer:
        """Keep the documents that have a chosen value of each facet."""
        wanted = {name: value for name, value in filters.items() if value}
        has = np.concatenate([_chosen(segment, wanted) for segment in self.segments])
        kept = has[answer.numbers]
        return replace(answer, numbers=answer.numbers[kept], scores=answer.scores[kept])

    def search(
        self,
        text: str,
        limit: int = 10,
        *,
        sort: Sort = "relevance",
        filters: Filters | None = None,
        exact: bool = False,
        first_year: int | None = None,
        last_year: int | None = None,
        n_passages: int = 1,
        rerank: int | None = None,
    ) -> Results:
        """Search, and give the *limit* best documents with a passage of each.

        *rerank* is how many are ordered again by the nearness of the words (the manifest's).
        """
        answer = self.answer(text, filters, exact=exact)
        return self.results(
            answer,
            limit,
            sort=sort,
            years=(first_year, last_year),
            n_passages=n_passages,
            rerank=rerank,
        )

    def results(
        self,
        answer: Answer,
        limit: int = 10,
        *,
        sort: Sort = "relevance",
        years: tuple[int | None, int | None] = (None, None),
        n_passages: int = 1,
        rerank: int | None = None,
    ) -> Results:
        """Order what matched, and give the *limit* best with their texts."""
        order = self.order(answer, limit, sort=sort, years=years, rerank=rerank)
        phrases = tuple(phrases_of(answer.query.tree))
        hits = tuple(
            self._hit(number, score, answer.words, phrases, n_passages)
            for number, score in order.found
        )
        return Results(order.total, hits, answer.query, order.undated, answer.is_cut)

    def order(
        self,
        answer: Answer,
        limit: int,
        *,
        sort: Sort = "relevance",
        years: tuple[int | None, int | None] = (None, None),
        rerank: int | None = None,
    ) -> Order:
        """Order what matched within *years*, and give the *limit* best without their texts."""
        numbers, scored, undated = answer.numbers, answer.scores, 0
        if years != (None, None):
            low, high = self._span(*years)
            undated = int((numbers >= self.undated_from).sum())
            inside = (numbers >= low) & (numbers < high)
            numbers, scored = numbers[inside], scored[inside]
        found = self._ordered(replace(answer, numbers=numbers, scores=scored), limit, sort, rerank)
        return Order(len(numbers), tuple(found), undated)

    def _ordered(
        self, answer: Answer, limit: int, sort: Sort, rerank: int | None
    ) -> list[tuple[int, int]]:
        numbers, scored = answer.numbers, answer.scores
        if sort != "relevance":
            dated = numbers < self.undated_from
            order = np.lexsort((-numbers if sort == "newest" else numbers, ~dated))[:limit]
            return list(zip(numbers[order].tolist(), scored[order].tolist(), strict=True))
        ranking, is_marked = self.store.ranking, any(answer.typed)
        depth = rerank
        if depth is None:
            depth = ranking.marked if is_marked else ranking.rerank
        found = best(numbers, scored, max(limit, depth), self.undated_from)
        if depth and (len(answer.words) > 1 or is_marked):
            near = [(number, score + self._gain(number, answer)) for number, score in found[:depth]]
            again = np.array(near, np.int64).reshape(-1, 2)
            found[:depth] = best(again[:, 0], again[:, 1], depth, self.undated_from)
        return found[:limit]

    def _gain(self, number: int, answer: Answer) -> int:
        """Say what a document's title and first blocks add to its score."""
        text = self.text(number)
        index = self.segment_of(number)
        texts = (text.title, *(block for _, block in text.blocks))
        blocks = [tokenize(fold(block)) for block in texts]
        forms = [word.forms(index) for word in answer.words]
        weights = [word.idf for word in answer.words]
        near = proximity(
            weights,
            forms,
            [block.forms for block in blocks],
            self.store.ranking,
            [block.alternates() for block in blocks],
        )
        if not any(answer.typed):
            return near
        ranking = self.store.ranking
        most = [word.idf + ranking.form * word.own_idf // UNIT for word in answer.words]
        return near + vocalised(most, answer.typed, forms, blocks, ranking)

    def _hit(
        self, number: int, score: int, words: Sequence[Weighed], phrases: Phrases, most: int
    ) -> Hit:
        text = self.text(number)
        index = self.segment_of(number)
        wanted = [(word.forms(index), word.idf) for word in words]
        every = frozenset().union(*(forms for forms, _ in wanted))
        blocks = [*text.blocks, *self.rest_of(text)] if most else []
        found = passages(blocks, wanted, phrases, most=most) or lead(blocks)
        return Hit(number, score, text, marked(text.title, every), tuple(found))

    def counts(self, field: str, numbers: Integers) -> list[Count]:
        """Count the documents *numbers*, ascending, by their values of *field*.

        Every value of the archive is there: most frequent first, then by label and value.
        """
        hits: dict[tuple[str, str], int] = {}
        for segment in self.segments:
            here = numbers - segment.first
            values, found = segment.counted(field, here[(here >= 0) & (here < segment.count)])
            for pair, n in zip(values, found, strict=True):
                hits[pair] = hits.get(pair, 0) + n
        counted = [Count(value, label, n) for (value, label), n in hits.items()]
        return sorted(counted, key=lambda one: (-one.hits, one.label, one.value))

    def meant(self, text: str, query: Query, hits: Sequence[Hit] = ()) -> Meant:
        """Say what may have been meant by a query, as typed and as read, if little was found.

        The first of the *hits* have words that are likelier than others.

        Nothing where the files for that cannot be had: the answer stands without.
        """
        words = Words(self.segments)
        leaves = [leaf for leaf in query.words if leaf.kind != "prefix"]
        asked = [Asked(leaf.form, sum(one.df for one in words.found(leaf))) for leaf in leaves]
        try:
            texts = [[hit.text.title, *(block for _, block in hit.text.blocks)] for hit in hits]
            return self.mender.meant(text, asked, [*chain.from_iterable(texts[:READ])])
        except CorpusError:
            return Meant()

    def text(self, number: int) -> Text:
        """Give a document's metadata and first blocks."""
        path, row = self._address(number)
        about = self.store.rows(path, "")[row]
        url, doc_id, title, date, collection, volume, issue, authors, flat, parts, *hijri = about
        title, *authors = swap_all((title, *authors))
        return Text(
            number,
            url,
            doc_id,
            title,
            date,
            collection,
            volume,
            issue,
            tuple(authors),
            _blocks(flat),
            parts,
            hijri[0] if hijri else "",
        )

    def rest_of(self, text: Text) -> Iterator[tuple[str, str]]:
        """Give the further blocks of a long text."""
        path, row = self._address(text.number)
        for part in range(1, text.parts + 1):
            yield from _blocks(self.store.rows(f"{path}-{row}-{part}", ""))

    def _address(self, number: int) -> tuple[str, int]:
        for year, first, count in self.years:
            if first <= number < first + count:
                return text_path(year, number - first), (number - first) % TOGETHER
        raise IndexError(f"the archive has no document number {number}")

    def segment_of(self, number: int) -> int:
        """Give the number of the segment that a document is in."""
        return max(i for i, segment in enumerate(self.segments) if segment.first <= number)

    def _span(self, first_year: int | None, last_year: int | None) -> tuple[int, int]:
        low = first_year if first_year is not None else 1
        high = last_year if last_year is not None else 9999
        spans = [(first, first + count) for year, first, count in self.years if low <= year <= high]
        return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def _blocks(flat: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(zip(flat[::2], swap_all(flat[1::2]), strict=True))


def phrases_of(node: Node) -> Iterator[tuple[str, ...]]:
    """Give the phrases that a query asks for.

    >>> list(phrases_of(parse_query('تاريخ "دار الكتب" -"مطبعة بولاق"').tree))
    [('دار', 'الكتب')]
    """
    match node:
        case Phrase(forms, _):
            yield forms
        case Group(_, nodes):
            for inner in nodes:
                yield from phrases_of(inner)


def _chosen(segment: SegmentReader, wanted: Filters) -> Documents:
    has = np.ones(segment.count, bool)
    for name, chosen in wanted.items():
        values = [chosen] if isinstance(chosen, str) else chosen
        has &= np.logical_or.reduce([segment.having(name, value) for value in values])
    return has


def _joined(arrays: list[Integers]) -> Integers:
    return np.concatenate(arrays) if arrays else np.empty(0, np.int64)


def open_site(path: Path | str) -> SearchIndex:
    """Open the index of a built site (or its folder ``search``)."""
    return SearchIndex(open_store(Path(path)))
