"""What stands beside a name, and is the name a part of another's?"""

from __future__ import annotations

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.common import FUNCTION_WORDS
from sitegen.entities.haystack import SPACE, Haystack
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.names import is_given_alone
from sitegen.entities.titles import COMPOUND_TAILS, KIN, KUNYAS, PLACE_HEADS, RANKS, TITLES

ALEF_MAKSURA = "\N{ARABIC LETTER ALEF MAKSURA}"


def word_before(stack: Haystack, start: int) -> str:
    """Give the word before, where nothing but a space or line break parts it from *start*."""
    if start < 2 or stack.data[start - 1] != SPACE or stack.rough[start] != stack.rough[start - 1]:
        return ""
    return stack.word(stack.data.rfind(b" ", 0, start - 1) + 1, start - 1)


def word_after(stack: Haystack, end: int) -> tuple[str, int]:
    """Give the word after a name's last letter, on the same condition, and its end."""
    if (
        end + 1 >= len(stack.data)
        or stack.data[end] != SPACE
        or stack.rough[end + 1] != stack.rough[end]
    ):
        return "", end
    stop = stack.data.find(b" ", end + 1)
    return stack.word(end + 1, stop), stop


def goes_on(stack: Haystack, start: int, end: int, cut: int, name: str, lexicon: Lexicon) -> bool:
    """Say whether a person's name of several words is part of a longer one.

    It is where بن or its kin stand before it; where a rank and a surname follow (محمد سليم أفندي
    الحنفي); and where it is given names alone (محمد علي) and a surname follows, known or by its
    shape (الطاهري).
    """
    words = name.split()
    before = "" if cut else word_before(stack, start)
    if before in KIN or (words[0] == "ابن" and before in lexicon.given_anywhere):
        return True
    after, stop = word_after(stack, end)
    if after in RANKS and RANKS.isdisjoint(words):
        after, _ = word_after(stack, stop)
        if after.startswith(ARTICLE):
            return True
    if not is_given_alone(words, lexicon.given_anywhere):
        return False
    is_kunya = len(words) == 2 and words[0] in KUNYAS
    if after in KIN or after in TITLES or (is_kunya and after.startswith(ARTICLE)):
        return True
    if after in lexicon.given_anywhere or after in lexicon.surnames:
        return True
    return after.startswith(ARTICLE) and after.endswith("ي") and after not in lexicon.claimed


def is_inside(stack: Haystack, start: int, cut: int, lexicon: Lexicon, *, is_person: bool) -> bool:
    """Say whether a one-word name ends another's name: ابن دمشق, خليل الصفدي, وادي العجم."""
    if cut:
        return False
    before = word_before(stack, start)
    if not is_person:
        return before in KIN or before in PLACE_HEADS
    return before in KIN or before in COMPOUND_TAILS or before in lexicon.given_anywhere


def is_preposition(stack: Haystack, start: int, name: str) -> bool:
    """Say whether a name's first or last word is no name: على, not علي.

    Both fold to one word. At the head of a name, dotless yeh is the preposition; at its end, where
    many write علي without dots, it is where an object follows.
    """
    first, last = name.partition(" ")[0], name.rpartition(" ")[2]
    if first in FUNCTION_WORDS and _letter(stack, start + len(first) - 1) == ALEF_MAKSURA:
        return True
    end = start + len(name)
    if last in FUNCTION_WORDS and _letter(stack, end - 1) == ALEF_MAKSURA:
        after, _ = word_after(stack, end)
        return bool(after) and after not in RANKS and after not in KIN
    return False


def _letter(stack: Haystack, at: int) -> str:
    """Give the letter of the source that a byte stands for."""
    return stack.folded.source[stack.folded.starts[stack.places[at]]]


def is_anothers(stack: Haystack, start: int, cut: int, name: str, lexicon: Lexicon) -> bool:
    """Say whether a surname ends another's name, or is an adjective.

    As the latter السوداني stands behind a definite noun that is no title.
    """
    if cut:
        return False
    before = word_before(stack, start)
    if before in KIN or before in lexicon.given or before in RANKS:
        return True
    return name.endswith("ي") and ARTICLE in before[:4] and before not in TITLES
