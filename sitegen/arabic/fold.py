"""Which spellings are the same text, and where does a folded letter stand in the source?

One table of 65,536 entries folds a text as an array (:func:`fold`); the plain loop over
:func:`fold_char` is its oracle (:func:`plain_fold`). What the table cannot say in one entry
(ligatures that open into several letters, characters beyond the BMP, a hamza written as a mark
on waw or yeh) takes a slower path, and only the texts that have it pay.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import (
    ACCENTS,
    ARABIC,
    CONTROLS,
    DECOMPOSED,
    DROPPED,
    MAPPED,
    WAW,
    WAW_HAMZA,
    WORD,
    YEH,
    YEH_HAMZA,
    Ranges,
    contains,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Codes = NDArray[np.uint16] | NDArray[np.uint32]

HAMZA_ABOVE = "\N{ARABIC HAMZA ABOVE}"
COMPOSED = {WAW: WAW_HAMZA, YEH: YEH_HAMZA}
MARKS_BETWEEN: Ranges = (  # marks that do not part a hamza from its seat: of a lower class
    (0x0618, 0x061A),
    (0x064B, 0x0652),
    (0x0655, 0x0656),
    (0x065C, 0x065C),
    (0x065F, 0x065F),
    (0x0670, 0x0670),
    (0x06E3, 0x06E3),
    (0x06EA, 0x06EA),
    (0x06ED, 0x06ED),
)
_SLOW = 0xFFFF  # a noncharacter: "look further"


@lru_cache(maxsize=4096)
def fold_char(char: str) -> str:
    """Fold one character by itself: its image, empty where it is dropped.

    >>> fold_char("\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}") == "\N{ARABIC LETTER ALEF}"
    True
    >>> fold_char("Ḥ"), fold_char("ﻻ"), fold_char("…"), fold_char("\N{ARABIC SHADDA}")
    ('h', 'لا', '…', '')
    """
    if char in MAPPED:
        return MAPPED[char]
    code = ord(char)
    if contains(DROPPED, code):
        return ""
    if not contains(DECOMPOSED, code):
        return char
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not contains(ACCENTS, ord(c)))
    image = "".join(map(_settle, unicodedata.normalize("NFC", bare.lower())))
    if len(image) > 1 and not any(is_word_char(c) for c in image):
        return char  # an ellipsis stays one character
    return image


def _settle(char: str) -> str:
    return MAPPED.get(char, "" if contains(DROPPED, ord(char)) else char)


def is_word_char(char: str) -> bool:
    """Say whether a folded character belongs to a word; supplementary planes part words."""
    code = ord(char)
    return contains(ARABIC, code) or contains(WORD, code)


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A folded text and its way back to the source.

    ``starts[i]`` is the source offset of folded character *i*; ``codes`` are its code points.
    """

    text: str
    source: str
    codes: Codes
    starts: NDArray[np.int32]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the source span of a folded span, with the marks that its last letter bears.

        >>> folded = fold("قرأ كِتَابًا.")
        >>> folded.source[slice(*folded.source_span(4, 9))]
        'كِتَابًا'
        """
        starts = self.starts
        if end <= start:
            at = int(starts[start]) if start < len(starts) else len(self.source)
            return at, at
        first, last = int(starts[start]), int(starts[end - 1])
        after = end
        while after < len(starts) and starts[after] == last:
            after += 1
        stop = int(starts[after]) if after < len(starts) else len(self.source)
        while stop - 1 > last and contains(CONTROLS, ord(self.source[stop - 1])):
            stop -= 1
        return first, stop


def fold(source: str) -> Folded:
    """Fold *source* for comparison; never for display.

    Hamza on and under alef becomes bare alef, tashkeel and tatweel are dropped, look-alike
    letters and digits meet. Folding is idempotent; it never lengthens a text, but for the
    ligatures that stand for several letters (ﻻ, ﷺ, æ, ½).

    >>> fold("كِتَابٌ").text, fold("الأخبارـ ١٩٠٨م").text, fold("Kurd ʿAlī").text
    ('كتاب', 'الاخبار 1908م', 'kurd ali')
    """
    units = np.frombuffer(source.encode("utf-16-le", "surrogatepass"), np.uint16)
    mapped = fold_table().take(units)
    if mapped.size and mapped.max() == _SLOW:
        return _fold_slowly(source)
    kept = mapped != 0
    starts = kept.nonzero()[0].astype(np.int32)
    codes = mapped[kept]
    return Folded(codes.tobytes().decode("utf-16-le"), source, codes, starts)


def _fold_slowly(source: str) -> Folded:
    points = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = fold_table()
    mapped = np.where(points < 0x10000, table[points & 0xFFFF], _SLOW).astype(np.uint32)
    lengths = (mapped != 0).astype(np.int32)
    images: list[tuple[int, str]] = []
    for at in (mapped == _SLOW).nonzero()[0].tolist():
        image = fold_char(source[at])
        if source[at] == HAMZA_ABOVE:
            _compose(source, at, mapped)
        images.append((at, image))
        lengths[at] = len(image)
    starts = np.repeat(np.arange(len(points), dtype=np.int32), lengths)
    codes = np.repeat(mapped, lengths)
    firsts = np.cumsum(lengths) - lengths
    for at, image in images:
        first = firsts[at]
        codes[first : first + len(image)] = [ord(c) for c in image]
    text = codes.tobytes().decode("utf-32-le", "surrogatepass")
    return Folded(text, source, codes, starts)


def _compose(source: str, at: int, mapped: NDArray[np.uint32]) -> None:
    """Let a hamza written as a mark sit on the waw or yeh that bears it, as NFC does."""
    seat = at - 1
    while seat >= 0 and contains(MARKS_BETWEEN, ord(source[seat])):
        seat -= 1
    if seat >= 0 and source[seat] in COMPOSED:
        mapped[seat] = ord(COMPOSED[source[seat]])


@cache
def fold_table() -> NDArray[np.uint16]:
    """Give the image of every BMP code point: 0 is dropped, 0xFFFF needs the slower path."""
    table = np.arange(0x10000, dtype=np.uint16)
    codes = [code for first, last in DECOMPOSED for code in range(first, min(last, 0xFFFE) + 1)]
    images = _images([*map(chr, codes)])
    for char, image in (*images.items(), *MAPPED.items()):
        table[ord(char)] = ord(image) if len(image) == 1 else _SLOW if image else 0
    for first, last in (*DROPPED, *ACCENTS):
        table[first : last + 1] = 0
    table[ord(HAMZA_ABOVE)] = table[0xD800:0xE000] = table[_SLOW] = _SLOW
    return table


def _images(chars: Sequence[str]) -> dict[str, str]:
    """Give the images of characters that are in *DECOMPOSED*, of those that have another one.

    As :func:`fold_char` finds them, but all at once; *MAPPED* and *DROPPED* go before them.

    >>> _images(["Ḥ", "ﻻ", "…", "ب"])
    {'Ḥ': 'h', 'ﻻ': 'لا', '…': '…'}
    """
    apart = unicodedata.normalize("NFKD", "\0".join(chars)).split("\0")
    some = {c: parts for c, parts in zip(chars, apart, strict=True) if parts != c or c != c.lower()}
    accents = {chr(code) for first, last in ACCENTS for code in range(first, last + 1)}
    bare = "".join([c for c in "\0".join(some.values()) if c not in accents])
    composed = unicodedata.normalize("NFC", bare.lower())
    settled = {ord(c): _settle(c) for c in {*composed} - {"\0"}}
    images = composed.translate(settled).split("\0")
    return {
        char: char if len(image) > 1 and not any(map(is_word_char, image)) else image
        for char, image in zip(some, images, strict=True)
    }


def plain_fold(source: str) -> tuple[str, list[int]]:
    """Fold with a plain loop: the text, and the source offset of each of its characters.

    >>> plain_fold("كِتَابٌ")
    ('كتاب', [0, 2, 4, 5])
    """
    text: list[str] = []
    starts: list[int] = []
    for at, char in enumerate(source):
        if char == HAMZA_ABOVE and text:
            seat = starts[-1]
            between = source[seat + 1 : at]
            if source[seat] in COMPOSED and all(contains(MARKS_BETWEEN, ord(c)) for c in between):
                text[-1] = COMPOSED[source[seat]]
        image = fold_char(char)
        text += image
        starts += [at] * len(image)
    return "".join(text), starts
