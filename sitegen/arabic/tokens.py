"""What are the words of a folded text, and where do they stand?

A word is a run of Arabic letters, or a run of other letters and digits: 1908م is two words,
MQ9 is one. Everything else parts words, and so does every character beyond the BMP. A run of
more than 40 characters is cut every 40.

The fold drops the letters that Uthmani spelling writes as marks. A word that has one gets a
second reading, its alternate, with the letter written as everybody writes it today.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import ALEF, ARABIC, WAW, WORD, YEH, Ranges, contains
from sitegen.arabic.fold import Folded, fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 40
_SPACE = 0x20
_OTHER, _ARABIC, _WORD = 0, 1, 2

DAGGER_ALEF = "\N{ARABIC LETTER SUPERSCRIPT ALEF}"
SMALL_YEH = "\N{ARABIC SMALL HIGH YEH}"
# Letters that only carry a dagger alef, as the source has them, where they bear no mark of
# their own: the waw of salat, but not that of samawat.
SEATS = WAW + "\N{ARABIC LETTER ALEF MAKSURA}\N{ARABIC LETTER FARSI YEH}"
OWN_MARKS: Ranges = ((0x064B, 0x0652), (0x0654, 0x0655))  # tashkeel, hamza above and below
_UNWRITTEN = re.compile(f"[{DAGGER_ALEF}{SMALL_YEH}]")  # marks that are letters in today's spelling


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

    def alternates(self) -> dict[int, str]:
        """Give the second reading of each word that has one, by the word's number.

        Costs nothing where the source has no such mark. A word has one alternate, with every
        letter written; none where that is the form itself.

        >>> tokenize(fold("ٱلصِّرَٰطَ ٱلۡمُسۡتَقِيمَ")).alternates()
        {0: 'الصراط'}
        >>> words = tokenize(fold("ٱلصَّلَوٰةَ فِي ٱلسَّمَٰوَٰتِ مَوۡلَىٰهُمۡ مُوسَىٰ إِبۡرَٰهِـۧمَ"))
        >>> words.alternates()
        {0: 'الصلاه', 2: 'السماوات', 3: 'مولاهم', 5: 'ابراهيم'}
        """
        source = self.folded.source
        if DAGGER_ALEF not in source and SMALL_YEH not in source:
            return {}
        marks = [match.start() for match in _UNWRITTEN.finditer(source)]
        letters = np.searchsorted(self.folded.starts, marks, "right") - 1
        words = np.searchsorted(self.starts, letters, "right") - 1
        inside = (words >= 0) & (letters < self.ends[words]) if len(self) else words >= 0
        found = {}
        for word in sorted(set(words[inside].tolist())):
            alternate = self._with_letters_written(word)
            if alternate != self.forms[word]:
                found[word] = alternate
        return found

    def _with_letters_written(self, word: int) -> str:
        source, text, starts = self.folded.source, self.folded.text, self.folded.starts
        end = int(self.ends[word])
        written = ""
        for at in range(int(self.starts[word]), end):
            first = int(starts[at])
            marks = source[first + 1 : starts[at + 1] if at + 1 < len(starts) else len(source)]
            after = text[at + 1] if at + 1 < end else ""
            image = text[at]
            if DAGGER_ALEF in marks:
                image = _with_alef(source[first], image, marks, after)
            written += image + YEH * (SMALL_YEH in marks)
        return written[:LONGEST]


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
    spaced = np.where(classes == _OTHER, folded.codes.dtype.type(_SPACE), folded.codes)
    touching = starts[1:][starts[1:] == ends[:-1]]  # two words with nothing between
    if len(touching):
        spaced = np.insert(spaced, touching, spaced.dtype.type(_SPACE))
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


def _with_alef(letter: str, image: str, marks: str, after: str) -> str:
    """Write the dagger alef over a *letter* of the source that folds to *image*."""
    if image == ALEF or (image == YEH and not after):
        return image
    if letter in SEATS and not any(contains(OWN_MARKS, ord(mark)) for mark in marks):
        return "" if after == ALEF else ALEF  # the silent alef of riba is the one that is said
    return image + ALEF


@cache
def class_table() -> NDArray[np.uint8]:
    """Give the class of every BMP code point: 0 parts words, 1 Arabic, 2 other words."""
    table = np.zeros(0x10000, np.uint8)
    for kind, ranges in ((_ARABIC, ARABIC), (_WORD, WORD)):
        for first, last in ranges:
            table[first : last + 1] = kind
    return table
