"""How many of the documents found have each value of a field?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sitegen.index.search import Count, SearchIndex

YEAR = "year"


def fields(index: SearchIndex) -> list[str]:
    """Name the fields that may be counted, the years first."""
    return [YEAR, *sorted({field for segment in index.segments for field in segment.facets})]


def counted(index: SearchIndex, field: str, numbers: NDArray[np.int64]) -> list[Count]:
    """Count documents by a field: years in their order, values the most frequent first.

    Only what at least one of *numbers*, ascending, has; undated documents are of no year.
    """
    if field != YEAR:
        return [one for one in index.counts(field, numbers) if one.hits]
    found = []
    for year, first, count in index.years:
        hits = int(np.searchsorted(numbers, first + count) - np.searchsorted(numbers, first))
        if year and hits:
            found.append(Count(str(year), str(year), hits))
    return found


def table(found: Sequence[Count]) -> list[tuple[str | int, ...]]:
    """Set counts as the rows of a table.

    >>> table([Count("p-rida", "رشيد رضا", 3)])
    [('value', 'label', 'documents'), ('p-rida', 'رشيد رضا', 3)]
    """
    head: list[tuple[str | int, ...]] = [("value", "label", "documents")]
    return head + [(one.value, one.label, one.hits) for one in found]
