"""Do the marks that a reader typed agree with those of a word as it is written?

عِلْم and عَلَم are one form, and in most texts neither bears a mark. Where both are marked, letter by
letter of the stem, a typed mark and a written one may agree or contradict each other; a letter
without marks says nothing. Left aside are the vowel of the stem's last letter (it is the case's, or
opens an ending) and a shadda on its first (the article's lam, or the word before, is in it).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sitegen.arabic.chars import ALEF
from sitegen.arabic.fold import fold
from sitegen.arabic.rules import SHORTEST
from sitegen.arabic.stem import beginnings, rule_stem, stem_fold
from sitegen.arabic.tokens import tokenize

# The marks that count, by what they say: doubled; a, u, i (with tanwin, dagger alef), no vowel.
BORNE = ("\u0651", "\u064e\u064b\u0670", "\u064f\u064c", "\u0650\u064d", "\u0652\u06e1")
DOUBLED = 8  # added to the vowel's number, 1 to 4
CONTRADICTS, NEUTRAL, AGREES = 0, 1, 2


class Typed(NamedTuple):
    """The stem of a word as typed, and what each of its letters bears."""

    stem: str
    borne: tuple[int, ...]


def borne(marks: str) -> int:
    """Say what a letter bears: nothing (0), the first vowel (1 to 4), a shadda (8 more).

    >>> [borne(marks) for marks in ("", "َ", "ُّ", "ّ")]
    [0, 1, 10, 8]
    """
    vowels = (number for mark in marks for number in range(1, 5) if mark in BORNE[number])
    return next(vowels, 0) + DOUBLED * (BORNE[0] in marks)


def typed_of(query: str, forms: Sequence[str]) -> tuple[Typed | None, ...]:
    """Give, for each of the ranked forms, what was typed of it; None where that says nothing.

    >>> typed_of("كتاب العِلْم", ["كتاب", "العلم"])
    (None, Typed(stem='علم', borne=(3, 4, 0)))
    """
    words = tokenize(fold(query))
    found: dict[str, Typed] = {}
    for at, form in enumerate(words.forms):
        one = _typed(form, words.marks_of(at))
        if one:
            found.setdefault(form, one)
    return tuple(found.get(form) for form in forms)


def _typed(form: str, marks: Sequence[str]) -> Typed | None:
    stem = rule_stem(form)
    if len(stem) > SHORTEST:
        stem = stem.removesuffix(ALEF)  # of tanwin
    at = stem_fold(form).find(stem)
    bears = _borne(marks[at : at + len(stem)])
    return Typed(stem, bears) if any(bears) else None


def _borne(marks: Sequence[str]) -> tuple[int, ...]:
    bears = [borne(some) for some in marks]
    bears[0] %= DOUBLED
    bears[-1] &= DOUBLED
    return tuple(bears)


def agreement(typed: Typed, form: str, marks: Sequence[str]) -> int:
    """Say whether a word of the text contradicts what was typed (0), is neutral (1), agrees (2).

    >>> (typed,) = typed_of("عِلْم", ["علم"])
    >>> def of(text: str) -> int:
    ...     words = tokenize(fold(text))
    ...     return agreement(typed, words.forms[0], words.marks_of(0))
    >>> of("عَلَم"), of("علم"), of("وَالعِلْمُ"), of("عُلماء"), of("العلِم")
    (0, 1, 2, 0, 0)
    """
    word = stem_fold(form)
    cut = next((n for n in beginnings(typed.stem) if typed.stem[n:] in word), None)
    if cut is None:
        return NEUTRAL
    found, at = NEUTRAL, word.find(typed.stem[cut:])
    first, *rest = typed.borne[cut:]
    theirs = _borne(marks[at : at + 1 + len(rest)])
    for mine, other in zip((first % DOUBLED, *rest), theirs, strict=True):
        if mine and other:
            doubled_alike = mine & DOUBLED == other & DOUBLED
            if not doubled_alike or (mine % DOUBLED and other % DOUBLED and mine != other):
                return CONTRADICTS
            found = AGREES
    return found
