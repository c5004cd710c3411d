"""How does Whoosh read our index? The very shards, as a Whoosh reader: there is no second index.

Whoosh's whole query language works over it: field names, AND OR NOT, ranges, wildcards, fuzzy
words, boosts. A bare word means any form of its family, and documents are ranked by our recipe.
This is the only module that imports Whoosh (whoosh3 or whoosh-reloaded).
"""

# Whoosh is typed in part.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from whoosh import fields, reading
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.matching.mcore import ListMatcher, NullMatcher
from whoosh.qparser.default import QueryParser
from whoosh.qparser.plugins import FuzzyTermPlugin, PlusMinusPlugin
from whoosh.qparser.syntax import OrGroup
from whoosh.query import qcore
from whoosh.query.compound import And, AndNot, Or
from whoosh.query.positional import Phrase
from whoosh.query.ranges import TermRange
from whoosh.query.terms import MultiTerm, Term
from whoosh.query.wrappers import Not
from whoosh.searching import Searcher

from sitegen.arabic.fold import fold
from sitegen.arabic.stop import is_stop
from sitegen.arabic.tokens import tokenize
from sitegen.errors import CorpusError, Place, Problem
from sitegen.index.lookup import Documents, Entry, Found, SegmentReader
from sitegen.index.match import Words, matching
from sitegen.index.query import Bound, Field, Group, Leaf, Node, Query, Title, iso_date
from sitegen.index.query import Phrase as OurPhrase
from sitegen.index.rank import Weighed, scores, weigh
from sitegen.index.scores import idf
from sitegen.index.search import Answer, Results, SearchIndex

MOST_EXPANSIONS = 200
BARE = "word"  # the field of words without a field name
# Boosts, slop and fuzzy words, ranges, patterns inside words, fields that only Whoosh has.
ONLY_WHOOSH = re.compile(
    r"\^[0-9]|~|[\[{].* TO\b.*[\]}]|[^\s(]\?[^\s)]|\*[^\s)]|[^\s(]\[[^\s\]]+\]"
    r"|(?:^|[\s(+-])(?:body|family|date):"
)
FACETS = ("collection", "section", "author", "entity", "kind", "lang", "subject")


class Folded(Analyzer):
    """Whoosh's view of our fold and tokens."""

    def __call__(self, value: str, **kwargs: Any) -> Iterator[Token]:
        """Give a text's words, folded, with their places in it."""
        folded = fold(value)
        if not kwargs.pop("tokenize", True):  # a pattern: its signs stay
            yield Token(text=folded.text, pos=0, startchar=0, endchar=len(value), **kwargs)
            return
        words = tokenize(folded)
        for position, form in enumerate(words.forms):
            opens, closes = words.source_span(position)
            yield Token(text=form, pos=position, startchar=opens, endchar=closes, **kwargs)


def schema() -> fields.Schema:
    """Give the fields that a query may name."""
    found = fields.Schema(id=fields.STORED, date=fields.ID, family=fields.ID)
    for name in (BARE, "body", "title"):
        found.add(name, fields.TEXT(analyzer=Folded()))
    for name in FACETS:
        found.add(name, fields.ID)
    return found


class Postings(ListMatcher):
    """A term's documents, ascending; its positions are read when a phrase asks for them."""

    def __init__(
        self,
        ids: Sequence[int],
        weights: Sequence[float],
        places: Callable[[], dict[int, list[int]]],
        term: tuple[str, str],
        scorer: Any = None,
    ) -> None:
        super().__init__(list(ids), weights=list(weights), term=term, scorer=scorer)
        self._places = places

    @cached_property
    def _positions(self) -> dict[int, list[int]]:
        return self._places()

    def copy(self) -> Postings:
        """Give a matcher that stands at the same document."""
        twin = Postings(self._ids, self._weights, self._places, self._term, self._scorer)
        twin._i = self._i
        return twin

    def supports(self, astype: str) -> bool:
        """Say whether a posting can be read so."""
        return astype == "positions"

    def value_as(self, astype: str) -> list[int]:
        """Give the positions in the document where the matcher stands."""
        if astype != "positions":
            raise ValueError(f"our postings have positions, no {astype}")
        return self._positions[self.id()]

    def max_quality(self) -> float:
        """Give the greatest weight."""
        return max(self._weights, default=0.0)

    block_quality = max_quality

    def score(self) -> float:
        """Give the scorer's word, or the weight."""
        return float(self._scorer.score(self) if self._scorer else self.weight())


class SiteReader(reading.IndexReader):
    """A Whoosh reader over a site's shards; documents have our numbers."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self.schema = schema()

    # Terms

    def indexed_field_names(self) -> list[str]:
        """Name the fields."""
        return sorted(name for name in self.schema.names() if name != "id")

    def _texts(self, field: str, prefix: str = "") -> Iterator[str]:
        """Give a field's terms that begin with *prefix*, ascending."""
        segments = self.index.segments
        if field in (BARE, "body", "title"):
            found = {form for segment in segments for form, _ in segment.forms(prefix)}
            if field == "title":
                found = {form for form in found if self._found(field, form)}
        elif field == "family":
            found = {name for segment in segments for name in segment.families()}
        elif field in FACETS:
            found = {row[0] for segment in segments for row in segment.facet_rows(field)}
        elif field == "date":
            found = {f"{day:07}" for segment in segments for day in set(segment.days().tolist())}
        else:
            found = set()
        return iter(sorted(text for text in found if text.startswith(prefix)))

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        """Give all terms of all fields, in order."""
        for field in self.indexed_field_names():
            for text in self._texts(field):
                yield field, text.encode()

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Give a field's terms from *prefix* on."""
        for text in self._texts(fieldname):
            if text.encode() >= prefix:
                yield fieldname, text.encode()

    def expand_prefix(self, fieldname: str, prefix: str | bytes) -> Iterator[bytes]:
        """Give a field's terms that begin with *prefix*."""
        return (text.encode() for text in self._texts(fieldname, _text(prefix)))

    def lexicon(self, fieldname: str) -> Iterator[bytes]:
        """Give a field's terms."""
        return self.expand_prefix(fieldname, "")

    def __contains__(self, term: tuple[str, str | bytes]) -> bool:
        return bool(self._found(term[0], _text(term[1])))

    def term_info(self, fieldname: str, text: str | bytes) -> reading.TermInfo:
        """Sum a term up."""
        found = self._found(fieldname, _text(text))
        if not found:
            raise reading.TermNotFound(f"{fieldname}:{_text(text)}")
        ids = sorted(found)
        weights = [found[number] for number in ids]
        return reading.TermInfo(sum(weights), len(ids), 1, 1 << 20, max(weights), ids[0], ids[-1])

    def doc_frequency(self, fieldname: str, text: str | bytes) -> int:
        """Count a term's documents."""
        return len(self._found(fieldname, _text(text)))

    def frequency(self, fieldname: str, text: str | bytes) -> int:
        """Count a term's occurrences (for fields without positions: its documents)."""
        places = self._places(fieldname, _text(text))
        if places:
            return sum(map(len, places.values()))
        return self.doc_frequency(fieldname, text)

    def postings(self, fieldname: str, text: str | bytes, **kwargs: Any) -> Postings:
        """Give a term's documents."""
        form = _text(text)
        found = self._found(fieldname, form)
        if not found:
            raise reading.TermNotFound(f"{fieldname}:{form}")
        ids = sorted(found)
        weights = [found[number] for number in ids]
        term = (fieldname, form)
        return Postings(ids, weights, lambda: self._places(fieldname, form), term, **kwargs)

    def _entries(self, field: str, text: str) -> Iterator[tuple[SegmentReader, Entry]]:
        for segment in self.index.segments:
            looked_up = segment.family(text) if field == "family" else segment.exact(text)
            for entry in looked_up.entries:
                yield segment, entry

    def _found(self, field: str, text: str) -> dict[int, float]:
        """Give the documents of a term, and its weight in each."""
        if field in FACETS or field == "date":
            return dict.fromkeys(map(int, np.flatnonzero(self._valued(field, text))), 1.0)
        levels = self.index.store.ranking.levels
        unit = self.index.store.ranking.unit
        found: dict[int, float] = {}
        for segment, entry in self._entries(field, text):
            in_title = field == "title"
            documents, steps = entry.titles if in_title else entry.postings
            for document, level in zip(documents.tolist(), steps.tolist(), strict=True):
                number = segment.first + document
                weight = 1.0 if in_title else levels[level] / unit
                found[number] = found.get(number, 0.0) + weight
        return found

    def _places(self, field: str, text: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        if field in (BARE, "body", "family"):
            for segment, entry in self._entries(field, text):
                for document, places in segment.positions(entry).items():
                    found.setdefault(segment.first + document, []).extend(places.tolist())
        return {number: sorted(places) for number, places in found.items()}

    def _valued(self, field: str, value: str) -> Documents:
        return np.concatenate(
            [
                _on_day(segment, value) if field == "date" else segment.having(field, value)
                for segment in self.index.segments
            ]
        )

    # Documents

    def doc_count_all(self) -> int:
        """Count the documents."""
        return self.index.store.documents

    def doc_count(self) -> int:
        """Count the documents."""
        return self.index.store.documents

    def has_deletions(self) -> bool:
        """Say that nothing is ever deleted: a changed site has another index."""
        return False

    def is_deleted(self, docnum: int) -> bool:
        """Say that no document is deleted."""
        return not 0 <= docnum < self.index.store.documents

    def all_doc_ids(self) -> Iterator[int]:
        """Give the numbers of all documents."""
        return iter(range(self.index.store.documents))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Give what a result shows of a document."""
        text = self.index.text(docnum)
        names = ("id", "url", "title", "date", "collection", "volume", "issue", "authors")
        return {name: getattr(text, name) for name in names}

    def field_length(self, fieldname: str) -> int:
        """Give the sum of a field's lengths (of a body: the documents' rounded mean)."""
        means = (s["mean"] * s["count"] for s in self.index.store.manifest["segments"])
        return sum(means) if fieldname in (BARE, "body", "family") else self.doc_count()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Give a document's length: lengths are in the weights, so every one has the mean."""
        del docnum, default
        return self.field_length(fieldname) // max(1, self.doc_count())

    def min_field_length(self, fieldname: str) -> int:
        """Give the mean too."""
        return self.doc_field_length(0, fieldname)

    def max_field_length(self, fieldname: str) -> int:
        """Give the mean too."""
        return self.doc_field_length(0, fieldname)

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Say that there are no vectors."""
        del docnum, fieldname
        return False

    def vector(self, docnum: int, fieldname: str, format_: Any = None) -> Any:
        """Refuse: there are no vectors."""
        raise KeyError(f"document {docnum} has no vector of '{fieldname}' ({format_})")


def _text(text: str | bytes) -> str:
    return text.decode() if isinstance(text, bytes) else text


def _on_day(segment: SegmentReader, ordinal: str) -> Documents:
    has = np.zeros(segment.count, bool)
    days = segment.days()
    has[: len(days)] = days == int(ordinal) if ordinal.isdecimal() else False
    return has


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


class WhooshSearch:
    """Search with Whoosh's query language."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self.reader = SiteReader(index)
        self.searcher = Searcher(self.reader)
        self.parser = QueryParser(BARE, self.reader.schema, group=OrGroup)
        self.parser.add_plugins([FuzzyTermPlugin(), PlusMinusPlugin()])

    def parse(self, text: str) -> Ranked:
        """Read a query of Whoosh's; CorpusError where a pattern stands for too many words."""
        return self.ranked(self.parser.parse(text, normalize=False))

    def ranked(self, parsed: qcore.Query) -> Ranked:
        """Let our recipe rank what a query of Whoosh's matches."""
        words: dict[Any, Weighed] = {}
        tree = self._ours(parsed, words, is_positive=True)
        found = list(words.values())
        telling = [word for word in found if not is_stop(word.leaf.form)]
        tree = _telling(tree) if telling else tree
        return Ranked(telling or found, tree.normalize())

    def search(self, text: str, limit: int = 10, *, n_passages: int = 1) -> Results:
        """Search in the page's language; in Whoosh's where the query has signs of that alone.

        So what is typed on the search page finds the same here, to the score.
        """
        if ONLY_WHOOSH.search(text):
            return self.search_whoosh(text, limit, n_passages=n_passages)
        return self.index.search(text, limit, n_passages=n_passages)

    def search_whoosh(self, text: str, limit: int = 10, *, n_passages: int = 1) -> Results:
        """Search in Whoosh's language, and give the *limit* best with a passage of each."""
        tree = self.parser.parse(text, normalize=False)
        ranked = self.ranked(tree)
        numbers, scored = ranked.answer(self.searcher)
        phrases = (one for one in tree.leaves() if isinstance(one, Phrase) and one.slop == 1)
        shown = Group("seq", tuple(OurPhrase(tuple(one.words)) for one in phrases))
        query_read = Query(shown, tuple(word.leaf for word in ranked.words), ())
        answer = Answer(numbers, scored, ranked.words, query_read)
        return self.index.results(answer, limit, n_passages=n_passages)

    def _ours(self, node: qcore.Query, words: dict[Any, Weighed], *, is_positive: bool) -> Any:
        """Rewrite a tree of Whoosh's: bare words to Word, names to labels, dates to days."""
        if isinstance(node, Not):
            return node.apply(lambda inner: self._ours(inner, words, is_positive=False))
        if isinstance(node, AndNot):
            kept = self._ours(node.a, words, is_positive=is_positive)
            return AndNot(kept, self._ours(node.b, words, is_positive=False))
        if not node.is_leaf():
            done = node.apply(lambda inner: self._ours(inner, words, is_positive=is_positive))
            return _excluding(done) if isinstance(done, Or) else done
        field = node.field() if hasattr(node, "fieldname") else None
        if field == "date":
            return _dates(node)
        if isinstance(node, Phrase) and field in (BARE, "body"):
            leaves = [Leaf("word" if field == BARE else "exact", form) for form in node.words]
            self._weigh(leaves, node.boost, words, is_positive=is_positive)
            return Phrase("body", node.words, slop=node.slop, boost=node.boost)
        if isinstance(node, MultiTerm) and field in (BARE, "body", "title"):
            return self._expanded(node, words, is_positive=is_positive)
        if isinstance(node, Term):
            return self._term(node, words, is_positive=is_positive)
        return node

    def _term(self, node: Term, words: dict[Any, Weighed], *, is_positive: bool) -> Any:
        field, form, boost = node.fieldname, _text(node.text), node.boost
        if field in FACETS:
            return Matches(Field(field, form), boost)
        if field in (BARE, "title"):
            self._weigh([Leaf("word", form)], boost, words, is_positive=is_positive)
            return Word(form, boost) if field == BARE else Matches(Title((form,)), boost)
        if field == "body":
            self._weigh([Leaf("exact", form)], boost, words, is_positive=is_positive)
            return Matches(Leaf("exact", form), boost)
        return node

    def _weigh(
        self, leaves: Iterable[Leaf], boost: float, words: dict[Any, Weighed], *, is_positive: bool
    ) -> None:
        looked_up = Words(self.index.segments)
        for leaf in leaves if is_positive else ():
            words.setdefault(leaf, weigh(looked_up, leaf, self.index.store.documents, boost))

    def _expanded(self, node: Any, words: dict[Any, Weighed], *, is_positive: bool) -> Expansion:
        pattern = _folded(node)
        found = islice(pattern.expanded_terms(self.reader), MOST_EXPANSIONS + 1)
        forms = sorted({_text(text) for _, text in found})
        if len(forms) > MOST_EXPANSIONS:
            raise CorpusError(
                [
                    Problem(
                        Place("query"),
                        f"'{node}' stands for over {MOST_EXPANSIONS} words",
                        "each of them is looked up",
                        "write more of the word",
                    )
                ]
            )
        if is_positive:
            words.setdefault(repr(node), self._weighed_forms(forms, str(node), node.boost))
        return Expansion(forms, node.boost)

    def _weighed_forms(self, forms: Sequence[str], name: str, boost: float) -> Weighed:
        found: tuple[Found, ...] = tuple(s.any_of(forms) for s in self.index.segments)
        df = sum(one.df for one in found)
        weight = max(1, int(idf(self.index.store.documents, df) * boost))
        return Weighed(Leaf("prefix", name), found, df, weight, 0)


def _excluding(node: Or) -> qcore.Query:
    """Let NOT exclude, where it stands beside words that are joined by nothing or by OR."""
    nots = [inner.query for inner in node.subqueries if isinstance(inner, Not)]
    others = [inner for inner in node.subqueries if not isinstance(inner, Not)]
    return AndNot(Or(others), Or(nots)) if nots and others else node


def _telling(node: qcore.Query) -> qcore.Query:
    """Leave stop words out where other words stand beside them, joined by nothing or by OR."""
    if isinstance(node, Or):
        kept = [n for n in node.subqueries if not (isinstance(n, Word) and is_stop(n.form))]
        return Or([_telling(inner) for inner in kept], boost=node.boost) if kept else node
    return node if node.is_leaf() else node.apply(_telling)


def _folded(node: Any) -> Any:
    """Give a pattern over the field ``body``, its letters folded."""
    twin = node.__class__.__new__(node.__class__)
    twin.__dict__.update(node.__dict__)
    twin.fieldname = "body"
    for name in ("text", "start", "end"):
        value = getattr(node, name, None)
        if value is not None:
            setattr(twin, name, fold(_text(value)).text)
    return twin


def _dates(node: qcore.Query) -> qcore.Query:
    """Give the days that a date, or a range of dates, spans; nothing where it is none."""
    if isinstance(node, TermRange):
        first, last = (fold(_text(side or "")).text for side in (node.start, node.end))
    else:
        first = last = fold(_text(getattr(node, "text", ""))).text
    bounds = []
    if iso_date(first):
        bounds.append(Matches(Bound("after", iso_date(first))))
    if iso_date(last):
        bounds.append(Matches(Bound("before", iso_date(last))))
    return And(bounds) if bounds else qcore.NullQuery
