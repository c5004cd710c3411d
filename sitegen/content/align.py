"""How does a derived text lead back to the file it came from?"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from sitegen.arabic.normalize import Normalized, normalize
from sitegen.compact import draft_of
from sitegen.model import Alignment

Run = tuple[int, int]
_LAST = 1 << 60
_DraftAlignment: Any = draft_of(Alignment)


def repair(source: str, tatweel: str) -> Normalized:
    """Normalize *source* as site.toml says of the tatweel."""
    return normalize(source, tatweel="drop" if tatweel == "drop" else "keep")


def merged(runs: list[Run]) -> tuple[Run, ...]:
    """Drop every run that only says what the run before it says already.

    >>> merged([(0, 4), (3, 7), (5, 12)])
    ((0, 4), (5, 12))
    """
    kept: list[Run] = []
    for run in runs:
        if kept and kept[-1][0] == run[0]:
            kept.pop()
        if not kept or run[1] - run[0] != kept[-1][1] - kept[-1][0]:
            kept.append(run)
    return tuple(kept)


def shifted(by: int) -> Alignment:
    """Align a slice of the source that begins at *by* and was not changed."""
    made: Alignment = _DraftAlignment(((0, by),))
    made.__class__ = Alignment
    return made


def spread(derived: int, source: int, n_derived: int, n_source: int) -> list[Run]:
    """Align a text that stands for another of another length: its ends meet the other's ends.

    Shown ``محمد رشيد رضا`` for written ``p-rida``: any word of the one leads into the other,
    the whole to the whole.

    >>> Alignment(tuple(spread(0, 10, 4, 2))).source_span(0, 4)
    (10, 12)
    """
    last = source + max(n_source, 1) - 1
    return [
        (derived + k, last if k == n_derived - 1 else min(source + k, last))
        for k in range(n_derived)
    ]


def compose(runs: list[Run], length: int, below: Alignment) -> Alignment:
    """Lead a text of *length* through the middle text that *runs* point into, to its source.

    >>> compose([(0, 2), (3, 6)], 5, Alignment(((0, 0), (4, 9)))).runs
    ((0, 2), (2, 9), (3, 11))
    """
    inner = below.runs
    if len(inner) == 1:
        step = inner[0][1] - inner[0][0]
        found = [(at, middle + step) for at, middle in runs] if step else runs
        return Alignment(merged(found) or ((0, 0),))
    found = []
    for n, (at, middle) in enumerate(runs):
        end = runs[n + 1][0] if n + 1 < len(runs) else length
        found.append((at, below.source_at(middle)))
        k = bisect_right(inner, (middle, _LAST))
        while k < len(inner) and inner[k][0] < middle + end - at:
            found.append((at + inner[k][0] - middle, inner[k][1]))
            k += 1
    return Alignment(merged(found) or ((0, 0),))


def part(whole: Alignment, start: int, end: int) -> Alignment:
    """Align the slice *start* to *end* of a text that *whole* aligns."""
    if len(whole.runs) == 1:
        derived, source = whole.runs[0]
        return shifted(source + start - derived)
    return compose([(0, start)], end - start, whole)
