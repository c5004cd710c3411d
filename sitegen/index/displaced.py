"""What do the lists of some forms hold, where documents have them at other places, no more?

Who puts words in at the beginning of a text moves all that follow. Most are as frequent there as
they were, at the same level: so the postings stay, and of the positions one record is another.
(docs/index-format.md, sections 6 and 7)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sitegen.index.levels import places_in
from sitegen.index.plan import Segment
from sitegen.index.renumber import Leveled
from sitegen.index.spliced import Delta, Held, Listed, new_part, record_begins

AS_IT_WAS = -1  # the highest document of a list whose postings stay


def displaced(
    segment: Segment, forms: Sequence[str], held: Mapping[str, Held], delta: Delta
) -> dict[str, Listed]:
    """Give the lists of *forms* whose postings stay as they are *held*.

    What :func:`sitegen.index.spliced.spliced` gives, but for the documents, and the highest.
    """
    if not forms:
        return {}
    new = new_part(segment, delta, {form: rank for rank, form in enumerate(forms)})
    stood = [held[form] for form in forms]
    sizes, at = places_in([one.lists[0] for one in stood], Leveled(*new[:3]))
    places = _replaced([one.positions for one in stood], sizes, new.ranks, at, new.texts)
    return {
        form: Listed(one.lists, where, df, AS_IT_WAS)
        for form, one, where, df in zip(forms, stood, places, sizes.tolist(), strict=True)
    }


def _replaced(
    texts: Sequence[str],
    sizes: NDArray[np.int64],
    ranks: NDArray[np.int64],
    at: NDArray[np.int64],
    records: Sequence[str],
) -> Iterator[str]:
    """Put *records* in the places of others, by the numbers *at* which these have in their texts.

    >>> list(_replaced([" #!$% *"], np.array([3]), *map(np.array, ([0], [1])), [" +"]))
    [' # + *']
    """
    bounds = np.searchsorted(ranks, np.arange(len(texts) + 1)).tolist()
    for text, size, (a, b) in zip(texts, sizes.tolist(), pairwise(bounds), strict=True):
        numbers = at[a:b].tolist()
        inside = sorted({n for one in numbers for n in (one, one + 1)} - {0, size})
        found = record_begins(text, inside) if inside else []
        begins = {0: 0, size: len(text)} | dict(zip(inside, found, strict=True))
        pieces: list[str] = []
        done = 0
        for n, record in zip(numbers, records[a:b], strict=True):
            pieces += text[done : begins[n]], record
            done = begins[n + 1]
        yield "".join((*pieces, text[done:]))
