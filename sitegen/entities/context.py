"""Is a name a part of another's name, or no name at all? Every answer says why.

A reason is a key of :data:`REASONS`; the empty one says that nothing speaks against the name.
"""

from __future__ import annotations

from sitegen.arabic.chars import HEH, YEH
from sitegen.entities.beside import ALEF_MAKSURA, word_after
from sitegen.entities.common import FUNCTION_WORDS
from sitegen.entities.haystack import Haystack, encode_words
from sitegen.entities.titles import KIN, PERIODICALS, RANKS

#: Why a name is not the one that it looks like.
REASONS = {
    "kin": "a word of kinship stands before it: بن, أبو",
    "given-before": "a given name stands before it",
    "goes-on": "a surname, a rank or بن follows it",
    "given-alone": "it is a given name alone, and no title says whose",
    "place-head": "it names a gate, a street, a valley called after a place",
    "maker": "it is the name of a paper or book: صاحب المصباح",
    "paper": "it is a paper's name: جريدة لبنان",
    "adjective": "it is an adjective of the word before",
    "titled": "a title and a word that must be a given name stand before it",
    "verb": "a particle stands before it that only a verb follows",
    "demonstrative": "a demonstrative before it says that it is the common noun: هذه الحلة",
    "initials": "more initials stand beside it",
    "surname": "a rank stands before it: أميل أفندي لورنس",
    "pair": "with the word behind it, it is a common phrase: مسقط رأس",
    "noun": "it is a noun too, and nothing before it says that it is a place: البرتقال",
    "epithet": "it qualifies the place before: البصرة الفيحاء",
    "construct": "it is a common word with its genitive: صروف الدهر",
    "throne": "the title before it is none that the record bears",
}
VOWELS = ("ا", HEH, YEH)  # that may end a name
SHADDA = "\N{ARABIC SHADDA}"
FATHATAN = "\N{ARABIC FATHATAN}"
_ALEF = encode_words("\N{ARABIC LETTER ALEF}")[0]


def is_paper(before: str) -> bool:
    """Say whether a person's or a place's name is a paper's here: جريدة لبنان, مجلة سركيس."""
    return before in PERIODICALS


def is_preposition(stack: Haystack, start: int, name: str) -> bool:
    """Say whether a name's first or last word is no name: على, not علي.

    Both fold to one word. At the head of a name, dotless yeh is the preposition; at its end, where
    many write علي without dots, it is where an object follows.
    """
    first, last = name.partition(" ")[0], name.rpartition(" ")[2]
    if first in FUNCTION_WORDS and stack.letter(start + len(first) - 1) == ALEF_MAKSURA:
        return True
    end = start + len(name)
    if last in FUNCTION_WORDS and stack.letter(end - 1) == ALEF_MAKSURA:
        after, _ = word_after(stack, end)
        return bool(after) and after not in RANKS and after not in KIN
    return False


def is_adverb(stack: Haystack, end: int) -> bool:
    """Say whether the word before *end* is an accusative in tanwin, حريصاً: no name ends so."""
    if stack.data[end - 1] != _ALEF:
        return False
    first = stack.source_at[stack.place_at[end - 2]]
    after = stack.place_at[end - 1] + 1
    source = stack.folded.source
    stop = stack.source_at[after] if after < len(stack.source_at) else len(source)
    return stop - first > 2 and FATHATAN in source[first:stop]


def is_geminate(stack: Haystack, start: int, end: int) -> bool:
    """Say whether a shadda on the middle letter makes another word of three: صوّر, not صور.

    Not of those that end in a vowel or ة, which have it and are names: عكّا, غزّة.
    """
    if end - start != 3:
        return False
    at = stack.source_at
    first, last = at[stack.place_at[start + 1]], at[stack.place_at[start + 2]]
    return last - first > 1 and SHADDA in stack.folded.source[first:last]
