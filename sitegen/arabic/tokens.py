"""What are the words of a folded text, and where do they stand?

A word is a run of Arabic letters, or a run of other letters and digits: 1908م is two words,
MQ9 is one. Everything else parts words, and so does every character beyond the BMP. A run of
more than 40 characters is cut every 40.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import ARABIC, WORD
from sitegen.arabic.fold import Folded, fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 40
_SPACE = 0x20
_OTHER, _ARABIC, _WORD = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The words of a text in order; ``starts`` and ``ends`` are offsets in the folded text."""

    folded: Folded
    forms: list[str]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.forms)

    def source_span(self, index: int) -> tuple[int, int]:
        """Give the source span of word *index*, marks included.

        >>> words = tokenize(fold("«كِتَابٌ» قديم"))
        >>> words.folded.source[slice(*words.source_span(0))]
        'كِتَابٌ'
        """
        return self.folded.source_span(int(self.starts[index]), int(self.ends[index]))


def tokenize(folded: Folded) -> Tokens:
    """Part a folded text into words.

    >>> tokenize(fold("في سنة ١٩٠٨م، طائرة MQ9")).forms
    ['في', 'سنه', '1908', 'م', 'طائره', 'mq9']
    """
    codes = folded.codes
    classes = class_table()[codes if codes.dtype == np.uint16 else np.minimum(codes, 0xFFFF)]
    edges = np.empty(len(classes) + 1, bool)
    if not len(classes):
        empty = np.empty(0, np.int32)
        return Tokens(folded, [], empty, empty)
    edges[0] = edges[-1] = True
    np.not_equal(classes[1:], classes[:-1], out=edges[1:-1])
    bounds = edges.nonzero()[0].astype(np.int32)
    words = classes[bounds[:-1]] != _OTHER
    starts, ends = bounds[:-1][words], bounds[1:][words]
    if len(starts) and (ends - starts).max() > LONGEST:
        starts, ends = _cut(starts, ends)
    return Tokens(folded, _forms(folded, classes, starts, ends), starts, ends)


def _forms(
    folded: Folded, classes: NDArray[np.uint8], starts: NDArray[np.int32], ends: NDArray[np.int32]
) -> list[str]:
    if len(starts) and (starts[1:] == ends[:-1]).any():  # two words with nothing between
        text = folded.text
        return [text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    spaced = np.where(classes == _OTHER, folded.codes.dtype.type(_SPACE), folded.codes)
    encoding = "utf-16-le" if spaced.dtype == np.uint16 else "utf-32-le"
    return spaced.tobytes().decode(encoding).split()


def _cut(
    starts: NDArray[np.int32], ends: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    pairs = [
        (at, min(at + LONGEST, end))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        for at in range(start, end, LONGEST)
    ]
    cut = np.array(pairs, np.int32)
    return cut[:, 0].copy(), cut[:, 1].copy()


def forms_of(source: str) -> list[str]:
    """Give the words of a source text, folded, without their places.

    >>> forms_of("وقفَ على الأطلالِ")
    ['وقف', 'علي', 'الاطلال']
    """
    return tokenize(fold(source)).forms


@cache
def class_table() -> NDArray[np.uint8]:
    """Give the class of every BMP code point: 0 parts words, 1 Arabic, 2 other words."""
    table = np.zeros(0x10000, np.uint8)
    for kind, ranges in ((_ARABIC, ARABIC), (_WORD, WORD)):
        for first, last in ranges:
            table[first : last + 1] = kind
    return table
