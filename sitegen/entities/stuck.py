"""Are the letters behind a name a word of their own, set without a space?"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.codes import Filter, eights, word_codes
from sitegen.entities.common import FUNCTION_WORDS
from sitegen.entities.haystack import encode_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]
    Flags = NDArray[np.bool_]
    Codes = NDArray[np.uint64]

_WAW = "و"
_CONJUNCTIONS = ("و", "ف")
_OPENERS = frozenset("وفلب")
_FLB = _OPENERS - {_WAW}
_LAM = "ل"
_PRONOUNS_AND_CASES = """
    ها هم هما هن نا كم كما يا يه ان ات ين ون وا نحن ني لي يون يين يات يان تان تين تهم تها تنا ليه
"""
_ENDINGS = frozenset(_PRONOUNS_AND_CASES.split())
_UNFINISHED = frozenset(["عبد", "بن", "ابن", "ابو", "ابي", "ابا", "ام", "ال"])
_LONG = 6  # letters, the article apart, of a one-word name that hardly begins another word
_IN = "في"  # hardly the end of a word
_PLAIN = frozenset(["من", "عن", "كل", "هو", "هي"])  # they do behind one letter less
LEAST = 4  # letters of a one-word name that may be stuck to the next word


def is_stuck(name: str, rest: str, *, is_lam: bool) -> bool:
    """Say whether *rest* is the next word behind a name, the space between them lost.

    *is_lam* says that the name is written without the alef of its article: لعراق, after ل.

    >>> is_stuck("لويس شيخو", "اليسوعي", is_lam=False), is_stuck("بيروت", "ي", is_lam=False)
    (True, False)
    """
    if name.rpartition(" ")[2] in _UNFINISHED or (name[-1] == ARTICLE[0] and rest[0] == _LAM):
        return False
    if " " in name:
        return is_stuck_word(rest, are_many=True)
    n_letters = len(name.removeprefix(ARTICLE)) - is_lam
    if rest == _IN and n_letters >= LEAST:
        return True
    if n_letters <= LEAST and rest[0] in _FLB:
        return False
    if n_letters < LEAST and (len(rest) < LEAST or rest[0] not in (_WAW, ARTICLE[0])):
        return False
    if n_letters == _LONG - 1 and rest in _PLAIN:
        return True
    return is_stuck_word(rest, is_long=n_letters >= _LONG)


@lru_cache(maxsize=1 << 14)
def is_stuck_word(rest: str, *, is_long: bool = False, are_many: bool = False) -> bool:
    """Say whether letters behind a name are surely a word of their own.

    Printers and digitizers lose spaces: the next word is known where it has its article, is a
    function word of three letters or more, a conjunction before either or not, or is long and
    begins with a conjunction or preposition. Behind a name of many letters (*is_long*), which
    hardly begins another word, a function word of two letters does and a shorter one that begins
    so; behind one of several words (*are_many*) any three letters, and a lone و. An ending
    (بيروتي, بيروتيون) is no word.

    >>> rests = ("المتوفي", "وهو", "في", "ي", "ها", "ون", "طبع", "فجعل")
    >>> [is_stuck_word(rest) for rest in rests]
    [True, True, False, False, False, False, False, False]
    >>> [is_stuck_word(rest, is_long=True) for rest in rests]
    [True, True, True, False, False, False, False, True]
    >>> [is_stuck_word(rest, are_many=True) for rest in ("و", "في", "طبع", "يون", "ه")]
    [True, True, True, False, False]
    """
    if rest in _ENDINGS:
        return False
    bare = rest[1:] if rest[:1] in _CONJUNCTIONS else rest
    if bare.startswith(ARTICLE) and len(bare) > 4:
        return True
    shortest = 2 if is_long or are_many else 3  # الهندام, إيرانيا: two letters end words too
    if bare not in _ENDINGS and any(
        len(word) >= shortest and word in FUNCTION_WORDS for word in (rest, bare)
    ):
        return True
    if are_many:
        return rest == _WAW or len(rest) > 2
    return len(rest) > (3 if is_long else 4) and rest[0] in _OPENERS


def may_be_word(letters: Codes, starts: Ints, lengths: Ints) -> Flags:
    """Say of rests of words, as arrays, whether behind a name of one word they may be words.

    Never no where :func:`is_stuck_word` says yes; *letters* are the bytes that they stand in.
    """
    first = letters[starts]
    opens: Flags = _openers()[(first & np.uint64(0xFF)).astype(np.intp)]
    has_article = (first & np.uint64(0xFFFF)) == _article()
    is_known = _function_words().may_hold(word_codes(letters, starts, lengths))
    found: Flags = ((opens | has_article) & (lengths > 3)) | is_known
    return found


@cache
def _openers() -> Flags:
    found = np.zeros(256, np.bool_)
    found[list(encode_words("".join(sorted(_OPENERS))))] = True
    return found


@cache
def _article() -> np.uint64:
    return np.uint64(int.from_bytes(encode_words(ARTICLE), "little"))


@cache
def _function_words() -> Filter:
    """Sieve the function words, with و and ف before them and without."""
    words = sorted({c + word for word in FUNCTION_WORDS for c in ("", *_CONJUNCTIONS)})
    data = encode_words(" ".join([*words, ""]))
    lengths = np.array([len(word) for word in words], np.int64)
    starts = np.cumsum(lengths + 1) - lengths - 1
    return Filter(word_codes(eights(data), starts, lengths))
