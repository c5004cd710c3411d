"""Which terms and documents does Whoosh see? The very shards, as a Whoosh reader."""

# Whoosh is typed in part.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from whoosh import fields, reading
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.matching.mcore import ListMatcher

from sitegen.arabic.fold import fold
from sitegen.arabic.tokens import tokenize
from sitegen.index.lookup import Documents, Entry, SegmentReader
from sitegen.index.search import SearchIndex

BARE = "word"  # the field of words without a field name
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
    found = fields.Schema(date=fields.ID, family=fields.ID)
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
        return sorted(self.schema.names())

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
        return (text.encode() for text in self._texts(fieldname, text_of(prefix)))

    def lexicon(self, fieldname: str) -> Iterator[bytes]:
        """Give a field's terms."""
        return self.expand_prefix(fieldname, "")

    def __contains__(self, term: tuple[str, str | bytes]) -> bool:
        return bool(self._found(term[0], text_of(term[1])))

    def term_info(self, fieldname: str, text: str | bytes) -> reading.TermInfo:
        """Sum a term up."""
        found = self._found(fieldname, text_of(text))
        if not found:
            raise reading.TermNotFound(f"{fieldname}:{text_of(text)}")
        ids = sorted(found)
        weights = [found[number] for number in ids]
        return reading.TermInfo(sum(weights), len(ids), 1, 1 << 20, max(weights), ids[0], ids[-1])

    def doc_frequency(self, fieldname: str, text: str | bytes) -> int:
        """Count a term's documents."""
        return len(self._found(fieldname, text_of(text)))

    def frequency(self, fieldname: str, text: str | bytes) -> int:
        """Count a term's occurrences (for fields without positions: its documents)."""
        places = self._places(fieldname, text_of(text))
        if places:
            return sum(map(len, places.values()))
        return self.doc_frequency(fieldname, text)

    def postings(self, fieldname: str, text: str | bytes, **kwargs: Any) -> Postings:
        """Give a term's documents."""
        form = text_of(text)
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


def text_of(text: str | bytes) -> str:
    """Give a term as text: Whoosh speaks of it as bytes, too."""
    return text.decode() if isinstance(text, bytes) else text


def _on_day(segment: SegmentReader, ordinal: str) -> Documents:
    has = np.zeros(segment.count, bool)
    days = segment.days()
    has[: len(days)] = days == int(ordinal) if ordinal.isdecimal() else False
    return has
