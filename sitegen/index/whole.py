"""How does an index come about, all stages in one process?

The build does the same with batches in several processes; this is its oracle, and what tests
and benchmarks use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sitegen.index.encode import encode_postings
from sitegen.index.facets import Values, encode_facets, facets_of
from sitegen.index.format import File
from sitegen.index.invert import DocTerms, Inverted, invert
from sitegen.index.lexicon import encode_lexicon
from sitegen.index.manifest import Contents, encode_manifest
from sitegen.index.names import Named, encode_names
from sitegen.index.plan import SEALED, Segment, plan_segment
from sitegen.index.scores import Ranking
from sitegen.index.slab import Part
from sitegen.index.spelling import encode_spelling
from sitegen.index.texts import TextRow, encode_text, text_files
from sitegen.index.totals import Counts, Totals
from sitegen.model import PartialDate

BATCH = 512


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document as the index takes it."""

    row: TextRow
    terms: DocTerms
    date: PartialDate | None = None
    values: Values = field(default_factory=dict)


def index_files(
    documents: Sequence[Indexed],
    *,
    tables: Mapping[str, Any],
    protected: Iterable[str] = (),
    sealed: PartialDate | None = None,
    collections: Sequence[tuple[str, str, str]] = (),
    languages: Sequence[str] = ("ar",),
    ranking: Ranking | None = None,
    named: Iterable[Named] = (),
    batch: int = BATCH,
) -> Iterator[File]:
    """Index documents, which come in the archive's order, the undated last."""
    names = frozenset(protected)
    bound = _sealed_count(documents, sealed)
    runs = [(SEALED, 0, bound)] * bool(bound) + [("", bound, len(documents))]
    described = []
    for path, first, end in runs:
        segment, batches, counts = plan(
            documents[first:end], names, path=path, first=first, ranking=ranking, batch=batch
        )
        files, contents = _segment_files(segment, documents[first:end], batches, counts)
        yield from files
        described.append((segment, contents))
    years = years_of([document.date for document in documents])
    for year, first, count in years:
        rows = (encode_text(document.row) for document in documents[first : first + count])
        yield from text_files(year, 0, rows)
    yield from encode_names(named)
    yield encode_manifest(
        described, years, tables=tables, collections=collections, languages=languages
    )


def _sealed_count(documents: Sequence[Indexed], sealed: PartialDate | None) -> int:
    if sealed is None:
        return 0
    return sum(d.date is not None and d.date.first <= sealed.last for d in documents)


def plan(
    documents: Sequence[Indexed],
    protected: Iterable[str],
    *,
    path: str,
    first: int,
    ranking: Ranking | None,
    batch: int,
) -> tuple[Segment, list[tuple[Inverted, NDArray[np.int64]]], Counts]:
    """Invert a segment's documents in batches, and plan it."""
    batches, totals = [], []
    for start in range(0, len(documents), batch):
        some = documents[start : start + batch]
        inverted = invert([document.terms for document in some])
        totals.append(Totals.of(inverted))
        batches.append((inverted, np.arange(start, start + len(some))))
    counts = Counts.of(totals)
    segment = plan_segment(
        [document.row.id for document in documents],
        batches,
        counts,
        protected,
        dated=sum(document.date is not None for document in documents),
        path=path,
        first=first,
        ranking=ranking,
    )
    return segment, batches, counts


def _segment_files(
    segment: Segment,
    documents: Sequence[Indexed],
    batches: Sequence[tuple[Inverted, NDArray[np.int64]]],
    counts: Counts,
) -> tuple[list[File], Contents]:
    files: list[File] = []
    first_keys: list[str] = []
    letters: defaultdict[str, defaultdict[str, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for inverted, numbers in batches:
        for piece, run in inverted.run.pieces():
            letters[piece[:-1]][piece].append((run, numbers))
    for letter in sorted(letters):
        pieces = letters[letter]
        postings = encode_postings(segment, (pieces[piece] for piece in sorted(pieces)))
        files += postings.files
        first_keys += postings.first_keys
    lexicon = encode_lexicon(segment, counts.documents)
    files += encode_spelling(segment, counts)
    facets, buckets = encode_facets(
        segment,
        facets_of([document.values for document in documents]),
        [document.date.first for document in documents if document.date],
    )
    contents = Contents(
        tuple(first_keys), tuple(lexicon.first_readings), tuple(lexicon.prefixes), buckets
    )
    return [*files, *lexicon.files, *facets], contents


def years_of(dates: Sequence[PartialDate | None]) -> list[tuple[int, int, int]]:
    """Give (year, first number, count) of documents in order; the undated under 0.

    >>> years_of([PartialDate(1906), PartialDate(1906, 3), None])
    [(1906, 0, 2), (0, 2, 1)]
    """
    years = []
    first = 0
    for year, same in groupby(date.year if date else 0 for date in dates):
        count = len(list(same))
        years.append((year, first, count))
        first += count
    return years
