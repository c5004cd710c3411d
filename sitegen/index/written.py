"""How does an archive write the words that the index has folded?

Only for showing them: a folded word is never shown. What the fold makes alike and a reader would
miss (hamza on and under alef, madda, teh marbuta, alef maqsura) is a number for each word: three
bits a letter, 0 for what the fold keeps. A segment's most frequent spelling is that of its word.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.tokens import Tokens

BITS = 3
LONGEST = 20  # letters whose spelling is kept
# A folded letter, then what it may stand for, from 1.
SPELLINGS = {"ا": "أإآ", "ه": "ة", "ي": "ى"}

Integers = NDArray[np.int64]


class Written(NamedTuple):
    """The words of a document that are not written as they are folded, and the number of each."""

    words: Integers
    spellings: Integers


class Spellings(NamedTuple):
    """Spellings of forms, and how often each occurs; what is written as folded is left out."""

    forms: Integers  # their places in a list
    spellings: Integers
    counts: Integers


_NONE = np.empty(0, np.int64)
AS_FOLDED = Written(_NONE, _NONE)
AS_FORMS = Spellings(_NONE, _NONE, _NONE)


@cache
def _table() -> NDArray[np.uint8]:
    table = np.zeros(0x10000, np.uint8)
    for letters in SPELLINGS.values():
        for number, letter in enumerate(letters, 1):
            table[ord(letter)] = number
    return table


def written_of(words: Tokens) -> Written:
    """Give the words that are not written as they are folded.

    >>> from sitegen.arabic.fold import fold
    >>> from sitegen.arabic.tokens import tokenize
    >>> words = tokenize(fold("إلى مدرسةٍ في أوّل العام"))
    >>> found = written_of(words)
    >>> pairs = zip(found.words.tolist(), found.spellings.tolist(), strict=True)
    >>> [respelled(words.forms[at], spelling) for at, spelling in pairs]
    ['إلى', 'مدرسة', 'أول']
    """
    folded = words.folded
    wide = folded.codes.dtype != np.uint16
    encoded = folded.source.encode("utf-32-le" if wide else "utf-16-le", "surrogatepass")
    source = np.frombuffer(encoded, np.uint32 if wide else np.uint16)
    letters: NDArray[Any] = source.take(folded.starts)
    found = _table().take(np.minimum(letters, 0xFFFF) if wide else letters)
    at = (found != 0).nonzero()[0]
    if not len(at) or not len(words):
        return AS_FOLDED
    word = np.searchsorted(words.starts, at, "right") - 1
    place = at - words.starts[word]
    inside = (word >= 0) & (at < words.ends[word]) & (place < LONGEST)
    at, word, place = at[inside], word[inside], place[inside]
    if not len(at):
        return AS_FOLDED
    new = np.ones(len(word), bool)
    new[1:] = word[1:] != word[:-1]
    firsts = new.nonzero()[0]
    bits = found[at].astype(np.int64) << (BITS * place)
    return Written(word[firsts], np.add.reduceat(bits, firsts))


def respelled(form: str, spelling: int) -> str:
    """Write a form as its number says.

    >>> respelled("مدرسه", 1 << 3 * 4), respelled("كتاب", 0)
    ('مدرسة', 'كتاب')
    """
    if not spelling:
        return form
    letters = list(form)
    for at, letter in enumerate(form[:LONGEST]):
        number = spelling >> (BITS * at) & 7
        if number:
            letters[at] = SPELLINGS[letter][number - 1]
    return "".join(letters)


def counted(forms: Integers, spellings: Integers, counts: Integers | None = None) -> Spellings:
    """Sum the counts of equal pairs; each occurs once where there are no counts.

    >>> counted(np.array([4, 2, 4]), np.array([1, 1, 1]))
    Spellings(forms=array([2, 4]), spellings=array([1, 1]), counts=array([1, 2]))
    """
    if not len(forms):
        return AS_FORMS
    kinds, which = np.unique(spellings, return_inverse=True)
    pairs, which, times = np.unique(
        forms * len(kinds) + which, return_inverse=True, return_counts=True
    )
    sums = times if counts is None else np.bincount(which, counts).astype(np.int64)
    return Spellings(pairs // len(kinds), kinds[pairs % len(kinds)], sums)


def joined(parts: Iterable[tuple[Spellings, Integers]]) -> Spellings:
    """Sum spellings of several lists of forms; with each the places of its forms in one list."""
    together = [(places[one.forms], one.spellings, one.counts) for one, places in parts]
    if not together:
        return AS_FORMS
    return counted(*(np.concatenate(column) for column in zip(*together, strict=True)))


def commonest(spellings: Spellings, occurrences: Integers) -> tuple[Integers, Integers]:
    """Give the forms that are not mostly written as folded, and the commonest spelling of each.

    *spellings* ascend by form and spelling; of equals the least number wins.

    >>> commonest(
    ...     Spellings(np.array([0, 0, 1]), np.array([1, 2, 1]), np.array([3, 4, 5])),
    ...     np.array([9, 12]),
    ... )
    (array([0]), array([2]))
    """
    forms, numbers, counts = spellings
    if not len(forms):
        return _NONE, _NONE
    firsts = np.flatnonzero(np.concatenate(([True], forms[1:] != forms[:-1])))
    most = np.maximum.reduceat(counts, firsts)
    left = occurrences[forms[firsts]] - np.add.reduceat(counts, firsts)
    sizes = np.diff(firsts, append=len(forms))
    at = np.flatnonzero(counts == np.repeat(most, sizes))
    group = np.repeat(np.arange(len(firsts)), sizes)[at]
    best = at[np.concatenate(([True], group[1:] != group[:-1]))]
    wins = best[most > left]
    return forms[wins], numbers[wins]
