"""How is a word written today that Uthmani spelling, or a printer of 1900, writes with marks?

Letters hang above the line there (U+0670, U+06E7), a hamza stands where today it has a seat, or
on a stretched line, the vocative is one word with what it calls, and the night has one lam. Nothing
is guessed: what is written comes from the marks that the word bears, and a word without them stays.

The seat of a hamza is that of the school grammars: the stronger of its vowel and the one before it,
kasra, then damma, then fatha; none after a long vowel, a yeh before it counts as kasra.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sitegen.arabic.chars import (
    ALEF,
    HAMZA,
    LAM,
    TATWEEL,
    WAW,
    WAW_HAMZA,
    YEH,
    YEH_HAMZA,
    Ranges,
    contains,
)
from sitegen.arabic.fold import HAMZA_ABOVE
from sitegen.arabic.rules import CONJUNCTIONS, PREPOSITIONS

DAGGER_ALEF = "\N{ARABIC LETTER SUPERSCRIPT ALEF}"
SMALL_YEH = "\N{ARABIC SMALL HIGH YEH}"
WASLA = "\N{ARABIC LETTER ALEF WASLA}"
VOWELS = FATHA, DAMMA, KASRA = "\N{ARABIC FATHA}", "\N{ARABIC DAMMA}", "\N{ARABIC KASRA}"
SHADDA = "\N{ARABIC SHADDA}"
# Letters that only carry a dagger alef, as the source has them, where they bear no mark of
# their own: the waw of salat, but not that of samawat.
SEATS = WAW + "\N{ARABIC LETTER ALEF MAKSURA}\N{ARABIC LETTER FARSI YEH}"
OWN_MARKS: Ranges = ((0x064B, 0x0652), (0x0654, 0x0655))  # tashkeel, hamza above and below
DOUBLED = FATHA + SHADDA, SHADDA + FATHA  # how the lam of the night begins its marks
# What a word bears that may be written otherwise today: no rule acts without one of these.
SIGNS = (
    DAGGER_ALEF,
    SMALL_YEH,
    HAMZA_ABOVE,
    *(HAMZA + vowel for vowel in VOWELS),
    *(WASLA + LAM + doubled for doubled in DOUBLED),
)
HAMZA_LETTERS = HAMZA + ALEF + WAW + YEH + WAW_HAMZA + YEH_HAMZA + LAM  # for the client, in order
_MARKS = [sign for sign in SIGNS if len(sign) == 1]
_LETTERS = [
    re.compile(f"{first}(?:{'|'.join(sign[1:] for sign in SIGNS if sign[0] == first)})")
    for first in (HAMZA, WASLA)
]
_PROCLITICS = re.compile(f"[{CONJUNCTIONS}]?[{PREPOSITIONS}]?")


class Letter(NamedTuple):
    """A letter of a word: folded, as the source has it, and the marks that follow it there."""

    image: str
    source: str
    marks: str


def signs_in(source: str) -> list[int]:
    """Give, ascending, where a text has one of :data:`SIGNS`; none stands inside another.

    >>> signs_in("ٱلصِّرَٰطَ"), signs_in("كِتَابٌ")
    ([7], [])
    """
    found = []
    for sign in _MARKS:  # most have none at all: no expression is as quick to see that
        at = source.find(sign)
        while at >= 0:
            found.append(at)
            at = source.find(sign, at + 1)
    for letter in _LETTERS:  # which most have; but an expression looks once for all that follows
        found += [one.start() for one in letter.finditer(source)]
    return sorted(found)


def as_written(letters: Iterable[Letter]) -> str:
    """Write a word as everybody writes it today, folded.

    >>> bare = [Letter(c, c, "") for c in "كتب"]
    >>> as_written(bare), as_written([bare[0], Letter("ت", "ت", FATHA + DAGGER_ALEF), bare[2]])
    ('كتب', 'كتاب')
    """
    word = _without_vocative([part for letter in letters for part in _with_hamza_apart(letter)])
    written = ""
    for at, letter in enumerate(word):
        before = word[at - 1] if at else None
        after = word[at + 1] if at + 1 < len(word) else None
        image, marks = letter.image, letter.marks
        if image == HAMZA and (marks[:1] in VOWELS or HAMZA_ABOVE in marks):
            image = _seat(marks, before, after, written)
        if DAGGER_ALEF in marks:
            image = _with_alef(letter, image, after)
        if before and letter.image == LAM and before.source == WASLA and marks[:2] in DOUBLED:
            image = _lam(image, marks, after)
        written += image + YEH * (SMALL_YEH in marks)
    return written


def _with_hamza_apart(letter: Letter) -> Sequence[Letter]:
    """Part a letter from a hamza that stands on the stretched line after it."""
    before, line, after = letter.marks.rpartition(TATWEEL)
    if line and HAMZA_ABOVE in after:
        return letter._replace(marks=before), Letter(HAMZA, HAMZA, after)
    return (letter,)


def _without_vocative(word: list[Letter]) -> list[Letter]:
    """Leave the vocative out, with a conjunction before it: it is a word of its own today."""
    at = 1 if word[0].image in CONJUNCTIONS else 0
    is_vocative = (
        len(word) > at + 2
        and word[at].image == YEH
        and FATHA in word[at].marks
        and DAGGER_ALEF in word[at].marks
    )
    return word[at + 1 :] if is_vocative else word


def _seat(own: str, before: Letter | None, after: Letter | None, written: str) -> str:
    """Seat a hamza that stands alone and bears the marks *own*; at a word's end it stays."""
    if after is None:
        return HAMZA
    vowels, last = before.marks if before else "", written[-1:]
    rests = not any(vowel in vowels for vowel in VOWELS)
    follows_kasra = KASRA in vowels or (last == YEH and rests)
    opens = after.source == ALEF or DAGGER_ALEF in own
    is_first = _PROCLITICS.fullmatch(written)
    if opens and FATHA in own and last != ALEF and (is_first or not follows_kasra):
        return ""  # with the alef one madda, which folds to alef
    if KASRA in own or follows_kasra:
        return YEH_HAMZA
    if DAMMA in own or DAMMA in vowels:
        return WAW_HAMZA
    if FATHA not in own + vowels or last == ALEF or (last == WAW and rests):
        return HAMZA
    return "" if opens else ALEF


def _lam(image: str, marks: str, after: Letter | None) -> str:
    """Write the lam of the article where the next one is written by its shadda alone."""
    is_hidden = DAGGER_ALEF in marks or (after is not None and after.image == YEH)
    return LAM + image if is_hidden else image


def _with_alef(letter: Letter, image: str, after: Letter | None) -> str:
    """Write the dagger alef over a letter."""
    if image == ALEF or (image == YEH and not after):
        return image
    if letter.source in SEATS and not any(contains(OWN_MARKS, ord(m)) for m in letter.marks):
        # the silent alef of riba is the one that is said
        return "" if after and after.image == ALEF else ALEF
    return image + ALEF
