"""Which words may have been meant by one that was typed? (docs/index-format.md, 14)

Knows no file: the words come from :mod:`sitegen.index.wordlist`. Equal to
``client/offers.js``; both run ``tests/vectors/suggest.jsonl``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sitegen.arabic.confusion import distance, farthest
from sitegen.arabic.fold import fold
from sitegen.arabic.tokens import tokenize
from sitegen.index.spelling import SHORTEST, level_of

OFFERED = 5
MARGIN = 4  # levels by which a word is above a known one that was typed
SLIPS = 2
MENDED = 3  # letters of a word that is mended
UNSEEN = -MARGIN  # the level of a word that was not found
BESIDE = 12  # levels that a word gains by standing in the texts found
READ = 5  # texts: those whose passages are shown
PARTED = 6  # the least level of two words that were run together
NO_SPACE = 40  # what it weighs to have left the space out
_BITS = 31


class Word(NamedTuple):
    """A word of the archive: as it is shown, folded, its level, which letters it has."""

    shown: str
    form: str
    level: int
    letters: int


def letters_of(form: str) -> int:
    """Give the set of a form's letters, as bits: a slip changes two at most.

    >>> (letters_of("مدرسه") ^ letters_of("مدرصه")).bit_count()
    2
    """
    bits = 0
    for letter in form:
        bits |= 1 << (ord(letter) & _BITS)
    return bits


def gathered(words: Iterable[Word]) -> dict[str, Word]:
    """Give words by their forms; of a form that two segments have, the commoner's."""
    found: dict[str, Word] = {}
    for word in words:
        if word.form not in found or word.level > found[word.form].level:
            found[word.form] = word
    return found


def offers(typed: str, words: Mapping[str, Word], known: int = UNSEEN) -> list[str]:
    """Give the words that may be meant by the form *typed*, the likeliest first, as shown.

    A word that the archive has at level *known* is only mended into one MARGIN levels above.
    Two words that were run together are one of the offers.

    >>> words = [("مدرسة", 12), ("مدرسها", 2), ("مدينة", 20), ("عبد", 9), ("الله", 9)]
    >>> words = gathered(Word(w, fold(w).text, n, letters_of(fold(w).text)) for w, n in words)
    >>> offers("مدرصه", words), offers("مدرسه", words, 12), offers("عبدالله", words)
    (['مدرسة', 'مدينة', 'مدرسها'], ['مدينة'], ['عبد الله'])
    """
    letters, limit = letters_of(typed), farthest(typed)
    weighed = _parted(typed, words)
    for word in words.values():
        if abs(len(word.form) - len(typed)) > SLIPS or word.form == typed:
            continue
        if (word.letters ^ letters).bit_count() > 2 * SLIPS or word.level < known + MARGIN:
            continue
        weight = distance(typed, word.form, limit)
        if weight <= limit:
            weighed.append((weight - word.level, word.form, word.shown))
    return [shown for _, _, shown in sorted(weighed)[:OFFERED]]


def beside(
    typed: str, words: Mapping[str, Word], texts: Iterable[str], documents: int
) -> dict[str, Word]:
    """Add to *words* those of the *texts* found for the rest of the query, and raise such.

    A word that stands with the query's others is likelier to be meant than one of the whole
    archive of so many *documents*: by the share of it that READ texts are, where it is rare.

    >>> words = gathered([Word("مدرسة", "مدرسه", 12, letters_of("مدرسه"))])
    >>> found = beside("مدعرسه", words, ["فتح المدرسةَ المدرِّس"], 900)
    >>> {word.shown: word.level for word in found.values()}
    {'مدرسة': 12, 'المدرسة': 12, 'المدرس': 12}
    """
    letters, most = letters_of(typed), level_of(max(1, documents // READ))
    raised = dict(words)
    for text in texts:
        tokens = tokenize(fold(text))
        for at, form in enumerate(tokens.forms):
            if len(form) < MENDED or abs(len(form) - len(typed)) > SLIPS or form.isdecimal():
                continue
            if ((bits := letters_of(form)) ^ letters).bit_count() > 2 * SLIPS:
                continue
            word = words.get(form)
            level = word.level if word else 0
            start, end = tokens.source_span(at)
            shown = word.shown if word else _bare(text[start:end])
            raised.setdefault(form, Word(shown, form, 0, bits))
            raised[form] = raised[form]._replace(level=max(level, min(level + BESIDE, most)))
    return raised


def _bare(word: str) -> str:
    """Leave out the signs that fold leaves out."""
    return "".join(sign for sign in word if fold(sign).text)


def _parted(form: str, words: Mapping[str, Word]) -> list[tuple[int, str, str]]:
    """Part a form that is two words run together: at most one way, that of commoner words."""
    best, found = PARTED - 1, []
    for at in range(SHORTEST, len(form) - SHORTEST + 1):
        first, second = words.get(form[:at]), words.get(form[at:])
        if first and second and (least := min(first.level, second.level)) > best:
            best, found = least, [(NO_SPACE - least, form, f"{first.shown} {second.shown}")]
    return found


def replaced(text: str, form: str, word: str) -> str:
    """Put *word* where the words of *text* fold to *form*.

    >>> replaced('"كِتاب المدرصة"', "المدرصه", "المدرسة")
    '"كِتاب المدرسة"'
    """
    tokens = tokenize(fold(text))
    for at in reversed(range(len(tokens))):
        if tokens.forms[at] == form:
            start, end = tokens.source_span(at)
            text = text[:start] + word + text[end:]
    return text
