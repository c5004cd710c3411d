"""What are the words of a folded text, and where do they stand?

A word is a run of Arabic letters, or a run of other letters and digits: 1908م is two words,
MQ9 is one. Everything else parts words, and so does every character beyond the BMP. A run of
more than 40 characters is cut every 40.

The fold drops the letters that Uthmani spelling writes as marks. A word that has one gets a
second reading, its alternate, as everybody writes it today (:mod:`sitegen.arabic.written`).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import ARABIC, WORD
from sitegen.arabic.fold import Folded, fold
from sitegen.arabic.written import Letter, as_written, signs_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 40
_SPACE = 0x20
_OTHER, _ARABIC, _WORD = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of a text in order; ``starts`` and ``ends`` are offsets in the folded text.

    ``spaced`` has the words with nothing but spaces between them.
    """

    folded: Folded
    spaced: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def forms(self) -> list[str]:
        """The words themselves."""
        return self.spaced.split()

    def spaced_at(self, places: NDArray[np.integer]) -> NDArray[np.integer]:
        """Lead places of the folded text, none inside a word, into ``spaced``.

        >>> words = tokenize(fold("سنة 1908م، صيفا"))
        >>> words.spaced[int(words.spaced_at(np.array([10]))[0]) :].split()
        ['صيفا']
        """
        return places + np.searchsorted(_touching(self.starts, self.ends), places)

    def source_span(self, index: int) -> tuple[int, int]:
        """Give the source span of word *index*, marks included.

        >>> words = tokenize(fold("«كِتَابٌ» قديم"))
        >>> words.folded.source[slice(*words.source_span(0))]
        'كِتَابٌ'
        """
        return self.folded.source_span(int(self.starts[index]), int(self.ends[index]))

    def alternates(self) -> dict[int, str]:
        """Give the second reading of each word that has one, by the word's number.

        Costs next to nothing where the source has no such mark (:mod:`sitegen.arabic.written`).

        >>> tokenize(fold("ٱلصِّرَٰطَ ٱلۡمُسۡتَقِيمَ")).alternates()
        {0: 'الصراط'}
        """
        marks = signs_in(self.folded.source)
        if not marks:
            return {}
        letters = np.searchsorted(self.folded.starts, marks, "right") - 1
        words = np.searchsorted(self.starts, letters, "right") - 1
        inside = (words >= 0) & (letters < self.ends[words]) if len(self) else words >= 0
        found = {}
        for word in sorted(set(words[inside].tolist())):
            alternate = as_written(self._letters(word))[:LONGEST]
            if alternate != self.folded.text[self.starts[word] : self.ends[word]]:
                found[word] = alternate
        return found

    def marks_of(self, index: int) -> list[str]:
        """Give what stands in the source between each letter of word *index* and the next.

        >>> tokenize(fold("العِلْمُ")).marks_of(0)
        ['', '', 'ِ', 'ْ', 'ُ']
        """
        return [letter.marks for letter in self._letters(index)]

    def _letters(self, word: int) -> Iterator[Letter]:
        source, text, starts = self.folded.source, self.folded.text, self.folded.starts
        for at in range(int(self.starts[word]), int(self.ends[word])):
            first = int(starts[at])
            end = int(starts[at + 1]) if at + 1 < len(starts) else len(source)
            yield Letter(text[at], source[first], source[first + 1 : end])


def tokenize(folded: Folded) -> Tokens:
    """Part a folded text into words.

    >>> tokenize(fold("في سنة ١٩٠٨م، طائرة MQ9")).forms
    ['في', 'سنه', '1908', 'م', 'طائره', 'mq9']
    """
    codes = folded.codes
    classes = class_table().take(codes if codes.dtype == np.uint16 else np.minimum(codes, 0xFFFF))
    edges = np.empty(len(classes) + 1, bool)
    if not len(classes):
        empty = np.empty(0, np.int32)
        return Tokens(folded, "", empty, empty)
    edges[0] = edges[-1] = True
    np.not_equal(classes[1:], classes[:-1], out=edges[1:-1])
    bounds = edges.nonzero()[0].astype(np.int32)
    words = (classes[bounds[:-1]] != _OTHER).nonzero()[0]
    starts, ends = bounds[words], bounds[words + 1]
    if len(starts) and (ends - starts).max() > LONGEST:
        starts, ends = _cut(starts, ends)
    return Tokens(folded, _spaced(folded, classes, starts, ends), starts, ends)


def _spaced(
    folded: Folded, classes: NDArray[np.uint8], starts: NDArray[np.int32], ends: NDArray[np.int32]
) -> str:
    codes = folded.codes
    if codes.dtype == np.uint16:
        spaced = _spaced_table().take(codes).tobytes().decode("utf-16-le")
    else:
        spaces = np.where(classes == _OTHER, codes.dtype.type(_SPACE), codes)
        spaced = spaces.tobytes().decode("utf-32-le")
    touching = _touching(starts, ends).tolist()
    if not touching:
        return spaced
    edges = pairwise([0, *touching, len(spaced)])
    return " ".join([spaced[start:end] for start, end in edges])


def _touching(starts: NDArray[np.int32], ends: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the starts of words before which nothing stands but another word."""
    touching: NDArray[np.int32] = starts[1:][starts[1:] == ends[:-1]]
    return touching


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


def places(
    forms: Sequence[str], alternates: Mapping[int, str], wanted: Container[str]
) -> list[int]:
    """Give, ascending, the numbers of the words of which a reading is wanted.

    >>> words = tokenize(fold("ٱلۡكِتَٰبَ كِتَابٌ ٱلۡعَٰلَمِينَ"))
    >>> places(words.forms, words.alternates(), {"الكتاب", "كتاب", "العلمين"})
    [0, 1, 2]
    """
    found = [at for at, form in enumerate(forms) if form in wanted]
    if alternates:
        found = sorted({*found, *(at for at, form in alternates.items() if form in wanted)})
    return found


@cache
def class_table() -> NDArray[np.uint8]:
    """Give the class of every BMP code point: 0 parts words, 1 Arabic, 2 other words."""
    table = np.zeros(0x10000, np.uint8)
    for kind, ranges in ((_ARABIC, ARABIC), (_WORD, WORD)):
        for first, last in ranges:
            table[first : last + 1] = kind
    return table


@cache
def _spaced_table() -> NDArray[np.uint16]:
    """Give of every BMP code point itself, or a space where it parts words."""
    points = np.arange(0x10000, dtype=np.uint16)
    return np.where(class_table() == _OTHER, np.uint16(_SPACE), points)
